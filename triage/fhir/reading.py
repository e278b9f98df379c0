"""A QuestionnaireResponse as checked answers. A sign that it tells is kept, or it is refused.

Clients send what people leave standing: *none of these* beside a sign, details of a line that is
not ticked. A sign goes first then, and a note says so. What nobody was asked and tells no sign is
left out, with a note. A response that cannot be read like this is refused with every slip.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from triage.errors import AnswersError, Place, Problem, did_you_mean, shortened
from triage.fhir import words
from triage.fhir.form import NONE, Form, Part, code_of, unsure_code, unsure_of
from triage.fhir.names import EXACT_URL, FORM_URL, NOT_ASKED_URL, version_of
from triage.inference.answers import Answers, answers_from, is_asked, value_from, variables_for
from triage.inference.assessment import plain_value
from triage.inference.second_look import with_second_look
from triage.rulebook.expanding import opened_by
from triage.rulebook.kinds import FreeText, Medicines, Number, Question, Span, TickAll
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE, Is, leaves

MOST_ITEMS = 5_000
"""Many more than the form has; a larger response is none of it."""
DEEPEST = 20
RESPONSE = "QuestionnaireResponse"
REFUSED = ("entered-in-error",)
"""States of a response that say that it is not meant."""


class ReadResponse(Struct, frozen=True):
    """What a response says."""

    answers: Answers
    notes: tuple[str, ...]
    """What was left out or understood otherwise than it stands, one sentence each."""


class Found(Struct):
    """What one item holds, whatever it is called by the client."""

    codes: list[str] = msgspec.field(default_factory=list)
    typed: list[str] = msgspec.field(default_factory=list)
    numbers: list[int] = msgspec.field(default_factory=list)
    unasked: list[str] = msgspec.field(default_factory=list)
    exact: list[str] = msgspec.field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether there is an answer in it."""
        return bool(self.codes or self.typed or self.numbers)


def is_resource(text: str) -> bool:
    """Whether a text is a FHIR resource, and not an answer file."""
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
    except (msgspec.DecodeError, RecursionError):
        raise AnswersError(Problem(words.NO_JSON, words.WRITE_A_RESPONSE, place)) from None
    try:
        return answers_of(book, resource)
    except AnswersError as error:
        at_file = (problem._replace(place=problem.place or place) for problem in error.problems)
        raise AnswersError(*at_file) from None


def answers_of(book: Rulebook, resource: Any) -> ReadResponse:
    """The answers of a response, as JSON data.

    Raises:
        AnswersError: it is no response to this form, or tells a sign that cannot be kept.
    """
    form = Form(book)
    notes = [*_checked_head(book, resource)]
    problems: list[Problem] = []
    found: dict[str, Found] = {}
    for link, item in _every_item(resource, problems):
        _gather(form, link, item, found, problems)
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
    named = any(found[link].typed for link in form.medicine_links if link in found)
    kept = _with_signs_kept(book, with_second_look(book, values), notes, named=named)
    answers = answers_from(book, {id: plain_value(value) for id, value in kept.items()})
    return ReadResponse(answers, tuple(dict.fromkeys(notes)))


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


def _every_item(
    resource: Mapping[str, Any], problems: list[Problem]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every item, wherever it stands, with its link."""
    waiting = [(item, 0) for item in reversed(_list_in(resource, "item", problems))]
    count = 0
    while waiting:
        item, depth = waiting.pop()
        count += 1
        if count > MOST_ITEMS or depth > DEEPEST:
            problems.append(Problem(words.TOO_LARGE, words.at_most_items(MOST_ITEMS)))
            return
        link = item.get("linkId") if isinstance(item, dict) else None
        if not isinstance(link, str) or not link:
            problems.append(Problem(words.NO_LINK, words.EACH_HAS_A_LINK))
            continue
        yield link, item
        inner = [*_list_in(item, "item", problems)]
        for answer in _list_in(item, "answer", problems):
            if isinstance(answer, dict):
                inner += _list_in(answer, "item", problems)
        waiting += [(one, depth + 1) for one in reversed(inner)]


def _list_in(holder: Mapping[str, Any], key: str, problems: list[Problem]) -> list[Any]:
    held = holder.get(key, [])
    if isinstance(held, list):
        return held
    problems.append(Problem(words.not_a_list(key), words.LISTS))
    return []


def _gather(
    form: Form, link: str, item: dict[str, Any], found: dict[str, Found], problems: list[Problem]
) -> None:
    if link in form.silent or (link not in form.links and "answer" not in item):
        return
    if link not in form.links:
        advice = did_you_mean(link, form.links, words.LINKS_OF_THE_FORM, problems)
        problems.append(Problem(words.unknown_link(shortened(link)), advice))
        return
    one = found.setdefault(link, Found())
    for extension in _list_in(item, "extension", problems):
        text = extension.get("valueString") if isinstance(extension, dict) else None
        if isinstance(text, str) and extension.get("url") == NOT_ASKED_URL:
            one.unasked.append(text)
        if isinstance(text, str) and extension.get("url") == EXACT_URL:
            one.exact.append(text)
    for answer in _list_in(item, "answer", problems):
        if not _took(form, link, answer, one):
            what = words.unreadable_answer(link, shortened(_value_in(answer)))
            problems.append(Problem(what, words.ANSWERS_OF_THE_FORM))


def _value_in(answer: Any) -> str:
    """What stands in an answer, for a message."""
    if not isinstance(answer, dict):
        return str(answer)
    coding = answer.get("valueCoding")
    if isinstance(coding, dict):
        return str(coding.get("code") or coding.get("display") or "")
    return str(next((value for key, value in answer.items() if key.startswith("value")), ""))


def _took(form: Form, link: str, answer: Any, into: Found) -> bool:
    """Whether one answer of an item can be read; then it is kept."""
    if not isinstance(answer, dict):
        return False
    match answer:
        case {"valueCoding": dict(coding)}:
            if link in form.medicine_links:
                return _took_medicine(form, link, coding, answer, into)
            return _took_code(form, link, coding.get("code"), into)
        case {"valueString": str(text)} if link in form.typed_in:
            if text.strip():
                into.typed.append(text)
            return True
        case {"valueInteger": int(number)} if not isinstance(number, bool):
            into.numbers.append(number)
            return link in form.counted
        case {"valueDecimal": int() | float() as number} if not isinstance(number, bool):
            if not (math.isfinite(number) and number == int(number)):
                return False
            into.numbers.append(int(number))
            return link in form.counted
    return not any(key.startswith("value") for key in answer)


def _took_code(form: Form, link: str, code: object, into: Found) -> bool:
    if isinstance(code, str) and code in form.codes_of[link]:
        into.codes.append(code)
        return True
    return False


def _took_medicine(
    form: Form, link: str, coding: Mapping[str, Any], answer: Mapping[str, Any], into: Found
) -> bool:
    code, display = coding.get("code"), coding.get("display")
    if _took_code(form, link, code, into):
        return True
    if isinstance(code, str) and code in form.medicines:
        names = form.medicines[code]
        exact = (extension.get("valueString") for extension in _extensions(answer, EXACT_URL))
        into.typed.append(next((text for text in exact if text in names), names[0]))
        return True
    # a code of another list goes by the name that stands beside it
    if isinstance(display, str) and display.strip():
        into.typed.append(display)
        return True
    return False


def _extensions(holder: Mapping[str, Any], url: str) -> Iterator[Mapping[str, Any]]:
    held = holder.get("extension", [])
    for extension in held if isinstance(held, list) else []:
        if isinstance(extension, dict) and extension.get("url") == url:
            yield extension


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


# what nobody with these answers is asked


def _with_signs_kept(
    book: Rulebook, values: Mapping[str, Value], notes: list[str], *, named: bool
) -> dict[str, Value]:
    """The answers that are led to; a line is ticked where what it opens tells a sign.

    Where a medicine was typed (`named`), a client asks about it whatever it is, since it cannot
    read the name.
    """
    kept = dict(values)
    openers = opened_by(book.questions)
    looking_again = Form(book).looking_again
    while True:
        astray = _first_astray(book, kept)
        if astray is None:
            return kept
        told = _told(kept[astray])
        lines = openers.get(astray, ())
        if told and lines and _opened(book, kept, lines[0], told):
            notes.append(words.line_ticked(lines[0], astray))
        elif not told or (named and _rests_on_medicines(book, astray)) or astray in looking_again:
            notes.append(words.left_out(astray))
            del kept[astray]
        else:
            raise AnswersError(Problem(words.not_asked(astray), words.NOT_ASKED_HELP))


def _first_astray(book: Rulebook, values: Mapping[str, Value]) -> str | None:
    variables: dict[str, str] = {}
    for id in book.questions:
        if id not in values:
            continue
        if not is_asked(id, variables, book):
            return id
        variables.update(variables_for(book, id, values[id]))
    return None


def _told(value: Value) -> str | None:
    """The word nearest to *yes* that an answer tells; None where it tells no sign."""
    if not isinstance(value, Mapping):
        return None if value == "no" else UNSURE if value == UNSURE else "yes"
    said = value.values()
    return "yes" if "yes" in said else UNSURE if UNSURE in said else None


def _opened(book: Rulebook, kept: dict[str, Value], line: str, told: str) -> bool:
    """Tick a line, or leave it not sure; False where that changes nothing."""
    id, _, item = line.partition(".")
    before = kept.get(id)
    said = before if isinstance(before, Mapping) else None
    if said is not None and said[item] in ("yes", told):
        return False
    if said is None:
        said = dict.fromkeys(book.questions[id].answers, NOT_ASKED)
    changed = {**said, item: told}
    kept[id] = changed
    ordered: Sequence[str] = [one for one in book.questions if one in kept]
    for one in ordered:
        kept[one] = kept.pop(one)
    return True


def _rests_on_medicines(book: Rulebook, id: str) -> bool:
    """Whether a question is asked for the medicines that were named."""
    when = book.questions[id].ask_when
    asked = (
        book.variables[leaf.variable].question
        for leaf in ([] if when is None else leaves(when))
        if isinstance(leaf, Is)
    )
    return any(isinstance(book.questions[one], Medicines) for one in asked)
