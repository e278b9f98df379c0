"""The library, as the README shows it."""

from __future__ import annotations

import re

import pytest

import triage
from tests.conftest import ROOT
from tests.small_book import write_book

EXAMPLE = re.findall(
    r"```python\n(.+?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
)[0]


def test_the_example_explains_what_it_suggests(capsys: pytest.CaptureFixture[str]) -> None:
    """The reason, what is lacking for another condition, and what would move the urgency."""
    exec(EXAMPLE, {})
    result, why, why_not, *changes = capsys.readouterr().out.splitlines()

    assert result == "routine ['Cervical dystonia']"
    assert "a neck that is pulled, turned or tilted" in why
    assert why_not.startswith("core-missing ['both hands shake")
    assert 3 == len(changes)
    assert "emergency" in changes[0]


def test_any_rule_book_can_be_explained(tmp_path) -> None:
    """The public names know nothing of one rule book's conditions."""
    book = triage.load_rulebook(write_book(tmp_path))
    answers = triage.answers_from(book, {"chest-pain": "no", "lasted": "days"})
    chain = triage.why(book, answers)
    lacking = triage.why_not(book, answers, "short-hiccups")
    changes = triage.what_would_change(book, answers)

    assert ["long-hiccups"] == [candidate.id for candidate in chain.candidates]
    assert ("core-missing", ["they last minutes"]) == (
        lacking.state,
        [missing.needed for missing in lacking.missing],
    )
    assert "chest-pain" == changes[0].answers[0].question
    assert ("two-weeks", "emergency") == (changes[0].urgency_before, changes[0].urgency_after)
    with pytest.raises(triage.AnswersError, match="unknown condition `hiccup`"):
        triage.why_not(book, answers, "hiccup")
