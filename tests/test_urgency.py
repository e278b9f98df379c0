"""The ladder of urgency: one place says what a level means, and no table forgets one."""

from __future__ import annotations

import importlib
import pkgutil
import re
import typing
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

import triage
from tests.conftest import ROOT
from triage import load_rulebook
from triage.presentation.document import Paragraph, Tone
from triage.presentation.html_page import STYLE, lines
from triage.presentation.summary_document import tone_of
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
from triage.words.urgency import LEVELS

TONES = typing.get_args(Tone)
"""From the weakest to the strongest."""


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


def test_what_levels_are_called_stands_in_one_table() -> None:
    """Who adds a level has one table to write in, which goes from the highest to the lowest."""
    assert ["triage.words.urgency.LEVELS"] == list(TABLES)
    assert LADDER[::-1] == tuple(LEVELS)


@pytest.mark.parametrize("folder", ["rules", "triage/_template", "docs/example-rule-book"])
def test_a_result_begins_with_what_its_level_is_called(folder: str) -> None:
    """The help promises these words, so every rule book that comes along begins with them."""
    told = load_rulebook(ROOT / folder).advisory.urgency
    begins = {level: text.title.partition(":")[0] for level, text in told.items()}

    assert {level: called.at_the_top for level, called in LEVELS.items()} == begins


def test_those_who_write_rules_are_told_every_level() -> None:
    """Their guide lists the levels, from the highest to the lowest."""
    levels = ", ".join(f"`{level}`" for level in LADDER[::-1])

    assert f"The levels are {levels}." in (ROOT / "rules/README.md").read_text("utf-8")


def test_a_level_is_a_word_of_the_ladder() -> None:
    """There is one list of levels, and the type names the same."""
    assert typing.get_args(Urgency) == LADDER


def test_the_higher_a_level_the_stronger_its_look() -> None:
    """No level looks weaker than a lower one; a calm one and an alarm look like nothing else."""
    looks = [TONES.index(tone_of(level)) for level in LADDER]

    assert sorted(looks) == looks
    assert [LOWEST] == [level for level in LADDER if tone_of(level) == "calm"]
    assert [HIGHEST] == [level for level in LADDER if tone_of(level) == "alarm"]


@pytest.mark.parametrize("level", LADDER)
def test_every_level_has_its_look(level: Urgency) -> None:
    """A page has a style for it."""
    look = re.match(r'<p class="tone ([\w-]+)">', next(lines([Paragraph("Now.", tone_of(level))])))

    assert look
    assert f".{look[1]} {{" in STYLE or f".{look[1]}, " in STYLE


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
