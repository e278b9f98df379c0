"""Lengths of time as people say them, in files and at the prompt; None for what is not certain."""

from __future__ import annotations

import re

from triage.words.english import NUMBER_WORDS, TENS

DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""The units that the program writes, each with its days."""
LONGEST = 100
"""More letters than these are no length of time; looking for one in them would take ages."""

_IN_MONTHS = {"month": 1, "mth": 1, "mo": 1, "year": 12, "yr": 12, "y": 12}
_IN_DAYS = {
    "day": 1.0,
    "d": 1.0,
    "week": 7.0,
    "wk": 7.0,
    "w": 7.0,
    "fortnight": 14.0,
    "night": 1.0,
    "hour": 1 / 24,
    "hr": 1 / 24,
    "h": 1 / 24,
    "minute": 1 / 1440,
    "min": 1 / 1440,
    "second": 0.0,
    "sec": 0.0,
}
_MOMENTS = {
    "now": 0,
    "just now": 0,
    "right now": 0,
    "today": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tonight": 0,
    "this week": 0,
    "yesterday": 1,
    "last night": 1,
    "the other day": 2,
    "last week": 7,
    "fortnight": 14,
}
"""What stands for a length without a number; of what is not exact, the shortest."""
_VAGUE = {"couple of": "2", "couple": "2", "few": "3", "several": "4", "many": "10"}
"""How people say numbers: a few are three, which days, weeks, months and years bear alike."""
_NEARLY = 1e-6
"""So much less than a whole number is a whole number that was added up from parts."""
_AROUND = re.compile(
    r"^(?:(?:it has been|it's been|for|since|about|around|roughly|approximately|approx|nearly|"
    r"almost|some|only|just|the last|the past|ca)\.? |~ ?)+"
    r"|(?: (?:ago|now|or so|or more|or longer|back))+$"
)
_SIDES = {
    **dict.fromkeys(("over ", "more than ", "longer than "), 1),
    **dict.fromkeys(("under ", "less than ", "not quite ", "within "), -1),
    **dict.fromkeys(("at least ", "up to "), 0),
}
"""Words before a length, with the days that they add to it."""
_HALF = re.compile(r"\ba half\b|\bhalf an?\b")
_QUANTITY = re.compile(rf"\b(?:an? )?({'|'.join(_VAGUE)})\b")
_RANGE = re.compile(r"(?:between )?(.+?) ?(?:\bto\b|-|\u2013|\bor\b) ?(.+)|between (.+) and (.+)")
_WORD = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,4})?|[a-z]+|\S")


def days_in(text: str) -> int | None:
    """The days in "3 weeks", "2 years and 3 months", "1 to 3 months" or "5 hours".

    Months that make no whole years count 30 days. Of a range it is the shortest length that is
    longer than its beginning: "1 to 3 months" is a day more than one month.
    """
    if len(text) > LONGEST:
        return None
    plain = " ".join(text.lower().replace("\u2019", "'").split()).strip(" .!+")
    plain = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", plain)  # twenty-five years
    plain = _AROUND.sub("", with_halves(plain.replace("+ ", " ")))
    if plain in _MOMENTS:
        return _MOMENTS[plain]
    for side, more in _SIDES.items():
        if plain.startswith(side):
            days = _days(plain.removeprefix(side))
            return None if days is None else max(days + more, 0)
    days = _days(plain)
    return _range(plain) if days is None else days


def months_and_days(text: str) -> tuple[float, float] | None:
    """What all parts of "2 years and 3 weeks" come to, in lower case."""
    months, days = 0.0, 0.0
    count: float | None = None
    half_of = last = ""
    for word in _WORD.findall(_HALF.sub("half", text)):
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
                ones = NUMBER_WORDS.get(word, 0)
                if not (last in TENS and 1 <= ones <= 9):
                    return None
                count, last = count + ones, word
                continue
            last = word
            count = _value(word)
            continue
        if count is None or unit not in _IN_MONTHS | _IN_DAYS:
            return None
        months += count * _IN_MONTHS.get(unit, 0)
        days += count * _IN_DAYS.get(unit, 0)
        count, half_of = None, unit
    return None if count is not None or not half_of else (months, days)


def with_halves(text: str) -> str:
    """ "1 1/2 years" as 1.5 years."""
    return re.sub(r"\b([0-9]{1,3}) ?(?:1/2\b|\u00bd)", r"\1.5", text)


def rounded_down(number: float) -> int:
    """The whole number in one that was added up from parts."""
    return int(number + _NEARLY)


def in_words(days: int) -> str:
    """The plainest length with so many days."""
    fits = (u for u in reversed(DAYS) if days and days % DAYS[u] == 0)
    # twelve months are read as a year, which has a few days more
    unit = next((u for u in fits if u != "month" or days < 12 * DAYS["month"]), "day")
    count = days // DAYS[unit]
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _days(plain: str) -> int | None:
    found = months_and_days(_QUANTITY.sub(lambda said: _VAGUE[said[1]], plain))
    if found is None:
        return None
    years, rest = divmod(found[0], 12)
    return rounded_down(years * DAYS["year"] + rest * DAYS["month"] + found[1])


def _range(plain: str) -> int | None:
    """Of "2 to 3 weeks", 15 days."""
    found = _RANGE.fullmatch(plain)
    if found is None:
        return None
    low, high = (found[1], found[2]) if found[1] else (found[3], found[4])
    first, last = (
        _days_or(one, f"{one} {other.split()[-1]}") for one, other in ((low, high), (high, low))
    )
    return None if first is None or last is None or first >= last else first + 1


def _days_or(text: str, with_unit: str) -> int | None:
    """Of the "2" in "2 to 3 weeks", 14 days."""
    days = _days(text)
    return _days(with_unit) if days is None else days


def _value(word: str) -> float:
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    return float(word.replace(",", ".")) if word[0].isdecimal() else 1
