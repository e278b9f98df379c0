"""What reviewers say of themselves and of rules, as they type it."""

from __future__ import annotations

import click

LONGEST_NAME = 120
LONGEST_WORDS = 1000


def name_and_role(who: str) -> tuple[str, str]:
    """The two parts of "Name, role"; the role stands after the last comma.

    Raises:
        click.BadParameter: a part is missing or too long, or holds characters nobody sees.
    """
    from triage.errors import printable, shortened, unseen

    hint = "'--as'"
    if unseen(who):
        slip = shortened(printable(who))
        raise click.BadParameter(f"`{slip}` has characters that nobody sees.", param_hint=hint)
    name, comma, role = (" ".join(part.split()) for part in who.rpartition(","))
    if not (name and comma and role):
        slip = shortened(who)
        advice = 'write it like "Jane Doe, neurologist".'
        raise click.BadParameter(f"`{slip}` has no name and role, {advice}", param_hint=hint)
    for part in (name, role):
        if len(part) > LONGEST_NAME:
            limit = f"at most {LONGEST_NAME} characters are allowed."
            raise click.BadParameter(f"`{shortened(part)}` is too long, {limit}", param_hint=hint)
    return name, role


def slip_in(words: str) -> str:
    """What is wrong with the words of a reviewer; nothing where others can read them."""
    from triage.errors import unseen

    if letter := unseen(words):
        return f"`{letter}` is a character that nobody sees."
    if len(words) > LONGEST_WORDS:
        return f"{len(words)} characters are too many, at most {LONGEST_WORDS} are allowed."
    return ""
