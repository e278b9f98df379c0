"""Boxes of answers that cover others: is all of one allowed by some of them?

All answers are finite words, so these questions have exact answers. An unanswered variable is
a value of its own, `UNANSWERED`, which no leaf accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from triage.rulebook.model import Rulebook
from triage.rulebook.when import HOLDS, Box, meet, within

UNANSWERED = ""


def domain(book: Rulebook, key: str) -> frozenset[str]:
    """Every value that a variable can have, unanswered included."""
    variable = book.variables.get(key)
    return _or_unanswered(variable.answers) if variable else HOLDS


@cache
def _or_unanswered(answers: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*answers, UNANSWERED))


def remainder(book: Rulebook, box: Box, cover: Iterable[Box]) -> Iterator[Box]:
    """The parts of `box` that no box of `cover` contains; they do not overlap."""
    touching = [other for other in cover if _touch(box, other)]
    if not touching:
        yield box
        return

    def allowed(key: str) -> frozenset[str]:
        return box[key] if key in box else domain(book, key)

    # taking off the box that leaves the fewest pieces keeps the search small
    nearest, fewest = touching[0], len(touching[0]) + 1
    for other in touching:
        pieces = 0
        for key, answers in other.items():
            if not allowed(key) <= answers:
                pieces += 1
                if pieces >= fewest:
                    break
        if pieces < fewest:
            nearest, fewest = other, pieces
            if not fewest:  # all of the box lies in this one
                return
    rest = [other for other in touching if other is not nearest]
    inside = dict(box)
    for key, answers in nearest.items():
        outside = allowed(key) - answers
        if outside:
            yield from remainder(book, {**inside, key: outside}, rest)
            inside[key] = allowed(key) & answers


def _touch(box: Box, other: Box) -> bool:
    """Whether some answers lie in both."""
    for key, answers in other.items():  # asked millions of times, so without a generator
        own = box.get(key)
        if own is not None and own.isdisjoint(answers):
            return False
    return True


def uncovered(book: Rulebook, box: Box, cover: Iterable[Box]) -> Box | None:
    """A part of `box` that no box of `cover` contains; None where all of it is covered."""
    return next(remainder(book, box, cover), None)


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


def absorbed(some: list[Box]) -> list[Box]:
    """The boxes that do not lie within another one, each once."""
    unique = list({frozenset(box.items()): box for box in some}.values())
    unique.sort(key=len)
    kept: list[Box] = []
    for box in unique:
        if not any(within(box, other) for other in kept):
            kept = [other for other in kept if not within(other, box)]
            kept.append(box)
    return kept
