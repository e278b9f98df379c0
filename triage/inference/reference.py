"""What the rules mean, as plainly as it can be written. This is the definition.

A rule fires when its condition holds. A leaf `variable: answers` holds when the variable was
answered with one of the answers; a leaf that names a conclusion holds when a rule that
concludes it has fired. Nothing is ever un-fired, so firing until nothing new fires gives one
result, whatever the order.

The other evaluator (`engine`) does the same with experta; every test compares the two.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Protocol, TypeAlias

from triage.rulebook.conclusions import Conclusion
from triage.rulebook.model import Rulebook
from triage.rulebook.when import All, Any, AtLeast, Holds, Is, Key, When

Basis: TypeAlias = frozenset[tuple[Key, str]]
"""What made a rule fire: pairs of variable and answer, or of conclusion and "holds"."""

Fired: TypeAlias = dict[str, Basis]
"""The trace: every rule that fired, by id, with its basis; sorted by id."""


class Evaluator(Protocol):
    """Whatever fires rules on answers, as `fire` does."""

    def fire(self, answers: Mapping[str, str], /) -> Fired:
        """Every rule that fires, by id, with its basis."""
        ...


def fire(book: Rulebook, answers: Mapping[str, str]) -> Fired:
    """Every rule that fires on these answers (variable to answer word).

    The rules come in an order in which every conclusion is reached before it is used, so one
    pass is enough. A rule of which no leaf holds is passed over: it cannot fire.
    """
    fired: Fired = {}
    conclusions: set[Conclusion] = set()
    awake = 0
    for answer in answers.items():
        awake |= book.woken_by.get(answer, 0)
    while awake:
        place = (awake & -awake).bit_length() - 1  # the first of them
        awake &= awake - 1
        rule = book.rules[place]
        basis = basis_of(rule.when, book, answers, conclusions)
        if basis is not None:
            fired[rule.id] = basis
            conclusions.add(rule.concludes)
            awake |= book.woken_by.get(rule.concludes, 0)
    return dict(sorted(fired.items()))


def basis_of(
    when: When, book: Rulebook, answers: Mapping[str, str], conclusions: Container[Conclusion]
) -> Basis | None:
    """What makes the condition hold, or None where it does not."""
    match when:
        case Is():
            answer = answers.get(when.variable)
            holds = answer is not None and answer in book.allowed(when)
            return frozenset(((when.variable, str(answer)),)) if holds else None
        case Holds():
            holds = when.conclusion in conclusions
            return frozenset(((when.conclusion, "holds"),)) if holds else None
        case All():
            parts: list[Basis] = []
            for part in when.of:
                one = basis_of(part, book, answers, conclusions)
                if one is None:
                    return None
                parts.append(one)
            return frozenset().union(*parts)
        case Any():
            needed = 1
        case AtLeast():
            needed = when.count
    held = [b for part in when.of if (b := basis_of(part, book, answers, conclusions)) is not None]
    return frozenset().union(*held) if len(held) >= needed else None
