"""The line of time in the summary for the doctor."""

from __future__ import annotations

STEPS = (
    (0, "today"),
    (7, "1 week"),
    (28, "4 weeks"),
    (90, "3 months"),
    (365, "1 year"),
    (1095, "3 years"),
)
"""The steps that are drawn, in days, each with its words. Between two of them it is even; the steps
themselves are not to scale, or a week would not be seen beside three years."""
HOW_TO_READ = (
    "Each bar covers the time in which it began or happened. A dashed bar has no"
    " known beginning. The steps are not to scale. The table says the same in words."
)
WHAT = "What"
WHEN = "When"


def bar(label: str, text: str) -> str:
    """One bar in words."""
    return f"{label}: {text}"
