"""Rows of cells side by side on a terminal, where they can be read so."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from triage.errors import printable

NARROWEST_COLUMN = 11
TALLEST_CELL = 3


def side_by_side(
    titles: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> list[str] | None:
    """Numbered rows as columns of text, with a dash for an empty cell.

    None where they do not fit, or would be hard to read.
    """
    heads = ["", *titles]
    cells = [[str(n), *(cell or "-" for cell in row)] for n, row in enumerate(rows, start=1)]
    number = len(str(len(cells)))
    room = (width - number) // len(titles) - 2
    if room < NARROWEST_COLUMN:
        return None
    widths = [number] + [
        min(room, max(len(printable(text)) for text in texts))
        for texts in zip(titles, *(row[1:] for row in cells), strict=True)
    ]
    lines: list[str] = []
    for texts in (heads, *cells):
        if any(_cut(text, size) for text, size in zip(texts, widths, strict=True)):
            return None
        wrapped = [
            textwrap.wrap(printable(text), size, break_on_hyphens=False) or [""]
            for text, size in zip(texts, widths, strict=True)
        ]
        height = max(map(len, wrapped))
        if height > TALLEST_CELL:
            return None
        for place in range(height):
            parts = [
                (cell[place] if place < len(cell) else "").ljust(size)
                for cell, size in zip(wrapped, widths, strict=True)
            ]
            lines.append("  ".join(parts).rstrip())
    return lines


def _cut(text: str, size: int) -> bool:
    return any(len(word) > size for word in printable(text).split())
