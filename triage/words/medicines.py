"""Asking about medicines: how names were read, and which of them are meant."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words.english import listed

WITH_COMMAS = "Type the names with commas between them, or none."
NONE_AND_NAMES = "You typed none together with names. The names are kept. Type b to change it."
NOT_CONFIRMED = "What you did not confirm counts as not sure. Type b to type it again."


def understood(names: Iterable[str]) -> str:
    """Names that were understood."""
    return f"I read: {listed(names)}."


def known_by_purpose(*, typed: str, purpose: str) -> str:
    """What was typed says only what the medicine is for."""
    return f"I read `{typed}` as a medicine for {purpose}. It counts as not sure."


def not_understood(typed: str) -> str:
    """What was typed says nothing to us."""
    return f"I could not read `{typed}`. It counts as not sure. Type b to type it again."


# asking which is meant

ONE_OR_NOT = "y, n, or u:"
WHICH_OF_ALL = "y for all, numbers of the right ones, n, or u:"
NOT_TWO = "One word cannot mean two medicines. Type the numbers that are right, n or u."
ONLY_ONE_OR_NOT = "Type y for yes, n for no, or u if you are not sure."
ONLY_WHICH_OF_ALL = "Type y for all, the numbers that are right, like 1, 2, or n or u."


def right(names: Iterable[str], how: str) -> str:
    """Whether these are the names that were meant; `how` says what can be typed."""
    return f"I read: {listed(names)}. Right? {how}"


def may_mean(*, number: int, typed: str, name: str) -> str:
    """One name that a word may mean, with the number by which it is chosen."""
    return f"{number:>2} {typed}: {name}"
