"""What tests share: the rule book, one engine, and scripted cases as test items."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from triage import Engine, Rulebook, TriageError, load_rulebook
from triage.cases.loading import SUFFIX, Case, load_cases
from triage.cases.replaying import replay

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"

_kept: dict[str, object] = {}


def the_book() -> Rulebook:
    if "book" not in _kept:
        _kept["book"] = load_rulebook(RULES)
    book = _kept["book"]
    assert isinstance(book, Rulebook)
    return book


def the_engine() -> Engine:
    if "engine" not in _kept:
        _kept["engine"] = Engine(the_book())
    engine = _kept["engine"]
    assert isinstance(engine, Engine)
    return engine


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return the_book()


@pytest.fixture(scope="session")
def engine() -> Engine:
    return the_engine()


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    if file_path.name.endswith(SUFFIX):
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        shown = self.path.relative_to(ROOT).as_posix()
        try:
            cases = load_cases(self.path, the_book(), shown)
        except TriageError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            yield CaseItem.from_parent(self, name=case.name, case=case)


class CaseFailed(Exception):
    pass


class CaseItem(pytest.Item):
    def __init__(self, *, case: Case, **kwargs) -> None:
        super().__init__(**kwargs)
        self.case = case

    def runtest(self) -> None:
        wrong = replay(the_book(), the_engine(), self.case)
        if wrong:
            raise CaseFailed("\n".join(wrong))

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, CaseFailed):
            return f"{self.case.place}: {self.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, self.case.place.line - 1, self.name
