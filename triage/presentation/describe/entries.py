"""Anything that can be looked up in a rule book, described whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from triage.presentation.describe.cases import cases
from triage.presentation.describe.grounds import cited, doubts_said, region, source
from triage.presentation.describe.medicines import medicine, medicine_class
from triage.presentation.describe.places import links_to
from triage.presentation.describe.questions import question
from triage.presentation.describe.rules import (
    condition,
    finding,
    named_kind,
    red_flag,
    rule,
)
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import KIND_WORDS, STATE_SENTENCES, STATE_WORDS
from triage.presentation.document import Block, Code, Heading, Items, Paragraph, titled
from triage.presentation.rule_links import Entry, Kind
from triage.rulebook.reviews import Standing, review_text

CONTENTS: dict[Kind, Callable[[Shelf, str], Iterator[Block]]] = {
    "red-flag": red_flag,
    "condition": condition,
    "rule": rule,
    "finding": finding,
    "named-kind": named_kind,
    "question": question,
    "class": medicine_class,
    "medicine": medicine,
    "source": source,
    "region": region,
}
CAN_BE_USED = ("question", "finding", "class", "source")


def entry_blocks(shelf: Shelf, entry: Entry, standing: Standing | None) -> Iterator[Block]:
    """What it is, what uses it, its sources, its cases and its review.

    The order is that in which a clinician asks for it. In the book cases stand with the rule.
    """
    shown = cases(shelf, entry)
    sources = shelf.links.sources(entry)
    yield _heading(shelf, entry)
    yield from CONTENTS[entry.kind](shelf, entry.id)
    if shelf.in_book:
        users = Paragraph(links_to(shelf.links.users(entry)))
        yield from shown
        yield from titled("Cited by" if entry.kind == "source" else "Used by", [users])
        yield from titled("Sources", [cited(shelf, dict.fromkeys(sources))])
        if standing is not None:
            yield Paragraph(f"Review: {STATE_WORDS[standing.state]}.", "quiet")
            yield Items("", doubts_said(standing))
        return
    yield from _users(shelf, entry)
    yield from titled("Sources, and how far they were read", [cited(shelf, sources)])
    yield from shown
    yield from _review(shelf, entry, standing)


def _heading(shelf: Shelf, entry: Entry) -> Heading:
    title = shelf.links.title(entry)
    named = "" if title == entry.id else title
    if shelf.in_book:
        return Heading(1, (Code(entry.id), f" {named}") if named else (Code(entry.id),))
    kind = f"{KIND_WORDS[entry.kind]} {entry.id}"
    return Heading(1, f"{kind}: {named}" if named else kind)


def _users(shelf: Shelf, entry: Entry) -> Iterator[Block]:
    if entry.kind not in CAN_BE_USED:
        return
    yield Heading(2, "What cites it" if entry.kind == "source" else "What uses it")
    users = tuple(
        f"{KIND_WORDS[user.kind].lower()} {user.id}: {shelf.links.title(user)}"
        for user in shelf.links.users(entry)
    )
    yield Items("", users) if users else Paragraph("Nothing.")


def _review(shelf: Shelf, entry: Entry, standing: Standing | None) -> Iterator[Block]:
    if standing is not None:
        yield Heading(2, "Review")
        if entry.kind == "rule":
            yield Paragraph(f"It is signed with the condition {standing.subject.id}.")
        if entry.kind in ("class", "medicine"):
            yield Paragraph("It is signed with all medicines.")
        yield from review_blocks(standing)
    yield from titled("About these rules", [Paragraph(review_text(shelf.book))])


def review_blocks(standing: Standing) -> Iterator[Block]:
    """How a review stands: in a sentence, who has signed, and who doubts it in what words."""
    yield Paragraph(STATE_SENTENCES[standing.state])
    yield Items("", (*_signatures(standing), *doubts_said(standing)))
    if standing.missing:
        yield Paragraph(f"Still to sign: {', '.join(standing.missing)}.")


def _signatures(standing: Standing) -> Iterator[str]:
    for signature in standing.signatures:
        counts = "" if signature in standing.valid else ", no longer valid"
        due = f", until {signature.due}" if signature.due else ""
        yield f"{signature.by}, {signature.role}, {signature.date}{due}{counts}"
