"""Boxes as regions of answer sets: is one covered by others?

All answers are finite words, so these questions have exact answers. An unanswered variable is
a value of its own, `UNANSWERED`, which no leaf accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triage.rulebook.model import Rulebook
from triage.rulebook.when import HOLDS, Box, meet, within

UNANSWERED = ""


def domain(book: Rulebook, key: str) -> frozenset[str]:
    """Every value that a variable can have, unanswered included."""
    variable = book.variables.get(key)
    return frozenset((*variable.answers, UNANSWERED)) if variable else HOLDS


def uncovered(book: Rulebook, box: Box, cover: Iterable[Box]) -> Box | None:
    """A part of `box` that no box of `cover` contains; None where all of it is covered."""
    touching = [other for other in cover if meet(box, other) is not None]
    return _uncovered(book, box, touching)


def _uncovered(book: Rulebook, box: Box, cover: list[Box]) -> Box | None:
    if not cover:
        return box
    first, rest = cover[0], cover[1:]
    if meet(box, first) is None:
        return _uncovered(book, box, rest)
    inside = dict(box)
    for key, allowed in first.items():
        here = inside.get(key, domain(book, key))
        outside = here - allowed
        if outside:
            left = _uncovered(book, {**inside, key: outside}, rest)
            if left is not None:
                return left
        inside[key] = here & allowed
    return None


def example(book: Rulebook, box: Box) -> dict[str, str]:
    """One answer set inside a box: variable to answer; what may stay unanswered does."""
    return {
        key: min(allowed - {UNANSWERED}, key=_plainest)
        for key, allowed in sorted(box.items())
        if UNANSWERED not in allowed and key in book.variables
    }


def _plainest(word: str) -> tuple[bool, str]:
    return (word == "unsure", word)


def restricted(box: Box, key: str, value: str) -> Box | None:
    """The part of a box in which a variable has one value; None where there is none."""
    return meet(box, {key: frozenset({value})})


__all__ = ["UNANSWERED", "Mapping", "domain", "example", "restricted", "uncovered", "within"]
