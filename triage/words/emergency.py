"""The choices on the emergency screen; what it says of the emergency stands in the rule book."""

from __future__ import annotations

UNDERSTOOD = "I understand. Stop here and show everything."
MISTAKE = "That answer was a mistake. Change it."
GO_ON = "Go on, to prepare notes for the doctor."
ONE_TO_THREE = "Type 1, 2 or 3: "
ONLY_ONE_TO_THREE = "Type 1, 2 or 3."
