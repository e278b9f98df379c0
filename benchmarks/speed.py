"""The budgets of docs/performance.md, as ratios and times measured in one run.

python benchmarks/speed.py            print them
python benchmarks/speed.py --check    also exit 1 where a ratio is not met, or has got much slower
python benchmarks/speed.py --write    measure the ratios, and keep them in ratios.json

Every ratio is between two things that take turns in one run, so that neither the machine nor
what else it does counts: a process against one that only imports click, a step in a process
against a fixed piece of work. The medians count. `--check` fails where a ratio is more than
half above the one that is kept. Times in milliseconds, seconds and cases a second are told only:
on a slower machine they say nothing about the program.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from triage.inference.assessing import assess

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

RATIOS = ROOT / "benchmarks" / "ratios.json"
SLOWER = 1.5
"""A ratio may be so many times the one that is kept."""
FIRST = 2.5
"""The first question may take so many times as long as importing click."""
STARTS = 15
PEOPLE = 60
TURNS = 9


def as_installed(compiled: str) -> dict[str, str]:
    """The environment of somebody whose modules were compiled once, as every installer does.

    Where it is forbidden to keep what was compiled, each start would compile the whole program.
    """
    forbidden = {"PYTHONDONTWRITEBYTECODE"}
    kept = {name: value for name, value in os.environ.items() if name not in forbidden}
    return {**kept, "PYTHONPYCACHEPREFIX": compiled}


def seconds(
    command: list[str],
    environment: dict[str, str],
    until: bytes | None = None,
    typed: bytes = b"",
) -> float:
    """From process start to its end, or to the moment that it has printed `until`."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
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


STARTED: dict[str, tuple[list[str], bytes | None, bytes]] = {
    "first question": (["ask", "--plain"], b"\n1. ", b"\n"),
    "triage --help": (["--help"], None, b""),
    "triage rules --help": (["rules", "--help"], None, b""),
}


def start_times() -> tuple[float, dict[str, float], dict[str, float]]:
    """Seconds to import click, to each of `STARTED`, and the ratios, all of them in turns."""
    click = [sys.executable, "-c", "import click"]
    bases: list[float] = []
    taken: dict[str, list[float]] = {name: [] for name in STARTED}
    with tempfile.TemporaryDirectory() as compiled:
        environment = as_installed(compiled)
        for turn in range(STARTS + 1):
            base = seconds(click, environment)
            times = {
                name: seconds([sys.executable, "-m", "triage", *words], environment, until, typed)
                for name, (words, until, typed) in STARTED.items()
            }
            if turn:  # the first one compiles
                bases.append(base)
                for name, one in times.items():
                    taken[name].append(one)
    base = statistics.median(bases)
    medians = {name: statistics.median(some) for name, some in taken.items()}
    return base, medians, {name: median / base for name, median in medians.items()}


def fixed_work() -> int:
    """Some milliseconds of what Python does in an interview: words, dictionaries and sets."""
    found: set[str] = set()
    for turn in range(12):
        words = {f"question-{number}.item": str(number % 7) for number in range(300)}
        for name, word in words.items():
            if word in ("1", "2", "3") and name.partition(".")[0] not in found:
                found.add(f"{name}: {word} {turn}")
    return len(frozenset(found))


def against_fixed_work(step: Callable[[], object], turns: int = TURNS) -> float:
    """Processor time of a step as a ratio to the fixed work, in turns, the median."""
    step()
    ratios = []
    for _ in range(turns):
        start = time.process_time()
        fixed_work()
        middle = time.process_time()
        step()
        ratios.append((time.process_time() - middle) / (middle - start))
    return statistics.median(ratios)


def step_ratios() -> dict[str, float]:
    """What the parts of a run cost, as ratios to the fixed work."""
    from tests.walking import walk
    from triage import Engine, Interview, assess, own_rulebook
    from triage.inference import reference
    from triage.inference.assessment import assessment_of
    from triage.inference.relevance import Relevance

    book = own_rulebook()
    engine = Engine(book)
    walks = []
    for seed in range(12):
        chance = random.Random(seed)
        interview = Interview(book)
        while interview.current is not None:
            interview = interview.answer(walk(interview, chance))
        walks.append(interview)
    everybody = [(one.answers, one.variables) for one in walks]
    fired = [reference.fire(book, variables) for _, variables in everybody]
    relevance = Relevance(book)

    def answer() -> None:
        for seed in range(2):
            chance = random.Random(seed)
            interview = Interview(book)
            while interview.current is not None:
                interview = interview.answer(walk(interview, chance))
                assess(book, interview.answers, lambda: engine)
                _ = interview.current, interview.progress

    steps: dict[str, Callable[[], object]] = {
        "two interviews, answer by answer": answer,
        "engine, twelve people": lambda: [engine.fire(seen) for _, seen in everybody],
        "reference evaluator, twelve people": lambda: [
            reference.fire(book, seen) for _, seen in everybody
        ],
        "result, twelve people": lambda: [
            assessment_of(book, answers, some)
            for (answers, _), some in zip(everybody, fired, strict=True)
        ],
        "what is still open, twelve people": lambda: [
            relevance.questions(frozenset(answers.given), seen) for answers, seen in everybody
        ],
        "building the engine": lambda: Engine(book),
    }
    return {name: against_fixed_work(step) for name, step in steps.items()}


def answer_times() -> list[float]:
    """Seconds from an answer to the next question, with both evaluators, over whole interviews."""
    from tests.walking import walk
    from triage import Interview, own_rulebook
    from triage.cli.replay_run import Evaluators

    book = own_rulebook()
    engine = Evaluators.of(book).engine  # as commands make it
    times: list[float] = []
    for seed in range(PEOPLE):
        chance = random.Random(seed)
        interview = Interview(book)
        while interview.current is not None:
            given = walk(interview, chance)
            before = time.perf_counter()
            interview = interview.answer(given)
            assess(book, interview.answers, lambda: engine)
            _ = interview.current, interview.progress
            times.append(time.perf_counter() - before)
    return times


def cases_a_second() -> float:
    """Answer sets evaluated by both evaluators and assessed, in a second of processor time."""
    from tests.walking import walk
    from triage import Interview, own_rulebook
    from triage.cli.replay_run import Evaluators

    book = own_rulebook()
    engine = Evaluators.of(book).engine  # as commands make it
    people = []
    for seed in range(PEOPLE):
        chance = random.Random(seed)
        interview = Interview(book)
        while interview.current is not None:
            interview = interview.answer(walk(interview, chance))
        people.append(interview.answers)
    for answers in people[:5]:  # what is prepared once for a rule book is not a rate
        assess(book, answers, lambda: engine)
    before = time.process_time()
    for answers in people:
        assess(book, answers, lambda: engine)
    return len(people) / (time.process_time() - before)


def check_seconds() -> float:
    """Seconds of `triage rules check`, as a process."""
    return seconds([sys.executable, "-m", "triage", "rules", "check"], {**os.environ})


def slower(found: dict[str, float], kept: dict[str, float]) -> list[str]:
    """A line for each ratio that is much above the one that is kept, or that is not kept."""
    lines = []
    for name, ratio in found.items():
        if name not in kept:
            lines.append(f"{name}: {ratio:.2f}, and no ratio is kept (run with --write)")
        elif ratio > SLOWER * kept[name]:
            times = ratio / kept[name]
            lines.append(f"{name}: {ratio:.2f}, which is {times:.2f} x the {kept[name]:.2f} kept")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    base, started, ratios = start_times()
    ratios |= step_ratios()
    if arguments.write:
        text = json.dumps({name: round(ratio, 3) for name, ratio in ratios.items()}, indent=2)
        RATIOS.write_text(text + "\n", encoding="utf-8")
    kept = json.loads(RATIOS.read_text(encoding="utf-8"))
    times = sorted(answer_times())
    late = times[int(len(times) * 0.99)] * 1000
    rate = cases_a_second()
    check = check_seconds()
    first = ratios["first question"]
    rows = [
        (
            "start to first question",
            f"{started['first question']:.3f} s, {first:.2f} x import click ({base:.3f} s)",
            f"<= {FIRST} x",
            first <= FIRST,
        ),
        (
            "answer to next question, 99th percentile",
            f"{late:.1f} ms of {len(times)}",
            "<= 10 ms",
            late <= 10,
        ),
        ("replay with both evaluators", f"{rate:.0f} cases a second", ">= 200", rate >= 200),
        ("triage rules check", f"{check:.2f} s", "<= 5 s", check <= 5),
    ]
    for name, found, budget, met in rows:
        print(f"{'met ' if met else 'MISSED'} {name}: {found} (budget {budget})")
    for name, ratio in ratios.items():
        print(f"  {name}: {ratio:.2f} (kept {kept.get(name, 0):.2f})")
    too_slow = slower(ratios, kept)
    for line in too_slow:
        print(f"SLOWER {line}")
    return 0 if (first <= FIRST and not too_slow) or not arguments.check else 1


if __name__ == "__main__":
    sys.exit(main())
