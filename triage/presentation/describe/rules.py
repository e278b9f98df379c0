"""Rules described: red flags, findings, conditions and the rules of conditions."""

from __future__ import annotations

from collections.abc import Iterator

from triage.presentation.decision_table import decision_table
from triage.presentation.describe.cases import cases_of
from triage.presentation.describe.pictures import condition_picture
from triage.presentation.describe.places import anchor, link, links_to
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import (
    FREQUENCY_WORDS,
    code_words,
    learn_command,
    listed,
    said,
    system_words,
)
from triage.presentation.document import (
    Block,
    Code,
    Grid,
    Heading,
    Item,
    Items,
    Paragraph,
    Picture,
    Strong,
    Text,
    titled,
    together,
)
from triage.presentation.first_screen import FIT_WORDS
from triage.presentation.rule_links import Entry
from triage.presentation.rule_words import (
    Outline,
    outline,
    stated_words,
    strength_words,
    when_words,
)
from triage.rulebook import conclusions
from triage.rulebook.parts.conditions import Block as Blocking
from triage.rulebook.parts.conditions import Condition, Core, Evidence, Firm
from triage.rulebook.stated import Stated, rules_of
from triage.rulebook.when import When

ROLES: tuple[tuple[str, str], ...] = (
    ("core", "Must hold"),
    ("firm", "Needed to fit well and to raise the urgency"),
    ("support", "Speaks for it"),
    ("against", "Speaks against it"),
    ("blocked-by", "Not offered when"),
)
LONGEST_SENTENCE = 240
"""A condition with more characters is told as a list; a longer sentence is hard to follow."""


def red_flag(shelf: Shelf, id: str) -> Iterator[Block]:
    """A danger sign: what sets it off and what is said."""
    flag = shelf.book.red_flags[id]
    texts = [flag.because, *flag.do_now]
    if shelf.in_book:
        unsure = ". Where it is reached only because an answer is not sure: "
        levels = ("Urgency: ", Strong(flag.urgency), unsure, Strong(flag.if_unsure), ".")
        yield Paragraph(levels)
        yield from titled("Reached when", [_outlined(shelf, flag.when)])
    else:
        yield from _whole_rule(shelf, id)
        if flag.crisis:
            texts.append("The crisis lines of the region are shown with it.")
    title = shelf.told(page="What is said to the patient", book="Said to the patient")
    yield from titled(title, [listed(texts)])
    yield from note(flag.note)


def finding(shelf: Shelf, id: str) -> Iterator[Block]:
    """An intermediate conclusion."""
    one = shelf.book.findings[id]
    if shelf.in_book:
        yield from titled("Holds when", [_outlined(shelf, one.when)])
    else:
        yield from _whole_rule(shelf, conclusions.finding(id).rule)
    yield from note(one.note)


def named_kind(shelf: Shelf, id: str) -> Iterator[Block]:
    """What doctors call it, and when it is told."""
    one = shelf.book.kinds[id]
    if one.called is not None:
        yield Paragraph(f"Doctors call it: {said(one.called)}.")
    if one.part_of is not None:
        wider = link(Entry("named-kind", one.part_of))
        yield Paragraph(("It is part of ", wider, ", which is not told beside it."))
    yield from titled("Told when", [_outlined(shelf, one.when)])
    yield from titled("Said to the patient", [Paragraph(said(one.doctor_may_check))])
    yield from note(one.note)


def rule(shelf: Shelf, id: str) -> Iterator[Block]:
    """A rule of a condition, on a page of its own. In the book it stands with its condition."""
    yield from _whole_rule(shelf, id)
    yield from note(shelf.links.stated[id].rule.note)


def condition(shelf: Shelf, id: str) -> Iterator[Block]:
    """A condition, with all its rules."""
    one = shelf.book.conditions[id]
    facts = list(_facts(shelf, one))
    must_say = titled("Said whenever it is suggested", [listed(one.must_say)])
    rules = rules_of(id, one)
    if not shelf.in_book:
        yield from map(
            Paragraph, map(said, (one.what_it_is, one.who_it_affects, one.how_it_starts))
        )
        yield from map(Paragraph, facts)
        yield Paragraph("The whole page about it:")
        yield learn_command(id, shelf.folder)
        yield from must_say
        yield from note(one.note)
        told = (f"{stated.id}: {stated_words(shelf.book, stated)}" for stated in rules)
        yield from titled("Its rules", [Items("", tuple(told))])
        return
    yield _picture(shelf, id)
    if one.also_called:
        yield Paragraph(f"Also called: {', '.join(map(said, one.also_called))}.")
    if one.fits_name:
        yield Paragraph(f"In a result: features of {said(one.fits_name)}.")
    yield Paragraph(together(facts, " "))
    yield Paragraph(said(one.what_it_is))
    yield Paragraph(f"Who it affects: {said(one.who_it_affects)}")
    yield Paragraph(f"How it starts: {said(one.how_it_starts)}")
    yield Paragraph(f"In families: {said(one.inheritance)}")
    for role, title in ROLES:
        items = (_rule_item(shelf, stated) for stated in rules if stated.role == role)
        yield from titled(title, [Items("", tuple(items), look="rules")])
    yield from must_say
    yield from titled("What a doctor may check", [listed(one.doctor_may_check)])
    discussed = "What a doctor may discuss, for information only"
    yield from titled(discussed, [listed(one.doctor_may_discuss)])
    codes = (f"{system_words(code.system)}: {code_words(code)}" for code in one.codes)
    yield from titled("Codes", [Items("", tuple(codes))])
    yield from note(one.note)


def note(text: str | None) -> list[Block]:
    """What somebody noted about a thing, below a heading."""
    return titled("Note", [Paragraph(said(text or ""))])


def _facts(shelf: Shelf, one: Condition) -> Iterator[Text]:
    urgency = shelf.told(page=one.urgency, book=Strong(one.urgency))
    yield ("Urgency where it is suggested: ", urgency, ".")
    yield shelf.told(
        page=f"How often: {one.frequency}. Best fit: {one.top_fit}.",
        book=f"Best fit: {FIT_WORDS[one.top_fit]}. "
        f"How often: {FREQUENCY_WORDS[one.frequency].lower()}.",
    )
    for at in one.frequency_at:
        among = when_words(shelf.book, at.when)
        how_often = FREQUENCY_WORDS[at.frequency].lower()
        yield f"How often when {among}: {how_often} ({', '.join(at.sources)})."
    if one.never_alone:
        yield "It is never suggested alone."
    if one.benign:
        yield (
            "Beside a red flag it is never before another name, and alone only where the red flag "
            "can wait two weeks and nothing speaks against it."
        )
    if one.comfort is not None:
        cited = ", ".join(one.comfort.sources)
        yield f"A word of comfort, never beside a danger sign: {said(one.comfort.text)} ({cited})."


def _picture(shelf: Shelf, id: str) -> Picture:
    drawing = condition_picture(shelf.links, id, anchor("condition", id))
    caption = (
        "What leads to it: a thick stroke counts more, a dashed one takes away. "
        "The rules of this condition say the same in words."
    )
    return Picture(drawing, caption, "tree")


# a rule on a page of its own


def _whole_rule(shelf: Shelf, id: str) -> Iterator[Block]:
    """In words and as a table."""
    book = shelf.book
    stated = shelf.links.stated[id]
    when = stated.rule.when
    if stated.condition:
        name = said(book.conditions[stated.condition].name)
        yield Paragraph(f"It belongs to the condition {stated.condition}: {name}.")
    if len(when_words(book, when)) <= LONGEST_SENTENCE:
        yield Paragraph(stated_words(book, stated))
    else:
        yield Paragraph(stated_words(book, stated, "what stands below holds"))
        yield from titled("When", [_outlined(shelf, when)])
    table = decision_table(book, when)
    count = len(table.rows)
    if not count:
        yield Heading(2, "As a table")
        yield Paragraph("No answers at all satisfy it: it can never hold.")
        return
    ways = "1 row" if count == 1 else f"{count} rows, each of which is enough"
    yield Heading(2, f"As a table: {ways}")
    yield Grid(tuple(column.title for column in table.columns), table.rows)


# a rule beside the others of its condition


def _rule_item(shelf: Shelf, stated: Stated) -> Item:
    rule = stated.rule
    below: list[Block] = [
        _outlined(shelf, rule.when),
        Paragraph(
            ("Sources: ", *links_to(Entry("source", id) for id in dict.fromkeys(rule.sources))),
            "quiet",
        ),
    ]
    if rule.note:
        below.append(Paragraph(f"Note: {said(rule.note)}", "quiet"))
    below += cases_of(shelf, stated.id)
    text = (Code(stated.id), f" {_rule_words(shelf, stated)}")
    return Item(text, tuple(below), anchor("rule", stated.id))


def _rule_words(shelf: Shelf, stated: Stated) -> str:
    match stated.rule:
        case Evidence() as rule:
            risk = ", a risk fact" if rule.risk else ""
            return f"{strength_words(shelf.book, rule.strength)}{risk}: {said(rule.because)}."
        case Core() as rule:
            alone = " That alone makes it fit well." if rule.enough else ""
            return f"{said(rule.because)}.{alone}"
        case Firm() as rule:
            since = said(rule.because)
            return f"Without it, it fits partly at most and raises no urgency, since {since}."
        case Blocking() as rule:
            return f"{said(rule.because)}. To look at instead: {said(rule.instead)}."
        case _:
            return ""


def _outlined(shelf: Shelf, when: When) -> Items:
    """A condition of a rule as a list of lists, each answer with a link to what it is about."""
    return Items("", (_outline_item(shelf, outline(shelf.book, when)),))


def _outline_item(shelf: Shelf, line: Outline) -> Item:
    text = (link(shelf.links.key_entry(line.key), line.text),) if line.key else line.text
    parts = tuple(_outline_item(shelf, part) for part in line.parts)
    return Item(text, (Items("", parts),) if parts else ())
