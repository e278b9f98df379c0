"""Bands of numbers: the words between cut points that rules compare with."""

from __future__ import annotations

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
        first, last = span(word) or (0, None)
        if first >= low and (high is None or (last is not None and last <= high)):
            found.append(word)
    return found
