"""Weighing on whole columns: urgency, danger signs and names for many people at once.

It comes to the same as `weighing.weigh` for each of them; the rules of weighing are told there.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from triage.errors import EngineError, Problem
from triage.inference.columns import Plan, Plane, people_of, words_in
from triage.inference.scoring import lifts, supports_needed, thresholds, worth
from triage.inference.weighing import calms
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import (
    BEST_NOT_FIRM,
    FITS,
    Condition,
    core_id,
    firm_id,
)
from triage.rulebook.urgency import LADDER, is_urgent, rank

Numbers: TypeAlias = NDArray[np.int64]

ID_BITS = 16
"""For the place of a condition, a red flag or a rule: more than a rule book can hold."""
_ID = (1 << ID_BITS) - 1
POINT_BITS = 13
MOST_POINTS = 1 << (POINT_BITS - 1)
"""More points than a name can have, so that what is left of it orders names."""
LATER = 1 << 39
"""In the key of a name: it comes behind those without it."""


class Names(NamedTuple):
    """Suggested conditions, those of one person after another, best first."""

    person: Numbers
    condition: Numbers
    """Its place among the conditions of the rule book."""
    fit: Numbers
    """Its place among the fits."""
    points: Numbers
    shown: NDArray[np.bool_]


class Signs(NamedTuple):
    """Red flags reached, those of one person after another, in the order of the result."""

    person: Numbers
    flag: Numbers
    """Its place among the red flags of the rule book."""
    certain: NDArray[np.bool_]


class Outcomes(NamedTuple):
    """What weighing comes to for a block of people."""

    urgency: NDArray[np.uint8]
    """For each person the place on the ladder, the lowest level first."""
    signs: Signs
    names: Names


class Weigher:
    """A rule book prepared for weighing blocks of people.

    Raises:
        EngineError: its points are beyond what a key holds.
    """

    def __init__(self, book: Rulebook, plan: Plan) -> None:
        self.book = book
        self._plan = plan
        self._points = worth(book)
        if any(self._farthest(one) >= MOST_POINTS for one in book.conditions.values()):
            what = f"a condition can come to `{MOST_POINTS}` points or more"
            raise EngineError(Problem(what, "give less in scoring.yaml, or assess one by one"))
        limits = thresholds(book)
        self._well, self._partly = limits["fits-well"], limits["fits-partly"]
        ids = sorted(book.conditions)
        self._place_by_id = {id: ids.index(id) for id in book.conditions}
        self._numbers = np.array([[*book.conditions].index(id) for id in ids])
        self._calms = np.array([calms(book.conditions[id]) for id in ids], np.bool_)

    def _farthest(self, condition: Condition) -> int:
        """Points that its own can never be farther from 0 than."""
        evidence = (*condition.supports.values(), *condition.against.values())
        parts = [self._core_points(condition), *(self._points[one.strength] for one in evidence)]
        return sum(map(abs, parts))

    def weigh(self, planes: list[Plane], count: int) -> Outcomes:
        """The outcome for a block whose planes are made."""
        levels = [np.zeros(words_in(count), np.uint64) for _ in LADDER]
        signs = self._signs(planes, levels, count)
        danger = people_of(_any_of(levels[1:]), count)
        soon = people_of(_any_of(levels[rank("same-day") :]), count)
        names = self._names(planes, levels, danger, soon, count)
        urgency = np.zeros(count, np.uint8)
        for place, level in enumerate(levels):
            if place:
                urgency[people_of(level, count)] = place
        return Outcomes(urgency, signs, names)

    def _plane(self, planes: list[Plane], rule: str) -> Plane | None:
        place = self._plan.rules.get(rule)
        return None if place is None else planes[place]

    def _signs(self, planes: list[Plane], levels: list[Plane], count: int) -> Signs:
        person: list[Numbers] = []
        key: list[Numbers] = []
        order = {id: place for place, id in enumerate(sorted(self.book.red_flags))}
        for number, (id, flag) in enumerate(self.book.red_flags.items()):
            sure, maybe = self._plane(planes, id), self._plane(planes, unsure_rule(id))
            if maybe is not None and sure is not None:
                maybe = maybe & ~sure
            for certain, plane, level in ((1, sure, flag.urgency), (0, maybe, flag.if_unsure)):
                if plane is None or not plane.any():
                    continue
                levels[rank(level)] |= plane
                who = _people_in(plane, count)
                place = (len(LADDER) - rank(level)) * 2 + 1 - certain
                place = place << ID_BITS | order[id]
                person.append(who)
                key.append((who << 20 | place) << ID_BITS + 1 | number << 1 | certain)
        if not person:
            empty = np.zeros(0, np.int64)
            return Signs(empty, empty, empty.astype(np.bool_))
        found = np.sort(np.concatenate(key))
        person_of, number_of = found >> ID_BITS + 21, found >> 1 & _ID
        return Signs(person_of, number_of, (found & 1).astype(np.bool_))

    def _names(
        self,
        planes: list[Plane],
        levels: list[Plane],
        danger: NDArray[np.bool_],
        soon: NDArray[np.bool_],
        count: int,
    ) -> Names:
        parts = [
            part
            for id, condition in self.book.conditions.items()
            if (part := self._of(planes, levels, id, condition, danger, soon, count)) is not None
        ]
        if not parts:
            empty = np.zeros(0, np.int64)
            return Names(empty, empty, empty, empty, empty.astype(np.bool_))
        return self._ordered(np.concatenate(parts), danger)

    def _of(
        self,
        planes: list[Plane],
        levels: list[Plane],
        id: str,
        condition: Condition,
        danger: NDArray[np.bool_],
        soon: NDArray[np.bool_],
        count: int,
    ) -> Numbers | None:
        """One condition: a key for everybody to whom it is suggested.

        It is the person, then the place among their names, then whether the name may lead: sorted
        keys are ordered names, and all that is told of a name can be read from its key.
        """
        core = self._plane(planes, core_id(id))
        if core is None or not core.any():
            return None
        suggested = core
        for rule in condition.blocked_by:
            block = self._plane(planes, rule)
            if block is not None:
                suggested = suggested & ~block
        firm = None if condition.firm is None else self._plane(planes, firm_id(id))
        if condition.firm is None:
            levels[rank(condition.urgency)] |= suggested
        elif firm is not None:
            levels[rank(condition.urgency)] |= suggested & firm
        who = _people_in(suggested, count)
        if not len(who):
            return None
        among = _Among(suggested, who)
        points = np.full(len(who), self._core_points(condition), np.int16)
        supports = np.zeros(len(who), np.int16)
        lifted = np.zeros(len(who), np.bool_)
        for rule, support in condition.supports.items():
            has = among.those(self._plane(planes, rule))
            if has is not None:
                points += has * np.int16(self._points[support.strength])
                supports += has
                if lifts(support):
                    lifted |= has.view(np.bool_)
        spoken_against = np.zeros(len(who), np.bool_)
        for rule, against in condition.against.items():
            has = among.those(self._plane(planes, rule))
            if has is not None:
                points -= has * np.int16(self._points[against.strength])
                spoken_against |= has.view(np.bool_)
        held = ~lifted & (supports < supports_needed(self.book, condition))
        fit = np.where(points >= self._well, 0, np.where(points >= self._partly, 1, 2))
        fit[held] = FITS.index("fits-a-little")
        np.maximum(fit, FITS.index(condition.top_fit), out=fit)
        if condition.firm is not None:
            is_firm = among.those(firm)
            not_firm = np.ones(len(who), np.bool_) if is_firm is None else ~is_firm.view(np.bool_)
            fit[not_firm] = np.maximum(fit[not_firm], FITS.index(BEST_NOT_FIRM))
        held_down = held & (not is_urgent(condition.urgency))
        soothes = calms(condition)
        may_lead = np.full(len(who), not condition.never_alone)
        in_danger = danger[who] if soothes else np.zeros(1, np.bool_)
        if condition.benign:
            may_lead &= ~(soon[who] | (in_danger & spoken_against))
        place = fit << 1 | held_down
        place = place << 1 | in_danger
        place = place << POINT_BITS | (MOST_POINTS - points).astype(np.int64)
        place = place << 2 | (len(LADDER) - 1 - rank(condition.urgency))
        place = place << ID_BITS | self._place_by_id[id]
        key: Numbers = who << 40 | LATER | place << 1 | may_lead
        return key

    def _core_points(self, condition: Condition) -> int:
        scoring = self.book.scoring
        return max(scoring.core, scoring.fits_well) if condition.core.enough else scoring.core

    def _ordered(self, key: Numbers, danger: NDArray[np.bool_]) -> Names:
        key = np.sort(key)
        who = key >> 40
        first = np.ones(len(who), np.bool_)
        first[1:] = who[1:] != who[:-1]
        # beside a danger sign the best name that does not calm comes first
        leads = np.flatnonzero(danger[who] & ~self._calms[key >> 1 & _ID])
        best = np.ones(len(leads), np.bool_)
        best[1:] = who[leads[1:]] != who[leads[:-1]]
        leads = leads[best]
        if (~first[leads]).any():
            key[leads] ^= LATER
            key.sort()
        starts = np.flatnonzero(first)
        sizes = np.diff(np.append(starts, len(who)))
        offered = np.logical_or.reduceat((key & 1).astype(np.bool_), starts)
        nth = np.arange(len(who)) - np.repeat(starts, sizes)
        shown = np.repeat(offered, sizes) & (nth < self.book.scoring.shown_at_most)
        place = key >> 1
        points = MOST_POINTS - (place >> ID_BITS + 2 & (1 << POINT_BITS) - 1)
        fit = place >> ID_BITS + POINT_BITS + 4 & 3
        return Names(who, self._numbers[place & _ID], fit, points, shown)


def _people_in(plane: Plane, count: int) -> Numbers:
    """The people of a plane, by number; soon found where they are few."""
    some = np.flatnonzero(plane)
    if 2 * len(some) > len(plane):
        return np.flatnonzero(people_of(plane, count))
    held = np.flatnonzero(people_of(plane[some], 64 * len(some)))
    people: Numbers = (some[held >> 6] << 6) + (held & 63)
    return people


class _Among:
    """Some people of a block, of whom is asked which rules hold."""

    def __init__(self, people: Plane, who: Numbers) -> None:
        self._people = people
        self._byte, self._bit = who >> 3, (who & 7).astype(np.uint8)

    def those(self, plane: Plane | None) -> NDArray[np.uint8] | None:
        """For each of them 1 where a rule holds, else 0; None where it holds for nobody of them."""
        if plane is None or not (plane & self._people).any():
            return None
        holds: NDArray[np.uint8] = plane.view(np.uint8)[self._byte] >> self._bit & 1
        return holds


def _any_of(planes: list[Plane]) -> Plane:
    found = planes[0].copy()
    for plane in planes[1:]:
        found |= plane
    return found
