"""A whole run of `triage batch` from Parquet to Parquet: time and memory by people and processes.

python benchmarks/batch.py                        10,000 to 1,000,000 people
python benchmarks/batch.py --people 10000000      the long run

One block of drawn people is written again and again, so that drawing costs nothing. One process
kept on one core, one process (which unpacks Parquet with other cores) and two take turns, and the
shortest time of each counts. Memory is that of all processes of a run together, what they share
counted once, looked at twice a second.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from shutil import rmtree
from tempfile import TemporaryDirectory

import pyarrow as pa
from pyarrow import parquet

from triage import own_rulebook
from triage.batch import simulating
from triage.inference.columns import BLOCK

SIZES = (10_000, 100_000, 1_000_000)
LOOK = 0.5
WAYS = ("one core", "one process", "two processes")


def write(path: Path, block: pa.RecordBatch, people: int) -> None:
    """So many people in row groups of a block."""
    with parquet.ParquetWriter(path, block.schema) as writer:
        for start in range(0, people, BLOCK):
            writer.write_batch(block.slice(0, min(BLOCK, people - start)))


def memory(pid: int) -> int:
    """Bytes of a process and those below it, each page that they share counted in parts."""
    found = 0
    for one in [pid, *below(pid)]:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text("utf-8").splitlines()
        except OSError:
            continue  # it has just ended
        found += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return found


def below(pid: int) -> list[int]:
    """The processes below a process, whichever of its threads has started them."""
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (thread / "children").read_text("utf-8").split()):
                found += [child, *below(child)]
    return found


def run(source: Path, out: Path, way: str) -> tuple[float, float, int]:
    """Seconds, seconds of processors, and most bytes of a run."""
    jobs = 2 if way == "two processes" else 1
    words = [sys.executable, "-m", "triage", "batch", str(source), str(out), "--jobs", str(jobs)]
    words += ["--keep", simulating.CONDITION]
    everywhere = os.sched_getaffinity(0)
    if way == "one core":
        os.sched_setaffinity(0, {min(everywhere)})
    start, most, before = time.perf_counter(), 0, getrusage(RUSAGE_CHILDREN)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        os.sched_setaffinity(0, everywhere)
        while process.poll() is None:
            most = max(most, memory(process.pid))
            with suppress(subprocess.TimeoutExpired):
                process.wait(LOOK)
    if process.returncode:
        raise SystemExit(f"the run ended with {process.returncode}")
    taken, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    return taken, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=SIZES)
    parser.add_argument("--turns", type=int, default=3)
    arguments = parser.parse_args()
    sizes, turns = arguments.people, arguments.turns
    (block,) = simulating.blocks(own_rulebook(), BLOCK, 1, 0)
    with TemporaryDirectory() as folder:
        for people in sizes:
            source = Path(folder) / f"{people}.parquet"
            write(source, block, people)
            found: dict[str, list[tuple[float, float, int]]] = {way: [] for way in WAYS}
            for _ in range(turns):
                for way, runs in found.items():
                    out = Path(folder) / "out"
                    runs.append(run(source, out, way))
                    rmtree(out)
            alone = min(found["one core"])[0]
            for way, runs in found.items():
                taken, busy, most = (min(some) for some in zip(*runs, strict=True))
                print(
                    f"{people:>11,} people, {way:<13}: {taken:7.1f} s,"
                    f" {taken / people * 1e6:7.2f} microseconds a person, {busy:6.1f} s of"
                    f" processors, {most / 1e6:6,.0f} MB, {alone / taken:.2f} x one core",
                    flush=True,
                )


if __name__ == "__main__":
    main()
