"""How often the result is right, over people with a known answer.

The names follow the literature on symptom checkers: top-1, top-3, listed at all, urgency
match, safe (not below), under- and over-triage by level, each with exact (Clopper-Pearson)
bounds. The numbers say nothing about people who wrote no case.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from msgspec import Struct

from triage.cases.people import OUT_OF_SCOPE, Person
from triage.inference.assessment import Assessment, assess
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import LADDER, Urgency, rank


class Outcome(Struct, frozen=True):
    """One person, and what came out."""

    person: Person
    urgency: Urgency
    suggested: tuple[str, ...]
    """What is shown, best first."""
    also_fit: tuple[str, ...]
    decided_by: tuple[str, ...]

    @property
    def place(self) -> int | None:
        """The place of the first right answer among what is shown, from 1."""
        right = {self.person.known.condition, *self.person.known.also}
        return next((n for n, id in enumerate(self.suggested, start=1) if id in right), None)

    @property
    def in_scope(self) -> bool:
        """Whether the rule book knows the condition."""
        return self.person.known.condition != OUT_OF_SCOPE

    @property
    def step(self) -> int:
        """Levels above (positive) or below (negative) the known urgency."""
        return rank(self.urgency) - rank(self.person.known.urgency)


class Share(Struct, frozen=True):
    """So many of so many, with the exact 95 % bounds."""

    count: int
    of: int

    @property
    def bounds(self) -> tuple[float, float]:
        """Two-sided Clopper-Pearson bounds at 95 %."""
        return clopper_pearson(self.count, self.of)

    def __str__(self) -> str:
        if not self.of:
            return "0 of 0"
        low, high = self.bounds
        share = f"{self.count / self.of:.0%}"
        return f"{self.count} of {self.of} = {share} ({low:.1%} to {high:.1%})"


def outcomes(book: Rulebook, people: Sequence[Person]) -> list[Outcome]:
    """The result for every person."""
    return [_outcome(person, assess(book, person.answers)) for person in people]


def _outcome(person: Person, result: Assessment) -> Outcome:
    return Outcome(
        person,
        result.urgency,
        tuple(suggestion.id for suggestion in result.suggested),
        result.also_fit,
        tuple(reason.id for reason in result.decided_by),
    )


def share(found: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    """How many of the outcomes have a property."""
    return Share(sum(1 for outcome in found if holds(outcome)), len(found))


def report(found: Sequence[Outcome]) -> str:
    """All figures as text."""
    known = [outcome for outcome in found if outcome.in_scope]
    lines = [
        f"people: {len(found)}, with a condition of the rule book: {len(known)}",
        f"right one first: {share(known, lambda o: o.place == 1)}",
        f"right one among the first three: {share(known, lambda o: 0 < (o.place or 9) <= 3)}",
        f"right one shown at all: {share(known, lambda o: o.place is not None)}",
        f"urgency matches: {share(found, lambda o: o.step == 0)}",
        f"safe, not below: {share(found, lambda o: o.step >= 0)}",
    ]
    for level in reversed(LADDER):
        some = [outcome for outcome in found if outcome.person.known.urgency == level]
        lines.append(
            f"{level}: right {share(some, lambda o: o.step == 0)}; "
            f"below {share(some, lambda o: o.step < 0)}; "
            f"above {share(some, lambda o: o.step > 0)}"
        )
    return "\n".join(lines)


def misses(found: Sequence[Outcome]) -> list[str]:
    """Each person whose result differs from what is known, in a line."""
    lines = []
    for outcome in found:
        wrong_place = outcome.in_scope and outcome.place != 1
        if wrong_place or outcome.step:
            shown = ", ".join(outcome.suggested[:3]) or "nothing"
            decided = ", ".join(outcome.decided_by[:4]) or "nothing"
            known = outcome.person.known
            lines.append(
                f"{outcome.person.id} ({outcome.person.kind}): {known.condition} "
                f"{known.urgency}; got {outcome.urgency} by {decided}; shown {shown}"
            )
    return lines


def clopper_pearson(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact two-sided bounds of a share, by bisection on the binomial distribution."""
    tail = (1 - confidence) / 2

    def at_most(k: int, p: float) -> float:
        return math.fsum(math.comb(of, i) * p**i * (1 - p) ** (of - i) for i in range(k + 1))

    low = 0.0 if count == 0 else _solve(lambda p: 1 - at_most(count - 1, p) - tail)
    high = 1.0 if count == of else _solve(lambda p: tail - at_most(count, p))
    return low, high


def _solve(rising: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
