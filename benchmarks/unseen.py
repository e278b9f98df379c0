"""Stories written and answered by readers who knew nothing of the rules: what comes out for each.

python benchmarks/unseen.py          shares, with exact bounds
python benchmarks/unseen.py --each   also each story whose level is another than was wanted

unseen-stories.jsonl has a story in a line: who wrote it saw neither questions nor rules, and who
answered for it saw neither rules nor what was wanted. **They are invented, and no clinician wrote
or read them**, but for those of the kind `published`, which retell a published case. What was
wanted is one opinion. Of each set it was looked at what came out, and rules were changed; the next
set came after that. docs/accuracy.md tells what came out at first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from triage import Assessment, Rulebook, assess, own_rulebook
from triage.cases.bounds import clopper_pearson
from triage.inference.answers import answers_from
from triage.rulebook.urgency import LADDER

FILE = Path(__file__).parent / "unseen-stories.jsonl"


class Story(Struct, frozen=True, rename="kebab"):
    """A person who was made up, with the answers that a reader gave."""

    id: str
    set: int
    """In the order in which they were looked at; between two sets, rules were changed."""
    kind: str
    """danger, everyday, which: a condition that should be named; or published: somebody real."""
    story: str
    wanted: str
    """The level that its author wanted."""
    why: str
    source: str
    sure: str
    """How sure the author was of the level."""
    answers: Mapping[str, Any]
    names: tuple[str, ...] = ()
    """The conditions of which one should be named; none where the rule book does not know it."""
    no_line: tuple[str, ...] = ()
    """What the reader found no line for."""


class Came(Struct, frozen=True):
    """What came out for a story."""

    story: Story
    result: Assessment

    @property
    def steps(self) -> int:
        """How many steps above the wanted level; below it, negative."""
        return LADDER.index(self.result.urgency) - LADDER.index(self.story.wanted)

    def named(self, among: int) -> bool:
        """Whether a right name is among the first so many."""
        return any(one.id in self.story.names for one in self.result.suggested[:among])


@cache
def stories() -> tuple[Story, ...]:
    """Every story, in the order of the file."""
    lines = FILE.read_text("utf-8").splitlines()
    return tuple(msgspec.json.decode(line, type=Story) for line in lines)


def came_of(book: Rulebook, some: Sequence[Story]) -> list[Came]:
    """What comes out for each of them.

    Raises:
        AnswersError: the questions are others by now.
    """
    return [Came(one, assess(book, answers_from(book, one.answers))) for one in some]


def figures(came: Sequence[Came]) -> list[str]:
    """Shares of each set and kind, in lines."""
    found = []
    for number in sorted({one.story.set for one in came}):
        for kind in ("danger", "everyday", "which", "published"):
            some = [one for one in came if (one.story.set, one.story.kind) == (number, kind)]
            known = [one for one in some if one.story.names]
            to_name = some if known else []
            for what, holds in (
                ("not below the wanted level", [one.steps >= 0 for one in some]),
                ("not above the wanted level", [one.steps <= 0 for one in some]),
                ("a right name first", [one.named(1) for one in known]),
                ("a right name among three", [one.named(3) for one in known]),
                ("something named", [bool(one.result.suggested) for one in to_name]),
            ):
                if holds:
                    low, high = clopper_pearson(sum(holds), len(holds))
                    share = f"{sum(holds)} of {len(holds)} = {sum(holds) / len(holds):.1%}"
                    found.append(f"set {number}, {kind}, {what}: {share} ({low:.1%} to {high:.1%})")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", action="store_true")
    came = came_of(own_rulebook(), stories())
    if parser.parse_args().each:
        for one in came:
            if one.steps:
                by = ", ".join(reason.id for reason in one.result.decided_by)
                told = f"{one.story.id}: wanted {one.story.wanted}, got {one.result.urgency}"
                sys.stdout.write(f"{told}, by {by or 'nothing'}\n")
    sys.stdout.write("\n".join(figures(came)) + "\n")


if __name__ == "__main__":
    main()
