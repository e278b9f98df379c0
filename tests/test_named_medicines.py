"""A question about a kind of medicine names those that the person typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import the_book
from tests.small_book import FILES, QUESTIONS, SECTION, write_book
from triage import Interview, RulesError, load_rulebook
from triage.rulebook.model import Rulebook

WHEN = """\
  when-taken:
    kind: yes-no
    short: whether you took it before the hiccups
    ask: Did you take the medicine against swelling before the hiccups?
    names-of: [steroid]
    ask-named: Did you take {names} before the hiccups?
    why: Some bring hiccups.
    yes: you took it before the hiccups
    no: you took it after the hiccups
"""
PLAIN = "Did you take the medicine against swelling before the hiccups?"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("named")
    return load_rulebook(write_book(folder, {**FILES, SECTION: QUESTIONS + WHEN}))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (["soothine 5 mg"], "Did you take soothine before the hiccups?"),
        (["Soothin"], "Did you take soothine before the hiccups?"),
        (["Calmex", "soothine"], "Did you take calmone or soothine before the hiccups?"),
        (["something against swelling"], PLAIN),
        ("none", PLAIN),
        ("unsure", PLAIN),
    ],
    ids=["one", "another name", "two, one of a narrower kind", "no name", "none", "not sure"],
)
def test_what_was_typed_stands_in_the_question(small: Rulebook, typed: object, asked: str) -> None:
    """The name is what people know; what it is for stands there where no name is known."""
    interview = Interview(small).answer(typed, "medicines").change("medicines").keep()
    again = interview.answer("yes", "when-taken").change("when-taken")

    assert again.question is not None
    assert asked == again.question.ask
    assert small.questions["when-taken"].ask == PLAIN, "the rule book stays as it is"


def test_with_many_medicines_the_question_says_what_they_are_for() -> None:
    """Four names would make the question longer than what they are for."""
    book = the_book()
    names = ["haloperidol", "metoclopramide", "risperidone", "olanzapine"]

    def asked(number: int) -> str:
        interview = Interview(book).answer(names[:number], "medicines")
        shown = interview.answer("new", "blocker-when").change("blocker-when").question
        assert shown is not None
        return shown.ask

    assert "When did you have haloperidol?" == asked(1)
    assert "When did you have haloperidol or metoclopramide or risperidone?" == asked(3)
    assert book.questions["blocker-when"].ask == asked(4)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "[steroid]",
            "[sterod]",
            "questions/hiccups.yaml:52:16: unknown medicine class `sterod`\n"
            "  help: did you mean `steroid`?",
        ),
        (
            "{names}",
            "{name}",
            "questions/hiccups.yaml:48:3: `ask-named` and `names-of` of `when-taken` do not go"
            " together\n"
            "  help: list classes under `names-of`, and write `{names}` where their medicines stand",
        ),
        (
            "    names-of: [steroid]\n",
            "",
            "questions/hiccups.yaml:48:3: `ask-named` and `names-of` of `when-taken` do not go"
            " together\n"
            "  help: list classes under `names-of`, and write `{names}` where their medicines stand",
        ),
    ],
    ids=["class", "no place for the names", "no class"],
)
def test_slips_are_said_at_their_place(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    """A question cannot name medicines of no kind, or nowhere."""
    assert right in WHEN
    files = {**FILES, SECTION: QUESTIONS + WHEN.replace(right, wrong)}
    with pytest.raises(RulesError) as caught:
        load_rulebook(write_book(tmp_path, files))
    assert said in str(caught.value)
