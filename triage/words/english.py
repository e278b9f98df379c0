"""How English counts and lists things."""

from __future__ import annotations

from collections.abc import Iterable

LANGUAGE = "en"
"""As web pages name it."""

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six"),
            *("seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
            *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
}
"""Numbers of one word, up to nineteen."""
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS |= {word: 10 * tens for tens, word in enumerate(TENS, start=2)}


def number_in(words: str) -> int | None:
    """The number in "seven", "sixty" or "sixty-eight"; None for any other words."""
    first, *rest = words.replace("-", " ").split() or [""]
    number = NUMBER_WORDS.get(first)
    if number is None or not rest:
        return number
    ones = NUMBER_WORDS.get(rest[0], 0) if len(rest) == 1 and first in TENS else 0
    return number + ones if 1 <= ones <= 9 else None


def counted(number: int, one: str, many: str) -> str:
    """A number with what is counted: "1 page", "3 pages"."""
    return f"{number} {one if number == 1 else many}"


def listed(texts: Iterable[str]) -> str:
    """Parts of sentences one after the other; commas may stand in them."""
    return "; ".join(texts)


def commas(texts: Iterable[str]) -> str:
    """Names one after the other."""
    return ", ".join(texts)


def both(texts: Iterable[str]) -> str:
    """What comes together."""
    return " and ".join(texts)


def either(texts: Iterable[str]) -> str:
    """What one can be chosen of."""
    return " or ".join(texts)


def capital(text: str) -> str:
    """The same words at the beginning of a line."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The same words in the middle of a line."""
    return text[:1].lower() + text[1:]


def spaced(*sentences: str) -> str:
    """Sentences one after the other."""
    return " ".join(sentences)
