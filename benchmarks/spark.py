"""The columnar evaluator on Spark: the same answer sets in 1, 2 and 4 partitions on two workers.

python benchmarks/spark.py                      1,000,000 answer sets
python benchmarks/spark.py --people 4000000     more of them

A local cluster of two worker processes with one core each, as in tests/test_spark.py. One block of
drawn people is written again and again. Each turn reads the Parquet file and counts urgencies over
the whole result; the first turn, in which workers start Python, is told apart. Turns go round, and
the shortest counts. Processor time and memory are those of everything together, the three Java
programs too.
"""

from __future__ import annotations

import argparse
import os
import pickle
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.batch import LOOK, below, memory, write  # noqa: E402
from triage import own_rulebook  # noqa: E402
from triage.batch import simulating  # noqa: E402
from triage.batch.reading import BlockReader  # noqa: E402
from triage.batch.results import Assessor  # noqa: E402
from triage.inference.columns import BLOCK  # noqa: E402
from triage.rulebook.model import Rulebook  # noqa: E402
from triage.spark import assess  # noqa: E402

CLUSTER = "local-cluster[2,1,2048]"
PARTITIONS = (1, 2, 4)


def session() -> Any:
    """A cluster of two worker processes."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(CLUSTER).appName("triage")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.executor.memory": "2g",
        "spark.executorEnv.PYTHONPATH": str(ROOT),
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BLOCK),
        # else Spark 4 works out the bytes of the batch anew for every row
        "spark.sql.execution.arrow.maxBytesPerBatch": str(2**31 - 1),
        "spark.sql.files.openCostInBytes": "0",
        "spark.sql.files.minPartitionNum": "1",
    }.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def counted(spark: Any, file: Path, partitions: int, book: Rulebook) -> dict[str, int]:
    """Urgencies over a Parquet file that is read in so many partitions."""
    from pyspark.sql import functions

    spark.conf.set("spark.sql.files.maxPartitionBytes", -(-file.stat().st_size // partitions))
    df = spark.read.parquet(str(file))
    assert partitions == df.rdd.getNumPartitions()
    results = assess(df, book, keep=[simulating.CONDITION])
    # every column is asked for, so that Spark leaves none out
    rows = results.selectExpr("urgency", "hash(*) AS whole").groupBy("urgency")
    counts = rows.agg(functions.count("whole").alias("people"), functions.max("whole"))
    return {row["urgency"]: row["people"] for row in counts.collect()}


class Cost(NamedTuple):
    """What a turn took."""

    seconds: float
    processor: float
    most: int
    """Bytes."""


def measured(work: Callable[[], object]) -> Cost:
    """What work costs in this process and all below it."""
    most, over = [0], Event()

    def look() -> None:
        while not over.wait(LOOK):
            most[0] = max(most[0], memory(os.getpid()))

    thread = Thread(target=look)
    thread.start()
    start, busy = time.perf_counter(), processor(os.getpid())
    work()
    taken, more = time.perf_counter() - start, processor(os.getpid()) - busy
    over.set()
    thread.join()
    return Cost(taken, more, most[0])


def processor(pid: int) -> float:
    """Seconds of processor time of a process and those below it, which must all live on."""
    ticks = 0
    for one in (pid, *below(pid)):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text("utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def once(book: Rulebook) -> None:
    """Tell what does not grow with the rows: the rule book on its way, and getting ready."""
    start = time.perf_counter()
    sent = pickle.dumps(book)
    between = time.perf_counter()
    here = pickle.loads(sent)
    arrived = time.perf_counter()
    BlockReader(here), Assessor(here)
    ready = time.perf_counter()
    print(
        f"rule book: {len(sent) / 1e6:.2f} MB pickled in {between - start:.3f} s, read in"
        f" {arrived - between:.3f} s, ready in {ready - arrived:.3f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=3)
    arguments = parser.parse_args()
    people, turns = arguments.people, arguments.turns
    book = own_rulebook()
    once(book)
    (block,) = simulating.blocks(book, BLOCK, 1, 0)
    with TemporaryDirectory() as name:
        file = Path(name) / "people.parquet"
        write(file, block, people)
        started = time.perf_counter()
        spark = session()
        print(f"cluster started in {time.perf_counter() - started:.1f} s", flush=True)
        first = measured(lambda: counted(spark, file, 2, book))
        print(
            f"first turn, in which workers start Python: {first.seconds:.1f} s,"
            f" {first.processor:.1f} s of processors",
            flush=True,
        )
        found: dict[int, list[Cost]] = {number: [] for number in PARTITIONS}
        for _ in range(turns):
            for number, costs in found.items():
                costs.append(measured(partial(counted, spark, file, number, book)))
                print(f"  {number}: {costs[-1]}", flush=True)
        assert people == sum(counted(spark, file, 2, book).values())
        spark.stop()
    one = min(cost.seconds for cost in found[1])
    for number, costs in found.items():
        taken, busy = (min(some) for some in list(zip(*costs, strict=True))[:2])
        print(
            f"{people:,} people, {number} partition{'s' * (number > 1)}: {taken:6.1f} s,"
            f" {busy:6.1f} s of processors, {max(cost.most for cost in costs) / 1e6:6,.0f} MB,"
            f" {one / taken:.2f} x one partition"
        )


if __name__ == "__main__":
    main()
