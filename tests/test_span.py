"""A length of time is typed as people say it, and rules see the band that it falls in."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import the_book
from tests.small_book import SECTION, SPAN, WITH_SPAN, write_book
from triage import AnswersError, Interview, RulesError, answers_from, assess, load_rulebook
from triage.cli.main import main
from triage.cli.prompt import meaning
from triage.rulebook.lengths import days_in, in_words
from triage.words.voice import Voice


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_book(tmp_path_factory.mktemp("rules"), WITH_SPAN)


@pytest.fixture(scope="module")
def book(folder):
    return load_rulebook(folder)


@pytest.mark.parametrize(
    ("typed", "band", "urgency"),
    [
        ("0 days", "new", "routine"),
        ("6 days", "new", "routine"),
        ("1 week", "old", "two-weeks"),
        ("A month", "old", "two-weeks"),
        ("2  years", "old", "two-weeks"),
        ("unsure", "unsure", "routine"),
    ],
)
def test_a_length_is_read_into_its_band(book, typed, band, urgency):
    """What was typed is kept, and the danger sign looks at its band."""
    answers = answers_from(book, {"since": typed})
    assert band == answers.variables(book)["since"]
    assert urgency == assess(book, answers).urgency


@pytest.mark.parametrize("typed", ["long", "3", "weeks", "-1 days", "", ["1 day"], {"new": "yes"}])
def test_what_is_no_length_is_said(book, typed):
    """Nobody's answer is guessed."""
    with pytest.raises(AnswersError, match="since"):
        answers_from(book, {"since": typed})


def test_the_terminal_takes_it_and_the_interview_goes_on(book):
    """At the prompt a length is an answer, and anything else is asked for again."""
    since = book.questions["since"]
    assert ("answer", "3 weeks") == (
        (reply := meaning("3 weeks", book, since, Voice.TO_READER, keeps=False)).kind,
        reply.value,
    )
    wrong = meaning("ages", book, since, Voice.TO_READER, keeps=False)
    assert (
        "`ages` cannot be used. Type how long, such as 3 weeks or 2 years, or u if you are not sure."
        " Also: b back, ? help, r repeat, s save, q stop." == wrong.message
    )
    interview = Interview(book, {}).answer("3 weeks", "since")
    assert "old" == interview.variables["since"]


def test_lengths_in_words_come_back(book):
    """Each length that the program itself writes is read as the same days."""
    days = [*range(800), 36501, 99_999]
    assert days == [days_in(in_words(one)) for one in days]


@pytest.mark.parametrize("word", ["now ", "or more ", "about ", "a to ", "5 "])
def test_a_text_that_goes_on_and_on_is_no_length_and_costs_little(word):
    """An answer file of a hundred thousand letters is refused at once."""
    began = time.process_time()

    assert days_in(word * (100_000 // len(word)) + "x") is None
    assert time.process_time() - began < 2


def test_every_band_of_our_own_can_be_answered():
    """What the program takes as the example of a band, it reads into this band."""
    spans = [question for question in the_book().questions.values() if question.kind == "span"]
    assert spans
    for question in spans:
        assert [*question.bands] == [
            question.band_of(question.answer_for(b)) for b in question.bands
        ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "from: 7, yes",
            "from: 8, yes",
            "questions/hiccups.yaml:55:7: `old` does not begin on the day after `new` ends\n"
            "  help: let each band begin where the one before it ends",
        ),
        (
            "from: 0, to: 6",
            "from: 1, to: 6",
            "the first band `new` does not begin at 0\n  help: write `from: 0`",
        ),
        (
            "from: 7, yes",
            "from: 7, to: 99, yes",
            "questions/hiccups.yaml:55:7: the last band `old` ends\n"
            "  help: delete its `to`, so that it takes every longer time",
        ),
        ("old: {text", "unsure: {text", "a band cannot be called `unsure`"),
        ("from: 0, to: 6", "from: 0, to: x", "`to` must be a whole number, here is `x`"),
    ],
    ids=["hole", "hole at the start", "hole at the end", "name", "no number"],
)
def test_slips_of_bands_are_said(tmp_path, right, wrong, said):
    """Bands leave no hole, and each slip is said at its place."""
    assert right in SPAN
    files = {**WITH_SPAN, SECTION: WITH_SPAN[SECTION].replace(right, wrong)}
    with pytest.raises(RulesError) as caught:
        load_rulebook(write_book(tmp_path, files))
    assert said in str(caught.value)


def run(*args: object, input: str | None = None) -> str:
    found = CliRunner().invoke(main, [*map(str, args)], input=input)
    assert found.exit_code in (0, 1), found.output
    return found.output


def test_every_command_knows_it(folder, tmp_path):
    """Checking, showing, comparing, assessing and explaining work as for any other question."""
    findings = json.loads(run("rules", "check", folder, "--format", "json"))
    assert not [one for one in findings["findings"] if "since" in one["message"]]
    shown = run("rules", "show", "since", "--rules", folder)
    assert "old: A week or more. It means: you have had hiccups for weeks." in " ".join(
        shown.split()
    )
    Path(tmp_path / "a.yaml").write_text("since: 3 weeks\n", "utf-8")
    result = run("assess", tmp_path / "a.yaml", "--rules", folder)
    assert "you have had hiccups for weeks" in " ".join(result.split()).lower()
    changed = run("explain", tmp_path / "a.yaml", "--rules", folder, "--what-would-change")
    assert "0 days" in changed
    run("rules", "book", tmp_path / "book.html", "--rules", folder)
    other = write_book(
        tmp_path / "other",
        {
            **WITH_SPAN,
            SECTION: WITH_SPAN[SECTION].replace("to: 6", "to: 13").replace("from: 7", "from: 14"),
        },
    )
    told = " ".join(run("rules", "diff", folder, other).split())
    assert "how long you have had hiccups is 1 week" in told
    assert "two-weeks -> routine" in told
