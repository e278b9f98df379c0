"""What is said about a question because of its kind, to the patient and in the rule book."""

from __future__ import annotations

from typing import NamedTuple, assert_never

from triage.rulebook.kinds import (
    FreeText,
    Medicines,
    Number,
    PickOne,
    Question,
    Span,
    TickAll,
    YesNo,
)
from triage.rulebook.kinds.free_text import MOST_LETTERS
from triage.words import answers, typed
from triage.words import question as words
from triage.words.english import either


class KindWords(NamedTuple):
    """The words for one question."""

    answered_by: str
    """What an answer is, in a sentence for those who read the rules."""
    choices: list[tuple[str, str]]
    """The choices by number, as pairs of answer word and label; none where something is typed."""
    prompt: str
    """What to type, as the line at which it is typed."""
    again: str
    """What to type, where something else was typed, in a sentence or two."""
    typed: tuple[str, ...] = ()
    """What can be typed, in sentences for those who read the rules."""
    typed_in_short: tuple[str, str] = ("", "")
    """The same and what rules make of it, in a few words."""


def kind_words(question: Question) -> KindWords:
    """The words for a question of any kind."""
    match question:
        case YesNo():
            both = [("yes", answers.YES), ("no", answers.NO)]
            return KindWords("Yes or no.", both, words.YES_NO, typed.YES_NO)
        case PickOne():
            again = typed.number(1, len(question.answers))
            return KindWords("One of these.", _listed(question), words.NUMBER, again)
        case TickAll():
            again = typed.numbers(len(question.answers))
            return KindWords("All that fit.", _listed(question), _prompt(question), again)
        case Number():
            return _number(question)
        case Span():
            return _span(question)
        case Medicines():
            return KindWords("Names of medicines.", [], words.NAMES, typed.MEDICINE_NAMES)
        case FreeText():
            return _FREE_TEXT
        case _:  # pragma: no cover - a new kind needs its words
            assert_never(question)


def _listed(question: PickOne | TickAll) -> list[tuple[str, str]]:
    return [(id, answer.text) for id, answer in question.answers.items()]


def _prompt(question: TickAll) -> str:
    """A line that says none stands among the others: as 0 of a danger screen, or as its own."""
    own = question.gate or any(answer.exclusive for answer in question.answers.values())
    return words.NUMBERS_OF_GATE if own else words.NUMBERS


def _span(question: Span) -> KindWords:
    said = [word for band in question.bands.values() for word in band.words]
    numbers = "A number of days, weeks, months or years"
    return KindWords(
        answered_by="A length of time.",
        choices=[],
        prompt=words.SPAN,
        again=typed.SPAN,
        typed=(f"{either([numbers, *said])}.",),
        typed_in_short=("Words that stand for a length", either(said)) if said else ("", ""),
    )


def _number(question: Number) -> KindWords:
    lowest, highest = question.lowest, question.highest
    cuts = ", ".join(str(cut) for cut in question.cut_points)
    return KindWords(
        answered_by="A whole number.",
        choices=[],
        prompt=words.amount(question.unit or answers.NUMBER),
        again=typed.number(lowest, highest),
        typed=(
            f"A whole number from {lowest} to {highest}.",
            f"Rules may compare with: {cuts or 'no number'}.",
        ),
        typed_in_short=(
            f"{lowest} to {highest}",
            f"rules may compare with {cuts}" if cuts else "rules do not look at it",
        ),
    )


_FREE_TEXT = KindWords(
    answered_by="One line in the person's own words, which no rule reads.",
    choices=[],
    prompt=words.FREE_TEXT,
    again=typed.FREE_TEXT,
    typed=(f"One line of at most {MOST_LETTERS} characters, for the doctor. No rule reads it.",),
    typed_in_short=(
        f"One line of at most {MOST_LETTERS} characters",
        "it stands on the page for the doctor, and no rule reads it",
    ),
)
