"""Replaying a case: what came of the answers, against what was expected."""

from __future__ import annotations

import random
from collections.abc import Container, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from triage.cases.interviewing import asked
from triage.cases.loading import Case, Expect
from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.assessing import assess
from triage.inference.assessment import Assessment, assessment_of, to_json
from triage.inference.reference import Evaluator
from triage.presentation.result import result_text
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Fit
from triage.rulebook.urgency import Urgency, below


def replay(book: Rulebook, engine: Evaluator, case: Case) -> list[str]:
    """Everything that is not as expected, in words; empty when the case holds.

    Besides its expectations every case checks that both evaluators fire the same rules,
    that the advisory is there, and that the order of the answers makes no difference.
    """
    variables = case.answers.variables(book)
    fired = engine.fire(variables)
    wrong: list[str] = []
    if fired != reference.fire(book, variables):
        wrong.append("the two evaluators fire different rules")
    assessment = assessment_of(book, case.answers, fired)
    if assessment.advisory != book.advisory.advisory:
        wrong.append("the advisory is not there word for word")
    shuffled = list(case.answers.given.items())
    random.Random(case.name).shuffle(shuffled)  # noqa: S311 - any order will do
    other = assess(book, Answers(dict(shuffled)))
    if to_json(assessment) != to_json(_same_answers(other, assessment)):
        wrong.append("another order of the answers gives another result")
    return wrong + compared(book, case, assessment, set(fired))


def _same_answers(other: Assessment, assessment: Assessment) -> Assessment:
    # the echo of the answers keeps their order; everything else must be equal
    sure = tuple(sorted(other.not_sure_about, key=assessment.not_sure_about.index))
    return replace(other, answers=assessment.answers, not_sure_about=sure)


def compared(book: Rulebook, case: Case, got: Assessment, fired: set[str]) -> list[str]:
    """What differs from the expectations of a case, in words; empty when nothing does."""
    weighed = WhatCame(
        got.urgency,
        tuple(reason.id for reason in got.decided_by),
        {suggestion.id: suggestion.fit for suggestion in got.suggested},
        got.also_fit,
        {flag.id: flag.urgency for flag in got.red_flags},
    )
    return [
        *weighed_otherwise(case.expect, weighed, fired),
        *_questions(book, case),
        *_texts(case, got),
    ]


class WhatCame(NamedTuple):
    """What came of the answers, without its texts."""

    urgency: Urgency
    decided_by: tuple[str, ...]
    offered: Mapping[str, Fit]
    """The conditions that are shown, in their order."""
    also_fit: tuple[str, ...]
    levels: Mapping[str, Urgency]
    """The red flags that were reached."""


def weighed_otherwise(want: Expect, got: WhatCame, fired: Container[str]) -> list[str]:
    """What differs from the expectations of a case about anything but texts and questions."""
    wrong: list[str] = []
    suggested, fits, levels = [*got.offered], got.offered, got.levels
    every = {*suggested, *got.also_fit}
    flags = {*levels}
    if want.urgency is not None and want.urgency != got.urgency:
        why = ", ".join(got.decided_by) or "nothing"
        wrong.append(f"expected urgency {want.urgency}, got {got.urgency}, decided by {why}")
    if want.urgency_at_least is not None and below(got.urgency, want.urgency_at_least):
        wrong.append(f"expected urgency {want.urgency_at_least} or more, got {got.urgency}")
    if want.first is not None and suggested[:1] != [want.first]:
        first = suggested[0] if suggested else "nothing"
        wrong.append(f"expected {want.first} first, got {first}")
    if want.suggested is not None and set(want.suggested) != every:
        wrong.append(f"expected exactly {_list(want.suggested)}, got {_list(every)}")
    if want.offered is not None and list(want.offered) != suggested:
        wrong.append(
            f"expected {', '.join(want.offered) or 'nothing'} to be shown, "
            f"got {', '.join(suggested) or 'nothing'}"
        )
    wrong += [
        f"expected {id} to be suggested, got {_list(every)}"
        for id in want.includes
        if id not in every
    ]
    wrong += [f"expected {id} not to be suggested" for id in want.not_suggested if id in every]
    wrong += [
        f"expected {id} with the fit {fit}, got {fits.get(id, 'no suggestion')}"
        for id, fit in want.fits.items()
        if fits.get(id) != fit
    ]
    if want.red_flags is not None and set(want.red_flags) != flags:
        wrong.append(f"expected exactly the red flags {_list(want.red_flags)}, got {_list(flags)}")
    wrong += [f"expected the red flag {id}" for id in want.has_red_flags if id not in flags]
    wrong += [f"expected no red flag {id}" for id in want.not_red_flags if id in flags]
    wrong += [
        f"expected the red flag {id} at {level}, got {levels.get(id, 'nothing')}"
        for id, level in want.levels.items()
        if levels.get(id) != level
    ]
    wrong += [f"expected the rule {id} to fire" for id in want.because_of if id not in fired]
    wrong += [f"expected the rule {id} not to fire" for id in want.not_because_of if id in fired]
    return wrong


def _questions(book: Rulebook, case: Case) -> list[str]:
    want = case.expect
    if not want.asked and not want.not_asked:
        return []
    met = asked(book, case.answers)
    wrong = [f"expected the question {id} to be asked" for id in want.asked if id not in met]
    return wrong + [
        f"expected the question {id} not to be asked" for id in want.not_asked if id in met
    ]


def _texts(case: Case, got: Assessment) -> list[str]:
    want = case.expect
    if not want.says and not want.never_says:
        return []
    text = _plain(result_text(got))
    wrong = [f"expected the words `{one}`" for one in want.says if _plain(one) not in text]
    return wrong + [f"expected no words `{one}`" for one in want.never_says if _plain(one) in text]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _list(ids: object) -> str:
    listed = sorted(ids) if isinstance(ids, set | tuple) else []
    return ", ".join(listed) or "nothing"
