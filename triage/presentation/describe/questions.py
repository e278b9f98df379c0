"""Questions described."""

from __future__ import annotations

from collections.abc import Iterator

from triage.presentation.describe.lines import sentences, what_lines_do, what_settles
from triage.presentation.describe.places import link, links_to
from triage.presentation.describe.rules import note
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import said
from triage.presentation.document import Block, Items, Paragraph, Strong, Table, Text, titled
from triage.presentation.kind_words import kind_words
from triage.presentation.rule_links import Entry
from triage.presentation.rule_words import asked_words
from triage.rulebook.parts.medicines import MEDICINES_PREFIX


def question(shelf: Shelf, id: str) -> Iterator[Block]:
    """A question: why and when it is asked, what its answers mean and what they lead to."""
    one = shelf.book.questions[id]
    asked = Paragraph(asked_words(shelf.book, id))
    ask = said(one.ask)
    kind = shelf.told(page="", book=f" {kind_words(one).answered_by}")
    yield Paragraph((Strong(ask), kind))
    yield Paragraph(f"Why it is asked: {said(one.why)}")
    if one.hint:
        yield Paragraph(f"Hint: {said(one.hint)}")
    if shelf.in_book:
        yield from short_note(one.note)
        yield from sentences(shelf, id)
        yield asked
        leads = [Entry("question", gate) for gate in shelf.links.led_to_by(id)]
        if leads:
            yield Paragraph(("What leads to it: ", *links_to(leads)))
        yield _answers_in_book(shelf, id)
        yield from what_lines_do(shelf, id)
        yield from what_settles(shelf, id)
        yield _skips_in_book(shelf, id)
        return
    yield from sentences(shelf, id)
    yield asked
    yield from note(one.note)
    yield from titled("Answers, besides not sure", [Items("", tuple(_answers_on_page(shelf, id)))])
    yield from what_lines_do(shelf, id)
    yield from what_settles(shelf, id)
    skips = Items("", tuple(_skips_on_page(shelf, id)))
    yield from titled("What each answer leads to and skips", [skips])


def short_note(text: str | None) -> list[Block]:
    """What somebody noted about a thing, in a paragraph."""
    return [Paragraph(f"Note: {said(text)}")] if text else []


def _answers_on_page(shelf: Shelf, id: str) -> Iterator[str]:
    one = shelf.book.questions[id]
    for answer in one.chosen(id):
        means, read = said(answer.means), f"{answer.name}: {said(answer.text)}."
        if answer.variable:
            yield f"{read} Ticked: {means}. Left: {said(answer.unticked)}."
        elif answer.text:
            yield f"{read} It means: {means}."
        else:
            yield f"{answer.name}: {means}."
    yield from kind_words(one).typed
    if one.shape == "medicines":
        yield f"{len(shelf.book.medicines)} names of medicines lead to classes."


def _answers_in_book(shelf: Shelf, id: str) -> Table:
    rows = tuple(_answer_rows(shelf, id))
    return Table("Answers, besides not sure", ("Answer", "It means", "Used by"), rows, "parts")


def _answer_rows(shelf: Shelf, id: str) -> Iterator[tuple[Text, Text, Text]]:
    one = shelf.book.questions[id]
    for answer in one.chosen(id):
        unticked = f"; left unticked: {said(answer.unticked)}" if answer.variable else ""
        used = links_to(shelf.links.users_of_variable(answer.variable)) if answer.variable else ""
        text = said(answer.text) or answer.name.capitalize()
        yield text, f"{said(answer.means)}{unticked}", used
    typed, compared = kind_words(one).typed_in_short
    if typed:
        yield typed, compared, ""
    if one.shape == "medicines":
        for name, of_class in shelf.book.classes.items():
            used = links_to(shelf.links.users_of_variable(f"{MEDICINES_PREFIX}.{name}"))
            named = (link(Entry("class", name), of_class.name),)
            yield named, "a medicine of this class is named", used


def _skips_on_page(shelf: Shelf, id: str) -> Iterator[str]:
    for row in shelf.links.skips(id):
        parts = [f"may lead to {', '.join(row.asks)}"] if row.asks else []
        parts += [f"skips {', '.join(row.skips)}"] if row.skips else []
        yield f"{row.answer}: {'; '.join(parts)}."


def _skips_in_book(shelf: Shelf, id: str) -> Table:
    rows = tuple(
        (
            row.answer,
            links_to(Entry("question", other) for other in row.asks) or "-",
            links_to(Entry("question", other) for other in row.skips) or "-",
        )
        for row in shelf.links.skips(id)
    )
    columns = ("Answer", "May then be asked", "Is skipped")
    return Table("What an answer leads to", columns, rows, "parts")
