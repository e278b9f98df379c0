"""The one ladder of urgency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

Urgency: TypeAlias = Literal["routine", "two-weeks", "same-day", "emergency"]

LADDER: tuple[Urgency, ...] = ("routine", "two-weeks", "same-day", "emergency")
"""From the lowest to the highest. There is no "no need to see anyone"."""

LOWEST: Urgency = LADDER[0]


def rank(level: Urgency) -> int:
    """0 for routine up to 3 for emergency."""
    return LADDER.index(level)


def highest(levels: Iterable[Urgency]) -> Urgency:
    """The highest of the levels; routine where there is none."""
    return max(levels, key=rank, default=LOWEST)
