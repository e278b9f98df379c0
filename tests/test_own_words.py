"""One line in the person's own words: the doctor reads it as it was typed, and no rule reads it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import the_book
from tests.small_book import EVERY_KIND, LONG, SECTION, WITH_SPAN, write_book
from tests.strategies import answer_sets
from tests.test_frame import listed
from tests.test_terminal import PROMPT, Person
from tests.walking import walked
from triage import (
    Answers,
    AnswersError,
    Interview,
    RulesError,
    answers_from,
    assess,
    load_rulebook,
    read_answers,
    to_json,
)
from triage.cli.main import main
from triage.cli.prompt import Reply, meaning
from triage.interview.saving import from_text, to_text
from triage.presentation.question import understood
from triage.presentation.summary import summarise, summary_json
from triage.presentation.summary_file import FORMS
from triage.rulebook.kinds.free_text import MOST_LETTERS
from triage.words.voice import Voice

BOOK = the_book()
ID = next(id for id, question in BOOK.questions.items() if question.kind == "free-text")
SAID = "my fall, and {you} know: your <b>dog</b> was *there*, & it's odd"
DANGER = "I want to die, my chest hurts and I cannot breathe. I take haloperidol."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_book(tmp_path_factory.mktemp("rules"), EVERY_KIND)


@pytest.fixture(scope="module")
def book(folder):
    return load_rulebook(folder)


class TestReading:
    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ("own-words: It began after a fall", "It began after a fall"),
            ("own-words: '  two   blanks\t'", "two blanks"),
            (f"own-words: {'a' * MOST_LETTERS}", "a" * MOST_LETTERS),
            ("own-words: none", "none"),
            ("own-words: Unsure", "none"),
        ],
    )
    def test_a_line_is_kept_as_it_was_written(self, book, written, value):
        """Not a word is changed; who is unsure what to add has added nothing."""
        assert {"own-words": value} == read_answers(book, written, "a.yaml").given

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            (
                f"own-words: {'a' * (MOST_LETTERS + 1)}",
                "a.yaml:1:12: `own-words` has 201 characters\n"
                "  help: write one line of at most 200 characters, or none",
            ),
            (
                'own-words: "one\\ntwo"',
                "a.yaml:1:12: `own-words` has 2 lines\n"
                "  help: write one line of at most 200 characters, or none",
            ),
            (
                'own-words: "red\\e[31m"',
                "a.yaml:1:12: the invisible character `\\x1b` is not allowed in `own-words`\n"
                "  help: delete it",
            ),
            (
                'own-words: "turned \\u202E round"',
                "a.yaml:1:12: the invisible character `\\u202e` is not allowed in `own-words`\n"
                "  help: delete it",
            ),
            (
                "own-words: [one, two]",
                "a.yaml:1:12: `own-words` takes one line of text\n"
                "  help: write one line of at most 200 characters, or none",
            ),
            (
                "own-words: ''",
                "a.yaml:1:12: `own-words` has no answer\n"
                "  help: write one line of at most 200 characters, or none",
            ),
        ],
        ids=["too long", "lines", "control", "direction", "list", "empty"],
    )
    def test_what_is_no_line_is_said(self, book, written, said):
        """Nothing is cut off or left out in silence."""
        with pytest.raises(AnswersError) as caught:
            read_answers(book, written, "a.yaml")
        assert said == str(caught.value)


class TestRules:
    def test_no_rule_can_read_it(self, tmp_path):
        """Whoever tries is told what the question is for."""
        files = {
            **EVERY_KIND,
            LONG: EVERY_KIND[LONG].replace("{chest-pain: yes}", "{own-words: x}"),
        }
        with pytest.raises(RulesError) as caught:
            load_rulebook(write_book(tmp_path, files))
        assert (
            "conditions/long-hiccups.yaml:34:12: no rule can read the question `own-words`\n"
            "  help: it takes the person's own words, which only the doctor reads, so ask in another"
            " kind" == str(caught.value)
        )

    def test_no_question_can_depend_on_it(self, tmp_path):
        """Nor does it decide what is asked."""
        asks = "  again:\n    kind: yes-no\n    short: it\n    ask: Is it?\n    why: We ask.\n"
        asks += "    yes: it is\n    no: it is not\n    ask-when: {own-words: x}\n"
        files = {**EVERY_KIND, SECTION: EVERY_KIND[SECTION] + asks}
        with pytest.raises(RulesError, match="no rule can read the question `own-words`"):
            load_rulebook(write_book(tmp_path, files))

    def test_without_always_nobody_would_be_asked(self, tmp_path):
        """No rule leads to it, so it has to say itself that it is asked."""
        files = {**EVERY_KIND, SECTION: EVERY_KIND[SECTION].replace("    always: yes\n", "")}
        with pytest.raises(RulesError) as caught:
            load_rulebook(write_book(tmp_path, files))
        assert (
            "questions/hiccups.yaml:56:3: no rule reads `own-words`, so nobody would be asked\n"
            "  help: write `always: yes`" == str(caught.value)
        )

    def test_no_check_misses_a_rule_that_reads_it(self, folder):
        """It is for the doctor by its nature: no mark is needed, and nothing is unused."""
        found = json.loads(run("rules", "check", folder, "--format", "json"))["findings"]
        assert [] == [one for one in found if "own-words" in one["message"]]

    @settings(max_examples=20, deadline=None)
    @given(answers=answer_sets(BOOK), line=st.sampled_from([DANGER, SAID, "none"]))
    def test_it_changes_nothing_in_any_result(self, answers, line):
        """Whatever stands in it, the result is that of the same answers without it."""
        without = Answers({id: value for id, value in answers.given.items() if id != ID})
        with_it = answers_from(BOOK, {**without.given, ID: line})
        plain, spoken = (json.loads(assess_json(one)) for one in (without, with_it))
        assert line == spoken["answers"].pop(ID)
        assert plain == spoken

    def test_two_rule_books_with_and_without_it_differ_in_no_result(self, folder, tmp_path):
        """A comparison tells that it is new, and that no result changes."""
        told = run("rules", "diff", write_book(tmp_path, WITH_SPAN), folder)
        assert "own-words" in told
        assert "no urgency changes; no fit or points change" in " ".join(told.split())
        assert "own-words" not in run("rules", "diff", folder, folder)


class TestPrompt:
    """What a typed line means."""

    def typed(self, book, line):
        return meaning(line, book, book.questions["own-words"], Voice.TO_READER, keeps=False)

    @pytest.mark.parametrize("line", ["0", "none", "None.", "n", "no"])
    def test_nothing_to_add(self, book, line):
        """Who has nothing to add says so as anywhere else, and reads that it was understood."""
        reply = self.typed(book, line)
        assert Reply(kind="answer", value="none") == reply
        question = book.questions["own-words"]
        assert "Nothing to add." == understood(question, reply.value, Voice.TO_READER)

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("my neck is stiff.", "For the doctor: my neck is stiff."),
            ("No sleep since your dog left", "For the doctor: No sleep since your dog left."),
            (
                "It came back after I had been on the bus to town",
                "For the doctor: It came back after I had ...",
            ),
        ],
    )
    def test_a_line_is_told_in_a_few_words(self, book, line, told):
        """It is kept letter for letter, and about somebody else it is not reworded."""
        reply = self.typed(book, line)
        assert Reply(kind="answer", value=line) == reply
        value = Interview(book).answer(reply.value, "own-words").given["own-words"]
        assert line == value
        assert told == understood(book.questions["own-words"], value, Voice.ABOUT_OTHER)

    @pytest.mark.parametrize(("line", "kind"), [("b", "back"), ("?", "why"), ("s", "save")])
    def test_keys_stay_keys(self, book, line, kind):
        """A single letter never becomes a line for the doctor."""
        assert kind == self.typed(book, line).kind

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            *[
                (line, f"`{line}` {why} Type one line, 0 if there is nothing to add, or u")
                for line, why in (
                    ("yes", "is no answer here."),
                    ("3", "cannot be used."),
                    ("1, 2", "cannot be used."),
                )
            ],
            ("a" * 201, "That line has 201 letters, and 200 fit. Please say it in fewer words."),
            (
                "left \x1b[D arrow",
                "That line has something in it that cannot be seen: `\\x1b`. Type it again without",
            ),
        ],
        ids=["yes", "number", "numbers", "too long", "arrow key"],
    )
    def test_what_is_no_line_is_asked_again(self, book, line, said):
        """What was meant for another question, or cannot be shown, is not sent to a doctor."""
        reply = self.typed(book, line)
        assert "error" == reply.kind
        assert reply.message.startswith(said)


class TestOurOwn:
    """The question of the rule book."""

    def test_it_is_the_last_question_and_says_who_reads_it(self):
        """Nobody may believe that somebody reads a cry for help, or that a rule does."""
        hint = BOOK.questions[ID].hint or ""
        assert ID == [*BOOK.questions][-1] == walked(Interview(BOOK), until=ID).current
        assert "Nobody reads this line before your doctor does" in hint
        assert "In danger, call for help now." in hint

    @pytest.mark.parametrize("form", [".txt", ".md", ".html"])
    def test_the_page_has_it_under_its_heading_as_it_was_typed(self, form):
        """Also where the page is about somebody else; no mark of it becomes part of the page."""
        answers = answers_from(BOOK, {"answering-for": "my-child", ID: SAID})
        page = FORMS[form](summarise(BOOK, answers, assess(BOOK, answers)))
        assert 1 == page.count("own words")
        after = page.split("In the person&#x27;s own words" if form == ".html" else "own words")[1]
        shown = {
            ".txt": SAID,
            ".md": re.sub(r"([{}<>*&])", r"\\\1", SAID),
            ".html": SAID.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        }[form].replace("'", "&#x27;" if form == ".html" else "'")
        assert shown in " ".join(re.sub("</?(li|ul|p)[^>]*>", " ", after).split())[:250]

    def test_it_stands_on_the_page_once_and_not_at_all_where_nothing_was_said(self):
        """A doctor reads each thing once."""
        for line, times in ((SAID, 1), ("none", 0), ("unsure", 0)):
            answers = answers_from(BOOK, {"age": 50, ID: line})
            summary = summarise(BOOK, answers, assess(BOOK, answers))
            page = FORMS[".txt"](summary)
            assert times == page.count("own words") == " ".join(page.split()).count(SAID)
            assert "What else" not in page
            asked = json.loads(summary_json(summary))["questions-and-answers"][-1]["asked"]
            assert [SAID if times else "Nothing to add"] == [one["answer"] for one in asked]

    def test_no_character_of_it_steers_a_screen(self):
        """Not even where an answer set was made by another program."""
        answers = Answers({ID: "\x1b[2J\u202e<script>\udc80"})
        summary = summarise(BOOK, answers, assess(BOOK, answers))
        for form in FORMS.values():
            assert not {"\x1b", "\u202e"} & {*form(summary)}
        assert "<script" not in FORMS[".html"](summary)
        assert ("\\x1b[2J\\u202e<script>\\udc80",) == summary.own_words

    def test_it_is_saved_and_stands_among_the_answers(self):
        """Who goes on later finds the line, and can check it before the result."""
        interview = walked(Interview(BOOK), until=ID).answer(SAID)
        again = from_text(BOOK, to_text(interview), "me.json").interview
        assert SAID == again.given[ID]
        assert SAID in " ".join(" ".join(listed(again)).split())
        assert again.finished


def run(*args: object) -> str:
    found = CliRunner().invoke(main, [*map(str, args)])
    assert found.exit_code in (0, 1), found.output
    return found.output


def assess_json(answers: Answers) -> str:
    return to_json(assess(BOOK, answers))


def test_every_command_knows_it(folder, tmp_path):
    """Showing, explaining and describing work as for any other question."""
    shown = " ".join(run("rules", "show", "own-words", "--rules", folder).split())
    assert "One line of at most 200 characters, for the doctor. No rule reads it." in shown
    file = tmp_path / "a.yaml"
    file.write_text(f"chest-pain: no\nown-words: {DANGER}\n", "utf-8")
    result = json.loads(run("assess", file, "--rules", folder, "--format", "json"))
    assert ("routine", DANGER) == (result["urgency"], result["answers"]["own-words"])
    changed = run("explain", file, "--rules", folder, "--what-would-change")
    assert "what else" not in changed.lower()
    run("rules", "book", page := tmp_path / "book.html", "--rules", folder)
    assert "it stands on the page for the doctor, and no rule reads it" in page.read_text("utf-8")


def test_at_a_terminal_a_line_goes_to_the_page_for_the_doctor(folder, tmp_path: Path) -> None:
    """It is asked last, told back, kept when it is asked again, and stands on the page."""
    page, line = tmp_path / "page.txt", "It hurts since the fall, b or not b"
    person = Person(words=["ask", "--plain", "--rules", str(folder), "--summary", str(page)])
    person.start()
    for typed in ("n", "30", "1", "0", "3 weeks", "b", "", line):
        assert 0 == person.until(PROMPT)
        person.type(typed)
    assert 0 == person.until("your result: ?$")
    assert "6. What else? One line, 0 none, or u:" in person.plain()
    assert "For the doctor: It hurts since the fall, b ..." in person.plain()
    assert f"6 What else the doctor should know: {line}" in person.plain()
    person.type("6")
    assert 0 == person.until(PROMPT)
    assert f"Your answer was: {line}. Press Enter to keep it." in person.plain()
    person.type("")
    assert 0 == person.until("your result: ?$")
    person.type("")
    person.result()

    assert 0 == person.finish()
    assert f"In the person's own words:\n- {line}\n" in page.read_text("utf-8")
