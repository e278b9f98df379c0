"""The doctor's summary as a document."""

from __future__ import annotations

from collections.abc import Iterator

from triage.inference.result_parts import FlagReached, Reason
from triage.presentation.document import (
    Bar,
    Block,
    Heading,
    Items,
    Paragraph,
    Table,
    TimeLine,
    Tone,
)
from triage.presentation.summary_model import (
    Asked,
    Fact,
    Group,
    MedicineNamed,
    Medicines,
    Summary,
)
from triage.rulebook.urgency import Urgency, is_emergency, is_raised, is_urgent
from triage.words import result as result_words
from triage.words import summary as words
from triage.words import urgency as urgency_words
from triage.words.english import capital, listed
from triage.words.voice import Voice


def summary_blocks(summary: Summary) -> Iterator[Block]:
    """The whole summary, in the order in which a doctor reads it."""
    yield Heading(1, words.TITLE)
    yield Paragraph(words.subject_line(summary.subject))
    if summary.filled_in:
        yield Paragraph(words.filled_in(summary.filled_in))
    yield Paragraph(summary.urgency_title, tone_of(summary.urgency))
    if summary.what_to_do:
        yield Items("", summary.what_to_do)
    if summary.review:
        yield Paragraph(summary.review, "notice")
    yield from _who(summary)
    yield from _why(summary)
    yield Heading(2, result_words.SEE_YOUR_DOCTOR)
    yield Paragraph(summary.advisory)
    if summary.reported:
        yield Heading(2, words.REPORTED)
        yield from _groups(summary.reported, words.REPORTED_COLUMN)
    for medicines in summary.medicines:
        yield from _medicines(medicines)
    if summary.times:
        yield Heading(2, words.TIMES)
        bars = tuple(Bar(s.label, s.words, s.days_from, s.days_to) for s in summary.times)
        yield TimeLine(words.TIME_LINE, bars)
    yield Heading(2, words.NOT_PRESENT)
    if summary.not_present:
        yield Paragraph(words.ANSWERED_NO)
        yield from _groups(summary.not_present, words.NOT_PRESENT_COLUMN)
    else:
        yield Paragraph(words.NOTHING_ANSWERED_NO)
    yield Heading(2, words.NOT_SURE)
    if summary.not_sure:
        yield from _groups(summary.not_sure, words.NOT_SURE_COLUMN)
    else:
        yield Paragraph(words.NOTHING_NOT_SURE)
    yield from _possibilities(summary)
    yield from _limits(summary)
    yield Heading(2, words.VERSIONS)
    versions = summary.versions
    yield Paragraph(words.versions(tool=versions.tool, rule_book=versions.rule_book))
    yield Paragraph(words.digest(versions.digest))
    yield from _appendix(summary)


def tone_of(level: Urgency) -> Tone:
    """How strongly a level stands out, by what it asks for."""
    if is_emergency(level):
        return "alarm"
    if is_urgent(level):
        return "strong"
    return "raised" if is_raised(level) else "calm"


def _who(summary: Summary) -> Iterator[Block]:
    yield Heading(2, words.WHO)
    if summary.about:
        yield _facts(words.THE_PERSON, words.ANSWER, summary.about)
    else:
        yield Paragraph(words.NO_AGE_NO_SEX)
    voice = Voice.ABOUT_OTHER if summary.other_person else Voice.TO_READER
    yield Paragraph(words.whom_you_means(voice.says(words.YOU)))


def _why(summary: Summary) -> Iterator[Block]:
    yield Heading(2, words.HOW_SOON)
    yield Paragraph(words.level(summary.urgency_title))
    yield from map(Paragraph, summary.not_certain)
    how_sure = {flag.id: _how_sure(flag) for flag in summary.red_flags}
    decided = tuple(
        (
            words.decided(reason.title, how_sure.get(reason.id, words.POSSIBLE_CONDITION)),
            capital(listed(reason.answers)),
        )
        for reason in summary.decided_by
    )
    if decided:
        yield Table(words.WHAT_DECIDED, (words.REASON, words.ANSWERS), decided)
    else:
        yield Paragraph(words.NOTHING_ASKS_FOR_MORE)
    said = {reason.id for reason in summary.decided_by}
    others = tuple(
        (
            words.sign_reached(
                flag.title, _how_sure(flag), urgency_words.LEVELS[flag.urgency].in_a_line
            ),
            capital(listed(flag.answers)),
        )
        for flag in summary.red_flags
        if flag.id not in said
    )
    if others:
        caption = words.OTHER_SIGNS if said else words.SIGNS
        yield Table(caption, (words.DANGER_SIGN, words.ANSWERS), others)
    if not summary.red_flags:
        yield Paragraph(words.NO_SIGN_REACHED)


def _how_sure(flag: FlagReached) -> str:
    return words.CERTAIN_SIGN if flag.certain else words.UNSURE_SIGN


def _facts(caption: str, column: str, facts: tuple[Fact, ...]) -> Table:
    rows = tuple((fact.label, listed(fact.words)) for fact in facts)
    return Table(caption, (words.QUESTION, column), rows)


def _groups(groups: tuple[Group, ...], column: str) -> Iterator[Block]:
    for group in groups:
        yield _facts(group.title, column, group.facts)


def _medicines(medicines: Medicines) -> Iterator[Block]:
    yield Heading(2, medicines.label)
    match medicines.answer:
        case "none":
            yield Paragraph(words.NONE_NAMED)
        case "unsure":
            yield Paragraph(words.PERSON_NOT_SURE)
        case "not-asked":
            yield Paragraph(words.MEDICINES_NOT_ASKED)
        case "named":
            rows = tuple((one.name, _kind_words(one)) for one in medicines.named)
            yield Table(words.MEDICINES_NAMED, (words.NAME, words.KIND_OF_MEDICINE), rows)
    if medicines.facts:
        yield _facts(words.ABOUT_MEDICINES, words.ANSWER, medicines.facts)


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
    yield Heading(2, words.CONDITIONS)
    if summary.no_candidates:
        yield Paragraph(summary.no_candidates)
    for possible in summary.possible:
        yield Heading(3, result_words.suggestion(possible.name, possible.fit))
        yield Paragraph(words.fits_some(possible.features_of))
        yield from _reasons(result_words.FITS_BECAUSE, possible.fits)
        yield from _reasons(result_words.DOES_NOT_FIT_BECAUSE, possible.does_not_fit)
        if possible.not_known:
            yield Paragraph(result_words.not_known(possible.not_known))
        if possible.must_say:
            yield Items(words.WAS_TOLD, possible.must_say)
    for blocked in summary.not_offered:
        yield Paragraph(result_words.not_offered(blocked.name, blocked.because, blocked.instead))
    if summary.also_fit:
        yield Paragraph(result_words.more_fit(summary.also_fit))


def _reasons(lead: str, reasons: tuple[Reason, ...]) -> Iterator[Block]:
    if reasons:
        texts = (words.reason(reason.answers, reason.because) for reason in reasons)
        yield Items(lead, tuple(texts))


def _limits(summary: Summary) -> Iterator[Block]:
    yield Heading(2, words.NOT_ASKED)
    if summary.not_asked:
        yield Paragraph(words.unanswered(summary.not_asked))
    if summary.does_not_apply:
        yield Paragraph(words.does_not_apply(summary.does_not_apply))
    if not summary.not_asked and not summary.does_not_apply:
        yield Paragraph(words.ALL_ASKED)
    yield Heading(2, result_words.NOT_LOOKED_AT)
    yield Items("", summary.not_looked_at)


def _appendix(summary: Summary) -> Iterator[Block]:
    yield Heading(2, words.APPENDIX, new_page=True)
    if not summary.questions_and_answers:
        yield Paragraph(words.NO_QUESTION_ANSWERED)
    for group in summary.questions_and_answers:
        rows = tuple((asked.ask, _whole_answer(asked)) for asked in group.asked)
        yield Table(group.title, (words.QUESTION, words.ANSWER), rows)


def _whole_answer(asked: Asked) -> str:
    if not asked.not_ticked:
        return asked.answer
    return words.not_ticked(asked.answer, asked.not_ticked)
