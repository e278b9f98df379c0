"""Checks of questions: are they asked, do they matter, do their answers fit together?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import TypeAlias

from triage.checks.context import Context, Found
from triage.checks.reach import answers_used, without_effect
from triage.inference.prepared import prepared
from triage.inference.relevance import written_out
from triage.rulebook import check_ids
from triage.rulebook.kinds import Question
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.medicines import MEDICINES_PREFIX
from triage.rulebook.stated import At
from triage.rulebook.when import Key, RuleBox, boxes

Used: TypeAlias = Mapping[str, set[str]]
"""Variable to the answers that some rule names."""


def gaps(context: Context) -> Iterator[Found]:
    """E08: a "yes" that leads to nothing, though the question is used."""
    yield from _no_kind(context)
    used = answers_used(context.book)
    for id, question in context.book.questions.items():
        if not question.says_yes or question.note is not None:
            continue
        for variable in question.variables(id, context.book):
            words = used.get(variable.name, set())
            if words and "yes" not in words:
                at, answer = context.question_at(id), f"*yes* to `{id}`"
                if variable.item is not None:
                    at, answer = (*at, "answers", variable.item), f"ticking `{variable.name}`"
                what = f"no rule says what follows from {answer}"
                advice = "add the rule that a source gives, or say in a `note` why there is none"
                yield Found(check=check_ids.GAP, at=at, message=what, help=advice)


def _no_kind(context: Context) -> Iterator[Found]:
    """What can be ticked, and that no named kind names.

    Where a kind is told by one tick alone, each tick of its list should tell one, so that nobody
    is left without.
    """
    book = context.book
    alone = {
        name
        for kind in book.kinds.values()
        for box in written_out(book, kind.when)
        for name, answers in box.items()
        if len(box) == 1 and "yes" in answers
    }
    lists = {book.variables[name].question for name in alone}
    for name, variable in book.variables.items():
        if variable.question in lists and variable.item is not None and name not in alone:
            at = (*context.question_at(variable.question), "answers", variable.item)
            what = f"no named kind is told where only `{name}` is ticked"
            advice = "name it in named-kinds.yaml, or ignore this with the reason"
            yield Found(check=check_ids.GAP, at=at, message=what, help=advice)


def unused(context: Context) -> Iterator[Found]:
    """E09: a question that no rule uses."""
    used = answers_used(context.book)
    for id, question in context.book.questions.items():
        if _is_unused(context.book, used, id, question):
            what = f"no rule uses the question `{id}`"
            advice = "delete it, use it, or mark its answers `summary-only: yes`"
            yield Found(
                check=check_ids.UNUSED_QUESTION,
                at=context.question_at(id),
                message=what,
                help=advice,
            )


def _is_unused(book: Rulebook, used: Used, id: str, question: Question) -> bool:
    names = [name for name, variable in book.variables.items() if variable.question == id]
    if any(used.get(name) for name in names):
        return False
    return not question.kept_for_summary(book)


def no_effect(context: Context) -> Iterator[Found]:
    """E10: an answer that changes nothing, though the question is used."""
    book = context.book
    used = answers_used(book)
    for name, words in without_effect(book):
        question, _, item = name.partition(".")
        if question == MEDICINES_PREFIX and item in book.classes:
            at: At = ("medicines.yaml", "classes", item)
        elif not item or _is_unused(book, used, question, book.questions[question]):
            continue  # the whole question is unused: see E09
        else:
            at = (*context.question_at(question), "answers", item)
        advice = "delete the mark"
        if "marked" not in words:
            advice = "a rule may have forgotten it; if not, mark it `summary-only: yes`"
        yield Found(check=check_ids.NO_EFFECT, at=at, message=f"`{name}` {words}", help=advice)


def interchangeable(context: Context) -> Iterator[Found]:
    """E11: two questions that every rule treats the same."""
    book = context.book
    relevance = prepared(book).relevance
    rules = [*relevance.stated.values(), *relevance.findings.values()]
    gates = [boxes(when, book.allowed) for q in book.questions.values() if (when := q.ask_when)]
    every = [*rules, *gates]
    shapes = [_frozen(some) for some in every]
    named: dict[Key, set[int]] = {}
    for number, some in enumerate(every):
        for key in {key for box in some for key in box}:
            named.setdefault(key, set()).add(number)
    plain = [id for id, q in book.questions.items() if q.says_yes and not q.answers]
    for one, other in combinations(plain, 2):
        places = named.get(one, set())
        if not places or places != named.get(other, set()):
            continue
        swap = {one: other, other: one}
        if all(_frozen(every[n], swap) == shapes[n] for n in places):
            what = f"every rule treats `{other}` like `{one}`"
            advice = "one question may be enough"
            yield Found(
                check=check_ids.INTERCHANGEABLE,
                at=context.question_at(other),
                message=what,
                help=advice,
            )


def _frozen(some: list[RuleBox], swap: Mapping[str, str] | None = None) -> frozenset[object]:
    new: dict[Key, Key] = dict((swap or {}).items())
    return frozenset(
        frozenset((new.get(key, key), answers) for key, answers in box.items()) for box in some
    )


def time_holes(context: Context) -> Iterator[Found]:
    """E12: spans of time of one question that overlap or leave a hole."""
    for id, question in context.book.questions.items():
        spans = sorted(
            (answer.days_to, 10**9 if answer.days_from is None else answer.days_from, item)
            for item, answer in question.answers.items()
            if answer.days_to is not None
        )
        for (_, until, earlier), (since, end, later) in pairwise(spans):
            # two answers may end at the same open end, as "since childhood" and "over 3 years";
            # "I still take it" is a point, which the next span may begin with
            if since in (until, until + 1) or end == until or (since, end) == (0, 0):
                continue
            at = (*context.question_at(id), "answers", later, "days-to")
            gap = "leave a hole" if since > until else "overlap"
            low, high = sorted((until, since))
            what = f"`{earlier}` and `{later}` of `{id}` {gap} between {low} and {high} days"
            advice = "let each span begin where the one before it ends"
            yield Found(check=check_ids.BANDS, at=at, message=what, help=advice)


def never_asked(context: Context) -> Iterator[Found]:
    """E13: a question that no interview leads to."""
    for id, some in prepared(context.book).relevance.gates.items():
        if not any(context.can_be_given(box) for box in some):
            what = f"no interview leads to the question `{id}`"
            advice = "its `ask-when` asks for answers that exclude each other"
            at = (*context.question_at(id), "ask-when")
            yield Found(check=check_ids.SKIP_LOGIC, at=at, message=what, help=advice)
