"""The items of a QuestionnaireResponse, with what each holds."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from triage.errors import Problem, did_you_mean, shortened
from triage.fhir import words
from triage.fhir.form import Form
from triage.fhir.names import EXACT_URL, NOT_ASKED_URL

MOST_ITEMS = 5_000
"""Many more than the form has; a larger response is none of it."""
DEEPEST = 20


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


def gathered(form: Form, resource: Mapping[str, Any], problems: list[Problem]) -> dict[str, Found]:
    """What each item of the form holds, by its id, wherever it stands; slips are noted."""
    found: dict[str, Found] = {}
    for link, item in _every_item(resource, problems):
        _gather(form, link, item, found, problems)
    return found


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
        return json.dumps(answer)
    coding = answer.get("valueCoding")
    if isinstance(coding, dict):
        return str(coding.get("code") or coding.get("display") or "")
    value = next((value for key, value in answer.items() if key.startswith("value")), "")
    return value if isinstance(value, str) else json.dumps(value)


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
