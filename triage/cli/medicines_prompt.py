"""Telling a person how typed medicines were read, and asking once about names that are only near.

What is confirmed is kept with the name behind it, `seraquel (quetiapine)`; what is not, as
`seraquel (unsure)`. So a saved interview or an answer file is read as the person meant it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from triage.errors import printable, shortened
from triage.inference.medicines_read import MedicineRead, medicines_read, offered
from triage.presentation.words import read_words
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.medicines import LONGEST_NAME, MOST_NAMES
from triage.words import keys
from triage.words import medicines as words

NO = keys.NO | keys.NOT_SURE | keys.NONE | {"?"}
UNSURE_MARK = "unsure"


class Typed(NamedTuple):
    """What a line means as an answer to a question about medicines."""

    names: tuple[str, ...]
    error: str = ""
    note: str = ""


class _Choice(NamedTuple):
    """One name that a misspelled word may mean."""

    text: str
    words: str
    shown: str
    id: str


def names_in(book: Rulebook, typed: str) -> Typed:
    """The names in a typed line; none of them where it says that there are none."""
    catalogue = book.catalogue
    texts = catalogue.listed(typed)
    named = tuple(text for text in texts if any(p.how != "none" for p in catalogue.read(text)))
    if not texts or len(named) > MOST_NAMES or any(len(text) > LONGEST_NAME for text in named):
        return Typed((), error=words.WITH_COMMAS)
    note = ""
    if named and len(named) < len(texts):
        # a contradiction keeps what was named: dropping it could be dangerous
        note = words.NONE_AND_NAMES
    return Typed(named, note=note)


def settled(
    book: Rulebook, names: tuple[str, ...], line: Callable[[str], str], say: Callable[[str], None]
) -> tuple[str, ...] | None:
    """The names as they are to be kept, after the person was told and asked; None to go back.

    Raises:
        whatever `line` raises when there is nobody to answer.
    """
    read = medicines_read(book, names)
    certain = dict.fromkeys(read_words(one) for one in read if one.how == "understood")
    if certain:
        say(words.understood(certain))
    for one in read:
        if one.how in ("purpose", "not-understood"):
            say(_not_read(one))
    choices = list(_choices(book, names))
    if not choices:
        return names
    confirmed = _asked(choices, line, say)
    if confirmed is None:
        return None
    kept = tuple(_kept(text, choices, confirmed) for text in names)
    if any(choice not in confirmed for choice in choices if not _word_settled(choice, confirmed)):
        say(words.NOT_CONFIRMED)
    return kept


def _not_read(one: MedicineRead) -> str:
    typed = shortened(printable(one.words), 40)
    if one.how == "purpose":
        return words.known_by_purpose(typed=typed, purpose=one.read_as[0])
    return words.not_understood(typed)


def _choices(book: Rulebook, names: tuple[str, ...]) -> Iterator[_Choice]:
    for text in names:
        for part in book.catalogue.read(text):
            if part.how == "near":
                for offer in part.offers:
                    shown = offered(book, offer)
                    yield _Choice(text, part.words, shown, offer.known.id)


def _asked(
    choices: list[_Choice], line: Callable[[str], str], say: Callable[[str], None]
) -> list[_Choice] | None:
    """The choices that the person says are right; None to go back."""
    shown = [choice.shown for choice in choices]
    how = words.ONE_OR_NOT
    if len(choices) > 1:
        for place, choice in enumerate(choices, start=1):
            typed = printable(choice.words)
            say(words.may_mean(number=place, typed=typed, name=choice.shown))
        how = words.WHICH_OF_ALL
    while True:
        typed = keys.as_key(line(words.right(shown, how)))
        if typed in keys.YES:
            alone = [c for c in choices if len(_of_word(c, choices)) == 1]
            if len(alone) == len(choices):
                return choices
            say(words.NOT_TWO)
        elif typed in NO:
            return []
        elif typed in keys.BACK:
            return None
        elif (chosen := _numbers(typed, choices)) is not None:
            return chosen
        else:
            say(words.ONLY_ONE_OR_NOT if len(choices) == 1 else words.ONLY_WHICH_OF_ALL)


def _numbers(typed: str, choices: list[_Choice]) -> list[_Choice] | None:
    if not re.fullmatch(r"[0-9]{1,2}([ ,;]+[0-9]{1,2})*[ ,;]*", typed):
        return None
    places = {int(number) for number in re.findall(r"[0-9]+", typed)}
    if not all(1 <= place <= len(choices) for place in places):
        return None
    return [choice for place, choice in enumerate(choices, start=1) if place in places]


def _of_word(choice: _Choice, choices: list[_Choice]) -> list[_Choice]:
    return [one for one in choices if (one.text, one.words) == (choice.text, choice.words)]


def _word_settled(choice: _Choice, confirmed: list[_Choice]) -> bool:
    return bool(_of_word(choice, confirmed))


def _kept(text: str, choices: list[_Choice], confirmed: list[_Choice]) -> str:
    """A text with what its misspelled words mean in brackets behind each of them."""
    kept = text
    for typed in dict.fromkeys(choice.words for choice in choices if choice.text == text):
        ids = [c.id for c in confirmed if (c.text, c.words) == (text, typed)]
        mark = ", ".join(ids) or UNSURE_MARK
        behind = f"{typed} ({mark})"
        marked = kept.replace(typed, behind, 1) if typed in kept else f"{kept} ({mark})"
        if len(marked) > LONGEST_NAME:
            # there is no room for both, and what it means says more than how it was typed
            marked = kept.replace(typed, mark, 1) if ids and typed in kept else kept
        kept = marked
    return kept
