"""Parts of the book: one thing with what it rests on, or all things of one kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from triage.errors import AnswersError, Problem, did_you_mean, printable, shortened
from triage.presentation.decision_table import keys_of
from triage.presentation.describe.words import said
from triage.presentation.document import Block, Code, Items, Text, titled
from triage.presentation.question import choices
from triage.presentation.rule_links import Entry, Kind, Links
from triage.presentation.rule_words import when_words
from triage.rulebook.stated import rules_of
from triage.rulebook.when import When
from triage.words.voice import Voice

KINDS_OF: dict[str, tuple[Kind, ...]] = {
    "red-flags": ("red-flag",),
    "conditions": ("condition",),
    "findings": ("finding",),
    "named-kinds": ("named-kind",),
    "questions": ("question",),
    "medicines": ("class", "medicine"),
    "sources": ("source",),
    "regions": ("region",),
}
"""Sections of the book that consist of entries, and what these are."""
OTHER_SECTIONS = ("glossary", "scoring", "texts", "reviews")

_INNER_LINK = re.compile(r'<a href="#([^"]*)">(.*?)</a>', re.DOTALL)


class Part(NamedTuple):
    """What is printed of a book."""

    sections: frozenset[str]
    """Sections that are printed whole."""
    entries: frozenset[Entry]
    """Everything else that is printed whole, one by one."""
    behind: tuple[Entry, ...]
    """Findings and questions that these rest on, told in short: their own pages are long."""

    def has(self, section: str) -> bool:
        """Whether something of a section is printed."""
        kinds = KINDS_OF.get(section, ())
        return section in self.sections or any(entry.kind in kinds for entry in self.entries)

    def has_entry(self, entry: Entry) -> bool:
        """Whether an entry is printed."""
        return entry in self.entries or any(
            entry.kind in KINDS_OF.get(section, ()) for section in self.sections
        )


def part_named(links: Links, names: Iterable[str]) -> Part:
    """The part that somebody wants: sections of the book, and single things.

    With a red flag, a condition, a finding or a named kind come, in short, the findings and
    questions that it rests on; a rule comes with its condition.

    Raises:
        AnswersError: nothing is called so, or several things are.
    """
    sections: set[str] = set()
    entries: dict[Entry, None] = {}
    behind: dict[Entry, None] = {}
    for name in names:
        if name in (*KINDS_OF, *OTHER_SECTIONS):
            sections.add(name)
            continue
        for entry in _entries(links, name):
            entries[entry] = None
            behind |= dict.fromkeys(rests_on(links, entry))
    part = Part(frozenset(sections), frozenset(entries), ())
    return part._replace(behind=tuple(one for one in behind if not part.has_entry(one)))


def _entries(links: Links, name: str) -> Iterator[Entry]:
    try:
        found = links.all_named(name)
    except AnswersError:
        advice = did_you_mean(name, (*KINDS_OF, *OTHER_SECTIONS))
        if not advice:
            raise
        what = f"the book has no part `{shortened(printable(name))}`"
        raise AnswersError(Problem(what, advice)) from None
    for entry in found:
        is_rule = entry.kind == "rule"
        yield Entry("condition", links.stated[entry.id].condition) if is_rule else entry


def rests_on(links: Links, entry: Entry) -> list[Entry]:
    """The findings, however deep, and the questions that decide about an entry."""
    found: dict[Entry, None] = {}
    waiting = [entry]
    while waiting:
        for when in _conditions(links, waiting.pop()):
            for key in keys_of(when):
                used = links.key_entry(key)
                if used not in found:
                    found[used] = None
                    waiting.append(used)
    return list(found)


def _conditions(links: Links, entry: Entry) -> Iterator[When]:
    book = links.book
    match entry.kind:
        case "condition":
            rules = rules_of(entry.id, book.conditions[entry.id])
            yield from (stated.rule.when for stated in rules)
        case "red-flag" | "finding" | "named-kind":
            yield links.thing(entry).when


def behind(links: Links, entries: Iterable[Entry]) -> Iterator[Block]:
    """Findings in a sentence each, and questions as they are put, with their answers."""
    book = links.book
    holds: list[Text] = []
    asked: list[Text] = []
    for entry in entries:
        if entry.kind == "finding":
            when = said(when_words(book, book.findings[entry.id].when))
            holds.append((Code(entry.id), f" {links.title(entry)}: when {when}."))
            continue
        question = book.questions[entry.id]
        answers = "; ".join(label for _, label in choices(question, Voice.TO_READER))
        told = f" {said(question.ask)}" + (f" Answers: {answers.rstrip('.')}." if answers else "")
        asked.append((Code(entry.id), told))
    yield from titled("Findings", [Items("", tuple(holds))], 1)
    yield from titled("Questions", [Items("", tuple(asked))], 1)


def without_dead_links(page: str) -> str:
    """A page on which every word that would lead to another part of the book is a plain word."""
    known = set(re.findall(r'\bid="([^"]*)"', page))
    return _INNER_LINK.sub(
        lambda found: found.group() if found.group(1) in known else found.group(2), page
    )
