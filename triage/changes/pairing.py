"""What two rule books are paired by: questions that were renamed, and what rules read."""

from __future__ import annotations

from msgspec.structs import replace

from triage.rulebook.model import Rulebook
from triage.rulebook.when import Is, leaves


def renamed_questions(old: Rulebook, new: Rulebook) -> dict[str, str]:
    """Old id to new id of questions that differ in nothing else that an answer depends on."""
    # the ids of other questions in `ask-when` may have been renamed too
    was, now = (
        {id: replace(question, ask_when=None) for id, question in book.questions.items()}
        for book in (old, new)
    )
    come = [id for id in now if id not in was]
    found: dict[str, str] = {}
    for id in (id for id in was if id not in now):
        left = (other for other in come if other not in found.values())
        if (other := next((one for one in left if was[id] == now[one]), None)) is not None:
            found[id] = other
    return found


def variables_read(book: Rulebook) -> set[str]:
    """Every variable that a rule, a gate or a line reads."""
    whens = [rule.when for rule in book.rules]
    for question in book.questions.values():
        whens += [when for when in (question.ask_when, question.again_when) if when is not None]
        shown = (answer.show_when for answer in question.answers.values())
        whens += [when for when in shown if when is not None]
    return {leaf.variable for when in whens for leaf in leaves(when) if isinstance(leaf, Is)}
