"""Characters that a word processor puts in and that a reader takes for plain ones."""

from __future__ import annotations

import re

BLANKS = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that are no plain space, as the inside of a character class."""
OPENING = "\u201c\u201e\u201f\u2018\u201a\u201b\u00ab"
"""Quotes that begin a text in print."""
CLOSING = "\u201d\u201c\u2019\u2018\u00bb"
"""Quotes that end a text in print."""

_BLANK = re.compile(f"[{BLANKS}]")
_NO_BREAK = "\u00a0\u2007\u202f"


def named_blank(blank: str) -> str:
    """What a word processor calls it."""
    return "non-breaking space" if blank in _NO_BREAK else "blank of another width"


def plain(word: str) -> tuple[str, str]:
    """A word without such characters, and what was taken off in words; empty where nothing was."""
    blank = _BLANK.search(word)
    spaced = " ".join(_BLANK.sub(" ", word).split()) if blank else word
    bare = spaced.strip(OPENING + CLOSING)
    if bare != spaced:
        return bare, "curly quotes"
    return (bare, f"a {named_blank(blank[0])}") if blank else (word, "")
