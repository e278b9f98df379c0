"""The ladder of urgency: one place says what a level means, and no table forgets one."""

from __future__ import annotations

import importlib
import pkgutil
import typing
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

import triage
from triage.presentation.document import Tone
from triage.presentation.html_page import STYLE
from triage.rulebook.urgency import (
    HIGHEST,
    LADDER,
    LOWEST,
    Urgency,
    at_least,
    below,
    highest,
    is_emergency,
    is_raised,
    is_urgent,
)


def tables() -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every table of the package that has a level of urgency among its keys."""
    for module in pkgutil.walk_packages(triage.__path__, "triage."):
        if module.name == "triage.__main__":
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Mapping) and value.keys() & set(LADDER):
                yield f"{module.name}.{name}", value


TABLES = dict(tables())


@pytest.mark.parametrize("name", TABLES)
def test_no_table_forgets_a_level(name: str) -> None:
    """Whoever is told something by level is told something at every level."""
    assert set(LADDER) <= TABLES[name].keys()


def test_there_are_tables_by_level() -> None:
    """The search above finds what it looks for."""
    assert len(TABLES) >= 2


def test_a_level_is_a_word_of_the_ladder() -> None:
    """There is one list of levels, and the type names the same."""
    assert typing.get_args(Urgency) == LADDER


def test_every_level_has_its_look() -> None:
    """A page has a tone, and a style, for every level."""
    assert set(LADDER) <= set(typing.get_args(Tone))
    assert all(f".{level}" in STYLE for level in LADDER)


@pytest.mark.parametrize(("one", "other"), list(product(LADDER, LADDER)))
def test_a_level_is_below_another_or_at_least_it(one: Urgency, other: Urgency) -> None:
    """Any two levels can be compared, and the higher one counts."""
    assert at_least(one, other) != below(one, other)
    assert highest((one, other)) == (other if below(one, other) else one)


def test_what_a_level_asks_for_rises_with_it() -> None:
    """Two weeks is more than ordinary, today is urgent, and only the highest interrupts."""
    assert [False, True, True, True] == [is_raised(level) for level in LADDER]
    assert [False, False, True, True] == [is_urgent(level) for level in LADDER]
    assert [False, False, False, True] == [is_emergency(level) for level in LADDER]
    assert (LOWEST, HIGHEST) == ("routine", "emergency")
    assert LOWEST == highest(())
