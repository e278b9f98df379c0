"""How fast answer sets are assessed in columns, beside one by one. Ratios of one run.

python benchmarks/columns.py            the figures
python benchmarks/columns.py --check    fails where a ratio is missed
python benchmarks/columns.py --blocks   reading and assessing in blocks of other sizes, in turns

The whole result in columns stands beside the reference evaluator with weighing, CLIPS through
clipspy, which only fires the rules, and ZEN and DuckDB with one expression for each rule that
stands in a rule file, its findings written out, which give no reasons, and neither weigh nor order.
What is not installed is left out (the extra `benchmarks`).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from triage.inference.columns import BLOCK, Said
from triage.rulebook.model import Rulebook

if TYPE_CHECKING:
    import pyarrow as pa

    from triage.inference.answers import Answers

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
BLOCKS = 5
SIZES = (16_384, 32_768, 65_536, 131_072, 262_144)
REFERENCE = 1_000
CLIPS = 200
WANTED = {"reference": 1_000.0, "clips": 1_500.0, "copy": 30.0}
"""At least so many times as fast as the reference and as CLIPS; at most so many times the copy of
the input."""


def seconds(work: Callable[[], object], times: int) -> float:
    """The processor time of the shortest of several runs: others may use the machine."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def by_clips(book: Rulebook, some: Sequence[Mapping[str, str]]) -> float | None:
    """Seconds of one answer set; None where clipspy is not installed."""
    from benchmarks.engines import Clips

    try:
        engine = Clips(book)
    except ImportError:
        return None
    return seconds(lambda: [engine.fire(one) for one in some], 2) / len(some)


def by_zen(book: Rulebook, some: Sequence[Mapping[str, str]]) -> tuple[float, int] | None:
    """Seconds of one answer set, and how many rules ZEN cannot hold; None where zen-engine is not
    installed."""
    from benchmarks.zen_rules import Zen

    try:
        engine = Zen(book)
    except ImportError:
        return None
    ready = [engine.context(one) for one in some]
    taken = seconds(lambda: [engine.evaluate(one) for one in ready], 2) / len(some)
    return taken, len(engine.left_out)


def by_duckdb(book: Rulebook, said: Said, count: int) -> float | None:
    """Seconds of one answer set in one thread; None where duckdb is not installed."""
    from benchmarks.duck_rules import Duck

    try:
        engine = Duck(book, said, count)
    except ImportError:
        return None
    with engine:
        return seconds(engine.run, 2) / count


def cases_block(size: int = BLOCK) -> tuple[list[Answers], pa.RecordBatch]:
    """The answer sets of the scripted cases, and as many of them as make a block, coded as files
    have them."""
    import pyarrow as pa

    from tests.conftest import own_cases
    from tests.test_batch import as_row, as_table

    some = [
        case.answers
        for case in own_cases()
        if not any("unsure" in str(v) for v in case.answers.given.values())
    ]
    table = as_table([as_row(answers) for answers in some])
    whole = pa.concat_tables([table] * (size // table.num_rows + 1)).slice(0, size)
    coded = {
        name: whole.column(name).combine_chunks().dictionary_encode()
        if pa.types.is_string(whole.schema.field(name).type)
        else whole.column(name)
        for name in whole.column_names
    }
    (batch,) = pa.table(coded).combine_chunks().to_batches()
    return some, batch


def beside_others(
    book: Rulebook, sample: Sequence[Mapping[str, str]], said: Said, assessed: float
) -> float | None:
    """Tell what other engines take; how many times as fast as CLIPS the columns are."""
    clips = by_clips(book, sample[:CLIPS])
    if clips is None:
        print("CLIPS is left out: clipspy is not installed")
    else:
        told("CLIPS, rules only", clips, assessed)
    zen = by_zen(book, sample)
    if zen is None:
        print("ZEN is left out: zen-engine is not installed")
    else:
        taken, not_held = zen
        told("ZEN, rules only", taken, assessed)
        stated = len(book.stated_rules)
        print(f"  of {stated:,} stated rules it holds {stated - not_held:,}")
    duck = by_duckdb(book, said, BLOCK)
    if duck is None:
        print("DuckDB is left out: duckdb is not installed")
    else:
        told("DuckDB, rules only", duck, assessed)
    return None if clips is None else clips / assessed


def told(what: str, taken: float, assessed: float) -> None:
    """Say what an answer set takes, and how many times that of the columns it is."""
    print(f"{what:<21}{taken * 1e6:9.3f} {taken / assessed:10.1f}")


def by_blocks(book: Rulebook) -> None:
    """Tell what blocks of other sizes cost: so many that all sizes come to the same people."""
    from triage.batch.reading import BlockReader
    from triage.batch.results import RESULTS, Assessor

    reader, assessor = BlockReader(book), Assessor(book)
    batches = {size: cases_block(size)[1] for size in SIZES}
    found: dict[int, list[tuple[float, float]]] = {size: [] for size in SIZES}
    for _ in range(BLOCKS):
        for size, batch in batches.items():
            start = time.process_time()
            for _ in range(SIZES[-1] // size):
                seen = reader.read(batch).seen
            between = time.process_time()
            for _ in range(SIZES[-1] // size):
                assessor.columns(seen.said, size, RESULTS)
            found[size].append((between - start, time.process_time() - between))
    for size, some in found.items():
        read, assessed = (min(one) / SIZES[-1] * 1e6 for one in zip(*some, strict=True))
        print(f"{size:>9,} people: read {read:6.3f}, assess {assessed:6.3f} microseconds a person")


def main() -> None:
    """Measure and print."""
    import pyarrow as pa

    from tests.conftest import the_book
    from triage.batch.reading import BlockReader
    from triage.batch.results import RESULTS, Assessor
    from triage.inference import reference
    from triage.inference.weighing import weigh

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--blocks", action="store_true")
    arguments = parser.parse_args()
    book = the_book()
    if arguments.blocks:
        by_blocks(book)
        return
    some, batch = cases_block()
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
    print("microseconds of an answer set, and times that of assessing in columns")
    told("read in columns", read, assessed)
    told("assess in columns", assessed, assessed)
    told("copy of the input", copy, assessed)
    told("reference, weighed", one, assessed)
    clips = beside_others(book, sample, seen.said, assessed)
    print(f"reading and assessing are {(read + assessed) / copy:.1f} copies of the input")
    slow = one / assessed < WANTED["reference"] or (read + assessed) / copy > WANTED["copy"]
    slow = slow or (clips is not None and clips < WANTED["clips"])
    if arguments.check and slow:
        sys.exit("a ratio is missed")


if __name__ == "__main__":
    main()
