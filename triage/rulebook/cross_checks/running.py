"""Checks of names and relations that need the whole rule book."""

from __future__ import annotations

from collections.abc import Mapping

from triage.rulebook.cross_checks.lines import lines
from triage.rulebook.cross_checks.medicines import medicines
from triage.rulebook.cross_checks.names_in_conditions import names_in_conditions
from triage.rulebook.cross_checks.questions import questions
from triage.rulebook.cross_checks.reviews import reviews
from triage.rulebook.cross_checks.rules import (
    condition_names,
    findings,
    firm_parts,
    named_kinds,
    red_flags,
    rule_ids,
    scoring,
)
from triage.rulebook.cross_checks.sections import sections
from triage.rulebook.cross_checks.sources import sources
from triage.rulebook.cross_checks.written import Written
from triage.rulebook.kinds import Question
from triage.rulebook.model import Rulebook
from triage.rulebook.reading import Reader

CROSS_CHECKS = (
    sections,
    questions,
    names_in_conditions,
    lines,
    findings,
    red_flags,
    named_kinds,
    rule_ids,
    firm_parts,
    scoring,
    sources,
    medicines,
    reviews,
    condition_names,
)
"""In this order, since what was found unreadable is not complained about a second time."""


def cross_check(book: Rulebook, questions: Mapping[str, Question], reader: Reader) -> None:
    """Note every slip in what the parts of a rule book are to each other.

    `questions` are those of the files, before any is made of another.
    """
    written = Written(book, questions, reader)
    for check in CROSS_CHECKS:
        check(written)
