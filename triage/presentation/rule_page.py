"""`triage rules show`: one page about one thing in the rule book, for those who judge it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from triage.errors import printable
from triage.presentation.case_facts import CaseFact, covering
from triage.presentation.layout import WIDEST, Page, Style, unstyled
from triage.presentation.learn import READ_WORDS
from triage.presentation.rule_links import Entry, Links
from triage.presentation.rule_words import (
    DecisionTable,
    Outline,
    asked_words,
    decision_table,
    outline,
    stated_words,
    when_words,
)
from triage.rulebook.conclusions import finding
from triage.rulebook.model import Rulebook, variables_of
from triage.rulebook.reviews import Standing, Subject, review_text
from triage.rulebook.stated import rules_of
from triage.rulebook.when import When
from triage.rulebook.words import addressed

KIND_WORDS: dict[str, str] = {
    "red-flag": "Red flag",
    "condition": "Condition",
    "rule": "Rule",
    "finding": "Finding",
    "question": "Question",
    "class": "Medicine class",
    "medicine": "Medicine",
    "source": "Source",
    "region": "Region",
}
STATE_WORDS = {
    "signed": "Signed.",
    "overdue": "Signed, but it is time to read it again.",
    "changed-since": "Changed since it was signed, so the signature no longer counts.",
    "missing-roles": "Signed, but not in every role that must sign it.",
    "never": "Nobody has signed it.",
}
CASES_SHOWN = 10
LONGEST_SENTENCE = 240
"""A condition with more characters is told as a list; a longer sentence is hard to follow."""
NARROWEST_COLUMN = 11
TALLEST_CELL = 3

_said = partial(addressed, other_person=False)


def rule_page(
    links: Links,
    entry: Entry,
    width: int = WIDEST,
    heading: Style = unstyled,
    *,
    cases: tuple[CaseFact, ...] | None = None,
    standing: Standing | None = None,
    folder: Path | None = None,
) -> str:
    """The page about one entry; ends with a line break.

    Args:
        links: the rule book, prepared.
        entry: what the page is about.
        width: columns of the terminal.
        heading: how headings are styled.
        cases: what came of the cases; None where none were asked for.
        standing: how its review stands; None for what is signed as part of something else.
        folder: where the rule book stands, for commands; None for our own.
    """
    page = _RulePage(links, Page(width, heading), folder)
    page.whole(entry, cases, standing)
    return f"{page.page}\n"


def subject_of(links: Links, entry: Entry) -> Subject | None:
    """What is signed with an entry; None for sources, which are signed with what cites them."""
    match entry.kind:
        case "source":
            return None
        case "rule":
            return Subject("condition", links.stated[entry.id].condition)
        case "class" | "medicine":
            return Subject("medicines", "medicines")
        case kind:
            return Subject(kind, entry.id)


class _RulePage:
    def __init__(self, links: Links, page: Page, folder: Path | None) -> None:
        self.links = links
        self.folder = folder
        self.book: Rulebook = links.book
        self.page = page

    def whole(
        self, entry: Entry, cases: tuple[CaseFact, ...] | None, standing: Standing | None
    ) -> None:
        """Every part of the page, in the order in which a clinician asks for it."""
        title = self.links.title(entry)
        named = f"{KIND_WORDS[entry.kind]} {entry.id}"
        self.page.heading(named if title == entry.id else f"{named}: {title}")
        self._content(entry)
        self._users(entry)
        self._sources(self.links.sources(entry))
        if cases is not None:
            self._cases(entry, cases)
        self._review(entry, standing)

    def _content(self, entry: Entry) -> None:
        match entry.kind:
            case "red-flag":
                self._rule(entry.id)
                flag = self.book.red_flags[entry.id]
                self._part("What is said to the patient", (flag.because, *flag.do_now))
                if flag.crisis == "yes":
                    self.page.item("The crisis lines of the region are shown with it.")
                self._note(flag.note)
            case "finding":
                self._rule(finding(entry.id).rule)
                self._note(self.book.findings[entry.id].note)
            case "rule":
                self._rule(entry.id)
                self._note(self.links.stated[entry.id].rule.note)
            case "condition":
                self._condition(entry.id)
            case "question":
                self._question(entry.id)
            case "class":
                self._class(entry.id)
            case "medicine":
                self._medicine(entry.id)
            case "source":
                self._source(entry.id)
            case "region":
                self._region(entry.id)

    def _part(self, title: str, texts: Iterable[str]) -> None:
        listed = list(texts)
        if listed:
            self.page.heading(title)
            self.page.items(_said(text) for text in listed)

    def _note(self, note: str | None) -> None:
        if note:
            self.page.heading("Note")
            self.page.text(_said(note))

    # rules

    def _rule(self, id: str) -> None:
        stated = self.links.stated[id]
        if stated.condition:
            name = _said(self.book.conditions[stated.condition].name)
            self.page.text(f"It belongs to the condition {stated.condition}: {name}.")
        when = stated.rule.when
        if len(when_words(self.book, when)) <= LONGEST_SENTENCE:
            self.page.text(stated_words(self.book, stated))
        else:
            self.page.text(stated_words(self.book, stated, "what stands below holds"))
            self.page.heading("When")
            self._outline(outline(self.book, when))
        self._table(when)

    def _outline(self, line: Outline, indent: str = "") -> None:
        self.page.item(line.text, indent=indent)
        for part in line.parts:
            self._outline(part, f"{indent}  ")

    def _table(self, when: When) -> None:
        table = decision_table(self.book, when)
        count = len(table.rows)
        if not count:
            self.page.heading("As a table")
            self.page.text("No answers at all satisfy it: it can never hold.")
            return
        ways = "1 row" if count == 1 else f"{count} rows, each of which is enough"
        self.page.heading(f"As a table: {ways}")
        grid = _grid(table, self.page.width)
        if grid is None:
            for number, row in enumerate(table.rows, start=1):
                cells = zip(table.columns, row, strict=True)
                asked = "; ".join(f"{column.title}: {cell}" for column, cell in cells if cell)
                self.page.item(asked, mark=f"{number}.")
        else:
            for line in grid:
                self.page.text(line)

    def _condition(self, id: str) -> None:
        condition = self.book.conditions[id]
        for text in (condition.what_it_is, condition.who_it_affects, condition.how_it_starts):
            self.page.text(_said(text))
        self.page.text(f"Urgency where it is suggested: {condition.urgency}.")
        self.page.text(f"How often: {condition.frequency}. Best band: {condition.top_band}.")
        if condition.never_alone == "yes":
            self.page.text("It is never suggested alone.")
        if condition.benign == "yes":
            self.page.text("It is never alone or first beside a red flag.")
        self.page.text("The whole page about it:")
        rules = ("--rules", self.folder) if self.folder else ()
        self.page.command("triage", "learn", id, *rules, indent="  ")
        self._part("Said whenever it is suggested", condition.must_say)
        self._note(condition.note)
        self.page.heading("Its rules")
        for stated in rules_of(id, condition):
            self.page.item(f"{stated.id}: {stated_words(self.book, stated)}")

    # other things

    def _question(self, id: str) -> None:
        question = self.book.questions[id]
        self.page.text(_said(question.ask))
        self.page.text(f"Why it is asked: {_said(question.why)}")
        if question.hint:
            self.page.text(f"Hint: {_said(question.hint)}")
        self.page.text(asked_words(self.book, id))
        self._note(question.note)
        texts = []
        for variable in variables_of(id, question, {}):
            answer = question.answers.get(variable.item or "")
            if answer is not None:
                texts.append(
                    f"{variable.item}: {answer.text}. Ticked: {answer.yes}. Left: {answer.no}."
                )
        texts += [
            f"{name}: {answer.text}. It means: {answer.yes}."
            for name, answer in question.answers.items()
            if question.kind == "pick-one"
        ]
        if question.kind == "yes-no":
            texts += [f"yes: {question.yes}.", f"no: {question.no}."]
        if question.kind == "number":
            texts.append(f"A whole number from {question.lowest} to {question.highest}.")
            cuts = ", ".join(str(cut) for cut in question.cut_points)
            texts.append(f"Rules may compare with: {cuts or 'no number'}.")
        if question.kind == "medicines":
            texts.append(f"{len(self.book.medicines)} names of medicines lead to classes.")
        self._part("Answers, besides not sure", texts)
        skips = []
        for row in self.links.skips(id):
            parts = [f"may lead to {', '.join(row.asks)}"] if row.asks else []
            parts += [f"skips {', '.join(row.skips)}"] if row.skips else []
            skips.append(f"{row.answer}: {'; '.join(parts)}.")
        self._part("What each answer leads to and skips", skips)

    def _class(self, id: str) -> None:
        found = self.book.classes[id]
        self.page.text(f"Known as: {_said(found.known_as)}.")
        self.page.text(f"Effects: {_said(found.effects)}")
        self.page.text(f"When they come: {_said(found.latency)}")
        if found.part_of:
            self.page.text(f"Part of the class {found.part_of}.")
        if found.summary_only == "yes":
            self.page.text("It is kept for the doctor's summary; no rule uses it.")
        self._note(found.note)
        parts = [name for name, other in self.book.classes.items() if other.part_of == id]
        self._part("Classes that are part of it", parts)
        names = [name for name, one in self.book.medicines.items() if id in one.classes]
        if names:
            self.page.heading("Medicines that name it themselves")
            self.page.text(", ".join(names))

    def _medicine(self, id: str) -> None:
        found = self.book.medicines[id]
        self.page.text(f"Classes: {', '.join(found.classes)}.")
        if found.brands:
            self.page.text(f"Sold as: {', '.join(found.brands)}.")
        if found.also:
            self.page.text(f"Also written: {', '.join(found.also)}.")
        if found.atc:
            self.page.text(f"ATC: {found.atc}.")
        if found.rxnorm:
            verified = "" if found.rxnorm_verified == "yes" else " (not verified)"
            self.page.text(f"RxNorm: {found.rxnorm}{verified}.")
        if found.effects:
            self.page.text(f"Effects: {_said(found.effects)}")
        self._note(found.note)

    def _source(self, id: str) -> None:
        found = self.book.sources[id]
        self.page.text(f"By {found.by}. Year: {found.year}.")
        if found.link:
            self.page.text(found.link)
        self.page.text(f"Used for: {found.used_for}.")
        if found.withdrawn:
            self.page.text(f"Withdrawn: {found.withdrawn.rstrip('.')}.")
        if found.replaced_by:
            self.page.text(f"Replaced by: {found.replaced_by}.")
        self.page.text(READ_WORDS[found.read])
        if found.read_note:
            self.page.text(found.read_note)

    def _region(self, id: str) -> None:
        found = self.book.regions[id]
        self.page.text(f"Emergency numbers: {', '.join(found.emergency_numbers)}.")
        self._note(found.note)
        self._part(
            "Crisis lines",
            (
                line.text if line.verified == "yes" else f"{line.text} (not verified)"
                for line in found.crisis_lines
            ),
        )

    # what every page has

    def _users(self, entry: Entry) -> None:
        users = self.links.users(entry)
        if entry.kind not in ("question", "finding", "class", "source"):
            return
        self.page.heading("What cites it" if entry.kind == "source" else "What uses it")
        if not users:
            self.page.text("Nothing.")
        for user in users:
            self.page.item(f"{KIND_WORDS[user.kind].lower()} {user.id}: {self.links.title(user)}")

    def _sources(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        self.page.heading("Sources, and how far they were read")
        for id in ids:
            source = self.book.sources[id]
            note = f" {source.read_note}" if source.read_note else ""
            self.page.item(
                f"{id}: {source.title}. {source.by}, {source.year}. {READ_WORDS[source.read]}{note}"
            )

    def _cases(self, entry: Entry, cases: tuple[CaseFact, ...]) -> None:
        match entry.kind:
            case "condition":
                found = [case for case in cases if entry.id in case.suggested]
                found.sort(key=lambda case: case.suggested[0] != entry.id)
                what = "in which it is suggested"
            case "red-flag" | "rule":
                condition = self.links.stated[entry.id].condition
                found, what = covering(cases, entry.id, condition), "in which it fires"
            case "finding":
                found, what = covering(cases, finding(entry.id).rule), "in which it holds"
            case _:
                return
        self.page.heading(f"Cases {what}: {len(found)} of {len(cases)}")
        for case in found[:CASES_SHOWN]:
            self.page.item(f"{case.name} ({case.file}:{case.line})")
        if len(found) > CASES_SHOWN:
            self.page.text(f"And {len(found) - CASES_SHOWN} more.")

    def _review(self, entry: Entry, standing: Standing | None) -> None:
        if standing is not None:
            self.page.heading("Review")
            if entry.kind == "rule":
                self.page.text(f"It is signed with the condition {standing.subject.id}.")
            if entry.kind in ("class", "medicine"):
                self.page.text("It is signed with all medicines.")
            self.page.text(STATE_WORDS[standing.state])
            for signature in standing.signatures:
                counts = "" if signature in standing.valid else ", no longer valid"
                due = f", until {signature.due}" if signature.due else ""
                self.page.item(f"{signature.by}, {signature.role}, {signature.date}{due}{counts}")
            if standing.missing:
                self.page.text(f"Still to sign: {', '.join(standing.missing)}.")
        if said := review_text(self.book):
            self.page.heading("About these rules")
            self.page.text(said)


def _grid(table: DecisionTable, width: int) -> list[str] | None:
    """The table as columns of text; None where it does not fit, or would be hard to read."""
    titles = ["", *(column.title for column in table.columns)]
    rows = [[str(n), *(cell or "-" for cell in row)] for n, row in enumerate(table.rows, start=1)]
    number = len(str(len(rows)))
    room = (width - number) // len(table.columns) - 2
    if room < NARROWEST_COLUMN:
        return None
    widths = [number] + [
        min(room, max(len(printable(text)) for text in texts))
        for texts in zip(titles[1:], *(row[1:] for row in rows), strict=True)
    ]
    lines: list[str] = []
    for texts in (titles, *rows):
        cells = [
            textwrap.wrap(printable(text), size, break_on_hyphens=False) or [""]
            for text, size in zip(texts, widths, strict=True)
        ]
        height = max(len(cell) for cell in cells)
        if height > TALLEST_CELL or any(_cut(t, s) for t, s in zip(texts, widths, strict=True)):
            return None
        for place in range(height):
            parts = [
                (cell[place] if place < len(cell) else "").ljust(size)
                for cell, size in zip(cells, widths, strict=True)
            ]
            lines.append("  ".join(parts).rstrip())
    return lines


def _cut(text: str, size: int) -> bool:
    return any(len(word) > size for word in printable(text).split())
