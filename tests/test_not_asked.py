"""A result says how many danger signs nobody was asked about."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import the_book
from tests.walking import walk
from triage import Answers, Interview, answers_from, assess
from triage.cli.main import main
from triage.inference import reference
from triage.inference.answers import read_answers
from triage.presentation.first_screen import not_asked
from triage.presentation.result import result_text
from triage.presentation.summary import summarise, summary_html, summary_markdown, summary_text
from triage.rulebook.urgency import LOWEST

BOOK = the_book()
NOTHING = "No danger sign was asked about. So this cannot say how soon to be seen."


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", ["", "{}", "sex: male\n", "age: 52\n", "answering-for: me\n"])
def test_answers_that_ask_nothing_say_so(text: str) -> None:
    """No answers are not a reason to be calm: the first lines say that nothing was asked."""
    assessment = assess(BOOK, read_answers(BOOK, text, "answers.yaml"))

    assert NOTHING in words("\n".join(result_text(assessment).splitlines()[:4]))


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    """The same from the command, in words and as data."""
    file = tmp_path / "answers.yaml"
    file.write_text("", encoding="utf-8")
    printed = CliRunner().invoke(main, ["assess", str(file)])
    data = json.loads(CliRunner().invoke(main, ["assess", str(file), "--format", "json"]).stdout)

    assert 0 == printed.exit_code
    assert NOTHING in words("\n".join(printed.stdout.splitlines()[:4]))
    assert data["danger-signs-not-asked"]["of"] == len(data["danger-signs-not-asked"]["ids"])


def test_it_stands_in_every_form() -> None:
    """On paper and on the screen, for the patient and for the doctor."""
    answers = Answers()
    assessment = assess(BOOK, answers)
    summary = summarise(BOOK, answers, assessment)

    for text in (
        result_text(assessment, 40),
        summary_text(summary),
        summary_markdown(summary),
        summary_html(summary),
    ):
        assert NOTHING in words(text)


def test_some_are_counted() -> None:
    """A file with a few answers says how many danger signs it leaves open."""
    assessment = assess(BOOK, answers_from(BOOK, {"parts": ["head"], "does-head": ["pulled"]}))
    signs = assessment.danger_signs_not_asked

    assert 0 < len(signs.ids) < signs.of
    said = f"{len(signs.ids)} of {signs.of} danger signs were not asked about."
    assert not_asked(assessment).startswith(said)
    assert sum(flag.urgency != LOWEST for flag in BOOK.red_flags.values()) == signs.of


def test_those_for_another_age_or_sex_are_not_counted() -> None:
    """What no such person can have was neither asked about nor left open."""
    signs = assess(BOOK, answers_from(BOOK, {"age": 52, "sex": "male"})).danger_signs_not_asked

    assert len(signs.ids) == signs.of
    assert not {"RF50", "RF40"} & {*signs.ids}
    assert signs.of < sum(flag.urgency != LOWEST for flag in BOOK.red_flags.values())


@pytest.mark.parametrize("seed", range(12))
def test_a_whole_interview_leaves_none_open(seed: int) -> None:
    """Whoever was asked everything that matters is told nothing of the kind."""
    chance = random.Random(seed)
    interview = Interview(BOOK)
    while interview.current is not None:
        interview = interview.answer(walk(interview, chance))
    assessment = assess(BOOK, interview.answers)

    assert () == assessment.danger_signs_not_asked.ids
    assert "" == not_asked(assessment)


def test_what_is_named_can_still_be_reached() -> None:
    """Each sign that is called open is reached by answers to questions that are open."""
    answers = answers_from(BOOK, {"age": 30, "danger-now": "none"})
    ids = assess(BOOK, answers).danger_signs_not_asked.ids
    known = answers.variables(BOOK)

    assert "RF01" not in ids  # it was asked, and answered with no
    assert "RF50" not in ids  # it is for babies
    for id in ids:
        rule = next(rule for rule in BOOK.rules if rule.id == f"{id}?")
        assert f"{id}?" not in reference.fire(BOOK, known)
        assert rule is not None


def test_an_emergency_needs_no_such_remark() -> None:
    """Nothing is more urgent, so nothing stands between the level and what to do."""
    assessment = assess(BOOK, answers_from(BOOK, {"danger-now": ["breath"]}))

    assert "emergency" == assessment.urgency
    assert assessment.danger_signs_not_asked.ids
    assert "" == not_asked(assessment)
