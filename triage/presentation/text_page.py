"""A document as plain text: wrapped on words, with headings in the style of the caller."""

from __future__ import annotations

from collections.abc import Iterable

from triage.presentation.columns import side_by_side
from triage.presentation.document import (
    Block,
    Command,
    Grid,
    Heading,
    Item,
    Items,
    Paragraph,
    Picture,
    Table,
    Text,
    TimeLine,
    says_something,
    without_picture,
    words_of,
)
from triage.presentation.layout import WIDEST, Page, Style


def as_text(blocks: Iterable[Block], width: int = WIDEST, heading: Style = str.upper) -> str:
    """Plain text, wrapped on words; ends with a line break.

    Capital letters set a heading off without any mark that a screen reader would read out; a
    terminal may have another style for it.
    """
    page = Page(width, heading)
    _write(page, blocks, "")
    return f"{page}\n"


def _write(page: Page, blocks: Iterable[Block], indent: str) -> None:
    below_heading = False
    for block in filter(says_something, blocks):
        match block:
            case Heading(level, text) if level > 2:
                page.gap()
                page.text(words_of(text), indent)
            case Heading(_, text):
                page.heading(words_of(text))
            case Paragraph(text, _, apart):
                if apart:
                    page.gap()
                page.text(words_of(text), indent)
            case Command(words):
                # set off from the words above it, as what stands below an item is
                page.command(*words, indent=indent or "  ")
            case Items():
                _write_items(page, block, indent)
            case Table():
                _write_table(page, block, indent, gap=not below_heading)
            case Grid():
                _write_grid(page, block, indent)
            case TimeLine():
                _write_table(page, without_picture(block), indent, gap=not below_heading)
            case Picture():
                continue
        below_heading = isinstance(block, Heading)


def _write_items(page: Page, block: Items, indent: str) -> None:
    if block.lead:
        page.text(words_of(block.lead), indent)
    for mark, item in block.each():
        if block.apart:
            page.gap()
        text, below = _opened(item)
        page.item(words_of(text), mark, indent)
        _write(page, below, f"{indent}   " if block.numbered else f"{indent}  ")


def _opened(item: Item) -> tuple[Text, tuple[Block, ...]]:
    """An item without words of its own begins with its first paragraph."""
    match item:
        case Item("", (Paragraph(text), *below)):
            return text, tuple(below)
        case _:
            return item.text, item.below


def _write_table(page: Page, table: Table, indent: str, *, gap: bool) -> None:
    if gap:
        page.gap()
    page.text(f"{table.caption}:", indent)
    for about, colon, said in table.in_words():
        page.item(f"{about}{colon} {words_of(said)}", indent=indent)


def _write_grid(page: Page, grid: Grid, indent: str) -> None:
    lines = side_by_side(grid.columns, grid.rows, page.width - len(indent))
    if lines is None:
        _write_items(page, grid.by_row(), indent)
        return
    for line in lines:
        page.text(line, indent)
