"""What everyday people are told: five hundred, drawn from tables by a fixed seed.

benchmarks/everyday.yaml has the tables, with a source for each share. Nobody here is real: the
figures say what the rules do to common complaints with common other troubles, and nothing about
how real people answer.

python benchmarks/everyday.py            the shares of each level, and the rules behind them
python benchmarks/everyday.py --people   also each person who is to be seen the same day or sooner
python benchmarks/everyday.py --number 5000   the same with more people, for closer bounds
python benchmarks/everyday.py --check    fails where a share leaves the bounds that are kept
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

import msgspec
import yaml
from msgspec import Struct, field

if TYPE_CHECKING:
    from triage.cases.accuracy import Outcome, Share
    from triage.rulebook.model import Rulebook

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

TABLE = Path(__file__).with_suffix(".yaml")
Key = TypeVar("Key")
SOON = ("same-day", "emergency")
A_FILE = 500
"""People to a file, as a file may be no larger."""
A_CHILD = 16
"""Under this age a parent answers."""

Says = Mapping[str, str | list[str]]
"""Answers by question: a word, or the lines that are ticked."""
Band = tuple[int, int, float]
"""From this age to that, and the weight or the share."""


class Kind(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How common a condition is, and among whom."""

    per_1000: float
    source: str
    asks: float
    """The share of those who have it that would look it up or ask."""
    women: float
    ages: list[Band]

    @property
    def weight(self) -> float:
        """How many of 1,000 people would ask about it."""
        return self.per_1000 * self.asks


class Typical(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What people with a condition answer."""

    one_of: dict[str, dict[str, float]]
    some: list[tuple[float, Says]]


class Sign(Struct, frozen=True, forbid_unknown_fields=True):
    """What ordinary people have beside it."""

    source: str
    ages: list[Band]
    says: Says
    note: str = ""
    sex: str = ""
    beside: list[str] = []


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is drawn from."""

    seed: int
    people: int
    over: float
    """A rule that raises more than this share is told."""
    grave: list[str]
    kept: dict[str, tuple[float, float]]
    sources: dict[str, str]
    conditions: dict[str, Kind]
    answers: dict[str, Typical]
    signs: dict[str, Sign]


class Drawn(Struct, frozen=True):
    """One person."""

    id: str
    condition: str
    age: int
    sex: str
    signs: list[str]
    says: dict[str, str | list[str]] = field(default_factory=dict)


def table() -> Table:
    """The tables, as they are kept."""
    return msgspec.convert(yaml.safe_load(TABLE.read_text("utf-8")), Table)


def draw(tables: Table, book: Rulebook) -> list[Drawn]:
    """The people: the same ones for the same tables."""
    luck = random.Random(tables.seed)
    kinds = tables.conditions
    return [
        _one(luck, tables, book, n, _pick(luck, {id: one.weight for id, one in kinds.items()}))
        for n in range(1, tables.people + 1)
    ]


def _one(luck: random.Random, tables: Table, book: Rulebook, n: int, condition: str) -> Drawn:
    kind, typical = tables.conditions[condition], tables.answers[condition]
    bands = {place: band[2] for place, band in enumerate(kind.ages)}
    low, high, _ = kind.ages[_pick(luck, bands)]
    age = low + int(luck.random() * (high - low + 1))
    sex = "female" if luck.random() < kind.women else "male"
    says: dict[str, str | list[str]] = {}
    while not any(question.startswith("does-") for question in says):  # nobody without a movement
        child = age < A_CHILD
        says = {"answering-for": "my-child" if child else "me", "age": str(age), "sex": sex}
        for share, some in typical.some:
            if luck.random() < share:
                _add(says, some)
    for question, weights in typical.one_of.items():
        _add(says, {question: _as_answer(book, question, _pick(luck, weights))})
    signs: list[str] = []
    for name, sign in tables.signs.items():
        share = sum(band[2] for band in sign.ages if band[0] <= age <= band[1])
        chance = luck.random()  # one for each sign, so that a new share moves only its own
        fits = sign.sex in ("", sex) and (not sign.beside or {*sign.beside} & {*signs})
        if fits and chance < share:
            signs.append(name)
            _add(says, sign.says)
    _open(says, book)
    return Drawn(f"e{n:03}", condition, age, sex, signs, says)


def _pick(luck: random.Random, weights: Mapping[Key, float]) -> Key:
    """One of them, by weight."""
    left = luck.random() * sum(weights.values())
    for key, weight in weights.items():
        left -= weight
        if left < 0:
            return key
    return next(reversed([*weights]))


def _as_answer(book: Rulebook, question: str, word: str) -> str | list[str]:
    from triage.rulebook.kinds import TickAll

    return [word] if isinstance(book.questions[question], TickAll) else word


def _add(says: dict[str, str | list[str]], more: Says) -> None:
    """Ticks join; of two words the first stays, which is that of the condition."""
    for question, answer in more.items():
        before = says.get(question, [])
        if isinstance(before, list) and isinstance(answer, list):
            says[question] = [*before, *(line for line in answer if line not in before)]
        elif question not in says:
            says[question] = answer


def _open(says: dict[str, str | list[str]], book: Rulebook) -> None:
    """Tick a line that leads to each question that is said, where none of them is ticked."""
    from triage.rulebook.kinds import TickAll

    ways: dict[str, list[tuple[str, str]]] = {}
    for id, question in book.questions.items():
        for line, answer in question.answers.items() if isinstance(question, TickAll) else ():
            for led in answer.opens:
                ways.setdefault(led, []).append((id, line))
    for led in [*says]:
        some = ways.get(led, [])
        if not some or (book.questions[led].always and not led.startswith("does-")):
            continue
        if not any(line in says.get(id, []) for id, line in some):
            _add(says, {some[0][0]: [some[0][1]]})


def results(people: Sequence[Drawn], book: Rulebook) -> list[Outcome]:
    """What comes out for each, silence as no."""
    from triage.cases.accuracy import outcomes
    from triage.cases.people import SUFFIX, load_people

    found: list[Outcome] = []
    with TemporaryDirectory() as folder:  # read as every other person is, so the same silence
        path = Path(folder) / f"everyday{SUFFIX}"
        for start in range(0, len(people), A_FILE):
            some = {one.id: _written(one, book) for one in people[start : start + A_FILE]}
            path.write_bytes(msgspec.json.encode({"people": some}))
            found += outcomes(book, load_people(path, book))
    return found


def _written(one: Drawn, book: Rulebook) -> dict[str, object]:
    known = {
        "condition": one.condition,
        "urgency": book.conditions[one.condition].urgency,
        "why": "the level of the condition itself",
    }
    told = f"drawn by chance: {one.condition}"
    return {
        "told": told,
        "kind": "typical",
        "unsaid": "no",
        "known": known,
        "answers": one.says,
    }


def shares(found: Sequence[Outcome], grave: Iterable[str]) -> dict[str, Share]:
    """Of each level, of those above the level of their condition, and of grave names."""
    from triage.cases.accuracy import LEVELS, Share, share

    names = {*grave}
    levels = Counter[str](one.urgency for one in found)
    figures = {str(level): Share(levels[level], len(found)) for level in LEVELS}
    figures["above its condition"] = share(found, lambda one: one.step > 0)
    figures["grave name"] = share(found, lambda one: bool(names & {*one.suggested}))
    figures["nothing named"] = share(found, lambda one: not one.suggested)
    figures["right one first"] = share(found, lambda one: one.place == 1)
    return figures


def raising(found: Sequence[Outcome], over: float) -> list[tuple[str, str, Share, int]]:
    """Level, rule, share of all people, and how often alone, of each rule that raises so many."""
    from triage.cases.accuracy import Share

    together, alone = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for one in found:
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
    people = draw(tables, book)
    found = results(people, book)
    figures = shares(found, tables.grave)
    for name, figure in figures.items():
        print(f"{name:<20} {figure}")
    print(f"\nraises more than {tables.over:.0%} of them to the same day or sooner")
    for level, rule, figure, alone in raising(found, tables.over):
        print(f"  {level:<10} {rule:<28} {figure}, alone {alone}")
    names = Counter(id for one in found for id in one.suggested if id in tables.grave)
    print("\ngrave names: " + ", ".join(f"{id} {times}" for id, times in names.most_common()))
    for person, one in zip(people, found, strict=True) if arguments.people else ():
        if one.urgency in SOON or {*tables.grave} & {*one.suggested}:
            who = f"{person.id} {person.condition} {person.age} {person.sex}"
            print(f"{who}: {one.urgency} by {', '.join(one.decided_by)}; {', '.join(person.signs)}")
            print(f"    shown {', '.join(one.suggested) or 'nothing'}")
    if arguments.check and (broken := out_of_bounds(figures, tables.kept)):
        sys.exit("\n".join(broken))


if __name__ == "__main__":
    main()
