"""A case typed into the interview: which questions it meets, and whether the result is the same."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from triage.inference.answers import Answers
from triage.inference.assessing import assess
from triage.inference.assessment import Assessment
from triage.inference.prepared import prepared
from triage.interview.state import Interview
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.model import Rulebook


def typed(book: Rulebook, answers: Answers) -> Interview:
    """The interview of somebody who types these answers, and passes over every other question.

    Questions come in the order of the interview. One that it leaves out is not answered, and of
    a list only the items that it shows.
    """
    interview = Interview(book)
    given = answers.given
    while (id := interview.current) is not None and id in given:
        told = _told(interview, id, given[id])
        if told.answers == interview.answers:
            break
        interview = told
    # an interview waits at a question without an answer; those behind it are answered in the
    # same order, as long as something still depends on them
    while (further := _next(interview, given)) is not None:
        interview = further
    return interview


def _told(interview: Interview, id: str, value: Value) -> Interview:
    """The interview after an answer that speaks of the items that are shown, and of no other.

    What was said of the others before stands.
    """
    if isinstance(value, Mapping):
        shown, before = interview.items(id), interview.answers.given.get(id)
        kept = before if isinstance(before, Mapping) else {}
        value = {
            item: word if item in shown else kept.get(item, NOT_ASKED)
            for item, word in value.items()
        }
    return interview.answer(value, id)


def asked(book: Rulebook, answers: Answers) -> frozenset[str]:
    """The questions that somebody with these answers is asked, answered or passed over."""
    interview = typed(book, answers)
    given = frozenset(interview.answers.given)
    return given | prepared(book).relevance.questions(given, interview.variables)


def _next(interview: Interview, given: Mapping[str, Value]) -> Interview | None:
    """The interview after the first answer that is wanted and says something new."""
    book = interview.book
    answered = frozenset(interview.answers.given)
    wanted = prepared(book).relevance.questions(answered, interview.variables)
    after = (
        _told(interview, id, given[id]) for id in book.questions if id in wanted & given.keys()
    )
    return next((told for told in after if told.answers != interview.answers), None)


def typed_differently(book: Rulebook, answers: Answers) -> list[str]:
    """In which parts of the result the interview differs from the answers taken at once.

    The echo of the answers, the trace and the list of what was unsure may be shorter, since
    the interview leaves out questions that can change nothing else.
    """
    at_once = assess(book, answers)
    step_by_step = assess(book, typed(book, answers).answers)
    if _but_for_the_echo(at_once) == _but_for_the_echo(step_by_step):
        return []
    differing = [
        name
        for name in at_once.__struct_fields__
        if name not in _ECHO and getattr(at_once, name) != getattr(step_by_step, name)
    ]
    parts = ", ".join(name.replace("_", " ") for name in differing)
    return [f"typed into the interview, the result differs in {parts}"]


_ECHO = ("answers", "fired", "not_sure_about")


def _but_for_the_echo(assessment: Assessment) -> Assessment:
    return replace(assessment, answers={}, fired=(), not_sure_about=())
