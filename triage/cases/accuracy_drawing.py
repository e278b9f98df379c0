"""The figures of an accuracy report as drawings: points with their bounds, and who came out where.

Widths are in percent and text in pixels, so that a drawing fits a phone, a screen and paper
with its words still readable. Nothing is told by a colour: filled or hollow, solid or striped,
and every number also stands in a table beside the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from triage.cases.accuracy import LEVELS, Level, Measure
from triage.errors import printable
from triage.rulebook.urgency import rank

LINE = 18
"""Pixels of a line of text."""
GAP = 12
"""Pixels between groups."""
CELL = 38
"""Pixels of the height of a cell of the confusion table."""
BAR = 12
EDGE = 3.0
"""Percent left free beside the scale, so that a point at its end is whole."""
LEFT, RIGHT = "0.5%", "99.5%"
"""Where words begin and end; at 0 and 100 some letters would hang over the edge of paper."""
TICKS = (0, 25, 50, 75, 100)


class Group(Struct, frozen=True):
    """Figures of the same people, under one heading."""

    heading: str
    measures: tuple[Measure, ...]


def points(name: str, title: str, groups: Sequence[Group]) -> Element:
    """Each share as a point, with a whisker over its bounds.

    `name` begins the ids in the drawing; two drawings of a page need two names.
    """
    said = "; ".join(
        f"{group.heading}: {one.label} {one.share}" for group in groups for one in group.measures
    )
    drawing = _drawing(name, title, said)
    top = 0
    for group in groups:
        top += LINE
        _text(drawing, group.heading, top - 4, kind="head")
        for one in group.measures:
            top += LINE
            _text(drawing, one.label, top - 4)
            _text(drawing, one.share.percent, top - 4, x=RIGHT, anchor="end")
            if one.share.of:
                _marks(drawing, top)
                _point(drawing, one, top + 8)
            top += LINE
        top += GAP
    _scale(drawing, top)
    return _ended(drawing, top + 8 + LINE)


def _point(drawing: Element, one: Measure, middle: int) -> None:
    low, high = one.share.bounds
    _line(drawing, _place(low), middle, _place(high), middle, width=2)
    for end in (low, high):
        _line(drawing, _place(end), middle - 5, _place(end), middle + 5, width=2)
    look = {"fill": "currentColor"} if one.more_is_better else {"class": "hollow"}
    place = {"cx": _place(one.share.count / one.share.of), "cy": str(middle), "r": "5"}
    SubElement(drawing, "circle", {**place, **look, "stroke": "currentColor", "stroke-width": "2"})


def _marks(drawing: Element, top: int) -> None:
    """The steps of the scale behind a point; short, so that none runs through words."""
    for tick in TICKS:
        x = _place(tick / 100)
        _line(drawing, x, top + 1, x, top + 15, width=1, kind="grid")


def _scale(drawing: Element, top: int) -> None:
    """The scale under the points; its last number stays within the drawing."""
    at_the_end = {TICKS[-1]: (RIGHT, "end")}
    for tick in TICKS:
        mark = _place(tick / 100)
        _line(drawing, mark, top - 4, mark, top + 4, width=1)
        x, anchor = at_the_end.get(tick, (mark, "middle"))
        _text(drawing, f"{tick}%", top + LINE, x=x, anchor=anchor, kind="tick")
    _line(drawing, _place(0), top - 4, _place(1), top - 4, width=1)


def _place(part: float) -> str:
    return f"{EDGE + part * (100 - 2 * EDGE):.2f}%"


def squares(name: str, title: str, levels: Sequence[Level]) -> Element:
    """The confusion table: a row for each known urgency, a cell for each that was given.

    A bar in a cell is as long as its share of the row.
    """
    said = "; ".join(f"{row_heading(level)}: {given_words(level)}" for level in levels)
    drawing = _drawing(name, title, said)
    stripes = f"{name}-stripes"
    _stripes(drawing, stripes)
    top = LINE
    for column, given in enumerate(LEVELS):
        _text(drawing, given, top - 4, x=_left(column), kind="tick")
    for level in levels:
        top += LINE
        _text(drawing, row_heading(level), top - 2, kind="head")
        top += 4
        for column, given in enumerate(LEVELS):
            _cell(drawing, level, column, top, _look(rank(given) - rank(level.urgency), stripes))
        top += CELL + 4
    top += GAP
    for words, step in (
        ("as known", 0),
        ("above the known urgency (over-triage)", 1),
        ("below the known urgency (under-triage)", -1),
    ):
        _rect(drawing, "0.5%", top, "6%", BAR, _look(step, stripes))
        _text(drawing, words, top + BAR - 1, x="9%", kind="tick")
        top += LINE
    return _ended(drawing, top)


def row_heading(level: Level) -> str:
    """Whom a row is about."""
    count = level.right.of
    return f"Known as {level.urgency}, {'1 person' if count == 1 else f'{count} people'}"


def given_words(level: Level) -> str:
    """A row in words."""
    return ", ".join(f"{count} came out as {given}" for given, count in level.given.items())


def _cell(drawing: Element, level: Level, column: int, top: int, look: dict[str, str]) -> None:
    given = LEVELS[column]
    count = level.given[given]
    frame = {"fill": "none", "stroke": "currentColor", "class": "grid"}
    if given == level.urgency:
        frame = {"fill": "none", "stroke": "currentColor", "stroke-width": "3"}
    width = 100 / len(LEVELS) - 1
    _rect(drawing, _left(column), top, f"{width:.2f}%", CELL, frame)
    _text(drawing, str(count), top + 16, x=_left(column, 1.5))
    if count:
        long = f"{count / level.right.of * (width - 3):.2f}%"
        _rect(drawing, _left(column, 1.5), top + CELL - BAR - 5, long, BAR, look)


def _left(column: int, inside: float = 0) -> str:
    return f"{column * 100 / len(LEVELS) + 0.5 + inside:.2f}%"


def _look(step: int, stripes: str) -> dict[str, str]:
    """Solid as known, hollow above it, striped below it."""
    fill = "currentColor" if step == 0 else "none" if step > 0 else f"url(#{stripes})"
    return {"fill": fill, "stroke": "currentColor", "stroke-width": "1.5"}


def _stripes(drawing: Element, id: str) -> None:
    size = {"width": "5", "height": "5", "patternUnits": "userSpaceOnUse"}
    turned = {"id": id, "patternTransform": "rotate(45)"}
    pattern = SubElement(SubElement(drawing, "defs"), "pattern", {**turned, **size})
    _line(pattern, "0", 0, "0", 5, width=4)


# the parts of a drawing


def _drawing(name: str, title: str, said: str) -> Element:
    ids = f"{name}-title {name}-text"
    drawing = Element("svg", {"role": "img", "width": "100%", "aria-labelledby": ids})
    SubElement(drawing, "title", {"id": f"{name}-title"}).text = printable(title)
    SubElement(drawing, "desc", {"id": f"{name}-text"}).text = printable(said)
    return drawing


def _ended(drawing: Element, height: int) -> Element:
    drawing.set("height", str(height))
    return drawing


def _text(
    parent: Element, words: str, y: int, *, x: str = LEFT, anchor: str = "start", kind: str = ""
) -> None:
    place = {"x": x, "y": str(y), "text-anchor": anchor}
    SubElement(parent, "text", {**place, **_kind(kind)}).text = printable(words)


def _line(
    parent: Element, x1: str, y1: int, x2: str, y2: int, *, width: int, kind: str = ""
) -> None:
    ends = {"x1": x1, "y1": str(y1), "x2": x2, "y2": str(y2)}
    look = {"stroke": "currentColor", "stroke-width": str(width)}
    SubElement(parent, "line", {**ends, **look, **_kind(kind)})


def _rect(parent: Element, x: str, y: int, width: str, height: int, look: dict[str, str]) -> None:
    place = {"x": x, "y": str(y), "width": width, "height": str(height)}
    SubElement(parent, "rect", {**place, **look})


def _kind(kind: str) -> dict[str, str]:
    return {"class": kind} if kind else {}
