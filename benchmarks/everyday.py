"""What everyday people are told: five hundred, drawn from tables by a fixed seed.

triage/batch/everyday.yaml has the tables, with a source for each share, and everyday.yaml beside
this file says what is kept. Nobody here is real: the figures say what the rules do to common
complaints with common other troubles, and nothing about how real people answer.

python benchmarks/everyday.py            the shares of each level, and the rules behind them
python benchmarks/everyday.py --people   also each person who is to be seen the same day or sooner
python benchmarks/everyday.py --number 5000   the same with more people, for closer bounds
python benchmarks/everyday.py --check    fails where a share leaves the bounds that are kept
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import yaml
from msgspec import Struct

from triage.batch.population import Drawn, draw

if TYPE_CHECKING:
    from triage.cases.accuracy import Share
    from triage.cases.running import Came
    from triage.rulebook.model import Rulebook

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

TABLE = Path(__file__).with_suffix(".yaml")
SOON = ("same-day", "emergency")


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """How many are drawn, and what is kept of them."""

    seed: int
    people: int
    over: float
    """A rule that raises more than this share is told."""
    grave: list[str]
    kept: dict[str, tuple[float, float]]


def table() -> Table:
    """What is kept."""
    return msgspec.convert(yaml.safe_load(TABLE.read_text("utf-8")), Table)


def people(tables: Table, book: Rulebook) -> list[Drawn]:
    """The people: the same ones for the same seed."""
    return [*draw(book, tables.seed, tables.people)]


class Told(NamedTuple):
    """What one of them is told."""

    condition: str
    """With which they were drawn."""
    step: int
    """Levels above (positive) or below the level of that condition."""
    came: Came


def results(drawn: Sequence[Drawn], book: Rulebook) -> list[Told]:
    """What comes out for each, silence as no; assessed in columns."""
    from triage.batch.reading import BlockReader
    from triage.batch.results import FIRED, Assessor
    from triage.batch.simulating import as_table
    from triage.cases.running import came_of
    from triage.rulebook.urgency import rank

    block = BlockReader(book).read(as_table(book, [*drawn]))
    assert not block.problems
    (fired,) = Assessor(book).columns(block.seen.said, len(drawn), (FIRED,))
    found = []
    for one, rules in zip(drawn, fired.to_pylist(), strict=True):
        came = came_of(book, {*rules})
        own = rank(book.conditions[one.condition].urgency)
        found.append(Told(one.condition, rank(came.urgency) - own, came))
    return found


def shares(found: Sequence[Told], grave: Iterable[str]) -> dict[str, Share]:
    """Of each level, of those above the level of their condition, and of grave names."""
    from triage.cases.accuracy import LEVELS, Share

    def share(holds: Callable[[Told], bool]) -> Share:
        return Share(sum(map(holds, found)), len(found))

    names = {*grave}
    levels = Counter[str](one.came.urgency for one in found)
    figures = {str(level): Share(levels[level], len(found)) for level in LEVELS}
    figures["above its condition"] = share(lambda one: one.step > 0)
    figures["grave name"] = share(lambda one: bool(names & {*one.came.suggested}))
    figures["nothing named"] = share(lambda one: not one.came.suggested)
    figures["right one first"] = share(lambda one: one.came.suggested[:1] == (one.condition,))
    return figures


def raising(found: Sequence[Told], over: float) -> list[tuple[str, str, Share, int]]:
    """Level, rule, share of all people, and how often alone, of each rule that raises so many."""
    from triage.cases.accuracy import Share

    together, alone = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for one in (told.came for told in found):
        for rule in one.decided_by if one.urgency in SOON else ():
            together[one.urgency, rule] += 1
            alone[one.urgency, rule] += len(one.decided_by) == 1
    return [
        (level, rule, Share(times, len(found)), alone[level, rule])
        for (level, rule), times in together.most_common()
        if times > over * len(found)
    ]


def out_of_bounds(
    figures: Mapping[str, Share], kept: Mapping[str, tuple[float, float]]
) -> list[str]:
    """Each kept bound that does not hold."""
    return [
        f"{name}: {figures[name]}, kept {low:.1%} to {high:.1%}"
        for name, (low, high) in kept.items()
        if not low <= figures[name].count / figures[name].of <= high
    ]


def main() -> None:
    from triage import own_rulebook

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--people", action="store_true")
    parser.add_argument("--number", type=int)
    arguments = parser.parse_args()
    book, tables = own_rulebook(), table()
    if arguments.number:
        tables = msgspec.structs.replace(tables, people=arguments.number)
    drawn = people(tables, book)
    found = results(drawn, book)
    figures = shares(found, tables.grave)
    for name, figure in figures.items():
        print(f"{name:<20} {figure}")
    print(f"\nraises more than {tables.over:.0%} of them to the same day or sooner")
    for level, rule, figure, alone in raising(found, tables.over):
        print(f"  {level:<10} {rule:<28} {figure}, alone {alone}")
    names = Counter(id for one in found for id in one.came.suggested if id in tables.grave)
    print("\ngrave names: " + ", ".join(f"{id} {times}" for id, times in names.most_common()))
    for person, told in zip(drawn, found, strict=True) if arguments.people else ():
        one = told.came
        if one.urgency in SOON or {*tables.grave} & {*one.suggested}:
            who = f"{person.id} {person.condition} {person.age} {person.sex}"
            print(f"{who}: {one.urgency} by {', '.join(one.decided_by)}; {', '.join(person.signs)}")
            print(f"    shown {', '.join(one.suggested) or 'nothing'}")
    if arguments.check and (broken := out_of_bounds(figures, tables.kept)):
        sys.exit("\n".join(broken))


if __name__ == "__main__":
    main()
