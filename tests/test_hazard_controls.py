"""What the hazard log promises and no other test looks at."""

from __future__ import annotations

import json
from functools import cache

import pytest
from click.testing import CliRunner, Result

from tests.conftest import the_book
from triage.cli.main import main
from triage.interview.saving import to_text
from triage.interview.state import Interview

TURNED = "age: 52, parts: [head], does-head: [pulled], head-way: [same-side], changes: [touch]"
ANSWERS = {
    "nothing answered": "{}",
    "an emergency": "{danger-now: [breath]}",
    "not sure": "{danger-now: unsure, danger-lately: unsure, fits: unsure}",
    "a fit": "{danger-lately: [fits], fits: [first-fit]}",
    "a candidate": f"{{{TURNED}}}",
    "a candidate and an emergency": f"{{{TURNED}, danger-lately: [fits], fits: [first-fit]}}",
}


@cache
def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, [*words], input=typed)


def result_for(answers: str) -> str:
    result = run("assess", "-", typed=ANSWERS[answers])
    assert 0 == result.exit_code, result.output
    return " ".join(result.output.split())


@pytest.mark.parametrize("answers", ANSWERS)
def test_every_result_says_what_makes_it_urgent_and_what_was_not_looked_at(answers: str) -> None:
    """Whatever the level is, the person knows when to get help sooner, and how little was seen."""
    text = result_for(answers)
    advisory = the_book().advisory

    assert all(line in text for line in advisory.watch_for if "{" not in line)
    assert all(line in text for line in advisory.not_looked_at if "{" not in line)


@pytest.mark.parametrize("answers", ["an emergency", "a fit"])
def test_every_emergency_says_not_to_drive(answers: str) -> None:
    """Nobody drives to hospital with a closing throat or after a fit."""
    assert "Do not drive. Let someone else drive, or wait for an ambulance." in result_for(answers)


@pytest.mark.parametrize("answers", ANSWERS)
def test_every_result_warns_of_driving_after_a_blackout(answers: str) -> None:
    """A blackout can come after the questions, so the warning does not wait for one."""
    assert "After a blackout, do not drive" in result_for(answers)


@pytest.mark.parametrize("answers", ANSWERS)
def test_somebody_to_talk_to_is_named_in_every_result(answers: str) -> None:
    """Who does not tell a machine about thoughts of self-harm still reads whom to call."""
    text = result_for(answers)
    lines = [line for region in the_book().regions.values() for line in region.crisis_lines]

    assert lines
    assert all(line.text in text for line in lines)


@pytest.mark.parametrize("answers", ANSWERS)
def test_every_result_names_the_rules_behind_it(answers: str) -> None:
    """Whoever keeps a result can tell later which rules gave it."""
    book = the_book()

    assert f"rule book {book.version}, digest {book.digest[:12]}" in result_for(answers)


@pytest.mark.parametrize("answers", ["a candidate", "a candidate and an emergency"])
def test_urgency_and_what_to_do_come_before_any_name(answers: str) -> None:
    """Who reads only the beginning reads how soon to be seen, and not what it may be."""
    text = result_for(answers)
    level = "emergency" if "emergency" in answers else "routine"
    texts = the_book().advisory.urgency[level]
    names = [condition.name for condition in the_book().conditions.values()]
    first = min((text.find(name) for name in names if name in text), default=len(text))

    assert 0 == text.find(texts.title)
    assert len(texts.title) + 1 == text.find(texts.next_step or "")
    assert text.find(texts.next_step or "") < first
    assert (first == len(text)) == (level == "emergency")


def test_a_number_that_nobody_verified_says_so() -> None:
    """A crisis number that may be wrong asks to be checked; one that was read does not."""
    text = result_for("nothing answered")
    check = the_book().advisory.check_number
    lines = [line for region in the_book().regions.values() for line in region.crisis_lines]

    assert {True, False} == {line.verified for line in lines}
    for line in lines:
        assert (not line.verified) == (f"{line.text} {check}" in text), line.text


def test_a_saved_interview_holds_answers_and_versions_and_nothing_else() -> None:
    """No name, no date, no machine: what the page on privacy says is all there is."""
    book = the_book()
    saved = json.loads(to_text(Interview(book).answer("me", "answering-for")))

    assert [
        "triage-saved-interview",
        "rule-book",
        "digest",
        "answers",
        "path",
        "questions",
    ] == list(saved)
    assert {"answering-for": "me"} == saved["answers"]
    assert [book.version, book.digest] == [saved["rule-book"], saved["digest"]]
    assert set(book.questions) == set(saved["questions"])


def test_an_unknown_region_is_an_error() -> None:
    """A slip in the region never gives the numbers of another country."""
    result = run("assess", "-", "--region", "ukk", typed="{}")

    assert 4 == result.exit_code
    assert "error: unknown region `ukk`\n  help: did you mean `uk`?\n" == result.output


def test_the_emergency_numbers_come_before_the_first_question() -> None:
    """Who needs help now is told so before anything is asked."""
    text = " ".join(run("ask", "--plain", typed="\n").output.split())
    first = next(iter(the_book().questions.values())).ask
    warning = text.find("Emergency? Stop now: call 999, 911, 112")

    assert 0 <= warning < text.find(first)
