"""When a question is shown, and what its answer adds to the text of codes, as XPath of ODK XForms.

Only functions that every client has are used: `FUNCTIONS` are all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from triage.fhir.conditions import ANSWERED
from triage.fhir.enabling import Compared, beside_of, lists_of
from triage.fhir.form import Form, Part, has_unsure_beside
from triage.rulebook.kinds import FreeText, Medicines, Number, PickOne, Question, TickAll, YesNo
from triage.xlsform.names import name_of, reference

FUNCTIONS = frozenset(
    {
        "concat",
        "contains",
        "count-selected",
        "if",
        "normalize-space",
        "not",
        "regex",
        "selected",
        "string-length",
        "translate",
    }
)
EMPTY = "''"


def literal(text: str) -> str:
    """A text as XPath writes it, which has no way to write both quotation marks in one."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return f"concat({', '.join(_quoted(text))})"


def _quoted(text: str) -> Iterator[str]:
    for place, part in enumerate(text.split("'")):
        if place:
            yield '"\'"'
        if part:
            yield f"'{part}'"


def shown_when(form: Form) -> dict[str, str]:
    """What holds where an item is shown, by its id; items that always are shown have none."""
    found: dict[str, str] = {}
    for part in form.parts:
        lists = lists_of(form, part)
        beside = beside_of(form, part)
        if lists:
            found[part.link] = _all(lists)
        if beside is not None:
            link, comparison = beside
            # a number and what says that it is not known stand on one page
            own = [] if _is_number(form, part) else [[comparison]]
            if lists or own:
                found[link] = _all([*lists, *own])
    return found


def alone(codes: Collection[str]) -> str:
    """That none of these answers of a list is given together with others."""
    said = " or ".join(f"selected(., '{code}')" for code in sorted(codes))
    return f"count-selected(.) <= 1 or not({said})"


def _all(lists: Iterable[Iterable[Compared]]) -> str:
    return " and ".join(_any([*map(_compared, one)]) for one in lists)


def _any(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def _compared(one: Compared) -> str:
    answer = reference(name_of(one["question"]))
    if "answerCoding" in one:
        return f"selected({answer}, '{one['answerCoding']['code']}')"
    if one["operator"] == "exists":
        return f"{answer} = {EMPTY}"
    return f"{answer} {one['operator']} {one['answerInteger']}"


def said_by(form: Form) -> Iterator[str]:
    """For each item with an answer what of it stands in the text of codes, else nothing.

    Some clients keep the answer of a question that is not shown any more, so that is asked again.
    """
    shown = shown_when(form)
    for part in form.parts:
        for link, text in _added(form, part):
            given = f"{reference(name_of(link))} != {EMPTY}"
            also = f"{shown[link]} and " if link in shown else ""
            yield f"if({also}{given}, {text}, {EMPTY})"


def _added(form: Form, part: Part) -> Iterator[tuple[str, str]]:
    """The item and the one beside it, each with what its answer adds."""
    question = form.book.questions[part.question]
    yield part.link, _codes(part.link, question)
    beside = beside_of(form, part)
    if beside is None:
        return
    link, _ = beside
    match question:
        case TickAll():
            yield link, _several(link)
        case Medicines():
            yield link, literal(_marker(link))
        case _:
            number = reference(name_of(part.link))
            unknown = literal(f"{_marker(link)}{link};")
            yield link, f"if({number} = {EMPTY}, {unknown}, {EMPTY})"


def _codes(link: str, question: Question) -> str:
    match question:
        case FreeText():
            return literal(_marker(link))
        case Number():
            return f"concat('{_marker(link)}{link}=', {reference(name_of(link))}, ';')"
        case PickOne() | YesNo():
            return f"concat('{_marker(link)}', {reference(name_of(link))}, ';')"
    return _several(link)


def _several(link: str) -> str:
    return f"concat('{_marker(link)}', translate({reference(name_of(link))}, ' ', ';'), ';')"


def _marker(link: str) -> str:
    return f";{ANSWERED}{link};"


def _is_number(form: Form, part: Part) -> bool:
    return has_unsure_beside(form.book.questions[part.question])
