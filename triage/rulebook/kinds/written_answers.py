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
    otherwise = f"answers: {', '.join(known)}"
    text = one_text(id, "answer", otherwise, node, problems)
    if text is None:
        return None
    word = text.strip().lower()
    if word not in known:
        what = f"unknown answer `{shortened(text)}` for `{id}`"
        problems.append(slip_at(node, what, did_you_mean(text, known, otherwise, problems)))
        return None
    return word


def one_text(id: str, what: str, help: str, node: Node, problems: list[Problem]) -> str | None:
    """What stands here as the one answer; None with the problem noted.

    `what` is what the question takes one of: a number, a length of time.
    """
    if not isinstance(node, Scalar):
        problems.append(slip_at(node, f"`{id}` takes one {what}", help))
        return None
    if not node.text.strip():
        problems.append(slip_at(node, f"`{id}` has no answer", help))
        return None
    return node.text


def parts_of(node: Node) -> tuple[Any, ...]:
    """The items of a list or the entries of a block."""
    match node:
        case Scalar():
            return ()
        case Sequence(_, items):
            return items
        case _:
            return node.entries
