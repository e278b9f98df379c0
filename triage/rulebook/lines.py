"""Lines of danger screens: what they open, and which signs they settle.

A line names several signs in a few words. Left unticked, each sign that it covers is *no*.
Ticked or not sure, the questions that it opens ask for the signs one by one, and a sign that
is not answered yet is *unsure*. A sign that several lines cover is *no* only when none of
them is ticked or not sure. A line that is settled in this way settles what it covers in turn.
An answer of its own always goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from triage.rulebook.expanding import TICKED, opened_by
from triage.rulebook.kinds import Question
from triage.rulebook.kinds.base import Answer
from triage.rulebook.when import UNSURE, When

LEFT_UNTICKED = "no"
Holding = Callable[[When], bool]
"""Whether a condition of questions holds of the answers so far."""


class Covered(NamedTuple):
    """A sign, the lines that cover it, and what opens it again although none is ticked."""

    lines: tuple[str, ...]
    again: tuple[When, ...]


def lines(questions: Mapping[str, Question]) -> Iterator[tuple[str, Answer]]:
    """Every line that covers signs, by its variable."""
    for id, question in questions.items():
        for item, answer in question.answers.items():
            if answer.names or answer.not_named:
                yield f"{id}.{item}", answer


class Repeated(NamedTuple):
    """A line that asks again about a line of an earlier list."""

    later: str
    item: str
    earlier: str
    line: str


def repeated(questions: Mapping[str, Question]) -> tuple[Repeated, ...]:
    """Every line of a second look, with the line that it repeats."""
    return tuple(
        Repeated(id, item, *answer.repeats.split(".", 1))
        for id, question in questions.items()
        for item, answer in question.answers.items()
        if answer.repeats is not None
    )


def signs_of(line: Answer) -> tuple[str, ...]:
    """The signs that a line covers: those that it names, then the others."""
    return (*line.names, *line.not_named)


def covered(questions: Mapping[str, Question]) -> dict[str, Covered]:
    """Every covered sign with its lines in their order; a line comes before what it covers."""
    found: dict[str, list[str]] = {}
    for name, line in lines(questions):
        for sign in signs_of(line):
            found.setdefault(sign, []).append(name)
    again = {
        opened: question.again_when
        for opened in opened_by(questions)
        if (question := questions.get(opened)) and question.again_when is not None
    }
    return {
        sign: Covered(tuple(some), (again[of],) if (of := sign.partition(".")[0]) in again else ())
        for sign, some in found.items()
    }


def settled(
    signs: Mapping[str, Covered], answered: Mapping[str, str], holds: Holding
) -> tuple[list[str], list[str]]:
    """The signs that lines settle as *no*, and those that stand open, of all not answered."""
    closed: list[str] = []
    still_open: list[str] = []
    known = dict(answered)
    for sign, by in signs.items():
        if sign in answered:
            continue
        seen = ticked = False
        for line in by.lines:  # asked for every sign after every answer, so without a list
            word = known.get(line)
            seen = seen or word is not None
            ticked = ticked or word in TICKED
        if not seen:
            continue
        if ticked or any(holds(when) for when in by.again):
            still_open.append(sign)
            known[sign] = UNSURE
        else:
            closed.append(sign)
            known[sign] = LEFT_UNTICKED
    return closed, still_open
