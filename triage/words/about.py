"""What this is, what it is not, and which rules it has."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words.english import commas

WHAT_IT_IS = "A questionnaire in a terminal: how soon to see a doctor, and what to ask about."
NOT_A_DEVICE = "Not a medical device, and not clinically validated."
STORED = "Stored: nothing, unless you name a file. Sent: nothing, ever."
LICENCES = "Licences: the program Apache-2.0, the rules that come with it CC BY 4.0."
FROM_SOURCE = "It runs from its source, so there is nothing to verify its files against."


def verified(files: int) -> str:
    """Nothing that is installed differs from what was built."""
    return f"Verified: all {files} installed files are as they were built."


def version(version: str) -> str:
    """The program."""
    return f"Version: triage {version}."


def rule_book(*, version: str, digest: str) -> str:
    """The rules."""
    return f"Rule book: {version}, digest {digest}."


def more(documents: Iterable[str]) -> str:
    """Where more stands."""
    return f"More, in the source archive: {commas(documents)}."


def signed(number: int, of: int) -> str:
    """How much of the rules was reviewed."""
    return f"Signed by reviewers: {number} of {of} parts of the rule book."
