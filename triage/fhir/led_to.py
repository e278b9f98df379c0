"""Which answers the others lead to. A line is ticked where what it opens tells a sign."""

from __future__ import annotations

from collections.abc import Mapping

from triage.errors import AnswersError, Problem
from triage.fhir import words
from triage.fhir.form import Form
from triage.inference.answers import is_asked, variables_for
from triage.rulebook.expanding import opened_by
from triage.rulebook.kinds import Medicines
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE, Is, leaves


def with_signs_kept(
    form: Form, values: Mapping[str, Value], notes: list[str], *, named: bool
) -> dict[str, Value]:
    """The answers that are led to. What was left out, or ticked, is noted.

    Where a medicine was typed (`named`), a client asks about it whatever it is, since it cannot
    read the name.

    Raises:
        AnswersError: a sign is told to which nothing leads.
    """
    book = form.book
    kept = dict(values)
    openers = opened_by(book.questions)
    while True:
        astray = _first_astray(book, kept)
        if astray is None:
            return kept
        told = _told(kept[astray])
        lines = openers.get(astray, ())
        if told and lines and _opened(book, kept, lines[0], told):
            notes.append(words.line_ticked(lines[0], astray))
        elif (
            not told
            or (named and _rests_on_medicines(book, astray))
            or astray in form.looking_again
        ):
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
    for one in [one for one in book.questions if one in kept]:  # each in its order
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
