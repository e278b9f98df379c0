"""Many people at once: bit n of a number says whether something is so for person n."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TypeAlias

from triage.rulebook.conclusions import Conclusion
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Holds, Is, satisfied_by

People: TypeAlias = int

Said: TypeAlias = Mapping[str, Mapping[str, People]]
"""For every variable and word, the people who have it."""


def said_by(seen: Iterable[Mapping[str, str]]) -> dict[str, dict[str, People]]:
    """What rules see of these people, in the order in which they come."""
    found: dict[str, dict[str, People]] = {}
    for number, one in enumerate(seen):
        for name, word in one.items():
            words = found.setdefault(name, {})
            words[word] = words.get(word, 0) | 1 << number
    return found


def numbers(people: People) -> Iterator[int]:
    """The people, by number, from low to high."""
    while people:
        lowest = people & -people
        yield lowest.bit_length() - 1
        people ^= lowest


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


def fired_by(book: Rulebook, seen: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """Which rules fire for each of many people, by what the rule book sees of their answers."""
    everybody = (1 << len(seen)) - 1
    concluded: dict[Conclusion, int] = {}

    leaf = leaves_for(book, said_by(seen), concluded)
    fired: list[list[str]] = [[] for _ in seen]
    for rule in book.rules:
        which = satisfied_by(rule.when, leaf, everybody)
        concluded[rule.concludes] = concluded.get(rule.concludes, 0) | which
        for number in numbers(which):
            fired[number].append(rule.id)
    return fired
