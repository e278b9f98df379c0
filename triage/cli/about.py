"""`triage about`: what this is, what it is not, and which rules it has, on one screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import RULES_OPTION
from triage.words import about as words

if TYPE_CHECKING:
    from triage.presentation.layout import Style
    from triage.rulebook.model import Rulebook

DOCUMENTS = (
    "INTENDED_USE.md",
    "PRIVACY.md",
    "SECURITY.md",
    "ACCESSIBILITY.md",
    "INCIDENTS.md",
    "docs/accuracy.md",
    "docs/safety/safety-case.md",
)
"""Where more stands, from the top of the source archive and of the repository."""


@click.command("about", epilog="Example: triage about")
@RULES_OPTION
@click.pass_context
def command(ctx: click.Context, /, rules_folder: Path | None) -> None:
    """Say what this is, which rules it has, and who has reviewed them."""
    import shutil

    from triage.cli.chosen_book import chosen
    from triage.cli.style import bold
    from triage.presentation.layout import unstyled
    from triage.rulebook.own import files_verified

    heading = unstyled if ctx.color is False else bold
    width = shutil.get_terminal_size().columns
    installed = _verified(files_verified())
    click.echo(about_text(chosen(rules_folder), installed, width, heading), nl=False)


def _verified(files: int | None) -> str:
    """What is said where nothing that is installed differs; else there is only a message."""
    if files is None:
        return words.FROM_SOURCE
    return words.verified(files)


def about_text(book: Rulebook, installed: str, width: int, heading: Style) -> str:
    """The essentials about the program and one rule book."""
    from triage.presentation.layout import Page
    from triage.version import __version__

    page = Page(width, heading)
    page.heading(book.title)
    page.text(words.WHAT_IT_IS)
    page.text(words.NOT_A_DEVICE)
    page.gap()
    page.text(book.advisory.advisory)
    page.gap()
    page.text(_reviewed(book))
    page.gap()
    page.text(words.version(__version__))
    page.text(words.rule_book(version=book.version, digest=book.digest[:12]))
    page.text(installed)
    page.text(words.STORED)
    page.text(words.LICENCES)
    page.text(words.more(DOCUMENTS))
    return f"{page}\n"


def _reviewed(book: Rulebook) -> str:
    """What the rule book says while it is not reviewed, and how much of it is signed."""
    from datetime import date

    from triage.rulebook.reviews import review_text, standings

    # as in results, the calendar does not count: a signature holds until the meaning changes
    every = standings(book, date.max)
    signed = sum(each.state in {"signed", "overdue"} for each in every)
    counted = words.signed(signed, of=len(every))
    return f"{review_text(book)} {counted}".strip()
