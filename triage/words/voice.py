"""Whom a text is said to, and whom it is about.

Rule files write "you" and "your"; an object "you" is written `{you}`, so that it can become
"them" when the questions are about somebody else. A doubt is always that of whoever answers:
"you were not sure" stays as it is.
"""

from __future__ import annotations

import re
from enum import Enum

_OTHER_PERSON = {
    "{you}": "them",
    "you": "they",
    "your": "their",
    "yours": "theirs",
    "yourself": "themselves",
}
_SECOND_PERSON = re.compile(
    r"\{you\}|\b(?:yourself|yours|your|you(?! were not (?:sure|asked)\b))\b", re.IGNORECASE
)


class Voice(Enum):
    """How a text in the second person is said. Every one of them has words for every text."""

    TO_READER = "to the reader"
    """About whoever reads it."""
    ABOUT_OTHER = "about somebody else"
    """To whoever types, about another person: a child, a parent, a patient."""

    def says(self, text: str) -> str:
        """A text of the rule book, in this voice."""
        match self:
            case Voice.TO_READER:
                return text.replace("{you}", "you")
            case Voice.ABOUT_OTHER:
                return _SECOND_PERSON.sub(_other_person, text)

    def says_all(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Several texts."""
        return tuple(map(self.says, texts))


def _other_person(found: re.Match[str]) -> str:
    word = found.group()
    other = _OTHER_PERSON[word.lower()]
    return other.capitalize() if word[0].isupper() else other
