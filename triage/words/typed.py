"""What is said about a line that was typed as an answer."""

from __future__ import annotations

NONE_AND_OTHERS = (
    "You chose None of these together with others. The others are kept. Type b to change it."
)
UNREADABLE = "That line could not be read. Type it again, without letters that have accents."


def too_long(most: int) -> str:
    """A line that nobody types."""
    return f"That line has more than {most:,} letters, so it was not read. Type less."


# how to answer

MEDICINE_NAMES = "Type the names, none, or n if you are not sure."
A_LENGTH = "3 weeks or 2 years"
SPAN = f"Type how long, such as {A_LENGTH}, or n if you are not sure."


def numbers(most: int) -> str:
    """For a list of which all that fit can be chosen."""
    return f"Type numbers from 1 to {most}, or n if you are not sure."


def number(lowest: int, highest: int) -> str:
    """For a number, and for the number of a choice."""
    return f"Type a number from {lowest} to {highest}, or n if you are not sure."


# slips


def no_choice(typed: str, how: str) -> str:
    """What was typed is not on the list; `how` says what can be typed."""
    return f"`{typed}` is not one of the choices. {how}"


def not_usable(typed: str, how: str) -> str:
    """What was typed is no number, or none that a person can have."""
    return f"`{typed}` cannot be used. {how}"
