"""Promise P6 at length: three evaluators over random answer sets, rule by rule and name by name.

python benchmarks/evaluators.py                     100,000 answer sets, one process
python benchmarks/evaluators.py --number 1000000 --jobs 2    the long run
python benchmarks/evaluators.py --seed 5            others

The columnar evaluator and the reference are compared on every one: the rules that fire, the
urgency, the danger signs, the names with their fits and points. The engine fires each fiftieth. An
answer set here is a word for each variable or none, also where no interview would lead to it: what
rules make of words must agree on all of them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from triage import Engine, own_rulebook
from triage.batch.results import RESULTS, Assessor
from triage.inference import reference
from triage.inference.columns import people_of, planes_of
from triage.inference.weighing import weigh
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE

BLOCK = 5_000
BY_THE_ENGINE = 50
OFTEN = (0.01, 0.03, 0.1, 0.3)
"""How often somebody says yes: most have few signs, but rules that need many must fire too."""
UNANSWERED = 0.1


Drawn: TypeAlias = tuple[tuple[str, ...], NDArray[np.int64]]
"""The words of a variable, and for each person the place of one of them; -1 for none."""


def words_of(
    book: Rulebook, seed: tuple[int, int], people: int, shares: Sequence[float]
) -> dict[str, Drawn]:
    """What is drawn for each variable, of people who each say yes to one of these shares."""
    chance = np.random.default_rng(seed)
    often = chance.choice(shares, people)
    found = {}
    for name, variable in book.variables.items():
        words = variable.answers
        drawn = chance.random(people)
        if {"yes", "no"} <= {*words}:
            place = np.full(people, words.index("no"))
            place[drawn < often * 1.5] = words.index(UNSURE if UNSURE in words else "no")
            place[drawn < often] = words.index("yes")
        else:
            place = (drawn * len(words)).astype(np.int64)
        place[chance.random(people) < UNANSWERED] = -1
        found[name] = (words, place)
    return found


def difference(seed: tuple[int, int]) -> str | None:
    """The first answer set of a block on which the evaluators differ, in words."""
    book, assessor, engine = _tools()
    drawn = words_of(book, seed, BLOCK, OFTEN)
    said = {
        (name, word): planes_of(place == number)
        for name, (words, place) in drawn.items()
        for number, word in enumerate(words)
    }
    _, planes = assessor.assess(said, BLOCK)
    ids = np.array(sorted(assessor.plan.rules))
    fires = np.array([people_of(planes[assessor.plan.rules[id]], BLOCK) for id in ids.tolist()])
    columns = assessor.columns(said, BLOCK, RESULTS)
    results = zip(*(column.to_pylist() for column in columns), strict=True)
    for person, (answers, result) in enumerate(zip(_sets(drawn), results, strict=True)):
        fired = reference.fire(book, answers)
        if {*fired} != {*ids[fires[:, person]].tolist()}:
            return f"block {seed}, person {person}: the columns fire other rules"
        if result != weighed(book, fired):
            return f"block {seed}, person {person}: the columns weigh otherwise"
        if person % BY_THE_ENGINE == 0 and engine.fire(answers) != fired:
            return f"block {seed}, person {person}: the engine fires other rules"
    return None


def _sets(drawn: dict[str, tuple[tuple[str, ...], NDArray[np.int64]]]) -> Iterator[dict[str, str]]:
    named = [
        (name, np.array([*words, ""])[place].tolist()) for name, (words, place) in drawn.items()
    ]
    for person in range(BLOCK):
        yield {name: words[person] for name, words in named if words[person]}


def weighed(book: Rulebook, fired: reference.Fired) -> tuple[object, ...]:
    """What the rules that fired come to, as the columns of a result have it."""
    found = weigh(book, fired)
    shown = [one for one in found.candidates if one.shown]
    return (
        found.urgency,
        [flag.id for flag in found.flags if flag.certain],
        [flag.id for flag in found.flags if not flag.certain],
        [one.id for one in shown],
        [one.fit for one in shown],
        [one.points for one in shown],
    )


_ready: list[tuple[Rulebook, Assessor, Engine]] = []


def _tools() -> tuple[Rulebook, Assessor, Engine]:
    if not _ready:
        book = own_rulebook()
        _ready.append((book, Assessor(book), Engine(book)))
    return _ready[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    blocks = [(arguments.seed, block) for block in range(-(-arguments.number // BLOCK))]
    with ProcessPoolExecutor(arguments.jobs, get_context("spawn")) as pool:
        told = [one for one in pool.map(difference, blocks) if one]
    number = len(blocks) * BLOCK
    print("\n".join(told) or f"{number:,} answer sets, and no difference")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
