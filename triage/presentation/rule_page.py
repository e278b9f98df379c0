"""`triage rules show`: one page about one thing in the rule book, for those who judge it."""

from __future__ import annotations

from pathlib import Path

from triage.presentation.case_facts import CaseFact
from triage.presentation.describe.entries import entry_blocks
from triage.presentation.describe.once_parts import PARTS, once_blocks
from triage.presentation.describe.shelf import Shelf, entry_of
from triage.presentation.layout import WIDEST, Style, unstyled
from triage.presentation.rule_links import Entry, Links
from triage.presentation.text_page import as_text
from triage.rulebook.reviews import Standing


def rule_page(
    links: Links,
    entry: Entry,
    width: int = WIDEST,
    heading: Style = unstyled,
    *,
    cases: tuple[CaseFact, ...] | None = None,
    standing: Standing | None = None,
    folder: Path | None = None,
) -> str:
    """The page about one entry; ends with a line break.

    Args:
        links: the rule book, prepared.
        entry: what the page is about.
        width: columns of the terminal.
        heading: how headings are styled.
        cases: what came of the cases; None where none were asked for.
        standing: how its review stands; None for what is signed as part of something else.
        folder: where the rule book stands, for commands; None for our own.
    """
    return as_text(
        entry_blocks(Shelf(links, cases, folder=folder), entry, standing), width, heading
    )


def review_page(
    links: Links, standing: Standing, width: int = WIDEST, heading: Style = unstyled
) -> str:
    """The page about something that is signed as one thing; ends with a line break."""
    subject = standing.subject
    shelf = Shelf(links)
    if subject.kind in PARTS:
        return as_text(once_blocks(shelf, standing), width, heading)
    return as_text(entry_blocks(shelf, entry_of(subject), standing), width, heading)
