"""Which kinds of answers lead to other questions, over all answers.

Whether a question is asked is decided twice. Its `ask-when` looks at earlier answers: that is
compared exactly here, as a function of the answers. Besides, a question is left out once no
rule depends on it any more: that is compared before the first answer only, where it says
exactly which questions nobody can be asked.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from triage.changes.candidates import Part
from triage.changes.diagrams import Diagrams, Node, TooLargeError
from triage.changes.joint import Joint, Side
from triage.changes.possible import prices, valid_answers
from triage.inference.prepared import prepared
from triage.rulebook.when import answer_boxes

Turn: TypeAlias = Literal["asked", "not-asked"]
MOST_BOXES = 5


class Asking(Struct, frozen=True):
    """Answers with which a question is newly asked, or is not asked any more."""

    question: str
    """The id in the new rule book; in the old one where it was removed."""
    turn: Turn
    """Whether it is asked by the new rule book."""
    parts: tuple[Part, ...]
    more: bool


class Idle(Struct, frozen=True):
    """A question that nobody can be asked, because no rule depends on it, by one rule book."""

    question: str
    turn: Turn


def compare(joint: Joint) -> tuple[list[Asking], list[str]]:
    """Every question that is asked of others than before, and those that were given up."""
    found: list[Asking] = []
    undecided: list[str] = []
    for group in joint.groups.values():
        old, new = group.questions.get("old"), group.questions.get("new")
        name = new or old or ""
        try:
            found += _of(joint, old, new, name)
        except (TooLargeError, RecursionError):
            undecided.append(name)
    return found, undecided


def _of(joint: Joint, old: str | None, new: str | None, name: str) -> list[Asking]:
    sides: tuple[tuple[Side, str | None], ...] = (("old", old), ("new", new))
    gates = {side: joint.gate(side, id) if id is not None else None for side, id in sides}
    if old is not None and new is not None and gates["old"] == gates["new"]:
        return []
    some = {
        side: answer_boxes(gate, lambda leaf: frozenset(leaf.answers))
        for side, gate in gates.items()
        if gate is not None
    }
    used = {key for found in some.values() for box in found for key in box}
    diagrams = Diagrams({k: joint.keys[k].values for k in joint.keys if k in used})

    def asked(side: Side, id: str | None) -> Node:
        if id is None:
            return diagrams.no
        if gates[side] is None:
            return diagrams.yes
        return diagrams.some(diagrams.box(box) for box in some[side])

    before, after = asked("old", old), asked("new", new)
    turns: tuple[tuple[Turn, Node, Node], ...] = (
        ("not-asked", before, after),
        ("asked", after, before),
    )
    valid = valid_answers(joint, diagrams)
    price = prices(joint, diagrams)
    found = []
    for turn, here, there in turns:
        turned = diagrams.apply(lambda a, b: a and not b, here, there)
        allowed = diagrams.apply(lambda holds, real: holds or not real, turned, valid)
        left = diagrams.both(turned, valid)
        parts: list[Part] = []
        while left != diagrams.no and len(parts) < MOST_BOXES:
            answers = diagrams.cheapest(left, price)
            assert answers is not None
            box = diagrams.trimmed(valid, diagrams.widest(allowed, answers))
            exact = {key: frozenset((answers.get(key, ""),)) for key in diagrams.order}
            example = joint.completed(exact)
            assert example is not None
            parts.append(Part(box, example))
            outside = diagrams.apply(lambda holds, _: not holds, diagrams.box(box), diagrams.yes)
            left = diagrams.both(left, outside)
        if parts:
            found.append(Asking(name, turn, tuple(parts), left != diagrams.no))
    return found


def idle(joint: Joint) -> list[Idle]:
    """Questions that only one of the rule books can ever ask, by what its rules depend on."""
    wanted = {
        side: prepared(book).relevance.questions(frozenset(), {})
        for side, book in joint.books.items()
    }
    found = []
    for group in joint.groups.values():
        old, new = group.questions.get("old"), group.questions.get("new")
        if old is None or new is None:
            continue
        before, after = old in wanted["old"], new in wanted["new"]
        if before != after:
            found.append(Idle(new, "asked" if after else "not-asked"))
    return found
