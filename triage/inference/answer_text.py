"""Answers as the text of an answer file, as somebody would type them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from triage.errors import AnswersError, unseen
from triage.inference.answers import Answers, answers_from
from triage.inference.assessment import plain_value
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.kinds.written_answers import NONE_WORD
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?: [A-Za-z0-9][A-Za-z0-9_-]*)*")


def answers_text(book: Rulebook, answers: Answers) -> str:
    """An answer file that reads back as the very same answers."""
    lines = []
    for id, value in answers.given.items():
        text = value_text(value)
        if isinstance(value, Mapping) and not _reads_back(book, answers, id, value):
            text = "{" + ", ".join(f"{scalar(i)}: {scalar(w)}" for i, w in value.items()) + "}"
        lines.append(f"{scalar(id)}: {text}\n")
    return "".join(lines) or "{}\n"


def _reads_back(book: Rulebook, answers: Answers, id: str, value: Mapping[str, str]) -> bool:
    """Whether a list in short says the same: what is left out is a no, or is not shown."""
    short = {item: "no" if word == NOT_ASKED else word for item, word in value.items()}
    given = {one: plain_value(said) for one, said in answers.given.items()}
    try:
        return answers_from(book, {**given, id: short}).given.get(id) == value
    except AnswersError:
        return False


def value_text(value: Value) -> str:
    """One answer; a line that is left out is a *no*, or one that was not shown."""
    if isinstance(value, Mapping):
        words = set(value.values())
        if words == {UNSURE}:
            return UNSURE
        # an item that is left out is a no, or a line that is not shown to somebody like this
        some = {item: word for item, word in value.items() if word not in ("no", NOT_ASKED)}
        if UNSURE in words:
            return "{" + ", ".join(f"{scalar(i)}: {scalar(w)}" for i, w in some.items()) + "}"
        return listed(tuple(some)) if some else NONE_WORD
    if isinstance(value, tuple):
        return listed(value) if value else NONE_WORD
    return scalar(str(value))


def listed(words: tuple[str, ...]) -> str:
    """Words as a list on one line."""
    return "[" + ", ".join(scalar(word) for word in words) + "]"


def scalar(text: str) -> str:
    """A text that reads back as itself, in quotes where it needs them."""
    if _PLAIN.fullmatch(text):
        return text
    return '"' + "".join(_char(char) for char in text) + '"'


def _char(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return f"\\U{ord(char):08x}" if unseen(char) else char
