"""The accuracy report as one HTML page that needs nothing else: no script, no font, no request.

It has the style of the doctor's summary. Each drawing is followed by its numbers in a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, tostring

from triage.cases.accuracy import LEVELS, Accuracy, Outcome, measured, misses
from triage.cases.accuracy_drawing import Group, points, row_heading, squares
from triage.presentation.document import Block, Heading, Items, Paragraph, Picture, Table
from triage.presentation.html_page import STYLE, lines, page
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
    body = "".join(lines(accuracy_blocks(book, found)))
    return page(TITLE, f"<main>{body}</main>", STYLE + MORE_STYLE)


def accuracy_blocks(book: Rulebook, found: Sequence[Outcome]) -> Iterator[Block]:
    """The report as a document."""
    figures = measured(found)
    yield Heading(1, TITLE)
    yield Paragraph(
        f"Rule book: {book.title}. People with a known answer: {figures.people}. With a condition"
        f" of the rule book: {figures.in_scope}."
    )
    yield Paragraph(
        "The figures are about these people and say nothing about anybody else.", "notice"
    )
    yield Paragraph(found[0].review, "notice")
    yield from _overall(figures)
    yield from _by_level(figures)
    yield from _came_out(figures)
    yield from _closing(found)


def _overall(figures: Accuracy) -> Iterator[Block]:
    title = "Overall"
    groups = (
        Group(f"Right condition, of {figures.in_scope}", figures.conditions),
        Group(f"Urgency, of {figures.people}", figures.urgency),
    )
    yield Heading(2, title)
    yield picture(points("overall", title, groups), _POINTS)
    for group in groups:
        rows = tuple((one.label, str(one.share)) for one in group.measures)
        yield Table(group.heading, ("Figure", "Share and bounds"), rows)


def _by_level(figures: Accuracy) -> Iterator[Block]:
    title = "By known urgency"
    groups = [Group(row_heading(level), level.measures) for level in figures.levels]
    yield Heading(2, title)
    yield picture(points("by-level", title, groups), _POINTS)
    for group in groups:
        rows = tuple((one.label, str(one.share)) for one in group.measures)
        yield Table(group.heading, ("Urgency", "Share and bounds"), rows)


_POINTS = (
    "A point is a share, the line through it its bounds. Filled: more is better. Hollow: fewer is"
    " better. The tables say the same in numbers."
)


def _came_out(figures: Accuracy) -> Iterator[Block]:
    title = "Known and given urgency"
    yield Heading(2, title)
    yield picture(
        squares("known-given", title, figures.levels),
        "A row for each known urgency, a cell for each urgency that was given. A bar is as long"
        " as its share of the row; where both agree, the frame is thick. The table says the same"
        " in numbers.",
    )
    rows = tuple((level.urgency, *map(str, level.given.values())) for level in figures.levels)
    yield Table("How many came out at each urgency", ("Known", *LEVELS), rows, "counts")


def _closing(found: Sequence[Outcome]) -> Iterator[Block]:
    yield Heading(2, "Not as known")
    yield Items("", tuple(misses(found)) or ("nobody",))
    yield Heading(2, "How it is counted")
    yield Items("", HOW_COUNTED)
    versions = found[0].versions
    files = dict.fromkeys(outcome.person.place.file for outcome in found)
    yield Paragraph(f"Read from {', '.join(files)}.")
    yield Paragraph(f"triage {versions.tool}, rule book {versions.rule_book}.")
    yield Paragraph(f"Digest of the rule book: {versions.digest}")


def picture(drawing: Element, caption: str) -> Picture:
    """A drawing with its words below."""
    drawn: str = tostring(drawing, encoding="unicode", method="html")
    return Picture(drawn, caption)
