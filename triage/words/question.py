"""One question on the screen, and the list of all answers."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words.english import capital, listed
from triage.words.typed import A_LENGTH

# what can be typed

NUMBERS = "Type the numbers of all that fit"
NUMBER = "Type a number"
SPAN = f"Type how long, such as {A_LENGTH}"
NAMES = "Type the names with commas between them, or none"


def all_keys(how: str) -> str:
    """What can be typed, with every letter that does something."""
    return f"{how}, or n not sure, b back, ? why we ask, r repeat, s save, q stop."


def few_keys(how: str) -> str:
    """The same, for somebody who has read it before."""
    return f"{how} (n not sure, ? for more)."


# why it is asked

ALSO_TYPED = "You can type: n not sure, b back, r repeat the question, s save, q stop."


def why_we_ask(why: str) -> str:
    """Why a question is asked."""
    return f"Why we ask: {why}"


def term(name: str, meaning: str) -> str:
    """A word of the question, and what it means."""
    return f"{name}: {meaning}"


def source(titles: Iterable[str]) -> str:
    """Where it comes from."""
    return f"Source: {listed(titles)}."


# where the questionnaire is


def progress(*, section: str, number: int, about: int) -> str:
    """The heading of a question."""
    return f"{section}: question {number} of about {about}"


def answer_was(answer: str) -> str:
    """What was answered before."""
    return f"Your answer was: {answer}."


ENTER_KEEPS_IT = "Press Enter to keep it."

# all answers

CHECK_YOUR_ANSWERS = "Check your answers"


def answered(*, about: str, answer: str) -> str:
    """One answer in the list of all."""
    return f"{capital(about)}: {answer}"
