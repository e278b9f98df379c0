"""Answers as a QuestionnaireResponse, so that nothing of them is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from triage.fhir.form import (
    NONE,
    Form,
    Part,
    code_of,
    has_unsure_beside,
    is_purpose,
    unsure_code,
    unsure_of,
)
from triage.fhir.labels import labels
from triage.fhir.names import (
    ANSWERS_SYSTEM,
    EXACT_URL,
    NOT_ASKED_URL,
    canonical,
)
from triage.inference.answers import Answers
from triage.rulebook.kinds import FreeText, Medicines, Number, Question, Span, TickAll
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.when import UNSURE

Json: TypeAlias = dict[str, Any]


def response_of(form: Form, answers: Answers, *, authored: str | None = None) -> Json:
    """The response that says these answers; `authored` is when, as FHIR writes it."""
    book = form.book
    found: Json = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": canonical(book),
        "status": "completed",
    }
    if authored is not None:
        found["authored"] = authored
    text = labels(form)
    found["item"] = [
        _labelled(item, text)
        for id, question in book.questions.items()
        if id in answers.given
        for item in _items(form, id, question, answers.given[id])
    ]
    return found


def _labelled(item: Json, text: Mapping[str, str]) -> Json:
    """The item with the words of what was chosen, for readers who do not have the form."""
    for answer in item.get("answer", ()):
        if "valueCoding" in answer:
            coding = answer["valueCoding"]
            coding.setdefault("display", text[coding["code"]])
    return item


def _items(form: Form, id: str, question: Question, value: Value) -> Iterator[Json]:
    match question:
        case TickAll():
            assert isinstance(value, Mapping)
            for part in form.parts_of[id]:
                yield from _list(part, value)
        case Number() if has_unsure_beside(question) and value == UNSURE:
            yield _item(unsure_of(id), [_coded(unsure_of(id))])
        case Number():
            yield _item(id, [{"valueInteger": int(str(value))}])
        case Span():
            yield _length(id, question, str(value))
        case Medicines():
            yield from _medicines(form, id, value)
        case FreeText():
            yield _item(id, [{"valueString": str(value)}])
        case _:
            yield _item(id, [_coded(code_of(id, str(value)))])


def _list(part: Part, value: Mapping[str, str]) -> Iterator[Json]:
    said = {code_of(part.question, line): value[line] for line in part.lines}
    ticked = [line for line, word in said.items() if word == "yes"]
    unsure = [line for line, word in said.items() if word == UNSURE]
    unasked = [line for line, word in said.items() if word == NOT_ASKED]
    codes = ticked if ticked or unsure else [part.none]
    if len(unasked) == len(said):
        codes = []
    item = _item(part.link, [*map(_coded, [*codes, *([part.unsure] if unsure else [])])])
    if unasked:
        item["extension"] = [{"url": NOT_ASKED_URL, "valueString": line} for line in unasked]
    if item.keys() != {"linkId"}:
        yield item
    if unsure:
        yield _item(part.unsure, [*map(_coded, map(unsure_code, unsure))])


def _length(id: str, question: Span, text: str) -> Json:
    bands = [UNSURE] if text == UNSURE else question.bands_of(text)
    item = _item(id, [_coded(code_of(id, band)) for band in bands])
    if text != UNSURE:
        item["extension"] = [{"url": EXACT_URL, "valueString": text}]
    return item


def _medicines(form: Form, id: str, value: Value) -> Iterator[Json]:
    if value == UNSURE or not value:
        yield _item(id, [_coded(code_of(id, UNSURE if value else NONE))])
        return
    assert isinstance(value, tuple)
    typed = [name for name in value if name not in form.code_of_medicine]
    listed = [_named(form, name) for name in value if name in form.code_of_medicine]
    other = form.other_medicine
    yield _item(id, [*listed, *([_coded(other)] if typed else [])])
    if typed:
        yield _item(other, [{"valueString": name} for name in typed])


def _named(form: Form, name: str) -> Json:
    """A medicine of the list, under the name that was typed."""
    code = form.code_of_medicine[name]
    display = name if name == code or is_purpose(code) else f"{name} ({code})"
    exact = [{"url": EXACT_URL, "valueString": name}]
    return {"valueCoding": {**_coded(code)["valueCoding"], "display": display}, "extension": exact}


def _item(link: str, answers: list[Json]) -> Json:
    return {"linkId": link, "answer": answers} if answers else {"linkId": link}


def _coded(code: str) -> Json:
    return {"valueCoding": {"system": ANSWERS_SYSTEM, "code": code}}
