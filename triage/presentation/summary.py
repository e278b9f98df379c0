"""The doctor's summary: what was answered, in the order in which a doctor reads it.

A summary is a pure function of the rule book, the answers and the result.
"""

from __future__ import annotations

from triage.errors import printable
from triage.inference.answers import Answers
from triage.inference.assessment import Assessment
from triage.inference.medicines_read import in_doubt
from triage.inference.result_parts import Suggestion
from triage.json_text import json_text
from triage.late_import import importing
from triage.presentation.first_screen import FIT_WORDS, fit_in_words, not_asked
from triage.presentation.layout import WIDEST
from triage.presentation.markdown_page import as_markdown
from triage.presentation.summary_danger import danger_signs, parts_of
from triage.presentation.summary_document import summary_blocks
from triage.presentation.summary_model import Possible, Summary
from triage.presentation.summary_reading import Reader
from triage.presentation.text_page import as_text
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import is_emergency
from triage.words import summary as words
from triage.words.english import capital, listed
from triage.words.voice import Voice

FORMAT = 1
MOST_CLAUSES = 3
"""Answers that are told for a condition, in one line."""


def summarise(
    book: Rulebook, answers: Answers, assessment: Assessment, *, filled_in: str = ""
) -> Summary:
    """The summary of these answers and their result.

    `filled_in` is the day of the answers, as it is to be read. Times in the answers count back
    from it; it comes from the caller, since nothing here looks at a clock.
    """
    reader = Reader(book, answers)
    return Summary(
        format=FORMAT,
        subject=book.title,
        filled_in=printable(filled_in),
        other_person=reader.voice is not Voice.TO_READER,
        about=reader.about(),
        urgency=assessment.urgency,
        urgency_title=assessment.title,
        what_to_do=assessment.what_to_do if is_emergency(assessment.urgency) else (),
        decided_by=assessment.decided_by,
        red_flags=assessment.red_flags,
        not_certain=tuple(
            filter(None, (not_asked(assessment), in_doubt(assessment.medicines_read)))
        ),
        advisory=assessment.advisory,
        review=assessment.review,
        parts=parts_of(reader),
        danger_signs=danger_signs(reader),
        own_words=reader.own_words(),
        reported=reader.groups(reader.reported),
        medicines=reader.medicines(),
        times=reader.times(),
        not_present=reader.groups(reader.not_present),
        not_sure=reader.groups(reader.not_sure),
        possible=tuple(_possible(suggestion) for suggestion in assessment.suggested),
        not_offered=assessment.not_offered,
        also_fit=len(assessment.also_fit),
        no_candidates=assessment.no_candidates,
        named_kinds=assessment.named_kinds,
        not_asked=reader.unanswered(led_to=True),
        does_not_apply=reader.unanswered(led_to=False),
        not_looked_at=assessment.not_looked_at,
        questions_and_answers=reader.questions_and_answers(),
        versions=assessment.versions,
    )


def _possible(suggestion: Suggestion) -> Possible:
    topics = (topic for reason in suggestion.not_known for topic in reason.answers)
    return Possible(
        id=suggestion.id,
        name=suggestion.name,
        features_of=suggestion.features_of,
        fit=FIT_WORDS[suggestion.fit],
        told_as=fit_in_words(suggestion),
        one_for=capital(listed(suggestion.in_short[:MOST_CLAUSES])),
        one_against=_against(suggestion),
        fits=suggestion.fits_because,
        does_not_fit=suggestion.does_not_fit_because,
        firm_missing=suggestion.firm_missing,
        not_known=tuple(dict.fromkeys(topics)),
        must_say=suggestion.must_say,
    )


def _against(suggestion: Suggestion) -> str:
    for reason in suggestion.does_not_fit_because:
        return words.reason(reason.answers, reason.because)
    return ""


def summary_text(summary: Summary, width: int = WIDEST) -> str:
    """Plain text, wrapped on words; ends with a line break."""
    return as_text(summary_blocks(summary), width)


def summary_markdown(summary: Summary) -> str:
    """Markdown; ends with a line break."""
    return as_markdown(summary_blocks(summary))


def summary_html(summary: Summary) -> str:
    """One page that needs nothing else: no script, no request."""
    with importing():
        from triage.presentation.html_page import as_html

    title = words.title_of_page(summary.subject)
    return as_html(summary_blocks(summary), title, look="one-side")


def summary_json(summary: Summary) -> str:
    """JSON, the same bytes for the same summary."""
    return json_text(summary)
