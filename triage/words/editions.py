"""Answers of earlier editions: what to do with them, and what has no place any more."""

from __future__ import annotations

FIRST_EDITION = "these answers are for the questions of the first edition"
NOT_OF_THE_FIRST = "this is no answer file of the first edition"
AS_IT_STANDS = "it is read as it stands"


def translate(file: str) -> str:
    """How to go on with answers of the first edition."""
    return f"`triage translate {file}` writes them for the questions of today"


def left_out(what: str) -> str:
    """A question, or an item of one, that nobody asks any more."""
    return f"left out: `{what}`, which these answers do not lead to today"
