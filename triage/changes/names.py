"""Names of medicines behind answers about their classes, when two rule books are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from triage.rulebook.when import UNSURE

MOST_SUMS = 3000
"""Among so many sets of classes that names add up to the fewest names are looked for. Past it
names are found that answer so, but perhaps not the fewest."""


class Named(Struct, frozen=True):
    """What may be typed as a medicine, and the answers that it gives."""

    name: str
    taken: frozenset[str]
    """Keys that it answers with *yes*."""
    maybe: frozenset[str] = frozenset()
    """Keys that it leaves at *unsure*, where nothing else answers them with *yes*."""


Names: TypeAlias = tuple[Named, ...]
Domains: TypeAlias = Mapping[str, frozenset[str]]


class KnownNames:
    """What may be typed as a medicine. A comparison asks the same of it thousands of times."""

    def __init__(self, names: Iterable[Named]) -> None:
        self.every = tuple(names)
        self._found: dict[frozenset[tuple[str, frozenset[str]]], Names | None] = {}

    def fewest(self, domains: Domains) -> Names | None:
        """`fewest_names` of all of them, looked for once."""
        at = frozenset(domains.items())
        if at not in self._found:
            self._found[at] = fewest_names(self.every, domains)
        return self._found[at]


def fewest_names(names: Iterable[Named], domains: Domains) -> Names | None:
    """The fewest names of medicines that answer within the domains; None where none do.

    What leaves something *unsure* is taken only where no plain names do.
    """
    every = tuple(names)
    yes = frozenset(key for key, words in domains.items() if words.isdisjoint({"no", UNSURE}))
    some = frozenset(key for key, words in domains.items() if "no" not in words)
    never = frozenset(key for key, words in domains.items() if "yes" not in words)
    allowed = [one for one in every if not one.taken & never]
    useful = [one for one in allowed if one.taken & some]
    for needed, most in (
        (some, _most_that_fit(useful, domains)),
        (yes, _most_that_fit([one for one in allowed if (one.taken | one.maybe) & some], domains)),
        # a name may be needed only to answer what another one would leave open
        (yes, _most_that_fit(allowed, domains)),
    ):
        # fitting names still fit when put together: what all of these leave out, none can give
        taken, maybe = _sum(most)
        if not (needed <= taken and some <= taken | (maybe if needed is yes else taken)):
            continue
        for chosen in _sums(useful):
            covered = frozenset(key for one in chosen for key in one.taken)
            if needed <= covered:
                found = _left_unsure(allowed, chosen, some - covered, domains)
                if found is not None:
                    return found
        return _thinned(most, needed, some, domains)
    return None


def _most_that_fit(names: Iterable[Named], domains: Domains) -> Names:
    """The largest set of names that fit: one left out can be in no other that fits."""
    left = tuple(names)
    while True:
        taken, _ = _sum(left)
        open = frozenset(key for key, words in domains.items() if UNSURE not in words) - taken
        fitting = tuple(one for one in left if not one.maybe & open)
        if len(fitting) == len(left):
            return left
        left = fitting


def _sums(names: Sequence[Named]) -> Iterator[Names]:
    """Names together, the fewest first; of those that answer the same, the first ones only."""
    known: set[Sum] = {_sum(())}
    last: dict[Sum, tuple[int, ...]] = {_sum(()): ()}
    while last:
        yield from (tuple(names[at] for at in places) for places in sorted(last.values()))
        longer: dict[Sum, tuple[int, ...]] = {}
        for (taken, maybe), places in last.items():
            for at, one in enumerate(names):
                sum = (taken | one.taken, maybe | one.maybe)
                if sum in known:
                    continue
                here = tuple(sorted((*places, at)))
                longer[sum] = min(longer.get(sum, here), here)
            if len(known) + len(longer) > MOST_SUMS:
                return
        known |= longer.keys()
        last = longer


Sum: TypeAlias = tuple[frozenset[str], frozenset[str]]
"""What names take, and what they leave open, together."""


def _sum(names: Iterable[Named]) -> Sum:
    some = tuple(names)
    return (
        frozenset(key for one in some for key in one.taken),
        frozenset(key for one in some for key in one.maybe),
    )


def _thinned(names: Names, needed: frozenset[str], some: frozenset[str], domains: Domains) -> Names:
    """Names that answer within the domains, without those that can be spared one by one."""
    left = names
    for one in names:
        fewer = tuple(other for other in left if other is not one)
        taken, maybe = _sum(fewer)
        if needed <= taken and some <= taken | maybe and _fit(fewer, domains):
            left = fewer
    return left


def _left_unsure(
    every: Iterable[Named],
    names: tuple[Named, ...],
    open: frozenset[str],
    domains: Mapping[str, frozenset[str]],
) -> tuple[Named, ...] | None:
    """The names, with those that leave open keys *unsure* and nothing that may not be."""
    found = list(names)
    # a name that is new in one rule book answers with yes there, and leaves the other one unsure
    fitting = [one for one in every if one.maybe & open and _fit((*names, one), domains)]
    while left := open - {key for one in found for key in one.maybe}:
        best = max(fitting, key=lambda one: len(one.maybe & left), default=None)
        if best is None or not best.maybe & left:
            return None
        found.append(best)
    return tuple(found) if _fit(found, domains) else None


def words_of(names: Iterable[Named], keys: Iterable[str]) -> dict[str, str]:
    """What names of medicines answer to keys."""
    some = tuple(names)
    taken = frozenset(key for one in some for key in one.taken)
    maybe = frozenset(key for one in some for key in one.maybe)
    return {key: "yes" if key in taken else UNSURE if key in maybe else "no" for key in keys}


def _fit(names: Iterable[Named], domains: Mapping[str, frozenset[str]]) -> bool:
    """Whether names of medicines answer no key with *yes* or *unsure* that may not be."""
    words = words_of(names, domains)
    return all(word == "no" or word in domains[key] for key, word in words.items())
