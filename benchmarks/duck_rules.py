"""The stated rules of a rule book in DuckDB: one SQL expression for each, its findings written out
(the extra `benchmarks`).

It tells which rules hold, without reasons, and neither weighs nor orders.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa

from triage.inference.columns import Said, people_of
from triage.inference.relevance import inlined
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Holds, Is, When, needed_of


class Duck:
    """DuckDB in one thread, with a block of people in a table.

    Raises:
        ModuleNotFoundError: duckdb is not installed.
    """

    def __init__(self, book: Rulebook, said: Said, count: int) -> None:
        import duckdb

        names = {
            name: f"v{number}" for number, name in enumerate(dict.fromkeys(n for n, _ in said))
        }
        rules = {
            id: as_sql(inlined(book, rule.when), book, names)
            for id, rule in book.stated_rules.items()
        }
        self._ids = tuple(rules)
        every = ", ".join(f"{rule} AS r{number}" for number, rule in enumerate(rules.values()))
        self._work = f"CREATE OR REPLACE TABLE fired AS SELECT {every} FROM people"
        self._database = duckdb.connect()
        self._database.execute("SET threads = 1")
        self._database.register("given", _table(said, names, count))
        self._database.execute("CREATE TABLE people AS SELECT * FROM given")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def run(self) -> None:
        """Find for everybody which rules fire; the table of it stays in DuckDB."""
        self._database.execute(self._work)

    def fired(self) -> list[set[str]]:
        """The rules that fire for each of them."""
        self.run()
        rows = self._database.execute("SELECT * FROM fired").fetchall()
        return [{id for id, one in zip(self._ids, row, strict=True) if one} for row in rows]


def _table(said: Said, names: Mapping[str, str], count: int) -> pa.Table:
    columns = {}
    for name, column in names.items():
        words = [word for other, word in said if other == name]
        place = np.full(count, len(words))
        for number, word in enumerate(words):
            place[people_of(said[name, word], count)] = number
        coded = pa.array(place, mask=place == len(words))
        columns[column] = pa.DictionaryArray.from_arrays(coded, words).dictionary_decode()
    return pa.table(columns)


def as_sql(when: When, book: Rulebook, names: Mapping[str, str]) -> str:
    """A condition of answers as SQL."""
    match when:
        case Is(variable, _):
            if variable not in names:
                return "false"
            words = ", ".join(f"'{word}'" for word in sorted(book.allowed(when)))
            return f"coalesce({names[variable]} IN ({words}), false)"
        case Holds():
            raise ValueError(when)
    needed = needed_of(when)
    parts = [as_sql(part, book, names) for part in when.of]
    if needed in (1, len(parts)):
        return f"({(' OR ' if needed == 1 else ' AND ').join(parts)})"
    return f"({' + '.join(f'{part}::int' for part in parts)} >= {needed})"
