"""What danger screens and their lines do, described."""

from __future__ import annotations

from collections.abc import Iterator

from triage.presentation.describe.places import link, links_to
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import said
from triage.presentation.document import (
    Block,
    Inline,
    Item,
    Items,
    Paragraph,
    Text,
    titled,
    together,
)
from triage.presentation.rule_links import Entry
from triage.presentation.rule_words import when_words
from triage.rulebook.kinds import TickAll
from triage.rulebook.kinds.base import Answer
from triage.rulebook.lines import Covered, covered, signs_of
from triage.rulebook.model import Rulebook
from triage.words.english import commas

HOW_SETTLED = (
    "Left unticked, a line says no to every sign that it covers. Ticked or not sure, it opens the "
    "questions about these signs, and a sign that is not answered there counts as not sure. A sign "
    "that several lines cover is no only where none of them is ticked or not sure."
)


def sentences(shelf: Shelf, id: str) -> Iterator[Block]:
    """What a question is besides what all questions are; nothing for most."""
    book, one = shelf.book, shelf.book.questions[id]
    if id in book.made_from:
        item = book.made_for[id]
        source = Entry("question", book.variables[item].question)
        text = f'It is asked for the item "{_heading(book, item)}" of '
        under = f". In the rule files it stands under {book.made_from[id]}."
        yield Paragraph((text, link(source), under))
    if isinstance(one, TickAll) and one.gate:
        yield Paragraph(
            "It is a danger screen: none of its lines is left out because it seems to matter less."
        )
    if isinstance(one, TickAll) and one.keep:
        yield Paragraph("Every line that may be shown is shown, since people look for their own.")
    if one.within is not None:
        yield Paragraph(f"It asks about {_days(one.within)}.")
    if one.ask_named is not None:
        classes = commas(book.classes[name].name for name in one.names_of)
        yield Paragraph(
            f"With one to three medicines typed of these classes, it names them: {classes}."
            f" It reads: {said(one.ask_named)}"
        )
    if one.again_when is not None:
        again = when_words(book, one.again_when)
        yield Paragraph(f"Even where no line that opens it is ticked, it is asked when {again}.")


def what_lines_do(shelf: Shelf, id: str) -> Iterator[Block]:
    """For each line that does more than to be ticked or left: what it does."""
    answers = shelf.book.questions[id].answers
    done = {item: tuple(_done(shelf, answer)) for item, answer in answers.items()}
    items = tuple(
        Item(f"{item}: {said(answers[item].text)}", (Items("", texts),))
        for item, texts in done.items()
        if texts
    )
    settles = any(signs_of(answer) for answer in answers.values())
    yield from titled("What its lines do", [Items("", items)])
    if settles:
        yield Paragraph(HOW_SETTLED)


def _done(shelf: Shelf, line: Answer) -> Iterator[Text]:
    book = shelf.book
    if line.exclusive:
        yield "It cannot be ticked together with another line."
    if line.show_when is not None:
        yield f"It is shown only when {when_words(book, line.show_when)}."
    if line.within is not None:
        yield f"It asks about {_days(line.within)}."
    if line.repeats is not None:
        again = f'It asks again about the line "{_heading(book, line.repeats)}" '
        yield (again, *_of(book, line.repeats), ", where it was left unticked, and ticks it.")
    for flag in line.direct:
        title = said(book.red_flags[flag].title)
        yield ("It is the danger sign itself: ", link(Entry("red-flag", flag)), f" {title}.")
    if line.opens:
        opened = links_to(Entry("question", other) for other in line.opens)
        yield ("Ticked or not sure, it opens ", *opened, ".")
    for sign, words in line.names.items():
        quoted = ", ".join(f'"{one}"' for one in words)
        yield (f'It names the sign "{_heading(book, sign)}" ', *_of(book, sign), f" by {quoted}.")
    for sign, reason in line.not_named.items():
        covers = f'It covers the sign "{_heading(book, sign)}" '
        yield (covers, *_of(book, sign), f" without naming it: {reason.rstrip('.')}.")


def what_settles(shelf: Shelf, id: str) -> Iterator[Block]:
    """For each sign of a question that lines cover: which lines."""
    book = shelf.book
    signs = {
        sign: by
        for sign, by in covered(book.questions).items()
        if book.variables[sign].question == id
    }
    items = tuple(_settled(book, sign, by) for sign, by in signs.items())
    if items:
        yield from titled("Which lines cover its signs", [Items("", items)])
        yield Paragraph(HOW_SETTLED)


def _settled(book: Rulebook, sign: str, by: Covered) -> Text:
    lines = together((f'"{_heading(book, line)}" ', *_of(book, line)) for line in by.lines)
    return (f"{_heading(book, sign)}: ", *lines)


def _of(book: Rulebook, name: str) -> tuple[Inline, ...]:
    """The id of a sign or line, with a link to its question."""
    variable = book.variables[name]
    item = f".{variable.item}" if variable.item else ""
    return ("(", link(Entry("question", variable.question)), f"{item})")


def _heading(book: Rulebook, name: str) -> str:
    variable = book.variables[name]
    return said(book.questions[variable.question].heading(variable, book))


def _days(days: int) -> str:
    return "the last day" if days == 1 else f"the last {days} days"
