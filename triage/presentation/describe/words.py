"""Words for what rule files say in a word of their own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from triage.presentation.document import Command, Items
from triage.presentation.rule_links import Kind
from triage.rulebook.parts.conditions import Code, Frequency
from triage.rulebook.parts.sources import Read
from triage.rulebook.reviews import State
from triage.words import learn as learn_words
from triage.words.voice import Voice

said = Voice.TO_READER.says
"""A text of the rule book as it is said to the patient."""

KIND_WORDS: dict[Kind, str] = {
    "red-flag": "Red flag",
    "condition": "Condition",
    "rule": "Rule",
    "finding": "Finding",
    "named-kind": "Named kind",
    "question": "Question",
    "class": "Medicine class",
    "medicine": "Medicine",
    "source": "Source",
    "region": "Region",
}
STATE_WORDS: dict[State, str] = {
    "disagreed": "somebody disagrees",
    "asked": "a question is open",
    "signed": "signed",
    "overdue": "signed",
    "changed-since": "changed since it was signed",
    "missing-roles": "a role is missing",
    "never": "never signed",
}
"""In a word or two. The day is not looked at, so that a book is the same on every day."""
STATE_SENTENCES: dict[State, str] = {
    "disagreed": "Somebody who has read it disagrees.",
    "asked": "Somebody who has read it has a question that is not answered yet.",
    "signed": "Signed.",
    "overdue": "Signed, but it is time to read it again.",
    "changed-since": "Changed since it was signed, so the signature no longer counts.",
    "missing-roles": "Signed, but not in every role that must sign it.",
    "never": "Nobody has signed it.",
}
FREQUENCY_WORDS: dict[Frequency, str] = {
    "very-common": learn_words.VERY_COMMON,
    "common": learn_words.COMMON,
    "uncommon": learn_words.UNCOMMON,
    "rare": learn_words.RARE,
    "very-rare": learn_words.VERY_RARE,
}
READ_WORDS: dict[Read, str] = {
    "full": learn_words.READ_WHOLE,
    "part": learn_words.READ_PART,
    "no": learn_words.NOT_READ,
}
SYSTEM_WORDS: dict[str, str] = {
    "icd-10-cm": "ICD-10-CM",
    "mondo": "MONDO",
    "omim": "OMIM",
    "hpo": "HPO",
}


def listed(texts: Iterable[str]) -> Items:
    """Texts of the rule book as a list."""
    return Items("", tuple(map(said, texts)))


def learn_command(id: str, folder: Path | None) -> Command:
    """What shows the page about a condition of the rule book in a folder, or of our own."""
    return Command(("triage", "learn", id, *(("--rules", folder) if folder else ())))


def code_words(code: Code) -> str:
    """A code of a condition, with what has to be known about it."""
    remarks = [] if code.verified else [learn_words.CODE_NOT_VERIFIED]
    remarks += [code.note.rstrip(".")] if code.note else []
    return learn_words.code(code.code, remarks) if remarks else code.code


def system_words(system: str) -> str:
    """What a system of codes is called."""
    return SYSTEM_WORDS.get(system, system)
