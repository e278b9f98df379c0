"""The rule book as a FHIR R4 Questionnaire, with the urgency worked out in the form itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from triage.fhir import words
from triage.fhir.enabling import Compared, enabled_when, is_code
from triage.fhir.expression import Urgencies
from triage.fhir.form import (
    REASONS,
    URGENCY,
    Form,
    Part,
    code_of,
    unsure_of,
)
from triage.fhir.labels import labels_of, labels_unsure, medicine_label, says
from triage.fhir.names import (
    ANSWERS_SYSTEM,
    CORE,
    FORM_URL,
    MEDICINES_SYSTEM,
    SDC,
    version_of,
)
from triage.inference.what_to_do import call_at_once, to_reader, what_to_do
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
from triage.words.answers import NOT_SURE

Json: TypeAlias = dict[str, Any]

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
        "identifier": [{"system": f"{FORM_URL}:digest", "value": book.digest}],
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
    asking = [_question(part, question)]
    if isinstance(question, TickAll):
        asking.append(_which_unsure(part, question))
    yield from _nested(part.link, enabled_when(form, part), asking)
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
            alone = {code_of(part.question, line) for line in _exclusive(question)} | {part.none}
            item |= _choice(_options(labels_of(part, question), alone), repeats=True)
            if question.gate and not again:
                item["required"] = True
        case Number():
            item |= {"type": "integer", "required": question.always}
            item["extension"] = [
                {"url": f"{CORE}minValue", "valueInteger": question.lowest},
                {"url": f"{CORE}maxValue", "valueInteger": question.highest},
            ]
        case Span():
            alone = {code_of(part.question, UNSURE)}
            item |= _choice(_options(labels_of(part, question), alone), repeats=True)
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
            item |= _choice(_options(labels_of(part, question)), repeats=False)
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
    return {
        "linkId": part.unsure,
        "text": words.WHICH_UNSURE,
        **_choice(_options(labels_unsure(part, question)), repeats=True),
        "enableWhen": [is_code(part.link, part.unsure)],
    }


def _classes(form: Form, urgencies: Urgencies) -> Iterator[Json]:
    """What the named medicines are, for questions that depend on it; nobody sees these."""
    for name in (*form.book.classes, UNKNOWN_NAME):
        link = f"{MEDICINES_PREFIX}.{name}"
        yield _hidden(_calculated(link, "string", link, urgencies.of_class(name)))


def _nested(link: str, lists: Sequence[Sequence[Compared]], items: list[Json]) -> list[Json]:
    """The items with the condition of the first; all but one of several lists stand on groups."""
    *around, own = lists or [[]]
    first, *others = items
    inner = [first | _enabled(own), *others]
    for place, one in enumerate(around, start=1):
        group: Json = {"linkId": f"{link}.when-{place}", "type": "group", "item": inner}
        inner = [group | _enabled(one)]
    return inner


def _enabled(comparisons: Sequence[Compared]) -> Json:
    if not comparisons:
        return {}
    found: Json = {"enableWhen": [dict(one) for one in comparisons]}
    return found if len(comparisons) == 1 else {**found, "enableBehavior": "any"}


def _hidden(item: Json) -> Json:
    """An item that only works something out, and that nobody sees."""
    hidden = {"url": f"{CORE}questionnaire-hidden", "valueBoolean": True}
    return {**item, "extension": [hidden, *item["extension"]]}


def _choice(options: Sequence[Json], *, repeats: bool) -> Json:
    return {
        "type": "choice",
        "repeats": repeats,
        "answerOption": list(options),
        "extension": [_control("check-box" if repeats else "radio-button")],
    }


def _exclusive(question: TickAll) -> list[str]:
    return [line for line, answer in question.answers.items() if answer.exclusive]


def _options(listed: Iterable[tuple[str, str]], alone: Collection[str] = ()) -> list[Json]:
    return [_option(code, text, exclusive=code in alone) for code, text in listed]


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
    named = [_concept(code, medicine_label(code, name)) for code, name in form.medicines.items()]
    asked = form.book.questions
    answers = [
        _concept(code, text)
        for part in form.parts
        if isinstance(question := asked[part.question], Medicines)
        for code, text in labels_of(part, question)
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


def _concept(code: str, text: str) -> Json:
    return {"code": code, "display": text}
