"""The one ladder of urgency, and what is asked of a level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

Urgency: TypeAlias = Literal["routine", "two-weeks", "same-day", "emergency"]

LADDER: tuple[Urgency, ...] = ("routine", "two-weeks", "same-day", "emergency")
"""From the lowest to the highest. There is no "no need to see anyone"."""

LOWEST: Urgency = LADDER[0]
HIGHEST: Urgency = LADDER[-1]


def rank(level: Urgency) -> int:
    """0 for the lowest level, one more for each level above it."""
    return LADDER.index(level)


def highest(levels: Iterable[Urgency]) -> Urgency:
    """The highest of the levels; the lowest there is where there is none."""
    return max(levels, key=rank, default=LOWEST)


def at_least(level: Urgency, other: Urgency) -> bool:
    """Whether a level is as urgent as another, or more."""
    return rank(level) >= rank(other)


def below(level: Urgency, other: Urgency) -> bool:
    """Whether a level is less urgent than another."""
    return rank(level) < rank(other)


def is_raised(level: Urgency) -> bool:
    """Whether a level asks for more than an ordinary appointment."""
    return level != LOWEST


def is_urgent(level: Urgency) -> bool:
    """Whether somebody has to be seen today or at once."""
    return at_least(level, "same-day")


def is_emergency(level: Urgency) -> bool:
    """Whether somebody has to be seen at once, so that the questionnaire is interrupted."""
    return level == HIGHEST
