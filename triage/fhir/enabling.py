"""When an item of the form is shown, as `enableWhen` of FHIR: comparisons, of which one must hold.

An item joins all its comparisons in one way, so a condition is written as parts that must all
hold, each of comparisons of which one must. A condition of one part stands on the item; the others
stand on groups around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import Any, NamedTuple, TypeAlias

from triage.fhir.form import Form, Part, code_of, unsure_code, unsure_of
from triage.inference.relevance import inlined
from triage.rulebook.bands import joined
from triage.rulebook.kinds import Medicines, Number, TickAll
from triage.rulebook.when import UNSURE, Is, When, needed_of

Compared: TypeAlias = Mapping[str, Any]
"""One entry of `enableWhen`."""
AT_LEAST, AT_MOST = ">=", "<="


class _Half(NamedTuple):
    """A number that is at least or at most something."""

    variable: str
    operator: str
    number: int


_Atom: TypeAlias = Is | _Half
_Clause: TypeAlias = frozenset[_Atom]


def enabled_when(form: Form, asked: When | None, shown: When | None) -> list[list[Compared]]:
    """Parts that must all hold; of the comparisons in each, one must.

    What only decides about lines also holds where a question that everybody is asked has no answer:
    not knowing shows them.
    """
    found = [[*_compared(form, clause)] for clause in _clauses(form, asked)]
    of_lines = _clauses(form, shown)
    return found + [[*_compared(form, one), *_unanswered(form, one)] for one in of_lines]


def _clauses(form: Form, when: When | None) -> list[_Clause]:
    clauses = set() if when is None else set(_joined(form, inlined(form.book, when)))
    needed = (one for one in clauses if not any(other < one for other in clauses))
    return sorted(needed, key=repr)


def _joined(form: Form, when: When) -> list[_Clause]:
    if isinstance(when, Is):
        return _of_leaf(form, when)
    parts = [_joined(form, part) for part in when.of]  # type: ignore[union-attr]
    needed = needed_of(when)  # type: ignore[arg-type]
    # of n parts k hold where of every n - k + 1 of them one does
    groups = combinations(parts, len(parts) - needed + 1)
    return [frozenset[_Atom]().union(*chosen) for group in groups for chosen in product(*group)]


def _of_leaf(form: Form, leaf: Is) -> list[_Clause]:
    book = form.book
    question = book.questions[book.variables[leaf.variable].question]
    if not isinstance(question, Number):
        return [frozenset([leaf])]
    words = book.allowed(leaf)
    unsure: list[_Atom] = [Is(leaf.variable, (UNSURE,))] if UNSURE in words else []
    known = book.variables[leaf.variable].answers
    ranges = joined(word for word in known if word in words and word != UNSURE)
    # a number lies in one of the ranges where, for every way to take an end of each, one holds
    ends = []
    for low, high in ranges:
        both: list[_Atom] = [_Half(leaf.variable, AT_LEAST, low)] if low > question.lowest else []
        if high is not None:
            both.append(_Half(leaf.variable, AT_MOST, high))
        ends.append(both)
    return [frozenset([*chosen, *unsure]) for chosen in product(*ends)]


def _compared(form: Form, clause: Iterable[_Atom]) -> Iterator[Compared]:
    for atom in sorted(clause, key=repr):
        match atom:
            case _Half(variable, operator, number):
                yield {"question": variable, "operator": operator, "answerInteger": number}
            case Is():
                yield from _of_answer(form, atom)


def _of_answer(form: Form, leaf: Is) -> Iterator[Compared]:
    book = form.book
    variable = book.variables[leaf.variable]
    question = book.questions[variable.question]
    words = book.allowed(leaf)
    match question:
        case TickAll():
            part = form.part_with[leaf.variable]
            if "yes" in words:
                yield is_code(part.link, leaf.variable)
            if UNSURE in words:
                yield is_code(part.unsure, unsure_code(leaf.variable))
                yield is_code(part.unsure, part.all_unsure)
        case Medicines():
            name = variable.item or ""
            codes = form.taken(name) if "yes" in words else frozenset[str]()
            codes |= form.maybe_taken(name) if UNSURE in words else frozenset()
            # nobody knows what is not in the list
            known = code_of(variable.question, UNSURE)
            for code in (form.other_medicine, *sorted(codes, key=lambda one: (one != known, one))):
                yield is_code(variable.question, code)
        case Number():
            yield is_code(unsure_of(variable.question), unsure_of(variable.question))
        case _:
            for word in variable.answers:
                if word in words:
                    yield is_code(variable.question, code_of(variable.question, word))


def _unanswered(form: Form, clause: Iterable[_Atom]) -> Iterator[Compared]:
    questions = {form.book.variables[atom.variable].question for atom in clause}
    for id in sorted(questions):
        if form.book.questions[id].ask_when is None and id == form.parts_of[id][0].link:
            yield _no_answer(id)


def _no_answer(link: str) -> Compared:
    return {"question": link, "operator": "exists", "answerBoolean": False}


def is_code(link: str, code: str) -> Compared:
    """That this was chosen in an item."""
    return {"question": link, "operator": "=", "answerCoding": {"code": code}}


def shown_when(form: Form) -> dict[str, list[list[Compared]]]:
    """The parts of every item of the form that is not always shown, by its id."""
    found: dict[str, list[list[Compared]]] = {}
    for part in form.parts:
        question = form.book.questions[part.question]
        parts = found[part.link] = enabled_when(form, question.ask_when, part.show_when)
        beside = beside_of(form, part)
        if beside is not None:
            link, comparison = beside
            found[link] = [*(parts if len(parts) > 1 else []), [comparison]]
    return {link: parts for link, parts in found.items() if parts}


def beside_of(form: Form, part: Part) -> tuple[str, Compared] | None:
    """The item beside another that takes what does not fit there, and when it is shown."""
    match form.book.questions[part.question]:
        case TickAll():
            return part.unsure, is_code(part.link, part.unsure)
        case Number():
            return unsure_of(part.link), _no_answer(part.link)
        case Medicines():
            return form.other_medicine, is_code(part.link, form.other_medicine)
    return None
