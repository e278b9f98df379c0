"""The doctor's summary as a document."""

from __future__ import annotations

from collections.abc import Iterator

from triage.inference.assessment import FlagReached, Reason
from triage.presentation.document import Bar, Block, Heading, Items, Paragraph, Table, TimeLine
from triage.presentation.summary_model import (
    Asked,
    Fact,
    Group,
    MedicineNamed,
    Medicines,
    Summary,
)
from triage.presentation.summary_reading import capital
from triage.rulebook.urgency import Urgency
from triage.words.voice import Voice

TITLE = "Summary for the doctor"

LEVEL_WORDS: dict[Urgency, str] = {
    "emergency": "emergency",
    "same-day": "today",
    "two-weeks": "within 2 weeks",
    "routine": "ordinary appointment",
}


def summary_blocks(summary: Summary) -> Iterator[Block]:
    """The whole summary, in the order in which a doctor reads it."""
    yield Heading(1, TITLE)
    yield Paragraph(f"{summary.subject}: answers to a questionnaire.")
    if summary.filled_in:
        yield Paragraph(f"Filled in: {summary.filled_in}.")
    yield Paragraph(summary.urgency_title, summary.urgency)
    if summary.what_to_do:
        yield Items("", summary.what_to_do)
    if summary.review:
        yield Paragraph(summary.review, "notice")
    yield from _who(summary)
    yield from _why(summary)
    yield Heading(2, "See your doctor")
    yield Paragraph(summary.advisory)
    if summary.reported:
        yield Heading(2, "What is reported")
        yield from _groups(summary.reported, "Reported")
    for medicines in summary.medicines:
        yield from _medicines(medicines)
    if summary.times:
        yield Heading(2, "When things happened")
        bars = tuple(Bar(s.label, s.words, s.days_from, s.days_to) for s in summary.times)
        yield TimeLine("Times, counted back from the day of the answers", bars)
    yield Heading(2, "What is not present")
    if summary.not_present:
        yield Paragraph("Each of these was asked, and the answer was no.")
        yield from _groups(summary.not_present, "Not present")
    else:
        yield Paragraph("Nothing was answered with no.")
    yield Heading(2, "Not sure")
    if summary.not_sure:
        yield from _groups(summary.not_sure, "Not sure about")
    else:
        yield Paragraph("No answer was \u201cnot sure\u201d.")
    yield from _possibilities(summary)
    yield from _limits(summary)
    yield Heading(2, "Versions")
    versions = summary.versions
    yield Paragraph(f"triage {versions.tool}, rule book {versions.rule_book}.")
    yield Paragraph(f"Digest of the rule book: {versions.digest}")
    yield from _appendix(summary)


def _who(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "Who it is about")
    if summary.about:
        yield _facts("The person", "Answer", summary.about)
    else:
        yield Paragraph("Age and sex were not answered.")
    person = (Voice.ABOUT_OTHER if summary.other_person else Voice.TO_READER).says("you")
    yield Paragraph(
        f"All answers stand here in the words of the questions. \u201c{capital(person)}\u201d is"
        " the person whom the answers are about."
    )


def _why(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "How soon, and why")
    yield Paragraph(f"{summary.urgency_title}.")
    yield from map(Paragraph, summary.not_certain)
    how_sure = {flag.id: _how_sure(flag) for flag in summary.red_flags}
    decided = tuple(
        (
            f"{reason.title} ({how_sure.get(reason.id, 'possible condition')})",
            capital(_list(reason.answers)),
        )
        for reason in summary.decided_by
    )
    if decided:
        yield Table("What decided it", ("Reason", "Answers"), decided)
    else:
        yield Paragraph("No answer asks for more than this.")
    said = {reason.id for reason in summary.decided_by}
    others = tuple(
        (
            f"{flag.title} ({_how_sure(flag)}; {LEVEL_WORDS[flag.urgency]})",
            capital(_list(flag.answers)),
        )
        for flag in summary.red_flags
        if flag.id not in said
    )
    if others:
        caption = "Other danger signs that are reached" if said else "Danger signs that are reached"
        yield Table(caption, ("Danger sign", "Answers"), others)
    if not summary.red_flags:
        yield Paragraph("These answers reach no danger sign of the rule book.")


def _how_sure(flag: FlagReached) -> str:
    return "danger sign" if flag.certain else "danger sign, only by \u201cnot sure\u201d"


def _facts(caption: str, column: str, facts: tuple[Fact, ...]) -> Table:
    rows = tuple((fact.label, _list(fact.words)) for fact in facts)
    return Table(caption, ("Question", column), rows)


def _groups(groups: tuple[Group, ...], column: str) -> Iterator[Block]:
    for group in groups:
        yield _facts(group.title, column, group.facts)


def _medicines(medicines: Medicines) -> Iterator[Block]:
    yield Heading(2, medicines.label)
    match medicines.answer:
        case "none":
            yield Paragraph("None were named.")
        case "unsure":
            yield Paragraph("The person was not sure. Please ask, or look them up.")
        case "not-asked":
            yield Paragraph("This was not asked or not answered.")
        case "named":
            rows = tuple((one.name, _kind_words(one)) for one in medicines.named)
            yield Table("Medicines as they were named", ("Name", "Kind of medicine"), rows)
    if medicines.facts:
        yield _facts("Asked about these medicines", "Answer", medicines.facts)


def _kind_words(medicine: MedicineNamed) -> str:
    kinds = capital(_list(medicine.classes))
    match medicine.how:
        case "understood":
            return kinds or "None that this tool looks at."
        case "purpose" | "near":
            return f"Not certain. Please look it up. It could be: {_list(medicine.classes)}"
        case _:
            return "Not known. Please look it up."


def _possibilities(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "Conditions whose features fit in part")
    if summary.no_candidates:
        yield Paragraph(summary.no_candidates)
    for possible in summary.possible:
        yield Heading(3, f"{possible.name} ({possible.band})")
        yield Paragraph(
            f"The answers fit some features of {possible.features_of}. Only a doctor can tell."
        )
        yield from _reasons("Fits because:", possible.fits)
        yield from _reasons("Does not fit because:", possible.does_not_fit)
        if possible.not_known:
            yield Paragraph(f"Not known: {_list(possible.not_known)}.")
        if possible.must_say:
            yield Items("The person was told:", possible.must_say)
    for blocked in summary.not_offered:
        yield Paragraph(
            f"{blocked.name} is not offered here: {_list(blocked.because)}."
            f" Look at this instead: {_list(blocked.instead)}."
        )
    if summary.also_fit:
        count = summary.also_fit
        more = "1 more condition fits" if count == 1 else f"{count} more conditions fit"
        yield Paragraph(f"{more} less, or cannot be offered alone.")


def _reasons(lead: str, reasons: tuple[Reason, ...]) -> Iterator[Block]:
    if reasons:
        texts = (f"{capital(_list(reason.answers))} ({reason.because})" for reason in reasons)
        yield Items(lead, tuple(texts))


def _limits(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "What was not asked")
    if summary.not_asked:
        yield Paragraph(f"Not answered, or not needed by any rule: {_list(summary.not_asked)}.")
    if summary.does_not_apply:
        yield Paragraph(f"Not asked, because of other answers: {_list(summary.does_not_apply)}.")
    if not summary.not_asked and not summary.does_not_apply:
        yield Paragraph("Every question was asked and answered.")
    yield Heading(2, "What this tool did not look at")
    yield Items("", summary.not_looked_at)


def _appendix(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "Appendix: all questions and answers", new_page=True)
    if not summary.questions_and_answers:
        yield Paragraph("No question was answered.")
    for group in summary.questions_and_answers:
        rows = tuple((asked.ask, _whole_answer(asked)) for asked in group.asked)
        yield Table(group.title, ("Question", "Answer"), rows)


def _whole_answer(asked: Asked) -> str:
    if not asked.not_ticked:
        return asked.answer
    return f"{asked.answer}. Not ticked: {_list(asked.not_ticked)}"


def _list(texts: tuple[str, ...]) -> str:
    return "; ".join(texts)
