"""How far figures lean on single people: each left out in turn (the jackknife).

A share of few people moves much when one of them is another person. What is told is the lowest and
the highest share that leaving out one person gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from triage.cases.accuracy import DIGITS, Measure, Outcome, measured

OF_CONDITION = ("top-1", "top-3", "urgency-match")
"""The figures that are told of each condition."""


class Leaning(Struct, frozen=True):
    """A figure, and between which shares it lies with one person left out."""

    measure: Measure
    lowest: float | None
    """None where nobody would be left."""
    highest: float | None

    def __str__(self) -> str:
        share = f"{self.measure.share.count} of {self.measure.share.of}"
        if self.lowest is None or self.highest is None:
            return f"{self.measure.label}: {share}, nobody is left without one"
        between = f"{self.lowest:.1%} to {self.highest:.1%} without one"
        return f"{self.measure.label}: {share} = {self.measure.share.percent}, {between}"


class OfCondition(Struct, frozen=True):
    """The people who are known to have one condition."""

    condition: str
    people: int
    figures: tuple[Leaning, ...]


def leaning(measure: Measure) -> Leaning:
    """A figure with one person left out in turn."""
    count, of = measure.share.count, measure.share.of
    if of < 2:
        return Leaning(measure, None, None)
    # who is left out is counted, or is not; all who are counted give the same share
    without = [count - 1] if count else []
    without += [count] if count < of else []
    return Leaning(measure, min(without) / (of - 1), max(without) / (of - 1))


def overall(found: Sequence[Outcome]) -> tuple[Leaning, ...]:
    """Every figure over all people."""
    figures = measured(found)
    return tuple(map(leaning, (*figures.conditions, *figures.urgency)))


def by_condition(found: Sequence[Outcome]) -> tuple[OfCondition, ...]:
    """The figures of every condition that people have, by id."""
    having: dict[str, list[Outcome]] = {}
    for outcome in found:
        if outcome.in_scope:
            having.setdefault(outcome.person.known.condition, []).append(outcome)
    return tuple(
        OfCondition(
            id,
            len(some),
            tuple(one for one in overall(some) if one.measure.id in OF_CONDITION),
        )
        for id, some in sorted(having.items())
    )


def as_lines(found: Sequence[Outcome]) -> Iterator[str]:
    """All of it as text."""
    yield "with one person left out in turn"
    yield from (f"  {one}" for one in overall(found))
    yield ""
    yield "by known condition, with one of its people left out in turn"
    for of_one in by_condition(found):
        yield f"  {of_one.condition}"
        yield from (f"    {one}" for one in of_one.figures)


def as_data(found: Sequence[Outcome]) -> dict[str, object]:
    """The same for programs."""
    return {
        "measures": _plain(overall(found)),
        "by-condition": {
            one.condition: {"people": one.people, "measures": _plain(one.figures)}
            for one in by_condition(found)
        },
    }


def _plain(some: Sequence[Leaning]) -> dict[str, object]:
    return {
        one.measure.id: {
            "count": one.measure.share.count,
            "of": one.measure.share.of,
            "lowest": None if one.lowest is None else round(one.lowest, DIGITS),
            "highest": None if one.highest is None else round(one.highest, DIGITS),
        }
        for one in some
    }
