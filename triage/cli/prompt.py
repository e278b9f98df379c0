"""What a typed line means for a question."""

from __future__ import annotations

import re
from typing import Any, Literal, assert_never

from msgspec import Struct

from triage.cli.reading import Input
from triage.errors import printable, shortened
from triage.presentation.kind_words import kind_words
from triage.presentation.question import choices
from triage.rulebook.kinds import Medicines, Number, PickOne, Question, Span, TickAll, YesNo
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE
from triage.words import keys
from triage.words import typed as words
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


def read_reply(
    input: Input, book: Rulebook, question: Question, voice: Voice, *, keeps: bool
) -> Reply:
    """Ask for one line and say what it means for the question.

    Raises:
        Stopped: the person stopped.
    """
    typed = input.line(">")
    return meaning(typed, book, question, voice, keeps=keeps)


def meaning(typed: str, book: Rulebook, question: Question, voice: Voice, *, keeps: bool) -> Reply:
    """What a typed line means for a question."""
    if not typed:
        if keeps:
            return Reply(kind="keep")
        return Reply(kind="error", message=how_to_answer(question))
    for meant, reply in KEYS:
        if typed.lower() in meant:
            return reply
    numbered = choices(question, voice)
    match question:
        case Number():
            return _number(typed, question)
        case Span():
            if question.band_of(typed) is None:
                return _unusable(typed, question)
            return Reply(kind="answer", value=typed)
        case Medicines():
            return _medicines(typed, book)
        case TickAll():
            return _several(typed, question, numbered)
        case YesNo() | PickOne():
            chosen = _choice(typed, numbered)
            if chosen is None:
                return Reply(kind="error", message=_not_a_choice(typed, question))
            return Reply(kind="answer", value=chosen)
        case _:  # pragma: no cover - a new kind is typed in its own way
            assert_never(question)


def how_to_answer(question: Question) -> str:
    """What can be typed, as one sentence."""
    return kind_words(question).again


def _not_a_choice(typed: str, question: Question) -> str:
    return words.no_choice(shortened(printable(typed), 30), how_to_answer(question))


def _choice(typed: str, numbered: list[tuple[str, str]]) -> str | None:
    """The answer that a number, a word or a clear beginning of one stands for."""
    if typed.isascii() and typed.isdecimal():
        number = int(typed) if len(typed) < 5 else 0
        return numbered[number - 1][0] if 1 <= number <= len(numbered) else None
    word = typed.lower()
    for id, label in numbered:
        if word in (id, label.lower()):
            return id
    if len(word) < 2:
        return None
    begins = {id for id, label in numbered if id.startswith(word) or label.lower().startswith(word)}
    return begins.pop() if len(begins) == 1 else None


def _several(typed: str, question: Question, numbered: list[tuple[str, str]]) -> Reply:
    whole = _choice(typed, numbered)
    if whole is not None:
        return Reply(kind="answer", value=[] if whole == "none" else [whole])
    parts = [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]
    if len(parts) == 1 and re.fullmatch(r"[0-9 ]+", parts[0]):
        parts = typed.split()
    chosen: list[str] = []
    for part in parts:
        choice = _choice(part, numbered)
        if choice is None:
            return Reply(kind="error", message=_not_a_choice(part, question))
        chosen.append(choice)
    if not chosen:
        return Reply(kind="error", message=how_to_answer(question))
    ticked = [choice for choice in chosen if choice != "none"]
    if ticked and len(ticked) < len(chosen):
        # a contradiction keeps the signs that were named: dropping one could be dangerous
        return Reply(kind="answer", value=ticked, notes=(words.NONE_AND_OTHERS,))
    return Reply(kind="answer", value=ticked)


def _number(typed: str, question: Number) -> Reply:
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else -1
    if question.lowest <= number <= question.highest:
        return Reply(kind="answer", value=typed)
    return _unusable(typed, question)


def _unusable(typed: str, question: Question) -> Reply:
    slip = shortened(printable(typed), 30)
    return Reply(kind="error", message=words.not_usable(slip, how_to_answer(question)))


def _medicines(typed: str, book: Rulebook) -> Reply:
    from triage.cli.medicines_prompt import names_in  # most questions are about something else

    found = names_in(book, typed)
    if found.error:
        return Reply(kind="error", message=found.error)
    notes = (found.note,) if found.note else ()
    return Reply(kind="answer", value=list(found.names), notes=notes)
