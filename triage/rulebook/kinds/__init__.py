"""Kinds of questions: each says in one module all that is special about it.

How it is written in a rule file and what is wrong with it there, which words rules may compare it
with, how an answer is read, what an answer means in words, and which other answers there are. A
new kind is a module here, a name in `Question`, and its words in `presentation.kind_words` and
`cli.prompt`.
"""

from __future__ import annotations

from typing import TypeAlias

from triage.rulebook.kinds.free_text import FreeText
from triage.rulebook.kinds.medicines import Medicines
from triage.rulebook.kinds.number import Number
from triage.rulebook.kinds.pick_one import PickOne
from triage.rulebook.kinds.span import Span
from triage.rulebook.kinds.tick_all import TickAll
from triage.rulebook.kinds.yes_no import YesNo

Question: TypeAlias = YesNo | PickOne | TickAll | Number | Span | Medicines | FreeText
"""One question to the patient: `kind` in the rule file says which of these it is."""

__all__ = [
    "FreeText",
    "Medicines",
    "Number",
    "PickOne",
    "Question",
    "Span",
    "TickAll",
    "YesNo",
]
