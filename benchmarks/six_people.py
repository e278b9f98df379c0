"""How long a run is for six people at a real terminal of 80 columns and 24 rows.

python benchmarks/six_people.py            questions, lines, words, minutes and the tallest screen
python benchmarks/six_people.py --check    exit with 1 where a bound of BOUNDS is passed

Words are those on the screen from the first question to the answers that are checked, without
what is typed. Minutes are words at 200 in a minute, and 4 seconds for each question.
Who comes to an emergency screen stops there, as it tells them to; what going on would cost is told
apart, and does not count.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pexpect
import yaml

ROOT = Path(__file__).parent.parent
PEOPLE = Path(__file__).with_name("six-people.yaml")
BOUNDS = {"questions": 22, "lines": 115, "words": 1500, "minutes": 10}
ROWS = 24
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
ASKED = re.compile(r"^([0-9]+)\. ", re.MULTILINE)
LINE = re.compile(r"^ ?[0-9]+  ", re.MULTILINE)


class Run(NamedTuple):
    """How much one person saw."""

    questions: int
    lines: int
    words: int
    rows: int
    stopped: bool
    """Whether it ended at an emergency screen."""

    @property
    def minutes(self) -> float:
        return self.words / 200 + self.questions * 4 / 60


def sit_through(answers: dict[str, Any], *, goes_on: bool = False) -> Run:
    """Answer every question of a run at a terminal, up to the answers that are checked.

    `goes_on` is whether an emergency screen is passed.
    """
    from triage import own_rulebook

    book = own_rulebook()
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "triage", "ask", "--plain"],
        dimensions=(ROWS, 80),
        env={**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
        timeout=30,
        echo=False,
    )
    terminal.delaybeforesend = None
    terminal.expect("Press Enter to start.*: |Press Enter to start[.] ")
    terminal.sendline("")
    screens: list[str] = []
    while (
        found := terminal.expect([r"\bu: $", r"Type 1, 2 or 3: $", "your result: $", pexpect.EOF])
    ) < 2:
        screens.append(COLOURS.sub("", terminal.before + terminal.after).replace("\r", ""))
        if found == 1 and not goes_on:
            break
        if found == 1:
            terminal.sendline("3")
            continue
        if not ASKED.search(screens[-1]):
            raise SystemExit(f"not understood: {screens[-1]}")
        asked = " ".join(screens[-1][[*ASKED.finditer(screens[-1])][-1].end() :].split())
        asks = [(a, id) for id, q in book.questions.items() for a in (q.ask, q.ask_named) if a]
        id = max((len(words(ask)), id) for ask, id in asks if asked.startswith(words(ask)))[1]
        question, answer = book.questions[id], answers.get(id)
        if question.kind == "tick-all" and answer:  # a line that is not shown cannot be ticked
            answer = [i for i in answer if words(question.answers[i].text) in asked]
        terminal.sendline(typed(question, answer))
    if found == 3:
        raise SystemExit(f"the run ended: {terminal.before}")
    terminal.close(force=True)
    seen = "\n".join(screens)
    return Run(
        questions=len(set(ASKED.findall(seen))),
        lines=len(LINE.findall(seen)),
        words=len(seen.split()),
        rows=max(len(screen.strip("\n").splitlines()) for screen in screens),
        stopped=found == 1,
    )


def words(ask: str) -> str:
    """A question up to where it depends on whom it is about."""
    return ask.split("{", maxsplit=1)[0].split(" you", maxsplit=1)[0]


def typed(question: Any, answer: Any) -> str:
    """What somebody types: ids of lines for lists, and words elsewhere; what is not said is no."""
    if isinstance(answer, str):
        return answer
    if question.kind == "pick-one":
        return str([*question.answers].index(answer[0]) + 1) if answer else "u"
    if question.kind == "tick-all":
        return ",".join(answer or ["none"])
    return {"yes-no": "n", "medicines": "none", "free-text": "0"}.get(question.kind, "u")


def told(name: str, run: Run) -> str:
    """A run in a line."""
    return (
        f"{name:<9} {run.questions:3} questions {run.lines:4} lines {run.words:5} words "
        f"{run.minutes:5.1f} minutes, at most {run.rows} rows"
    )


def main() -> None:
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    people = yaml.load(PEOPLE.read_text("utf-8"), Loader=yaml.BaseLoader)
    runs = {name: sit_through(answers) for name, answers in people.items()}
    for name, run in runs.items():
        print(told(name, run))
        if run.stopped:
            print(told("  goes on", sit_through(people[name], goes_on=True)))
    passed = [f"a screen has {run.rows} rows" for run in runs.values() if run.rows > ROWS]
    for unit, bound in BOUNDS.items():
        middle = median(getattr(run, unit) for run in runs.values())
        print(f"{unit} in the middle: {middle:g}, at most {bound}")
        passed += [f"{unit}: {middle:g} is more than {bound}"] if middle > bound else []
    if check and passed:
        raise SystemExit("\n".join(passed))


if __name__ == "__main__":
    main()
