"""Points and fits: what the evidence for a condition comes to. Nowhere else says it.

Evidence is gathered piece by piece, so that one person (`weighing`), all answers at once
(`changes.candidates`) and the best that any answers can give (`checks`) are counted alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import BEST_NOT_FIRM, FITS, Condition, Evidence, Fit, Strength
from triage.rulebook.urgency import is_urgent

RARE = ("rare", "very-rare")


class Gathered(NamedTuple):
    """What the core and the evidence that holds add up to."""

    points: int
    supports: int
    """How many supports hold; counted for a rare condition only, as far as the number matters."""
    lifted: bool
    """Whether a support holds that lifts a rare condition by itself."""
    firm: bool
    """Whether the firm part holds; a condition without one is always firm."""


class Weight(NamedTuple):
    """What a condition comes to: where it stands among candidates rests on these."""

    fit: Fit
    points: int
    held_down: bool
    """A rare condition that only weak signs point to: behind others of its fit, unless it
    is urgent."""


def worth(book: Rulebook) -> dict[Strength, int]:
    """Points of evidence, by its strength."""
    points = book.scoring.points
    return {"strong": points.strong, "moderate": points.moderate, "weak": points.weak}


def thresholds(book: Rulebook) -> dict[Fit, int]:
    """The points that each fit needs, best fit first."""
    scoring = book.scoring
    return {"fits-well": scoring.fits_well, "fits-partly": scoring.fits_partly}


def of_core(book: Rulebook, condition: Condition) -> Gathered:
    """What the core alone is worth; enough to fit well where it says so."""
    scoring = book.scoring
    enough = condition.core.enough
    points = max(scoring.core, scoring.fits_well) if enough else scoring.core
    return Gathered(points, 0, lifted=False, firm=condition.firm is None)


def with_firm(so_far: Gathered) -> Gathered:
    """What it comes to when the firm part holds: the points stay as they are."""
    return so_far._replace(firm=True)


def with_support(
    book: Rulebook, condition: Condition, so_far: Gathered, support: Evidence
) -> Gathered:
    """What it comes to when one more support holds."""
    needed = supports_needed(book, condition)
    return so_far._replace(
        points=so_far.points + worth(book)[support.strength],
        supports=min(needed, so_far.supports + 1),
        lifted=so_far.lifted or (needed > 0 and lifts(support)),
    )


def with_against(book: Rulebook, so_far: Gathered, against: Evidence) -> Gathered:
    """What it comes to when something speaks against it."""
    return so_far._replace(points=so_far.points - worth(book)[against.strength])


def gathered(
    book: Rulebook,
    condition: Condition,
    supports: Iterable[str],
    against: Iterable[str],
    *,
    firm: bool,
) -> Gathered:
    """What the core, some supports and some rules against it (by id) come to.

    `firm` says whether the firm part holds.
    """
    total = of_core(book, condition)
    for id in supports:
        total = with_support(book, condition, total, condition.supports[id])
    for id in against:
        total = with_against(book, total, condition.against[id])
    return with_firm(total) if firm else total


def lifts(support: Evidence) -> bool:
    """Whether a support lifts a rare condition by itself: a strong one, or a risk fact."""
    return support.strength == "strong" or support.risk


def supports_needed(book: Rulebook, condition: Condition) -> int:
    """How many supports lift a condition that none lifts by itself; 0 where none are needed."""
    rare = condition.frequency in RARE and not condition.core.enough
    return book.scoring.rare_needs_supports if rare else 0


def weight(book: Rulebook, condition: Condition, total: Gathered) -> Weight:
    """The fit, and whether it is held down."""
    held = not total.lifted and total.supports < supports_needed(book, condition)
    reached = (fit for fit, points in thresholds(book).items() if total.points >= points)
    fit: Fit = "fits-a-little" if held else next(reached, "fits-a-little")
    may_wait = not is_urgent(condition.urgency)
    # a condition that answers alone cannot show more of is held at its top fit, and one whose
    # firm part does not hold below the best
    held_at = (condition.top_fit,) if total.firm else (condition.top_fit, BEST_NOT_FIRM)
    return Weight(max(fit, *held_at, key=FITS.index), total.points, held and may_wait)
