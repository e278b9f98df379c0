"""A QuestionnaireResponse as checked answers. A sign that it tells is kept, or it is refused.

Clients send what people leave standing: *none of these* beside a sign, details of a line that is
not ticked. A sign goes first then, and a note says so. What nobody was asked and tells no sign is
left out, with a note. A response that cannot be read like this is refused with every slip.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from triage.errors import AnswersError, Place, Problem, shortened
from triage.fhir import words
from triage.fhir.form import NONE, Form, Part, code_of, unsure_code, unsure_of
from triage.fhir.led_to import with_signs_kept
from triage.fhir.names import FORM_URL, version_of
from triage.fhir.response_items import Found, gathered
from triage.inference.answers import Answers, answers_from, value_from
from triage.inference.assessment import plain_value
from triage.inference.second_look import with_second_look
from triage.json_text import RepeatedKeyError, each_once
from triage.rulebook.kinds import FreeText, Medicines, Number, Question, Span, TickAll
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE

RESPONSE = "QuestionnaireResponse"
REFUSED = ("entered-in-error",)
"""States of a response that say that it is not meant."""


class ReadResponse(Struct, frozen=True):
    """What a response says."""

    answers: Answers
    notes: tuple[str, ...]
    """What was left out or understood otherwise than it stands, one sentence each."""


def is_resource(text: str) -> bool:
    """Whether a text is a FHIR resource, and not anything else, such as an answer file."""
    try:
        resource = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return False
    return isinstance(resource, dict) and "resourceType" in resource


def read_response(book: Rulebook, text: str, shown_as: str) -> ReadResponse:
    """The answers of a response, from the text of a file.

    Raises:
        AnswersError: it is no response to this form, or tells a sign that cannot be kept.
    """
    place = Place(shown_as, 1, 1)
    try:
        resource = msgspec.json.decode(text)
        json.loads(text, object_pairs_hook=each_once)  # the first reader keeps the last of two
    except RepeatedKeyError as repeated:
        what = words.twice(shortened(str(repeated)))
        raise AnswersError(Problem(what, words.KEEP_ONE, place)) from None
    except (msgspec.DecodeError, RecursionError):
        raise AnswersError(Problem(words.NO_JSON, words.WRITE_A_RESPONSE, place)) from None
    try:
        return answers_of(Form(book), resource)
    except AnswersError as error:
        at_file = (problem._replace(place=problem.place or place) for problem in error.problems)
        raise AnswersError(*at_file) from None


def answers_of(form: Form, resource: Any) -> ReadResponse:
    """The answers of a response, as JSON data.

    Raises:
        AnswersError: it is no response to this form, or tells a sign that cannot be kept.
    """
    book = form.book
    notes = [*_checked_head(book, resource)]
    problems: list[Problem] = []
    found = gathered(form, resource, problems)
    values: dict[str, Value] = {}
    for id, question in book.questions.items():
        given = _given(form, id, question, found, notes, problems)
        if given is None:
            continue
        try:
            values[id] = value_from(book, id, given)
        except AnswersError as error:
            problems += error.problems
    if problems:
        raise AnswersError(*problems)
    kept = with_signs_kept(
        form, with_second_look(book, values), notes, named=_named_freely(form, values)
    )
    answers = answers_from(book, {id: plain_value(value) for id, value in kept.items()})
    return ReadResponse(answers, tuple(dict.fromkeys(notes)))


def _named_freely(form: Form, values: Mapping[str, Value]) -> bool:
    """Whether a medicine was named that does not stand in the form."""
    names = values.get(form.medicines_question, ())
    return isinstance(names, tuple) and any(one not in form.code_of_medicine for one in names)


def _checked_head(book: Rulebook, resource: Any) -> Iterator[str]:
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if kind != RESPONSE:
        named = shortened(str(kind)) if kind else ""
        what = words.not_a_response(named) if named else words.NO_RESOURCE
        raise AnswersError(Problem(what, words.WRITE_A_RESPONSE))
    if resource.get("status") in REFUSED:
        what = words.refused_status(resource["status"])
        raise AnswersError(Problem(what, words.WRITE_A_RESPONSE))
    answered = resource.get("questionnaire")
    if answered is None:
        yield words.NO_QUESTIONNAIRE
        return
    url, _, version = str(answered).partition("|")
    if url != FORM_URL:
        what = words.another_questionnaire(shortened(url))
        raise AnswersError(Problem(what, words.questionnaire_wanted(FORM_URL)))
    if version and version != version_of(book):
        yield words.another_version(shortened(version), version_of(book))


def _given(
    form: Form,
    id: str,
    question: Question,
    found: Mapping[str, Found],
    notes: list[str],
    problems: list[Problem],
) -> Any:
    """What a question was answered, as it would stand in an answer file; None if it was not."""
    if isinstance(question, TickAll):
        return _ticks(form, id, question, found, notes)
    one = found.get(id, Found())
    match question:
        case Number():
            beside = unsure_of(id)
            values: list[Any] = [*one.numbers]
            values += [UNSURE] if beside in found and found[beside].codes else []
        case Span():
            values = [_length(id, question, one, notes)] if one.codes else []
        case Medicines():
            other = found.get(form.other_medicine, Found())
            return _medicines(form, one, other, notes) if one.answered or other.answered else None
        case FreeText():
            values = [*one.typed]
        case _:
            values = [code.removeprefix(f"{id}.") for code in one.codes]
    different = [*dict.fromkeys(values)]
    if len(different) > 1:
        said = " and ".join(f"`{shortened(str(value))}`" for value in different[:3])
        problems.append(Problem(words.several_answers(id, said), words.ONE_ANSWER))
        return None
    return different[0] if different else None


def _ticks(
    form: Form, id: str, question: TickAll, found: Mapping[str, Found], notes: list[str]
) -> dict[str, str] | None:
    parts = form.parts_of[id]
    if not any(
        link in found and (found[link].answered or found[link].unasked)
        for part in parts
        for link in (part.link, part.unsure)
    ):
        return None
    said: dict[str, str] = {}
    for part in parts:
        said |= _lines(part, found.get(part.link, Found()), found.get(part.unsure, Found()), notes)
    ticked = [line for line, word in said.items() if word == "yes"]
    for line in ticked:
        if question.answers[line].exclusive and len(ticked) > 1:
            notes.append(words.sign_kept(id, line))
            said[line] = "no"
    return {line: said[line] for line in question.answers}


def _lines(part: Part, listed: Found, which: Found, notes: list[str]) -> dict[str, str]:
    """The lines of one item, by the word that each comes to."""
    codes = {*listed.codes}
    not_sure = {*which.codes}
    by_line = {line: code_of(part.question, line) for line in part.lines}
    all_others = part.all_unsure in not_sure or (part.unsure in codes and not not_sure)
    if part.none in codes and (len(codes) > 1 or not_sure):
        notes.append(words.sign_kept(part.link, NONE))
    answered = bool(codes or not_sure)
    said = {}
    for line, code in by_line.items():
        if code in codes:
            said[line] = "yes"
        elif unsure_code(code) in not_sure or all_others:
            said[line] = UNSURE
        elif not answered or code in listed.unasked:
            said[line] = NOT_ASKED
        else:
            said[line] = "no"
    return said


def _length(id: str, question: Span, one: Found, notes: list[str]) -> str:
    bands = [band for band in question.bands if code_of(id, band) in one.codes]
    if not bands:
        return UNSURE
    if code_of(id, UNSURE) in one.codes:
        notes.append(words.sign_kept(id, UNSURE))
    exact = next((text for text in one.exact if question.bands_of(text) == bands), None)
    return exact or ", ".join(str(question.answer_for(band)) for band in reversed(bands))


def _medicines(form: Form, one: Found, other: Found, notes: list[str]) -> Any:
    id = form.medicines_question
    names = [*dict.fromkeys([*one.typed, *other.typed])]
    none, unsure = (code_of(id, word) in one.codes for word in (NONE, UNSURE))
    # something is taken that nobody named
    unsure = unsure or (form.other_medicine in one.codes and not other.typed)
    if none and (names or unsure):
        notes.append(words.sign_kept(id, NONE))
    if names:
        return [*names, *([UNSURE] if unsure else [])]
    return UNSURE if unsure else NONE
