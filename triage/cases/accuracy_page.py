"""The accuracy report as one HTML page that needs nothing else: no script, no font, no request.

It has the style of the doctor's summary. Each drawing is followed by its numbers in a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from triage.cases.accuracy import LEVELS, Accuracy, Level, Outcome, measured, misses
from triage.cases.accuracy_drawing import Group, points, row_heading, squares
from triage.errors import printable
from triage.presentation.html_page import STYLE, page
from triage.rulebook.model import Rulebook

TITLE = "How often the result is right"
MORE_STYLE = """
svg .head { font-weight: 650; }
svg .hollow { fill: var(--sheet); }
svg .grid { stroke: var(--line); }
.counts { table-layout: auto; }
.counts thead th:first-child { width: auto; }
.counts td, .counts thead th + th { text-align: right; }
.counts thead th { white-space: nowrap; }
@media (max-width: 30rem) {
  .counts thead th + th { writing-mode: vertical-rl; text-align: left; }
}
"""
HOW_COUNTED = (
    "Right: the condition that is known for a person, or one that is as good (also).",
    "First, among the first three, shown at all: the place of the first right condition among"
    " those that are shown. Only people whose condition the rule book knows are counted.",
    "Urgency matches: the result has just the known urgency. Safe: it is not below it."
    " Whoever sends everybody to an emergency department is always safe, so read it next to"
    " over-triage.",
    "Below (under-triage): the result is less urgent than is known. Above (over-triage): it is"
    " more urgent.",
    "Bounds: exact two-sided 95 % bounds (Clopper-Pearson). They are for people drawn at random;"
    " where people were chosen, the true doubt is wider.",
)


def as_page(book: Rulebook, found: Sequence[Outcome]) -> str:
    """The whole page, of at least one person; the same people give the same bytes."""
    figures = measured(found)
    main = Element("main")
    _opening(main, book, figures, found[0].review)
    _overall(main, figures)
    _by_level(main, figures)
    _came_out(main, figures)
    _closing(main, found)
    body: str = tostring(main, encoding="unicode", method="html")
    return page(TITLE, body, STYLE + MORE_STYLE)


def _opening(main: Element, book: Rulebook, figures: Accuracy, review: str) -> None:
    _add(main, "h1", TITLE)
    _add(
        main,
        "p",
        f"Rule book: {book.title}. People with a known answer: {figures.people}. With a condition"
        f" of the rule book: {figures.in_scope}.",
    )
    _add(
        main,
        "p",
        "The figures are about these people and say nothing about anybody else.",
        "tone notice",
    )
    if review:
        _add(main, "p", review, "tone notice")


def _overall(main: Element, figures: Accuracy) -> None:
    title = "Overall"
    groups = (
        Group(f"Right condition, of {figures.in_scope}", figures.conditions),
        Group(f"Urgency, of {figures.people}", figures.urgency),
    )
    _add(main, "h2", title)
    _figure(main, points("overall", title, groups), _POINTS)
    for group in groups:
        rows = [(one.label, (str(one.share),)) for one in group.measures]
        _table(main, group.heading, ("Figure", "Share and bounds"), rows)


def _by_level(main: Element, figures: Accuracy) -> None:
    title = "By known urgency"
    groups = [Group(row_heading(level), level.measures) for level in figures.levels]
    _add(main, "h2", title)
    _figure(main, points("by-level", title, groups), _POINTS)
    for group in groups:
        rows = [(one.label, (str(one.share),)) for one in group.measures]
        _table(main, group.heading, ("Urgency", "Share and bounds"), rows)


_POINTS = (
    "A point is a share, the line through it its bounds. Filled: more is better. Hollow: fewer is"
    " better. The tables say the same in numbers."
)


def _came_out(main: Element, figures: Accuracy) -> None:
    title = "Known and given urgency"
    _add(main, "h2", title)
    _figure(
        main,
        squares("known-given", title, figures.levels),
        "A row for each known urgency, a cell for each urgency that was given. A bar is as long"
        " as its share of the row; where both agree, the frame is thick. The table says the same"
        " in numbers.",
    )
    rows = [(level.urgency, _counts(level)) for level in figures.levels]
    columns = ("Known", *LEVELS)
    _table(main, "How many came out at each urgency", columns, rows, "counts")


def _counts(level: Level) -> tuple[str, ...]:
    return tuple(str(count) for count in level.given.values())


def _closing(main: Element, found: Sequence[Outcome]) -> None:
    _add(main, "h2", "Not as known")
    _items(main, misses(found) or ["nobody"])
    _add(main, "h2", "How it is counted")
    _items(main, HOW_COUNTED)
    versions = found[0].versions
    files = dict.fromkeys(outcome.person.place.file for outcome in found)
    _add(main, "p", f"Read from {', '.join(files)}.")
    _add(main, "p", f"triage {versions.tool}, rule book {versions.rule_book}.")
    _add(main, "p", f"Digest of the rule book: {versions.digest}")


# the parts of a page


def _add(parent: Element, tag: str, words: str, kind: str = "") -> None:
    SubElement(parent, tag, {"class": kind} if kind else {}).text = printable(words)


def _items(main: Element, texts: Iterable[str]) -> None:
    listed = SubElement(main, "ul")
    for text in texts:
        _add(listed, "li", text)


def _figure(main: Element, drawing: Element, caption: str) -> None:
    figure = SubElement(main, "figure")
    figure.append(drawing)
    _add(figure, "figcaption", caption)


def _table(
    main: Element,
    caption: str,
    columns: Sequence[str],
    rows: Iterable[tuple[str, Sequence[str]]],
    kind: str = "",
) -> None:
    table = SubElement(main, "table", {"class": kind} if kind else {})
    _add(table, "caption", caption)
    heads = SubElement(SubElement(table, "thead"), "tr")
    for column in columns:
        SubElement(heads, "th", {"scope": "col"}).text = printable(column)
    body = SubElement(table, "tbody")
    for first, rest in rows:
        row = SubElement(body, "tr")
        SubElement(row, "th", {"scope": "row"}).text = printable(first)
        for cell in rest:
            _add(row, "td", cell)
