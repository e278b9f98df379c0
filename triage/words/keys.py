"""What can be typed in place of an answer: a letter, as the prompts name it, or its word."""

from __future__ import annotations

NOT_SURE = frozenset({"n", "not sure", "unsure"})
BACK = frozenset({"b", "back"})
WHY = frozenset({"?", "h", "help"})
REPEAT = frozenset({"r", "repeat"})
SAVE = frozenset({"s", "save"})
QUIT = frozenset({"q", "quit"})

END = frozenset({"", *QUIT})
"""After a result, Enter ends too."""
RESULT_WHY = frozenset({"w", "why"})
RESULT_DANGER = frozenset({"d", "danger", "danger signs"})
RESULT_PAGE = frozenset({"p", "page"})

YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no", "none"})
