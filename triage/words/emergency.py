"""The choices on the emergency screen; what it says of the emergency stands in the rule book."""

from __future__ import annotations

from collections.abc import Iterable

UNDERSTOOD = "I understand. Stop here."
MISTAKE = "That answer was a mistake. Change it."
GO_ON = "Go on, to make notes for the doctor."
ONE_TO_THREE = "Type 1, 2 or 3: "
ONLY_ONE_TO_THREE = "Type 1, 2 or 3."


def also(advice: Iterable[str]) -> str:
    """What to do that the screen had no room for."""
    lines = [f"- {text}" for text in advice]
    return "\n".join(["Until help is there, also:", *lines]) if lines else ""
