"""What is said about a question because of its kind, to the patient and in the rule book."""

from __future__ import annotations

from typing import NamedTuple, assert_never

from triage.rulebook.kinds import Medicines, Number, PickOne, Question, Span, TickAll, YesNo
from triage.words import answers, typed
from triage.words import question as words


class KindWords(NamedTuple):
    """The words for one question."""

    answered_by: str
    """What an answer is, in a sentence for those who read the rules."""
    choices: list[tuple[str, str]]
    """The numbered choices, as pairs of answer word and label; none where something is typed."""
    typing: str
    """What to type, as the beginning of a sentence."""
    again: str
    """What to type, where something else was typed, as a sentence."""
    typed: tuple[str, ...] = ()
    """What can be typed, in sentences for those who read the rules."""
    typed_in_short: tuple[str, str] = ("", "")
    """The same and what rules make of it, in a few words."""


def kind_words(question: Question) -> KindWords:
    """The words for a question of any kind."""
    match question:
        case YesNo():
            return _numbered("Yes or no.", [("yes", answers.YES), ("no", answers.NO)])
        case PickOne():
            return _numbered("One of these.", _listed(question))
        case TickAll():
            choices = [*_listed(question), ("none", answers.NONE_OF_THESE)]
            again = typed.numbers(len(choices))
            return KindWords("All that fit.", choices, words.NUMBERS, again)
        case Number():
            return _number(question)
        case Span():
            return KindWords("A length of time.", [], words.SPAN, typed.SPAN)
        case Medicines():
            return KindWords("Names of medicines.", [], words.NAMES, typed.MEDICINE_NAMES)
        case _:  # pragma: no cover - a new kind needs its words
            assert_never(question)


def _listed(question: PickOne | TickAll) -> list[tuple[str, str]]:
    return [(id, answer.text) for id, answer in question.answers.items()]


def _numbered(answered_by: str, choices: list[tuple[str, str]]) -> KindWords:
    return KindWords(answered_by, choices, words.NUMBER, typed.number(1, len(choices)))


def _number(question: Number) -> KindWords:
    lowest, highest = question.lowest, question.highest
    cuts = ", ".join(str(cut) for cut in question.cut_points)
    return KindWords(
        answered_by="A whole number.",
        choices=[],
        typing=words.NUMBER,
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
