"""The result for the patient, what matters most first."""

from __future__ import annotations

from collections.abc import Iterator

from triage.inference.assessment import Assessment
from triage.inference.medicines_read import in_doubt
from triage.inference.result_parts import Decided, FlagReached, KindTold, Reason, Suggestion
from triage.presentation.document import Block, Command, Heading, Item, Items, Paragraph
from triage.presentation.first_screen import (
    CHOICE_LINES,
    MOST_NAMES,
    emergency_blocks,
    first_blocks,
    fit_in_words,
    kind_in_short,
    last_blocks,
    reason_of,
)
from triage.presentation.layout import WIDEST, Style, unstyled
from triage.presentation.text_page import as_text
from triage.rulebook.urgency import is_emergency, is_raised
from triage.words import result as words

DECIDED_AT_MOST = 6


def result_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """The whole result, ready to print; ends with a line break."""
    return as_text(result_blocks(assessment), width, heading)


def first_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """The first screen of the result."""
    return as_text(first_blocks(assessment), width, heading)


def last_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """What is said last of all."""
    return as_text(last_blocks(assessment), width, heading)


def emergency_text(
    assessment: Assessment,
    new: frozenset[str] = frozenset(),
    width: int = WIDEST,
    heading: Style = unstyled,
) -> str:
    """What is said the moment that an answer means an emergency."""
    return as_text(emergency_blocks(assessment, new, below=CHOICE_LINES), width, heading)


def short_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """What is said when an interview ends early: the urgency so far if it is above routine,
    and the advisory.
    """
    return as_text(_short(assessment), width, heading)


def result_blocks(assessment: Assessment) -> Iterator[Block]:
    """The whole result, in every form of it: the first screen, and everything below it."""
    yield from first_blocks(assessment)
    yield from why_blocks(assessment)
    yield from danger_blocks(assessment)
    if not is_emergency(assessment.urgency):
        yield from _candidates(assessment)
    yield from limits_blocks(assessment)


def why_blocks(assessment: Assessment) -> Iterator[Block]:
    """What to do, and why."""
    yield Heading(2, words.WHAT_TO_DO)
    yield Items("", assessment.what_to_do)
    yield from _decided(assessment)


def danger_blocks(assessment: Assessment) -> Iterator[Block]:
    """What would need help at once, should it come."""
    yield Heading(2, words.SOONER)
    yield Items("", assessment.watch_for)


def more_blocks(assessment: Assessment, place: int) -> Iterator[Block]:
    """More about one of the conditions that are suggested, counted from 0."""
    suggestion = assessment.suggested[place]
    item = _suggestion(suggestion)
    yield Heading(2, item.text)
    yield from item.below
    yield Items(words.MAY_CHECK, suggestion.doctor_may_check)


def limits_blocks(assessment: Assessment) -> Iterator[Block]:
    """What the result does not say, what to bring, and what exactly gave it."""
    yield Heading(2, words.NOT_LOOKED_AT)
    yield Items("", assessment.not_looked_at)
    yield from bring_blocks(assessment)
    if assessment.review:
        yield Heading(2, words.ABOUT_RULES)
        yield Paragraph(assessment.review)
    versions = assessment.versions
    yield Paragraph(
        words.versions(
            tool=versions.tool, rule_book=versions.rule_book, digest=versions.digest[:12]
        ),
        apart=True,
    )


def bring_blocks(assessment: Assessment) -> Iterator[Block]:
    """What to take along to the doctor."""
    yield Heading(2, words.BRING)
    yield Items("", assessment.bring)


def _short(assessment: Assessment) -> Iterator[Block]:
    if is_raised(assessment.urgency):
        yield Heading(1, words.so_far(assessment.title))
        yield Items("", assessment.what_to_do)
        yield from _decided(assessment)
    yield Paragraph(in_doubt(assessment.medicines_read))
    yield Heading(2, words.SEE_YOUR_DOCTOR)
    yield Paragraph(assessment.advisory)


def _decided(assessment: Assessment) -> Iterator[Block]:
    raised = [flag for flag in assessment.red_flags if is_raised(flag.urgency)]
    # of those that say the same for the same answers the gravest one, which stands first
    flags = [*{(flag.answers, flag.because): flag for flag in reversed(raised)}.values()][::-1]
    others = [reason for reason in assessment.decided_by if reason.kind != "red-flag"]
    if flags or others:
        yield Heading(2, words.WHY)
    yield Items("", tuple(_flag(flag) for flag in flags[:DECIDED_AT_MOST]))
    yield Items("", tuple(_possible(assessment, reason) for reason in others[:DECIDED_AT_MOST]))
    quiet = [flag for flag in assessment.red_flags if not is_raised(flag.urgency) and flag.certain]
    yield Items("", tuple(text for flag in quiet for text in flag.do_now))


def _possible(assessment: Assessment, reason: Decided) -> str:
    """A condition that decides how soon; an emergency names no disease."""
    if is_emergency(assessment.urgency):
        return words.said(reason.answers, reason_of(assessment, reason.id)).strip()
    return words.possible(reason.title, reason.answers)


def _flag(flag: FlagReached) -> Item:
    return Item(words.said(flag.answers, flag.because), (Items("", flag.do_now),))


def _candidates(assessment: Assessment) -> Iterator[Block]:
    yield Heading(2, words.TO_ASK_ABOUT)
    if not assessment.suggested:
        yield Paragraph(assessment.no_candidates)
        yield Paragraph(assessment.kind_not_known)
        yield Items("", tuple(map(_kind, assessment.named_kinds)))
    yield Items("", tuple(map(_suggestion, assessment.suggested)), numbered=True, apart=True)
    yield from _not_shown(assessment)


def other_blocks(assessment: Assessment) -> Iterator[Block]:
    """The conditions of which no more can be read by their number."""
    if is_emergency(assessment.urgency):
        return
    if not assessment.suggested:
        yield from _candidates(assessment)
        return
    below = list(map(_suggestion, assessment.suggested[MOST_NAMES:]))
    if below or assessment.not_offered or assessment.also_fit:
        yield Heading(2, words.ALSO)
    yield Items("", tuple(below), apart=True)
    yield from _not_shown(assessment)


def _not_shown(assessment: Assessment) -> Iterator[Block]:
    for blocked in assessment.not_offered:
        yield Paragraph(
            words.not_offered(blocked.name, blocked.because, blocked.instead), apart=True
        )
    if assessment.also_fit:
        yield Paragraph(words.more_fit(len(assessment.also_fit)), apart=True)


def _kind(kind: KindTold) -> str:
    return f"{kind_in_short(kind)} {kind.doctor_may_check}"


def _suggestion(suggestion: Suggestion) -> Item:
    below: list[Block] = [
        Paragraph(words.fits_some(suggestion.features_of)),
        Paragraph(f"{suggestion.what_it_is} {_how_common(suggestion)}"),
        _reasons(words.FITS_BECAUSE, suggestion.fits_because),
        _reasons(words.DOES_NOT_FIT_BECAUSE, suggestion.does_not_fit_because),
    ]
    if suggestion.firm_missing:
        partly = suggestion.fit == "fits-partly"
        below.append(Paragraph(words.not_firm(suggestion.firm_missing, partly=partly)))
    if suggestion.not_known:
        topics = dict.fromkeys(topic for reason in suggestion.not_known for topic in reason.answers)
        below.append(Paragraph(words.not_known(topics)))
    below += map(Paragraph, suggestion.must_say)
    if suggestion.comfort:
        below += [Paragraph(words.READ_MORE), Command(("triage", "learn", suggestion.id))]
    return Item(words.suggestion(suggestion.name, fit_in_words(suggestion)), tuple(below))


def _how_common(suggestion: Suggestion) -> str:
    common = words.HOW_COMMON[suggestion.how_common]
    return words.how_common(common, at_age=suggestion.how_common_at_age)


def _reasons(title: str, reasons: tuple[Reason, ...]) -> Items:
    return Items(title, tuple(words.reason(reason.answers, reason.because) for reason in reasons))
