"""How fast scripted cases are replayed, and what a second process saves. Measured in one run.

python benchmarks/replay.py                      all cases of this project
python benchmarks/replay.py --interview          typed into the interview as well
python benchmarks/replay.py --runs 5 -k tremor   more turns, fewer cases
python benchmarks/replay.py --check              also exit 1 where the rate is below its budget

One process and two take turns. What other programs do at the same time spoils times, so the
best turn of each counts, and the time that the processor itself spent is told beside it: with
nothing else to do, `--jobs 2` cannot be faster than one process by more than
2 x (processor time of one) / (processor time of two).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

CASES = ROOT / "tests" / "cases"
BUDGET = 100
"""Cases a second, with both evaluators."""
PARTS = 5


class Turn(NamedTuple):
    """Seconds of one run."""

    wall: float
    processor: float


def turn(jobs: int, words: str, *, interview: bool) -> Turn:
    """Run `triage replay` as a person would, and measure it with all its processes."""
    command = [sys.executable, "-m", "triage", "replay", str(CASES), "--jobs", str(jobs)]
    command += ["-k", words] if words else []
    command += ["--interview"] if interview else []
    used, start = _processor(), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return Turn(taken, _processor() - used)


def _processor() -> float:
    times = os.times()
    return times.children_user + times.children_system


def rates(words: str) -> tuple[int, list[float]]:
    """How many cases there are, and cases a second by both evaluators, for parts of them."""
    from triage import Engine, own_rulebook
    from triage.cases.running import cases_in, matches, run_case

    book = own_rulebook()
    engine = Engine(book)
    cases = [case for case in cases_in([CASES], book) if matches(words, case.name, case.place)]
    run_case(book, engine, cases[0])  # what is prepared once for a rule book is not a rate
    found = []
    for part in range(PARTS):
        some = cases[part::PARTS] or cases
        start = time.process_time()
        for case in some:
            run_case(book, engine, case)
        found.append(len(some) / (time.process_time() - start))
    return len(cases), found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("-k", dest="words", default="")
    parser.add_argument("--interview", action="store_true")
    parser.add_argument("--check", action="store_true")
    wanted = parser.parse_args()
    count, found = rates(wanted.words)
    rate = statistics.median(found)
    print(f"{count} cases, {rate:.0f} a second of processor time (budget {BUDGET})")
    turns: dict[int, list[Turn]] = {1: [], 2: []}
    for _ in range(wanted.runs):
        for jobs, some in turns.items():
            some.append(turn(jobs, wanted.words, interview=wanted.interview))
            print(f"  --jobs {jobs}: {some[-1].wall:.1f} s, processor {some[-1].processor:.1f} s")
    pairs = [one.wall / two.wall for one, two in zip(turns[1], turns[2], strict=True)]
    wall = {jobs: min(one.wall for one in some) for jobs, some in turns.items()}
    used = {jobs: min(one.processor for one in some) for jobs, some in turns.items()}
    print(f"--jobs 2 is {statistics.median(pairs):.2f} x as fast in the median pair of runs")
    print(f"--jobs 2 is {wall[1] / wall[2]:.2f} x as fast, best run against best run")
    print(f"it could be {2 * used[1] / used[2]:.2f} x as fast with two idle cores")
    return 1 if wanted.check and rate < BUDGET else 0


if __name__ == "__main__":
    sys.exit(main())
