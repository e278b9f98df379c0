"""Numbers and lengths of time as people type them; None for whatever is not certain."""

from __future__ import annotations

import re

from triage.words.english import NUMBER_WORDS

MOST_DIGITS = 4
_MONTHS = {"month": 1, "mth": 1, "mo": 1, "year": 12, "yr": 12, "y": 12}
_DAYS = {
    "day": 1.0,
    "d": 1.0,
    "week": 7.0,
    "wk": 7.0,
    "w": 7.0,
    "fortnight": 14.0,
    "hour": 1 / 24,
    "hr": 1 / 24,
    "minute": 1 / 1440,
}
_LATELY = {"today": (0.0, 0.0), "yesterday": (0.0, 1.0)}
_NEARLY = 1e-6
"""So much less than a whole number is a whole number that was added up from parts."""
_FRAME = re.compile(
    r"^(?:(?:for|since|about|around|roughly|aged?|i am|i'm|he is|she is|they are) )+"
    r"|(?: (?:ago|old|of age|or so|now|yo))+$"
)
_HALF = re.compile(r"\ba half\b|\bhalf an?\b")
_WORD = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,4})?|[a-z]+|\S")


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
    found = _months_and_days(plain)
    return None if found is None else int((found[0] + found[1] / 30) / 12 + _NEARLY)


def length(text: str) -> str | None:
    """The length in "3 wks", "2 years and 3 months" or "half a year", as answer files write it."""
    plain = _plain(text)
    found = _LATELY.get(plain) or _months_and_days(plain)
    if found is None:
        return None
    months, days = found
    if months and not days and months.is_integer():
        return _counted(int(months), 12, "year", "month")
    years, rest = divmod(months, 12)
    return _counted(int(years * 365 + rest * 30 + days + _NEARLY), 7, "week", "day")


def _counted(number: int, times: int, larger: str, smaller: str) -> str:
    whole, rest = divmod(number, times)
    count, unit = (number, smaller) if rest or not whole else (whole, larger)
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _plain(text: str) -> str:
    return _FRAME.sub("", text.lower().replace("\u2019", "'").rstrip(".!"))


def _months_and_days(plain: str) -> tuple[float, float] | None:
    """What all parts of "2 years and 3 weeks" come to."""
    months, days = 0.0, 0.0
    count: float | None = None
    half_of = ""
    for word in _WORD.findall(_HALF.sub("half", plain)):
        unit = word.removesuffix("s") or word
        if word in ("and", ","):
            continue
        if word == "half":
            if count is None and half_of:  # a year and a half
                unit, count = half_of, 0.5
            else:  # two and a half, half a year
                count = (count or 0) + 0.5
                continue
        elif word in ("a", "an") or word[0].isdecimal() or word in NUMBER_WORDS:
            if count is not None:
                return None
            count = _value(word)
            continue
        if count is None or unit not in _MONTHS | _DAYS:
            return None
        months += count * _MONTHS.get(unit, 0)
        days += count * _DAYS.get(unit, 0)
        count, half_of = None, unit
    return None if count is not None or not half_of else (months, days)


def _value(word: str) -> float:
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    return float(word.replace(",", ".")) if word[0].isdecimal() else 1
