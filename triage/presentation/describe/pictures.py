"""How the two pictures of the book are drawn, and the one of what leads to a condition.

The other one is of what leads to a question: `triage.presentation.describe.flow`. Both are lists
of lines with strokes beside them, not clouds of boxes: so they fit a phone, say everything in
black and white, and never cross a word. Layout libraries were looked at: grandalf is no longer
maintained, graphviz needs a program outside Python, graphlay is some months old. A tree and a few
straight lanes need none of them.

A picture never stands alone: the words beside it say the same, and more.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Literal, NamedTuple

from triage.errors import printable
from triage.inference.scoring import worth
from triage.presentation.decision_table import column_title, keys_of
from triage.presentation.rule_links import Links
from triage.presentation.rule_words import when_words
from triage.rulebook.conclusions import Conclusion
from triage.rulebook.parts.conditions import Evidence
from triage.rulebook.stated import Stated, rules_of
from triage.rulebook.when import Is, Key
from triage.words.voice import Voice

Stroke = Literal["core", "strong", "moderate", "weak", "uses"]

WIDTH = 340
"""Pixels: as wide as a phone, so that nothing is made too small to read."""
LETTER = 7.6
"""Pixels for one letter at 13 pixels, with room for wide ones."""
BOLD_LETTER = 8.4
LINE = 17
GAP = 7
STEP = 18
LANE = 7
"""Pixels from one lane to the next, so that many side by side leave room for the words."""
THICK: dict[Stroke, float] = {"core": 4, "strong": 4, "moderate": 2.5, "weak": 1.2, "uses": 1.2}
NAMED_AT_MOST = 3
LONGEST_WORDS = 110
"""Characters of a rule that are told in full; of a longer one, only what it asks about."""

_said = Voice.TO_READER.says


class Line(NamedTuple):
    """One line of a tree: it leads to the nearest line above it that is less deep."""

    depth: int
    text: str
    stroke: Stroke = "uses"
    against: bool = False
    """Whether it takes away instead of adding; drawn dashed."""


def picture(id: str, title: str, said: str, height: float, drawn: Iterable[str]) -> str:
    """One drawing with its text alternative; it gets smaller with the screen, never larger."""
    safe = partial(html.escape, quote=True)
    return (
        f'<svg role="img" width="{WIDTH}" height="{height:g}" viewBox="0 0 {WIDTH} {height:g}"'
        f' aria-labelledby="{safe(id)}-title {safe(id)}-text">'
        f'<title id="{safe(id)}-title">{safe(printable(title))}</title>'
        f'<desc id="{safe(id)}-text">{safe(printable(said))}</desc>{"".join(drawn)}</svg>'
    )


def wrapped(text: str, left: float, letter: float = LETTER) -> list[str]:
    """The lines of a text that begins so far from the left."""
    room = int((WIDTH - left) / letter)
    return textwrap.wrap(printable(text), max(room, 10), break_on_hyphens=False) or [""]


def text_at(left: float, base: float, words: str, *, bold: bool = False) -> str:
    """One line of text, drawn."""
    weight = ' font-weight="650"' if bold else ""
    return f'<text x="{left:g}" y="{base:g}"{weight}>{html.escape(words)}</text>'


def stroke(path: str, thick: float, *, dashed: bool = False) -> str:
    """A path, drawn as a line."""
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<path d="{path}" stroke-width="{thick:g}"{dashes} fill="none" stroke="currentColor"/>'


# what leads to a condition


def condition_picture(links: Links, id: str, anchor: str) -> str:
    """The rules of a condition, with what each of them asks about."""
    name = _said(links.book.conditions[id].name)
    lines = condition_lines(links, id)
    drawn, height = _tree(lines)
    said = "; ".join(line.text for line in lines[1:])
    return picture(f"picture-{anchor}", f"What leads to {name}", said, height, drawn)


def condition_lines(links: Links, id: str) -> list[Line]:
    """The condition, its rules, and below each rule the findings it uses, written out once."""
    condition = links.book.conditions[id]
    lines = [Line(0, _said(condition.name))]
    told: set[Key] = set()
    for stated in rules_of(id, condition):
        keys = list(dict.fromkeys(keys_of(stated.rule.when)))
        lines.append(_rule_line(links, stated, keys))
        for key in keys:
            if isinstance(key, Conclusion) and key not in told:
                told.add(key)
                finding = links.book.findings[key.id]
                inner = list(dict.fromkeys(keys_of(finding.when)))
                name = "" if len(keys) == 1 else f"{_said(finding.name)}, "
                lines.append(Line(2, f"{name}from: {_named(links, inner)}"))
    return lines


def _rule_line(links: Links, stated: Stated, keys: Sequence[Key]) -> Line:
    when = stated.rule.when
    words = when_words(links.book, when)
    asked = words if isinstance(when, Is) and len(words) <= LONGEST_WORDS else _named(links, keys)
    points = worth(links.book)
    match stated.role, stated.rule:
        case "support", Evidence(strength=strength):
            return Line(1, f"+{points[strength]} {asked}", strength)
        case "against", Evidence(strength=strength):
            return Line(1, f"-{points[strength]} {asked}", strength, against=True)
        case "firm", _:
            return Line(1, f"to fit well and raise: {asked}", "moderate")
        case "blocked-by", _:
            return Line(1, f"never with: {asked}", "core", against=True)
        case _:
            return Line(1, f"must hold: {asked}", "core")


def _named(links: Links, keys: Sequence[Key]) -> str:
    titles = [column_title(links.book, key).removeprefix("finding: ") for key in keys]
    shown = "; ".join(titles[:NAMED_AT_MOST])
    more = len(titles) - NAMED_AT_MOST
    return f"{shown}; and {more} more" if more > 0 else shown


def _tree(lines: Sequence[Line]) -> tuple[list[str], float]:
    drawn: list[str] = []
    top = 0.0
    bottoms: dict[int, float] = {}
    """By depth: where the stroke of the line that was drawn last ends."""
    for line in lines:
        left = STEP * line.depth + (4 if line.depth else 0)
        middle = top + LINE / 2 + 1
        if line.depth:
            down = STEP * (line.depth - 1) + 7
            start = bottoms[line.depth - 1]
            drawn.append(stroke(f"M{down:g} {start:g}V{middle:g}", 1.2))
            across = f"M{down:g} {middle:g}H{left - 5:g}"
            drawn.append(stroke(across, THICK[line.stroke], dashed=line.against))
            bottoms[line.depth - 1] = middle
        words = wrapped(line.text, left, LETTER if line.depth else BOLD_LETTER)
        for number, word in enumerate(words):
            base = top + LINE * number + 13
            drawn.append(text_at(left, base, word, bold=line.depth == 0))
        top += LINE * len(words)
        bottoms = {depth: y for depth, y in bottoms.items() if depth < line.depth}
        bottoms[line.depth] = top + 1
        if line.depth == 0:
            # the arrow head: everything below leads here
            drawn.append(
                f'<path d="M3 {top + 8:g}L7 {top + 1:g}L11 {top + 8:g}Z" fill="currentColor"/>'
            )
            top += 4
        top += GAP
    return drawn, top
