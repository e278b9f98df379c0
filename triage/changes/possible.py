"""Which answer sets people can give, as a function, and what an answer set costs to give."""

from __future__ import annotations

from collections.abc import Callable

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
        return diagrams.either(unanswered, diagrams.box(answered))
    # nothing typed is no class at all; a name that is not in the list stands among the names
    patterns = {frozenset[str]()}
    for named in joint.names:
        taken = named.taken & frozenset(keys)
        patterns |= {taken | other for other in patterns}
        if len(patterns) > MOST_PATTERNS:
            raise TooLargeError
    found = [unanswered, diagrams.box({key: frozenset((UNSURE,)) for key in keys})]
    found += [
        diagrams.box({key: frozenset(("yes" if key in some else "no",)) for key in keys})
        for some in sorted(patterns, key=sorted)
    ]
    return diagrams.some(found)


def prices(joint: Joint, diagrams: Diagrams) -> Callable[[str, str], tuple[int, int]]:
    """The price of an answer: one for each question, at its first key; and for alarming ones."""
    first: dict[str, str] = {}
    for key in diagrams.order:
        first.setdefault(joint.keys[key].group, key)

    def price(key: str, word: str) -> tuple[int, int]:
        return int(first[joint.keys[key].group] == key), {"yes": 1, UNSURE: 2}.get(word, 0)

    return price
