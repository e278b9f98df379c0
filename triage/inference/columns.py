"""The rules run on whole columns of bits: the columnar evaluator.

A rule book is finite and without negation, so a rule is a few ORs and ANDs. They are done for many
people at once: bit n of a *plane* says whether something is so for person n of a block. It fires
exactly the rules that `reference` fires, and weighs exactly as `weighing` does; tests compare.

It needs numpy (`pip install 'movement-triage[batch]'`), and nothing else here does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from triage.rulebook.conclusions import Conclusion
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Holds, Is, When, leaves, needed_of

Plane: TypeAlias = NDArray[np.uint64]
"""One bit for each person of a block, 64 to a number, the lowest bit first."""
Said: TypeAlias = Mapping[tuple[str, str], Plane]
"""For a variable and a word: the people who have it. What is missing, nobody has."""
BLOCK = 65_536
"""People in a block: so many that Python costs little, so few that planes stay near."""


class Step(NamedTuple):
    """One plane to make of others: the people for whom at least so many of them hold."""

    needed: int
    of: tuple[int, ...]


class Plan(NamedTuple):
    """A rule book as planes to make, one after the other."""

    leaves: tuple[tuple[tuple[str, str], ...], ...]
    """The first planes: each the people with one of these words."""
    steps: tuple[Step, ...]
    """The planes after them."""
    rules: Mapping[str, int]
    """By rule, the place of its plane; rules that can never fire have none."""


def planes_of(people: NDArray[np.bool_]) -> Plane:
    """A plane from a truth value for each person."""
    packed = np.packbits(people, bitorder="little")
    if len(packed) % 8:
        packed = np.concatenate((packed, np.zeros(-len(packed) % 8, np.uint8)))
    return packed.view(np.uint64)


def people_of(plane: Plane, count: int) -> NDArray[np.bool_]:
    """A truth value for each person from a plane."""
    return np.unpackbits(plane.view(np.uint8), count=count, bitorder="little").view(np.bool_)


def words_in(count: int) -> int:
    """How many numbers a plane of so many people has."""
    return -(-count // 64)


class _Compiler:
    """Gives every plane a place; the same condition gets the same one."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self.leaves = _leaves_of(book)
        self.steps: dict[Step, int] = {}
        self.concluded: dict[Conclusion, int] = {}

    def place(self, when: When) -> int | None:
        """The place of a condition's plane; None where it can never hold."""
        match when:
            case Is():
                return self.leaves[_words_of(self._book, when)]
            case Holds(conclusion):
                return self.concluded.get(conclusion)
        parts = (self.place(part) for part in when.of)
        return self.of(needed_of(when), [place for place in parts if place is not None])

    def of(self, needed: int, places: list[int]) -> int | None:
        """The place of the people for whom so many of these planes hold."""
        if len(places) < needed:
            return None
        if needed in (1, len(places)):  # twice the same changes nothing, but where it is counted
            all_of_them = needed > 1
            places = list(dict.fromkeys(places))
            needed = len(places) if all_of_them else 1
        if len(places) == 1:
            return places[0]
        step = Step(needed, tuple(sorted(places)))
        return self.steps.setdefault(step, len(self.leaves) + len(self.steps))


def _words_of(book: Rulebook, leaf: Is) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((leaf.variable, word) for word in book.allowed(leaf)))


def _leaves_of(book: Rulebook) -> dict[tuple[tuple[str, str], ...], int]:
    found: dict[tuple[tuple[str, str], ...], int] = {}
    for rule in book.rules:
        for leaf in leaves(rule.when):
            if isinstance(leaf, Is):
                found.setdefault(_words_of(book, leaf), len(found))
    return found


def plan_of(book: Rulebook) -> Plan:
    """The rule book compiled. The same rule book always gives the same plan."""
    compiler = _Compiler(book)
    rules: dict[str, int] = {}
    concluding: dict[Conclusion, list[int]] = {}
    left = Counter(rule.concludes for rule in book.rules)
    for rule in book.rules:
        place = compiler.place(rule.when)
        if place is not None:
            rules[rule.id] = place
            concluding.setdefault(rule.concludes, []).append(place)
        left[rule.concludes] -= 1
        if not left[rule.concludes] and (some := concluding.get(rule.concludes)):
            either = compiler.of(1, some)
            assert either is not None
            compiler.concluded[rule.concludes] = either
    return Plan(tuple(compiler.leaves), tuple(compiler.steps), rules)


def fire(plan: Plan, said: Said, count: int) -> list[Plane]:
    """Every plane of the plan for a block of people.

    Args:
        plan: the rule book compiled.
        said: what rules see of the answers.
        count: how many people there are.
    """
    size = words_in(count)
    nobody = np.zeros(size, np.uint64)
    planes: list[Plane] = []
    for words in plan.leaves:
        some = [plane for word in words if (plane := said.get(word)) is not None]
        planes.append(_either(some, nobody))
    for needed, of in plan.steps:
        parts = [planes[place] for place in of]
        if needed == 1:
            planes.append(_either(parts, nobody))
        elif needed == len(parts):
            planes.append(_each(parts))
        else:
            planes.append(_at_least(needed, parts, size))
    return planes


def _either(parts: list[Plane], nobody: Plane) -> Plane:
    if len(parts) < 2:
        return parts[0] if parts else nobody
    found = parts[0] | parts[1]
    for part in parts[2:]:
        np.bitwise_or(found, part, out=found)
    return found


def _each(parts: list[Plane]) -> Plane:
    found = parts[0] & parts[1]
    for part in parts[2:]:
        np.bitwise_and(found, part, out=found)
    return found


def _at_least(needed: int, parts: Iterable[Plane], size: int) -> Plane:
    # counted[k] are the people for whom more than k parts hold
    counted = [np.zeros(size, np.uint64) for _ in range(needed)]
    for part in parts:
        for k in range(needed - 1, 0, -1):
            counted[k] |= counted[k - 1] & part
        counted[0] |= part
    return counted[-1]


def holds(when: When, leaf: Callable[[Is], Plane], nobody: Plane) -> Plane:
    """The people for whom a condition of answers holds."""
    match when:
        case Is():
            return leaf(when)
        case Holds():
            return nobody
    needed = needed_of(when)
    parts = [holds(part, leaf, nobody) for part in when.of]
    if needed == 1:
        return _either(parts, nobody)
    return _each(parts) if 1 < needed == len(parts) else _at_least(needed, parts, len(nobody))
