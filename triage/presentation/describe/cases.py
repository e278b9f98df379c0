"""Cases described: which of them show a thing, and what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.presentation.case_facts import CaseFact, covering
from triage.presentation.describe.places import case_anchor, case_link, links_to
from triage.presentation.describe.shelf import Shelf
from triage.presentation.document import Block, Heading, Items, Paragraph, Strong, Text, titled
from triage.presentation.rule_links import Entry
from triage.rulebook.conclusions import finding

CASES_SHOWN = 10
"""Cases named on a page about one thing."""
FIRST_AT_MOST = 20
"""Cases named below a condition of the book; the others name it all the same."""


def cases(shelf: Shelf, entry: Entry) -> Iterable[Block]:
    """The cases that show an entry."""
    if shelf.in_book:
        return _in_book(shelf, entry)
    return _on_page(shelf, entry) if shelf.asked_for_cases else ()


def cases_of(shelf: Shelf, rule: str) -> Iterator[Block]:
    """The cases of the book that fire a rule."""
    if not shelf.cases:
        return
    count = len(shelf.firing.get(rule, ()))
    shown = shelf.shown_cases[rule]
    if not count:
        yield Paragraph("No case fires it.", "quiet")
        return
    number = "1 case" if count == 1 else f"{count} cases"
    some = "" if len(shown) == count else f", of which {len(shown)} are named here"
    yield Paragraph(f"It fires in {number}{some}:", "quiet")
    yield _named(shown)


def case(shelf: Shelf, one: CaseFact) -> Text:
    """One case, with what came of it and the rules that it shows."""
    suggested = links_to(Entry("condition", id) for id in one.suggested) or ("nothing",)
    rules = [shelf.links.entry_of(id) for id in shelf.rules_of_case.get(case_anchor(one), ())]
    return (
        Strong(one.name),
        f" ({one.file}:{one.line}). Urgency: {one.urgency}. Suggested: ",
        *suggested,
        ".",
        *((" Shows: ", *links_to(rules), ".") if rules else ()),
    )


def _named(some: Iterable[CaseFact]) -> Items:
    return Items("", tuple((case_link(one),) for one in some), look="meta")


def _in_book(shelf: Shelf, entry: Entry) -> Iterable[Block]:
    match entry.kind:
        case "red-flag":
            return titled("Cases", cases_of(shelf, entry.id))
        case "finding":
            return titled("Cases", cases_of(shelf, finding(entry.id).rule))
        case "condition":
            return titled("Cases in which it comes first", _first_in(shelf, entry.id))
        case _:
            return ()


def _first_in(shelf: Shelf, id: str) -> Iterator[Block]:
    if not shelf.cases:
        return
    found = shelf.coming_first.get(id, [])
    if not found:
        yield Paragraph("None.", "quiet")
    yield _named(found[:FIRST_AT_MOST])
    more = len(found) - FIRST_AT_MOST
    if more > 0:
        yield Paragraph(f"And {more} more.", "quiet")


def _on_page(shelf: Shelf, entry: Entry) -> Iterator[Block]:
    match entry.kind:
        case "condition":
            found = [one for one in shelf.cases if entry.id in one.suggested]
            found.sort(key=lambda one: one.suggested[0] != entry.id)
            what = "in which it is suggested"
        case "red-flag" | "rule":
            of = shelf.links.stated[entry.id].condition
            found, what = covering(shelf.cases, entry.id, of), "in which it fires"
        case "finding":
            found, what = covering(shelf.cases, finding(entry.id).rule), "in which it holds"
        case _:
            return
    yield Heading(2, f"Cases {what}: {len(found)} of {len(shelf.cases)}")
    shown = (f"{one.name} ({one.file}:{one.line})" for one in found[:CASES_SHOWN])
    yield Items("", tuple(shown))
    if len(found) > CASES_SHOWN:
        yield Paragraph(f"And {len(found) - CASES_SHOWN} more.")
