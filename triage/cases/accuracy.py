"""How often the result is right, over people with a known answer.

The names follow the literature on symptom checkers: top-1, top-3, listed at all, urgency
match, safe (not below), under- and over-triage by level, each with exact (Clopper-Pearson)
bounds. The numbers say nothing about people who wrote no case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
from msgspec import Struct

from triage.cases.bounds import clopper_pearson
from triage.cases.people import OUT_OF_SCOPE, Person
from triage.cases.running import came_of
from triage.inference.assessment import versions_of
from triage.inference.many_people import fired_by
from triage.inference.result_parts import Versions
from triage.json_text import json_text
from triage.rulebook.model import Rulebook
from triage.rulebook.reviews import review_text
from triage.rulebook.urgency import LADDER, Urgency, rank

LEVELS: tuple[Urgency, ...] = LADDER[::-1]
"""The most urgent first, as everything here is read."""
DIGITS = 6
"""Of shares and bounds for programs: fewer than a number has, so that machines agree."""


class Outcome(Struct, frozen=True):
    """One person, and what came out."""

    person: Person
    urgency: Urgency
    suggested: tuple[str, ...]
    """What is shown, best first."""
    also_fit: tuple[str, ...]
    decided_by: tuple[str, ...]
    review: str
    """Empty once the rules are signed; until then, that they are not."""
    versions: Versions

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
        return f"{self.count} of {self.of} = {self.percent} ({low:.1%} to {high:.1%})"

    @property
    def percent(self) -> str:
        """The share alone; of nobody there is none."""
        return f"{self.count / self.of:.1%}" if self.of else "nobody"


class Measure(Struct, frozen=True):
    """One figure over all people that it can be told of."""

    id: str
    label: str
    """Short enough to stand in a drawing on a phone."""
    share: Share
    more_is_better: bool = True


class Level(Struct, frozen=True):
    """What becomes of the people whose known urgency is this one."""

    urgency: Urgency
    right: Share
    below: Share | None
    """Under-triage; None at the lowest level, where nothing is below."""
    above: Share | None
    """Over-triage; None at the highest level, where nothing is above."""
    given: dict[Urgency, int]
    """How many came out at each level: a row of the confusion table."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The figures of this level that there can be."""
        parts = (
            ("right", "right", self.right),
            ("below", "below (under-triage)", self.below),
            ("above", "above (over-triage)", self.above),
        )
        return tuple(
            Measure(id, label, some, more_is_better=id == "right")
            for id, label, some in parts
            if some is not None
        )


class Accuracy(Struct, frozen=True):
    """All figures of some people."""

    people: int
    in_scope: int
    """People whose condition the rule book knows: only of them *first* and *shown* are told."""
    conditions: tuple[Measure, ...]
    urgency: tuple[Measure, ...]
    levels: tuple[Level, ...]


def outcomes(book: Rulebook, people: Sequence[Person]) -> list[Outcome]:
    """The result for every person, without the texts that a person would read."""
    review, versions = review_text(book), versions_of(book)
    found = []
    fired = fired_by(book, [person.answers.variables(book) for person in people])
    for person, rules in zip(people, fired, strict=True):
        came = came_of(book, rules)
        given = (came.urgency, came.suggested, came.also_fit, came.decided_by)
        found.append(Outcome(person, *given, review, versions))
    return found


def share(found: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    """How many of the outcomes have a property."""
    return Share(sum(1 for outcome in found if holds(outcome)), len(found))


def measured(found: Sequence[Outcome]) -> Accuracy:
    """All figures."""
    known = [outcome for outcome in found if outcome.in_scope]
    return Accuracy(
        people=len(found),
        in_scope=len(known),
        conditions=(
            Measure("top-1", "right one first (top-1)", share(known, _within(1))),
            Measure("top-3", "among the first three (top-3)", share(known, _within(3))),
            Measure("listed", "shown at all (listed)", share(known, lambda o: o.place is not None)),
        ),
        urgency=(
            Measure("urgency-match", "urgency matches", share(found, lambda o: o.step == 0)),
            Measure("safe", "safe, not below", share(found, lambda o: o.step >= 0)),
            Measure(
                "under-triage",
                "below (under-triage)",
                share(found, _is_below),
                more_is_better=False,
            ),
            Measure(
                "over-triage", "above (over-triage)", share(found, _is_above), more_is_better=False
            ),
        ),
        levels=tuple(_level(found, level) for level in LEVELS),
    )


def _within(places: int) -> Callable[[Outcome], bool]:
    return lambda outcome: outcome.place is not None and outcome.place <= places


def _is_below(outcome: Outcome) -> bool:
    return outcome.step < 0


def _is_above(outcome: Outcome) -> bool:
    return outcome.step > 0


def _level(found: Sequence[Outcome], level: Urgency) -> Level:
    some = [outcome for outcome in found if outcome.person.known.urgency == level]
    return Level(
        urgency=level,
        right=share(some, lambda o: o.step == 0),
        below=None if level == LADDER[0] else share(some, _is_below),
        above=None if level == LADDER[-1] else share(some, _is_above),
        given={given: sum(1 for o in some if o.urgency == given) for given in LEVELS},
    )


def report(found: Sequence[Outcome]) -> str:
    """All figures as text."""
    figures = measured(found)
    lines = [f"people: {figures.people}, with a condition of the rule book: {figures.in_scope}"]
    lines += [f"{one.label}: {one.share}" for one in (*figures.conditions, *figures.urgency)]
    lines += ["", "by known urgency"]
    width = max(len(level) for level in LEVELS)
    for level in figures.levels:
        for number, one in enumerate(level.measures):
            start = level.urgency if number == 0 else ""
            lines.append(f"  {start:<{width}}  {one.label}: {one.share}")
    heads = "".join(f"  {given:>{width}}" for given in LEVELS)
    lines += ["", "known urgency (rows) and given urgency (columns)", f"  {'':<{width}}{heads}"]
    for level in figures.levels:
        counts = "".join(f"  {count:>{width}}" for count in level.given.values())
        lines.append(f"  {level.urgency:<{width}}{counts}")
    sets = by_folder(found)
    for name, some in sets.items() if len(sets) > 1 else ():
        own = measured(some)
        lines += ["", f"in the folder {name}"]
        lines.append(f"  people: {own.people}, with a condition of the rule book: {own.in_scope}")
        lines += [f"  {one.label}: {one.share}" for one in (*own.conditions, *own.urgency)]
    return "\n".join(lines)


def by_folder(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The people of each folder, as they come."""
    sets: dict[str, list[Outcome]] = {}
    for outcome in found:
        sets.setdefault(outcome.person.folder, []).append(outcome)
    return sets


def as_json(
    found: Sequence[Outcome],
    mended: Sequence[Mapping[str, object]] = (),
    leaning: Mapping[str, object] | None = None,
) -> str:
    """The same figures for programs, and who is missed; of at least one person.

    Args:
        mended: for each of `missed`, what would have mended it.
        leaning: how far the figures lean on single people.
    """
    figures = measured(found)
    misses = [_plain_miss(outcome) for outcome in missed(found)]
    for miss, by in zip(misses, mended, strict=False):
        miss["mended-by"] = by
    everything = {
        "versions": msgspec.to_builtins(found[0].versions),
        "people": figures.people,
        "in-scope": figures.in_scope,
        "measures": {one.id: _plain(one.share) for one in (*figures.conditions, *figures.urgency)},
        "by-known-urgency": {
            level.urgency: {
                "right": _plain(level.right),
                "below": _plain(level.below),
                "above": _plain(level.above),
            }
            for level in figures.levels
        },
        "known-and-given": {level.urgency: level.given for level in figures.levels},
        "by-folder": {name: _plain_set(some) for name, some in by_folder(found).items()},
        **({} if leaning is None else {"one-left-out": leaning}),
        "not-as-known": misses,
    }
    return json_text(everything)


def _plain_set(some: Sequence[Outcome]) -> dict[str, object]:
    figures = measured(some)
    return {
        "people": figures.people,
        "in-scope": figures.in_scope,
        "measures": {one.id: _plain(one.share) for one in (*figures.conditions, *figures.urgency)},
    }


def _plain(part: Share | None) -> dict[str, float | None] | None:
    if part is None:
        return None
    low, high = part.bounds if part.of else (None, None)
    return {
        "count": part.count,
        "of": part.of,
        "share": round(part.count / part.of, DIGITS) if part.of else None,
        "low": low if low is None else round(low, DIGITS),
        "high": high if high is None else round(high, DIGITS),
    }


def _plain_miss(outcome: Outcome) -> dict[str, object]:
    person = outcome.person
    return {
        "id": person.id,
        "file": person.place.file,
        "line": person.place.line,
        "column": person.place.column,
        "kind": person.kind,
        "known-condition": person.known.condition,
        "known-also": person.known.also,
        "known-urgency": person.known.urgency,
        "urgency": outcome.urgency,
        "decided-by": outcome.decided_by,
        "suggested": outcome.suggested,
    }


def missed(found: Sequence[Outcome]) -> list[Outcome]:
    """Whoever comes out otherwise than is known: another condition first, or another urgency."""
    return [one for one in found if (one.in_scope and one.place != 1) or one.step]


def misses(found: Sequence[Outcome]) -> list[str]:
    """Each person whose result differs from what is known, in a line."""
    return [_miss(outcome) for outcome in missed(found)]


def _miss(outcome: Outcome) -> str:
    shown = ", ".join(outcome.suggested[:3]) or "nothing"
    decided = ", ".join(outcome.decided_by[:4]) or "nothing"
    known = outcome.person.known
    return (
        f"{outcome.person.id} ({outcome.person.kind}): {known.condition} "
        f"{known.urgency}; got {outcome.urgency} by {decided}; shown {shown}"
    )
