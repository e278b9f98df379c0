"""Reading of what was written as an answer, for all kinds of questions."""

from __future__ import annotations

from typing import Any

from triage.errors import Place, Problem, did_you_mean, shortened
from triage.rulebook.yaml_tree import Node, Scalar, Sequence

NONE_WORD = "none"
MOST_ANSWERS = 500
"""More than anybody is asked; a longer block or list is no answer set."""
NOWHERE = Place("", 0, 0)
"""The place of what does not stand in a file."""


def slip_at(node: Node, message: str, help: str = "") -> Problem:
    """A problem with what stands here."""
    return Problem(message, help, node.place if node.place != NOWHERE else None)


def too_many(node: Node, where: str, count: int) -> Problem:
    """More is written than is read."""
    return slip_at(node, f"{where} has {count} answers", f"at most {MOST_ANSWERS} are read")


def one_word(id: str, known: tuple[str, ...], node: Node, problems: list[Problem]) -> str | None:
    """One of the known words; None with the problem noted."""
    if not isinstance(node, Scalar):
        problems.append(slip_at(node, f"`{id}` takes one answer", f"answers: {', '.join(known)}"))
        return None
    word = node.text.strip().lower()
    if word not in known:
        what = f"unknown answer `{shortened(node.text)}` for `{id}`"
        if not node.text.strip():
            what = f"`{id}` has no answer"
        advice = did_you_mean(node.text, known, f"answers: {', '.join(known)}", problems)
        problems.append(slip_at(node, what, advice))
        return None
    return word


def parts_of(node: Node) -> tuple[Any, ...]:
    """The items of a list or the entries of a block."""
    match node:
        case Scalar():
            return ()
        case Sequence(_, items):
            return items
        case _:
            return node.entries
