"""Bands of numbers: the words between cut points that rules compare with."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from triage.rulebook.when import UNSURE


def bands(cut_points: tuple[int, ...]) -> list[str]:
    """One word for each band between cut points: `under 2`, `2 to 15`, `at least 16`."""
    if not cut_points:
        return ["at least 0"]
    first, last = cut_points[0], cut_points[-1]
    middle = [f"{low} to {high - 1}" for low, high in pairwise(cut_points)]
    return [f"under {first}", *middle, f"at least {last}"]


def band_of(cut_points: tuple[int, ...], number: int) -> str:
    """The band that a number falls in."""
    position = sum(number >= cut for cut in cut_points)
    return bands(cut_points)[position]


@lru_cache(maxsize=1024)  # the same few are read for every rule
def span(text: str) -> tuple[int, int | None] | None:
    """`under 18`, `at least 60` or `30 to 59` as first and last number; None if neither."""
    match text.split():
        case ["under", high] if high.isdecimal():
            return 0, int(high) - 1
        case ["at", "least", low] if low.isdecimal():
            return int(low), None
        case [low, "to", high] if low.isdecimal() and high.isdecimal():
            return (int(low), int(high)) if int(low) <= int(high) else None
        case _:
            return None


def ends_of(word: str) -> tuple[int, int | None]:
    """First and last number of a band, None where it is open; any other word is open from 0."""
    return span(word) or (0, None)


def bands_within(cut_points: tuple[int, ...], text: str) -> list[str]:
    """The bands that a comparison covers; *unsure* stands for itself."""
    if text == UNSURE:
        return [UNSURE]
    wanted = span(text)
    if wanted is None:
        return []
    low, high = wanted
    found = []
    for word in bands(cut_points):
        first, last = ends_of(word)
        if first >= low and (high is None or (last is not None and last <= high)):
            found.append(word)
    return found


def joined(words: Iterable[str]) -> list[tuple[int, int | None]]:
    """Neighbouring bands as one, as first and last number: `under 18` and `18 to 59` as 0 to 59."""
    found: list[tuple[int, int | None]] = []
    for first, last in map(ends_of, words):
        if found and found[-1][1] is not None and first == found[-1][1] + 1:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def moved(cut_points: tuple[int, ...], text: str) -> list[str]:
    """A comparison with one of its ends moved to the next cut point, either way."""
    words = bands(cut_points)
    starts = [ends_of(word)[0] for word in words]
    ends = [ends_of(word)[1] for word in words]
    low, high = ends_of(text)
    if low not in starts or high not in ends:
        return []
    first, last = starts.index(low), ends.index(high)
    tried = [(first - 1, last), (first + 1, last), (first, last - 1), (first, last + 1)]
    # an open end is no cut point, so it stays
    if first == 0:
        tried = tried[2:]
    if high is None:
        tried = tried[:-2]
    return [
        comparison(starts[a], ends[b])
        for a, b in tried
        if 0 <= a <= b < len(words) and (a, b) != (0, len(words) - 1)
    ]


def comparison(low: int, high: int | None) -> str:
    """The words for a range of numbers: `under 18`, `at least 60` or `30 to 59`."""
    if high is None:
        return f"at least {low}"
    return f"{low} to {high}" if low else f"under {high + 1}"
