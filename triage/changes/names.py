"""Names of medicines behind answers about their classes, when two rule books are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from msgspec import Struct

from triage.rulebook.when import UNSURE


class Named(Struct, frozen=True):
    """What may be typed as a medicine, and the answers that it gives."""

    name: str
    taken: frozenset[str]
    """Keys that it answers with *yes*."""
    maybe: frozenset[str] = frozenset()
    """Keys that it leaves at *unsure*, where nothing else answers them with *yes*."""


def fewest_names(
    names: Iterable[Named], domains: Mapping[str, frozenset[str]]
) -> tuple[Named, ...] | None:
    """The fewest names of medicines that answer within the domains; None where none do.

    What leaves something *unsure* is taken only where no plain names do.
    """
    every = tuple(names)
    yes = frozenset(key for key, words in domains.items() if words.isdisjoint({"no", UNSURE}))
    some = frozenset(key for key, words in domains.items() if "no" not in words)
    never = frozenset(key for key, words in domains.items() if "yes" not in words)
    useful = [one for one in every if one.taken & some and not one.taken & never]
    for unsure in (False, True):
        for count in range(len(some) + 1):
            for some_names in combinations(useful, count):
                taken = frozenset(key for one in some_names for key in one.taken)
                if not yes <= taken or not (unsure or some <= taken):
                    continue
                found = _left_unsure(every, some_names, some - taken, domains)
                if found is not None:
                    return found
    return None


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
