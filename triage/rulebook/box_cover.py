"""Boxes of answers that cover others: is all of one allowed by some of them?

All answers are finite words, so these questions have exact answers. An unanswered variable is
a value of its own, `UNANSWERED`, which no leaf accepts.
"""

from __future__ import annotations

from collections import Counter
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
    cover = list(cover)
    if any(within(box, other) for other in cover):  # mostly one is enough, and this is fast
        return
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


def absorbed(some: Iterable[Box]) -> list[Box]:
    """The boxes that do not lie within another one, each once, short ones first.

    One box lies within another where it excludes all that the other excludes, so each is seen as
    the set of what it excludes. Of two, the smaller set can only be in the larger, and it has the
    key of the smaller that the fewest boxes have: few pairs are left to be compared.
    """
    unique = sorted({frozenset(box.items()): box for box in some}.values(), key=len)
    if len(unique) < 2:
        return unique
    used = Counter(key for box in unique for key in box)
    excluding = _Excluding(unique)
    masks = [excluding.mask(box) for box in unique]
    smaller: dict[str, list[int]] = {}
    kept = []
    for place in sorted(range(len(unique)), key=lambda place: masks[place].bit_count()):
        box, mask = unique[place], masks[place]
        if any(less & mask == less for key in box for less in smaller.get(key, ())):
            continue
        kept.append(place)
        if not box:
            break  # all answers lie in it
        smaller.setdefault(min(box, key=used.__getitem__), []).append(mask)
    return [unique[place] for place in sorted(kept)]


class _Excluding:
    """What boxes exclude, as bits: that a key is left open, and each of its words."""

    def __init__(self, some: Iterable[Box]) -> None:
        words: dict[str, set[str]] = {}
        for box in some:
            for key, answers in box.items():
                words.setdefault(key, set()).update(answers)
        self._bits: dict[str, dict[str, int]] = {}
        self._all: dict[str, int] = {}
        at = 0
        for key, own in words.items():
            self._bits[key] = {word: 1 << at + place for place, word in enumerate(own, 1)}
            self._all[key] = (1 << len(own) + 1) - 1 << at
            at += len(own) + 1

    def mask(self, box: Box) -> int:
        """All that a box excludes."""
        mask = 0
        for key, answers in box.items():
            bits = self._bits[key]
            mask |= self._all[key] - sum(bits[word] for word in answers)
        return mask
