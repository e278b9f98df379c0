"""Everyday people, drawn by chance from tables with sources. Nobody of them is real.

`everyday.yaml` says how common each condition is and who asks about it, what people with it answer,
and which ordinary signs others have beside it. docs/everyday.md tells how far that can be believed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct, field

from triage.errors import Problem, UsageError
from triage.rulebook.kinds import TickAll
from triage.rulebook.model import Rulebook

TABLES = Path(__file__).with_name("everyday.yaml")
INVENTED = "invented people, drawn by chance from tables, seed"
"""What every count of them says, with their seed."""
Key = TypeVar("Key")

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


class Person(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What the questions about the person are called, and their answers."""

    about: str
    themselves: str
    a_child: str
    child_under: int
    """Under this age a parent answers."""
    age: str
    sex: str
    complaint: str
    """Everybody says something to a question that begins so."""


class Tables(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is drawn from."""

    person: Person
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


@cache
def tables() -> Tables:
    """The tables that come with the package."""
    return msgspec.yaml.decode(TABLES.read_bytes(), type=Tables)


def fits(book: Rulebook) -> None:
    """Look whether the tables speak of this rule book.

    Raises:
        UsageError: it does not ask what drawn people answer.
    """
    asked = {question for one in tables().answers.values() for question in one.one_of}
    asked |= {question for one in tables().signs.values() for question in one.says}
    if unknown := sorted(asked - book.questions.keys()):
        what = f"the drawn people answer `{unknown[0]}`, which this rule book does not ask"
        raise UsageError(Problem(what, "draw them for the rule book that comes with triage"))


def draw(book: Rulebook, seed: int | str, number: int) -> Iterator[Drawn]:
    """So many people; the same ones for the same seed, and more of them begin with the same."""
    luck = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    weights = {id: one.weight for id, one in tables().conditions.items()}
    opened = _opened(book)
    for n in range(1, number + 1):
        yield _one(luck, book, opened, n, _pick(luck, weights))


def _one(
    luck: random.Random, book: Rulebook, opened: Mapping[str, list[Line]], n: int, condition: str
) -> Drawn:
    kind, typical = tables().conditions[condition], tables().answers[condition]
    who = tables().person
    bands = {place: band[2] for place, band in enumerate(kind.ages)}
    low, high, _ = kind.ages[_pick(luck, bands)]
    age = low + int(luck.random() * (high - low + 1))
    sex = "female" if luck.random() < kind.women else "male"
    says: dict[str, str | list[str]] = {}
    while not any(question.startswith(who.complaint) for question in says):
        about = who.a_child if age < who.child_under else who.themselves
        says = {who.about: about, who.age: str(age), who.sex: sex}
        for share, some in typical.some:
            if luck.random() < share:
                _add(says, some)
    for question, weights in typical.one_of.items():
        _add(says, {question: _as_answer(book, question, _pick(luck, weights))})
    signs: list[str] = []
    for name, sign in tables().signs.items():
        share = sum(band[2] for band in sign.ages if band[0] <= age <= band[1])
        chance = luck.random()  # one for each sign, so that a new share moves only its own
        fits = sign.sex in ("", sex) and (not sign.beside or {*sign.beside} & {*signs})
        if fits and chance < share:
            signs.append(name)
            _add(says, sign.says)
    _open(says, opened)
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
    return [word] if isinstance(book.questions[question], TickAll) else word


def _add(says: dict[str, str | list[str]], more: Says) -> None:
    """Ticks join; of two words the first stays, which is that of the condition."""
    for question, answer in more.items():
        before = says.get(question, [])
        if isinstance(before, list) and isinstance(answer, list):
            says[question] = [*before, *(line for line in answer if line not in before)]
        elif question not in says:
            says[question] = answer


Line = tuple[str, str]
"""A question, and one of its lines."""


def _opened(book: Rulebook) -> dict[str, list[Line]]:
    """The lines that lead to each question that is not asked without."""
    ways: dict[str, list[Line]] = {}
    for id, question in book.questions.items():
        for line, answer in question.answers.items() if isinstance(question, TickAll) else ():
            for led in answer.opens:
                if not book.questions[led].always or led.startswith(tables().person.complaint):
                    ways.setdefault(led, []).append((id, line))
    return ways


def _open(says: dict[str, str | list[str]], opened: Mapping[str, list[Line]]) -> None:
    """Tick a line that leads to each question that is said, where none of them is ticked."""
    for led in [*says]:
        some = opened.get(led, [])
        if some and not any(line in says.get(id, []) for id, line in some):
            _add(says, {some[0][0]: [some[0][1]]})
