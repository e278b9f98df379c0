"""The result for the patient, what matters most first."""

from __future__ import annotations

from collections.abc import Iterator

from triage.inference.assessment import Assessment
from triage.inference.medicines_read import in_doubt
from triage.inference.result_parts import FlagReached, Reason, Suggestion
from triage.presentation.document import Block, Heading, Item, Items, Paragraph
from triage.presentation.layout import WIDEST, Style, unstyled
from triage.presentation.text_page import as_text
from triage.rulebook.parts.conditions import Fit
from triage.rulebook.urgency import is_emergency, is_raised
from triage.words import result as words

FIT_WORDS: dict[Fit, str] = {
    "fits-well": words.FITS_WELL,
    "fits-partly": words.FITS_PARTLY,
    "fits-a-little": words.FITS_A_LITTLE,
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
    yield Heading(2, words.SOONER)
    yield Items("", assessment.watch_for)
    yield Heading(2, words.SEE_YOUR_DOCTOR)
    yield Paragraph(assessment.advisory)
    yield Paragraph(assessment.review)
    yield from _candidates(assessment)
    yield Heading(2, words.NOT_LOOKED_AT)
    yield Items("", assessment.not_looked_at)
    yield Heading(2, words.BRING)
    yield Items("", assessment.bring)
    versions = assessment.versions
    yield Paragraph(
        words.versions(
            tool=versions.tool, rule_book=versions.rule_book, digest=versions.digest[:12]
        ),
        apart=True,
    )


def not_asked(assessment: Assessment) -> str:
    """That danger signs were not asked about; empty where nothing could be more urgent."""
    signs = assessment.danger_signs_not_asked
    if not signs.ids or is_emergency(assessment.urgency):
        return ""
    if len(signs.ids) == signs.of:
        return words.NO_SIGN_ASKED
    return words.signs_not_asked(len(signs.ids), of=signs.of)


def _emergency(assessment: Assessment) -> Iterator[Block]:
    yield Heading(1, assessment.title)
    yield Items("", assessment.what_to_do)
    flags = (flag for flag in assessment.red_flags if flag.urgency == assessment.urgency)
    yield Items("", tuple(map(_flag, flags)))
    yield Paragraph(assessment.advisory, apart=True)


def _short(assessment: Assessment) -> Iterator[Block]:
    if is_raised(assessment.urgency):
        yield Heading(1, words.so_far(assessment.title))
        yield Items("", assessment.what_to_do)
        yield from _decided(assessment)
    yield Paragraph(in_doubt(assessment.medicines_read))
    yield Heading(2, words.SEE_YOUR_DOCTOR)
    yield Paragraph(assessment.advisory)


def _decided(assessment: Assessment) -> Iterator[Block]:
    flags = [flag for flag in assessment.red_flags if is_raised(flag.urgency)]
    others = [reason for reason in assessment.decided_by if reason.kind != "red-flag"]
    if flags or others:
        yield Heading(2, words.WHY)
    yield Items("", tuple(_flag(flag) for flag in flags[:DECIDED_AT_MOST]))
    possible = (words.possible(reason.title, reason.answers) for reason in others[:DECIDED_AT_MOST])
    yield Items("", tuple(possible))
    quiet = [flag for flag in assessment.red_flags if not is_raised(flag.urgency) and flag.certain]
    yield Items("", tuple(text for flag in quiet for text in flag.do_now))


def _flag(flag: FlagReached) -> Item:
    return Item(words.said(flag.answers, flag.because), (Items("", flag.do_now),))


def _candidates(assessment: Assessment) -> Iterator[Block]:
    yield Heading(2, words.TO_ASK_ABOUT)
    if not assessment.suggested:
        yield Paragraph(assessment.no_candidates)
    yield Items("", tuple(map(_suggestion, assessment.suggested)), numbered=True, apart=True)
    for blocked in assessment.not_offered:
        yield Paragraph(
            words.not_offered(blocked.name, blocked.because, blocked.instead), apart=True
        )
    if assessment.also_fit:
        yield Paragraph(words.more_fit(len(assessment.also_fit)), apart=True)


def _suggestion(suggestion: Suggestion) -> Item:
    below: list[Block] = [
        Paragraph(words.fits_some(suggestion.features_of)),
        Paragraph(suggestion.what_it_is),
        _reasons(words.FITS_BECAUSE, suggestion.fits_because),
        _reasons(words.DOES_NOT_FIT_BECAUSE, suggestion.does_not_fit_because),
    ]
    if suggestion.not_known:
        topics = dict.fromkeys(topic for reason in suggestion.not_known for topic in reason.answers)
        below.append(Paragraph(words.not_known(topics)))
    below += map(Paragraph, suggestion.must_say)
    return Item(words.suggestion(suggestion.name, FIT_WORDS[suggestion.fit]), tuple(below))


def _reasons(title: str, reasons: tuple[Reason, ...]) -> Items:
    return Items(title, tuple(words.reason(reason.answers, reason.because) for reason in reasons))
