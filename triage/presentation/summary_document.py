"""The doctor's summary as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triage.inference.result_parts import FlagReached
from triage.presentation.document import Block, Heading, Items, Paragraph, Table, Tone
from triage.presentation.first_screen import MOST_NAMES, kind_in_short
from triage.presentation.summary_model import (
    DangerSigns,
    Group,
    MedicineNamed,
    Medicines,
    Parts,
    Summary,
)
from triage.rulebook.urgency import Urgency, is_emergency, is_raised, is_urgent
from triage.words import result as result_words
from triage.words import summary as words
from triage.words import urgency as urgency_words
from triage.words.english import capital, listed
from triage.words.voice import Voice

MOST_REASONS = 3
MOST_ANSWERS = 3
MOST_OTHERS = 4
MOST_NOT_SURE = 12
MOST_MEDICINES = 8
MOST_SIGNS = 24
"""How much is told before the page counts the rest: all of it is in the JSON form."""
WHOLE = ((capital(words.NOT_SURE_ITEM),), (capital(words.NOT_SURE_OF_ANY),))
"""What a doctor need not read again where the label stands under "not sure"."""


def summary_blocks(summary: Summary) -> Iterator[Block]:
    """The page, in the order in which a doctor reads it. It fits one side of A4."""
    yield Heading(1, words.TITLE)
    day = words.filled_in(summary.filled_in) if summary.filled_in else ""
    yield Paragraph(f"{words.subject_line(summary.subject)} {day}".strip())
    yield Paragraph(summary.urgency_title, tone_of(summary.urgency))
    if summary.what_to_do:
        yield Items("", summary.what_to_do)
    yield Paragraph(_who(summary))
    if summary.review:
        yield Paragraph(summary.review, "notice")
    yield from _why(summary)
    yield Paragraph(summary.advisory)
    for parts in summary.parts:
        yield _parts(parts)
    yield from _reported(summary)
    yield _danger(summary.danger_signs)
    for medicines in summary.medicines:
        yield from _medicines(medicines)
    if summary.own_words:
        yield Items(f"{words.OWN_WORDS}:", summary.own_words)
    yield from _possibilities(summary)
    versions = summary.versions
    told = words.versions(tool=versions.tool, rule_book=versions.rule_book)
    yield Paragraph(f"{told} {words.digest(versions.digest)}", "quiet")


def tone_of(level: Urgency) -> Tone:
    """How strongly a level stands out, by what it asks for."""
    if is_emergency(level):
        return "alarm"
    if is_urgent(level):
        return "strong"
    return "raised" if is_raised(level) else "calm"


def _who(summary: Summary) -> str:
    voice = Voice.ABOUT_OTHER if summary.other_person else Voice.TO_READER
    about = [words.fact(fact.label, fact.words) for fact in summary.about]
    whom = words.whom_you_means(voice.says(words.YOU))
    return " ".join((*(about or (words.NO_AGE_NO_SEX,)), whom))


def _why(summary: Summary) -> Iterator[Block]:
    yield from map(Paragraph, summary.not_certain)
    how_sure = {flag.id: _how_sure(flag) for flag in summary.red_flags}
    rows = [
        (
            words.decided(reason.title, how_sure.get(reason.id, words.POSSIBLE_CONDITION)),
            capital(_few(reason.answers, MOST_ANSWERS)),
        )
        for reason in summary.decided_by[:MOST_REASONS]
    ]
    told = {reason.id for reason in summary.decided_by[:MOST_REASONS]}
    others = [
        words.decided(reason.title, words.POSSIBLE_CONDITION)
        for reason in summary.decided_by[MOST_REASONS:]
        if reason.id not in how_sure
    ]
    others += [
        words.sign_reached(
            flag.title, _how_sure(flag), urgency_words.LEVELS[flag.urgency].in_a_line
        )
        for flag in summary.red_flags
        if flag.id not in told
    ]
    if others:
        rows.append((words.OTHER_SIGNS, _few(others, MOST_OTHERS)))
    if not summary.decided_by:
        yield Paragraph(words.NOTHING_ASKS_FOR_MORE)
    if rows:
        yield Table(words.WHAT_DECIDED, (words.REASON, words.ANSWERS), tuple(rows))


def _few(texts: Sequence[str], most: int) -> str:
    """The first ones, and how many more there are."""
    more = len(texts) - most
    return listed(texts if more <= 0 else (*texts[:most], words.more(more)))


def _how_sure(flag: FlagReached) -> str:
    return words.CERTAIN_SIGN if flag.certain else words.UNSURE_SIGN


def _parts(parts: Parts) -> Table:
    rows = (
        (row.words if row.certain else words.decided(row.words, words.NOT_SURE_ITEM), *row.cells)
        for row in parts.rows
    )
    return Table(parts.label, (words.PART, *parts.columns), tuple(rows))


def _reported(summary: Summary) -> Iterator[Block]:
    """What was said of everything but danger signs, a row for each section."""
    apart = {*summary.danger_signs.questions, *(id for p in summary.parts for id in p.questions)}
    rows = [*_rows(summary.reported, apart)]
    not_sure = [
        fact.label if fact.words in WHOLE else words.decided(fact.label, listed(fact.words))
        for group in summary.not_sure
        for fact in group.facts
        if fact.question not in apart
    ]
    if not_sure:
        rows.append((words.NOT_SURE, _few(not_sure, MOST_NOT_SURE)))
    told = apart | {
        fact.question
        for groups in (summary.reported, summary.not_sure)
        for group in groups
        for fact in group.facts
    }
    facts = (fact for group in summary.not_present for fact in group.facts)
    no = [fact.label for fact in facts if fact.question not in told]
    if no:
        rows.append((words.OTHERS_NO, capital(listed(no))))
    if rows:
        yield Table(words.REPORTED, (words.SECTION, words.ANSWERS), tuple(rows))


def _rows(groups: tuple[Group, ...], apart: set[str]) -> Iterator[tuple[str, str]]:
    for group in groups:
        facts = [
            words.fact(fact.label, fact.words) for fact in group.facts if fact.question not in apart
        ]
        if facts:
            yield group.title, " ".join(facts)


def _danger(signs: DangerSigns) -> Table:
    """Nobody denied what was only left unticked, so it stands apart."""
    groups = (
        (words.PRESENT, signs.present, len(signs.present)),
        (words.NOT_SURE, signs.not_sure, MOST_SIGNS),
        (words.ASKED_AND_NO, signs.asked_and_no, MOST_SIGNS),
        (words.LEFT_UNTICKED, signs.left_unticked, MOST_SIGNS),
    )
    rows = tuple((name, _few(some, most) if some else words.NOTHING) for name, some, most in groups)
    return Table(words.DANGER_SIGNS, (words.GROUP, words.DANGER_SIGN), rows)


def _medicines(medicines: Medicines) -> Iterator[Block]:
    said = {
        "none": words.NONE_NAMED,
        "unsure": words.PERSON_NOT_SURE,
        "not-asked": words.MEDICINES_NOT_ASKED,
    }
    named = medicines.named
    rows = [(one.name, _kind_words(one)) for one in named[:MOST_MEDICINES]]
    if len(named) > MOST_MEDICINES:
        rows.append((words.more(len(named) - MOST_MEDICINES), _few_names(named[MOST_MEDICINES:])))
    if not rows:
        rows = [(words.MEDICINES_NAMED, said[medicines.answer])]
    timing = [words.fact(f.label, f.words) for f in medicines.facts if f.words not in WHOLE]
    unsure = [fact.label for fact in medicines.facts if fact.words in WHOLE]
    if timing:
        rows.append((words.TIMING, " ".join(timing)))
    if unsure:
        rows.append((words.NOT_SURE, _few(unsure, MOST_NOT_SURE)))
    yield Table(medicines.label, (words.NAME, words.KIND_OF_MEDICINE), tuple(rows))


def _few_names(medicines: Sequence[MedicineNamed]) -> str:
    return listed(dict.fromkeys(medicine.name for medicine in medicines))


def _kind_words(medicine: MedicineNamed) -> str:
    kinds = capital(listed(medicine.classes))
    match medicine.how:
        case "understood":
            return kinds or words.KIND_OF_NONE
        case "purpose" | "near":
            return words.kind_not_certain(medicine.classes)
        case _:
            return words.KIND_NOT_KNOWN


def _possibilities(summary: Summary) -> Iterator[Block]:
    if summary.no_candidates:
        yield Paragraph(summary.no_candidates)
        yield from (Paragraph(kind_in_short(kind)) for kind in summary.named_kinds)
    rows = tuple(
        (
            result_words.suggestion(possible.name, possible.told_as),
            possible.one_for,
            possible.one_against,
        )
        for possible in summary.possible[:MOST_NAMES]
    )
    if rows:
        yield Table(words.CONDITIONS, (words.NAME, words.FOR_IT, words.AGAINST_IT), rows)
        yield Paragraph(words.ONLY_A_DOCTOR)
    for possible in summary.possible[:MOST_NAMES]:
        if possible.firm_missing:
            partly = possible.fit == result_words.FITS_PARTLY
            since = result_words.not_firm(possible.firm_missing, partly=partly, name=possible.name)
            yield Paragraph(since)
