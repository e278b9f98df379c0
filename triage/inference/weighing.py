"""From fired rules to bands, candidates and urgency: the second layer.

The first layer only collects evidence. Here it is weighed: points for and against, what
blocks a suggestion, which order. Nothing in this layer can touch a red flag.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from triage.inference.reference import Fired
from triage.rulebook.model import BANDS, Band, Condition, Rulebook, core_id
from triage.rulebook.urgency import LOWEST, Urgency, highest, rank

RARE = ("rare", "very-rare")


class Flagged(Struct, frozen=True):
    """A red flag that was reached, and how."""

    id: str
    urgency: Urgency
    certain: bool
    """False where only *unsure* answers reach it, at its `if-unsure` level."""


class Candidate(Struct, frozen=True):
    """A condition that is suggested."""

    id: str
    band: Band
    points: int
    held_down: bool
    """A rare condition that only weak signs point to: behind others of its band, unless it
    is urgent."""
    urgency: Urgency
    supports: tuple[str, ...]
    """Ids of the rules that fired for it, the core first."""
    against: tuple[str, ...]
    shown: bool


class Blocked(Struct, frozen=True):
    """A condition whose core holds but which is not suggested, with the rules that say so."""

    id: str
    rules: tuple[str, ...]


class Weighed(Struct, frozen=True):
    """The outcome of weighing."""

    urgency: Urgency
    flags: tuple[Flagged, ...]
    candidates: tuple[Candidate, ...]
    """Every suggested condition, best first; `shown` marks those that are offered."""
    blocked: tuple[Blocked, ...]


def weigh(book: Rulebook, fired: Fired) -> Weighed:
    """Weigh a trace. The same trace always gives the same outcome."""
    flags = _flags(book, fired)
    suggested: list[Candidate] = []
    blocked: list[Blocked] = []
    for id, condition in book.conditions.items():
        if core_id(id) not in fired:
            continue
        blocks = tuple(rule for rule in condition.blocked_by if rule in fired)
        if blocks:
            blocked.append(Blocked(id, blocks))
        else:
            suggested.append(_candidate(book, id, condition, fired))
    level = highest([*(f.urgency for f in flags), *(c.urgency for c in suggested)])
    danger = any(flag.urgency != LOWEST for flag in flags)
    ordered = _ordered(book, suggested, danger)
    return Weighed(level, flags, _shown(book, ordered, danger), tuple(blocked))


def _flags(book: Rulebook, fired: Fired) -> tuple[Flagged, ...]:
    found = []
    for id, flag in book.red_flags.items():
        if id in fired:
            found.append(Flagged(id, flag.urgency, certain=True))
        elif f"{id}?" in fired:
            found.append(Flagged(id, flag.if_unsure, certain=False))
    return tuple(sorted(found, key=lambda f: (-rank(f.urgency), not f.certain, f.id)))


def _candidate(book: Rulebook, id: str, condition: Condition, fired: Fired) -> Candidate:
    supports = tuple(rule for rule in condition.supports if rule in fired)
    against = tuple(rule for rule in condition.against if rule in fired)
    return Candidate(
        id=id,
        band=_band(book, condition, supports, against),
        points=_points(book, condition, supports, against),
        held_down=rank(condition.urgency) < rank("same-day")
        and _rare_without_reason(book, condition, supports),
        urgency=condition.urgency,
        supports=(core_id(id), *supports),
        against=against,
        shown=False,
    )


def _strengths(book: Rulebook) -> Mapping[str, int]:
    points = book.scoring.points
    return {"strong": points.strong, "moderate": points.moderate, "weak": points.weak}


def _points(
    book: Rulebook, condition: Condition, supports: tuple[str, ...], against: tuple[str, ...]
) -> int:
    worth = _strengths(book)
    enough = condition.core.enough == "yes"
    core = max(book.scoring.core, book.scoring.fits_well) if enough else book.scoring.core
    gained = sum(worth[condition.supports[rule].strength] for rule in supports)
    lost = sum(worth[condition.against[rule].strength] for rule in against)
    return core + gained - lost


def _band(
    book: Rulebook, condition: Condition, supports: tuple[str, ...], against: tuple[str, ...]
) -> Band:
    points = _points(book, condition, supports, against)
    if points < book.scoring.fits_partly or _rare_without_reason(book, condition, supports):
        return "fits-a-little"
    reached: Band = "fits-well" if points >= book.scoring.fits_well else "fits-partly"
    return max(reached, condition.top_band, key=BANDS.index)


def _rare_without_reason(book: Rulebook, condition: Condition, supports: tuple[str, ...]) -> bool:
    if condition.frequency not in RARE or condition.core.enough == "yes":
        return False
    rules = [condition.supports[id] for id in supports]
    lifted = any(rule.strength == "strong" or rule.risk == "yes" for rule in rules)
    return not lifted and len(rules) < book.scoring.rare_needs_supports


def _ordered(book: Rulebook, suggested: list[Candidate], danger: bool) -> list[Candidate]:
    def key(candidate: Candidate) -> tuple[bool, int, bool, int, int, str]:
        condition = book.conditions[candidate.id]
        soft = condition.never_alone == "yes" or condition.benign == "yes"
        return (
            danger and soft,
            BANDS.index(candidate.band),
            candidate.held_down,
            -candidate.points,
            -rank(candidate.urgency),
            candidate.id,
        )

    return sorted(suggested, key=key)


def _shown(book: Rulebook, ordered: list[Candidate], danger: bool) -> tuple[Candidate, ...]:
    """Mark what is offered: at most so many, and nothing that may not stand alone."""

    def may_lead(candidate: Candidate) -> bool:
        condition = book.conditions[candidate.id]
        return condition.never_alone == "no" and not (danger and condition.benign == "yes")

    offer = any(may_lead(candidate) for candidate in ordered)
    return tuple(
        msgspec.structs.replace(candidate, shown=offer and place < book.scoring.shown_at_most)
        for place, candidate in enumerate(ordered)
    )
