"""Which lines are asked about again at a second look by one rule book only.

A line that is ticked there counts as ticked where it stands first. Rules never name the second
look, so the answers over which urgencies are compared do not tell of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from triage.changes.by_case import result
from triage.changes.joint import SIDES, Assigned, Joint, Side
from triage.changes.urgency import Direction
from triage.inference.many_people import fired_by
from triage.rulebook.urgency import Urgency, rank


class Relooked(Struct, frozen=True):
    """A line that one rule book asks about twice, and the other once."""

    line: str
    """The variable of the line where it stands first."""
    text: str
    """How the line reads there."""
    direction: Direction
    before: Urgency
    after: Urgency
    """What comes out where it is ticked at the second look only, and nothing else is said."""


def compare(joint: Joint) -> tuple[Relooked, ...]:
    """Every line whose second look came or went and whose tick sets another urgency."""
    return tuple(_compared(joint))


def _compared(joint: Joint) -> Iterator[Relooked]:
    repeated = {side: _repeated(joint, side) for side in SIDES}
    ways: tuple[tuple[Direction, Side], ...] = (("lowered", "old"), ("raised", "new"))
    for direction, has in ways:
        lacks: Side = "new" if has == "old" else "old"
        for key, line in repeated[has].items():
            if key in repeated[lacks]:
                continue
            told, not_told = _level(joint, has, {key: "yes"}), _level(joint, lacks, {})
            if rank(told) <= rank(not_told):
                continue
            before, after = (told, not_told) if direction == "lowered" else (not_told, told)
            question, _, item = line.partition(".")
            text = joint.books[has].questions[question].answers[item].text
            yield Relooked(line, text, direction, before, after)


def _repeated(joint: Joint, side: Side) -> dict[str, str]:
    """The lines that a later list asks about again: their keys, and their variables."""
    questions = joint.books[side].questions.values()
    lines = (answer.repeats for question in questions for answer in question.answers.values())
    return {joint.key_of[side][line]: line for line in lines if line is not None}


def _level(joint: Joint, side: Side, assigned: Assigned) -> Urgency:
    book = joint.books[side]
    return result(book, fired_by(book, [joint.view(side, assigned)])[0]).urgency
