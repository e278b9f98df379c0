"""How answers are shown back to a person."""

from __future__ import annotations

from triage.errors import printable
from triage.inference.medicines_read import MedicineRead, medicines_read
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE
from triage.words import answers as words
from triage.words.english import commas
from triage.words.voice import Voice

SHOWN = {"yes": words.YES, "no": words.NO, UNSURE: words.NOT_SURE}


def answer_words(book: Rulebook, id: str, value: Value, voice: Voice) -> str:
    """An answer in a few words: the labels that were chosen."""
    question = book.questions[id]
    if question.shape == "words":
        # whose words these are has said "I" and "you" as was meant
        return next(map(printable, question.reported(value)), words.NOTHING_TO_ADD)
    return voice.says(_answer_words(book, id, value))


def read_words(read: MedicineRead) -> str:
    """What was typed as a medicine, as it was understood: "quetiapine (typed: Seroquel XL)"."""
    match read.how:
        case "understood":
            return named(read.read_as[0], typed=read.words)
        case "purpose":
            return words.known_by_purpose(typed=read.words, purpose=read.read_as[0])
        case "near":
            return words.name_near(typed=read.words, names=read.read_as)
        case "unsure":
            return words.NOT_SURE
        case "not-understood":
            return words.not_understood(read.words)


def named(name: str, *, typed: str) -> str:
    """A medicine that was understood, with what was typed where that is something else."""
    return name if typed.casefold() == name else words.name_typed(name=name, typed=typed)


def word_shown(word: str) -> str:
    """Yes, no or not sure, as it is shown."""
    return SHOWN[word]


def _answer_words(book: Rulebook, id: str, value: Value) -> str:
    question = book.questions[id]
    if value == UNSURE:
        return words.NOT_SURE
    match value:
        case int():
            return str(value)
        case str() if question.answers:
            return question.answers[value].text
        case str():
            return word_shown(value) if value in SHOWN else value  # a length of time, as typed
        case tuple():
            names = dict.fromkeys(map(read_words, medicines_read(book, value)))
            return commas(names) or words.NONE
        case _:
            ticked = [question.answers[i].text for i, word in value.items() if word == "yes"]
            unsure = [question.answers[i].text for i, word in value.items() if word == UNSURE]
            if len(unsure) == len(value):
                return words.NOT_SURE
            return words.ticked_and_not_sure(ticked, unsure) or words.NONE_OF_THESE
