"""How fast answer sets are assessed in columns, beside one by one. Ratios of one run.

python benchmarks/columns.py            the figures
python benchmarks/columns.py --check    fails where a ratio is missed

The whole result in columns stands beside the reference evaluator with weighing, CLIPS through
clipspy, which only fires the rules, and DuckDB with one SQL expression for each rule that stands in
a rule file, its findings written out, which neither weighs nor orders. CLIPS and DuckDB are left
out where they are not installed (pip install clipspy duckdb).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from triage.inference.columns import Said
from triage.inference.relevance import inlined
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Holds, Is, When, needed_of

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
BLOCKS = 5
REFERENCE = 1_000
CLIPS = 200
WANTED = {"reference": 1_000.0, "clips": 1_500.0, "copy": 30.0}
"""At least so many times as fast as the reference and as CLIPS; at most so many times the copy of
the input."""


def seconds(work: Callable[[], object], times: int) -> float:
    """The shortest of several runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def by_clips(book: Rulebook, some: Sequence[Mapping[str, str]]) -> float | None:
    """Seconds of one answer set; None where clipspy is not installed."""
    from benchmarks.engines import Clips

    try:
        engine = Clips(book)
    except ImportError:
        return None
    return seconds(lambda: [engine.fire(one) for one in some], 2) / len(some)


def by_duckdb(book: Rulebook, said: Said, count: int) -> float | None:
    """Seconds of one answer set in one thread; None where duckdb is not installed."""
    try:
        import duckdb
    except ImportError:
        return None
    import numpy as np
    import pyarrow as pa

    from triage.inference.columns import people_of

    names = {name: f"v{number}" for number, name in enumerate(dict.fromkeys(n for n, _ in said))}
    columns = {}
    for name, column in names.items():
        words = [word for other, word in said if other == name]
        place = np.full(count, len(words))
        for number, word in enumerate(words):
            place[people_of(said[name, word], count)] = number
        coded = pa.array(place, mask=place == len(words))
        columns[column] = pa.DictionaryArray.from_arrays(coded, words).dictionary_decode()
    people = pa.table(columns)
    rules = [as_sql(inlined(book, rule.when), book, names) for rule in book.stated_rules.values()]
    with duckdb.connect() as database:
        database.execute("SET threads = 1")
        database.execute("CREATE TABLE people AS SELECT * FROM people")
        every = ", ".join(f"{rule} AS r{number}" for number, rule in enumerate(rules))

        def work() -> object:
            return database.execute(f"CREATE OR REPLACE TABLE fired AS SELECT {every} FROM people")

        taken = seconds(work, 2) / count
    del people
    return taken


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


def main() -> None:
    """Measure and print."""
    import pyarrow as pa

    from tests.conftest import own_cases, the_book
    from tests.test_batch import as_row, as_table
    from triage.batch.reading import BlockReader
    from triage.batch.results import RESULTS, Assessor
    from triage.inference import reference
    from triage.inference.columns import BLOCK
    from triage.inference.weighing import weigh

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    book = the_book()
    some = [
        case.answers
        for case in own_cases()
        if not any("unsure" in str(v) for v in case.answers.given.values())
    ]
    table = as_table([as_row(answers) for answers in some])
    times = BLOCK // table.num_rows + 1
    whole = pa.concat_tables([table] * times).slice(0, BLOCK).combine_chunks()
    coded = pa.table(
        {
            name: whole.column(name).combine_chunks().dictionary_encode()
            if pa.types.is_string(whole.schema.field(name).type)
            else whole.column(name)
            for name in whole.column_names
        }
    )
    (batch,) = coded.combine_chunks().to_batches()
    reader, assessor = BlockReader(book), Assessor(book)
    seen = reader.read(batch).seen

    def copied() -> object:
        return [
            pa.concat_arrays([column]).nbytes + len(column.take(order)) for column in batch.columns
        ]

    order = pa.array(range(batch.num_rows))
    read = seconds(lambda: reader.read(batch), BLOCKS) / BLOCK
    assessed = seconds(lambda: assessor.columns(seen.said, BLOCK, RESULTS), BLOCKS) / BLOCK
    copy = seconds(copied, BLOCKS) / BLOCK
    sample = [answers.variables(book) for answers in some[:REFERENCE]]
    one = seconds(lambda: [weigh(book, reference.fire(book, s)) for s in sample], 2) / len(sample)
    print(f"read in columns      {read * 1e6:9.3f} microseconds a person")
    print(f"assess in columns    {assessed * 1e6:9.3f}")
    print(f"copy of the input    {copy * 1e6:9.3f}")
    print(f"reference, one by one{one * 1e6:9.1f}")
    clips = by_clips(book, sample[:CLIPS])
    if clips is not None:
        print(f"CLIPS, rules only    {clips * 1e6:9.1f}")
        print(f"CLIPS / assess       {clips / assessed:9.0f} times")
    duck = by_duckdb(book, seen.said, BLOCK)
    if duck is not None:
        print(f"DuckDB, rules only   {duck * 1e6:9.3f}")
        print(f"DuckDB / assess      {duck / assessed:9.1f} times")
    print(f"reference / assess   {one / assessed:9.0f} times")
    print(f"reference / all      {one / (read + assessed):9.0f} times")
    print(f"all / copy           {(read + assessed) / copy:9.1f} times")
    slow = one / assessed < WANTED["reference"] or (read + assessed) / copy > WANTED["copy"]
    slow = slow or (clips is not None and clips / assessed < WANTED["clips"])
    if check and slow:
        sys.exit("a ratio is missed")


if __name__ == "__main__":
    main()
