"""The plainest answer set that lies in a box: for a reader, and for a case.

A box speaks of variables. Somebody who answers meets questions: an item is ticked in a list of
which the rest is left unticked, a class comes with the name of a medicine, and a question is
there only when other answers lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from triage.inference.answers import Answers, Value, is_asked
from triage.inference.prepared import prepared
from triage.rulebook.bands import bands, span
from triage.rulebook.box_cover import UNANSWERED
from triage.rulebook.medicines import Catalogue
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.medicines import MEDICINES_PREFIX, UNKNOWN_NAME
from triage.rulebook.parts.questions import Question
from triage.rulebook.when import UNSURE, Box, meet

UNLISTED = "zzz"
"""The name of a medicine that no catalogue has."""


def complete(book: Rulebook, box: Box) -> Answers | None:
    """Few plain answers that lie in the box, with those that lead to their questions.

    A variable that may stay unanswered does, if its question need not be answered. None where
    no person can give such answers: every way to the questions of the box is tried.
    """
    for wanted in _led_to(book, box, _questions(book, box)):
        answers = _answers(book, wanted)
        if answers is not None and _inside(book, answers, box):
            return answers
    return None


def _questions(book: Rulebook, box: Box) -> list[str]:
    """The questions that must be answered, in their order."""
    needed = {book.variables[key].question for key in box if UNANSWERED not in box[key]}
    return [id for id in book.questions if id in needed]


def _led_to(book: Rulebook, box: Box, questions: list[str]) -> Iterator[Box]:
    """The box with what each way to its questions asks for."""
    ways = [prepared(book).relevance.gates[id] for id in questions if book.questions[id].ask_when]
    for chosen in product(*ways):
        met: Box | None = box
        for way in chosen:
            met = meet(met, {k: v - {UNANSWERED} for k, v in way.items()}) if met else None
        if met is None or not all(met[key] - {UNANSWERED} for way in chosen for key in way):
            continue
        deeper = _questions(book, met)
        if deeper == questions:
            yield met
        else:
            yield from _led_to(book, met, deeper)


def _answers(book: Rulebook, box: Box) -> Answers | None:
    given: dict[str, Value] = {}
    for id in _questions(book, box):
        value = _value(book, id, book.questions[id], box)
        if value is None:
            return None
        given[id] = value
    return Answers(given)


def _value(book: Rulebook, id: str, question: Question, box: Box) -> Value | None:
    def plainest(key: str) -> str | None:
        order = book.variables[key].answers
        allowed = [word for word in order if word in box.get(key, order)]
        return allowed[0] if allowed else None

    match question.kind:
        case "number":
            return _number(question, box.get(id, frozenset(book.variables[id].answers)))
        case "tick-all":
            items: dict[str, str] = {}
            for item in question.answers:
                key = f"{id}.{item}"
                word = "no" if "no" in box.get(key, ("no",)) else plainest(key)
                if word is None:
                    return None
                items[item] = word
            return items
        case "medicines":
            classes = {
                key.removeprefix(f"{MEDICINES_PREFIX}."): box[key]
                for key in box
                if key.startswith(f"{MEDICINES_PREFIX}.")
            }
            return _medicines(book, classes)
        case _:
            return plainest(id)


def _number(question: Question, allowed: frozenset[str]) -> Value | None:
    """The middle of the first band that has numbers; in an open band its beginning."""
    for word in bands(question.cut_points):
        low, high = span(word) or (0, None)
        low, last = max(low, question.lowest), question.highest if high is None else high
        last = min(last, question.highest)
        if word in allowed and low <= last:
            return low if high is None else (low + last) // 2
    return UNSURE if UNSURE in allowed else None


def _medicines(book: Rulebook, classes: Mapping[str, frozenset[str]]) -> Value | None:
    """Few names that give these classes and none that may not be; else *unsure* if it may be.

    A name that nobody knows and a purpose leave classes *unsure*, so they come last.
    """
    catalogue = prepared(book).catalogue

    def fits(names: tuple[str, ...]) -> bool:
        words = catalogue.answers(names)
        return all(words[id] in allowed for id, allowed in classes.items())

    names = _names(book, classes, {id for id in classes if "no" not in classes[id]})
    if names is not None and fits(names):
        return names
    if all(UNSURE in allowed for allowed in classes.values()):
        return UNSURE
    sure = {id for id, allowed in classes.items() if allowed.isdisjoint({"no", UNSURE})}
    certain = _names(book, classes, sure - {UNKNOWN_NAME})
    if certain is None:
        return None
    purposes = (purpose.for_[0] for purpose in book.purposes.values())
    tried = ((*certain, more) for more in (UNLISTED, UNSURE, *purposes))
    return next((tuple(sorted(some)) for some in tried if fits(some)), None)


def _names(
    book: Rulebook, classes: Mapping[str, frozenset[str]], wanted: set[str]
) -> tuple[str, ...] | None:
    refused = {id for id, allowed in classes.items() if "yes" not in allowed}
    catalogue = prepared(book).catalogue
    names: list[str] = []
    while wanted:
        best = max(
            (name for name in book.medicines if not catalogue.classes_of(name) & refused),
            key=lambda name: _worth(catalogue, name, wanted),
            default=None,
        )
        if best is not None and catalogue.classes_of(best) & wanted:
            names.append(best)
            wanted = wanted - catalogue.classes_of(best)
        elif wanted == {UNKNOWN_NAME} and UNKNOWN_NAME not in refused:
            names.append(UNLISTED)
            wanted = set()
        else:
            return None
    return tuple(names)


def _worth(catalogue: Catalogue, name: str, wanted: set[str]) -> tuple[int, int]:
    classes = catalogue.classes_of(name)
    return len(classes & wanted), -len(classes - wanted)


def _inside(book: Rulebook, answers: Answers, box: Box) -> bool:
    """Whether the answers lie in the box, and lead to each other."""
    variables = answers.variables(book)
    if any(variables.get(key, UNANSWERED) not in allowed for key, allowed in box.items()):
        return False
    before: dict[str, str] = {}
    for id, value in answers.given.items():
        if not is_asked(id, before, book):
            return False
        before.update(Answers({id: value}).variables(book))
    return True
