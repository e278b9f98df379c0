"""Promises P2, P3 and P4 at length: danger signs that go from no to not sure to yes.

Each answer set has one danger sign, or one line that stands for some, answered in each of the three
ways, and everything else stays. What these answers lead to is read as `triage batch` reads it: a
tick opens questions and takes others away, a line settles the signs that it covers, a second look
counts. The urgency must never fall on the way, and a sign that is a red flag by itself must give at
least its level.

python benchmarks/towards_danger.py                        a million answer sets
python benchmarks/towards_danger.py --number 10000000      the long run
python benchmarks/towards_danger.py --seed 5               others
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.evaluators import words_of  # noqa: E402
from triage import own_rulebook  # noqa: E402
from triage.checks.safety import danger_answers  # noqa: E402
from triage.inference.columns import (  # noqa: E402
    BLOCK,
    Plane,
    fire,
    people_of,
    plan_of,
    planes_of,
    words_in,
)
from triage.inference.columns_answers import Seen, Words  # noqa: E402
from triage.inference.columns_weighed import Weigher  # noqa: E402
from triage.inference.prepared import prepared  # noqa: E402
from triage.rulebook.conclusions import unsure_rule  # noqa: E402
from triage.rulebook.lines import lines  # noqa: E402
from triage.rulebook.model import Rulebook  # noqa: E402
from triage.rulebook.urgency import LADDER, rank  # noqa: E402
from triage.rulebook.when import UNSURE  # noqa: E402

WAYS = ("no", UNSURE, "yes")
OFTEN = (0.0, 0.002, 0.01, 0.05)
"""How often somebody says yes: mostly so seldom that the one sign decides."""

Given = dict[str, Words]


class Found(NamedTuple):
    """What came of a block."""

    broken: list[str]
    """Each promise that does not hold, in words, with a person by number."""
    people: NDArray[np.int64]
    """How many come out at each level with the sign at *no*, the lowest first."""
    raised: set[str]
    """The signs that raise somebody."""


class Signs:
    """The danger signs of a rule book, and what each of them reaches alone."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.plan = plan_of(book)
        self.weigher = Weigher(book, self.plan)
        made = prepared(book)
        self.repeats = {
            f"{later}.{item}": f"{at}.{line}" for later, item, at, line in made.repeated
        }
        wanted = {
            *danger_answers(book),
            *(name for name, _ in lines(book.questions)),
            *self.repeats,
        }
        self.names = [
            name
            for name, variable in book.variables.items()
            if name in wanted and {*WAYS} <= {*variable.answers}
        ]
        self.alone: dict[str, list[str]] = {}
        """By sign, the red flags that hold on it alone."""
        for id, flag in book.red_flags.items():
            for box in made.relevance.expanded(id, flag.when):
                if len(box) == 1 and "yes" in next(iter(box.values())):
                    self.alone.setdefault(next(iter(box)), []).append(id)
        for again, line in self.repeats.items():
            self.alone[again] = self.alone.get(line, [])

    def look(self, seed: tuple[int, int], people: int = BLOCK) -> Found:
        """Every sign in turn: person n has the sign of place n, and so on from the first.

        Of those with the same sign every second ticks the lines that lead to it.
        """
        whose = np.arange(people) % len(self.names)
        led = np.arange(people) // len(self.names) % 2 == 0
        given = self._drawn(seed, whose, led)
        broken: list[str] = []
        levels = []
        for way in WAYS:
            seen, kept = self._seen(self._with(given, whose, way), people)
            planes = fire(self.plan, seen.said, people)
            level = self.weigher.weigh(planes, people).urgency
            levels.append(level)
            broken += (
                f"block {seed}, {what}: {LADDER[level[person]]}, person {person} at {way}"
                for what, least, plane in self._least(seen, kept, planes)
                for person in np.flatnonzero(people_of(plane, people) & (level < least))[:1]
            )
        for before, after, one, other in ((0, 1, *WAYS[:2]), (1, 2, *WAYS[1:])):
            fell = np.flatnonzero(levels[before] > levels[after])
            broken += (
                f"block {seed}, {self.names[whose[person]]} from {one} to {other}: "
                f"{LADDER[levels[before][person]]} falls to {LADDER[levels[after][person]]}, "
                f"person {person}"
                for person in fell
            )
        rose = {self.names[n] for n in np.unique(whose[levels[2] > levels[0]])}
        return Found(broken, np.bincount(levels[0], minlength=len(LADDER)), rose)

    def _drawn(
        self, seed: tuple[int, int], whose: NDArray[np.int64], led: NDArray[np.bool_]
    ) -> Given:
        """Answers of everybody; a list is answered as a whole, or not at all."""
        drawn = words_of(self.book, seed, len(whose), OFTEN)
        for number, name in enumerate(self.names):
            mine = whose == number
            for lines_, whom, word in (
                (self._leading_to(name), led & mine, "yes"),
                (self._harmless_behind(name), mine, "no"),
            ):
                for line in lines_:
                    words, place = drawn[line]
                    place[whom] = words.index(word)
        given: Given = {}
        for names in prepared(self.book).variables_of.values():
            left = drawn[names[0]][1] < 0
            for name in names:
                words, place = drawn[name]
                if "no" in words:
                    place[place < 0] = words.index("no")
                place[left] = -1
                given[name] = {word: planes_of(place == n) for n, word in enumerate(words)}
        return given

    def _leading_to(self, name: str) -> Iterator[str]:
        """The lines that cover a sign, and those that cover them."""
        by = prepared(self.book).covered.get(name)
        for line in by.lines if by else ():
            yield line
            yield from self._leading_to(line)

    def _harmless_behind(self, name: str) -> Iterator[str]:
        """What a line covers that is no danger sign: unticked it is *no*, and so it stays.

        To tick it would be a second change, and some of it explains a danger sign away.
        """
        for sign, by in prepared(self.book).covered.items():
            if name in by.lines:
                if sign not in self.names:
                    yield sign
                yield from self._harmless_behind(sign)

    def _with(self, given: Given, whose: NDArray[np.int64], way: str) -> Given:
        """The answers with everybody's own sign answered in one way."""
        changed = dict(given)
        for number, name in enumerate(self.names):
            mine = planes_of(whose == number)
            changed[name] = {
                word: plane | mine if word == way else plane & ~mine
                for word, plane in given[name].items()
            }
        return changed

    def _seen(self, given: Given, people: int) -> tuple[Seen, Given]:
        """What rules see, and the answers without those to questions that nobody was led to."""
        while True:
            seen = Seen(self.book, given, words_in(people))
            if not seen.not_asked:
                return seen, given
            given = dict(given)
            for id, wrong in seen.not_asked.items():
                for name in prepared(self.book).variables_of[id]:
                    given[name] = {word: plane & ~wrong for word, plane in given[name].items()}

    def _least(
        self, seen: Seen, given: Given, planes: list[Plane]
    ) -> Iterator[tuple[str, int, Plane]]:
        """Whose urgency must not be below a level, with the reason in words."""
        flags, said = self.book.red_flags, seen.said
        nobody: Plane = np.zeros_like(planes[0])
        for id, flag in flags.items():
            for rule, level in ((id, flag.urgency), (unsure_rule(id), flag.if_unsure)):
                place = self.plan.rules.get(rule)
                yield f"{rule} fires", rank(level), nobody if place is None else planes[place]
        for name, ids in self.alone.items():
            for id in ids:
                yield f"{name} is {id}", rank(flags[id].urgency), _either(given[name], "yes")
                not_sure = said.get((name, UNSURE), nobody)
                yield f"{name} may be {id}", rank(flags[id].if_unsure), not_sure
        for name, by in prepared(self.book).covered.items():
            open_ = ~_either(given[name], *given[name])
            ticked = (_either(given[line], "yes", UNSURE) for line in by.lines)
            which = reduce(or_, ticked, nobody) & open_
            for line in by.lines:  # a line that is not answered settles nothing
                which = which & _either(given[line], *given[line])
            for id in self.alone.get(name, ()):
                yield f"a line opens {name} of {id}", rank(flags[id].if_unsure), which


def _either(words: Mapping[str, Plane], *some: str) -> Plane:
    return reduce(or_, (words[word] for word in some))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    signs = Signs(own_rulebook())
    blocks = -(-arguments.number // BLOCK)
    broken: list[str] = []
    raised = set[str]()
    people = np.zeros(len(LADDER), np.int64)
    for block in range(blocks):
        found = signs.look((arguments.seed, block))
        broken += found.broken
        people += found.people
        raised |= found.raised
    spread = ", ".join(f"{level} {count:,}" for level, count in zip(LADDER, people, strict=True))
    print(f"{blocks * BLOCK:,} answer sets, {len(signs.names)} signs, {len(raised)} raise somebody")
    print(f"with the sign at no: {spread}")
    print("\n".join(broken[:50]) or "no promise is broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
