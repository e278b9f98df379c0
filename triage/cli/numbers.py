"""Numbers as people type them; None for whatever is not certain."""

from __future__ import annotations

import re

from triage.rulebook.lengths import months_and_days, rounded_down
from triage.words.english import number_in

MOST_DIGITS = 4
_FRAME = re.compile(
    r"^(?:(?:for|since|about|around|roughly|nearly|almost|aged?|i am|i'm|he is|she is|they are) )+"
    r"|(?: (?:ago|old|of age|or so|now|yo))+$"
)


def whole(text: str) -> int | None:
    """The number in "7", "seven" or "sixty-eight"."""
    if text.isascii() and text.isdecimal():
        return int(text) if len(text) <= MOST_DIGITS else None
    return number_in(text)


def amount(text: str, unit: str) -> int | None:
    """The number in "68", "68 years" or "I am 68 years old".

    Of years, also months, weeks and days can be typed, as for a baby; they are rounded down.
    """
    plain = _plain(text)
    if (number := whole(plain)) is not None:
        return number
    of_unit = unit and re.fullmatch(rf"\S+(?: [a-z]+)? ?{unit.removesuffix('s')}s?", plain)
    number = whole(re.sub(r" ?[a-z]+$", "", plain)) if of_unit else None
    if number is not None:
        return number
    if unit != "years":
        return None
    if half := re.fullmatch(r"([0-9]{1,3}) ?(?:1/2|\u00bd)", plain):
        return int(half[1])
    found = months_and_days(plain)
    return None if found is None else rounded_down((found[0] + found[1] / 30) / 12)


def _plain(text: str) -> str:
    plain = text.lower().replace("\u2019", "'").rstrip(".!")
    plain = re.sub(r"(?<=[0-9a-z])-(?=[a-z])", " ", plain)  # 5-year-old, sixty-eight
    return _FRAME.sub("", plain)
