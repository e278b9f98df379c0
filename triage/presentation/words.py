"""How answers are shown back to a person."""

from __future__ import annotations

from triage.inference.answers import Value
from triage.inference.prepared import prepared
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE
from triage.rulebook.words import addressed


def answer_words(book: Rulebook, id: str, value: Value, *, other_person: bool) -> str:
    """An answer in a few words: the labels that were chosen."""
    return addressed(_answer_words(book, id, value), other_person=other_person)


def _answer_words(book: Rulebook, id: str, value: Value) -> str:
    question = book.questions[id]
    if value == UNSURE:
        return "Not sure"
    match value:
        case int():
            return str(value)
        case str():
            return question.answers[value].text if question.answers else value.capitalize()
        case tuple():
            catalogue = prepared(book).catalogue
            names = []
            for name in value:
                match = catalogue.find(name)
                names.append(match.medicine or f"{name} (not in our list)")
            return ", ".join(names) or "None"
        case _:
            ticked = [question.answers[i].text for i, word in value.items() if word == "yes"]
            unsure = [question.answers[i].text for i, word in value.items() if word == UNSURE]
            if len(unsure) == len(value):
                return "Not sure"
            parts = ["; ".join(ticked)] if ticked else []
            if unsure:
                parts.append(f"not sure about: {'; '.join(unsure)}")
            return "; ".join(parts) or "None of these"
