"""When the engine fails, the person still hears the danger signs: never silence."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.conftest import the_book, the_engine
from tests.small_book import write_book
from triage import answers_from, assess
from triage.cli.main import main
from triage.inference import reference
from triage.inference.engine import Engine
from triage.inference.fallback import FAILED, assess_safely
from triage.inference.reference import Fired

DANGER = {"breathing-now": ["hard-to-breathe"]}


class Broken(Exception):
    """Whatever a library may raise."""


def raises(_self: Engine, _answers: Mapping[str, str]) -> Fired:
    raise Broken("boom \x1b[2J /some/where.py")


def fires_nothing(_self: Engine, _answers: Mapping[str, str]) -> Fired:
    return {}


def fires_too_much(self: Engine, answers: Mapping[str, str]) -> Fired:
    return {**reference.fire(self.book, answers), "made-up": frozenset()}


def runs_too_deep(_self: Engine, _answers: Mapping[str, str]) -> Fired:
    raise RecursionError


def cannot_be_built(_self: Engine, _book: Any) -> None:
    raise Broken("no network of nodes")


WAYS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "it raises": lambda patch: patch.setattr(Engine, "fire", raises),
    "it fires nothing": lambda patch: patch.setattr(Engine, "fire", fires_nothing),
    "it fires too much": lambda patch: patch.setattr(Engine, "fire", fires_too_much),
    "it goes too deep": lambda patch: patch.setattr(Engine, "fire", runs_too_deep),
    "it cannot be built": lambda patch: patch.setattr(Engine, "__init__", cannot_be_built),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_book(tmp_path / "book")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(typed: str) -> Result:
    return CliRunner().invoke(main, ["ask", "--rules", "book", "--plain"], input=typed)


@pytest.mark.parametrize("way", WAYS)
class TestEveryWayToFail:
    def test_the_danger_signs_come_from_the_reference_evaluator(
        self, way: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """However the engine fails, urgency and red flags are those of the written rules."""
        book = the_book()
        answers = answers_from(book, DANGER)
        right = assess(book, answers)
        WAYS[way](monkeypatch)
        got = assess_safely(book, answers, lambda: Engine(book))

        assert not got.agreed
        assert "emergency" == got.assessment.urgency
        assert right.red_flags == got.assessment.red_flags
        assert right.advisory == got.assessment.advisory
        assert () == got.assessment.suggested
        assert FAILED == got.assessment.no_candidates

    def test_the_interview_goes_on_and_says_so(
        self, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An emergency still interrupts, the advisory is said, and the exit code is 5."""
        WAYS[way](monkeypatch)
        got = ask("\n1\n1\n1\n")
        text = " ".join(got.output.split())

        assert 5 == got.exit_code
        assert 1 == text.count(FAILED) - text.count("doctor about " + FAILED)
        assert "EMERGENCY" in text.upper()
        assert "I understand. Stop here and show everything." in text
        assert "see your doctor" in text.lower()
        assert "boom" not in got.output
        assert "Traceback" not in got.output

    def test_a_quiet_person_also_hears_it(
        self, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without any danger sign the result is still said to be incomplete."""
        WAYS[way](monkeypatch)
        got = ask("\n" + "2\n" * 30)

        assert 5 == got.exit_code
        assert FAILED in " ".join(got.output.split())

    def test_answers_from_a_file_give_the_danger_signs_too(
        self, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Programs get a whole result without candidates, a message, and exit code 5."""
        WAYS[way](monkeypatch)
        Path("mine.yaml").write_text("chest-pain: yes\n", encoding="utf-8")
        got = CliRunner().invoke(
            main, ["assess", "mine.yaml", "--rules", "book", "--format", "json"]
        )
        result = json.loads(got.stdout)

        assert 5 == got.exit_code
        assert f"error: {FAILED}\n" == got.stderr
        assert "emergency" == result["urgency"]
        assert ["HF01"] == [flag["id"] for flag in result["red-flags"]]
        assert [] == result["suggested"]


def test_two_evaluators_that_agree_give_the_whole_result() -> None:
    """With a working engine nothing is left out."""
    book = the_book()
    answers = answers_from(book, {"movement": ["turning"], "touch-helps": "a-lot", "age": 52})
    got = assess_safely(book, answers, the_engine)

    assert got.agreed
    assert assess(book, answers) == got.assessment
    assert got.assessment.suggested
