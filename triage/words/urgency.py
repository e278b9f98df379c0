"""What a level of urgency is called. What a person is told to do at it stands in the rule book."""

from __future__ import annotations

from typing import NamedTuple


class Level(NamedTuple):
    """A level in words."""

    at_the_top: str
    """How the first line of a result begins."""
    in_a_line: str
    """Beside a danger sign, in the summary for the doctor."""


LEVELS: dict[str, Level] = {
    "emergency": Level("EMERGENCY", "emergency"),
    "same-day": Level("TODAY", "today"),
    "two-weeks": Level("WITHIN 2 WEEKS", "within 2 weeks"),
    "routine": Level("ROUTINE", "ordinary appointment"),
}
"""From the highest to the lowest, as they are listed for a reader."""
