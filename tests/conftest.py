"""What tests share: the rule book and one engine.

Scripted cases are collected by `triage.pytest_plugin`, through its entry point.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from triage import Assessment, Engine, Rulebook, assess
from triage.cases.loading import Case
from triage.cases.people import SUFFIX, Person, load_people
from triage.cases.running import cases_in
from triage.cli import assess as assess_command
from triage.cli import chosen_book
from triage.cli.engine_thread import EngineInBackground
from triage.cli.main import SELDOM
from triage.pytest_plugin import engine_for, rulebook_in

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"

# the same folder as `triage_rules` in pyproject.toml, so that cases share what is loaded here


def the_book() -> Rulebook:
    return rulebook_in(RULES.resolve())


def the_engine() -> Engine:
    return engine_for(RULES.resolve())


@cache
def own_cases() -> tuple[Case, ...]:
    """Every scripted case of this repository, read once for all tests of a process."""
    return tuple(cases_in([ROOT / "tests" / "cases"], the_book()))


@cache
def own_people(*folders: str) -> tuple[Person, ...]:
    """Everybody in these folders of `tests/people`, or in all of them, read once for a process."""
    people = ROOT / "tests" / "people"
    files = [path for name in folders or ("",) for path in (people / name).rglob(f"*{SUFFIX}")]
    return tuple(one for path in sorted(files) for one in load_people(path, the_book()))


def some_cases() -> tuple[Case, ...]:
    """Every third of them, for what is said of every result and takes long to make."""
    return own_cases()[::3]


@cache
def own_results() -> tuple[Assessment, ...]:
    """What comes out for each of those, in the same order."""
    return tuple(assess(the_book(), case.answers) for case in some_cases())


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return the_book()


@pytest.fixture(scope="session", autouse=True)
def loaded_once() -> Iterator[None]:
    """Commands that run in this process share the rule book and its engine, which each would
    make anew.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chosen_book, "own_rulebook", the_book)
        patch.setattr(assess_command, "engine_for", _engine_of)
        patch.setattr(EngineInBackground, "_build", lambda kept: _engine_of(kept._book))
        yield


def _engine_of(book: Rulebook) -> Engine:
    return the_engine() if book is the_book() else Engine(book)


@pytest.fixture(scope="session")
def engine() -> Engine:
    return the_engine()


def commands_of(group: click.Command) -> dict[str, click.Command]:
    """The commands of a group by name, also those that are imported only when they are needed."""
    if not isinstance(group, click.Group):
        return {}
    ctx = click.Context(group)
    found = ((name, group.get_command(ctx, name)) for name in group.list_commands(ctx))
    return {name: command for name, command in found if command is not None}


LONG = (
    "test_own_cases_guard.py",
    "test_rule_diff.py",
    "test_xlsform.py",
    "test_for_clinicians.py",
    "test_packaging.py",
    "test_spark.py",
    "test_library.py",
    "test_fhir_clients.py",
    "test_book_browser.py",
)
"""Files whose single tests or fixtures take many seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no process ends the run alone with a long test.

    A process that is done takes over from the end of what another has left, where only short tests
    are now, and does not make a long fixture a second time.
    """
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it again and again finds nothing."""
    gc.set_threshold(SELDOM)  # as in a command
    gc.collect()
    gc.freeze()
