"""What would have mended a miss: one other answer, or one rule that turns.

A miss is mended where the known condition comes among the first three, or where the urgency is the
known one; both are looked at apart. This tells what a miss hangs on. It is no advice: a rule that
is bent to one person is wrong for others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from triage.cases.accuracy import Outcome, missed
from triage.explain.changes import changes_with
from triage.inference import reference
from triage.inference.explained import Altered
from triage.inference.prepared import prepared
from triage.inference.reference import Fired
from triage.inference.weighing import Weighed, weigh
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import core_id
from triage.rulebook.stated import rules_of
from triage.words import explanation as words

Goal: TypeAlias = Literal["name", "urgency"]
NAMES = 3
"""Among so many names the known one should be."""


class Turn(Struct, frozen=True):
    """A rule that fires otherwise than it does."""

    rule: str
    fires: bool
    """Whether it fires now, and would have to rest."""


class Mending(Struct, frozen=True):
    """What would mend one side of a miss, each alone."""

    goal: Goal
    answers: tuple[Altered, ...]
    """First those to questions that a rule of the known condition asks, then in their order."""
    rules: tuple[Turn, ...]
    """Rules of the known condition; for an urgency that is too high also what decided it."""


def mendings(book: Rulebook, found: Sequence[Outcome]) -> list[tuple[Mending, ...]]:
    """For everybody who is missed, in the order of `missed`, what would have mended it.

    Empty where only the order of the first three is otherwise.
    """
    return [tuple(_of(book, outcome)) for outcome in missed(found)]


def _of(book: Rulebook, outcome: Outcome) -> Iterator[Mending]:
    goals = _goals(outcome)
    if not goals:
        return
    fired = reference.fire(book, outcome.person.answers.variables(book))
    by_answers = changes_with(book, outcome.person.answers, [*goals.values()])
    own = _asked_by(book, outcome)
    for (goal, reached), answers in zip(goals.items(), by_answers, strict=True):
        rules = tuple(
            turn
            for turn, after in _turns(book, outcome, fired, goal)
            if reached(weigh(book, after))
        )
        yield Mending(goal, tuple(sorted(answers, key=lambda a: a.question not in own)), rules)


def _goals(outcome: Outcome) -> dict[Goal, Callable[[Weighed], bool]]:
    """What is missed, each with whether it is reached."""
    known = outcome.person.known
    right = {known.condition, *known.also}

    def named(weighed: Weighed) -> bool:
        shown = [one.id for one in weighed.candidates if one.shown]
        return not right.isdisjoint(shown[:NAMES])

    goals: dict[Goal, Callable[[Weighed], bool]] = {}
    if outcome.in_scope and (outcome.place is None or outcome.place > NAMES):
        goals["name"] = named
    if outcome.step:
        goals["urgency"] = lambda weighed: weighed.urgency == known.urgency
    return goals


def _asked_by(book: Rulebook, outcome: Outcome) -> set[str]:
    """The questions that rules of the known condition rest on."""
    expanded = prepared(book).relevance.expanded
    known = outcome.person.known
    return {
        book.variables[name].question
        for id in (known.condition, *known.also)
        if id in book.conditions
        for stated in rules_of(id, book.conditions[id])
        for box in expanded(stated.id, stated.rule.when)
        for name in box
    }


def _turns(
    book: Rulebook, outcome: Outcome, fired: Fired, goal: Goal
) -> Iterator[tuple[Turn, Fired]]:
    """Each rule that may be turned, and what fires then."""
    known = outcome.person.known
    for id in (known.condition, *known.also):
        if id in book.conditions:
            for stated in rules_of(id, book.conditions[id]):
                yield Turn(stated.id, stated.id in fired), _turned(fired, stated.id)
    if goal == "urgency" and outcome.step > 0:
        for id in outcome.decided_by:
            if id in book.red_flags:
                twin = unsure_rule(id)
                fires = id if id in fired else twin  # by not sure alone, only the twin does
                yield Turn(fires, fires=True), _without(fired, id, twin)
            elif id not in (known.condition, *known.also):
                yield Turn(core_id(id), fires=True), _without(fired, core_id(id))


def _turned(fired: Fired, rule: str) -> Fired:
    return _without(fired, rule) if rule in fired else {**fired, rule: frozenset()}


def _without(fired: Fired, *rules: str) -> Fired:
    return {rule: basis for rule, basis in fired.items() if rule not in rules}


def as_lines(some: Sequence[Mending]) -> list[str]:
    """What would mend one miss, a line for each side of it."""
    return [f"{one.goal} mended by: {_in_words(one)}" for one in some]


def _in_words(one: Mending) -> str:
    parts = []
    if one.answers:
        first = one.answers[0]
        told = words.altered(about=first.about, instead=first.instead, was=first.was)
        parts.append(f"the answer {told}{_more(len(one.answers))}")
    if one.rules:
        turn = one.rules[0]
        how = "the rule {} at rest" if turn.fires else "the rule {}"
        parts.append(f"{how.format(turn.rule)}{_more(len(one.rules))}")
    return "; ".join(parts) or "none alone"


def _more(number: int) -> str:
    return f" (or {number - 1} more)" if number > 1 else ""


def as_data(some: Sequence[Mending]) -> dict[str, object]:
    """The same for programs: every answer and every rule, by the side of the miss."""
    return {
        one.goal: {
            "answers": [
                {"question": a.question, "item": a.item, "answer": a.answer} for a in one.answers
            ],
            "rules": [msgspec.to_builtins(turn) for turn in one.rules],
        }
        for one in some
    }
