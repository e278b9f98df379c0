"""Replaying a case: what came of the answers, against what was expected."""

from __future__ import annotations

import random
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from triage.cases.interviewing import asked
from triage.cases.loading import Case, Expect
from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.assessment import Assessment, assessment_of
from triage.inference.reference import Evaluator, Fired
from triage.presentation.result import result_text
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Fit
from triage.rulebook.urgency import Urgency, below


class Wrong(Struct, frozen=True):
    """One thing that is not as expected."""

    text: str
    """What was expected, and what came."""
    key: str = ""
    """The expectation, as in `Expect`; empty for what every case checks."""
    about: str = ""
    """What it is about: an id, a level or some words; empty where it is about the whole list."""
    why: tuple[str, ...] = ()
    """The smallest difference, in sentences."""


class Replayed(NamedTuple):
    """What came of a case."""

    wrong: list[Wrong]
    """Everything that is not as expected; empty when the case holds."""
    fired: Fired
    """The rules that fired."""


def replay(book: Rulebook, engine: Evaluator, case: Case) -> Replayed:
    """Run a case by both evaluators.

    Besides its expectations every case checks that both evaluators fire the same rules,
    that the advisory is there, and that the order of the answers makes no difference.
    """
    variables = case.answers.variables(book)
    fired = engine.fire(variables)
    wrong: list[Wrong] = []
    assessment = assessment_of(book, case.answers, fired, variables)
    if assessment.advisory != book.advisory.advisory:
        wrong.append(Wrong("the advisory is not there word for word"))
    shuffled = list(case.answers.given.items())
    random.Random(case.name).shuffle(shuffled)  # noqa: S311 - any order will do
    other = Answers(dict(shuffled))
    seen = other.variables(book)
    by_reference = reference.fire(book, seen)
    # both at once: only where they differ is it asked which of the two it was
    if fired != by_reference and fired != reference.fire(book, variables):
        wrong.append(Wrong("the two evaluators fire different rules"))
    elif assessment != _same_answers(assessment_of(book, other, by_reference, seen), assessment):
        wrong.append(Wrong("another order of the answers gives another result"))
    return Replayed(wrong + compared(book, case, assessment, set(fired)), fired)


def _same_answers(other: Assessment, assessment: Assessment) -> Assessment:
    # the echo of the answers keeps their order; everything else must be equal
    sure = tuple(sorted(other.not_sure_about, key=assessment.not_sure_about.index))
    return replace(other, answers=assessment.answers, not_sure_about=sure)


def compared(book: Rulebook, case: Case, got: Assessment, fired: set[str]) -> list[Wrong]:
    """What differs from the expectations of a case; empty when nothing does."""
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


def weighed_otherwise(want: Expect, got: WhatCame, fired: Container[str]) -> list[Wrong]:
    """What differs from the expectations of a case about anything but texts and questions."""
    wrong: list[Wrong] = []

    def add(key: str, about: str, text: str) -> None:
        wrong.append(Wrong(text, key, about))

    suggested, fits, levels = [*got.offered], got.offered, got.levels
    every = {*suggested, *got.also_fit}
    flags = {*levels}
    level, at_least = want.urgency, want.urgency_at_least
    if level is not None and level != got.urgency:
        why = ", ".join(got.decided_by) or "nothing"
        add("urgency", level, f"expected urgency {level}, got {got.urgency}, decided by {why}")
    if at_least is not None and below(got.urgency, at_least):
        what = f"expected urgency {at_least} or more, got {got.urgency}"
        add("urgency_at_least", at_least, what)
    if want.first is not None and suggested[:1] != [want.first]:
        first = suggested[0] if suggested else "nothing"
        add("first", want.first, f"expected {want.first} first, got {first}")
    if want.suggested is not None and set(want.suggested) != every:
        what = f"expected exactly {_list(want.suggested)}, got {_list(every)}"
        add("suggested", "", what)
    if want.offered is not None and list(want.offered) != suggested:
        came = ", ".join(suggested) or "nothing"
        what = f"expected {', '.join(want.offered) or 'nothing'} to be shown, got {came}"
        add("offered", "", what)
    for id in want.includes:
        if id not in every:
            add("includes", id, f"expected {id} to be suggested, got {_list(every)}")
    for id in want.not_suggested:
        if id in every:
            add("not_suggested", id, f"expected {id} not to be suggested")
    for id, fit in want.fits.items():
        if fits.get(id) != fit:
            came = fits.get(id, "no suggestion")
            add("fits", id, f"expected {id} with the fit {fit}, got {came}")
    if want.red_flags is not None and set(want.red_flags) != flags:
        what = f"expected exactly the red flags {_list(want.red_flags)}, got {_list(flags)}"
        add("red_flags", "", what)
    for id in want.has_red_flags:
        if id not in flags:
            add("has_red_flags", id, f"expected the red flag {id}")
    for id in want.not_red_flags:
        if id in flags:
            add("not_red_flags", id, f"expected no red flag {id}")
    for id, wanted in want.levels.items():
        if levels.get(id) != wanted:
            came = levels.get(id, "nothing")
            add("levels", id, f"expected the red flag {id} at {wanted}, got {came}")
    for id in want.because_of:
        if id not in fired:
            add("because_of", id, f"expected the rule {id} to fire")
    for id in want.not_because_of:
        if id in fired:
            add("not_because_of", id, f"expected the rule {id} not to fire")
    return wrong


def _questions(book: Rulebook, case: Case) -> Iterator[Wrong]:
    want = case.expect
    if not want.asked and not want.not_asked:
        return
    met = asked(book, case.answers)
    for id in want.asked:
        if id not in met:
            yield Wrong(f"expected the question {id} to be asked", "asked", id)
    for id in want.not_asked:
        if id in met:
            yield Wrong(f"expected the question {id} not to be asked", "not_asked", id)


def _texts(case: Case, got: Assessment) -> Iterator[Wrong]:
    want = case.expect
    if not want.says and not want.never_says:
        return
    text = in_one_line(result_text(got))
    for one in want.says:
        if in_one_line(one) not in text:
            yield Wrong(f"expected the words `{one}`", "says", one)
    for one in want.never_says:
        if in_one_line(one) in text:
            yield Wrong(f"expected no words `{one}`", "never_says", one)


def in_one_line(text: str) -> str:
    """A text as it is compared: capital letters and line breaks do not matter."""
    return " ".join(text.split()).casefold()


def _list(ids: object) -> str:
    listed = sorted(ids) if isinstance(ids, set | tuple) else []
    return ", ".join(listed) or "nothing"
