"""What descriptions are made from: the rules, what uses what, cases and reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from triage.once import once
from triage.presentation.case_facts import CaseFact, CoverageFacts, covering
from triage.presentation.describe.places import case_anchor
from triage.presentation.document import Block, Paragraph, Text, together
from triage.presentation.rule_links import Entry, Kind, Links
from triage.rulebook.parts.signatures import ReviewKind
from triage.rulebook.reviews import Standing, Subject, standing, subjects

ENOUGH_CASES = 5
"""Cases named below a rule that is no red flag, where fewer say themselves that it fires."""

ENTRY_KINDS: dict[ReviewKind, Kind] = {
    "red-flag": "red-flag",
    "condition": "condition",
    "finding": "finding",
    "question": "question",
    "region": "region",
}
"""Kinds of what is signed under its own name."""

Told = TypeVar("Told")


class Shelf:
    """One rule book with its cases, prepared for describing.

    Args:
        links: the rule book, prepared.
        cases: what came of the cases; None where none were asked for.
        covered: what all cases together reach.
        folder: where the rule book stands, for commands; None for our own.
        in_book: whether the whole book is written, and not a page about one thing.
        wanted: whether an entry is told; None for all.
    """

    def __init__(
        self,
        links: Links,
        cases: tuple[CaseFact, ...] | None = None,
        covered: CoverageFacts | None = None,
        *,
        folder: Path | None = None,
        in_book: bool = False,
        wanted: Callable[[Entry], bool] | None = None,
    ) -> None:
        self.links = links
        self.book = links.book
        self.asked_for_cases = cases is not None
        self.cases = cases or ()
        self.covered = covered or CoverageFacts()
        self.folder = folder
        self.in_book = in_book
        self.wanted = wanted

    # where it is told

    def told(self, *, page: Told, book: Told) -> Told:
        """What the page about one thing says, or what the book says instead."""
        return book if self.in_book else page

    def lines(self, *texts: Text) -> list[Block]:
        """Sentences: on a page each on its own line, in the book one after the other."""
        if self.in_book:
            return [Paragraph(together(texts, " "))]
        return [Paragraph(text) for text in texts]

    # reviews

    @once
    def standings(self) -> dict[Subject, Standing]:
        """How the review of everything that can be signed stands.

        No day is looked at, so that the book is the same on every day.
        """
        return {one: standing(self.book, one, date.max) for one in subjects(self.book)}

    def standing(self, entry: Entry) -> Standing | None:
        """How the review of what is signed with an entry stands."""
        subject = subject_of(self.links, entry)
        return self.standings.get(subject) if subject else None

    # cases

    @once
    def firing(self) -> dict[str, list[CaseFact]]:
        """By rule: the cases in which it fires."""
        found: dict[str, list[CaseFact]] = {}
        for case in self.cases:
            for rule in case.fired:
                found.setdefault(rule, []).append(case)
        return found

    @once
    def coming_first(self) -> dict[str, list[CaseFact]]:
        """By condition: the cases in which it comes first."""
        found: dict[str, list[CaseFact]] = {}
        for case in self.cases:
            for id in case.suggested[:1]:
                found.setdefault(id, []).append(case)
        return found

    @once
    def shown_cases(self) -> dict[str, list[CaseFact]]:
        """By rule: the cases that are named below it. Each of them names the rule in turn.

        All of a red flag; of other rules those that say themselves that it fires, and some
        more where these are few, since some rules fire in nearly every case.
        """
        found = {}
        for id, stated in self.links.stated.items():
            every = covering(self.firing.get(id, ()), id, stated.condition)
            own = sum(id in case.expected for case in every)
            most = len(every) if stated.role == "red-flag" else max(own, ENOUGH_CASES)
            found[id] = every[:most]
        return found

    @once
    def rules_of_case(self) -> dict[str, list[str]]:
        """By the anchor of a case: the rules below which it is named."""
        found: dict[str, list[str]] = {}
        for rule, cases in self.shown_cases.items():
            for case in cases:
                found.setdefault(case_anchor(case), []).append(rule)
        return found

    def covered_word(self, rules: Iterable[str]) -> str:
        """Whether cases fire all of these rules: yes or no; empty where there are no cases."""
        if not self.cases:
            return ""
        return "yes" if all(rule in self.firing for rule in rules) else "no"

    # entries

    def entries(self, kind: str) -> list[Entry]:
        """All entries of one kind that are told."""
        every = [entry for entry in self.links.entries if entry.kind == kind]
        return every if self.wanted is None else [*filter(self.wanted, every)]


def entry_of(subject: Subject) -> Entry:
    """The entry that is signed under its own name.

    Raises:
        KeyError: it is a part that stands once, which has no entry.
    """
    return Entry(ENTRY_KINDS[subject.kind], subject.id)


def subject_of(links: Links, entry: Entry) -> Subject | None:
    """What is signed with an entry; None for sources, which are signed with what cites them."""
    match entry.kind:
        case "source":
            return None
        case "rule":
            return Subject("condition", links.stated[entry.id].condition)
        case "class" | "medicine":
            return Subject("medicines", "medicines")
        case "named-kind":
            return Subject("named-kinds", "named-kinds")
        case kind:
            return Subject(kind, entry.id)
