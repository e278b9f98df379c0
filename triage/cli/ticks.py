"""Which lines of a list somebody ticks, and of which they are not sure: "1, 3", "6-8", "2 5?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from triage.cli.numbers import whole
from triage.words import keys
from triage.words.english import NUMBER_WORDS

Labels = Sequence[tuple[str, str]]
"""The lines as they are shown, as pairs of answer word and label."""

_NUMBER = re.compile(r"[#(]?([0-9]{1,4}|[a-z]+)[.):]{0,2}", re.IGNORECASE)
_RANGE = re.compile(r"([0-9]{1,4})-([0-9]{1,4})")
_TO = re.compile(r"(?<=[0-9]) ?(?:-|\u2013|\bto\b) ?(?=[0-9])")
_COUNTED = re.compile(r"^(?:numbers?|lines?) (?=[0-9])", re.IGNORECASE)


class Ticks(NamedTuple):
    """What a line says of a list."""

    ticked: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    none: bool = False
    """Whether it says that none of the lines fits."""
    slip: str = ""
    """The part of it that says nothing; then nothing else counts."""


class _Unclear(Exception):
    """A part of a line that cannot be read for certain."""


def ticks(typed: str, labels: Labels) -> Ticks:
    """What a typed line means for a list of which all that fit are ticked."""
    line = _COUNTED.sub("", re.sub(r" *\?+", "?", typed))
    try:
        found = _one(line, labels)  # a label may have commas in it
        if found is None:
            found = [one for part in _split(r"[,;]", line) for one in _part(part, labels)]
    except _Unclear as unclear:
        return Ticks(slip=str(unclear))
    ticked = dict.fromkeys(id for id, sure in found if id and sure)
    unsure = dict.fromkeys(id for id, sure in found if id and not sure)
    if not found or ticked.keys() & unsure.keys():
        return Ticks(slip=typed)
    return Ticks((*ticked,), (*unsure,), none=any(not id for id, _ in found))


def chosen(typed: str, labels: Labels) -> str | None:
    """The answer that a number, a word or a clear beginning of one stands for."""
    plain = _plain(typed)
    named = _named(plain, labels)
    found = _NUMBER.fullmatch(typed)
    number = whole(found[1].lower()) if found else None
    if number is None:
        return named
    if not 1 <= number <= len(labels):
        return None
    counted = labels[number - 1][0]
    # "one" is no 1 where it begins another line, "One hand or arm"
    return counted if plain not in NUMBER_WORDS or not _begun(plain, labels) - {counted} else None


def _part(part: str, labels: Labels) -> list[tuple[str, bool]]:
    """The lines of a part between commas, each with whether it is sure; "" for none of them."""
    if (one := _one(part, labels)) is not None:
        return one
    found = []
    for piece in _split(r"\band\b|[+&/]", _TO.sub("-", part)):
        one = _one(piece, labels)
        numbers = one if one is not None else _numbers(piece, labels)
        if numbers is None:
            raise _Unclear(part)
        found += numbers
    return found


def _one(piece: str, labels: Labels) -> list[tuple[str, bool]] | None:
    sure = not piece.endswith("?")
    text = piece.rstrip("?")
    if _plain(text) in keys.NONE:
        return [("", True)] if sure else None
    if (several := _RANGE.fullmatch(_TO.sub("-", text))) is not None:
        first, last = int(several[1]), int(several[2])
        if not 1 <= first < last <= len(labels):
            return None
        return [(id, sure) for id, _ in labels[first - 1 : last]]
    id = chosen(text, labels)
    return None if id is None else [(id, sure)]


def _numbers(piece: str, labels: Labels) -> list[tuple[str, bool]] | None:
    """Numbers with nothing but spaces between them; words may not be parted so."""
    found = []
    for token in piece.split():
        one = _one(token, labels) if re.search("[0-9]", token) else None
        if one is None:
            return None
        found += one
    return found or None


def _named(word: str, labels: Labels) -> str | None:
    for id, label in labels:
        if word in (id, _plain(label)):
            return id
    begins = _begun(word, labels) if len(word) > 1 else set()
    return begins.pop() if len(begins) == 1 else None


def _begun(word: str, labels: Labels) -> set[str]:
    """The answers that begin so; yes, no and a number have to be words of a label."""
    if word in keys.YES | keys.NO | NUMBER_WORDS.keys():
        begins = re.compile(re.escape(word) + r"\b")
        return {id for id, label in labels if begins.match(_plain(label))}
    return {id for id, label in labels if id.startswith(word) or _plain(label).startswith(word)}


def _plain(text: str) -> str:
    return text.lower().rstrip(".")


def _split(at: str, text: str) -> list[str]:
    return [part.strip() for part in re.split(at, text) if part.strip()]
