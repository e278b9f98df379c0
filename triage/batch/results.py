"""What comes out for a block of answer sets, as columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from triage.batch.reading import RowProblem
from triage.inference.columns import Plan, Plane, Said, fire, people_of, plan_of
from triage.inference.columns_weighed import Outcomes, Weigher
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import FITS
from triage.rulebook.urgency import LADDER

URGENCY = "urgency"
RESULTS = (URGENCY, "red-flags", "unsure-red-flags", "names", "fits", "points")
"""The columns of a result, in their order; `fired` is added where it is asked for."""
FIRED = "fired"


class Assessor:
    """A rule book prepared for assessing blocks."""

    def __init__(self, book: Rulebook) -> None:
        self.plan: Plan = plan_of(book)
        self._weigher = Weigher(book, self.plan)
        self._words = {
            URGENCY: pa.array(LADDER),
            "flags": pa.array([*book.red_flags]),
            "names": pa.array([*book.conditions]),
            "fits": pa.array(FITS),
            FIRED: pa.array(sorted(self.plan.rules)),
        }

    def assess(self, said: Said, count: int) -> tuple[Outcomes, list[Plane]]:
        """The outcome for a block of people, and the planes that it was made of."""
        planes = fire(self.plan, said, count)
        return self._weigher.weigh(planes, count), planes

    def columns(self, said: Said, count: int, wanted: Sequence[str]) -> list[pa.Array]:
        """The wanted columns of the result for a block of people."""
        outcomes, planes = self.assess(said, count)
        return [self._column(name, outcomes, planes, count) for name in wanted]

    def _column(self, name: str, found: Outcomes, planes: list[Plane], count: int) -> pa.Array:
        names, signs = found.names, found.signs
        match name:
            case "urgency":
                codes = pa.array(found.urgency.astype(np.int8))
                return pa.DictionaryArray.from_arrays(codes, self._words[URGENCY])
            case "red-flags":
                sure = signs.certain
                return self._lists("flags", signs.person[sure], signs.flag[sure], count)
            case "unsure-red-flags":
                unsure = ~signs.certain
                return self._lists("flags", signs.person[unsure], signs.flag[unsure], count)
            case "names":
                return self._lists("names", names.person, names.condition, count, names.shown)
            case "fits":
                return self._lists("fits", names.person, names.fit, count, names.shown)
            case "points":
                offsets = _offsets(names.person[names.shown], count)
                return pa.ListArray.from_arrays(
                    offsets, pa.array(names.points[names.shown].astype(np.int16))
                )
            case _:
                return self._fired(planes, count)

    def _lists(
        self,
        words: str,
        person: NDArray[np.int64],
        code: NDArray[np.int64],
        count: int,
        shown: NDArray[np.bool_] | None = None,
    ) -> pa.Array:
        if shown is not None:
            person, code = person[shown], code[shown]
        kind = np.int16 if len(self._words[words]) < 1 << 15 else np.int32
        coded = pa.DictionaryArray.from_arrays(pa.array(code.astype(kind)), self._words[words])
        return pa.ListArray.from_arrays(_offsets(person, count), coded)

    def _fired(self, planes: list[Plane], count: int) -> pa.Array:
        keys = [
            np.flatnonzero(people_of(planes[self.plan.rules[id]], count)) << 24 | number
            for number, id in enumerate(sorted(self.plan.rules))
        ]
        key = np.sort(np.concatenate(keys))
        return self._lists(FIRED, key >> 24, key & 0xFFFFFF, count)


def _offsets(person: NDArray[np.int64], count: int) -> pa.Array:
    """Where the list of each person begins and ends."""
    sizes = np.bincount(person, minlength=count)
    return pa.array(np.concatenate(([0], np.cumsum(sizes))).astype(np.int32))


def without(columns: list[pa.Array], problems: Sequence[RowProblem], count: int) -> list[pa.Array]:
    """Rows with a slip get no result: what is missing could have been a danger sign."""
    if not problems:
        return columns
    good = np.ones(count, np.bool_)
    good[[one.row for one in problems]] = False
    rows = pa.array(np.where(good, np.arange(count), -1), mask=~good)
    return [column.take(rows) for column in columns]


def plain(column: pa.Array) -> pa.Array:
    """A column with its words written out, for readers that know no dictionaries."""
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    if pa.types.is_list(column.type) and pa.types.is_dictionary(column.type.value_type):
        return column.cast(pa.list_(column.type.value_type.value_type))
    return column
