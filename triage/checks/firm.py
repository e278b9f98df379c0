"""The check of firm parts: does what a condition needs to fit well move fit or urgency?"""

from __future__ import annotations

from collections.abc import Iterator

from triage.checks.context import Context, Found
from triage.checks.reach import most_points
from triage.rulebook import check_ids
from triage.rulebook.box_cover import uncovered
from triage.rulebook.parts.conditions import FITS, core_id, firm_id
from triage.rulebook.urgency import is_raised
from triage.rulebook.when import meet


def idle_firm(context: Context) -> Iterator[Found]:
    """E32: a firm part that always or never holds where the core does, or that moves nothing."""
    for id, condition in context.book.conditions.items():
        if condition.firm is None:
            continue
        found = _idle(context, id)
        if found is not None:
            what, advice = found
            yield Found(
                check=check_ids.IDLE_FIRM,
                at=(f"conditions/{id}.yaml", "firm"),
                message=what,
                help=advice,
            )


def _idle(context: Context, id: str) -> tuple[str, str] | None:
    """What is wrong with a firm part, and what to do about it; None where it does its work."""
    book = context.book
    top_fit, urgency = book.conditions[id].top_fit, book.conditions[id].urgency
    core, firm = context.boxes(core_id(id)), context.boxes(firm_id(id))
    if not core or not firm:
        return None  # nobody can satisfy one of the two: see E02 and E04
    may_fit_well = top_fit == FITS[0]
    if not may_fit_well and not is_raised(urgency):
        levels = f"its `top-fit` is `{top_fit}` and its `urgency` `{urgency}`"
        what = f"the firm part of `{id}` changes nothing, {levels}"
        return what, "delete one of the two: both say that it cannot fit well"
    together = [both for one in core for other in firm if (both := meet(one, other)) is not None]
    if not any(context.can_be_given(box) for box in together):
        never = "it never fits well" if may_fit_well else "it raises no urgency"
        what = f"the firm part of `{id}` never holds where the core does, so {never}"
        return what, "they exclude each other: change one, or write `top-fit: fits-partly`"
    if all(uncovered(book, box, firm) is None for box in core):
        what = f"the firm part of `{id}` always holds where the core does, so it changes nothing"
        return what, "ask for more than the core does, or delete it"
    wanted = book.scoring.fits_well
    points = most_points(book, id, firm=True)
    if may_fit_well and points < wanted <= most_points(book, id):
        what = f"where its firm part holds, `{id}` gets at most {points} points of {wanted}"
        return what, "its strongest supports exclude the firm part, so it never fits well"
    return None
