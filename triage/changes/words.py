"""Kinds of answers and examples in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triage.changes.joint import SIDES, Assigned, Joint, Side
from triage.presentation.words import answer_words
from triage.rulebook.kinds import Question
from triage.rulebook.kinds.base import Value
from triage.rulebook.when import Box
from triage.rulebook.words import clause
from triage.words.voice import Voice

ANYTHING = "any answers at all"


def box_words(joint: Joint, box: Box) -> str:
    """A box in words: what was answered, and what was not.

    "without" names answers that were not given: another one was, or none.
    """
    order = {key: place for place, key in enumerate(joint.keys)}
    answered, without = [], []
    sure = {joint.keys[key].group for key, words in box.items() if words < _answers(joint, key)}
    for key in sorted(box, key=order.__getitem__):
        words = box[key]
        if words == _answers(joint, key) and joint.keys[key].group in sure:
            continue  # the question is answered, which another part says already
        if "" not in words:
            answered.append(_either(joint, key, words))
        elif words == {""}:
            about = f"an answer about {_said(_question(joint, key).short)}"
            without += [about] if about not in without else []
        else:
            without.append(_either(joint, key, joint.keys[key].domain - words))
    said = "; ".join(answered)
    if without:
        said += f"{'; ' if said else ''}without: {'; '.join(without)}"
    return said or ANYTHING


def example_words(joint: Joint, assigned: Assigned) -> str:
    """An answer set in words: each answered question with its answer."""
    parts = []
    told: set[str] = set()
    for side in reversed(SIDES):
        book = joint.books[side]
        for id, value in joint.given(side, assigned).items():
            group = joint.keys[_first_key(joint, side, id)].group
            if group not in told:
                told.add(group)
                shown = _as_value(value)
                # names as they are typed: a brand may be what has changed
                named = ", ".join(shown) or "None" if isinstance(shown, tuple) else ""
                answer = named or answer_words(book, id, shown, Voice.TO_READER)
                parts.append(f"{_said(book.questions[id].short)}: {answer}")
    return "; ".join(parts) or "nothing answered"


def _answers(joint: Joint, key: str) -> frozenset[str]:
    return frozenset(joint.keys[key].values)


def _as_value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(str(name) for name in value)
    if isinstance(value, int):
        return value
    return {str(k): str(w) for k, w in value.items()} if isinstance(value, Mapping) else str(value)


def _first_key(joint: Joint, side: Side, question: str) -> str:
    return next(
        joint.key_of[side][name]
        for name, variable in joint.books[side].variables.items()
        if variable.question == question
    )


def _side(joint: Joint, key: str, words: Iterable[str]) -> Side:
    """The rule book that can put answers into words, the new one where both can."""
    some = set(words) - {""}
    whole: tuple[Side, ...] = tuple(
        side for side in reversed(SIDES) if (seen := _seen(joint, side, key)) and some <= seen
    )
    if whole:
        return whole[0]
    return "new" if key in joint.key_of["new"].values() else "old"


def _seen(joint: Joint, side: Side, key: str) -> set[str]:
    """The values of a key that a rule book has."""
    if key not in joint.key_of[side].values():
        return set()
    return {*joint.seen[side][_variable(joint, side, key)]}


def _variable(joint: Joint, side: Side, key: str) -> str:
    return next(name for name, known in joint.key_of[side].items() if known == key)


def _question(joint: Joint, key: str) -> Question:
    side = _side(joint, key, ())
    book = joint.books[side]
    return book.questions[book.variables[_variable(joint, side, key)].question]


def _either(joint: Joint, key: str, words: frozenset[str]) -> str:
    """Answers of one key as clauses, joined by "or"."""
    question = _question(joint, key)
    ordered = [word for word in joint.keys[key].values if word in words]
    by_book = _by_catalogue(key)
    parts: list[str] = []
    for run in question.runs(ordered):
        side = _side(joint, key, (run,) if run in ordered else ())
        parts.append(_said(clause(joint.books[side], _variable(joint, side, key), run)) + by_book)
    return " or ".join(parts)


def _by_catalogue(key: str) -> str:
    for side in SIDES:
        if key.endswith(f" ({side})"):
            return f" (by the {side} rule book)"
    return ""


_said = Voice.TO_READER.says
