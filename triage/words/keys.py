"""What can be typed in place of an answer: a letter, as the prompts name it, or its word."""

from __future__ import annotations

NOT_SURE = frozenset(
    {
        *("u", "unsure", "not sure", "i'm not sure", "im not sure", "i am not sure"),
        *("don't know", "dont know", "do not know", "dunno", "no idea", "can't say", "cant say"),
        *("i don't know", "i dont know", "i do not know", "can't tell", "cant tell", "idk"),
    }
)
BACK = frozenset({"b", "back"})
WHY = frozenset({"?", "h", "help", "why"})
REPEAT = frozenset({"r", "repeat"})
SAVE = frozenset({"s", "save"})
QUIT = frozenset({"q", "quit", "stop"})

END = frozenset({"", *QUIT})
"""After a result, Enter ends too."""
RESULT_WHY = frozenset({"w", "why"})
RESULT_DANGER = frozenset({"d", "danger", "danger signs"})
RESULT_PAGE = frozenset({"p", "page"})

YES = frozenset({"y", "yes", "yeah", "yep"})
NO = frozenset({"n", "no", "nope"})
NONE = frozenset({"0", "none", "none of these", "none of them"})


def as_key(typed: str) -> str:
    """A line as it stands in the sets above."""
    plain = typed.lower().replace("\u2019", "'")
    key = plain.rstrip(".!") or plain
    doubt = key.rstrip("?")
    return doubt if doubt in NOT_SURE else key
