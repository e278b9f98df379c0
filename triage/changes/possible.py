"""Which answer sets people can give, as a function, and what an answer set costs to give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from triage.changes.diagrams import Diagrams, Node, TooLargeError
from triage.changes.joint import Group, Joint
from triage.rulebook.when import UNSURE

MOST_PATTERNS = 5000
"""How many sets of classes the names of medicines may add up to."""


def valid_answers(joint: Joint, diagrams: Diagrams) -> Node:
    """The answers that a person can give: questions as a whole, medicines by names.

    Raises:
        TooLargeError: the medicines are too many to be combined.
    """
    parts = []
    for group in joint.groups.values():
        keys = [key for key in group.keys if key in diagrams.position]
        if keys and group.kind != "one":
            parts.append(_of_group(joint, diagrams, group, keys))
    return diagrams.every(parts)


def _of_group(joint: Joint, diagrams: Diagrams, group: Group, keys: list[str]) -> Node:
    unanswered = diagrams.box({key: frozenset(("",)) for key in keys})
    if group.kind == "ticks":
        answered = {key: frozenset(joint.keys[key].values) for key in keys}
        clashing = diagrams.some(
            diagrams.box({alone: _YES, key: _YES})
            for alone in keys
            for key in keys
            if alone in joint.alone and key != alone
        )
        fitting = diagrams.apply(
            lambda given, clashes: given and not clashes, diagrams.box(answered), clashing
        )
        return diagrams.either(unanswered, fitting)
    return diagrams.either(unanswered, _named(joint, diagrams, frozenset(keys)))


def _named(joint: Joint, diagrams: Diagrams, keys: frozenset[str]) -> Node:
    """What names of medicines answer: *yes* for what some of them give, whatever the others do;
    *unsure* for what some of them leave open, and *no* for the rest.

    Raises:
        TooLargeError: they are too many to be combined.
    """
    here = {(one.taken & keys, one.maybe & keys) for one in joint.names.every}
    taken = _sums((some, _NONE) for some, open in here if not open)
    maybe = _sums((_NONE, open) for some, open in here if not some)
    # a name that one rule book does not know leaves everything else open there
    both = _sums((some, open) for some, open in here if some and open)
    found = []
    for with_taken, with_maybe in both:
        yes = (
            diagrams.box({key: _YES if key in some | with_taken else _OTHER for key in keys})
            for some, _ in taken
        )
        open_keys = (
            diagrams.box({key: _OPEN if key in some | with_maybe else _SETTLED for key in keys})
            for _, some in maybe
        )
        found.append(diagrams.both(diagrams.some(yes), diagrams.some(open_keys)))
    return diagrams.some(found)


_NONE = frozenset[str]()
_YES = frozenset({"yes"})
_OTHER = frozenset({"no", UNSURE})
_OPEN = frozenset({"yes", UNSURE})
_SETTLED = frozenset({"yes", "no"})
Sets: TypeAlias = tuple[frozenset[str], frozenset[str]]


def _sums(some: Iterable[Sets]) -> list[Sets]:
    """Everything that pairs of sets add up to, nothing at all too."""
    sums: set[Sets] = {(_NONE, _NONE)}
    for one, other in sorted(set(some), key=_order):
        sums |= {(one | first, other | second) for first, second in sums}
        if len(sums) > MOST_PATTERNS:
            raise TooLargeError
    return sorted(sums, key=_order)


def _order(pair: Sets) -> tuple[list[str], list[str]]:
    return sorted(pair[0]), sorted(pair[1])


def prices(joint: Joint, diagrams: Diagrams) -> Callable[[str, str], tuple[int, int]]:
    """The price of an answer: one for each question, at its first key; and for alarming ones."""
    first: dict[str, str] = {}
    for key in diagrams.order:
        first.setdefault(joint.keys[key].group, key)

    def price(key: str, word: str) -> tuple[int, int]:
        return int(first[joint.keys[key].group] == key), {"yes": 1, UNSURE: 2}.get(word, 0)

    return price
