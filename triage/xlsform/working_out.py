"""The urgency and its reasons, as rows that only work something out.

The answers become one text of codes, to which the rules add the names of those that hold, each
after those that it uses. A rule is a regular expression. Some clients want it to match the whole
text and others search in it, so each is written for both: from the beginning to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from triage.fhir.conditions import ANSWERED, PART
from triage.fhir.expression import Urgencies
from triage.fhir.form import REASONS, URGENCY, Form
from triage.inference.what_to_do import to_reader
from triage.rulebook.urgency import LADDER, LOWEST, is_raised
from triage.xlsform.names import OWN, reference
from triage.xlsform.xpath import EMPTY, literal, said_by

ROOM = 30_000
"""Letters of an expression; a cell of a workbook holds 32,767."""
MARK = "\u2022"
"""Before each reason."""

_Piece = TypeVar("_Piece")


def worked_out(form: Form) -> dict[str, str]:
    """The expressions by the names of their rows, each after those that it uses."""
    rows: dict[str, str] = {}
    _add(rows, [*said_by(form)], lambda _, piece: piece)
    answers = _last(rows)
    for rules in Urgencies(form).stages:
        _add(rows, [*rules.items()], _rule)
    codes = _last(rows)
    rows[URGENCY] = _urgency(answers, codes)
    told = [_joined([literal(""), *some]) for some in _fitting([*_reasons(form, codes)], len)]
    parts = {f"{REASONS}{OWN}{place}": text for place, text in enumerate(told, start=1)}
    rows.update(parts)
    rows[REASONS] = f"normalize-space({_joined([literal(''), *map(reference, parts)])})"
    return rows


def _add(
    rows: dict[str, str], pieces: Sequence[_Piece], written: Callable[[str, _Piece], str]
) -> None:
    """Rows that add pieces to the text of codes, as many in each as there is room for."""
    for some in _fitting(pieces, lambda one: len(written(_last(rows), one))):
        before = _last(rows)
        rows[f"codes{OWN}{len(rows) + 1}"] = _joined(
            [before, *(written(before, one) for one in some)]
        )


def _last(rows: dict[str, str]) -> str:
    """The text of codes so far."""
    return reference(next(reversed(rows))) if rows else EMPTY


def _fitting(pieces: Sequence[_Piece], long: Callable[[_Piece], int]) -> Iterator[list[_Piece]]:
    """The pieces in their order, so many at a time as one expression has room for."""
    some: list[_Piece] = []
    left = ROOM
    for one in pieces:
        needed = long(one) + len(", ")
        if some and needed > left:
            yield some
            some, left = [], ROOM
        some.append(one)
        left -= needed
    yield some


def _joined(parts: Iterable[str]) -> str:
    return f"concat({', '.join(parts)})"


def _rule(codes: str, rule: tuple[str, str]) -> str:
    """The name of a rule where it holds."""
    name, pattern = rule
    return f"if(regex({codes}, '^{pattern}.*$'), ';{PART}{name};', {EMPTY})"


def _urgency(answers: str, codes: str) -> str:
    """The level, by its id; empty as long as nothing is answered."""
    text = f"'{LOWEST}'"
    for level in LADDER[1:]:
        text = f"if(contains({codes}, ';{PART}{level};'), '{level}', {text})"
    return f"if(contains({answers}, ';{ANSWERED}'), {text}, {EMPTY})"


def _reasons(form: Form, codes: str) -> Iterator[str]:
    """What each danger sign means, where it is there or may be, and what to do now."""
    for id, flag in form.book.red_flags.items():
        if is_raised(flag.urgency):
            told = " ".join(to_reader((MARK, flag.because, *flag.do_now)))
            held = f"contains({codes}, ';{PART}may-be-{id.lower()};')"
            yield f"if({held}, {literal(f' {told}')}, {EMPTY})"
