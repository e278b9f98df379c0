"""The plainest answer set that lies in a box: for a reader, and for a case.

A box speaks of variables. Somebody who answers meets questions: an item is ticked in a list of
which the rest is left unticked, a class comes with the name of a medicine, and a question is
there only when other answers lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from triage.inference.answers import Answers, as_shown, is_asked
from triage.inference.prepared import prepared
from triage.rulebook.box_cover import UNANSWERED
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Box, meet


def complete(book: Rulebook, box: Box) -> Answers | None:
    """Few plain answers that lie in the box, with those that lead to their questions.

    A variable that may stay unanswered does, if its question need not be answered. None where
    no person can give such answers: every way to the questions of the box is tried.
    """
    for wanted in _led_to(book, box):
        answers = _answers(book, wanted)
        if answers is not None and _inside(book, answers, box):
            return answers
    return None


def _needed(box: Box) -> set[str]:
    """The variables that must be answered."""
    return {key for key in box if UNANSWERED not in box[key]}


def _questions(book: Rulebook, box: Box) -> list[str]:
    """The questions that must be answered, in their order."""
    needed = {book.variables[key].question for key in _needed(box)}
    return [id for id in book.questions if id in needed]


def _led_to(book: Rulebook, box: Box) -> Iterator[Box]:
    """The box with what each way to its questions, and to its items, asks for."""
    relevance = prepared(book).relevance
    needed = _needed(box)
    ways = [relevance.gates[id] for id in _questions(book, box) if id in relevance.gates]
    ways += [relevance.shows[key] for key in sorted(needed & relevance.shows.keys())]
    for chosen in product(*ways):
        met: Box | None = box
        for way in chosen:
            met = meet(met, {k: v - {UNANSWERED} for k, v in way.items()}) if met else None
        if met is None or not all(met[key] - {UNANSWERED} for way in chosen for key in way):
            continue
        if _needed(met) == needed:
            yield met
        else:
            yield from _led_to(book, met)


def _answers(book: Rulebook, box: Box) -> Answers | None:
    given: dict[str, Value] = {}
    for id in _questions(book, box):
        value = book.questions[id].example(id, box, book)
        if value is None:
            return None
        given[id] = value
    return Answers(as_shown(book, given))


def _inside(book: Rulebook, answers: Answers, box: Box) -> bool:
    """Whether the answers lie in the box, and lead to each other."""
    variables = answers.variables(book)
    # a gate only uses earlier questions, so later answers leave it as it was
    return all(variables.get(key, UNANSWERED) in allowed for key, allowed in box.items()) and all(
        is_asked(id, variables, book) for id in answers.given
    )
