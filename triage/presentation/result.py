"""The result for the patient, in the order of the design's section 6."""

from __future__ import annotations

from collections.abc import Iterator

from triage.inference.assessment import Assessment, FlagReached, Reason, Suggestion
from triage.inference.medicines_read import in_doubt
from triage.presentation.document import Block, Heading, Item, Items, Paragraph
from triage.presentation.layout import WIDEST, Style, unstyled
from triage.presentation.text_page import as_text
from triage.rulebook.parts.conditions import Band
from triage.rulebook.urgency import is_emergency, is_raised

BAND_WORDS: dict[Band, str] = {
    "fits-well": "fits well",
    "fits-partly": "fits partly",
    "fits-a-little": "fits a little",
}

DECIDED_AT_MOST = 6


def result_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """The whole result, ready to print; ends with a line break."""
    return as_text(result_blocks(assessment), width, heading)


def emergency_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """What is said the moment that an answer means an emergency."""
    return as_text(_emergency(assessment), width, heading)


def short_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """What is said when an interview ends early: the urgency so far if it is above routine,
    and the advisory.
    """
    return as_text(_short(assessment), width, heading)


def result_blocks(assessment: Assessment) -> Iterator[Block]:
    """The whole result, in every form of it."""
    yield Heading(1, assessment.title)
    yield Paragraph(not_asked(assessment))
    yield Paragraph(in_doubt(assessment.medicines_read))
    yield Items("", assessment.what_to_do)
    yield from _decided(assessment)
    yield Heading(2, "Get help sooner if things change")
    yield Items("", assessment.watch_for)
    yield Heading(2, "See your doctor")
    yield Paragraph(assessment.advisory)
    yield Paragraph(assessment.review)
    yield from _candidates(assessment)
    yield Heading(2, "What this tool did not look at")
    yield Items("", assessment.not_looked_at)
    yield Heading(2, "Bring to the appointment")
    yield Items("", assessment.bring)
    versions = assessment.versions
    yield Paragraph(
        f"triage {versions.tool}, rule book {versions.rule_book}, digest {versions.digest[:12]}",
        apart=True,
    )


def not_asked(assessment: Assessment) -> str:
    """That danger signs were not asked about; empty where nothing could be more urgent."""
    signs = assessment.danger_signs_not_asked
    if not signs.ids or is_emergency(assessment.urgency):
        return ""
    if len(signs.ids) == signs.of:
        return "No danger sign was asked about. So this cannot say how soon to be seen."
    return (
        f"{len(signs.ids)} of {signs.of} danger signs were not asked about. So it may be more"
        " urgent than this."
    )


def _emergency(assessment: Assessment) -> Iterator[Block]:
    yield Heading(1, assessment.title)
    yield Items("", assessment.what_to_do)
    flags = (flag for flag in assessment.red_flags if flag.urgency == assessment.urgency)
    yield Items("", tuple(map(_flag, flags)))
    yield Paragraph(assessment.advisory, apart=True)


def _short(assessment: Assessment) -> Iterator[Block]:
    if is_raised(assessment.urgency):
        yield Heading(1, f"Your answers so far: {assessment.title}")
        yield Items("", assessment.what_to_do)
        yield from _decided(assessment)
    yield Paragraph(in_doubt(assessment.medicines_read))
    yield Heading(2, "See your doctor")
    yield Paragraph(assessment.advisory)


def _decided(assessment: Assessment) -> Iterator[Block]:
    flags = [flag for flag in assessment.red_flags if is_raised(flag.urgency)]
    others = [reason for reason in assessment.decided_by if reason.kind != "red-flag"]
    if flags or others:
        yield Heading(2, "Why")
    yield Items("", tuple(_flag(flag) for flag in flags[:DECIDED_AT_MOST]))
    possible = (
        f"{reason.title} is possible, since {_list(reason.answers)}."
        for reason in others[:DECIDED_AT_MOST]
    )
    yield Items("", tuple(possible))
    quiet = [flag for flag in assessment.red_flags if not is_raised(flag.urgency) and flag.certain]
    yield Items("", tuple(text for flag in quiet for text in flag.do_now))


def _flag(flag: FlagReached) -> Item:
    return Item(f"You said: {_list(flag.answers)}. {flag.because}", (Items("", flag.do_now),))


def _list(clauses: tuple[str, ...]) -> str:
    return "; ".join(clauses)


def _candidates(assessment: Assessment) -> Iterator[Block]:
    yield Heading(2, "What you could ask your doctor about")
    if not assessment.suggested:
        yield Paragraph(assessment.no_candidates)
    yield Items("", tuple(map(_suggestion, assessment.suggested)), numbered=True, apart=True)
    for blocked in assessment.not_offered:
        yield Paragraph(
            f"{blocked.name} is not offered here: {_list(blocked.because)}."
            f" Look at this instead: {_list(blocked.instead)}.",
            apart=True,
        )
    if assessment.also_fit:
        count = len(assessment.also_fit)
        more = "1 more condition fits" if count == 1 else f"{count} more conditions fit"
        yield Paragraph(f"{more} less, or cannot be offered alone.", apart=True)


def _suggestion(suggestion: Suggestion) -> Item:
    fits = f"Your answers fit some features of {suggestion.features_of}."
    below: list[Block] = [
        Paragraph(f"{fits} Only a doctor can tell."),
        Paragraph(suggestion.what_it_is),
        _reasons("Fits because:", suggestion.fits_because),
        _reasons("Does not fit because:", suggestion.does_not_fit_because),
    ]
    if suggestion.not_known:
        topics = dict.fromkeys(topic for reason in suggestion.not_known for topic in reason.answers)
        below.append(Paragraph(f"Not known: {'; '.join(topics)}."))
    below += map(Paragraph, suggestion.must_say)
    return Item(f"{suggestion.name} ({BAND_WORDS[suggestion.band]})", tuple(below))


def _reasons(title: str, reasons: tuple[Reason, ...]) -> Items:
    return Items(title, tuple(f"{_list(reason.answers)} ({reason.because})" for reason in reasons))
