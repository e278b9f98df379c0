"""The result as text for the patient, in the order of the design's section 6."""

from __future__ import annotations

from triage.inference.assessment import Assessment, FlagReached, Reason, Suggestion
from triage.inference.medicines_read import in_doubt
from triage.presentation.layout import WIDEST, Page, Style, unstyled
from triage.rulebook.model import Band
from triage.rulebook.urgency import is_emergency, is_raised

BAND_WORDS: dict[Band, str] = {
    "fits-well": "fits well",
    "fits-partly": "fits partly",
    "fits-a-little": "fits a little",
}

DECIDED_AT_MOST = 6


def result_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """The whole result, ready to print; ends with a line break."""
    page = Page(width, heading)
    page.heading(assessment.title)
    for said in (not_asked(assessment), in_doubt(assessment.medicines_read)):
        if said:
            page.text(said)
    page.items(assessment.what_to_do)
    _decided(page, assessment)
    page.heading("Get help sooner if things change")
    page.items(assessment.watch_for)
    page.heading("See your doctor")
    page.text(assessment.advisory)
    if assessment.review:
        page.text(assessment.review)
    _candidates(page, assessment)
    page.heading("What this tool did not look at")
    page.items(assessment.not_looked_at)
    page.heading("Bring to the appointment")
    page.items(assessment.bring)
    page.gap()
    versions = assessment.versions
    page.text(
        f"triage {versions.tool}, rule book {versions.rule_book}, digest {versions.digest[:12]}"
    )
    return f"{page}\n"


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


def emergency_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """What is said the moment that an answer means an emergency."""
    page = Page(width, heading)
    page.heading(assessment.title)
    page.items(assessment.what_to_do)
    for flag in assessment.red_flags:
        if flag.urgency == assessment.urgency:
            _flag(page, flag)
    page.gap()
    page.text(assessment.advisory)
    return f"{page}\n"


def short_text(assessment: Assessment, width: int = WIDEST, heading: Style = unstyled) -> str:
    """What is said when an interview ends early: the urgency so far if it is above routine,
    and the advisory.
    """
    page = Page(width, heading)
    if is_raised(assessment.urgency):
        page.heading(f"Your answers so far: {assessment.title}")
        page.items(assessment.what_to_do)
        _decided(page, assessment)
    if doubt := in_doubt(assessment.medicines_read):
        page.text(doubt)
    page.heading("See your doctor")
    page.text(assessment.advisory)
    return f"{page}\n"


def _decided(page: Page, assessment: Assessment) -> None:
    flags = [flag for flag in assessment.red_flags if is_raised(flag.urgency)]
    others = [reason for reason in assessment.decided_by if reason.kind != "red-flag"]
    if flags or others:
        page.heading("Why")
    for flag in flags[:DECIDED_AT_MOST]:
        _flag(page, flag)
    for reason in others[:DECIDED_AT_MOST]:
        page.item(f"{reason.title} is possible, since {_list(reason.answers)}.")
    quiet = [flag for flag in assessment.red_flags if not is_raised(flag.urgency) and flag.certain]
    for flag in quiet:
        page.items(flag.do_now)


def _flag(page: Page, flag: FlagReached) -> None:
    page.item(f"You said: {_list(flag.answers)}. {flag.because}")
    page.items(flag.do_now, indent="  ")


def _list(clauses: tuple[str, ...]) -> str:
    return "; ".join(clauses)


def _candidates(page: Page, assessment: Assessment) -> None:
    page.heading("What you could ask your doctor about")
    if not assessment.suggested:
        page.text(assessment.no_candidates)
    for place, suggestion in enumerate(assessment.suggested, start=1):
        _suggestion(page, place, suggestion)
    for blocked in assessment.not_offered:
        page.gap()
        page.text(
            f"{blocked.name} is not offered here: {_list(blocked.because)}."
            f" Look at this instead: {_list(blocked.instead)}."
        )
    if assessment.also_fit:
        page.gap()
        count = len(assessment.also_fit)
        more = "1 more condition fits" if count == 1 else f"{count} more conditions fit"
        page.text(f"{more} less, or cannot be offered alone.")


def _suggestion(page: Page, place: int, suggestion: Suggestion) -> None:
    page.gap()
    page.item(f"{suggestion.name} ({BAND_WORDS[suggestion.band]})", mark=f"{place}.")
    indent = "   "
    fits = f"Your answers fit some features of {suggestion.features_of}."
    page.text(f"{fits} Only a doctor can tell.", indent)
    page.text(suggestion.what_it_is, indent)
    _reasons(page, "Fits because:", suggestion.fits_because, indent)
    _reasons(page, "Does not fit because:", suggestion.does_not_fit_because, indent)
    if suggestion.not_known:
        topics = dict.fromkeys(topic for reason in suggestion.not_known for topic in reason.answers)
        page.text(f"Not known: {'; '.join(topics)}.", indent)
    for said in suggestion.must_say:
        page.text(said, indent)


def _reasons(page: Page, title: str, reasons: tuple[Reason, ...], indent: str) -> None:
    if reasons:
        page.text(title, indent)
        for reason in reasons:
            page.item(f"{_list(reason.answers)} ({reason.because})", indent=indent)
