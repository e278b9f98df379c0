"""The rule book as a FHIR R4 Questionnaire, with the urgency worked out in the form itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from triage.fhir import words
from triage.fhir.enabling import Compared, beside_of, enabled_when
from triage.fhir.expression import EMERGENCY, Urgencies, shown
from triage.fhir.form import (
    ADVICE,
    NONE,
    REASONS,
    URGENCY,
    Form,
    Part,
    code_of,
)
from triage.fhir.labels import labels_of, labels_unsure, medicine_labels, says
from triage.fhir.names import (
    ANSWERS_SYSTEM,
    CORE,
    DIGEST_SYSTEM,
    FORM_URL,
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
from triage.rulebook.parts.medicines import LONGEST_NAME
from triage.rulebook.urgency import HIGHEST, LADDER, Urgency
from triage.rulebook.when import UNSURE

Json: TypeAlias = dict[str, Any]
ENABLE_WHEN = f"{SDC}sdc-questionnaire-enableWhenExpression"


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
    section, seen_by_all = "", _seen_by_all(form)
    for part in form.parts:
        now = book.section_of[part.question]
        # once for sections that many people see nothing of
        if section not in ("", now) and now in seen_by_all:
            yield _emergency(book, section)
        section = now
        yield from _asking(form, part, book.questions[part.question])
    yield _hidden(_calculated(URGENCY, "string", words.URGENCY, f"%{URGENCY}"))
    told = {level: _advice(book, level) for level in LADDER}
    required = (part for part in form.parts if is_required(part, book.questions[part.question]))
    advice = urgencies.advice(told, [(part.link, part.unsure) for part in required])
    yield _calculated(ADVICE, "text", words.ADVICE, advice)
    yield _calculated(REASONS, "text", words.REASONS, urgencies.reasons)
    yield _display("advisory-again", book.advisory.advisory)


def _seen_by_all(form: Form) -> set[str]:
    """The sections of which everybody is shown something."""
    always = (part for part in form.parts if not enabled_when(form, part))
    return {form.book.section_of[part.question] for part in always}


def is_required(part: Part, question: Question) -> bool:
    """Whether danger signs need its answer of everybody."""
    of_danger = question.gate if isinstance(question, TickAll) else question.counts
    return of_danger and question.ask_when is None and part.show_when is None


def _emergency(book: Rulebook, section: str) -> Json:
    """What to do in an emergency, shown after a section once the answers come to it."""
    text = _display(f"{HIGHEST}.{section}", _advice(book, HIGHEST))
    # a client need not look again at a comparison with what is worked out
    when = _expression(ENABLE_WHEN, EMERGENCY)
    style = {"url": f"{CORE}rendering-style", "valueString": words.EMERGENCY_STYLE}
    return {**text, "_text": {"extension": [style]}, "extension": [when]}


def _advice(book: Rulebook, level: Urgency) -> str:
    """What to do at a level."""
    title = book.advisory.urgency[level].title
    return " ".join(to_reader((f"{title}.", *what_to_do(book, level))))


def _asking(form: Form, part: Part, question: Question) -> Iterator[Json]:
    """An item with the one beside it; both in groups, where showing them needs several lists."""
    items = [_question(form, part, question)]
    beside = beside_of(form, part)
    if beside is not None:
        link, comparison = beside
        item = {"linkId": link, **_beside(form, part, question)}
        items.append(_shown_by(form, item, [comparison]))
    yield from _nested(form, part.link, enabled_when(form, part), items)


def _shown_by(form: Form, item: Json, comparisons: Sequence[Compared]) -> Json:
    """The item with its condition.

    Of an answer in several rows a client may look at the row that changed last only, so what the
    named medicines decide is an expression.
    """
    if form.medicines_question not in {one["question"] for one in comparisons}:
        return item | _enabled(comparisons)
    when = _expression(ENABLE_WHEN, shown(item["linkId"]))
    return item | {"extension": [*item.get("extension", []), when]}


def _beside(form: Form, part: Part, question: Question) -> Json:
    """What takes the answers that do not fit in the item itself."""
    match question:
        case TickAll():
            lines = _options(labels_unsure(part, question))
            return {"text": words.WHICH_UNSURE, **_choice(lines, repeats=True)}
        case Number():
            text = words.not_sure_about(says(question.short))
            return {"text": text, **_choice(_options(labels_of(part, question)), repeats=True)}
    item: Json = {"text": words.WHICH_OTHER, "type": "string", "repeats": True}
    return item | _help(form.other_medicine, words.TYPED_NAMES) | {"maxLength": LONGEST_NAME}


def _question(form: Form, part: Part, question: Question) -> Json:
    again = part.link != part.question
    ask = says(question.ask)
    item: Json = {
        "linkId": part.link,
        "text": words.and_also(ask) if again else ask,
    }
    if is_required(part, question):
        item["required"] = True
    help = [says(text) for text in (question.hint, question.why) if text]
    match question:
        case TickAll():
            alone = {code_of(part.question, line) for line in _exclusive(question)} | {part.none}
            item |= _choice(_options(labels_of(part, question), alone), repeats=True)
        case Number():
            item["type"] = "integer"
            item["extension"] = [
                {"url": f"{CORE}minValue", "valueInteger": question.lowest},
                {"url": f"{CORE}maxValue", "valueInteger": question.highest},
            ]
        case Span():
            alone = {code_of(part.question, UNSURE)}
            item |= _choice(_options(labels_of(part, question), alone), repeats=True)
            help.insert(0, words.SEVERAL_LENGTHS)
        case Medicines():
            listed = (*labels_of(part, question), *medicine_labels(form))
            options = _options(listed, {code_of(part.question, NONE)})
            item |= {"type": "choice", "repeats": True, "answerOption": options}
            help.insert(0, words.LISTED_NAMES)
        case FreeText():
            item |= {"type": "string", "maxLength": MOST_LETTERS}
        case _:
            item |= _choice(_options(labels_of(part, question)), repeats=False)
    return item | _help(part.link, " ".join(help))


def _help(link: str, text: str) -> Json:
    display = {"linkId": f"{link}.help", "text": text, "type": "display"}
    return {"item": [{**display, "extension": [_control("help")]}]}


def _nested(
    form: Form, link: str, lists: Sequence[Sequence[Compared]], items: list[Json]
) -> list[Json]:
    """The items with the condition of the first; all but one of several lists stand on groups."""
    *around, own = lists or [[]]
    first, *others = items
    inner = [_shown_by(form, first, own), *others]
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
