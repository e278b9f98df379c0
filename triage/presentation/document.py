"""A document as a list of blocks: what is said, and nothing of how it is shown.

The same blocks become plain text (`text_page`), Markdown (`markdown_page`) and HTML
(`html_page`). So each form is written once, and no form can leave a part out. A block in which
nothing stands is left out of every form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from triage.words import time_line as words

Tone = Literal["plain", "quiet", "notice", "calm", "raised", "strong", "alarm"]
"""How a paragraph looks; of the last four, each is stronger than the one before."""


# inside a line


class Strong(Struct, frozen=True):
    """Words that stand out."""

    text: str


class Code(Struct, frozen=True):
    """An id or something to type."""

    text: str


class Link(Struct, frozen=True):
    """Words that lead to a place in the same document (`#place`) or to a web address.

    Where `to` is neither of the two it leads nowhere and only the words are left, so that no
    address from a file can ever run anything.
    """

    text: str | Code
    to: str


Inline: TypeAlias = str | Strong | Code | Link
Text: TypeAlias = str | tuple[Inline, ...]


def together(texts: Iterable[Text], between: str = ", ") -> tuple[Inline, ...]:
    """Texts one after the other, with something between them."""
    parts: list[Inline] = []
    for text in texts:
        if parts:
            parts.append(between)
        parts += inlines(text)
    return tuple(parts)


def inlines(text: Text) -> tuple[Inline, ...]:
    """The parts of a line."""
    return (text,) if isinstance(text, str) else text


def words_of(text: Text) -> str:
    """A line without anything but its words."""
    return text if isinstance(text, str) else "".join(map(_words, text))


def _words(part: Inline) -> str:
    match part:
        case str():
            return part
        case Link(str() as text, _) | Link(Code(text), _) | Strong(text) | Code(text):
            return text
        case _:
            raise AssertionError(part)


def leads(to: str) -> bool:
    """Whether an address is one that a link may lead to."""
    return _LEADS(to) is not None


_LEADS = re.compile(r"#[\w-]+\Z|https?://").match


# blocks


class Heading(Struct, frozen=True):
    """A heading; level 1 stands once, at the top."""

    level: int
    text: Text
    new_page: bool = False
    """Whether it begins a new page on paper."""


class Paragraph(Struct, frozen=True):
    """A few sentences. The tone may colour it, but never says anything that the words do not."""

    text: Text
    tone: Tone = "plain"
    apart: bool = False
    """Whether an empty line stands above it in plain text, where paragraphs stand close."""


class Command(Struct, frozen=True):
    """Something to paste into a shell, word by word; it is never broken into lines.

    Words that are given as paths are never taken for options.
    """

    words: tuple[str | Path, ...]


class Item(Struct, frozen=True):
    """One item of a list, and the blocks that belong to it."""

    text: Text
    below: tuple[Block, ...] = ()
    place: str = ""
    """By which a link finds it."""

    @property
    def loose(self) -> bool:
        """Whether paragraphs stand below it, so that its own words are one, too."""
        return any(
            isinstance(one, Paragraph) or (isinstance(one, Items) and bool(one.lead))
            for one in self.below
        )


class Items(Struct, frozen=True):
    """A list, with a line above it that may be empty."""

    lead: Text
    items: tuple[Text | Item, ...]
    numbered: bool = False
    apart: bool = False
    """Whether an empty line stands above each item in plain text."""
    look: str = ""
    """A name in the style sheet of a page."""

    def each(self) -> Iterator[tuple[str, Item]]:
        """Every item, with the mark that stands before it."""
        for place, one in enumerate(self.items, start=1):
            item = one if isinstance(one, Item) else Item(one)
            yield f"{place}." if self.numbered else "-", item


class Table(Struct, frozen=True):
    """Rows of cells, of which the first is a heading. A column that is empty is left out."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    look: str = ""
    """A name in the style sheet of a page."""

    def kept(self) -> list[int]:
        """The places of the columns in which anything stands."""
        rest = range(1, len(self.columns))
        return [0, *(n for n in rest if any(row[n] for row in self.rows))]

    def in_words(self) -> Iterator[tuple[str, str, Text]]:
        """Each row as what it is about, a colon where it needs one, and what is said of it.

        Of many columns each is told by its name.
        """
        for first, *cells in self.rows:
            told: Iterable[Text] = cells
            if len(cells) > 1:
                named = zip(self.columns[1:], cells, strict=True)
                told = ((f"{column}: ", *inlines(cell)) for column, cell in named if cell)
            about = words_of(first)
            yield about, "" if about.endswith("?") else ":", together(told, "; ")


class Grid(Struct, frozen=True):
    """Numbered rows of which each stands for itself; an empty cell asks for nothing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def by_row(self) -> Items:
        """The rows one after the other."""
        return Items("", tuple(self._row(row) for row in self.rows), numbered=True)

    def _row(self, row: tuple[str, ...]) -> str:
        cells = zip(self.columns, row, strict=True)
        return "; ".join(f"{column}: {cell}" for column, cell in cells if cell)


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


class Picture(Struct, frozen=True):
    """A drawing of this program as SVG. It never stands alone: words beside it say the same,
    so text and Markdown leave it out.
    """

    drawing: str
    caption: str
    look: str = ""
    """A name in the style sheet of a page."""


Block: TypeAlias = Heading | Paragraph | Command | Items | Table | Grid | TimeLine | Picture


def without_picture(line: TimeLine) -> Table:
    """A time line in words."""
    return Table(
        line.caption, (words.WHAT, words.WHEN), tuple((bar.label, bar.text) for bar in line.bars)
    )


def says_something(block: Block) -> bool:
    """Whether anything stands in a block."""
    match block:
        case Paragraph(text):
            return bool(words_of(text))
        case Items(_, parts) | Table(_, _, parts) | Grid(_, parts) | TimeLine(_, parts):
            return bool(parts)
        case _:
            return True


def titled(title: str, blocks: Iterable[Block], level: int = 2) -> list[Block]:
    """A heading with what stands below it; nothing where nothing does."""
    below = [block for block in blocks if says_something(block)]
    return [Heading(level, title), *below] if below else []


def lowered(blocks: Iterable[Block], by: int) -> Iterator[Block]:
    """The same blocks with deeper headings, to stand below another one."""
    for block in blocks:
        yield replace(block, level=block.level + by) if isinstance(block, Heading) else block
