"""What a typed line means for a question."""

from __future__ import annotations

from typing import Any, Literal, assert_never

from msgspec import Struct

from triage.cli.numbers import amount
from triage.cli.reading import Input
from triage.cli.ticks import chosen, ticks
from triage.errors import printable, shortened, unseen
from triage.presentation.kind_words import kind_words
from triage.presentation.question import choices
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
from triage.rulebook.kinds.written_answers import NONE_WORD
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE
from triage.words import keys
from triage.words import typed as words
from triage.words.english import spaced
from triage.words.voice import Voice


class Reply(Struct, frozen=True):
    """What a line means."""

    kind: Literal["answer", "keep", "back", "why", "repeat", "save", "quit", "error"]
    value: Any = None
    message: str = ""
    notes: tuple[str, ...] = ()


KEYS = (
    (keys.BACK, Reply(kind="back")),
    (keys.WHY, Reply(kind="why")),
    (keys.REPEAT, Reply(kind="repeat")),
    (keys.SAVE, Reply(kind="save")),
    (keys.QUIT, Reply(kind="quit")),
    (keys.NOT_SURE, Reply(kind="answer", value=UNSURE)),
)
"""What means the same at every question."""
FEWEST_LETTERS = 2
"""Fewer are no words."""


def read_reply(
    input: Input, book: Rulebook, question: Question, voice: Voice, *, keeps: bool
) -> Reply:
    """Ask for one line and say what it means for the question.

    Raises:
        Stopped: the person stopped.
    """
    typed = input.line(kind_words(question).prompt)
    return meaning(typed, book, question, voice, keeps=keeps)


def meaning(typed: str, book: Rulebook, question: Question, voice: Voice, *, keeps: bool) -> Reply:
    """What a typed line means for a question; whatever is not certain is a slip, never guessed."""
    if not typed:
        return Reply(kind="keep") if keeps else _slip(how_to_answer(question))
    key = keys.as_key(typed)
    for meant, reply in KEYS:
        if key in meant:
            return reply
    match question:
        case Number():
            return _number(typed, question)
        case Span():
            return _length(typed, question)
        case Medicines():
            return _medicines(typed, question, book)
        case FreeText():
            return _free_text(typed, question)
        case TickAll():
            return _several(typed, question, voice)
        case YesNo() | PickOne():
            return _one(typed, question, voice)
        case _:  # pragma: no cover - a new kind is typed in its own way
            assert_never(question)


def how_to_answer(question: Question) -> str:
    """What can be typed, in a sentence or two."""
    return kind_words(question).again


def _slip(message: str) -> Reply:
    return Reply(kind="error", message=spaced(message, words.OTHER_KEYS))


def _not_a_choice(typed: str, question: Question) -> Reply:
    said = words.no_yes_or_no if keys.as_key(typed) in keys.YES | keys.NO else words.no_choice
    return _slip(said(shortened(printable(typed), 30), how_to_answer(question)))


def _one(typed: str, question: YesNo | PickOne, voice: Voice) -> Reply:
    key = keys.as_key(typed)
    if isinstance(question, YesNo) and key in keys.YES | keys.NO:
        return Reply(kind="answer", value="yes" if key in keys.YES else "no")
    answer = chosen(typed, choices(question, voice))
    return _not_a_choice(typed, question) if answer is None else Reply(kind="answer", value=answer)


def _several(typed: str, question: TickAll, voice: Voice) -> Reply:
    labels = choices(question, voice)
    if keys.as_key(typed) in keys.YES | keys.NO:
        return _not_a_choice(typed, question)
    found = ticks(typed, labels)
    if found.slip:
        return _not_a_choice(found.slip, question)
    alone = [id for id in found.ticked if question.answers[id].exclusive]
    if alone and len(found.ticked) + len(found.unsure) > 1:
        return _slip(words.alone(dict(labels)[alone[0]], how_to_answer(question)))
    # a contradiction keeps the signs that were named: dropping one could be dangerous
    notes = (words.NONE_AND_OTHERS,) if found.none and (found.ticked or found.unsure) else ()
    value: Any = list(found.ticked)
    if found.unsure:
        value = dict.fromkeys(found.ticked, "yes") | dict.fromkeys(found.unsure, UNSURE)
    return Reply(kind="answer", value=value, notes=notes)


def _number(typed: str, question: Number) -> Reply:
    number = amount(typed, question.unit)
    if number is not None and question.lowest <= number <= question.highest:
        return Reply(kind="answer", value=str(number))
    return _unusable(typed, question)


def _length(typed: str, question: Span) -> Reply:
    if question.band_of(typed) is not None:
        return Reply(kind="answer", value=typed)
    return _unusable(typed, question)


def _unusable(typed: str, question: Question) -> Reply:
    if keys.as_key(typed) in keys.YES | keys.NO:
        return _not_a_choice(typed, question)
    return _slip(words.not_usable(shortened(printable(typed), 30), how_to_answer(question)))


def _medicines(typed: str, question: Medicines, book: Rulebook) -> Reply:
    from triage.cli.medicines_prompt import names_in  # most questions are about something else

    if keys.as_key(typed) in keys.YES | {"n"}:
        return _not_a_choice(typed, question)
    found = names_in(book, "none" if typed.lower() in keys.NONE else typed)
    if found.error:
        return _slip(found.error)
    notes = (found.note,) if found.note else ()
    return Reply(kind="answer", value=list(found.names), notes=notes)


def _free_text(typed: str, question: FreeText) -> Reply:
    if keys.as_key(typed) in keys.NONE | keys.NO:
        return Reply(kind="answer", value=NONE_WORD)
    if keys.as_key(typed) in keys.YES or sum(map(str.isalpha, typed)) < FEWEST_LETTERS:
        # a number or a key that was meant for another question is nothing to tell a doctor
        return _unusable(typed, question)
    if letter := unseen(typed):
        return _slip(words.not_seen(letter))
    if len(typed) > MOST_LETTERS:
        return _slip(words.too_many_letters(len(typed), MOST_LETTERS))
    return Reply(kind="answer", value=typed)
