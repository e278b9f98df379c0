"""Drawn people as tables of answer sets, part by part; `population` says how they are drawn.

Each part has a seed of its own, made of the seed of all and its number, so that several processes
can draw, and a run that was ended goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from triage.batch.population import Drawn, draw
from triage.batch.reading import BlockReader
from triage.cases.people import silent
from triage.inference.columns import BLOCK, Plane, holds, people_of, words_in
from triage.inference.columns_answers import Words
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Is

CONDITION = "drawn-condition"
"""The column with the condition that somebody was drawn with; no rule sees it."""
A_PART = BLOCK


def parts_for(number: int) -> int:
    """In how many parts so many people are drawn."""
    return -(-number // A_PART)


def columns(book: Rulebook) -> list[str]:
    """The columns of drawn people."""
    return [CONDITION, *_asked(book)]


def blocks(book: Rulebook, number: int, seed: int, part: int) -> Iterator[pa.RecordBatch]:
    """One part of so many people, drawn by a seed, as one block."""
    count = min(A_PART, number - part * A_PART)
    yield as_table(book, [*draw(book, f"{seed}:{part}", count)])


def as_table(book: Rulebook, drawn: list[Drawn]) -> pa.RecordBatch:
    """Their answers, with what they did not say answered as for all people without a word on it."""
    reader = BlockReader(book)
    given: dict[str, Words] = {}
    nobody = np.zeros(words_in(len(drawn)), np.uint64)

    def leaf(of: Is) -> Plane:
        words = given.get(of.variable, {})
        found = nobody
        for word in book.allowed(of):
            found = found | words.get(word, nobody)
        return found

    found: dict[str, pa.Array] = {CONDITION: pa.array([one.condition for one in drawn])}
    for id in _asked(book):
        when = book.questions[id].ask_when
        asked = ~nobody if when is None else holds(when, leaf, nobody)
        left_out = _as_written(silent(book, id))
        told: list[Any] = [
            one.says.get(id, left_out) if is_asked else None
            for one, is_asked in zip(drawn, people_of(asked, len(drawn)).tolist(), strict=True)
        ]
        lists = book.questions[id].shape in ("ticks", "medicines")
        found[id] = pa.array(told, pa.list_(pa.string()) if lists else pa.string())
        given |= reader.words(id, found[id])
    return pa.RecordBatch.from_pydict(found)


def _asked(book: Rulebook) -> list[str]:
    return [id for id, question in book.questions.items() if question.shape != "words"]


def _as_written(value: Any) -> Any:
    """An answer as it stands in a table."""
    return value if isinstance(value, str) else [*value]
