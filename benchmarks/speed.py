"""The budgets of the design's section 9, as ratios and times measured in one run.

python benchmarks/speed.py            print them
python benchmarks/speed.py --check    also exit 1 where one is not met
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

STARTS = 15
PEOPLE = 60


def seconds(command: list[str], until: bytes | None = None, typed: bytes = b"") -> float:
    """From process start to its end, or to the moment that it has printed `until`."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    if typed:
        process.stdin.write(typed)
        process.stdin.flush()
    seen = b""
    while until is None or until not in seen:
        chunk = process.stdout.read1()
        if not chunk:
            break
        seen += chunk
    taken = time.perf_counter() - start
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    if until is not None and until not in seen:
        raise SystemExit(f"{command} did not print {until!r}")
    return taken


def start_ratio() -> tuple[float, float, float]:
    """Seconds to the first question and to import click, in turns; and their ratio."""
    ask = [sys.executable, "-m", "triage", "ask", "--plain"]
    click = [sys.executable, "-c", "import click"]
    seconds(ask, b"question 1 of", b"\n")
    pairs = [(seconds(ask, b"question 1 of", b"\n"), seconds(click)) for _ in range(STARTS)]
    first, base = (statistics.median(side) for side in zip(*pairs, strict=True))
    return first, base, first / base


def answer_times() -> list[float]:
    """Seconds from an answer to the next question, over whole interviews with changes."""
    from tests.walking import walk
    from triage import Engine, Interview, assess, own_rulebook

    book = own_rulebook()
    engine = Engine(book)
    times: list[float] = []
    for seed in range(PEOPLE):
        chance = random.Random(seed)
        interview = Interview(book)
        while interview.current is not None:
            given = walk(interview, chance)
            before = time.perf_counter()
            interview = interview.answer(given)
            assess(book, interview.answers, engine.fire(interview.variables))
            _ = interview.current, interview.progress
            times.append(time.perf_counter() - before)
    return times


def cases_a_second() -> float:
    """Answer sets evaluated by both evaluators and assessed, in a second."""
    from tests.walking import walk
    from triage import Engine, Interview, assess_both, own_rulebook

    book = own_rulebook()
    engine = Engine(book)
    people = []
    for seed in range(PEOPLE):
        chance = random.Random(seed)
        interview = Interview(book)
        while interview.current is not None:
            interview = interview.answer(walk(interview, chance))
        people.append(interview.answers)
    for answers in people[:5]:  # what is prepared once for a rule book is not a rate
        assess_both(book, answers, engine)
    before = time.perf_counter()
    for answers in people:
        assess_both(book, answers, engine)
    return len(people) / (time.perf_counter() - before)


def check_seconds() -> float:
    """Seconds of `triage rules check`, as a process."""
    return seconds([sys.executable, "-m", "triage", "rules", "check"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    first, base, ratio = start_ratio()
    times = sorted(answer_times())
    late = times[int(len(times) * 0.99)] * 1000
    rate = cases_a_second()
    check = check_seconds()
    rows = [
        (
            "start to first question",
            f"{first:.3f} s, {ratio:.2f} x import click ({base:.3f} s)",
            "<= 3 x",
            ratio <= 3,
        ),
        (
            "answer to next question, 99th percentile",
            f"{late:.1f} ms of {len(times)}",
            "<= 20 ms",
            late <= 20,
        ),
        ("replay with both evaluators", f"{rate:.0f} cases a second", ">= 100", rate >= 100),
        ("triage rules check", f"{check:.2f} s", "<= 5 s", check <= 5),
    ]
    for name, found, budget, met in rows:
        print(f"{'met ' if met else 'MISSED'} {name}: {found} (budget {budget})")
    return 0 if all(met for *_, met in rows) or not arguments.check else 1


if __name__ == "__main__":
    sys.exit(main())
