"""One question on the screen, what was understood of the answer, and the list of all answers."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words.english import capital, commas, listed, small

# where the questionnaire is


def part(*, number: int, of: int, section: str) -> str:
    """The line above the first question of a section."""
    return f"Part {number} of {of}: {small(section)}"


def numbered(*, number: int, ask: str) -> str:
    """A question with its number, which stays with it."""
    return f"{number}. {ask}"


# what can be typed, as the prompt itself

NUMBERS_OF_GATE = "Numbers, or u:"
NUMBERS = "Numbers, 0 none, or u:"
NUMBER = "Number, or u:"
YES_NO = "y, n, or u:"
SPAN = "How long, or u:"
NAMES = "Names, none, or u:"
FREE_TEXT = "One line, 0 none, or u:"


def amount(unit: str) -> str:
    """For a number of something."""
    return f"{capital(unit)}, or u:"


# why it is asked

ALSO_TYPED = "Or type b to go back, r to repeat the question, s to save, q to stop."
PUBLISHED = "This question rests on published medical texts."


def why_we_ask(why: str) -> str:
    """Why a question is asked."""
    return f"Why we ask: {why}"


def term(name: str, meaning: str) -> str:
    """A word of the question, and what it means."""
    return f"{name}: {meaning}"


# what was answered


def answer_was(answer: str) -> str:
    """What was answered before."""
    return f"Your answer was: {answer}. Press Enter to keep it."


MORE_OF_LIST = "These lines were not on the list before. Your other answers there are kept."
UNDER_ONE_YEAR = "Under 1 year."


def understood(answer: str) -> str:
    """What was just answered, in a few words."""
    return capital(answer) if answer.endswith(CUT) else f"{capital(answer)}."


def for_the_doctor(line: str) -> str:
    """The beginning of a line of somebody's own words."""
    return f"For the doctor: {line}"


def not_sure_about(lines: Iterable[str]) -> str:
    """The lines of a list that are open."""
    return f"Not sure about: {listed(lines)}"


def chosen(lines: Iterable[str]) -> str:
    """The lines of a list that were chosen."""
    return listed(lines)


CUT = "..."


def cut(words: Iterable[str]) -> str:
    """The first words of a long line."""
    return f"{' '.join(words).rstrip(',;:')} {CUT}"


# all answers

CHECK_YOUR_ANSWERS = "Check your answers"


def answered(*, about: str, answer: str) -> str:
    """One answer in the list of all."""
    return f"{capital(about)}: {answer}"


def none_of_these(numbers: Iterable[str]) -> str:
    """The lists of which nothing was chosen, by the numbers of their questions."""
    return f"None of these: {commas(numbers)}"


def answered_no(numbers: Iterable[str]) -> str:
    """The questions that were answered with no."""
    return f"No: {commas(numbers)}"
