"""A comparison for people: as plain text, as Markdown for a pull request, and as a page.

It begins with what a reviewer must decide, on one page. Where the details follow, the examples
stand there and nowhere else, so that nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from triage.changes.by_case import CaseChanges
from triage.changes.comparing import Comparison
from triage.changes.summary import Point, points, within
from triage.changes.told import (
    arrow,
    flag_words,
    kind_words,
    many_words,
    meaning_words,
    move_words,
    said,
    what_words,
)
from triage.changes.urgency import Kind
from triage.changes.words import box_words, example_words
from triage.errors import printable
from triage.presentation import html_page, text_page
from triage.presentation.document import Block, Heading, Item, Items, Paragraph
from triage.presentation.layout import unstyled

MARKDOWN_ROWS = (40, 20, 10, 4)
"""How many rows of a section are shown in Markdown, fewer where the whole is too long. All other
forms have all."""
LONGEST_COMMENT = 60_000
"""GitHub refuses comments of more than 65,536 characters."""
LONGEST_CELL = 600
MOST_KINDS = 4
"""How many kinds of answers Markdown tells for one rule and one change of level."""


class Section(Struct, frozen=True):
    """One part of the report: a table, with a sentence above it."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: bool = False
    """Shown open and in full: what must not be overlooked."""


class Report(Struct, frozen=True):
    """The whole report."""

    title: str
    points: tuple[Point, ...]
    sections: tuple[Section, ...]
    lowered: tuple[str, ...]
    """Every rule and level that is lowered, where that was accepted."""


def report(found: Comparison, old: str, new: str, *, accepted: bool = False) -> Report:
    """A comparison in words; lowered urgencies come first.

    Args:
        old: how the user named the old rule book; `new` likewise.
        accepted: whether lowered urgencies were accepted.
    """
    sections = [
        _lowered(found),
        _relooked(found),
        Section(
            "Not decided",
            "The search was given up here, so nothing is known about it.",
            ("what",),
            tuple((text,) for text in found.not_decided),
            first=True,
        ),
        _of_files("People", "person", found.people),
        _of_files("Saved cases", "case", found.cases),
        _raised(found),
        _candidates(found),
        _switches(found),
        _questions(found),
        _rules(found),
    ]
    shown = tuple(section for section in sections if section.rows)
    levels = dict.fromkeys(
        f"{kind_words(found, k)}: {k.before} -> {k.after}" for k in found.lowered
    )
    levels |= dict.fromkeys(
        f"second look at {one.line}: {one.before} -> {one.after}"
        for one in found.relooked
        if one.direction == "lowered"
    )
    told = tuple(points(found, accepted=accepted))
    return Report(f"Rule book: {old} -> {new}", told, shown, tuple(levels) if accepted else ())


def _lowered(found: Comparison) -> Section:
    note = "These answers get a lower urgency than before, unless something else in them is as "
    note += "urgent. Found over all answers; the level after the arrow is the lowest that comes."
    columns = ("rule", "urgency", "answers", "shortest example")
    return Section("LOWERED URGENCY", note, columns, _kinds(found, found.lowered), first=True)


def _relooked(found: Comparison) -> Section:
    note = "Who ticks these lines at a second look only gets another urgency, since one of the "
    note += "rule books asks about them just once. Found for each line, with nothing else said."
    rows = tuple(
        (one.line, f"{one.before} -> {one.after}", one.text)
        for one in sorted(found.relooked, key=lambda one: one.direction)
    )
    return Section("Second look", note, ("line", "urgency", "it reads"), rows, first=True)


def _raised(found: Comparison) -> Section:
    note = "These answers get a higher urgency than before, unless something else in them was as "
    note += "urgent already. Found over all answers; the level before the arrow is the lowest."
    columns = ("rule", "urgency", "answers", "shortest example")
    more = tuple(
        (
            f"{one.rule}{', by an answer of not sure' if one.unsure else ''}",
            "",
            f"{many_words(one.regions, 'more kind')} of answers, not looked at one by one",
            "",
        )
        for one in found.unseen
    )
    return Section("Raised urgency", note, columns, (*_kinds(found, found.raised), *more))


def _kinds(found: Comparison, kinds: Iterable[Kind]) -> tuple[tuple[str, ...], ...]:
    """One row for each kind; those through one rule to one level stand together."""
    together: dict[tuple[str, str], list[Kind]] = {}
    for kind in kinds:
        level = f"{kind.before} -> {kind.after}"
        together.setdefault((kind_words(found, kind), level), []).append(kind)
    return tuple(
        (*about, box_words(found.joint, kind.box), example_words(found.joint, kind.example))
        for about, some in together.items()
        for kind in some
    )


def _candidates(found: Comparison) -> Section:
    rows = []
    # what comes and goes is told before fits, and those before mere points
    for move in sorted(
        found.moves, key=lambda m: (m.before == m.after, None not in (m.before, m.after))
    ):
        for number, part in enumerate(move.parts):
            more = " (there are more kinds)" if move.more and number == len(move.parts) - 1 else ""
            rows.append(
                (
                    move.condition,
                    move_words(move),
                    box_words(found.joint, part.box) + more,
                    example_words(found.joint, part.example),
                )
            )
    note = "With these answers a condition is suggested with another fit, newly, or no longer. "
    note += "Every such move is here, found over all answers."
    return Section(
        "Other candidates", note, ("condition", "fit", "answers", "shortest example"), tuple(rows)
    )


def _switches(found: Comparison) -> Section:
    rows = tuple(
        (
            f"{switch.before or 'nothing'} -> {switch.after or 'nothing'}",
            example_words(found.joint, switch.example),
        )
        for switch in found.switches
    )
    note = f"Tried on {many_words(found.tried, 'answer set')}, not proved: what stands here is "
    note += "true, but there may be more, and shorter examples."
    return Section("Other first candidates", note, ("first candidate", "example"), rows)


def _questions(found: Comparison) -> Section:
    rows = []
    for asking in found.asking:
        turn = "newly asked" if asking.turn == "asked" else "no longer asked"
        for number, part in enumerate(asking.parts):
            last = asking.more and number == len(asking.parts) - 1
            rows.append(
                (
                    asking.question,
                    turn,
                    box_words(found.joint, part.box) + (" (there are more kinds)" if last else ""),
                    example_words(found.joint, part.example),
                )
            )
    for one in found.idle:
        turn = "some rule depends on it now" if one.turn == "asked" else "no rule depends on it now"
        rows.append((one.question, turn, "", ""))
    note = "By `ask-when`: found over all answers. Which questions fall away because no rule "
    note += "depends on them was compared before the first answer only."
    return Section(
        "Other questions", note, ("question", "how", "answers", "shortest example"), tuple(rows)
    )


def _of_files(title: str, one: str, changes: CaseChanges | None) -> Section:
    some = changes.changed if changes is not None else ()
    rows = tuple(
        (
            f"{'LOWERED: ' if case.lowered else ''}{case.case} ({case.file})",
            arrow(case.before.urgency, case.after.urgency),
            arrow(case.before.first or "nothing", case.after.first or "nothing"),
            flag_words(case),
        )
        for case in some
    )
    note = f"Each {one} with another result, lowered ones first."
    return Section(title, note, (one, "urgency", "first candidate", "red flags"), rows)


def _rules(found: Comparison) -> Section:
    rows = tuple(
        (what_words(change), said(change.before), said(change.after), meaning_words(change))
        for change in found.rules
    )
    note = "What is written otherwise in the rule files."
    return Section("Rules", note, ("what", "before", "after", "meaning"), rows)


# text and page


def as_text(told: Report, *, full: bool = True) -> str:
    """The report for a terminal, at most 80 columns wide; without details one page."""
    blocks = [*_blocks(told)] if full else [*_short(told)]
    return text_page.as_text(blocks, heading=unstyled)


def as_html(told: Report) -> str:
    """The whole report as a page that needs nothing else."""
    return html_page.as_html(_blocks(told, top=1), told.title)


def _short(told: Report) -> Iterator[Block]:
    def page(some: Sequence[Point]) -> list[Block]:
        return [Paragraph(told.title), _points(some), *([_MORE] if told.sections else [])]

    def lines(some: Sequence[Point]) -> int:
        return text_page.as_text(page(some), heading=unstyled).count("\n")

    yield from page(within(told.points, lines))
    if told.lowered:
        yield Heading(2, "Lowered, and accepted")
        yield Items("", told.lowered)


_MORE = Paragraph("The details: --full, or --format html.", apart=True)


def _points(some: Iterable[Point]) -> Items:
    items = []
    for point in some:
        example = (Paragraph(f"for example {point.example}"),) if point.example else ()
        items.append(Item(point.said, example))
    return Items("", tuple(items))


def _blocks(told: Report, top: int = 0) -> Iterator[Block]:
    yield Heading(top, told.title) if top else Paragraph(told.title)
    yield Items("", tuple(point.said for point in told.points))
    for section in told.sections:
        yield Heading(2, section.title)
        yield Paragraph(section.note)
        alike = groupby(section.rows, key=lambda row: row[:2])
        yield Items("", tuple(_item(section.columns, [*rows]) for _, rows in alike))


def _item(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Item:
    """Rows that begin alike, as one item that says once what they share."""
    first = rows[0]
    if len(rows) == 1:
        return Item(first[0], _cells(columns[1:], first[1:]))
    each = tuple(
        Item(f"{columns[2]}: {row[2]}" if row[2] else "", _cells(columns[3:], row[3:]))
        for row in rows
    )
    return Item(first[0], (*_cells(columns[1:2], first[1:2]), Items("", each)))


def _cells(columns: Sequence[str], cells: Sequence[str]) -> tuple[Block, ...]:
    named = zip(columns, cells, strict=True)
    return tuple(Paragraph(f"{column}: {cell}") for column, cell in named if cell)


# Markdown


def as_markdown(told: Report) -> str:
    """The report for a pull request: what to decide on top, and tables that fold away."""
    text = ""
    for limit in MARKDOWN_ROWS:
        text = "\n".join(_markdown(told, limit)) + "\n"
        if len(text) <= LONGEST_COMMENT:
            break
    return text


def _markdown(told: Report, limit: int) -> Iterator[str]:
    yield f"### {_plain(told.title)}"
    yield ""
    for point in told.points:
        yield f"- {_plain(point.said)}"
    for section in told.sections:
        rows = [*_few(section.rows)]
        yield ""
        yield "<details open>" if section.first else "<details>"
        yield f"<summary>{_plain(section.title)} ({len(section.rows)})</summary>"
        yield ""
        yield _plain(section.note)
        yield ""
        yield _row(section.columns)
        yield _row(["---"] * len(section.columns))
        for row in rows[:limit]:
            yield _row([_plain(cell if len(cell) <= LONGEST_CELL else LONG) for cell in row])
        if limit < len(rows):
            yield ""
            yield f"and {len(rows) - limit} more, with `--format json`"
        yield ""
        yield "</details>"


LONG = "(long, with --format json)"


def _few(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Rows, and of many that begin alike the first few and how many there are."""
    for head, some in groupby(rows, key=lambda row: row[:2]):
        alike = [*some]
        if len(alike[0]) < 3:  # a list of single things, each of which is told
            yield from alike
            continue
        yield from alike[:MOST_KINDS]
        if len(alike) > MOST_KINDS:
            left = many_words(len(alike) - MOST_KINDS, "more kind")
            rest = ("",) * (len(alike[0]) - 3)
            yield (*head, f"{left} of answers, with --format json", *rest)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is; ids in backticks stay so."""
    escaped = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return escaped.replace("*", "\\*").replace("_", "\\_").replace("[", "\\[").replace("@", "&#64;")
