"""The parts of the book that rules rest on: questions, medicines, sources, texts and cases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from triage.presentation.book.parts import (
    anchor,
    case_anchor,
    items,
    link,
    links_to,
    outside,
    paragraph,
    safe,
    said,
    table,
    titled,
)
from triage.presentation.book.pictures import flow_pictures
from triage.presentation.book.shelf import Shelf, article
from triage.presentation.case_facts import CaseFact
from triage.presentation.learn import READ_WORDS
from triage.presentation.rule_links import Entry
from triage.presentation.rule_words import asked_words
from triage.rulebook.model import MEDICINES_PREFIX, Medicine, Question, variables_of
from triage.rulebook.urgency import LADDER

KIND_WORDS = {
    "yes-no": "Yes or no.",
    "pick-one": "One of these.",
    "tick-all": "All that fit.",
    "number": "A whole number.",
    "medicines": "Names of medicines.",
}


def questions(shelf: Shelf) -> str:
    """Every question in the order of asking, with what leads to it and what it skips."""
    drawn = "".join(drawing for _, drawing in flow_pictures(shelf.links))
    parts = [
        '<figure class="flow extra">' + drawn + "<figcaption>The questions in the order of asking. "
        "A stroke leads from a question to those that are asked only after some of its answers. "
        "Each question below says the same in words.</figcaption></figure>",
        shelf.index("question"),
    ]
    for section in shelf.book.sections:
        asked = [e for e in shelf.entries("question") if shelf.book.section_of[e.id] == section.id]
        if asked:
            place = anchor("section", section.id)
            parts.append(f'<p class="meta extra" id="{place}">Section: {said(section.title)}</p>')
        parts += [_question(shelf, entry) for entry in asked]
    return "\n".join(parts)


def _question(shelf: Shelf, entry: Entry) -> str:
    question = shelf.book.questions[entry.id]
    links = shelf.links
    leads = [Entry("question", id) for id in links.led_to_by(entry.id)]
    skips = (
        (
            safe(row.answer),
            links_to(Entry("question", id) for id in row.asks) or "-",
            links_to(Entry("question", id) for id in row.skips) or "-",
        )
        for row in links.skips(entry.id)
    )
    content = (
        paragraph(f"<strong>{said(question.ask)}</strong> {KIND_WORDS[question.kind]}")
        + paragraph(f"Why it is asked: {said(question.why)}")
        + (paragraph(f"Hint: {said(question.hint)}") if question.hint else "")
        + (paragraph(f"Note: {said(question.note)}") if question.note else "")
        + paragraph(safe(asked_words(shelf.book, entry.id)))
        + (paragraph(f"What leads to it: {links_to(leads)}") if leads else "")
        + table(
            "Answers, besides not sure",
            ("Answer", "It means", "Used by"),
            _answers(shelf, entry.id),
        )
        + table("What an answer leads to", ("Answer", "May then be asked", "Is skipped"), skips)
    )
    return shelf.entry(entry, content)


def _answers(shelf: Shelf, id: str) -> Iterator[tuple[str, str, str]]:
    question = shelf.book.questions[id]
    if question.kind == "yes-no":
        yield "Yes", said(question.yes or ""), ""
        yield "No", said(question.no or ""), ""
    elif question.kind == "pick-one":
        for answer in question.answers.values():
            yield said(answer.text), said(answer.yes), ""
    elif question.kind == "tick-all":
        for variable in variables_of(id, question, {}):
            answer = question.answers[variable.item or ""]
            means = f"{said(answer.yes)}; left unticked: {said(answer.no or '')}"
            yield said(answer.text), means, links_to(shelf.links.users_of_variable(variable.name))
    elif question.kind == "number":
        yield _range(question)
    else:
        for name, one in shelf.book.classes.items():
            used = links_to(shelf.links.users_of_variable(f"{MEDICINES_PREFIX}.{name}"))
            yield link(Entry("class", name), one.name), "a medicine of this class is named", used


def _range(question: Question) -> tuple[str, str, str]:
    cuts = ", ".join(str(cut) for cut in question.cut_points)
    compared = f"rules may compare with {cuts}" if cuts else "rules do not look at it"
    return f"{question.lowest} to {question.highest}", compared, ""


def medicines(shelf: Shelf) -> str:
    """Every class, and every medicine with the names that lead to it."""
    book = shelf.book
    parts = []
    for entry in shelf.entries("class"):
        one = book.classes[entry.id]
        wider = link(Entry("class", one.part_of)) if one.part_of else ""
        named = [Entry("medicine", id) for id, m in book.medicines.items() if entry.id in m.classes]
        inner = [
            Entry("class", id) for id, other in book.classes.items() if other.part_of == entry.id
        ]
        content = (
            paragraph(f"Known as: {said(one.known_as)}.")
            + paragraph(f"Effects: {said(one.effects)}")
            + paragraph(f"When they come: {said(one.latency)}")
            + (paragraph(f"Part of: {wider}") if wider else "")
            + (paragraph(f"Note: {said(one.note)}") if one.note else "")
            + (
                paragraph("Kept for the doctor's summary; no rule uses it.")
                if one.summary_only == "yes"
                else ""
            )
            + titled(4, "Classes that are part of it", paragraph(links_to(inner)))
            + titled(4, "Medicines", paragraph(links_to(named)))
        )
        parts.append(shelf.entry(entry, content))
    listed = "".join(
        article(anchor("medicine", id), "medicine", _medicine(id, one), "li")
        for id, one in book.medicines.items()
    )
    if listed:
        parts.append(f'<h3 class="extra">Medicines by name</h3><ul>{listed}</ul>')
    parts += _read_without_a_name(shelf)
    return "\n".join(parts)


def _read_without_a_name(shelf: Shelf) -> Iterator[str]:
    """What is understood besides the medicines of the classes: purposes, and ordinary names."""
    purposes = "".join(
        f"<li><strong>{safe(one.name)}</strong>: {safe(', '.join((*one.for_, *one.called)))}. "
        f"Could be: {links_to(Entry('class', id) for id in one.could_be) or 'no class'}.</li>"
        for one in shelf.book.purposes.values()
    )
    if purposes:
        yield f'<h3 class="extra">What people say instead of a name</h3><ul>{purposes}</ul>'
    ordinary = "".join(
        f"<li><strong>{safe(id)}</strong> ({safe(one.for_)})"
        f"{safe(''.join(f', {name}' for name in (*one.brands, *one.also)))}</li>"
        for id, one in shelf.book.ordinary.items()
    )
    if ordinary:
        yield f'<h3 class="extra">Medicines that no rule reads</h3><ul>{ordinary}</ul>'


def _medicine(id: str, one: Medicine) -> str:
    facts = [f"{links_to(Entry('class', name) for name in one.classes)}."]
    if one.brands:
        facts.append(f"Sold as {safe(', '.join(one.brands))}.")
    if one.also:
        facts.append(f"Also written {safe(', '.join(one.also))}.")
    if one.atc:
        facts.append(f"ATC {safe(one.atc)}.")
    if one.rxnorm:
        verified = "" if one.rxnorm_verified == "yes" else " (not verified)"
        facts.append(f"RxNorm {safe(one.rxnorm)}{verified}.")
    if one.effects:
        facts.append(f"Effects: {said(one.effects)}")
    if one.note:
        facts.append(f"Note: {said(one.note)}")
    return f"<strong>{safe(id)}</strong>: {' '.join(facts)}"


def sources(shelf: Shelf) -> str:
    """Every source, how far it was read, and what cites it."""
    parts = []
    for entry in shelf.entries("source"):
        source = shelf.book.sources[entry.id]
        note = f" {safe(source.read_note)}" if source.read_note else ""
        content = (
            paragraph(f"By {safe(source.by)}. Year: {safe(source.year)}. {outside(source.link)}")
            + paragraph(f"Used for: {safe(source.used_for)}.")
            + (
                paragraph(f"Withdrawn: {safe(source.withdrawn.rstrip('.'))}.")
                if source.withdrawn
                else ""
            )
            + (
                paragraph(f"Replaced by: {link(Entry('source', source.replaced_by))}")
                if source.replaced_by
                else ""
            )
            + paragraph(f"{safe(READ_WORDS[source.read])}{note}")
        )
        parts.append(shelf.entry(entry, content))
    return "\n".join(parts)


def glossary(shelf: Shelf) -> str:
    """Words that may not be known."""
    listed = "".join(
        article(anchor("word", word), "word", f"<strong>{safe(word)}</strong>: {said(means)}", "li")
        for word, means in shelf.book.glossary.items()
    )
    return f"<ul>{listed}</ul>" if listed else ""


def scoring(shelf: Shelf) -> str:
    """How points become bands."""
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
    note = paragraph(said(found.note)) if found.note else ""
    return table("Points, thresholds and numbers", ("What", "Number"), rows) + note


def texts(shelf: Shelf) -> str:
    """What every result says, whatever was answered."""
    advisory = shelf.book.advisory
    young = advisory.under_age
    levels = "".join(
        titled(
            4,
            f"{level}: {advisory.urgency[level].title}",
            items(map(said, advisory.urgency[level].what_to_do)),
        )
        for level in reversed(LADDER)
    )
    asked = link(Entry("question", young.question))
    return (
        titled(3, "The advisory", paragraph(said(advisory.advisory)))
        + titled(3, "What each urgency says", levels)
        + titled(3, "What to watch for", items(map(said, advisory.watch_for)))
        + titled(3, "What it did not look at", items(map(said, advisory.not_looked_at)))
        + titled(3, "What to bring", items(map(said, advisory.bring)))
        + titled(3, "Where nothing is suggested", paragraph(said(advisory.no_candidates)))
        + titled(3, "To the young", paragraph(f"Under {young.under} ({asked}): {said(young.text)}"))
        + titled(3, "Before the first question", items(map(said, advisory.opening)))
    )


def regions(shelf: Shelf) -> str:
    """Numbers that differ from country to country."""
    parts = []
    for entry in shelf.entries("region"):
        region = shelf.book.regions[entry.id]
        lines = (
            safe(line.text) if line.verified == "yes" else f"{safe(line.text)} (not verified)"
            for line in region.crisis_lines
        )
        content = (
            paragraph(f"Emergency numbers: {safe(', '.join(region.emergency_numbers))}.")
            + titled(4, "Crisis lines", items(lines))
            + (paragraph(f"Note: {said(region.note)}") if region.note else "")
        )
        parts.append(shelf.entry(entry, content))
    return "\n".join(parts)


def reviews(shelf: Shelf) -> str:
    """Who has signed what."""
    by_kind: dict[str, list[str]] = {}
    for subject, state in shelf.states.items():
        by_kind.setdefault(subject.kind, []).append(state)
    rows = (
        (
            safe(kind),
            ", ".join(f"{states.count(state)} {safe(state)}" for state in dict.fromkeys(states)),
        )
        for kind, states in by_kind.items()
    )
    ledger = shelf.book.reviews
    required = (
        f"{safe(kind)}: {safe(', '.join(roles))}" for kind, roles in ledger.required_roles.items()
    )
    signatures = (
        f"{safe(subject)}: {safe(one.by)}, {safe(one.role)}, {safe(one.date)}"
        + (f", until {safe(one.due)}" if one.due else "")
        for subject, signed in ledger.signatures.items()
        for one in signed
    )
    listed = items(signatures) or paragraph("Nobody has signed anything.")
    return (
        table("Signatures by kind of rule", ("Kind", "How many"), rows)
        + titled(3, "Roles that must sign", items(required))
        + titled(3, "Signatures", listed)
    )


def coverage(shelf: Shelf) -> str:
    """How much of the rules the cases reach."""
    shares = shelf.covered.shares
    if not shares:
        return ""
    rows = ((safe(f"{one.kind}, {one.group}"), safe(one.share)) for one in shares)
    missing = items(f"{safe(kind)}: {safe(name)}" for kind, name in shelf.covered.missing)
    none = paragraph("Cases reach every rule, every way in which it can fire, and every band.")
    return (
        paragraph(
            "A box is one way in which a rule can fire. An answer counts where the rule would not "
            "have fired without it."
        )
        + table("What the cases reach", ("What", "How much"), rows)
        + (titled(3, "What no case reaches", missing) or none)
    )


def cases(shelf: Shelf) -> str:
    """Every case, with what came of it."""
    parts = []
    for file, some in groupby(shelf.cases, key=lambda case: case.file):
        listed = "".join(
            article(case_anchor(case), "case", _case(shelf, case), "li", urgency=case.urgency)
            for case in some
        )
        parts.append(f'<h3 class="extra">{safe(file)}</h3><ul>{listed}</ul>')
    return "\n".join(parts)


def _case(shelf: Shelf, case: CaseFact) -> str:
    suggested = links_to(Entry("condition", id) for id in case.suggested) or "nothing"
    rules = [shelf.links.entry_of(id) for id in shelf.rules_of_case.get(case_anchor(case), ())]
    shown = links_to(rules)
    return (
        f"<strong>{safe(case.name)}</strong> ({safe(case.file)}:{case.line}). "
        f"Urgency: {case.urgency}. Suggested: {suggested}." + (f" Shows: {shown}." if shown else "")
    )
