"""What a change of the rules does to invented people who are drawn by chance."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from triage.rulebook.urgency import Urgency, below


class DrawnChanges(Struct, frozen=True):
    """How many of them get another result."""

    looked_at: int
    seed: int
    levels: Mapping[tuple[Urgency, Urgency], int]
    """By the levels before and after, where these differ."""
    other_first: int
    """How many get another first name, whatever their level."""

    @property
    def lowered(self) -> int:
        """How many get a lower urgency."""
        return sum(n for (before, after), n in self.levels.items() if below(after, before))

    @property
    def raised(self) -> int:
        """How many get a higher urgency."""
        return sum(n for (before, after), n in self.levels.items() if below(before, after))
