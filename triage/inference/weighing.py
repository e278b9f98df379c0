"""From fired rules to fits, candidates and urgency: the second layer.

The first layer only collects evidence. Here it is weighed: points for and against, what
blocks a suggestion, which order. Nothing in this layer can touch a red flag.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec
from msgspec import Struct

from triage.inference.reference import Basis, Fired
from triage.inference.scoring import gathered, weight
from triage.rulebook.conclusions import red_flag
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import FITS, Condition, Fit, core_id, firm_id
from triage.rulebook.raising import raising_rules
from triage.rulebook.urgency import Urgency, highest, is_raised, rank


class Flagged(Struct, frozen=True):
    """A red flag that was reached, and how."""

    id: str
    urgency: Urgency
    certain: bool
    """False where only *unsure* answers reach it, at its `if-unsure` level."""

    @property
    def rule(self) -> str:
        """The id of the rule that reached it."""
        return red_flag(self.id, unsure=not self.certain).rule


class Candidate(Struct, frozen=True):
    """A condition that is suggested."""

    id: str
    fit: Fit
    points: int
    held_down: bool
    """A rare condition that only weak signs point to: behind others of its fit, unless it
    is urgent."""
    urgency: Urgency
    """Its own level, whether it raises anything or not."""
    raises: bool
    """Whether its level counts for the urgency of the result."""
    supports: tuple[str, ...]
    """Ids of the rules that fired for it, the core first."""
    against: tuple[str, ...]
    firm: bool | None
    """Whether its firm part holds; None where it has none."""
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


def weigh(book: Rulebook, fired: Collection[str]) -> Weighed:
    """Weigh the rules that fired, by id; why they did moves nothing.

    The same rules always give the same outcome.
    """
    flags = _flags(book, fired)
    suggested: list[Candidate] = []
    blocked: list[Blocked] = []
    for core, id in book.cores.items():
        if core not in fired:
            continue
        condition = book.conditions[id]
        blocks = tuple(rule for rule in condition.blocked_by if rule in fired)
        if blocks:
            blocked.append(Blocked(id, blocks))
        else:
            suggested.append(_candidate(book, id, condition, fired))
    level = highest([*(f.urgency for f in flags), *(c.urgency for c in suggested if c.raises)])
    danger = in_danger(flags)
    soon = any(rank(flag.urgency) >= rank("same-day") for flag in flags)
    ordered = _ordered(book, suggested, danger)
    return Weighed(level, flags, _shown(book, ordered, danger, soon), tuple(blocked))


def deciding(weighed: Weighed) -> tuple[list[Flagged], list[Candidate]]:
    """The danger signs and the conditions that the urgency rests on; none where it is lowest."""
    level = weighed.urgency
    if not is_raised(level):
        return [], []
    return (
        [flag for flag in weighed.flags if flag.urgency == level],
        [one for one in weighed.candidates if one.raises and one.urgency == level],
    )


def raised_by(book: Rulebook, id: str, fired: Fired) -> Basis:
    """What a condition that raises the urgency rests on."""
    rules = raising_rules(id, book.conditions[id])
    return frozenset().union(*(fired[rule] for rule in rules))


def _flags(book: Rulebook, fired: Collection[str]) -> tuple[Flagged, ...]:
    certain = book.red_flags.keys() & fired
    maybe = {book.flag_of_twin[rule] for rule in book.flag_of_twin.keys() & fired} - certain
    found = [Flagged(id, book.red_flags[id].urgency, certain=True) for id in certain]
    found += [Flagged(id, book.red_flags[id].if_unsure, certain=False) for id in maybe]
    return tuple(sorted(found, key=lambda f: (-rank(f.urgency), not f.certain, f.id)))


def _candidate(book: Rulebook, id: str, condition: Condition, fired: Collection[str]) -> Candidate:
    supports = tuple(rule for rule in condition.supports if rule in fired)
    against = tuple(rule for rule in condition.against if rule in fired)
    firm = None if condition.firm is None else firm_id(id) in fired
    comes_to = weight(
        book, condition, gathered(book, condition, supports, against, firm=bool(firm))
    )
    return Candidate(
        id=id,
        fit=comes_to.fit,
        points=comes_to.points,
        held_down=comes_to.held_down,
        urgency=condition.urgency,
        raises=all(rule in fired for rule in raising_rules(id, condition)),
        supports=(core_id(id), *supports),
        against=against,
        firm=firm,
        shown=False,
    )


class Order(NamedTuple):
    """By what candidates are ordered: what is less comes first, and the first field decides."""

    fit: int
    held_down: bool
    calms: bool
    """A name that calms, beside a danger sign."""
    points: int
    urgency: int
    id: str


def order_of(book: Rulebook, candidate: Candidate, *, danger: bool) -> Order:
    """Where a candidate stands among others; `danger`: whether a danger sign was reached."""
    return Order(
        FITS.index(candidate.fit),
        candidate.held_down,
        danger and calms(book.conditions[candidate.id]),
        -candidate.points,
        -rank(candidate.urgency),
        candidate.id,
    )


def calms(condition: Condition) -> bool:
    """Whether a name by itself would calm somebody."""
    return condition.never_alone or condition.benign


def in_danger(flags: Iterable[Flagged]) -> bool:
    """Whether a red flag that asks for more than an ordinary appointment was reached."""
    return any(is_raised(flag.urgency) for flag in flags)


def _ordered(book: Rulebook, suggested: list[Candidate], danger: bool) -> list[Candidate]:
    """Best fit first; beside a danger sign a name that calms never comes first."""
    ordered = sorted(suggested, key=lambda one: order_of(book, one, danger=danger))
    leads = next((one for one in ordered if not calms(book.conditions[one.id])), None)
    if danger and leads is not None:
        ordered.remove(leads)
        ordered.insert(0, leads)
    return ordered


def _shown(
    book: Rulebook, ordered: list[Candidate], danger: bool, soon: bool
) -> tuple[Candidate, ...]:
    """Mark what is offered: at most so many, and nothing that may not stand alone.

    A harmless name that nothing speaks against stands alone beside a sign that can wait two weeks,
    which says itself why to be seen. Beside one that cannot wait it would calm.
    """

    def may_lead(candidate: Candidate) -> bool:
        condition = book.conditions[candidate.id]
        calms = condition.benign and (soon or (danger and bool(candidate.against)))
        return not condition.never_alone and not calms

    offer = any(may_lead(candidate) for candidate in ordered)
    return tuple(
        msgspec.structs.replace(candidate, shown=offer and place < book.scoring.shown_at_most)
        for place, candidate in enumerate(ordered)
    )
