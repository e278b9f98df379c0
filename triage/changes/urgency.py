"""Which kinds of answers get another urgency, over all answers.

A rule book reaches a level where something at that level holds: a red flag, its twin for
*unsure*, or a condition whose core and firm part hold and that nothing blocks. So the answers
that were at a level and no longer are form boxes of what reached it before, but for the answers
that something else keeps at that level, before or after. Whatever lies in such a region was
lowered, and nothing else was; for what was raised the two rule books change places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from triage.changes.joint import SIDES, Joint, Side
from triage.changes.search import Cover, Covers, UndecidedError, shortest, without
from triage.rulebook.box_cover import absorbed
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.raising import raising_when
from triage.rulebook.urgency import LADDER, Urgency, at_least, is_raised, rank
from triage.rulebook.when import Box, When

Direction: TypeAlias = Literal["lowered", "raised"]
MOST_RAISED = 15
"""Of what one rule raises, so many regions are looked at one by one, those that need the fewest
answers first. Of what is lowered every one is."""
MOST_PIECES = 40
"""Into how many boxes the difference of one rule is split for reading; else it stays whole."""
MOST_OWN = 300
"""A rule with more regions of its own is not split at all: each would be taken off each."""


class Kind(Struct, frozen=True):
    """Answers that one rule keeps, or kept, at a level, and that are not at it otherwise."""

    direction: Direction
    rule: str
    """The red flag or condition that reaches the higher level."""
    unsure: bool
    """Whether it does so by *unsure*."""
    box: Box
    before: Urgency
    after: Urgency
    """The lower one of the two levels is the lowest that these answers may have where the rule
    reaches the higher one; where it is blocked, another rule may reach it from lower."""
    example: Mapping[str, str]
    """A shortest answer set with these two levels."""


class Undecided(Struct, frozen=True):
    """A rule for which the search was given up."""

    direction: Direction
    rule: str


class Unseen(Struct, frozen=True):
    """How many regions that one rule may raise were not looked at one by one."""

    rule: str
    unsure: bool
    regions: int


class Reach(Struct, frozen=True):
    """Something that reaches a level in one rule book."""

    id: str
    twin: bool
    level: Urgency
    covers: tuple[Cover, ...]


def reaches(joint: Joint, side: Side) -> list[Reach]:
    """Everything that reaches a level above the lowest one."""
    book = joint.books[side]
    rules = book.stated_rules

    def covers(when: When, blocks: Iterable[str] = ()) -> tuple[Cover, ...]:
        unless = tuple(box for id in blocks for box in joint.boxes(side, rules[id].when))
        return tuple(Cover(box, unless) for box in joint.boxes(side, when))

    found = []
    for id, flag in book.red_flags.items():
        found.append(Reach(id, twin=False, level=flag.urgency, covers=covers(flag.when)))
        twin = covers(rules[unsure_rule(id)].when)
        found.append(Reach(id, twin=True, level=flag.if_unsure, covers=twin))
    for id, condition in book.conditions.items():
        found.append(
            Reach(
                id,
                twin=False,
                level=condition.urgency,
                covers=covers(raising_when(condition, book.findings), condition.blocked_by),
            )
        )
    return [reach for reach in found if is_raised(reach.level)]


class Levels:
    """The urgency of both rule books, prepared for comparing."""

    def __init__(self, joint: Joint) -> None:
        self.joint = joint
        self.reaches: dict[Side, list[Reach]] = {side: reaches(joint, side) for side in SIDES}
        self._at_least = {
            (side, level): Covers(
                cover
                for reach in self.reaches[side]
                if at_least(reach.level, level)
                for cover in reach.covers
            )
            for side in SIDES
            for level in LADDER[1:]
        }

    def above(self, side: Side, level: Urgency) -> list[Covers]:
        """What reaches more than a level; nothing for the highest one."""
        place = rank(level) + 1
        return [self._at_least[side, LADDER[place]]] if place < len(LADDER) else []

    def compare(self) -> tuple[list[Kind], list[Undecided], list[Unseen]]:
        """Every kind of answers with another urgency, lowered ones first, worst first.

        Of many that one rule raises only the first are told, and how many more there are.
        """
        kinds: list[Kind] = []
        undecided: list[Undecided] = []
        unseen: list[Unseen] = []
        pairs: tuple[tuple[Direction, Side, Side], ...] = (
            ("lowered", "old", "new"),
            ("raised", "new", "old"),
        )
        for direction, high, low in pairs:
            kept = _by_mark(self.reaches[low])
            for reach in self.reaches[high]:
                changed = [c for c in reach.covers if kept.get(_mark(c), 0) < rank(reach.level)]
                if direction == "raised" and len(changed) > MOST_RAISED:
                    unseen.append(Unseen(reach.id, reach.twin, len(changed) - MOST_RAISED))
                    changed = sorted(changed, key=lambda cover: len(cover.box))[:MOST_RAISED]
                try:
                    kinds += self._of(direction, reach, changed, high, low)
                except UndecidedError:
                    undecided.append(Undecided(direction, reach.id))
        return sorted(kinds, key=_worst_first), undecided, unseen

    def _of(
        self,
        direction: Direction,
        reach: Reach,
        changed: Iterable[Cover],
        high: Side,
        low: Side,
    ) -> Iterator[Kind]:
        """The kinds of one rule: at its level on one side, below it on the other."""
        for cover in changed:
            # of most regions that are written otherwise nothing is moved, which is seen sooner
            whole = self._example(cover.box, cover, reach.level, high, low)
            if whole is None:
                continue
            for piece in self._pieces(reach, cover, high, low):
                same = piece is cover.box
                found = whole if same else self._example(piece, cover, reach.level, high, low)
                if found is None:
                    continue
                level, example = found
                before, after = (
                    (reach.level, level) if direction == "lowered" else (level, reach.level)
                )
                yield Kind(direction, reach.id, reach.twin, piece, before, after, example)

    def _pieces(self, reach: Reach, cover: Cover, high: Side, low: Side) -> list[Box]:
        """A box without what the same rule still keeps at the level, for reading."""
        own = [
            other
            for side, more in ((low, 0), (high, 1))
            for same in self.reaches[side]
            if same.id == reach.id and rank(same.level) >= rank(reach.level) + more
            for other in same.covers
        ]
        pieces = [cover.box]
        if len(own) > MOST_OWN:
            return pieces
        for other in own:
            pieces = absorbed(without(self.joint, pieces, other))
            if len(pieces) > MOST_PIECES:
                return [cover.box]
        return pieces

    def _example(
        self, box: Box, cover: Cover, level: Urgency, high: Side, low: Side
    ) -> tuple[Urgency, dict[str, str]] | None:
        """The lowest level on the other side, with a shortest answer set."""
        blocked = Covers(Cover(block) for block in cover.unless)
        for lower in LADDER[: rank(level)]:
            avoid = [blocked, *self.above(high, level), *self.above(low, lower)]
            found = shortest(self.joint, [box], avoid)
            if found is not None:
                return lower, found
        return None


def _mark(cover: Cover) -> object:
    return frozenset(cover.box.items()), frozenset(frozenset(b.items()) for b in cover.unless)


def _by_mark(some: Iterable[Reach]) -> dict[object, int]:
    """Every region of a rule book, with the highest level that it reaches."""
    found: dict[object, int] = {}
    for reach in some:
        for cover in reach.covers:
            mark = _mark(cover)
            found[mark] = max(found.get(mark, 0), rank(reach.level))
    return found


def _worst_first(kind: Kind) -> tuple[bool, int, int, str, bool, int]:
    lost = rank(kind.before) - rank(kind.after)
    return (
        kind.direction != "lowered",
        -abs(lost),
        -max(rank(kind.before), rank(kind.after)),
        kind.rule,
        kind.unsure,
        len(kind.box),
    )
