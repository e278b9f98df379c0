"""Numbers as people type them; None for whatever is not certain."""

from __future__ import annotations

import re

from triage.rulebook.lengths import months_and_days, rounded_down
from triage.words.english import NUMBER_WORDS

MOST_DIGITS = 4
_FRAME = re.compile(
    r"^(?:(?:for|since|about|around|roughly|aged?|i am|i'm|he is|she is|they are) )+"
    r"|(?: (?:ago|old|of age|or so|now|yo))+$"
)


def whole(text: str) -> int | None:
    """The number in "7" or "seven"."""
    if text.isascii() and text.isdecimal():
        return int(text) if len(text) <= MOST_DIGITS else None
    return NUMBER_WORDS.get(text)


def amount(text: str, unit: str) -> int | None:
    """The number in "68", "68 years" or "I am 68 years old".

    Of years, also months, weeks and days can be typed, as for a baby; they are rounded down.
    """
    plain = _plain(text)
    if (number := whole(plain)) is not None:
        return number
    if unit and re.fullmatch(rf"\S+ ?{unit.removesuffix('s')}s?", plain):
        return whole(re.sub(r" ?[a-z]+$", "", plain))
    if unit != "years":
        return None
    found = months_and_days(plain)
    return None if found is None else rounded_down((found[0] + found[1] / 30) / 12)


def _plain(text: str) -> str:
    return _FRAME.sub("", text.lower().replace("\u2019", "'").rstrip(".!"))
