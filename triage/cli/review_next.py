"""`triage rules review next`: what is unsigned, one page at a time, gravest first."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from triage.rulebook.model import Rulebook
    from triage.rulebook.reviews import Standing

Choice = Literal["sign", "disagree", "ask", "later", "stop"]
CHOICES: tuple[Choice, ...] = ("sign", "disagree", "ask", "later", "stop")
PROMPT = "sign, disagree, ask, later or stop?"
WHY = "What do you disagree with, and why? (Enter: nothing)"
QUESTION = "What do you want to know? (Enter: nothing)"
FORGOTTEN = "nothing was written down"


class Reviewer(NamedTuple):
    """Who reads, as they said it themselves."""

    name: str
    role: str


def meant(typed: str) -> Choice | str:
    """What a typed line means, or why it means nothing; a letter that fits two words is no word.

    To stop must never be taken for to sign.
    """
    from triage.errors import printable, shortened

    word = typed.strip().lower().rstrip(".!")
    found = [choice for choice in CHOICES if word and choice.startswith(word)]
    if len(found) == 1:
        return found[0]
    if found:
        return f"`{word}` may be {' or '.join(found)}"
    return f"`{shortened(printable(typed), 30)}` is none of these" if word else "type a word"


def page(book: Rulebook, waiting: Standing, *, styled: bool) -> str:
    """The page about one thing that waits, with what it is called for signing below it."""
    from triage.cli.style import bold
    from triage.presentation.layout import unstyled
    from triage.presentation.rule_links import Links
    from triage.presentation.rule_page import review_page

    width = shutil.get_terminal_size().columns
    return review_page(Links(book), waiting, width, bold if styled else unstyled)


def how_to_say(waiting: Standing, folder: Path | None) -> str:
    """The commands with which somebody says what they think of a page."""
    from triage.presentation.pasted import pasted

    name = str(waiting.subject)
    who = ("--as", "Name, role", "--rules", folder or "FOLDER")
    words = (
        ("sign", name, *who),
        ("disagree", name, *who, "--because", "TEXT"),
        ("ask", name, *who, "--question", "TEXT"),
    )
    return "\n".join(f"  {pasted('triage', 'rules', 'review', *each)}" for each in words)


def left(count: int) -> str:
    """How much waits, in words."""
    return "nothing is left to sign" if not count else f"{count} left to sign"


def walk(
    book: Rulebook,
    folder: Path,
    waiting: tuple[Standing, ...],
    who: Reviewer,
    day: date,
    line: Callable[[str], str],
    *,
    styled: bool,
) -> None:
    """Show each page and write down what the reviewer says of it, until they stop.

    What is signed is what the page said, also where a file was changed meanwhile. Each word is
    written before the next page comes, so that whoever stops loses nothing.

    Raises:
        Stopped: the person stopped in another way than by its word.
        RulesError: the ledger cannot be read or written.
    """
    said = dict.fromkeys(CHOICES, 0)
    for number, each in enumerate(waiting, 1):
        click.echo(f"\n{number} of {len(waiting)}: {each.subject}\n")
        click.echo(page(book, each, styled=styled))
        choice = _asked(book, folder, each, who, day, line)
        said[choice] += 1
        if choice == "stop":
            break
    done = said["sign"] + said["disagree"] + said["ask"]
    click.echo(
        f"{said['sign']} signed, {said['disagree']} disagreed with, {said['ask']} asked about; "
        + left(len(waiting) - done)
    )


def _asked(
    book: Rulebook,
    folder: Path,
    waiting: Standing,
    who: Reviewer,
    day: date,
    line: Callable[[str], str],
) -> Choice:
    """What the reviewer says of one page, written down."""
    from triage.rulebook.signing import doubt, sign

    by, role, on = who.name, who.role, day.isoformat()
    for choice in _choices(line):
        if choice == "sign":
            sign(book, folder, [waiting.subject], by=by, role=role, date=on)
            click.echo(f"signed {waiting.subject}, by {by}, {role}")
            return choice
        if choice == "later" or choice == "stop":  # noqa: PLR1714 - mypy narrows only so
            return choice
        words = _words(line, WHY if choice == "disagree" else QUESTION)
        if words:
            doubt(book, folder, waiting.subject, choice, words, by=by, role=role, date=on)
            click.echo(f"written down of {waiting.subject}, by {by}, {role}")
            return choice
        click.echo(FORGOTTEN)
    raise AssertionError  # pragma: no cover - who is asked answers, or `Stopped` ends it


def _choices(line: Callable[[str], str]) -> Iterator[Choice]:
    while True:
        found = meant(line(PROMPT))
        if found in CHOICES:
            yield found
        else:
            click.echo(f"{found}: write the word, or as much of it as only it begins with")


def _words(line: Callable[[str], str], prompt: str) -> str:
    """What they say, in words that others can read; empty where they say nothing."""
    from triage.cli.reviewer import slip_in

    while slip := slip_in(typed := line(prompt)):
        click.echo(slip)
    return typed
