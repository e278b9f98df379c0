"""A document as a list of blocks, and the same blocks as plain text and as Markdown.

Blocks know nothing of what they say. So each form of a document is written once, and no form
can leave a part out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from triage.errors import printable
from triage.presentation.layout import WIDEST, Page

Tone = Literal["plain", "notice", "emergency", "same-day", "two-weeks", "routine"]


class Heading(Struct, frozen=True):
    """A heading; level 1 stands once, at the top."""

    level: Literal[1, 2, 3]
    text: str
    new_page: bool = False
    """Whether it begins a new page on paper."""


class Paragraph(Struct, frozen=True):
    """A few sentences. The tone may colour it, but never says anything that the words do not."""

    text: str
    tone: Tone = "plain"


class Items(Struct, frozen=True):
    """A list, with a line above it that may be empty."""

    lead: str
    texts: tuple[str, ...]


class Table(Struct, frozen=True):
    """Rows of two cells, of which the first is a heading. More would not fit a phone."""

    caption: str
    columns: tuple[str, str]
    rows: tuple[tuple[str, str], ...]


class Bar(Struct, frozen=True):
    """One answer that is about a time: from so many days ago to so many days ago."""

    label: str
    text: str
    days_from: int | None
    """None: it has no known beginning."""
    days_to: int


class TimeLine(Struct, frozen=True):
    """Bars on one line of time. Where nothing can be drawn, each bar is said in words."""

    caption: str
    bars: tuple[Bar, ...]


Block: TypeAlias = Heading | Paragraph | Items | Table | TimeLine


def without_picture(line: TimeLine) -> Table:
    """A time line in words."""
    return Table(line.caption, ("What", "When"), tuple((bar.label, bar.text) for bar in line.bars))


def as_text(blocks: Iterable[Block], width: int = WIDEST) -> str:
    """Plain text, wrapped on words; ends with a line break."""
    # capital letters set a heading off without any mark that a screen reader would read out
    page = Page(width, str.upper)
    below_heading = False
    for block in blocks:
        match block:
            case Heading(3, text, _):
                page.gap()
                page.text(text)
            case Heading(_, text, _):
                page.heading(text)
            case Paragraph(text, _):
                page.text(text)
            case Items(lead, texts):
                if lead:
                    page.text(lead)
                page.items(texts)
            case Table():
                _table_as_text(page, block, below_heading)
            case TimeLine():
                _table_as_text(page, without_picture(block), below_heading)
        below_heading = isinstance(block, Heading)
    return f"{page}\n"


def _table_as_text(page: Page, table: Table, below_heading: bool) -> None:
    if not below_heading:
        page.gap()
    page.text(f"{table.caption}:")
    page.items(f"{first}{_colon(first)} {second}" for first, second in table.rows)


def as_markdown(blocks: Iterable[Block]) -> str:
    """Markdown that any reader of it understands: headings, paragraphs and lists.

    Tables become lists, which also read well as they are.
    """
    parts: list[str] = []
    for block in blocks:
        match block:
            case Heading(level, text, _):
                parts.append(f"{'#' * level} {_literal(text)}")
            case Paragraph(text, "plain"):
                parts.append(_literal(text))
            case Paragraph(text, _):
                parts.append(f"> **{_literal(text)}**")
            case Items(lead, texts):
                if lead:
                    parts.append(_literal(lead))
                parts.append("\n".join(f"- {_literal(text)}" for text in texts))
            case Table():
                parts += _table_as_markdown(block)
            case TimeLine():
                parts += _table_as_markdown(without_picture(block))
    return "\n\n".join(part for part in parts if part) + "\n"


def _table_as_markdown(table: Table) -> list[str]:
    lines = [
        f"- **{_literal(first)}**{_colon(first)} {_literal(second)}" for first, second in table.rows
    ]
    return [f"{_literal(table.caption)}:", "\n".join(lines)]


def _colon(text: str) -> str:
    return "" if text.endswith("?") else ":"


def _literal(text: str) -> str:
    """Text that Markdown shows as it is: no emphasis, no link, no HTML."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~&@])", r"\\\1", printable(text))
    # an address that somebody typed must not become a link
    escaped = re.sub(r":(?=//)|(?<=www)\.", r"\\\g<0>", escaped, flags=re.IGNORECASE)
    # a line that begins like a list, or like the line under a heading, must not become one
    return re.sub(r"^([0-9]*)([-+=.)])", r"\1\\\2", escaped)
