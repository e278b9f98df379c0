"""The sections of the book: descriptions as HTML, in parts that can be searched and filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from triage.presentation.describe import grounds
from triage.presentation.describe.cases import case
from triage.presentation.describe.entries import entry_blocks
from triage.presentation.describe.flow import CAPTION, flow_pictures
from triage.presentation.describe.medicines import medicine, ordinary, purpose
from triage.presentation.describe.places import anchor, case_anchor, link
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import STATE_WORDS, said
from triage.presentation.document import Block, Items, Paragraph, Picture, lowered
from triage.presentation.html_page import inline, lines, safe
from triage.presentation.rule_links import Entry, Kind
from triage.rulebook.conclusions import finding
from triage.rulebook.stated import rules_of

DEEPER = 2
"""Descriptions stand below the title of the book and that of a section."""


def html_of(blocks: Iterable[Block]) -> str:
    """Blocks as HTML, with their headings below that of a section."""
    return "".join(lines(lowered(blocks, DEEPER)))


def red_flags(shelf: Shelf) -> str:
    """Every danger sign, what sets it off and what is said."""

    def told(entry: Entry) -> str:
        urgency = shelf.book.red_flags[entry.id].urgency
        return _entry(shelf, entry, urgency=urgency, cases=shelf.covered_word([entry.id]))

    return _indexed(shelf, "red-flag", told)


def conditions(shelf: Shelf) -> str:
    """Every condition, with all its rules and a picture of them."""

    def told(entry: Entry) -> str:
        one = shelf.book.conditions[entry.id]
        covered = shelf.covered_word(rule.id for rule in rules_of(entry.id, one))
        return _entry(shelf, entry, urgency=one.urgency, cases=covered)

    return _indexed(shelf, "condition", told)


def findings(shelf: Shelf) -> str:
    """Every intermediate conclusion."""

    def told(entry: Entry) -> str:
        return _entry(shelf, entry, cases=shelf.covered_word([finding(entry.id).rule]))

    return _indexed(shelf, "finding", told)


def named_kinds(shelf: Shelf) -> str:
    """What doctors call it, where no condition fits it."""
    if not shelf.entries("named-kind"):
        return ""
    listed = _indexed(shelf, "named-kind", lambda entry: _entry(shelf, entry))
    return f"{html_of(grounds.named_kinds(shelf))}\n{listed}"


def questions(shelf: Shelf) -> str:
    """Every question in the order of asking, with what leads to it and what it skips."""
    parts = [_index(shelf, "question")]
    if len(shelf.entries("question")) == len(shelf.book.questions):
        drawn = "".join(drawing for _, drawing in flow_pictures(shelf.links))
        parts.insert(0, html_of([Picture(drawn, CAPTION, "flow extra")]))
    for section in shelf.book.sections:
        asked = [e for e in shelf.entries("question") if shelf.book.section_of[e.id] == section.id]
        if asked:
            place = anchor("section", section.id)
            title = safe(said(section.title))
            parts.append(f'<p class="meta extra" id="{place}">Section: {title}</p>')
        parts += [_entry(shelf, entry) for entry in asked]
    return "\n".join(parts)


def medicines(shelf: Shelf) -> str:
    """Every class, and every medicine with the names that lead to it."""
    parts = [_entry(shelf, entry) for entry in shelf.entries("class")]
    named = shelf.entries("medicine")
    listed = "".join(_medicine(shelf, entry.id) for entry in named)
    if listed:
        parts.append(_list("Medicines by name", listed))
    unnamed = (
        ("What people say instead of a name", purpose, shelf.book.purposes),
        ("Medicines that no rule reads", ordinary, shelf.book.ordinary),
    )
    for title, told, ids in unnamed:
        if ids and len(named) == len(shelf.book.medicines):
            items = "".join(f"<li>{inline(told(shelf, id))}</li>" for id in ids)
            parts.append(_list(title, items))
    return "\n".join(parts)


def _medicine(shelf: Shelf, id: str) -> str:
    facts = "".join(inline(b.text) for b in medicine(shelf, id) if isinstance(b, Paragraph))
    content = f"<strong>{safe(id)}</strong>: {facts}"
    return _article(anchor("medicine", id), "medicine", content, "li")


def sources(shelf: Shelf) -> str:
    """Every source, how far it was read, and what cites it."""
    return "\n".join(_entry(shelf, entry) for entry in shelf.entries("source"))


def regions(shelf: Shelf) -> str:
    """Numbers that differ from country to country."""
    return "\n".join(_entry(shelf, entry) for entry in shelf.entries("region"))


def glossary(shelf: Shelf) -> str:
    """Words that may not be known."""
    listed = "".join(
        _article(anchor("word", name), "word", inline(grounds.word(shelf, name)), "li")
        for name in shelf.book.glossary
    )
    return f"<ul>{listed}</ul>" if listed else ""


def cases(shelf: Shelf) -> str:
    """Every case, with what came of it."""
    parts = []
    for file, some in groupby(shelf.cases, key=lambda one: one.file):
        listed = "".join(
            _article(case_anchor(one), "case", inline(case(shelf, one)), "li", urgency=one.urgency)
            for one in some
        )
        parts.append(_list(file, listed))
    return "\n".join(parts)


# the parts of a section


def _indexed(shelf: Shelf, kind: Kind, told: Callable[[Entry], str]) -> str:
    entries = shelf.entries(kind)
    index = [_index(shelf, kind)] if len(entries) > 1 else []
    return "\n".join([*index, *map(told, entries)])


def _index(shelf: Shelf, kind: Kind) -> str:
    """Links to all entries of one kind, by what they are called."""
    named = ((link(e), f" {shelf.links.title(e)}") for e in shelf.entries(kind))
    return f'<div class="index extra">{html_of([Items("", tuple(named))])}</div>'


def _list(title: str, listed: str) -> str:
    return f'<h3 class="extra">{safe(title)}</h3><ul>{listed}</ul>'


def _entry(shelf: Shelf, entry: Entry, *, urgency: str = "", cases: str = "") -> str:
    """One entry, whole."""
    standing = shelf.standing(entry)
    state = STATE_WORDS[standing.state] if standing else ""
    content = html_of(entry_blocks(shelf, entry, standing))
    place = anchor(entry.kind, entry.id)
    return _article(place, entry.kind, content, urgency=urgency, review=state, cases=cases)


def _article(place: str, kind: str, content: str, tag: str = "article", **filters: str) -> str:
    """Something that can be searched for and filtered."""
    data = "".join(f' data-{name}="{safe(word)}"' for name, word in filters.items() if word)
    return f'<{tag} class="entry" id="{place}" data-kind="{kind}"{data}>{content}</{tag}>'
