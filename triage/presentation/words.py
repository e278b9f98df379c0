"""How answers are shown back to a person."""

from __future__ import annotations

from triage.inference.medicines_read import MedicineRead, medicines_read
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE
from triage.rulebook.words import addressed


def answer_words(book: Rulebook, id: str, value: Value, *, other_person: bool) -> str:
    """An answer in a few words: the labels that were chosen."""
    return addressed(_answer_words(book, id, value), other_person=other_person)


def read_words(read: MedicineRead) -> str:
    """What was typed as a medicine, as it was understood: "quetiapine (typed: Seroquel XL)"."""
    match read.how:
        case "understood":
            name = read.read_as[0]
            return name if name == read.words.casefold() else f"{name} (typed: {read.words})"
        case "purpose":
            return f"{read.words} (name not known: a medicine for {read.read_as[0]})"
        case "near":
            return f"{read.words} (not sure: is it {' or '.join(read.read_as)}?)"
        case "unsure":
            return "Not sure"
        case "not-understood":
            return f"{read.words} (not understood)"


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
            names = dict.fromkeys(map(read_words, medicines_read(book, value)))
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
