"""A length of time is typed as people say it, and rules see the band that it falls in."""

from __future__ import annotations

import json
import time
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import the_book
from tests.small_book import FIRM, SECTION, SHORT, SPAN, WITH_FIRM, WITH_SPAN, write_book
from triage import (
    AnswersError,
    Engine,
    Interview,
    RulesError,
    answers_from,
    assess,
    load_rulebook,
)
from triage.cases.running import run_answers
from triage.changes.comparing import compare
from triage.changes.joint import SIDES, Joint
from triage.checks.reach import without_effect
from triage.cli.main import main
from triage.cli.prompt import meaning
from triage.inference import reference
from triage.inference.examples import complete
from triage.inference.weighing import weigh
from triage.rulebook.lengths import days_in, in_words
from triage.rulebook.when import UNSURE
from triage.rulebook.words import clause
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
    told = " ".join(run("rules", "diff", folder, other, "--full").split())
    assert "how long you have had hiccups is 1 week" in told
    assert "two-weeks -> routine" in told


LONGEST = "firm: {since.longest: old}\nfirm-missing: nothing of it is old\n"


class TestLongest:
    """Parts that began apart: the shortest length warns, the longest may carry a name."""

    @pytest.fixture
    def book(self, tmp_path):
        text = WITH_FIRM[SHORT].replace(FIRM, LONGEST)
        red = {"red-flags.yaml": WITH_SPAN["red-flags.yaml"]}
        return load_rulebook(write_book(tmp_path, {**WITH_FIRM, **red, SHORT: text}))

    @pytest.mark.parametrize(
        ("typed", "shortest", "longest"),
        [
            ("3 weeks", "old", "old"),
            ("3 days", "new", "new"),
            ("2 years, 3 days", "new", "old"),
            ("3 days; 2 years", "new", "old"),
            ("1 day, 3 days", "new", "new"),
            (UNSURE, UNSURE, UNSURE),
        ],
    )
    def test_both_are_seen(self, book, typed, shortest, longest):
        """One length is both; not sure leaves both not sure (P3)."""
        seen = answers_from(book, {"since": typed}).variables(book)

        assert (shortest, longest) == (seen["since"], seen["since.longest"])

    def test_a_name_may_rest_on_the_longest_and_the_danger_sign_does_not(self, book):
        """The sign looks at the newest part as before; the evaluators agree."""
        meal = {"chest-pain": "no", "age": 30, "lasted": "minutes", "after": ["big-meal"]}
        for typed, firm in (("3 days", False), ("2 years, 3 days", True), ("2 years", True)):
            answers = answers_from(book, {**meal, "since": typed})
            result = assess(book, answers)
            (found,) = (one for one in result.suggested if one.id == "short-hiccups")

            assert firm == found.firm
            assert ("HF02" in {flag.id for flag in result.red_flags}) == (typed == "2 years")
            assert run_answers(book, Engine(book), answers).suggested

    def test_every_pair_that_can_be_is_found_and_no_other(self, book):
        """A shortest length beyond the longest is nobody's answer."""
        words = ("new", "old", UNSURE)
        for shortest, longest in product(words, words):
            box = {"since": frozenset({shortest}), "since.longest": frozenset({longest})}
            answers = complete(book, box)
            possible = shortest == longest or (shortest, longest) == ("new", "old")

            assert possible == (answers is not None), (shortest, longest)
            if answers is not None:
                seen = answers.variables(book)
                assert (shortest, longest) == (seen["since"], seen["since.longest"])

    def test_it_is_told_apart_in_words_only_where_it_differs(self, book):
        """Whoever typed one length reads nothing of the first part."""
        told = "you have had hiccups for weeks"
        both = {
            typed: clause(book, "since.longest", "old", {"since": typed})
            for typed in ("3 weeks", "2 years, 3 days")
        }

        assert {"3 weeks": told, "2 years, 3 days": f"{told}, counting what began first"} == both
        assert f"{told}, counting what began first" == clause(book, "since.longest", "old")

    def test_a_question_that_only_the_longest_is_read_of_is_of_use(self, tmp_path):
        """It is not reported as one that nothing looks at."""
        text = WITH_FIRM[SHORT].replace(FIRM, LONGEST)
        used = load_rulebook(write_book(tmp_path / "a", {**WITH_FIRM, SHORT: text}))
        idle = load_rulebook(
            write_book(tmp_path / "b", {**WITH_FIRM, SHORT: WITH_FIRM[SHORT].replace(FIRM, "")})
        )

        assert [False, True] == [
            "since" in {name for name, _ in without_effect(book)} for book in (used, idle)
        ]

    def test_a_slip_is_said(self, tmp_path):
        """`longest` is all that may stand after the dot."""
        for wrong in ("since.shortest: old", "since.longest: older"):
            text = WITH_FIRM[SHORT].replace(FIRM, f"firm: {{{wrong}}}\n")
            with pytest.raises(RulesError, match=r"since|older"):
                load_rulebook(write_book(tmp_path, {**WITH_FIRM, SHORT: text}))

    @pytest.mark.parametrize(
        ("old", "new", "changed"),
        [
            ("since: old", "since.longest: old", {"1 week, 0 days"}),
            ("since.longest: old", "since: old", {"1 week, 0 days"}),
            ("since.longest: old", "since.longest: [old, unsure]", {"unsure"}),
            ("since: old", "all: [since: new, since.longest: old]", {"1 week", "1 week, 0 days"}),
        ],
    )
    def test_two_rule_books_are_compared_over_every_two_lengths(self, tmp_path, old, new, changed):
        """Whoever typed one length is told of only where it changes something for them."""
        level = WITH_FIRM[SHORT].replace("urgency: routine", "urgency: two-weeks")
        books = [
            load_rulebook(
                write_book(tmp_path / name, {**WITH_FIRM, SHORT: level.replace("since: old", when)})
            )
            for name, when in (("old", old), ("new", new))
        ]
        found = compare(*books)
        joint = Joint(*books)
        typed = joint.keys["since"].values
        person = {"chest-pain": "no", "lasted": "minutes"}
        seen = {
            text: {
                weigh(
                    book, reference.fire(book, joint.view(side, {**person, "since": text}))
                ).urgency
                for side, book in zip(SIDES, books, strict=True)
            }
            for text in typed
        }
        differ = {text for text, levels in seen.items() if len(levels) > 1}

        assert {text for text in typed if "," in text} == {"1 week, 0 days"}
        assert changed == differ
        assert changed == {kind.example["since"] for kind in (*found.raised, *found.lowered)}
