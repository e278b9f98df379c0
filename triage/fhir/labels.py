"""The words of the form's answers, by their codes."""

from __future__ import annotations

from collections.abc import Iterator

from triage.fhir import words
from triage.fhir.form import (
    NONE,
    OTHER,
    PURPOSE,
    Form,
    Part,
    code_of,
    is_purpose,
    unsure_code,
    unsure_of,
)
from triage.presentation.kind_words import kind_words
from triage.rulebook.kinds import FreeText, Medicines, Number, Question, Span, TickAll
from triage.rulebook.when import UNSURE
from triage.words.answers import NONE as NOTHING
from triage.words.answers import NONE_OF_THESE, NOT_SURE
from triage.words.voice import Voice

says = Voice.TO_READER.says


def labels(form: Form) -> dict[str, str]:
    """What is chosen by each code, as it reads in the form; kept with it."""
    kept: dict[str, str] = form.__dict__.get("_labels") or form.__dict__.setdefault(
        "_labels", _labels(form)
    )
    return kept


def _labels(form: Form) -> dict[str, str]:
    asked = form.book.questions
    found = {
        code: text for part in form.parts for code, text in labels_of(part, asked[part.question])
    }
    found |= {code: text for part in form.parts for code, text in _which_unsure(form, part)}
    return found | dict(medicine_labels(form))


def labels_of(part: Part, question: Question) -> Iterator[tuple[str, str]]:
    """The answers of one item in their order, each code with its words."""
    id = part.question
    match question:
        case TickAll():
            for line in part.lines:
                yield code_of(id, line), says(question.answers[line].text)
            yield part.none, NONE_OF_THESE
            yield part.unsure, NOT_SURE
        case Number():
            yield unsure_of(id), NOT_SURE
        case FreeText():
            pass
        case Medicines():
            yield code_of(id, NONE), NOTHING
            yield code_of(id, UNSURE), NOT_SURE
            yield code_of(id, OTHER), words.OTHER_MEDICINE
        case Span():
            for band in question.bands:
                yield code_of(id, band), question.bands[band].text
            yield code_of(id, UNSURE), NOT_SURE
        case _:
            for word, text in kind_words(question).choices:
                yield code_of(id, word), says(text)
            yield code_of(id, UNSURE), NOT_SURE


def labels_unsure(part: Part, question: TickAll) -> Iterator[tuple[str, str]]:
    """The lines of a list again, for somebody who is not sure about some."""
    for line in part.lines:
        yield unsure_code(code_of(part.question, line)), says(question.answers[line].text)
    yield part.all_unsure, words.ALL_OTHERS


def _which_unsure(form: Form, part: Part) -> Iterator[tuple[str, str]]:
    question = form.book.questions[part.question]
    if isinstance(question, TickAll):
        yield from labels_unsure(part, question)


def medicine_labels(form: Form) -> Iterator[tuple[str, str]]:
    """The medicines that can be chosen, each with all its names, by any of which it is found."""
    for code, names in form.medicines.items():
        if is_purpose(code):
            purpose = form.book.purposes[code.removeprefix(PURPOSE)].name
            yield code, words.medicine_for(purpose, names)
        else:
            yield code, words.medicine_also(names)
