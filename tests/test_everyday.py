"""Everyday people drawn from tables: the draw is fixed and follows them, and the bounds hold."""

from __future__ import annotations

import math

import msgspec
import pytest

from benchmarks import everyday
from benchmarks.everyday import Table, Told
from tests.conftest import the_book
from triage.batch import population
from triage.batch.population import Drawn
from triage.cases.accuracy import Share
from triage.rulebook.kinds import TickAll

FAR = 5
"""So many standard deviations off is no chance: less than one in a million."""


@pytest.fixture(scope="module")
def tables() -> Table:
    return everyday.table()


@pytest.fixture(scope="module")
def many(tables: Table) -> list[Drawn]:
    return everyday.people(msgspec.structs.replace(tables, people=4000), the_book())


@pytest.fixture(scope="module")
def found(tables: Table, many: list[Drawn]) -> list[Told]:
    return everyday.results(many[: tables.people], the_book())


def too_far(count: int, chances: list[float]) -> bool:
    middle = sum(chances)
    spread = math.sqrt(sum(chance * (1 - chance) for chance in chances))
    return abs(count - middle) > FAR * spread + 1


def test_same_seed_gives_same_people(tables: Table, many: list[Drawn]) -> None:
    """The same seed draws the same people, and more people begin with the same."""
    assert many[: tables.people] == everyday.people(tables, the_book())


def test_another_seed_gives_others(tables: Table, many: list[Drawn]) -> None:
    """It is the seed that fixes them."""
    other = msgspec.structs.replace(tables, seed=tables.seed + 1)
    assert many[: tables.people] != everyday.people(other, the_book())


def test_conditions_are_drawn_by_their_weight(tables: Table, many: list[Drawn]) -> None:
    """A condition is met as often as it is common and asked about."""
    total = sum(kind.weight for kind in population.tables().conditions.values())
    off = [
        id
        for id, kind in population.tables().conditions.items()
        if too_far(sum(one.condition == id for one in many), [kind.weight / total] * len(many))
    ]
    assert [] == off


def test_signs_are_drawn_by_their_share(tables: Table, many: list[Drawn]) -> None:
    """Of those who can have an ordinary sign, as many have it as the table says."""
    off = []
    for name, sign in population.tables().signs.items():
        some = [
            (one, share)
            for one in many
            for low, high, share in sign.ages
            if low <= one.age <= high
            and sign.sex in ("", one.sex)
            and (not sign.beside or {*sign.beside} & {*one.signs})
        ]
        count = sum(name in one.signs for one, _ in some)
        if too_far(count, [share for _, share in some]):
            off.append(name)
    assert [] == off


def test_every_share_has_a_source() -> None:
    """Each source is one of the rule book, one of the list here, or is said to be no source."""
    named = [
        one.source
        for one in (*population.tables().conditions.values(), *population.tables().signs.values())
    ]
    assert [] == [
        id for id in named if id not in {*population.tables().sources, *the_book().sources}
    ]
    assert [] == [id for id in population.tables().sources if id not in named]


def test_every_answer_is_one_of_the_questionnaire(tables: Table) -> None:
    """Nobody is made to say what cannot be answered."""
    book = the_book()
    said = [one.says for one in population.tables().signs.values()]
    for typical in population.tables().answers.values():
        said += [some for _, some in typical.some]
        said += [{question: [word]} for question, words in typical.one_of.items() for word in words]
    unknown = [
        f"{question}.{line}"
        for says in said
        for question, lines in says.items()
        if isinstance(book.questions[question], TickAll)
        for line in lines
        if line not in book.questions[question].answers
    ]
    assert [] == unknown
    assert {*population.tables().conditions} == {*population.tables().answers}
    assert [] == [
        id for id in (*population.tables().conditions, *tables.grave) if id not in book.conditions
    ]


def test_kept_bounds_hold(tables: Table, found: list[Told]) -> None:
    """Everyday people are mostly told that there is time, and seldom shown a grave name."""
    figures = everyday.shares(found, tables.grave)
    assert [] == everyday.out_of_bounds(figures, tables.kept)


def test_a_broken_bound_is_told() -> None:
    """A share outside its bounds is named with both."""
    told = everyday.out_of_bounds({"emergency": Share(5, 100)}, {"emergency": (0, 0.03)})
    assert ["emergency: 5 of 100 = 5.0% (1.6% to 11.3%), kept 0.0% to 3.0%"] == told


def test_rules_that_raise_many_are_told(found: list[Told]) -> None:
    """A rule is told once it raises more than the share to the same day or sooner."""
    soon = [one.came for one in found if one.came.urgency in everyday.SOON]
    counts = {(level, rule): share.count for level, rule, share, _ in everyday.raising(found, 0.01)}
    assert counts
    for (level, rule), count in counts.items():
        assert count == sum(one.urgency == level and rule in one.decided_by for one in soon)
        assert count > 0.01 * len(found)
