"""Rules as decision tables: generated, so that they cannot differ from the rules."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from triage.presentation.rule_words import finding_name
from triage.rulebook.conclusions import Conclusion
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Key, RuleBox, When, boxes, key_of, leaves, within
from triage.words.voice import Voice

HOLDS_WORD = "holds"

_said = Voice.TO_READER.says


class Column(Struct, frozen=True):
    """One thing that a condition of a rule asks about."""

    key: Key
    title: str


class DecisionTable(Struct, frozen=True):
    """A condition of a rule as a table: it holds exactly where all cells of some row do."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """One cell for each column; an empty one asks for nothing, not even for an answer."""


def decision_table(book: Rulebook, when: When) -> DecisionTable:
    """A condition of a rule as a table, exactly: columns as they first stand in the rule.

    A row that lies within another adds nothing and is left out. Without rows the condition
    can never hold.
    """
    every = boxes(when, book.allowed)
    some = [box for box in every if not any(o is not box and within(box, o) for o in every)]
    keys = list(dict.fromkeys(keys_of(when)))
    used = [key for key in keys if any(key in box for box in some)]
    rows = tuple(tuple(_cell(book, box, key) for key in used) for box in some)
    return DecisionTable(tuple(Column(key, column_title(book, key)) for key in used), rows)


def keys_of(when: When) -> Iterator[Key]:
    """Every variable and every conclusion that a condition names, from left to right."""
    return map(key_of, leaves(when))


def column_title(book: Rulebook, key: Key) -> str:
    """What a variable or a finding is about, in a few words."""
    if isinstance(key, Conclusion):
        return f"finding: {finding_name(book, key)}"
    variable = book.variables[key]
    question = book.questions[variable.question]
    return _said(question.heading(variable, book))


def _cell(book: Rulebook, box: RuleBox, key: Key) -> str:
    if key not in box:
        return ""
    if isinstance(key, Conclusion):
        return HOLDS_WORD
    variable = book.variables[key]
    question = book.questions[variable.question]
    words = [word for word in variable.answers if word in box[key]]
    return " or ".join(map(_said, question.labels(words)))
