"""Weighing on whole columns: urgency, danger signs and names for many people at once.

It comes to the same as `weighing.weigh` for each of them; the rules of weighing are told there.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from triage.inference.columns import Plan, Plane, people_of, words_in
from triage.inference.scoring import supports_needed, thresholds, worth
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
    """A rule book prepared for weighing blocks of people."""

    def __init__(self, book: Rulebook, plan: Plan) -> None:
        self.book = book
        self._plan = plan
        self._points = worth(book)
        limits = thresholds(book)
        self._well, self._partly = limits["fits-well"], limits["fits-partly"]
        ids = sorted(book.conditions)
        self._place_by_id = {id: ids.index(id) for id in book.conditions}

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
                who = np.flatnonzero(people_of(plane, count))
                place = ((len(LADDER) - rank(level)) * 2 + 1 - certain) * 1024 + order[id]
                person.append(who)
                key.append(((who << 20 | place) << 11) | number << 1 | certain)
        if not person:
            empty = np.zeros(0, np.int64)
            return Signs(empty, empty, empty.astype(np.bool_))
        found = np.sort(np.concatenate(key))
        return Signs(found >> 31, found >> 1 & 1023, (found & 1).astype(np.bool_))

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
            for number, (id, condition) in enumerate(self.book.conditions.items())
            if (part := self._of(planes, levels, number, id, condition, danger, soon, count))
        ]
        if not parts:
            empty = np.zeros(0, np.int64)
            return Names(empty, empty, empty, empty, empty.astype(np.bool_))
        joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
        return self._ordered(*joined, danger=danger)

    def _of(
        self,
        planes: list[Plane],
        levels: list[Plane],
        number: int,
        id: str,
        condition: Condition,
        danger: NDArray[np.bool_],
        soon: NDArray[np.bool_],
        count: int,
    ) -> tuple[Numbers, ...] | None:
        """One condition: for whom it is suggested, the key of its place, and what is told of it."""
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
        who = np.flatnonzero(people_of(suggested, count))
        if not len(who):
            return None
        points = np.full(len(who), self._core_points(condition))
        supports = np.zeros(len(who), np.int64)
        lifted = np.zeros(len(who), np.bool_)
        for rule, support in condition.supports.items():
            has = self._among(planes, rule, who)
            if has is not None:
                points += has * self._points[support.strength]
                supports += has
                if support.strength == "strong" or support.risk:
                    lifted |= has.astype(np.bool_)
        spoken_against = np.zeros(len(who), np.bool_)
        for rule, against in condition.against.items():
            has = self._among(planes, rule, who)
            if has is not None:
                points -= has * self._points[against.strength]
                spoken_against |= has.astype(np.bool_)
        held = ~lifted & (supports < supports_needed(self.book, condition))
        fit = np.where(points >= self._well, 0, np.where(points >= self._partly, 1, 2))
        fit[held] = FITS.index("fits-a-little")
        np.maximum(fit, FITS.index(condition.top_fit), out=fit)
        if condition.firm is not None:
            is_firm = None if firm is None else self._among_plane(firm, who).astype(np.bool_)
            not_firm = np.ones(len(who), np.bool_) if is_firm is None else ~is_firm
            fit[not_firm] = np.maximum(fit[not_firm], FITS.index(BEST_NOT_FIRM))
        held_down = held & (not is_urgent(condition.urgency))
        calms = condition.never_alone or condition.benign
        may_lead = np.full(len(who), not condition.never_alone)
        if condition.benign:
            may_lead &= ~(soon[who] | (danger[who] & spoken_against))
        place = fit << 1 | held_down
        place = place << 1 | (danger[who] & calms)
        place = place << 10 | (512 - points)
        place = place << 2 | (len(LADDER) - 1 - rank(condition.urgency))
        place = place << 8 | self._place_by_id[id]
        told = (number << 2 | int(calms) << 1 | may_lead).astype(np.int64)
        return who, place, told, points

    def _core_points(self, condition: Condition) -> int:
        scoring = self.book.scoring
        return max(scoring.core, scoring.fits_well) if condition.core.enough else scoring.core

    def _among(self, planes: list[Plane], rule: str, who: Numbers) -> Numbers | None:
        plane = self._plane(planes, rule)
        return None if plane is None else self._among_plane(plane, who)

    @staticmethod
    def _among_plane(plane: Plane, who: Numbers) -> Numbers:
        bits: Numbers = (plane.view(np.uint8)[who >> 3] >> (who & 7) & 1).astype(np.int64)
        return bits

    def _ordered(
        self,
        who: Numbers,
        place: Numbers,
        told: Numbers,
        points: Numbers,
        *,
        danger: NDArray[np.bool_],
    ) -> Names:
        order = np.argsort(who << 40 | 1 << 39 | place)
        who, place, told, points = who[order], place[order], told[order], points[order]
        calms = (told >> 1 & 1).astype(np.bool_)
        first = np.ones(len(who), np.bool_)
        first[1:] = who[1:] != who[:-1]
        # beside a danger sign the best name that does not calm comes first
        leads = np.flatnonzero(danger[who] & ~calms)
        leads = leads[np.unique(who[leads], return_index=True)[1]]
        if (~first[leads]).any():
            key = who << 40 | 1 << 39 | np.arange(len(who))
            key[leads] ^= 1 << 39
            order = np.argsort(key)
            who, place, told, points = who[order], place[order], told[order], points[order]
        starts = np.flatnonzero(first)
        sizes = np.diff(np.append(starts, len(who)))
        offered = np.logical_or.reduceat((told & 1).astype(np.bool_), starts)
        nth = np.arange(len(who)) - np.repeat(starts, sizes)
        shown = np.repeat(offered, sizes) & (nth < self.book.scoring.shown_at_most)
        return Names(who, told >> 2, place >> 22, points, shown)


def _any_of(planes: list[Plane]) -> Plane:
    found = planes[0].copy()
    for plane in planes[1:]:
        found |= plane
    return found
