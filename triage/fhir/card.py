"""A result as a CDS Hooks card: what an electronic record shows a clinician in a box.

A card is read in passing, so it says how soon, on which danger signs that rests, what is not
known, and what fits best. It names no condition in an emergency, like every result.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

from triage.fhir import result_words as words
from triage.fhir.result import result_id
from triage.inference.assessment import Assessment
from triage.inference.medicines_read import in_doubt
from triage.inference.result_parts import FlagReached
from triage.presentation.document import Block, Items, Paragraph
from triage.presentation.first_screen import MOST_NAMES, fit_in_words, not_asked
from triage.presentation.markdown_page import as_markdown
from triage.rulebook.urgency import is_emergency, is_raised
from triage.words import result as result_words
from triage.words import summary as summary_words
from triage.words import urgency as urgency_words

Json: TypeAlias = dict[str, Any]
Indicator: TypeAlias = Literal["info", "warning", "critical"]

LONGEST_SUMMARY = 139
"""Characters of a summary: fewer than 140, by the specification."""
MOST_SIGNS = 6


def cards_of(assessment: Assessment) -> Json:
    """The answer of a CDS service with one card for a result, the same for the same result."""
    versions = assessment.versions
    source = f"{words.program(versions.tool)}, {words.rule_book(versions.rule_book)}"
    card = {
        "uuid": result_id(assessment, "card"),
        "summary": _summary(assessment),
        "indicator": indicator(assessment),
        "detail": as_markdown(_detail(assessment)),
        "source": {"label": source},
    }
    return {"cards": [card]}


def indicator(assessment: Assessment) -> Indicator:
    """How much the card stands out; a low level says little where danger signs were not asked."""
    if is_emergency(assessment.urgency):
        return "critical"
    unknown = not_asked(assessment) or in_doubt(assessment.medicines_read)
    return "warning" if is_raised(assessment.urgency) or unknown else "info"


def _summary(assessment: Assessment) -> str:
    """How soon, with the first danger sign that decides it where a line has room."""
    for reason in assessment.decided_by:
        if reason.kind == "red-flag":
            both = words.title_and(assessment.title, reason.title)
            if len(both) <= LONGEST_SUMMARY:
                return both
    return textwrap.shorten(assessment.title, LONGEST_SUMMARY, placeholder="...")


def _detail(assessment: Assessment) -> Iterator[Block]:
    yield Paragraph(assessment.advisory)
    yield Paragraph(assessment.review_in_short)
    yield Paragraph(not_asked(assessment))
    yield Paragraph(in_doubt(assessment.medicines_read))
    signs = [_sign(flag) for flag in assessment.red_flags]
    if len(signs) > MOST_SIGNS:
        signs[MOST_SIGNS:] = [summary_words.more(len(signs) - MOST_SIGNS)]
    yield Items(words.SIGNS_REACHED, tuple(signs))
    if not is_emergency(assessment.urgency):
        yield from _names(assessment)
    yield Items(words.TOLD, assessment.what_to_do)
    versions = assessment.versions
    yield Paragraph(
        result_words.versions(
            tool=versions.tool, rule_book=versions.rule_book, digest=versions.digest
        )
    )


def _sign(flag: FlagReached) -> str:
    how = summary_words.CERTAIN_SIGN if flag.certain else summary_words.UNSURE_SIGN
    level = urgency_words.LEVELS[flag.urgency].in_a_line
    return summary_words.sign_reached(flag.title, how, level)


def _names(assessment: Assessment) -> Iterator[Block]:
    yield Paragraph(assessment.no_candidates)
    shown = assessment.suggested[:MOST_NAMES]
    named = (result_words.suggestion(one.name, fit_in_words(one)) for one in shown)
    yield Items(result_words.FITS_BEST, tuple(named), numbered=True)
