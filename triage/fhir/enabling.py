"""When an item of the form is shown, as `enableWhen` of FHIR: comparisons, of which one must hold.

An item joins all its comparisons in one way, so a condition may need several lists of comparisons
of which each must hold: one stands on the item, the others on groups around it. A client does not
look into a group for what others name, so lines that others name, and a second look, get no group:
they are shown to more people than the terminal shows them to, and nobody's answer is lost by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, product
from typing import Any, NamedTuple, TypeAlias

from triage.fhir.form import Form, Part, code_of, unsure_code, unsure_of
from triage.fhir.names import ANSWERS_SYSTEM
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


def lists_of(form: Form, part: Part) -> list[list[Compared]]:
    """Lists of comparisons; of each list one must hold. None where it is always shown.

    What only decides about lines also holds where a question that everybody is asked has no answer:
    not knowing shows them.
    """
    return [*chain(*_lists(form, part))]


def enabled_when(form: Form, part: Part) -> list[list[Compared]]:
    """The same, without those that would need a group which may not stand there.

    Raises:
        ValueError: others name a question that would stand in a group.
    """
    asked, free = _lists(form, part)
    found = [*asked, *free]
    if len(found) > 1 and part.link in form.named:
        if part.question in form.looking_again:
            return [min(found, key=len)]
        if len(asked) > 1 or part.show_when is None:
            raise ValueError(part.link)
        return found[: len(asked)]
    return found


def _lists(form: Form, part: Part) -> tuple[list[list[Compared]], list[list[Compared]]]:
    """What the question needs to be asked, and what only decides about these lines of it."""
    asked = _clauses(form, form.book.questions[part.question].ask_when)
    lines = _clauses(form, part.show_when)
    free = [one for one in lines if not _about_the_same(form, one, asked)]
    asked = [one for one in asked if not any(_implies(other, one) for other in lines)]
    asked += [one for one in lines if one not in free]
    return (
        [[*_compared(form, one)] for one in asked],
        [[*_compared(form, one), *_unanswered(form, one)] for one in free],
    )


def _about_the_same(form: Form, clause: _Clause, others: Iterable[_Clause]) -> bool:
    """Whether a question about which a list is has an answer anyway, by another list."""
    about = _questions(form, clause)
    return any(_implies(clause, one) and about == _questions(form, one) for one in others)


def _questions(form: Form, clause: _Clause) -> set[str]:
    return {form.book.variables[atom.variable].question for atom in clause}


def _implies(one: _Clause, other: _Clause) -> bool:
    """Whether wherever one list of comparisons holds, another does."""
    return all(any(_within(atom, wider) for wider in other) for atom in one)


def _within(atom: _Atom, wider: _Atom) -> bool:
    if isinstance(atom, _Half) and isinstance(wider, _Half):
        same = atom.variable == wider.variable and atom.operator == wider.operator
        above = atom.number >= wider.number
        return same and (above if atom.operator == AT_LEAST else atom.number <= wider.number)
    return atom == wider


def _clauses(form: Form, when: When | None) -> list[_Clause]:
    """Lists of comparisons, of each of which one must hold, without those that others imply."""
    clauses = set() if when is None else set(_joined(form, inlined(form.book, when)))
    least = (one for one in clauses if not any(o < one for o in clauses))
    return sorted(least, key=lambda one: sorted(map(repr, one)))


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
            # what is said at a second look counts as said at the first
            for line in (leaf.variable, *form.again.get(leaf.variable, ())):
                part = form.part_with[line]
                if "yes" in words:
                    yield is_code(part.link, line)
                if UNSURE in words:
                    yield is_code(part.unsure, unsure_code(line))
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
        if form.book.questions[id].ask_when is None:
            yield _no_answer(id)


def _no_answer(link: str) -> Compared:
    return {"question": link, "operator": "exists", "answerBoolean": False}


def is_code(link: str, code: str) -> Compared:
    """That this was chosen in an item."""
    coding = {"system": ANSWERS_SYSTEM, "code": code}
    return {"question": link, "operator": "=", "answerCoding": coding}


def shown_when(form: Form) -> dict[str, list[list[Compared]]]:
    """The parts of every item of the form that is not always shown, by its id."""
    found: dict[str, list[list[Compared]]] = {}
    for part in form.parts:
        parts = found[part.link] = enabled_when(form, part)
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
