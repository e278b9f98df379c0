"""How fast answer sets are assessed in columns, beside one by one. Ratios of one run.

python benchmarks/columns.py            the figures
python benchmarks/columns.py --check    fails where a ratio is missed
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
BLOCKS = 5
REFERENCE = 1_000
WANTED = {"reference": 1_000.0, "copy": 30.0}
"""At least so many times as fast as the reference; at most so many times the copy of the input."""


def seconds(work: Callable[[], object], times: int) -> float:
    """The shortest of several runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


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
    print(f"reference / assess   {one / assessed:9.0f} times")
    print(f"reference / all      {one / (read + assessed):9.0f} times")
    print(f"all / copy           {(read + assessed) / copy:9.1f} times")
    if check and (
        one / assessed < WANTED["reference"] or (read + assessed) / copy > WANTED["copy"]
    ):
        sys.exit("a ratio is missed")


if __name__ == "__main__":
    main()
