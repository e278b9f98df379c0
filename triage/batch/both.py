"""The same drawn people under two rule books: how many get another result."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pyarrow as pa

from triage.batch import simulating
from triage.batch.population import fits
from triage.batch.reading import BlockReader
from triage.batch.results import URGENCY, Assessor
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import Urgency


class Pair(NamedTuple):
    """What both rule books make of somebody."""

    before: Urgency
    after: Urgency
    """The levels."""
    other_first: bool
    """Whether another name is the first one."""


def compare(old: Rulebook, new: Rulebook, people: int, seed: int) -> Counter[Pair]:
    """How often each pair of results comes.

    They answer the questions of the new rule book. What the old one does not ask, or does not offer
    as an answer, counts as not answered by it.

    Raises:
        UsageError: the new rule book asks something else than drawn people answer.
    """
    fits(new)
    readers = [(BlockReader(book), Assessor(book)) for book in (old, new)]
    found: Counter[Pair] = Counter()
    for part in range(simulating.parts_for(people)):
        for block in simulating.blocks(new, people, seed, part):
            before, after = (_results(*one, block) for one in readers)
            found.update(
                Pair(level, other, first != second)
                for (level, first), (other, second) in zip(before, after, strict=True)
            )
    return found


def _results(
    reader: BlockReader, assessor: Assessor, block: pa.RecordBatch
) -> list[tuple[Urgency, str | None]]:
    """The level of each, and the first name."""
    seen = reader.read(block).seen
    levels, names = assessor.columns(seen.said, block.num_rows, (URGENCY, "names"))
    firsts = (some[0] if some else None for some in names.to_pylist())
    return list(zip(levels.to_pylist(), firsts, strict=True))
