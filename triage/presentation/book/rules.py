"""The parts of the book that tell rules: red flags, conditions and findings."""

from __future__ import annotations

from collections.abc import Iterable

from triage.presentation.book.parts import (
    anchor,
    case_link,
    items,
    link,
    paragraph,
    safe,
    said,
    titled,
    told,
)
from triage.presentation.book.pictures import condition_picture
from triage.presentation.book.shelf import Shelf
from triage.presentation.learn import FREQUENCY_WORDS, SYSTEM_WORDS
from triage.presentation.result import BAND_WORDS
from triage.presentation.rule_links import Entry
from triage.presentation.rule_words import outline, strength_words
from triage.rulebook import conclusions
from triage.rulebook.model import Block, Code, Condition, Core, Evidence
from triage.rulebook.stated import Stated, rules_of
from triage.rulebook.when import When

ROLES: tuple[tuple[str, str], ...] = (
    ("core", "Must hold"),
    ("support", "Speaks for it"),
    ("against", "Speaks against it"),
    ("blocked-by", "Not offered when"),
)

FIRST_AT_MOST = 20
"""Cases named below a condition; the others name it all the same."""


def red_flags(shelf: Shelf) -> str:
    """Every danger sign, what sets it off and what is said."""
    parts = [shelf.index("red-flag")]
    for entry in shelf.entries("red-flag"):
        flag = shelf.book.red_flags[entry.id]
        content = (
            paragraph(
                f"Urgency: <strong>{flag.urgency}</strong>. Where it is reached only because an "
                f"answer is not sure: <strong>{flag.if_unsure}</strong>."
            )
            + titled(4, "Reached when", _when(shelf, flag.when))
            + titled(4, "Said to the patient", items(map(said, (flag.because, *flag.do_now))))
            + _note(flag.note)
            + titled(4, "Cases", shelf.cases_of(entry.id))
        )
        cases = shelf.covered_word([entry.id])
        parts.append(shelf.entry(entry, content, urgency=flag.urgency, cases=cases))
    return "\n".join(parts)


def findings(shelf: Shelf) -> str:
    """Every intermediate conclusion."""
    parts = [shelf.index("finding")]
    for entry in shelf.entries("finding"):
        finding = shelf.book.findings[entry.id]
        rule = conclusions.finding(entry.id).rule
        content = (
            titled(4, "Holds when", _when(shelf, finding.when))
            + _note(finding.note)
            + titled(4, "Cases", shelf.cases_of(rule))
        )
        parts.append(shelf.entry(entry, content, cases=shelf.covered_word([rule])))
    return "\n".join(parts)


def conditions(shelf: Shelf) -> str:
    """Every condition, with all its rules and a picture of them."""
    parts = [shelf.index("condition")]
    for entry in shelf.entries("condition"):
        condition = shelf.book.conditions[entry.id]
        rules = rules_of(entry.id, condition)
        content = (
            _picture(shelf, entry)
            + _about(condition)
            + "".join(
                titled(4, title, _rules(shelf, [rule for rule in rules if rule.role == role]))
                for role, title in ROLES
            )
            + titled(4, "Said whenever it is suggested", items(map(said, condition.must_say)))
            + titled(4, "What a doctor may check", items(map(said, condition.doctor_may_check)))
            + titled(
                4,
                "What a doctor may discuss, for information only",
                items(map(said, condition.doctor_may_discuss)),
            )
            + titled(4, "Codes", items(map(_code, condition.codes)))
            + _note(condition.note)
            + titled(4, "Cases in which it comes first", _first_in(shelf, entry.id))
        )
        covered = shelf.covered_word(rule.id for rule in rules)
        parts.append(shelf.entry(entry, content, urgency=condition.urgency, cases=covered))
    return "\n".join(parts)


def _picture(shelf: Shelf, entry: Entry) -> str:
    caption = (
        "What leads to it: a thick stroke counts more, a dashed one takes away. "
        "The rules of this condition say the same in words."
    )
    drawn = condition_picture(shelf.links, entry.id, anchor(entry.kind, entry.id))
    return f'<figure class="tree">{drawn}<figcaption>{caption}</figcaption></figure>'


def _about(condition: Condition) -> str:
    fits = condition.fits_name
    names = ", ".join(said(name) for name in condition.also_called)
    facts = [
        f"Urgency where it is suggested: <strong>{condition.urgency}</strong>.",
        f"Best band: {BAND_WORDS[condition.top_band]}.",
        f"How often: {FREQUENCY_WORDS[condition.frequency].lower()}.",
    ]
    if condition.never_alone == "yes":
        facts.append("It is never suggested alone.")
    if condition.benign == "yes":
        facts.append("It is never alone or first beside a red flag.")
    return (
        paragraph(f"Also called: {names}." if names else "")
        + paragraph(f"In a result: features of {said(fits)}." if fits else "")
        + paragraph(" ".join(facts))
        + paragraph(said(condition.what_it_is))
        + paragraph(f"Who it affects: {said(condition.who_it_affects)}")
        + paragraph(f"How it starts: {said(condition.how_it_starts)}")
        + paragraph(f"In families: {said(condition.inheritance)}")
    )


def _rules(shelf: Shelf, rules: Iterable[Stated]) -> str:
    listed = "".join(_rule(shelf, rule) for rule in rules)
    return f'<ul class="rules">{listed}</ul>' if listed else ""


def _rule(shelf: Shelf, stated: Stated) -> str:
    rule = stated.rule
    facts = ""
    match rule:
        case Evidence():
            risk = ", a risk fact" if rule.risk == "yes" else ""
            facts = f"{strength_words(shelf.book, rule.strength)}{risk}: {said(rule.because)}."
        case Core():
            alone = " That alone makes it fit well." if rule.enough == "yes" else ""
            facts = f"{said(rule.because)}.{alone}"
        case Block():
            facts = f"{said(rule.because)}. To look at instead: {said(rule.instead)}."
    sources = ", ".join(link(Entry("source", id)) for id in dict.fromkeys(rule.sources))
    content = (
        paragraph(f"<code>{safe(stated.id)}</code> {facts}")
        + _when(shelf, rule.when)
        + paragraph(f"Sources: {sources}", "meta")
        + (paragraph(f"Note: {said(rule.note)}", "meta") if rule.note else "")
        + shelf.cases_of(stated.id)
    )
    return f'<li id="{anchor("rule", stated.id)}">{content}</li>'


def _when(shelf: Shelf, when: When) -> str:
    return items([told(shelf.links, outline(shelf.book, when))])


def _note(note: str | None) -> str:
    return titled(4, "Note", paragraph(said(note))) if note else ""


def _code(code: Code) -> str:
    remarks = [] if code.verified == "yes" else ["not verified"]
    remarks += [code.note.rstrip(".")] if code.note else []
    remark = f" ({', '.join(remarks)})" if remarks else ""
    return safe(f"{SYSTEM_WORDS.get(code.system, code.system)}: {code.code}{remark}")


def _first_in(shelf: Shelf, id: str) -> str:
    if not shelf.cases:
        return ""
    found = [case for case in shelf.cases if case.suggested[:1] == (id,)]
    if not found:
        return paragraph("None.", "meta")
    more = len(found) - FIRST_AT_MOST
    left = paragraph(f"And {more} more.", "meta") if more > 0 else ""
    return items(map(case_link, found[:FIRST_AT_MOST]), "meta") + left
