"""Which kinds of answers get other candidates, over all answers.

For each condition its whole weighing (core, blocks, points, fit) is kept as one function of the
answers, once by each rule book, and the two are compared. A *move* is a pair of fits, before
and after; *not suggested* is one of them. Every move that some answers make is found, with a
shortest example and boxes of answers that all make it.

The order among candidates depends on all conditions at once and is not proved here: moves of
points within a fit are told, since only these (or a move of fits) can change places.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from msgspec import Struct

from triage.changes.diagrams import Diagrams, Node, TooLargeError
from triage.changes.joint import SIDES, Joint, Side
from triage.changes.possible import prices, valid_answers
from triage.inference.scoring import (
    Gathered,
    Weight,
    lifts,
    of_core,
    supports_needed,
    thresholds,
    weight,
    with_against,
    with_firm,
    with_support,
    worth,
)
from triage.rulebook.parts.conditions import FITS, Evidence, Fit
from triage.rulebook.urgency import is_urgent
from triage.rulebook.when import Box, When

MOST_BOXES = 5
"""How many boxes of one move are told; the others are said to be there."""


Outcome: TypeAlias = Weight | None
"""None: not suggested."""


class Part(Struct, frozen=True):
    """Answers that make a move: a box of them, and a shortest answer set in it."""

    box: Box
    example: Mapping[str, str]


class Move(Struct, frozen=True):
    """Answers with which a condition is suggested with another fit, no longer, or newly."""

    condition: str
    """The id in the new rule book; in the old one where it was removed."""
    before: Fit | None
    after: Fit | None
    """The same as before: only points or places within the fit move."""
    points: tuple[tuple[int, int], ...]
    """For a move within a fit: points before and after."""
    parts: tuple[Part, ...]
    more: bool
    """Whether there are boxes besides these."""


class Weighing:
    """The conditions of both rule books as functions of the answers."""

    def __init__(self, joint: Joint, renamed: Mapping[str, str]) -> None:
        self.joint = joint
        self.renamed = renamed
        """Old id to new id of conditions that were renamed and otherwise left alone."""
        old, new = joint.books["old"].conditions, joint.books["new"].conditions
        self.pairs: list[tuple[str | None, str | None]] = []
        """Every condition, by its ids in both rule books."""
        back = {new_id: old_id for old_id, new_id in renamed.items()}
        for id in new:
            other = back.get(id, id)
            self.pairs.append((other if other in old else None, id))
        self.pairs += [(id, None) for id in old if id not in new and id not in renamed]
        self.undecided: list[str] = []
        """Conditions whose functions are too large to be kept."""

    def compare(self) -> list[Move]:
        """Every move of every condition, in the order of conditions."""
        moves: list[Move] = []
        for old, new in self.pairs:
            if self.unaltered(old, new):
                continue
            try:
                moves += Both(self.joint, old, new).moves()
            except (TooLargeError, RecursionError):
                self.undecided.append(new or old or "")
        return moves

    def unaltered(self, old: str | None, new: str | None) -> bool:
        """Whether the weighing of a condition is the same function, as it is written."""
        if old is None or new is None:
            return False
        return self._written("old", old) == self._written("new", new)

    def _written(self, side: Side, id: str) -> Hashable:
        book = self.joint.books[side]
        condition = book.conditions[id]

        def mark(when: When) -> Hashable:
            return frozenset(frozenset(b.items()) for b in self.joint.boxes(side, when))

        needed = supports_needed(book, condition)

        def evidence(some: Mapping[str, Evidence]) -> Hashable:
            points = worth(book)
            found = [
                (mark(e.when), points[e.strength], needed > 0 and lifts(e)) for e in some.values()
            ]
            return tuple(sorted(found, key=lambda part: (hash(part[0]), part[1:])))

        return (
            mark(condition.core.when),
            of_core(book, condition),
            evidence(condition.supports),
            evidence(condition.against),
            None if condition.firm is None else mark(condition.firm),
            frozenset(mark(block.when) for block in condition.blocked_by.values()),
            needed,
            condition.top_fit,
            is_urgent(condition.urgency),
            tuple(thresholds(book).items()),
        )


class Both:
    """One condition by both rule books, as one function of the answers."""

    def __init__(self, joint: Joint, old: str | None, new: str | None) -> None:
        self.joint = joint
        self.ids: dict[Side, str | None] = {"old": old, "new": new}
        self.diagrams = Diagrams({key: joint.keys[key].values for key in self._keys()})
        one, other = (self._outcome(side) for side in SIDES)
        pair = self.diagrams.apply(lambda a, b: (a, b), one, other)
        self.valid = valid_answers(joint, self.diagrams)
        self.pair = self.diagrams.apply(
            lambda outcome, valid: outcome if valid else None, pair, self.valid
        )
        """Leaves are pairs of outcomes; None where nobody can answer so."""

    def _whens(self, side: Side) -> Iterator[When]:
        id = self.ids[side]
        if id is not None:
            condition = self.joint.books[side].conditions[id]
            yield condition.core.when
            if condition.firm is not None:
                yield condition.firm
            groups = (condition.supports, condition.against, condition.blocked_by)
            for group in groups:
                for rule in group.values():
                    yield rule.when

    def _keys(self) -> list[str]:
        used: set[str] = set()
        for side in SIDES:
            for when in self._whens(side):
                for box in self.joint.boxes(side, when):
                    used |= box.keys()
        return [key for key in self.joint.keys if key in used]

    def _when(self, side: Side, when: When) -> Node:
        boxes = self.joint.boxes(side, when)
        return self.diagrams.some(self.diagrams.box(box) for box in boxes)

    def _outcome(self, side: Side) -> Node:
        """What one rule book makes of the condition."""
        id, diagrams = self.ids[side], self.diagrams
        if id is None:
            return diagrams.leaf(None)
        book = self.joint.books[side]
        condition = book.conditions[id]
        suggested = self._when(side, condition.core.when)
        for block in condition.blocked_by.values():
            suggested = diagrams.apply(
                lambda fits, blocked: fits and not blocked,
                suggested,
                self._when(side, block.when),
            )
        # evidence counts only where the condition is suggested, so the rest is cut off first
        gathered = diagrams.apply(
            lambda fits, _: of_core(book, condition) if fits else None, suggested, diagrams.yes
        )
        for support in condition.supports.values():
            gathered = diagrams.apply(
                _where_it_holds(partial(with_support, book, condition, support=support)),
                gathered,
                self._when(side, support.when),
            )
        for against in condition.against.values():
            gathered = diagrams.apply(
                _where_it_holds(partial(with_against, book, against=against)),
                gathered,
                self._when(side, against.when),
            )
        if condition.firm is not None:
            holds = self._when(side, condition.firm)
            gathered = diagrams.apply(_where_it_holds(with_firm), gathered, holds)
        return diagrams.apply(
            lambda so_far, _: None if so_far is None else weight(book, condition, so_far),
            gathered,
            diagrams.yes,
        )

    def moves(self) -> Iterator[Move]:
        """Every move that some answers make, those that are no longer suggested first."""
        fits: dict[tuple[Fit | None, Fit | None], set[tuple[int, int]]] = {}
        for result in self.diagrams.results(self.pair):
            if isinstance(result, tuple) and result[0] != result[1]:
                before, after = result
                points = (before.points if before else 0, after.points if after else 0)
                fits.setdefault((_fit(before), _fit(after)), set()).add(points)
        for before, after in sorted(fits, key=_by_loss):
            parts, more = self._parts(before, after)
            within = tuple(sorted(fits[before, after])) if before == after else ()
            id = self.ids["new"] or self.ids["old"] or ""
            yield Move(id, before, after, within, parts, more)

    def _parts(self, before: Fit | None, after: Fit | None) -> tuple[tuple[Part, ...], bool]:
        def moved(result: Hashable, _: object) -> Hashable:
            if not isinstance(result, tuple):
                return NOBODY
            one, other = result
            return one != other and (_fit(one), _fit(other)) == (before, after)

        diagrams = self.diagrams
        marked = diagrams.apply(moved, self.pair, diagrams.yes)
        left = diagrams.apply(lambda result, _: result is True, marked, diagrams.yes)
        # a box may hold answers that nobody can give, if that makes it simpler
        allowed = diagrams.apply(lambda result, _: result is not False, marked, diagrams.yes)
        parts: list[Part] = []
        price = prices(self.joint, diagrams)
        # a move within a fit matters less, so one box is enough to show it
        most = 1 if before == after else MOST_BOXES
        while left != diagrams.no:
            if len(parts) == most:
                return tuple(parts), True
            found = diagrams.cheapest(left, price)
            assert found is not None
            box = diagrams.trimmed(self.valid, diagrams.widest(allowed, found))
            example = self.joint.completed(
                {key: frozenset((found.get(key, ""),)) for key in diagrams.order}
            )
            assert example is not None
            parts.append(Part(box, example))
            outside = diagrams.apply(lambda holds, _: not holds, diagrams.box(box), diagrams.yes)
            left = diagrams.both(left, outside)
        return tuple(parts), False


NOBODY = "nobody"


def _where_it_holds(
    counted: Callable[[Gathered], Gathered],
) -> Callable[[Gathered | None, bool], Gathered | None]:
    """Count a piece of evidence, where the condition is suggested and the evidence holds."""
    return lambda so_far, holds: counted(so_far) if so_far and holds else so_far


def _fit(outcome: Outcome) -> Fit | None:
    return outcome.fit if outcome else None


def _by_loss(move: tuple[Fit | None, Fit | None]) -> tuple[bool, bool, int, int]:
    before, after = (FITS.index(fit) if fit else len(FITS) for fit in move)
    return after != len(FITS), before == after, before - after, before
