"""scoring.yaml: what evidence weighs."""

from __future__ import annotations

from triage.rulebook.parts.base import Frozen, Text


class Points(Frozen, frozen=True, kw_only=True):
    """What each strength of evidence weighs."""

    strong: int
    """Points of strong evidence."""
    moderate: int
    """Points of moderate evidence."""
    weak: int
    """Points of weak evidence."""


class Scoring(Frozen, frozen=True, kw_only=True):
    """How points become fits, in one place."""

    core: int
    """Points of the core."""
    points: Points
    """Points of evidence, by strength."""
    fits_well: int
    """Points from which a condition fits well."""
    fits_partly: int
    """Points from which a condition fits partly."""
    shown_at_most: int
    """How many conditions a result shows at most."""
    rare_needs_supports: int
    """Supports that a rare condition needs to rise above fits-a-little without a strong
    support or a risk fact."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
