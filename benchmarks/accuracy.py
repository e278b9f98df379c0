"""How often the result is right, over the written and the published people of tests/people.

python benchmarks/accuracy.py            the figures
python benchmarks/accuracy.py --misses   also each miss in a line
python benchmarks/accuracy.py --write    put figures and results into docs/accuracy.md
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.cases.accuracy import Outcome

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

DOCUMENT = ROOT / "docs" / "accuracy.md"
SETS = ("published", "written")
"""Folders of tests/people. The stories there were written to find faults: docs/stories.md."""
START = "<!-- figures -->"
END = "<!-- end of figures -->"
HIGH = "<!-- too high -->"
HIGH_END = "<!-- end of too high -->"
NAMES = 3
"""Among so many names the right one is looked for."""
ROW = re.compile(r"^\| `([^`]+)` \| [^|]* \| [^|]* \|", re.MULTILINE)


def all_outcomes() -> dict[tuple[str, str], list[Outcome]]:
    """What comes out for everybody now, by folder and by what is done with silence."""
    from triage import own_rulebook
    from triage.cases.accuracy import outcomes
    from triage.cases.people import SUFFIX, load_people

    book = own_rulebook()
    found: dict[tuple[str, str], list[Outcome]] = {}
    for name in SETS:
        files = sorted((ROOT / "tests" / "people" / name).glob(f"*{SUFFIX}"))
        for silence in ("as written", "left out") if name == "published" else ("as written",):
            people = [one for path in files for one in load_people(path, book, silence)]
            found[name, silence] = outcomes(book, people)
    return found


def to_judge(outcome: Outcome) -> bool:
    """Whether a reader has to say what the miss means: too low, or the right name not shown."""
    place = outcome.place
    return outcome.step < 0 or (outcome.in_scope and (place is None or place > NAMES))


def rewritten(text: str, found: dict[tuple[str, str], list[Outcome]]) -> str:
    """The document with the figures, and *known* and *got* in its tables, as they are now.

    Rows are neither added nor taken away: what a miss means is for a reader to judge.
    """
    from triage.cases.accuracy import report

    blocks = [
        f"### {name}, what nobody said {silence}\n\n```text\n{report(some)}\n```"
        for (name, silence), some in found.items()
    ]
    cells = {
        outcome.person.id: _cells(outcome)
        for (_, silence), some in found.items()
        if silence == "as written"
        for outcome in some
    }
    rows = [
        f"| `{outcome.person.id}` | {_cells(outcome)} | {', '.join(outcome.decided_by[:4])} |"
        for (_, silence), some in found.items()
        if silence == "as written"
        for outcome in some
        if outcome.step > 0 and not to_judge(outcome)
    ]
    head = "| id | known | got | raised by |\n|---|---|---|---|"
    text = _between(text, START, END, blocks)
    text = _between(text, HIGH, HIGH_END, ["\n".join([head, *rows])])
    return ROW.sub(
        lambda row: f"| `{row[1]}` | {cells[row[1]]} |" if row[1] in cells else row[0], text
    )


def _between(text: str, start: str, end: str, blocks: list[str]) -> str:
    """The text with these blocks between two marks, in place of what stood there."""
    before, rest = text.split(start)
    return before + "\n\n".join([start, *blocks, end]) + rest.split(end)[1]


def _cells(outcome: Outcome) -> str:
    known = outcome.person.known
    shown = ", ".join(outcome.suggested[:3]) or "nothing"
    return f"{known.condition}, {known.urgency} | {outcome.urgency}; {shown}"


def main() -> None:
    from triage.cases.accuracy import misses, report

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    found = all_outcomes()
    for (name, silence), some in found.items():
        print(f"## {name}, what nobody said {silence}\n{report(some)}\n")
        if arguments.misses:
            print("\n".join(misses(some)), "\n")
    if arguments.write:
        DOCUMENT.write_text(rewritten(DOCUMENT.read_text("utf-8"), found), "utf-8")


if __name__ == "__main__":
    main()
