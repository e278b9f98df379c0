"""Classes of medicines and medicines described."""

from __future__ import annotations

from collections.abc import Iterator

from triage.presentation.describe.places import link, links_to
from triage.presentation.describe.questions import short_note
from triage.presentation.describe.rules import note
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import said
from triage.presentation.document import Block, Items, Paragraph, Strong, Text, titled
from triage.presentation.rule_links import Entry


def purpose(shelf: Shelf, id: str) -> Text:
    """What people say instead of a name, and the classes that it could be."""
    one = shelf.book.purposes[id]
    said_as = ", ".join((*one.for_, *one.called))
    surely = links_to(Entry("class", name) for name in one.surely)
    could_be = links_to(Entry("class", name) for name in one.could_be) or ("no class",)
    told: Text = (Strong(one.name), f": {said_as}. ")
    if surely:
        return (*told, "Counts as: ", *surely, ".")
    return (*told, "Could be: ", *could_be, ".")


def ordinary(shelf: Shelf, id: str) -> Text:
    """A medicine that no rule reads, with its names."""
    one = shelf.book.ordinary[id]
    names = "".join(f", {name}" for name in (*one.brands, *one.also))
    return (Strong(id), f" ({one.for_}){names}")


def medicine_class(shelf: Shelf, id: str) -> Iterator[Block]:
    """A class of medicines: what it does, and what belongs to it."""
    one = shelf.book.classes[id]
    yield Paragraph(f"Known as: {said(one.known_as)}.")
    yield Paragraph(f"Effects: {said(one.effects)}")
    yield Paragraph(f"When they come: {said(one.latency)}")
    if one.part_of:
        wider = link(Entry("class", one.part_of))
        part_of = shelf.told(page=("Part of the class ", wider, "."), book=("Part of: ", wider))
        yield Paragraph(part_of)
    summary_only = "ept for the doctor's summary; no rule uses it."
    if shelf.in_book:
        yield from short_note(one.note)
    if one.summary_only:
        yield Paragraph(shelf.told(page=f"It is k{summary_only}", book=f"K{summary_only}"))
    if not shelf.in_book:
        yield from note(one.note)
    classes = shelf.book.classes.items()
    inner = [Entry("class", name) for name, other in classes if other.part_of == id]
    parts: Block = Paragraph(links_to(inner))
    if not shelf.in_book:
        parts = Items("", tuple((link(entry),) for entry in inner))
    yield from titled("Classes that are part of it", [parts])
    named = (Entry("medicine", name) for name, m in shelf.book.medicines.items() if id in m.classes)
    title = shelf.told(page="Medicines that name it themselves", book="Medicines")
    yield from titled(title, [Paragraph(links_to(named))])


def medicine(shelf: Shelf, id: str) -> Iterator[Block]:
    """A medicine: what it belongs to, and by which names it is found."""
    yield from shelf.lines(*medicine_facts(shelf, id))
    if not shelf.in_book:
        yield from note(shelf.book.medicines[id].note)


def medicine_facts(shelf: Shelf, id: str) -> Iterator[Text]:
    """What is known of a medicine, in sentences."""
    one = shelf.book.medicines[id]
    colon = shelf.told(page=":", book="")
    classes = links_to(Entry("class", name) for name in one.classes)
    yield (*shelf.told(page=("Classes: ",), book=()), *classes, ".")
    if one.brands:
        yield f"Sold as{colon} {', '.join(one.brands)}."
    if one.also:
        yield f"Also written{colon} {', '.join(one.also)}."
    if one.atc:
        yield f"ATC{colon} {one.atc}."
    if one.rxnorm:
        verified = "" if one.rxnorm_verified else " (not verified)"
        yield f"RxNorm{colon} {one.rxnorm}{verified}."
    if one.effects:
        yield f"Effects: {said(one.effects)}"
    if one.note and shelf.in_book:
        yield f"Note: {said(one.note)}"
