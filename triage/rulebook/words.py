"""Rules and answers in English: generated, so that the words cannot differ from the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any as AnyType

from triage.rulebook.kinds.base import NOT_ASKED
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE, All, Any, AtLeast, Holds, Is, When
from triage.words import answers as words


def clause(book: Rulebook, name: str, word: str, given: Mapping[str, AnyType] | None = None) -> str:
    """What an answer means, as a clause: "you sleep badly".

    `given` are the answers as they were given, for the exact number.
    """
    variable = book.variables[name]
    question = book.questions[variable.question]
    if word == UNSURE:
        topic = question.topic(variable, book)
        value = None if given is None else given.get(variable.question)
        if isinstance(value, Mapping) and value.get(variable.item) == NOT_ASKED:
            return words.you_were_not_asked(topic)  # its list was answered without it
        return words.you_were_not_sure(topic)
    if given is not None and variable.question in given:
        return question.clause_given(variable, word, given[variable.question], book)
    return question.clause_of(variable, word, book)


def sentence(book: Rulebook, when: When) -> str:
    """A rule's condition as one English sentence part.

    All parts are joined by "and", alternatives stand after "one of these", so that no
    bracket is needed to read it.
    """
    match when:
        case Is(name, answers):
            return " or ".join(clause(book, name, word) for word in answers)
        case Holds(conclusion):
            if conclusion.kind == "finding" and conclusion.id in book.findings:
                return book.findings[conclusion.id].name
            return str(conclusion)
        case All(of):
            return " and ".join(_part(book, part) for part in of)
        case Any(of):
            return " or ".join(_part(book, part) for part in of)
        case AtLeast(count, of):
            listed = "; ".join(sentence(book, part) for part in of)
            return f"at least {count} of these: ({listed})"


def _part(book: Rulebook, when: When) -> str:
    text = sentence(book, when)
    return f"({text})" if isinstance(when, All | Any) and len(when.of) > 1 else text
