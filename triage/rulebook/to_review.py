"""What still waits for a reviewer, gravest first."""

from __future__ import annotations

from datetime import date

from triage.rulebook.model import Rulebook
from triage.rulebook.parts.signatures import Doubt, Signature
from triage.rulebook.reviews import KINDS, Standing, Subject, standings
from triage.rulebook.urgency import rank


def to_review(book: Rulebook, today: date, by: str = "", role: str = "") -> tuple[Standing, ...]:
    """Everything that is not signed as it stands, gravest first.

    For a person it is what they have said nothing about as it stands, and where their signature
    would count: what only other roles still have to sign is left out. Without a person, what is
    doubted is left out too, since it waits for whoever keeps the rules.
    """
    waiting = [each for each in standings(book, today) if _waits(each, by, role)]
    return tuple(sorted(waiting, key=lambda each: gravity(book, each.subject)))


def gravity(book: Rulebook, subject: Subject) -> tuple[int, int]:
    """Where something stands in the order of reading: the lowest is read first.

    Red flags come first and conditions next, each the most urgent ones first; then everything
    else by its kind.
    """
    match subject.kind:
        case "red-flag":
            urgency = rank(book.red_flags[subject.id].urgency)
        case "condition":
            urgency = rank(book.conditions[subject.id].urgency)
        case _:
            urgency = 0
    return KINDS.index(subject.kind), -urgency


def _waits(standing: Standing, by: str, role: str) -> bool:
    if standing.state == "signed":
        return False
    if not by:
        return not standing.doubts
    who = (by.casefold(), role.casefold())
    overdue = {each.casefold() for each in standing.overdue}
    on_time = [said for said in standing.valid if said.role.casefold() not in overdue]
    spoken: tuple[Signature | Doubt, ...] = (*standing.doubts, *on_time)
    if who in map(_who, spoken):
        return False
    if standing.doubts:
        return True
    if who[1] in {said.role.casefold() for said in on_time}:
        return False
    return standing.state != "missing-roles" or who[1] in map(str.casefold, standing.missing)


def _who(said: Signature | Doubt) -> tuple[str, str]:
    return said.by.casefold(), said.role.casefold()
