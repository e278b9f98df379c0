"""Questions described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from triage.presentation.describe.places import link, links_to
from triage.presentation.describe.rules import note
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import ANSWER_WORDS, said
from triage.presentation.document import Block, Items, Paragraph, Strong, Table, Text, titled
from triage.presentation.rule_links import Entry
from triage.presentation.rule_words import asked_words
from triage.rulebook.parts.medicines import MEDICINES_PREFIX
from triage.rulebook.parts.questions import Question
from triage.rulebook.variables import variables_of


def question(shelf: Shelf, id: str) -> Iterator[Block]:
    """A question: why and when it is asked, what its answers mean and what they lead to."""
    one = shelf.book.questions[id]
    asked = Paragraph(asked_words(shelf.book, id))
    ask = said(one.ask)
    kind = shelf.told(page="", book=f" {ANSWER_WORDS[one.kind]}")
    yield Paragraph((Strong(ask), kind))
    yield Paragraph(f"Why it is asked: {said(one.why)}")
    if one.hint:
        yield Paragraph(f"Hint: {said(one.hint)}")
    if shelf.in_book:
        yield from short_note(one.note)
        yield asked
        leads = [Entry("question", gate) for gate in shelf.links.led_to_by(id)]
        if leads:
            yield Paragraph(("What leads to it: ", *links_to(leads)))
        yield _answers_in_book(shelf, id)
        yield _skips_in_book(shelf, id)
        return
    yield asked
    yield from note(one.note)
    yield from titled("Answers, besides not sure", [Items("", tuple(_answers_on_page(shelf, id)))])
    skips = Items("", tuple(_skips_on_page(shelf, id)))
    yield from titled("What each answer leads to and skips", [skips])


def short_note(text: str | None) -> list[Block]:
    """What somebody noted about a thing, in a paragraph."""
    return [Paragraph(f"Note: {said(text)}")] if text else []


class _Answer(NamedTuple):
    """An answer that can be chosen, and what rules take it to mean."""

    name: str
    text: str
    means: str
    unticked: str = ""
    variable: str = ""


def _chosen(shelf: Shelf, id: str) -> Iterator[_Answer]:
    one = shelf.book.questions[id]
    if one.kind == "yes-no":
        yield _Answer("yes", "Yes", said(one.yes or ""))
        yield _Answer("no", "No", said(one.no or ""))
    elif one.kind == "pick-one":
        for name, answer in one.answers.items():
            yield _Answer(name, said(answer.text), said(answer.yes))
    elif one.kind == "tick-all":
        for variable in variables_of(id, one, {}):
            name = variable.item or ""
            answer = one.answers[name]
            unticked = said(answer.no or "")
            yield _Answer(name, said(answer.text), said(answer.yes), unticked, variable.name)


def _answers_on_page(shelf: Shelf, id: str) -> Iterator[str]:
    one = shelf.book.questions[id]
    for answer in _chosen(shelf, id):
        match one.kind:
            case "yes-no":
                yield f"{answer.name}: {answer.means}."
            case "pick-one":
                yield f"{answer.name}: {answer.text}. It means: {answer.means}."
            case _:
                ticked = f"Ticked: {answer.means}. Left: {answer.unticked}."
                yield f"{answer.name}: {answer.text}. {ticked}"
    if one.kind == "number":
        yield f"A whole number from {one.lowest} to {one.highest}."
        yield f"Rules may compare with: {_cuts(one) or 'no number'}."
    if one.kind == "medicines":
        yield f"{len(shelf.book.medicines)} names of medicines lead to classes."


def _answers_in_book(shelf: Shelf, id: str) -> Table:
    rows = tuple(_answer_rows(shelf, id))
    return Table("Answers, besides not sure", ("Answer", "It means", "Used by"), rows, "parts")


def _answer_rows(shelf: Shelf, id: str) -> Iterator[tuple[Text, Text, Text]]:
    one = shelf.book.questions[id]
    for answer in _chosen(shelf, id):
        unticked = f"; left unticked: {answer.unticked}" if answer.variable else ""
        used = links_to(shelf.links.users_of_variable(answer.variable)) if answer.variable else ""
        yield answer.text, f"{answer.means}{unticked}", used
    if one.kind == "number":
        cuts = _cuts(one)
        compared = f"rules may compare with {cuts}" if cuts else "rules do not look at it"
        yield f"{one.lowest} to {one.highest}", compared, ""
    if one.kind == "medicines":
        for name, of_class in shelf.book.classes.items():
            used = links_to(shelf.links.users_of_variable(f"{MEDICINES_PREFIX}.{name}"))
            named = (link(Entry("class", name), of_class.name),)
            yield named, "a medicine of this class is named", used


def _cuts(one: Question) -> str:
    return ", ".join(str(cut) for cut in one.cut_points)


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
