"""What is said about a line that was typed as an answer."""

from __future__ import annotations

NONE_AND_OTHERS = (
    "You chose None of these together with others. The others are kept. Type b to change it."
)
UNREADABLE = "That line could not be read. Type it again, without letters that have accents."


def too_long(most: int) -> str:
    """A line that nobody types."""
    return f"That line has more than {most:,} letters, so it was not read. Type less."


def longer_than_life(typed: str) -> str:
    """A length of time that goes beyond the age that was told."""
    return f"`{typed}` is longer than the age that you typed. Type how long again, or b to go back."


# how to answer

OTHER_KEYS = "Also: b back, ? help, r repeat, s save, q stop."
"""Said after every slip."""
YES_NO = "Type y for yes, n for no, or u if you are not sure."
MEDICINE_NAMES = (
    "Type the names with commas between them, none if there are none, or u if you are not sure."
)
A_LENGTH = "3 weeks or 2 years"
SPAN = f"Type how long, such as {A_LENGTH}, or u if you are not sure."

FREE_TEXT = "Type one line, 0 if there is nothing to add, or u if you are not sure."


def numbers(most: int) -> str:
    """For a list of which all that fit can be chosen."""
    lines = "the number 1" if most == 1 else f"numbers from 1 to {most}, such as 1, {most}"
    return (
        f"Type {lines}. Type 0 for none, {most}? if you are not sure of line {most},"
        " or u if you are not sure."
    )


def number(lowest: int, highest: int) -> str:
    """For a number, and for the number of a choice."""
    return f"Type a number from {lowest} to {highest}, or u if you are not sure."


# slips


def no_choice(typed: str, how: str) -> str:
    """What was typed is not on the list; `how` says what can be typed."""
    return f"`{typed}` is not one of the choices. {how}"


def not_usable(typed: str, how: str) -> str:
    """What was typed is no number, or none that a person can have."""
    return f"`{typed}` cannot be used. {how}"


def too_many_letters(count: int, most: int) -> str:
    """More than fits on the page for the doctor."""
    return f"That line has {count} letters, and {most} fit. Please say it in fewer words."


def not_seen(letter: str) -> str:
    """A key was pressed, or something was pasted, that shows no letter."""
    return (
        f"That line has something in it that cannot be seen: `{letter}`. Type it again without it."
    )


def no_yes_or_no(typed: str, how: str) -> str:
    """Yes or no was typed where that is no answer."""
    return f"`{typed}` is no answer here. {how}"


def alone(line: str, how: str) -> str:
    """A line was chosen together with others, which would contradict it."""
    return f"`{line}` cannot go together with other lines. {how}"
