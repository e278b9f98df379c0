"""What rules rest on and what stands once in a rule book, described: sources, regions, words,
scoring, texts, reviews and coverage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.presentation.describe.places import link, outside
from triage.presentation.describe.questions import short_note
from triage.presentation.describe.rules import note
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import READ_WORDS, STATE_WORDS, listed, said
from triage.presentation.document import (
    Block,
    Heading,
    Items,
    Paragraph,
    Strong,
    Table,
    Text,
    titled,
)
from triage.presentation.rule_links import Entry
from triage.rulebook.reviews import Standing
from triage.rulebook.urgency import LADDER


def source(shelf: Shelf, id: str) -> Iterator[Block]:
    """A source, and how far it was read."""
    one = shelf.book.sources[id]
    yield from shelf.lines(f"By {one.by}. Year: {one.year}.", (outside(one.link),))
    yield Paragraph(f"Used for: {one.used_for}.")
    if one.withdrawn:
        yield Paragraph(f"Withdrawn: {one.withdrawn.rstrip('.')}.")
    if one.replaced_by:
        end = shelf.told(page=".", book="")
        yield Paragraph(("Replaced by: ", link(Entry("source", one.replaced_by)), end))
    yield from shelf.lines(READ_WORDS[one.read], *([one.read_note] if one.read_note else []))


def cited(shelf: Shelf, ids: Iterable[str]) -> Items:
    """Sources in a line each."""
    return Items("", tuple(_cited(shelf, id) for id in ids))


def _cited(shelf: Shelf, id: str) -> Text:
    one = shelf.book.sources[id]
    note = f" {one.read_note}" if one.read_note else ""
    read = READ_WORDS[one.read]
    more = shelf.told(
        page=f": {one.title}. {one.by}, {one.year}. {read}{note}", book=f" {one.title}. {read}"
    )
    return (link(Entry("source", id)), more)


def region(shelf: Shelf, id: str) -> Iterator[Block]:
    """Numbers that differ from country to country."""
    one = shelf.book.regions[id]
    yield Paragraph(f"Emergency numbers: {', '.join(one.emergency_numbers)}.")
    if not shelf.in_book:
        yield from note(one.note)
    crisis_lines = (
        line.text if line.verified else f"{line.text} (not verified)" for line in one.crisis_lines
    )
    # a page says every text as it is said to the patient
    told = shelf.told(page=map(said, crisis_lines), book=crisis_lines)
    yield from titled("Crisis lines", [Items("", tuple(told))])
    if shelf.in_book:
        yield from short_note(one.note)


def word(shelf: Shelf, name: str) -> Text:
    """A word that may not be known."""
    return (Strong(name), f": {said(shelf.book.glossary[name])}")


def scoring(shelf: Shelf) -> Iterator[Block]:
    """How points become fits."""
    found = shelf.book.scoring
    rows = (
        ("The core holds", str(found.core)),
        ("Strong evidence", str(found.points.strong)),
        ("Moderate evidence", str(found.points.moderate)),
        ("Weak evidence", str(found.points.weak)),
        ("Fits well, from", str(found.fits_well)),
        ("Fits partly, from", str(found.fits_partly)),
        ("Shown at most", str(found.shown_at_most)),
        ("Supports that lift a rare condition", str(found.rare_needs_supports)),
    )
    yield Table("Points, thresholds and numbers", ("What", "Number"), rows, "parts")
    yield Paragraph(said(found.note or ""))


def named_kinds(shelf: Shelf) -> Iterator[Block]:
    """When named kinds are told, and what is said where none is."""
    yield Paragraph(
        "A kind is told only where no condition is suggested. It raises no urgency, and a wider"
        " kind is not told beside one that is part of it."
    )
    yield from titled("Where none is known", [Paragraph(said(shelf.book.kind_not_known))], 1)


def texts(shelf: Shelf) -> Iterator[Block]:
    """What every result says, whatever was answered."""
    advisory = shelf.book.advisory
    young = advisory.under_age
    asked = link(Entry("question", young.question))
    yield from titled("The advisory", [Paragraph(said(advisory.advisory))], 1)
    levels: list[Block] = []
    for level in reversed(LADDER):
        of_level = advisory.urgency[level]
        first = [of_level.next_step] if of_level.next_step else []
        told = [listed([*first, *of_level.what_to_do])]
        levels += titled(f"{level}: {of_level.title}", told)
    yield from titled("What each urgency says", levels, 1)
    short = advisory.call_at_once, advisory.not_reviewed_in_short
    yield from titled("In short, on the first screen", [listed(filter(None, short))], 1)
    yield from titled("What to watch for", [listed(advisory.watch_for)], 1)
    yield from titled("What it did not look at", [listed(advisory.not_looked_at)], 1)
    yield from titled("What to bring", [listed(advisory.bring)], 1)
    nothing = map(said, filter(None, (advisory.no_candidates, advisory.no_name_given)))
    yield from titled("Where nothing is suggested", map(Paragraph, nothing), 1)
    under = (f"Under {young.under} (", asked, f"): {said(young.text)}")
    yield from titled("To the young", [Paragraph(under)], 1)
    yield from titled("Before the first question", [listed(advisory.opening)], 1)
    if advisory.opening_more:
        yield from titled("More of it, on a question mark", [listed(advisory.opening_more)], 1)


def reviews(shelf: Shelf) -> Iterator[Block]:
    """Who has signed what."""
    by_kind: dict[str, list[str]] = {}
    for subject, standing in shelf.standings.items():
        by_kind.setdefault(subject.kind, []).append(STATE_WORDS[standing.state])
    rows = tuple(
        (kind, ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states)))
        for kind, states in by_kind.items()
    )
    yield Table("Signatures by kind of rule", ("Kind", "How many"), rows, "parts")
    ledger = shelf.book.reviews
    required = (f"{kind}: {', '.join(roles)}" for kind, roles in ledger.required_roles.items())
    yield from titled("Roles that must sign", [Items("", tuple(required))], 1)
    signatures = tuple(
        f"{subject}: {one.by}, {one.role}, {one.date}" + (f", until {one.due}" if one.due else "")
        for subject, signed in ledger.signatures.items()
        for one in signed
    )
    yield Heading(1, "Signatures")
    yield Items("", signatures) if signatures else Paragraph("Nobody has signed anything.")
    doubts = tuple(
        f"{subject}: {words}"
        for subject, standing in shelf.standings.items()
        for words in doubts_said(standing)
    )
    yield from titled("Disagreements and open questions", [Items("", doubts)], 1)


def doubts_said(standing: Standing) -> tuple[str, ...]:
    """Who disagrees or asks, in what words; those about an earlier text come last and say so."""
    verbs = {"disagree": "disagrees", "ask": "asks"}
    return tuple(
        f"{one.by}, {one.role}, {one.date}, {verbs[one.says]}{when}: {one.words}"
        for some, when in ((standing.doubts, ""), (standing.earlier, " about an earlier text"))
        for one in some
    )


def coverage(shelf: Shelf) -> Iterator[Block]:
    """How much of the rules the cases reach."""
    shares = shelf.covered.shares
    if not shares:
        return
    yield Paragraph(
        "A box is one way in which a rule can fire. An answer counts where the rule would not "
        "have fired without it."
    )
    rows = tuple((f"{one.kind}, {one.group}", one.share) for one in shares)
    yield Table("What the cases reach", ("What", "How much"), rows, "parts")
    missing = tuple(f"{kind}: {name}" for kind, name in shelf.covered.missing)
    none = Paragraph("Cases reach every rule, every way in which it can fire, and every fit.")
    yield from titled("What no case reaches", [Items("", missing)], 1) or [none]
