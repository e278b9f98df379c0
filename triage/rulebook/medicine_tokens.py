"""The words, numbers and marks of a text about medicines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from triage.rulebook import pack_words as words


class Token(NamedTuple):
    """A word, a number or a mark of a text."""

    kind: Literal["word", "number", "hard", "soft", "slash", "open", "close", "ask"]
    text: str
    start: int
    end: int


_APOSTROPHE = "['`\u2018\u2019]"
_TOKEN = re.compile(
    rf"(?P<word>[^\W\d_]+(?:{_APOSTROPHE}[^\W\d_]+)*)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<hard>[,;\n\r|•·])|(?P<soft>[+&])|(?P<slash>[/\\])"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<ask>\?)"
)
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Blank letters: nobody sees that they are there."""


def tokens_of(typed: str) -> list[Token]:
    """The words, numbers and marks of a text, without accents and in plain small letters.

    Each knows where it stands in the text as it was typed.
    """
    cleaned, places = _cleaned(typed)
    found = []
    for match in _TOKEN.finditer(cleaned):
        folded = re.sub(_APOSTROPHE, "", match[0].casefold())
        kind = match.lastgroup
        if kind == "word" and folded in words.JOINS:
            kind = "soft"
        start, end = places[match.start()], places[match.end() - 1] + 1
        while end < len(typed) and unicodedata.category(typed[end])[0] == "M":
            end += 1  # an accent that was typed behind its letter
        found.append(Token(kind, folded, start, end))  # type: ignore[arg-type]
    return found


def _cleaned(typed: str) -> tuple[str, Sequence[int]]:
    """A text without accents, in plain letters, and without what nobody can see.

    With it, for each of its letters, the place in the text as it was typed.
    """
    if typed.isascii():
        return typed, range(len(typed))
    letters, places = [], []
    for place, char in enumerate(typed):
        for plain in unicodedata.normalize("NFKD", char):
            seen = plain.isspace() or unicodedata.category(plain)[0] not in "MC"
            if seen and plain not in _UNSEEN:
                letters.append(plain)
                places.append(place)
    return "".join(letters), places
