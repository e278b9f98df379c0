"""What every part of the book is written from: the rules, what uses what, cases and reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from triage.once import once
from triage.presentation.book.parts import (
    anchor,
    case_anchor,
    case_link,
    items,
    link,
    links_to,
    paragraph,
    safe,
    titled,
)
from triage.presentation.case_facts import CaseFact, CoverageFacts, covering
from triage.presentation.learn import READ_WORDS
from triage.presentation.rule_links import Entry, Links
from triage.presentation.rule_page import subject_of
from triage.rulebook.reviews import State, Subject, standing, subjects

ENOUGH_CASES = 5
"""Cases named below a rule that is no red flag, where fewer say themselves that it fires."""

STATE_WORDS: dict[State, str] = {
    "signed": "signed",
    # the day is not looked at, so that the page is the same on every day
    "overdue": "signed",
    "changed-since": "changed since it was signed",
    "missing-roles": "a role is missing",
    "never": "never signed",
}


class Shelf:
    """One rule book with its cases, prepared for writing."""

    def __init__(self, links: Links, cases: tuple[CaseFact, ...], covered: CoverageFacts) -> None:
        self.links = links
        self.book = links.book
        self.cases = cases
        self.covered = covered

    # reviews

    @once
    def states(self) -> dict[Subject, str]:
        """How the review of everything that can be signed stands, in words."""
        return {
            subject: STATE_WORDS[standing(self.book, subject, date.max).state]
            for subject in subjects(self.book)
        }

    def state(self, entry: Entry) -> str:
        """How the review of an entry stands; empty for what is signed with something else."""
        subject = subject_of(self.links, entry)
        return self.states.get(subject, "") if subject else ""

    # cases

    @once
    def shown_cases(self) -> dict[str, list[CaseFact]]:
        """By rule: the cases that are named below it. Each of them names the rule in turn.

        All of a red flag; of other rules those that say themselves that it fires, and some
        more where these are few, since some rules fire in nearly every case.
        """
        found = {}
        for id, stated in self.links.stated.items():
            every = covering(self.cases, id, stated.condition)
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

    @once
    def _counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for case in self.cases:
            for rule in case.fired:
                found[rule] = found.get(rule, 0) + 1
        return found

    def covered_word(self, rules: Iterable[str]) -> str:
        """Whether cases fire all of these rules: yes or no; empty where there are no cases."""
        if not self.cases:
            return ""
        return "yes" if all(self._counts.get(rule) for rule in rules) else "no"

    def cases_of(self, rule: str) -> str:
        """The cases that fire a rule."""
        if not self.cases:
            return ""
        count = self._counts.get(rule, 0)
        shown = self.shown_cases[rule]
        if not count:
            return paragraph("No case fires it.", "meta")
        number = "1 case" if count == 1 else f"{count} cases"
        some = "" if len(shown) == count else f", of which {len(shown)} are named here"
        lead = paragraph(f"It fires in {number}{some}:", "meta")
        return lead + items(map(case_link, shown), "meta")

    # entries

    def entry(self, entry: Entry, content: str, *, urgency: str = "", cases: str = "") -> str:
        """One entry: its heading and content, what uses it, its sources and its review."""
        title = self.links.title(entry)
        name = "" if title == entry.id else f" {safe(title)}"
        uses = "Cited by" if entry.kind == "source" else "Used by"
        state = self.state(entry)
        whole = (
            f"<h3><code>{safe(entry.id)}</code>{name}</h3>{content}"
            + titled(4, uses, paragraph(links_to(self.links.users(entry))))
            + titled(4, "Sources", self.cited(self.links.sources(entry)))
            + paragraph(f"Review: {safe(state)}." if state else "", "meta")
        )
        place = anchor(entry.kind, entry.id)
        return article(place, entry.kind, whole, urgency=urgency, review=state, cases=cases)

    def cited(self, ids: Iterable[str]) -> str:
        """Sources, each with how far it was read."""
        return items(
            f"{link(Entry('source', id))} {safe(self.book.sources[id].title)}. "
            f"{safe(READ_WORDS[self.book.sources[id].read])}"
            for id in dict.fromkeys(ids)
        )

    def entries(self, kind: str) -> list[Entry]:
        """All entries of one kind."""
        return [entry for entry in self.links.entries if entry.kind == kind]

    def index(self, kind: str) -> str:
        """Links to all entries of one kind, by what they are called."""
        named = items(
            f"{link(entry)} {safe(self.links.title(entry))}" for entry in self.entries(kind)
        )
        return f'<div class="index extra">{named}</div>'


def article(place: str, kind: str, content: str, tag: str = "article", **filters: str) -> str:
    """Something that can be searched for and filtered."""
    data = "".join(f' data-{name}="{safe(word)}"' for name, word in filters.items() if word)
    return f'<{tag} class="entry" id="{place}" data-kind="{kind}"{data}>{content}</{tag}>'
