"""How cost grows with rules: a rule book with its conditions copied once, twice, four, eight times.

python benchmarks/growth.py            the figures
python benchmarks/growth.py --check    fails where eight times the conditions cost more than nine
                                       times as much in columns

A copy of a condition has all of its rules under new ids; red flags and findings stay. Copied as
they are, conditions hold for the same people, and everybody gets eight times the names. The columns
make a condition that stands there twice only once, so a copy may also ask about other questions:
each leaf about the next one that takes the same answers. Everything takes turns, and the shortest
processor time counts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec.structs import replace

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from triage import Engine  # noqa: E402
from triage.inference import reference  # noqa: E402
from triage.inference.columns import BLOCK  # noqa: E402
from triage.inference.weighing import weigh  # noqa: E402
from triage.rulebook.model import Rulebook  # noqa: E402
from triage.rulebook.parts.conditions import Block, Condition, Evidence  # noqa: E402
from triage.rulebook.when import Holds, Is, When  # noqa: E402

TIMES = (1, 2, 4, 8)
TURNS = 5
SAMPLE = 200
"""People of a turn, where they come one by one."""
MOST = 9.0
"""Times the cost of the rule book itself that eight times its conditions may have in columns."""

Moved: TypeAlias = Callable[[When], When]


def copied(book: Rulebook, times: int, *, other_questions: bool = False) -> Rulebook:
    """The rule book with so many of each condition."""
    conditions: dict[str, Condition] = {}
    for number in range(times):
        moved = _moved(book, number) if other_questions else _as_it_is
        for id, condition in book.conditions.items():
            name = f"{id}-{number}" if number else id
            conditions[name] = _copy(condition, number, moved) if number else condition
    return replace(book, conditions=conditions)


def _copy(condition: Condition, number: int, moved: Moved) -> Condition:
    def evidence(some: Mapping[str, Evidence]) -> dict[str, Evidence]:
        return {f"{id}-{number}": replace(one, when=moved(one.when)) for id, one in some.items()}

    blocks: dict[str, Block] = {
        f"{id}-{number}": replace(one, when=moved(one.when))
        for id, one in condition.blocked_by.items()
    }
    return replace(
        condition,
        core=replace(condition.core, when=moved(condition.core.when)),
        firm=None if condition.firm is None else moved(condition.firm),
        supports=evidence(condition.supports),
        against=evidence(condition.against),
        blocked_by=blocks,
    )


def _as_it_is(when: When) -> When:
    return when


def _moved(book: Rulebook, by: int) -> Moved:
    """Asks about the variable that comes so much later among those with the same answers."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, variable in book.variables.items():
        alike.setdefault(tuple(variable.answers), []).append(name)
    later = {
        name: names[(place + by) % len(names)]
        for names in alike.values()
        for place, name in enumerate(names)
    }

    def moved(when: When) -> When:
        match when:
            case Is(variable, answers):
                return Is(later[variable], answers)
            case Holds():
                return when
        return replace(when, of=tuple(moved(part) for part in when.of))

    return moved


def tasks(book: Rulebook) -> dict[str, tuple[Callable[[], object], int]]:
    """What is measured with a rule book, and of how many people it is."""
    from benchmarks.columns import cases_block
    from triage.batch.reading import BlockReader
    from triage.batch.results import RESULTS, Assessor

    some, batch = cases_block()
    sample = [answers.variables(book) for answers in some[:SAMPLE]]
    said, assessor, engine = BlockReader(book).read(batch).seen.said, Assessor(book), Engine(book)
    return {
        "columns": (lambda: assessor.columns(said, BLOCK, RESULTS), BLOCK),
        "reference": (lambda: [weigh(book, reference.fire(book, s)) for s in sample], SAMPLE),
        "experta": (lambda: [engine.fire(one) for one in sample], SAMPLE),
    }


def measured(books: Mapping[int, Rulebook]) -> dict[tuple[str, int], float]:
    """Seconds for a person, by what is measured and how many times the conditions are there."""
    every = {times: tasks(book) for times, book in books.items()}
    found: dict[tuple[str, int], float] = {}
    for _ in range(TURNS):
        for times, some in every.items():
            for what, (work, people) in some.items():
                start = time.process_time()
                work()
                taken = (time.process_time() - start) / people
                found[what, times] = min(taken, found.get((what, times), taken))
    return found


def main() -> int:
    from triage import own_rulebook

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    book, worst = own_rulebook(), 0.0
    for other_questions in (False, True):
        print("copies ask about other questions" if other_questions else "copied as they are")
        books = {times: copied(book, times, other_questions=other_questions) for times in TIMES}
        found = measured(books)
        for (what, times), taken in sorted(found.items()):
            ratio = taken / found[what, 1]
            print(
                f"  {what:<10} x {times}: {len(books[times].rules):>6,} rules,"
                f" {taken * 1e6:9.3f} microseconds a person, {ratio:5.2f} times x 1"
            )
        worst = max(worst, found["columns", TIMES[-1]] / found["columns", 1])
    return 1 if check and worst > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
