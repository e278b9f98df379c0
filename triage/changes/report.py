"""A comparison for people: as plain text, and as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from triage.changes.by_case import CaseChange
from triage.changes.by_rule import MEANINGS, UNSURE_MEANINGS, Change
from triage.changes.candidates import Move
from triage.changes.comparing import Comparison
from triage.changes.urgency import Kind
from triage.changes.words import box_words, example_words
from triage.errors import printable, shortened
from triage.presentation import text_page
from triage.presentation.document import Block, Heading, Item, Items, Paragraph
from triage.presentation.layout import unstyled
from triage.rulebook.parts.conditions import Fit
from triage.words.voice import Voice

TEXT_ROWS = 12
MARKDOWN_ROWS = (40, 20, 10, 4)
"""How many rows of a section are shown, fewer where the whole is too long. JSON has all."""
LONGEST_COMMENT = 60_000
"""GitHub refuses comments of more than 65,536 characters."""
LONGEST_CELL = 600
MOST_KINDS = 4
"""How many kinds of answers are told for one rule and one change of level."""

FIT_WORDS: dict[Fit | None, str] = {
    "fits-well": "fits well",
    "fits-partly": "fits partly",
    "fits-a-little": "fits a little",
    None: "not suggested",
}


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
    summary: str
    sections: tuple[Section, ...]


def report(found: Comparison, old: str, new: str, *, accepted: bool = False) -> Report:
    """A comparison in words; lowered urgencies come first.

    Args:
        old: how the user named the old rule book; `new` likewise.
        accepted: whether lowered urgencies were accepted.
    """
    sections = [
        _lowered(found, accepted=accepted),
        Section(
            "Not decided",
            "The search was given up here, so nothing is known about it.",
            ("what",),
            tuple((text,) for text in found.not_decided),
            first=True,
        ),
        _cases(found),
        _raised(found),
        _candidates(found),
        _switches(found),
        _questions(found),
        _rules(found),
    ]
    shown = tuple(section for section in sections if section.rows)
    return Report(f"Rule book: {old} -> {new}", summary(found), shown)


def summary(found: Comparison) -> str:
    """The comparison in one line."""
    if not found.differs:
        return "no difference: every answer set gets the same result"
    rules = _count({(c.group, c.of, c.id) for c in found.rules if c.turn != "affected"}, "thing")
    said = [f"{rules} written otherwise"]
    lowered = {kind.rule for kind in found.lowered}
    raised = {kind.rule for kind in found.raised}
    if lowered:
        said.append(f"URGENCY LOWERED through {_count(lowered, 'rule')}")
    if found.lowering_not_decided:
        said.append("not decided whether an urgency is lowered")
    if raised:
        said.append(f"urgency raised through {_count(raised, 'rule')}")
    if not (lowered or raised or found.lowering_not_decided):
        said.append("no urgency changes")
    moved = {move.condition for move in found.moves}
    said.append(
        f"{_count(moved, 'condition')} weighed otherwise" if moved else "no fit or points change"
    )
    asked = {one.question for one in found.asking} | {one.question for one in found.idle}
    if asked:
        said.append(f"{_count(asked, 'question')} asked of others")
    if found.cases is not None:
        some = [case for case in found.cases.changed if case.lowered]
        changed = f"{len(found.cases.changed)} of {_of(found.cases.looked_at, 'saved case')}"
        said.append(f"{changed} with another result ({len(some)} lowered)")
    return "; ".join(said)


def _of(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _count(some: Iterable[object], what: str) -> str:
    return _of(len(set(some)), what)


def _lowered(found: Comparison, *, accepted: bool) -> Section:
    note = "These answers get a lower urgency than before, unless something else in them is as "
    note += "urgent. Found over all answers; the level after the arrow is the lowest that comes. "
    if accepted:
        note += "Accepted with --accept-lowered."
    else:
        note += "If it is meant, say so with --accept-lowered."
    columns = ("rule", "urgency", "answers", "shortest example")
    return Section("LOWERED URGENCY", note, columns, _kinds(found, found.lowered), first=True)


def _raised(found: Comparison) -> Section:
    note = "These answers get a higher urgency than before, unless something else in them was as "
    note += "urgent already. Found over all answers; the level before the arrow is the lowest."
    columns = ("rule", "urgency", "answers", "shortest example")
    more = tuple(
        (
            f"{one.rule}{', by an answer of not sure' if one.unsure else ''}",
            "",
            f"{_of(one.regions, 'more kind')} of answers, not looked at one by one",
            "",
        )
        for one in found.unseen
    )
    return Section("Raised urgency", note, columns, (*_kinds(found, found.raised), *more))


def _kinds(found: Comparison, kinds: Iterable[Kind]) -> tuple[tuple[str, ...], ...]:
    """One row for each kind; of many through one rule, the first few and how many there are."""
    together: dict[tuple[str, str], list[Kind]] = {}
    for kind in kinds:
        level = f"{kind.before} -> {kind.after}"
        together.setdefault((_reaching(found, kind), level), []).append(kind)
    rows = []
    for (rule, level), some in together.items():
        for kind in some[:MOST_KINDS]:
            answers = box_words(found.joint, kind.box)
            rows.append((rule, level, answers, example_words(found.joint, kind.example)))
        if len(some) > MOST_KINDS:
            left = _of(len(some) - MOST_KINDS, "more kind")
            rows.append((rule, level, f"{left} of answers, with --format json", ""))
    return tuple(rows)


def _reaching(found: Comparison, kind: Kind) -> str:
    """The rule behind a kind, by its id and its name."""
    book = found.joint.books["old" if kind.direction == "lowered" else "new"]
    if kind.rule in book.red_flags:
        how = ", by an answer of not sure" if kind.unsure else ""
        return f'{kind.rule} "{_said(book.red_flags[kind.rule].title)}"{how}'
    return f"{kind.rule} (condition)"


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


def move_words(move: Move) -> str:
    """A move in a few words."""
    if move.before != move.after:
        return f"{FIT_WORDS[move.before]} -> {FIT_WORDS[move.after]}"
    points = {(one, other) for one, other in move.points if one != other}
    if not points:
        return f"{FIT_WORDS[move.before]}, in another place"
    steps = sorted({other - one for one, other in points})
    told = ", ".join(f"{step:+d}" for step in steps)
    return f"{FIT_WORDS[move.before]}, points {told}"


def _switches(found: Comparison) -> Section:
    rows = tuple(
        (
            f"{switch.before or 'nothing'} -> {switch.after or 'nothing'}",
            example_words(found.joint, switch.example),
        )
        for switch in found.switches
    )
    note = f"Tried on {_of(found.tried, 'answer set')}, not proved: what stands here is true, but "
    note += "there may be more, and shorter examples."
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


def _cases(found: Comparison) -> Section:
    cases = found.cases.changed if found.cases is not None else ()
    rows = tuple(
        (
            f"{'LOWERED: ' if case.lowered else ''}{case.case} ({case.file})",
            _arrow(case.before.urgency, case.after.urgency),
            _arrow(case.before.first or "nothing", case.after.first or "nothing"),
            _flags(case),
        )
        for case in cases
    )
    looked_at = found.cases.looked_at if found.cases is not None else 0
    note = f"{_of(len(rows), 'case')} of {looked_at} with another result, lowered ones first."
    columns = ("case", "urgency", "first candidate", "red flags")
    return Section("Saved cases", note, columns, rows)


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} -> {after}"


def _flags(case: CaseChange) -> str:
    gone = [id for id in case.before.red_flags if id not in case.after.red_flags]
    come = [id for id in case.after.red_flags if id not in case.before.red_flags]
    parts = [f"no longer {', '.join(gone)}"] if gone else []
    return "; ".join([*parts, *([f"newly {', '.join(come)}"] if come else [])])


def _rules(found: Comparison) -> Section:
    rows = tuple(
        (_what(change), _said(change.before), _said(change.after), meaning_words(change))
        for change in found.rules
    )
    note = "What is written otherwise in the rule files."
    return Section("Rules", note, ("what", "before", "after", "meaning"), rows)


def _what(change: Change) -> str:
    whose = f" of {change.of}" if change.of else ""
    about = f"{change.group} `{change.id}`{whose}"
    if change.turn == "affected":
        return f"{about} is written as before, but changes"
    return f"{about}, `{change.field}`" if change.field else f"{about} {change.turn}"


def meaning_words(change: Change) -> str:
    """What a changed condition of a rule means for answers, in a sentence or two."""
    if change.meaning is None:
        return ""
    said = MEANINGS[change.meaning]
    unsure = UNSURE_MEANINGS[change.meaning_unsure] if change.meaning_unsure else ""
    if unsure and change.meaning_unsure != change.meaning:
        said += f"; {unsure}"
    return said


_said = Voice.TO_READER.says


# text


def as_text(told: Report) -> str:
    """The report for a terminal, at most 80 columns wide."""
    return text_page.as_text(_blocks(told), heading=unstyled)


def _blocks(told: Report) -> Iterator[Block]:
    yield Paragraph(told.title)
    yield Paragraph(told.summary)
    for section in told.sections:
        yield Heading(2, section.title)
        yield Paragraph(section.note)
        rows = section.rows if section.first else section.rows[:TEXT_ROWS]
        items = [_item(section.columns, row) for row in rows]
        left = len(section.rows) - len(rows)
        more = [f"and {left} more, with --format json"] if left else []
        yield Items("", (*items, *more))


def _item(columns: Sequence[str], row: Sequence[str]) -> Item:
    named = zip(columns[1:], row[1:], strict=True)
    cells = (f"{column}: {shortened(cell, LONGEST_CELL)}" for column, cell in named if cell)
    return Item(row[0], tuple(map(Paragraph, cells)))


# Markdown


def as_markdown(told: Report) -> str:
    """The report for a pull request: a line on top, and tables that fold away."""
    text = ""
    for limit in MARKDOWN_ROWS:
        text = "\n".join(_markdown(told, limit)) + "\n"
        if len(text) <= LONGEST_COMMENT:
            break
    return text


def _markdown(told: Report, limit: int) -> Iterator[str]:
    yield f"### {_plain(told.title)}"
    yield ""
    yield f"**{_plain(told.summary)}**"
    for section in told.sections:
        rows = section.rows[:limit]
        yield ""
        yield "<details open>" if section.first else "<details>"
        yield f"<summary>{_plain(section.title)} ({len(section.rows)})</summary>"
        yield ""
        yield _plain(section.note)
        yield ""
        yield _row(section.columns)
        yield _row(["---"] * len(section.columns))
        for row in rows:
            yield _row([_plain(shortened(cell, LONGEST_CELL)) for cell in row])
        if len(rows) < len(section.rows):
            yield ""
            yield f"and {len(section.rows) - len(rows)} more, with `--format json`"
        yield ""
        yield "</details>"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is; ids in backticks stay so."""
    escaped = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return escaped.replace("*", "\\*").replace("_", "\\_").replace("[", "\\[").replace("@", "&#64;")
