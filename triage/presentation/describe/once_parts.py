"""The parts that stand once in a rule book, described for those who sign them as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from triage.presentation.describe import grounds
from triage.presentation.describe.entries import CONTENTS, review_blocks
from triage.presentation.describe.medicines import medicine_facts, ordinary, purpose
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import said
from triage.presentation.document import (
    Block,
    Heading,
    Items,
    Paragraph,
    Strong,
    lowered,
    titled,
    together,
)
from triage.presentation.rule_links import Entry, Kind
from triage.presentation.rule_words import when_words
from triage.rulebook.parts.signatures import ReviewKind
from triage.rulebook.reviews import Standing


def once_blocks(shelf: Shelf, standing: Standing) -> Iterator[Block]:
    """What it is called, all that it says, and how its review stands."""
    title, contents = PARTS[standing.subject.kind]
    yield Heading(1, title)
    yield from lowered(contents(shelf), 1)
    yield from titled("Review", review_blocks(standing))


def _glossary(shelf: Shelf) -> Iterator[Block]:
    yield Items("", tuple(grounds.word(shelf, name) for name in shelf.book.glossary))


def _named_kinds(shelf: Shelf) -> Iterator[Block]:
    yield from grounds.named_kinds(shelf)
    yield from _each(shelf, "named-kind")


def _medicines(shelf: Shelf) -> Iterator[Block]:
    yield from _each(shelf, "class")
    named = (
        together([(Strong(id),), *medicine_facts(shelf, id)], " ") for id in shelf.book.medicines
    )
    yield from titled("Medicines by name", [Items("", tuple(named))], 1)
    purposes = tuple(purpose(shelf, id) for id in shelf.book.purposes)
    yield from titled("What people say instead of a name", [Items("", purposes)], 1)
    others = tuple(ordinary(shelf, id) for id in shelf.book.ordinary)
    yield from titled("Medicines that no rule reads", [Items("", others)], 1)


def _sections(shelf: Shelf) -> Iterator[Block]:
    book = shelf.book
    for section in book.sections:
        asked = tuple(
            f"{id}: {said(question.short)}"
            for id, question in book.questions.items()
            if book.section_of[id] == section.id
        )
        yield from titled(said(section.title), [Items("", asked)], 1)
    if book.other_person_when is not None:
        words = Paragraph(f"{said(when_words(book, book.other_person_when))}.")
        yield from titled("The questions are about somebody else when", [words], 1)
    gates = Items("", tuple(book.danger_gates))
    yield from titled("Questions that may keep a danger sign from being asked", [gates], 1)


def _each(shelf: Shelf, kind: Kind) -> Iterator[Block]:
    for entry in shelf.entries(kind):
        yield from titled(_name(shelf, entry), CONTENTS[kind](shelf, entry.id), 1)


def _name(shelf: Shelf, entry: Entry) -> str:
    return f"{entry.id}: {shelf.links.title(entry)}"


PARTS: dict[ReviewKind, tuple[str, Callable[[Shelf], Iterator[Block]]]] = {
    "scoring": ("How points become fits", grounds.scoring),
    "advisory": ("Texts of every result", grounds.texts),
    "medicines": ("Medicines", _medicines),
    "glossary": ("Glossary", _glossary),
    "named-kinds": ("Named kinds", _named_kinds),
    "sections": ("The order of the questions", _sections),
}
"""By kind: its title, and what describes it."""
