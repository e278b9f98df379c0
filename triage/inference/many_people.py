"""Many people at once: bit n of a number says whether something is so for person n.

It needs nothing but Python. To a few thousand people numpy adds little (`columns` does the same
with it, for millions): docs/performance.md has the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TypeAlias

from triage.rulebook.conclusions import Conclusion
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Holds, Is, When, satisfied_by

People: TypeAlias = int

Said: TypeAlias = Mapping[str, Mapping[str, People]]
"""For every variable and word, the people who have it."""


def said_by(seen: Iterable[Mapping[str, str]]) -> dict[str, dict[str, People]]:
    """What rules see of these people, in the order in which they come."""
    having: dict[tuple[str, str], list[int]] = {}
    count = 0
    for one in seen:
        for answer in one.items():
            having.setdefault(answer, []).append(count)
        count += 1
    found: dict[str, dict[str, People]] = {}
    for (name, word), who in having.items():
        found.setdefault(name, {})[word] = people(who, count)
    return found


def people(numbers: Iterable[int], count: int) -> People:
    """Some of so many people, by number."""
    bits = bytearray(b"0" * (count or 1))
    for number in numbers:
        bits[-1 - number] = ord("1")
    return int(bits, 2)


def numbers(people: People) -> Iterator[int]:
    """The people, by number, from low to high."""
    bits = f"{people:b}"[::-1]
    place = bits.find("1")
    while place >= 0:
        yield place
        place = bits.find("1", place + 1)


def leaves_for(
    book: Rulebook, said: Said, concluded: Mapping[Conclusion, People]
) -> Callable[[Is | Holds], People]:
    """For a leaf of a condition, the people for whom it holds."""

    def leaf(of: Is | Holds) -> People:
        if isinstance(of, Holds):
            return concluded.get(of.conclusion, 0)
        words = said.get(of.variable, {})
        return reduce(or_, (words.get(word, 0) for word in book.allowed(of)), 0)

    return leaf


class Population:
    """People as one rule book sees them, with what it concludes of each."""

    def __init__(self, book: Rulebook, seen: Sequence[Mapping[str, str]]) -> None:
        """Fire every rule for everybody.

        Args:
            book: the rule book.
            seen: for each person the variables, each with its word.
        """
        self.said: Said = said_by(seen)
        self.concluded: dict[Conclusion, People] = {}
        self.fired: dict[str, People] = {}
        """By rule, in the order of the rule book, for whom it fires."""
        self._everybody = (1 << len(seen)) - 1
        self._leaf = leaves_for(book, self.said, self.concluded)
        for rule in book.rules:
            which = self.fired[rule.id] = self.having(rule.when)
            self.concluded[rule.concludes] = self.concluded.get(rule.concludes, 0) | which

    def having(self, when: When) -> People:
        """For whom a condition holds."""
        return satisfied_by(when, self._leaf, self._everybody)


def fired_by(book: Rulebook, seen: Sequence[Mapping[str, str]]) -> list[set[str]]:
    """Which rules fire for each of many people, by what the rule book sees of their answers."""
    fired: list[set[str]] = [set() for _ in seen]
    for id, which in Population(book, seen).fired.items():
        for number in numbers(which):
            fired[number].add(id)
    return fired
