"""The rule book as a FHIR R4 Questionnaire, with the urgency worked out in the form itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from triage.fhir import words
from triage.fhir.enabling import Compared, enabled_when, is_code
from triage.fhir.expression import Urgencies
from triage.fhir.form import (
    NAMED,
    Form,
    Part,
    code_of,
    unsure_code,
    unsure_of,
)
from triage.fhir.names import (
    ANSWERS_SYSTEM,
    CORE,
    DIGEST_SYSTEM,
    FORM_URL,
    MEDICINES_SYSTEM,
    SDC,
    version_of,
)
from triage.inference.what_to_do import call_at_once, to_reader, what_to_do
from triage.presentation.kind_words import kind_words
from triage.rulebook.kinds import (
    FreeText,
    Medicines,
    Number,
    Question,
    Span,
    TickAll,
)
from triage.rulebook.kinds.free_text import MOST_LETTERS
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.medicines import MEDICINES_PREFIX, UNKNOWN_NAME
from triage.rulebook.urgency import HIGHEST, LADDER
from triage.rulebook.when import UNSURE
from triage.words.answers import NONE as NOTHING
from triage.words.answers import NONE_OF_THESE, NOT_SURE
from triage.words.voice import Voice

Json: TypeAlias = dict[str, Any]

says = Voice.TO_READER.says
URGENCY, REASONS = "urgency", "reasons"
VALUE_SET = "medicines"


def questionnaire_of(book: Rulebook) -> Json:
    """The form, with the numbers of the regions of the rule book in its texts."""
    form = Form(book)
    urgencies = Urgencies(form)
    expressions = [
        _expression(f"{CORE}variable", one.expression, one.name) for one in urgencies.variables
    ]
    return {
        "resourceType": "Questionnaire",
        "id": "movement-triage",
        "contained": [_medicines(form)],
        "extension": expressions,
        "url": FORM_URL,
        "identifier": [{"system": DIGEST_SYSTEM, "value": book.digest}],
        "version": version_of(book),
        "name": "MovementTriage",
        "title": book.title,
        "status": "draft",
        "experimental": True,
        "subjectType": ["Patient"],
        "publisher": words.PUBLISHER,
        "description": words.description(book),
        "copyright": words.COPYRIGHT,
        "item": [*_items(form, urgencies)],
    }


def _items(form: Form, urgencies: Urgencies) -> Iterator[Json]:
    book = form.book
    yield _display("advisory", book.advisory.advisory)
    yield _display("not-reviewed", book.advisory.not_reviewed)
    yield _display("call-at-once", call_at_once(book))
    section = ""
    for part in form.parts:
        question = book.questions[part.question]
        now = book.section_of[part.question]
        if now != section:
            if section:
                yield _emergency(book, section)
            section = now
        yield from _asking(form, part, question)
        if isinstance(question, Medicines):
            yield from _classes(form, urgencies)
    yield _calculated(URGENCY, "string", words.URGENCY, urgencies.urgency)
    yield from (_level(book, level) for level in reversed(LADDER))
    yield _calculated(REASONS, "text", words.REASONS, urgencies.reasons)
    yield _display("advisory-again", book.advisory.advisory)


def _emergency(book: Rulebook, section: str) -> Json:
    return {**_level(book, HIGHEST), "linkId": f"{HIGHEST}.{section}"}


def _level(book: Rulebook, level: str) -> Json:
    """What to do at a level, shown once the answers come to it."""
    title = book.advisory.urgency[level].title  # type: ignore[index]
    text = " ".join((f"{title}.", *what_to_do(book, level)))  # type: ignore[arg-type]
    shown = {"question": URGENCY, "operator": "=", "answerString": level}
    return {**_display(level, text), "enableWhen": [shown]}


def _asking(form: Form, part: Part, question: Question) -> Iterator[Json]:
    parts = enabled_when(form, question.ask_when, part.show_when)
    yield _nested(part.link, parts, _question(part, question))
    if isinstance(question, TickAll):
        yield _which_unsure(part, question)
    if isinstance(question, Number):
        link = unsure_of(part.question)
        unsure: Json = {
            "linkId": link,
            "text": words.not_sure_about(says(question.short)),
            "type": "choice",
            "extension": [_control("check-box")],
            "repeats": True,
            "answerOption": [_option(link, NOT_SURE)],
            "enableWhen": [{"question": part.link, "operator": "exists", "answerBoolean": False}],
        }
        yield unsure


def _question(part: Part, question: Question) -> Json:
    again = part.link != part.question
    ask = says(question.ask)
    item: Json = {
        "linkId": part.link,
        "text": words.and_also(ask) if again else ask,
    }
    help = [says(text) for text in (question.hint, question.why) if text]
    match question:
        case TickAll():
            none = _option(part.none, NONE_OF_THESE, exclusive=True)
            chosen = [
                _option(
                    code_of(part.question, line),
                    says(question.answers[line].text),
                    exclusive=question.answers[line].exclusive,
                )
                for line in part.lines
            ]
            item |= _choice([*chosen, none, _option(part.unsure, NOT_SURE)], repeats=True)
            if question.gate and not again:
                item["required"] = True
        case Number():
            item |= {"type": "integer", "required": question.always}
            item["extension"] = [
                {"url": f"{CORE}minValue", "valueInteger": question.lowest},
                {"url": f"{CORE}maxValue", "valueInteger": question.highest},
            ]
        case Span():
            bands = [
                _option(code_of(part.question, id), band.text)
                for id, band in question.bands.items()
            ]
            unsure = _option(code_of(part.question, UNSURE), NOT_SURE, exclusive=True)
            item |= _choice([*bands, unsure], repeats=True)
            help.insert(0, words.SEVERAL_LENGTHS)
        case Medicines():
            item |= {
                "type": "open-choice",
                "repeats": True,
                "answerValueSet": f"#{VALUE_SET}",
                "extension": [_control("autocomplete")],
            }
            help.insert(0, words.TYPED_NAMES)
        case FreeText():
            item |= {"type": "string", "maxLength": MOST_LETTERS}
        case _:
            listed = [
                _option(code_of(part.question, id), says(text))
                for id, text in kind_words(question).choices
            ]
            unsure = _option(code_of(part.question, UNSURE), NOT_SURE)
            item |= _choice([*listed, unsure], repeats=False)
    item["item"] = [
        {
            "linkId": f"{part.link}.help",
            "text": " ".join(help),
            "type": "display",
            "extension": [_control("help")],
        }
    ]
    return item


def _which_unsure(part: Part, question: TickAll) -> Json:
    """The lines again, for somebody who is not sure."""
    lines = [
        _option(unsure_code(code_of(part.question, line)), says(question.answers[line].text))
        for line in part.lines
    ]
    every = _option(part.all_unsure, words.ALL_OTHERS)
    return {
        "linkId": part.unsure,
        "text": words.WHICH_UNSURE,
        **_choice([*lines, every], repeats=True),
        "enableWhen": [is_code(part.link, part.unsure)],
    }


def _classes(form: Form, urgencies: Urgencies) -> Iterator[Json]:
    """What the named medicines are, for questions that depend on it; nobody sees these."""
    hidden = {"url": f"{CORE}questionnaire-hidden", "valueBoolean": True}
    for name in (*form.book.classes, UNKNOWN_NAME):
        link = f"{MEDICINES_PREFIX}.{name}"
        item = _calculated(link, "string", link, urgencies.of_class(name))
        item["extension"] = [hidden, *item["extension"]]
        yield item


def _nested(link: str, parts: Sequence[Sequence[Compared]], item: Json) -> Json:
    """The item with its condition, of which all but one part stand on groups around it."""
    if parts and all(len(one) == 1 for one in parts):
        return item | _enabled([comparison for (comparison,) in parts], "all")
    if not parts:
        return item
    *around, own = parts
    inner = item | _enabled(own, "any")
    for place, one in enumerate(around, start=1):
        group: Json = {"linkId": f"{link}.when-{place}", "type": "group", "item": [inner]}
        inner = group | _enabled(one, "any")
    return inner


def _enabled(comparisons: Sequence[Compared], behavior: str) -> Json:
    found: Json = {"enableWhen": [dict(one) for one in comparisons]}
    if len(comparisons) > 1:
        found["enableBehavior"] = behavior
    return found


def _choice(options: Sequence[Json], *, repeats: bool) -> Json:
    return {
        "type": "choice",
        "repeats": repeats,
        "answerOption": list(options),
        "extension": [_control("check-box" if repeats else "radio-button")],
    }


def _option(code: str, text: str, *, exclusive: bool = False) -> Json:
    option: Json = {"valueCoding": {"system": ANSWERS_SYSTEM, "code": code, "display": text}}
    if exclusive:
        alone = {"url": f"{CORE}questionnaire-optionExclusive", "valueBoolean": True}
        option["extension"] = [alone]
    return option


def _display(link: str, text: str) -> Json:
    return {"linkId": link, "text": " ".join(to_reader((text,))), "type": "display"}


def _calculated(link: str, kind: str, text: str, expression: str) -> Json:
    calculated = _expression(f"{SDC}sdc-questionnaire-calculatedExpression", expression)
    return {
        "linkId": link,
        "text": text,
        "type": kind,
        "readOnly": True,
        "extension": [calculated],
    }


def _expression(url: str, text: str, name: str | None = None) -> Json:
    named = {} if name is None else {"name": name}
    return {
        "url": url,
        "valueExpression": {**named, "language": "text/fhirpath", "expression": text},
    }


def _control(code: str) -> Json:
    system = "http://hl7.org/fhir/questionnaire-item-control"
    concept = {"coding": [{"system": system, "code": code}]}
    return {"url": f"{CORE}questionnaire-itemControl", "valueCodeableConcept": concept}


def _medicines(form: Form) -> Json:
    """The names that can be chosen; a name that is sold under many goes with what is in it."""
    named = [_concept(code, name) for code, name in form.medicines.items()]
    asked: Mapping[str, Question] = form.book.questions
    answers = [
        _concept(code_of(id, word), text)
        for id, question in asked.items()
        if isinstance(question, Medicines)
        for word, text in (("none", NOTHING), (UNSURE, NOT_SURE))
    ]
    every = [*answers, *named]
    return {
        "resourceType": "ValueSet",
        "id": VALUE_SET,
        "status": "draft",
        "experimental": True,
        "compose": {"include": [{"system": MEDICINES_SYSTEM, "concept": every}]},
        "expansion": {
            "timestamp": "1970-01-01T00:00:00Z",
            "contains": [{"system": MEDICINES_SYSTEM, **one} for one in every],
        },
    }


def _concept(code: str, name: str) -> Json:
    medicine, _, sold = code.partition(NAMED)
    return {"code": code, "display": f"{sold} ({medicine})" if sold else name}
