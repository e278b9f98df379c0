"""Scripted cases as pytest items: one test for every case in a `*.case.yaml` file.

pytest itself loads `movement_triage_pytest`, which leads here with the first case file. This
module may also be named instead, as `-p triage.pytest_plugin`. What is heavy is imported when it
is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from movement_triage_pytest import OPTION, SUFFIX, pytest_addoption, pytest_collect_file

if TYPE_CHECKING:
    from triage.cases.loading import Case
    from triage.inference.engine import Engine
    from triage.rulebook.model import Rulebook

__all__ = [
    "OPTION",
    "SUFFIX",
    "CaseFile",
    "CaseItem",
    "WrongEnding",
    "engine_for",
    "has_cases",
    "pytest_addoption",
    "pytest_collect_file",
    "rulebook_in",
]


# one of each for a process, shared by all case files and by whoever else asks


@cache
def rulebook_in(folder: Path | None) -> Rulebook:
    """The rule book in a folder, or the one that comes with triage.

    Raises:
        RulesError: the rule files cannot be used as written.
    """
    if folder is not None:
        from triage.rulebook.loading import load_rulebook

        return load_rulebook(folder)
    from triage.rulebook.own import own_rulebook

    return own_rulebook()


@cache
def engine_for(folder: Path | None) -> Engine:
    """The engine for the rule book in a folder, or for the one that comes with triage.

    Raises:
        RulesError: the rule files cannot be used as written.
        EngineError: the rule engine could not do its work.
    """
    from triage.inference.engine import Engine

    return Engine(rulebook_in(folder))


@cache
def _slips_in(folder: Path | None) -> str:
    """What keeps the rule book from being used, or nothing; the rule files are read once."""
    from triage.errors import TriageError, printable

    try:
        rulebook_in(folder)
    except TriageError as error:
        shown = "that comes with triage" if folder is None else f"in `{printable(str(folder))}`"
        return f"the rule book {shown} cannot be used\n{error}"
    return ""


def rules_folder(config: pytest.Config) -> Path | None:
    """The folder that the option names, else the ini key; None for triage's own rule book."""
    option: str | None = config.getoption(OPTION)
    if option:
        return Path(option).resolve()
    from triage.cases.configured import seen_from

    start = config.inipath.parent if config.inipath else config.rootpath
    return seen_from(start, config.getini(OPTION))


class CaseFile(pytest.File):
    """A case file; a broken one is one collection error that says every slip."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for every case.

        Raises:
            CollectError: the rule book or the case file cannot be used as written.
        """
        from triage.cases.loading import load_cases
        from triage.errors import TriageError

        folder = rules_folder(self.config)
        if slips := _slips_in(folder):
            raise self.CollectError(slips)
        try:
            cases = load_cases(self.path, rulebook_in(folder), self._shown_as())
        except TriageError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            yield CaseItem.from_parent(self, name=case.name, case=case)

    def _shown_as(self) -> str:
        root = self.config.rootpath
        inside = self.path.is_relative_to(root)
        return (self.path.relative_to(root) if inside else self.path).as_posix()


def has_cases(file: Path) -> bool:
    """Whether a file whose name only nearly says so is a file of cases."""
    from triage.cases.near_names import has_cases

    return has_cases(file)


class WrongEnding(pytest.File):
    """A file of cases under a name that no case file has; never passed over in silence."""

    def collect(self) -> Iterator[pytest.Item]:
        """Nothing is run.

        Raises:
            CollectError: always.
        """
        from triage.cases.near_names import wrong_ending

        raise self.CollectError(str(wrong_ending(self.path.name, SUFFIX)))


class CaseFailed(Exception):
    """What came of a case is not what was expected."""


class CaseItem(pytest.Item):
    """One case as a test."""

    def __init__(self, *, case: Case, **given: Any) -> None:
        super().__init__(**given)
        self.case = case

    def runtest(self) -> None:
        """Replay the case.

        Raises:
            CaseFailed: with everything that is not as expected, and the smallest difference.
        """
        from triage.cases.run_report import wrong_text
        from triage.cases.running import run_case

        folder = rules_folder(self.config)
        ran = run_case(rulebook_in(folder), engine_for(folder), self.case)
        if ran.wrong:
            raise CaseFailed(wrong_text(ran))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        """What went wrong, without a traceback; a fault of triage itself keeps its own."""
        from triage.errors import TriageError, printable

        if isinstance(excinfo.value, CaseFailed | TriageError):
            place = self.case.place
            return f"{printable(place.file)}:{place.line}: {self.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, *args)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands; pytest counts lines from 0."""
        return self.path, self.case.place.line - 1, self.name
