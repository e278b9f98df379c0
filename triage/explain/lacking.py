"""What answers lack for the condition of a rule to hold: the nearest of its boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE, Box


class Lacking(NamedTuple):
    """The fewest answers that would have to be others."""

    needed: tuple[tuple[str, frozenset[str]], ...]
    """Variables with the answers that would do, in the order of the questions."""
    other_ways: int
    """How many other boxes lack as few."""


def lacking(book: Rulebook, some: Iterable[Box], variables: Mapping[str, str]) -> Lacking:
    """What the nearest of some boxes lacks; nothing where there is none."""
    order = {name: place for place, name in enumerate(book.variables)}

    def of_box(box: Box) -> tuple[tuple[str, frozenset[str]], ...]:
        lacks = [name for name, allowed in box.items() if variables.get(name) not in allowed]
        return tuple((name, box[name]) for name in sorted(lacks, key=order.__getitem__))

    def distance(lacks: tuple[tuple[str, frozenset[str]], ...]) -> tuple[int, int, list[int]]:
        # an answer that is not known yet is nearer than one that says otherwise
        otherwise = sum(variables.get(name, UNSURE) != UNSURE for name, _ in lacks)
        return len(lacks), otherwise, [order[name] for name, _ in lacks]

    every = list(dict.fromkeys(map(of_box, some)))
    if not every:
        return Lacking((), 0)
    nearest = min(every, key=distance)
    return Lacking(nearest, sum(len(lacks) == len(nearest) for lacks in every) - 1)
