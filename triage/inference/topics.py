"""What questions are about, as noun phrases."""

from __future__ import annotations

from collections.abc import Iterable

from triage.inference.prepared import prepared
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import firm_id
from triage.words.result import not_all_there


def topics_of(book: Rulebook, names: Iterable[str]) -> tuple[str, ...]:
    """What the questions of some variables are about, in their order."""
    asked = {book.variables[name].question for name in names}
    return tuple(question.short for id, question in book.questions.items() if id in asked)


def not_firm(book: Rulebook, id: str) -> str:
    """What is missing where the firm part of a condition does not hold, in lay words.

    Where the rule book has no words for it, it is all that the firm part asks about: what of it
    is missing may rest on questions that were left out, and a result never does.
    """
    condition = book.conditions[id]
    if condition.firm is None or condition.firm_missing is not None:
        return condition.firm_missing or ""
    ways = prepared(book).relevance.expanded(firm_id(id), condition.firm)
    return not_all_there(topics_of(book, (name for box in ways for name in box)))
