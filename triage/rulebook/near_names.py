"""Which names a misspelled word may mean.

Words are compared as they sound (`ph` as `f`, `y` as `i`, one letter for a doubled one), by the
fewest letters that were left out, put in, exchanged or turned round; a vowel for another vowel
counts half. How far apart two may be grows with their length, so that short words never meet.
The first sound is the same: slips begin later, and names that begin otherwise are other names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

VOWELS = frozenset("aeiou")
_SOUNDS = (
    ("ph", "f"),
    ("qu", "k"),
    ("ck", "k"),
    ("ae", "e"),
    ("oe", "e"),
    ("q", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("y", "i"),
)
LONGEST = 30
"""Letters; no name of one word is longer, and a longer word is compared with none."""
HALF = 1
WHOLE = 2
"""Costs are whole numbers, in halves of a letter."""


class Near(NamedTuple):
    """A name that a word comes near to."""

    cost: int
    name: str


def sound(word: str) -> str:
    """A word as it sounds, for comparing; letters only."""
    word = re.sub(r"c(?=[eiy])", "s", word).replace("c", "k")
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = word[:1] + word[1:].replace("h", "")
    return re.sub(r"(.)\1+", r"\1", word)


def farthest(length: int) -> int:
    """What a word may cost to be near to a name that sounds so long; 0: nothing."""
    if length < 5:
        return 0
    return 2 if length < 8 else 3 if length < 12 else 4


class NearNames:
    """Names, prepared for finding those near to a word.

    Two words that are near begin with the same sound and have nearly the same consonants: left
    with one or two of them fewer, they are equal. So the names are kept by what is left then.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_rest: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            heard = sound(name)
            limit = farthest(len(heard))
            if limit:
                for rest in _rests(heard, limit):
                    self._by_rest.setdefault(rest, []).append((heard, name))

    def of(self, word: str) -> list[Near]:
        """Every name that is near enough, the nearest first."""
        heard = sound(word)
        if not farthest(len(heard) + 1) or len(heard) > LONGEST:
            return []
        maybe = {
            entry
            for rest in _rests(heard, farthest(len(heard) + 1))
            for entry in self._by_rest.get(rest, ())
        }
        found = []
        for other, name in maybe:
            limit = farthest(len(other))
            if abs(len(other) - len(heard)) * WHOLE <= limit:
                # a name that is written with another first letter is less likely
                cost = distance(heard, other, limit) + WHOLE * (word[0] != name[0])
                if cost <= limit:
                    found.append(Near(cost, name))
        return sorted(found)


def _rests(heard: str, limit: int) -> set[str]:
    """The first sound of a word with its other consonants, all of them and without one or two."""
    first = "a" if heard[0] in VOWELS else heard[0]
    rests = {"".join(letter for letter in heard[1:] if letter not in VOWELS)}
    for _ in range(limit // WHOLE):
        rests |= {rest[:at] + rest[at + 1 :] for rest in rests for at in range(len(rest))}
    return {first + rest for rest in rests}


def distance(one: str, other: str, limit: int) -> int:
    """What it costs to change one word into another; more than the limit where it is far."""
    before: list[int] = []
    row = [WHOLE * place for place in range(len(other) + 1)]
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [WHOLE * i]
        for j, wanted in enumerate(other, start=1):
            if letter == wanted:
                best = before[j - 1]
            else:
                vowels = letter in VOWELS and wanted in VOWELS
                best = before[j - 1] + (HALF if vowels else WHOLE)
                best = min(best, before[j] + WHOLE, row[j - 1] + WHOLE)
                turned = i > 1 < j and letter == other[j - 2] and wanted == one[i - 2]
                if turned:
                    best = min(best, last[j - 2] + WHOLE)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return row[-1]
