"""Answers of the first edition: nothing dangerous is lost on the way to the questions of today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from tests.conftest import ROOT, the_book
from triage import AnswersError, answers_from, assess, read_answers
from triage.cli.main import main
from triage.editions.answer_files import rewritten
from triage.editions.first_tables import QUESTIONS
from triage.rulebook.urgency import LADDER

BOOK = the_book()
PEOPLE: dict[str, dict[str, Any]] = yaml.load(
    (ROOT / "tests" / "editions" / "first.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)


def as_file(given: dict[str, Any]) -> str:
    return str(yaml.safe_dump(given, sort_keys=False))


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, words, input=typed)


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_becomes_less_urgent_and_the_first_name_stays(name: str) -> None:
    """What was answered then means the same now; what was not asked then is open."""
    person = PEOPLE[name]
    done = rewritten(BOOK, as_file(person["answers"]), "old.yaml")
    result = assess(BOOK, read_answers(BOOK, done.text, "new.yaml"))

    assert LADDER.index(result.urgency) >= LADDER.index(person["urgency"])
    assert person["first"] == (result.suggested[0].id if result.suggested else "none")


def test_a_yes_to_any_question_of_danger_is_as_urgent_as_it_was() -> None:
    """Each of these signs alone was an emergency in the first edition, and still is."""
    alone = {
        "breathing-now": ["hard-to-breathe", "throat-closing", "cannot-swallow-spit"],
        "sudden-signs": ["face-droop", "arm-or-leg-weak", "speech-muddled", "one-side-flinging"],
        "mind-now": ["confused", "very-drowsy", "sees-or-hears-things"],
        "fits": ["first-fit", "long-or-repeated", "hurt-or-not-waking"],
        "pain": ["worst-ever"],
    }
    for question, items in alone.items():
        for item in items:
            done = rewritten(BOOK, as_file({"duration": "unsure", question: [item]}), "old.yaml")
            result = assess(BOOK, read_answers(BOOK, done.text, "new.yaml"))
            assert "emergency" == result.urgency, (question, item)


def test_the_command_writes_a_file_that_can_be_used(tmp_path: Path) -> None:
    """Answers go to standard output, and what has no place any more is named."""
    old = tmp_path / "old.yaml"
    old.write_text("age: 60\nmovement: [turning]\neffect: [sleep-worse]\n", "utf-8")
    refused = run("assess", str(old))
    done = run("translate", str(old))

    assert 4 == refused.exit_code
    assert refused.stderr == (
        f"error: {old}:1:1: these answers are for the questions of the first edition\n"
        f"  help: `triage translate {old}` writes them for the questions of today\n"
    )
    assert 0 == done.exit_code, done.output
    assert "\ndoes-head:\n  pulled: yes\n" in done.stdout
    assert 0 == run("assess", "-", typed=done.stdout).exit_code


def test_what_is_left_out_is_named() -> None:
    """Nobody finds out later that an answer was lost."""
    done = run(
        "translate", "-", typed="age: 30\nmovement: none\nwhen-busy: unsure\nurge: neither\n"
    )

    assert 0 == done.exit_code, done.output
    assert "urge" not in done.stdout
    assert "left out: `urge`, which these answers do not lead to today\n" in done.stderr


def test_a_file_of_today_is_left_alone() -> None:
    """Nothing is translated twice."""
    done = run("translate", "-", typed="age: 60\nparts: [head]\n")

    assert 4 == done.exit_code
    assert done.stderr == (
        "error: <standard input>:1:1: this is no answer file of the first edition\n"
        "  help: it is read as it stands\n"
    )


def test_what_neither_edition_asks_is_a_slip() -> None:
    """A mistyped question is not dropped in silence."""
    with pytest.raises(AnswersError, match="unknown question `movment`"):
        rewritten(BOOK, "age: 60\nduration: 1-to-3-years\nmovment: none\n", "old.yaml")


def test_every_question_of_the_first_edition_is_known() -> None:
    """Whatever was asked then is translated, or told as left out."""
    for id in QUESTIONS:
        done = rewritten(BOOK, as_file({"duration": "1-to-3-years", id: "unsure"}), "old.yaml")
        answers_from(BOOK, yaml.load(done.text, Loader=yaml.BaseLoader))
