"""The doctor's summary: what stands in it, in all four forms, and how it is written."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import stat
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT, the_book
from tests.lines_book import LINES_BOOK
from tests.small_book import write_book
from tests.strategies import answer_sets, small_rulebooks
from triage import Answers, AnswersError, answers_from, assess
from triage.guarded_file import BEGINNING
from triage.inference.answers import voice_of
from triage.presentation.document import Bar, Paragraph, Table, TimeLine
from triage.presentation.html_page import STYLE, as_html
from triage.presentation.markdown_page import as_markdown
from triage.presentation.summary import (
    summarise,
    summary_html,
    summary_json,
    summary_markdown,
    summary_text,
)
from triage.presentation.summary_file import FORMS, KIND, form_for, write_summary
from triage.presentation.summary_model import Summary
from triage.presentation.text_page import as_text
from triage.rulebook.loading import load_rulebook
from triage.words.time_line import STEPS

BOOK = the_book()

TYPICAL: dict[str, Any] = {
    "answering-for": "me",
    "age": 58,
    "sex": "female",
    "danger-now": {"fever": "unsure"},
    "fever": {"fever": "unsure"},
    "danger-other": {"choking": "unsure"},
    "self-harm": "no",
    "parts": ["mouth", "head"],
    "does-head": ["pulled"],
    "head-way": ["same-side"],
    "does-mouth": ["chews"],
    "since": "6 months",
    "began": "slowly",
    "changes": ["touch"],
    "signs": {"mind": "unsure"},
    "mind": "unsure",
    "medicines": ["Haldol 5 mg", "powder from abroad", "metoclopramid"],
    "unknown-medicine": ["mood"],
    "blocker-when": "long",
    "blocker-total": "over-3-months",
    "dopamine-blocker-depot": "no",
    "family": ["tremor"],
}
EMERGENCY = {
    "answering-for": "my-child",
    "age": 7,
    "danger-now": ["breath"],
    "since": "5 days",
}
PEOPLE: dict[str, dict[str, Any]] = {"typical": TYPICAL, "emergency": EMERGENCY, "nothing": {}}


def summary_of(raw: dict[str, Any], filled_in: str = "") -> Summary:
    answers = answers_from(BOOK, raw)
    return summarise(BOOK, answers, assess(BOOK, answers), filled_in=filled_in)


def one_line(text: str) -> str:
    return " ".join(text.split())


def plain_words(form: str, summary: Summary) -> str:
    """A form without its marks, in one line."""
    match form:
        case ".txt":
            return one_line(summary_text(summary))
        case ".md":
            without = re.sub(r"(?m)^(?:#+|>|-) |\*\*", "", summary_markdown(summary))
            return one_line(re.sub(r"\\(.)", r"\1", without))
        case ".html":
            page = re.sub(r"<style>.*?</style>", "", summary_html(summary), flags=re.DOTALL)
            return one_line(html.unescape(re.sub(r"<[^>]*>", " ", page)))
        case _:
            return one_line(" ".join(strings(json.loads(summary_json(summary)))))


def strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in strings(value)]
    return [str(node)]


class TestContent:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("person", PEOPLE)
    def test_each_form_says_how_soon_the_advisory_and_that_nobody_reviewed_the_rules(
        self, person: str, form: str
    ) -> None:
        """Promise P1 holds for a summary, too: the advisory stands in it word for word."""
        summary = summary_of(PEOPLE[person])
        said = plain_words(form, summary)

        assert BOOK.advisory.advisory in said
        assert BOOK.advisory.not_reviewed in said
        assert BOOK.advisory.urgency[summary.urgency].title in said
        assert BOOK.digest in said
        assert summary.versions.tool in said

    @pytest.mark.parametrize("form", FORMS)
    def test_each_form_says_what_a_doctor_asks_first(self, form: str) -> None:
        """Who, what is there, what is not, what is not known, medicines, times, family."""
        said = plain_words(form, summary_of(TYPICAL, "3 May 2026"))

        for text in (
            "3 May 2026",
            "The answers come from the person with the movement",
            "58",
            "Female",
            "Chew, smack or pucker, or the tongue moves",
            "6 months",
            "Hard or noisy breathing, closing throat",
            "A fever, or feeling very hot",
            "haloperidol",
            "Haldol 5 mg",
            "powder from abroad",
            "metoclopramide",
            "edicines that block dopamine",
            "Begun earlier, and still taken",
            "Shaking hands or head",
            "Cervical dystonia",
            "ardive dyskinesia",
        ):
            assert text in said, text

    def test_who_it_is_about_comes_from_the_rule_book(self) -> None:
        """Age, sex and who answers stand in the order of asking, and nowhere a second time."""
        summary = summary_of(TYPICAL)
        labels = [fact.label for fact in summary.about]

        assert ["Who has the movements", "Age", "Sex at birth"] == labels
        assert not {"age", "sex", "answering-for"} & {
            fact.question for group in summary.reported for fact in group.facts
        }

    def test_sections_come_in_the_order_of_the_rule_book(self) -> None:
        """A heading for each section that has something to say."""
        order = [section.id for section in BOOK.sections]
        summary = summary_of(TYPICAL)
        for groups in (summary.reported, summary.not_present, summary.questions_and_answers):
            places = [order.index(group.section) for group in groups]
            assert sorted(set(places)) == places

    def test_a_no_to_a_danger_sign_is_not_reported_as_present(self) -> None:
        """Also where *no* is one of several choices."""
        summary = summary_of(TYPICAL)
        reported = {fact.question for group in summary.reported for fact in group.facts}
        absent = {fact.question for group in summary.not_present for fact in group.facts}

        assert "self-harm" not in reported
        assert {"self-harm", "signs", "danger-now"} <= absent

    def test_what_was_asked_because_of_a_medicine_stands_with_the_medicines(self) -> None:
        """Start, total time, last dose and depot are read beside the names."""
        (medicines,) = summary_of(TYPICAL).medicines
        facts = {fact.question: fact.words for fact in medicines.facts}

        assert ("Begun earlier, and still taken",) == facts["blocker-when"]
        assert ("No",) == facts["dopamine-blocker-depot"]
        assert {"unknown-medicine", "blocker-total"} <= set(facts)

    def test_a_medicine_keeps_what_was_typed(self) -> None:
        """A name that is not known is kept and marked; a slip of spelling is called not sure."""
        raw = {"medicines": ["nameless powder", "haloperidoll", "Haldol", "haloperidol"]}
        (medicines,) = summary_of(raw).medicines
        named = {medicine.typed: medicine for medicine in medicines.named}
        text = plain_words(".txt", summary_of(raw))

        assert "nameless powder (not understood)" == named["nameless powder"].name
        assert () == named["nameless powder"].classes
        assert "near" == named["haloperidoll"].how
        assert "nameless powder (not understood): Not known. Please look it up." in text
        assert (
            "haloperidoll (not sure: is it haloperidol?): Not certain. Please look it up." in text
        )
        assert "haloperidol (typed: Haldol)" in text
        assert "- haloperidol: Medicines that block dopamine" in text

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            ({"medicines": []}, "None were named."),
            ({"medicines": "unsure"}, "The person was not sure."),
            ({}, "This was not asked or not answered."),
        ],
        ids=["none", "unsure", "not asked"],
    )
    def test_no_names_of_medicines_are_said_in_words(self, raw: dict[str, Any], said: str) -> None:
        """None, not sure and not asked are three different things to a doctor."""
        assert said in plain_words(".txt", summary_of(raw))

    def test_a_danger_sign_by_not_sure_is_marked(self) -> None:
        """A doctor sees what is certain and what is not."""
        text = plain_words(".txt", summary_of(TYPICAL))

        assert "(danger sign, only by \u201cnot sure\u201d)" in text
        assert "(danger sign)" in text
        assert "(possible condition)" in text

    def test_an_emergency_says_what_to_do_at_the_top(self) -> None:
        """Whoever holds the paper reads first what to do."""
        summary = summary_of(EMERGENCY)
        lines = summary_text(summary).splitlines()

        assert "emergency" == summary.urgency
        assert lines.index("EMERGENCY: get help now") < 5
        assert summary.what_to_do[-1] in plain_words(".txt", summary)
        assert () == summary_of(TYPICAL).what_to_do

    def test_answers_about_somebody_else_are_worded_so(self) -> None:
        """No "you" is left that would mean the wrong person."""
        summary = summary_of(EMERGENCY)

        assert summary.other_person
        assert "Breathing is hard or noisy, their throat closes" in plain_words(".txt", summary)
        assert "\u201cThey\u201d is the person" in plain_words(".txt", summary)

    def test_what_was_not_asked_is_listed(self) -> None:
        """Open questions are one thing, questions that do not apply another."""
        summary = summary_of(TYPICAL)
        everything = set(summary.not_asked) | set(summary.does_not_apply)

        assert "How it is over time" in summary.not_asked
        assert "Signs in a baby or small child" in summary.does_not_apply
        answered = sum(len(group.asked) for group in summary.questions_and_answers)
        assert len(BOOK.questions) == len(everything) + answered

    def test_nothing_is_called_a_diagnosis(self) -> None:
        """Candidates are features that fit, and only a doctor can tell, in each form."""
        summary = summary_of(TYPICAL)
        for form in (".txt", ".md", ".html"):
            said = plain_words(form, summary)
            assert 1 == said.count("Only a doctor can tell.")
        assert summary.possible


class TestLines:
    """A rule book with a danger screen and a list whose items have questions of their own."""

    @pytest.fixture
    def summary(self, tmp_path: Path) -> Summary:
        book = load_rulebook(write_book(tmp_path, LINES_BOOK))
        given = {
            "answering-for": "someone-else",
            "age": 44,
            "sex": "female",
            "now": {"heat": "yes", "pregnant": "unsure"},
            "heat-signs": {"fever": "yes"},
            "parts": {"chest": "yes", "throat": "unsure"},
            "does-chest": ["jerks", "shakes"],
            "does-throat": {"tires": "yes", "jerks": "unsure"},
        }
        answers = answers_from(book, given)
        return summarise(book, answers, assess(book, answers))

    def test_nothing_but_danger_signs_stands_among_them(self) -> None:
        """How long it has been there, what moves and old illnesses are told with the rest."""
        raw = {**TYPICAL, "health": ["mind"], "mind-illness": ["mood"], "course": ["slowly-worse"]}
        summary = summary_of(raw)
        signs = summary.danger_signs
        told = {*signs.present, *signs.not_sure, *signs.asked_and_no, *signs.left_unticked}
        reported = {fact.question for group in summary.reported for fact in group.facts}

        assert () == signs.present
        assert "Hard or noisy breathing, closing throat, or spit you cannot swallow" in told
        assert {"since", "began", "course", "health", "mind-illness"} <= reported
        assert {"parts", "since", "signs", "health"}.isdisjoint(signs.questions)
        assert {"danger-now", "danger-other", "fever", "self-harm"} == {*signs.questions}
        assert "Depression or anxiety" in plain_words(".txt", summary).split("Danger signs:")[0]

    def test_danger_signs_stand_in_four_groups(self, summary: Summary) -> None:
        """Nobody denied what was only left unticked, and an open line is not sure."""
        signs = summary.danger_signs

        assert ("Fever, or a very stiff body", "Fever") == signs.present
        assert ("Pregnant", "Pregnancy") == signs.not_sure
        assert () == signs.asked_and_no
        assert ("Chest pain, or fainting", "A stiff body", "Light hurts") == signs.left_unticked
        text = summary_text(summary)
        assert "- Left unticked in a list: Chest pain, or fainting; A stiff body" in text
        assert "- Asked, and no: None." in text

    def test_what_was_asked_of_each_part_is_a_table(self, summary: Summary) -> None:
        """A row for each part, also one that is not sure, and a column for each question."""
        (table,) = summary.parts

        assert ("What it does",) == table.columns
        assert ["The chest", "The throat"] == [row.words for row in table.rows]
        assert [True, False] == [row.certain for row in table.rows]
        assert [("Jerks; Shakes",), ("Tires; not sure: jerks",)] == [r.cells for r in table.rows]
        assert ("parts", "does-chest", "does-throat") == table.questions
        assert "- The throat (not sure): Tires; not sure: jerks" in summary_text(summary)

    def test_what_stands_in_a_table_is_not_told_again(self, summary: Summary) -> None:
        """The page is short, so each thing stands there once."""
        assert 1 == summary_text(summary).count("Jerks; Shakes")

    def test_without_such_a_list_there_is_no_table(self) -> None:
        """A rule book without a list of parts has none."""
        assert () == summary_of({}).parts

    def test_words_of_ones_own_are_left_out_where_there_are_none(self, summary: Summary) -> None:
        """They stand on the page as they were typed, and nowhere where nothing was."""
        spoken = msgspec.structs.replace(summary, own_words=("like a hiccup in the neck",))

        assert "In the person's own words:\n- like a hiccup in the neck" in summary_text(spoken)
        assert "own words" not in summary_text(summary)


class TestAnyAnswers:
    @settings(max_examples=25, deadline=None)
    @given(answers=answer_sets(BOOK))
    def test_what_is_reported_stands_on_the_page_and_every_answer_in_the_data(
        self, answers: Answers
    ) -> None:
        """No yes and no word is lost on the one page; JSON has each question word for word."""
        summary = summarise(BOOK, answers, assess(BOOK, answers))
        asked = {
            entry.question: entry
            for group in summary.questions_and_answers
            for entry in group.asked
        }
        said = {form: plain_words(form, summary) for form in FORMS}
        data = said.pop(".json")
        voice = voice_of(BOOK, answers.variables(BOOK))

        assert list(answers.given) == list(asked)
        for id, value in answers.given.items():
            question = BOOK.questions[id]
            about = id in {fact.question for fact in summary.about}
            reported = [] if value == "unsure" or about else question.reported(value)
            assert one_line(asked[id].ask) in data, id
            assert one_line(asked[id].answer) in data, id
            for form, text in said.items():
                lower = text.lower()
                lost = [t for t in reported if one_line(voice.says(t)).lower() not in lower]
                # beside a medicine the answer stands as it was given
                assert not lost or one_line(asked[id].answer).lower() in lower, (form, id)
        unsure = {fact.question for group in summary.not_sure for fact in group.facts}
        for id, value in answers.given.items():
            words = value.values() if isinstance(value, dict) else [value]
            assert ("unsure" in words) == (id in unsure), id

    @settings(max_examples=25, deadline=None)
    @given(data=st.data())
    def test_any_rule_book_gives_a_summary(self, data: st.DataObject) -> None:
        """Nothing in a summary depends on the names of this project's own questions."""
        book = data.draw(small_rulebooks())
        answers = data.draw(answer_sets(book))
        summary = summarise(book, answers, assess(book, answers))

        for form in FORMS:
            assert book.advisory.advisory in plain_words(form, summary)


HOSTILE = [
    "\x1b[2J\x1b]0;title\x07",
    "<script>alert(1)</script>",
    '"><img src=https://example.com/x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "\u202egnitset\u202c \u200b \ud800",
    "[link](https://example.com) ![picture](https://example.com/p.png)",
    "www.example.com https://example.com a@example.com `code` *bold* _low_ # - 1. | & &lt;",
]


class TestHostileNames:
    SUMMARY = summarise(
        BOOK,
        Answers({"medicines": tuple(HOSTILE)}),
        assess(BOOK, Answers({"medicines": tuple(HOSTILE)})),
        filled_in="\x1b[31mtoday",
    )

    @pytest.mark.parametrize("form", FORMS)
    def test_no_character_passes_that_steers_a_screen(self, form: str) -> None:
        """Not even where an answer set was made by another program."""
        steering = {
            char
            for char in FORMS[form](self.SUMMARY)
            if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        }

        assert set() == steering

    def test_html_shows_markup_as_text(self) -> None:
        """What was typed is never part of the page."""
        page = summary_html(self.SUMMARY)

        assert "<script" not in page.lower()
        assert "<img" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert allowed(page)

    def test_markdown_shows_marks_as_text(self) -> None:
        """No link, no picture, no code and no HTML comes from what was typed."""
        text = summary_markdown(self.SUMMARY)

        assert "\\<script\\>" in text
        assert not re.search(r"(?<!\\)[<>\[\]`]", re.sub(r"(?m)^> ", "", text))
        assert not re.search(r"https?://|www\.", text)

    def test_json_keeps_it_whole(self) -> None:
        """An escape in JSON means the same character; what cannot be a character is shown."""
        named = json.loads(summary_json(self.SUMMARY))["medicines"][0]["named"]

        assert "\\x1b[2J\\x1b]0;title\\x07" == named[0]["typed"]


def allowed(page: str) -> bool:
    """Whether a page asks for nothing outside itself, and runs nothing."""
    reader = Page()
    reader.feed(page)
    names = {name for _, attributes in reader.tags for name, _ in attributes}
    forbidden = {"src", "href", "srcset", "action", "formaction", "data", "poster", "background"}
    return (
        not names & forbidden
        and not [name for name in names if name.startswith(("on", "xlink", "style"))]
        and not {tag for tag, _ in reader.tags}
        & {"script", "iframe", "object", "embed", "link", "base", "form", "img", "image", "use"}
        and not re.search(r"@import|url\s*\(|expression|-moz-binding", STYLE)
    )


class Page(HTMLParser):
    """The tags of a page, with a note of every one that is not closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.open: list[str] = []
        self.slips: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.slips.append(tag)


class TestHtml:
    @pytest.mark.parametrize("person", PEOPLE)
    def test_the_page_is_whole_and_asks_for_nothing(self, person: str) -> None:
        """Every tag is closed, nothing is fetched, nothing runs."""
        page = summary_html(summary_of(PEOPLE[person]))
        reader = Page()
        reader.feed(page)

        assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
        assert [] == reader.slips
        assert [] == reader.open
        assert allowed(page)
        assert not re.search(r"https?:", page)
        ids = [value for _, attrs in reader.tags for name, value in attrs if name == "id"]
        assert len(set(ids)) == len(ids)

    def test_the_page_forbids_everything_but_its_own_style(self) -> None:
        """Should anything ever slip through, the browser refuses it."""
        page = summary_html(summary_of(TYPICAL))
        style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        code = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()

        assert 1 == len(style)
        assert f"default-src 'none'; style-src 'sha256-{code}'" in page

    @pytest.mark.parametrize("person", PEOPLE)
    def test_headings_and_tables_can_be_walked_through(self, person: str) -> None:
        """One first heading, no level left out; each table has a caption and named rows."""
        page = summary_html(summary_of(PEOPLE[person]))
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]

        assert 1 == levels[0]
        assert 1 == levels.count(1)
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert page.count("<table>") == page.count("<caption>") == page.count("<thead>")
        assert "<caption></caption>" not in page
        assert page.count("<th") - page.count("<thead") == page.count('<th scope="')
        assert 1 == page.count("<title>") - page.count("<rect")
        assert "prefers-color-scheme: dark" in page
        assert "@media print" in page


class TestTimeLine:
    def test_times_of_the_rule_book_make_sense(self) -> None:
        """A time reaches from the past towards today, and only one choice is picked."""
        found = 0
        for id, question in BOOK.questions.items():
            for item, answer in question.answers.items():
                if answer.days_from is None and answer.days_to is None:
                    continue
                found += 1
                assert "pick-one" == question.kind, id
                assert answer.days_to is not None, (id, item)
                assert answer.days_from is None or answer.days_from >= answer.days_to >= 0, item
        assert found

    def test_each_answer_about_a_time_is_told_as_days(self) -> None:
        """Another program can draw the movement and the medicines on one line of time."""
        summary = summary_of(TYPICAL)

        assert ["since", "blocker-when"] == [span.question for span in summary.times]

    @pytest.mark.parametrize("days", [(0, 0), (7, 0), (None, 5000), (9999, 9999), (1095, 365)])
    def test_bars_stay_inside_the_drawing(self, days: tuple[int | None, int]) -> None:
        """However long ago, a bar is seen, and seen whole."""
        page = as_html([TimeLine("Times", (Bar("It", "then", *days),))], "t")
        x, width = re.findall(r'<rect x="([0-9.]+)%" y="[0-9]+" width="([0-9.]+)%"', page)[0]

        assert float(width) >= 2
        assert 0 <= float(x)
        assert float(x) + float(width) <= 100.1

    def test_an_older_time_never_stands_nearer_to_today(self) -> None:
        """From today back to the oldest step and beyond."""
        starts = []
        for day in range(0, STEPS[-1][0] + 400, 5):
            page = as_html([TimeLine("Times", (Bar("It", "then", day, 0),))], "t")
            starts.append(float(re.findall(r'<rect x="([0-9.]+)%', page)[0]))

        assert sorted(starts, reverse=True) == starts


class TestForms:
    @pytest.mark.parametrize("width", [20, 40, 80, 200])
    @pytest.mark.parametrize("person", PEOPLE)
    def test_text_is_wrapped(self, person: str, width: int) -> None:
        """No line is longer than the page, from 40 to 80 columns."""
        lines = summary_text(summary_of(PEOPLE[person]), width).splitlines()

        assert max(map(len, lines)) <= min(max(width, 40), 80)
        assert not [line for line in lines if line != line.rstrip()]

    def test_every_width_says_the_same(self) -> None:
        """Only the line breaks differ; a digest may be broken in two."""
        summary = summary_of(TYPICAL)
        narrow, wide = (re.sub(r"\s", "", summary_text(summary, width)) for width in (40, 80))

        assert wide == narrow

    def test_the_bytes_do_not_depend_on_the_process(self) -> None:
        """Promise P9 for a summary: the same answers, the same bytes, whatever the hash seed."""
        program = (
            "from tests.test_summary import *\n"
            "import hashlib\n"
            "s = summary_of(TYPICAL)\n"
            "print([hashlib.sha256(FORMS[f](s).encode()).hexdigest() for f in FORMS])\n"
        )

        def run(seed: str) -> str:
            env = {**os.environ, "PYTHONHASHSEED": seed}
            command = [sys.executable, "-c", program]
            done = subprocess.run(
                command, cwd=ROOT, env=env, capture_output=True, text=True, check=True
            )
            return done.stdout

        assert run("1") == run("2")

    def test_the_order_of_answers_does_not_matter(self) -> None:
        """Promise P5 for a summary."""
        turned = dict(reversed(TYPICAL.items()))
        for form in FORMS.values():
            assert form(summary_of(TYPICAL)) == form(summary_of(turned))

    def test_markdown_does_not_become_another_list(self) -> None:
        """Text that looks like a mark stays text."""
        blocks = [Paragraph("- one"), Paragraph("2. two"), Paragraph("# three"), Paragraph("===")]

        assert "\\- one\n\n2\\. two\n\n\\# three\n\n\\===\n" == as_markdown(blocks)

    def test_a_question_mark_is_enough(self) -> None:
        """A question is not followed by a colon."""
        table = Table("All", ("Question", "Answer"), (("How old?", "58"),))

        assert "All:\n- How old? 58\n" == as_text([table])
        assert "All:\n\n- **How old?** 58\n" == as_markdown([table])


class TestFile:
    ANSWERS = answers_from(BOOK, TYPICAL)

    def write(self, path: Path) -> None:
        write_summary(path, BOOK, self.ANSWERS, assess(BOOK, self.ANSWERS))

    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("person", PEOPLE)
    def test_every_form_is_known_again_by_how_it_begins(self, person: str, form: str) -> None:
        """A summary can be written again under its name, whatever stands in it."""
        for filled_in in ("", "3 May 2026"):
            text = FORMS[form](summary_of(PEOPLE[person], filled_in))
            assert KIND.begins.match(text.encode()[:BEGINNING])

    @pytest.mark.parametrize("name", ["s.txt", "s.md", "s.json", "s.html", "S.HTML"])
    def test_the_end_of_the_name_chooses_the_form(self, name: str, tmp_path: Path) -> None:
        """The owner alone can read it, whatever the umask, also where an open file was before."""
        path = tmp_path / name
        self.write(path)
        path.write_bytes(path.read_bytes() + b"old")
        path.chmod(0o666)
        before = os.umask(0)
        try:
            self.write(path)
        finally:
            os.umask(before)

        assert form_for(path)(summary_of(TYPICAL)) == path.read_bytes().decode()
        assert [path] == list(tmp_path.iterdir())
        if os.name == "posix":
            assert 0o600 == stat.S_IMODE(path.stat().st_mode)

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            (
                "s.pdf",
                "a summary cannot be written as `s.pdf`\n"
                "  help: end the name with .txt, .md, .json, .html",
            ),
            (
                "summary",
                "a summary cannot be written as `summary`\n"
                "  help: end the name with .txt, .md, .json, .html",
            ),
            (
                "none/s.txt",
                "`none/s.txt` cannot be written, `no such file or directory`\n"
                "  help: name a file in a folder that is there and that you can write to",
            ),
            (
                "folder.txt",
                "`folder.txt` is a folder\n  help: add the name of a file",
            ),
            (
                "a\0b.txt",
                "`a\\x00b.txt` cannot be written, `the name cannot be used`\n"
                "  help: name a file in a folder that is there and that you can write to",
            ),
        ],
        ids=["unknown end", "no end", "no folder", "a folder", "no name"],
    )
    def test_what_cannot_be_written_is_said(
        self, name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """In one sentence, with what to do; and nothing is left behind."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "folder.txt").mkdir()

        with pytest.raises(AnswersError) as raised:
            self.write(Path(name))

        assert message == str(raised.value)
        assert [tmp_path / "folder.txt"] == list(tmp_path.iterdir())

    def test_a_full_disk_leaves_the_old_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whole or not at all."""
        path = tmp_path / "s.txt"
        self.write(path)
        old = path.read_text()

        def full(number: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(AnswersError, match="no space left on device"):
            self.write(path)

        assert old == path.read_text()
        assert [path] == list(tmp_path.iterdir())
