"""`triage rules book`: nothing left out, every link both ways, the same bytes, nothing unsafe."""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec import Struct
from msgspec.structs import fields, replace

from tests.conftest import ROOT
from tests.lines_book import LINES_BOOK
from tests.small_book import FILES, QUESTIONS, SECTION, write_book, write_slip
from tests.test_rule_show import CASES
from triage import Rulebook, load_rulebook
from triage.cases.loading import load_cases
from triage.cases.rule_cases import case_facts, coverage_facts
from triage.cli.main import TriageGroup
from triage.cli.rules_book import command
from triage.presentation.book.page import book_page
from triage.presentation.book.parts import KINDS_OF, OTHER_SECTIONS
from triage.presentation.case_facts import CaseFact
from triage.presentation.decision_table import keys_of
from triage.presentation.describe.flow import Flow, flow_pictures, lanes
from triage.presentation.describe.pictures import condition_lines, condition_picture
from triage.presentation.describe.places import anchor, case_anchor, outside
from triage.presentation.html_page import inline
from triage.presentation.rule_links import Links
from triage.presentation.rule_page import rule_page
from triage.rulebook.parts.signatures import Reviews, Signature
from triage.rulebook.reviews import Subject, digest_of
from triage.rulebook.stated import rules_of
from triage.rulebook.when import Holds, Is
from triage.words.voice import Voice

VOID = {"meta", "input", "path", "circle", "br"}


class Page(HTMLParser):
    """A page taken apart: text, ids, and for each id the links that stand within it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.links: dict[str, set[str]] = {}
        self.inside: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.tags.append((tag, known))
        id = known.get("id", "")
        if id:
            self.ids.append(id)
        if tag not in VOID:
            self.open.append((tag, id))
        href = known.get("href", "")
        if tag == "a" and href.startswith("#"):
            for _, around in self.open:
                if around:
                    self.links.setdefault(around, set()).add(href[1:])

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        last, _ = self.open.pop()
        assert last == tag, f"<{last}> is closed as </{tag}>"

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, around in self.open:
            if around:
                self.inside[around] = self.inside.get(around, "") + data


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


@pytest.fixture(scope="module")
def facts(hiccups: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> tuple[CaseFact, ...]:
    path = tmp_path_factory.mktemp("cases") / "small.case.yaml"
    path.write_text(CASES, "utf-8")
    return case_facts(hiccups, load_cases(path, hiccups))


@pytest.fixture(scope="module")
def small(hiccups: Rulebook, facts: tuple[CaseFact, ...]) -> Page:
    return Page(book_page(hiccups, facts))


@pytest.fixture(scope="module")
def real(book: Rulebook) -> Page:
    return Page(book_page(book))


@pytest.fixture(scope="module")
def lines_book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("lines"), LINES_BOOK))


@pytest.fixture(scope="module")
def lines(lines_book: Rulebook) -> Page:
    return Page(book_page(lines_book))


@pytest.fixture(params=["small", "lines", "real"])
def both(
    request: pytest.FixtureRequest, book: Rulebook, hiccups: Rulebook, lines_book: Rulebook
) -> tuple[Page, Rulebook]:
    books = {"small": hiccups, "lines": lines_book, "real": book}
    return request.getfixturevalue(request.param), books[request.param]


# nothing is left out


NOT_TOLD = {"digest", "version"}


def texts(value: Any, name: str = "") -> Iterator[str]:
    """Every sentence that somebody wrote in a rule book."""
    match value:
        case Is() | Holds():
            return
        case Struct():
            for field in fields(value):
                yield from texts(getattr(value, field.name), field.name)
        case str() if " " in value and name not in NOT_TOLD:
            yield value
        case tuple():
            for part in value:
                yield from texts(part, name)
        case _ if isinstance(value, Mapping):
            for part in value.values():
                yield from texts(part, name)


def told(text: str) -> str:
    return " ".join(text.split()).lower()


def test_every_sentence_of_the_rule_files_is_in_the_book(both: tuple[Page, Rulebook]) -> None:
    """What a clinician cannot read, a clinician cannot judge."""
    page, book = both
    shown = told(page.text)
    parts = (book.red_flags, book.findings, book.conditions, book.questions, book.classes)
    more = (book.medicines, book.sources, book.glossary, book.regions, book.scoring)
    missing = [
        text
        for part in (*parts, *more)
        for text in texts(part)
        if told(Voice.TO_READER.says(text)).rstrip(".") not in shown
        # the clause of a number has room for a number, and is told with one
        and "{number}" not in text
    ]

    assert [] == missing


def test_everything_with_an_id_has_its_place(both: tuple[Page, Rulebook]) -> None:
    """Anchors are made from ids alone, so that a link to a rule stays right."""
    page, book = both
    wanted = [anchor(entry.kind, entry.id) for entry in Links(book).entries]

    assert [] == [id for id in wanted if id not in page.ids]
    assert len(page.ids) == len(set(page.ids))


def test_a_new_question_moves_no_anchor(hiccups: Rulebook, tmp_path: Path) -> None:
    """A link to a rule that somebody has written down stays right when others are added."""
    more = (
        "  sleep:\n    kind: yes-no\n    short: sleep\n    ask: Do you sleep?\n    why: It may matter.\n"
        "    yes: you sleep\n    no: you do not sleep\n"
    )
    files = {**FILES, SECTION: QUESTIONS + more}
    before = Page(book_page(hiccups))
    grown = Page(book_page(load_rulebook(write_book(tmp_path, files))))

    assert {"question-sleep"} == set(grown.ids) - set(before.ids)
    assert set(before.ids) <= set(grown.ids)


# links both ways


def test_every_link_leads_somewhere(both: tuple[Page, Rulebook]) -> None:
    """No link of the book is dead."""
    page, _ = both
    every = {target for targets in page.links.values() for target in targets}

    assert [] == sorted(every - set(page.ids))


def test_a_rule_and_the_questions_it_asks_lead_to_each_other(both: tuple[Page, Rulebook]) -> None:
    """From a rule to the answers it rests on, and from a question to all that it decides."""
    page, book = both
    links = Links(book)
    for stated in links.stated.values():
        entry = links.entry_of(stated.id)
        rule = anchor(entry.kind, entry.id)
        for key in keys_of(stated.rule.when):
            used = links.key_entry(key)
            place = anchor(used.kind, used.id)
            assert place in page.links[rule], (rule, place)
            assert rule in page.links[place], (place, rule)


def test_a_line_and_what_it_opens_and_names_lead_to_each_other(lines: Page) -> None:
    """From a danger screen to the questions of its lines, and from a sign to its line."""
    assert {"question-heat-signs", "question-pregnancy", "red-flag-HF01", "red-flag-HF02"} <= (
        lines.links["question-now"]
    )
    assert "question-now" in lines.links["question-heat-signs"]
    assert "question-parts" in lines.links["question-does-chest"]


def test_a_source_and_what_cites_it_lead_to_each_other(both: tuple[Page, Rulebook]) -> None:
    """How well a rule is founded, and what falls with a source."""
    page, book = both
    links = Links(book)
    count = 0
    for entry in links.entries:
        for source in links.sources(entry):
            place = anchor(entry.kind, entry.id)
            assert anchor("source", source) in page.links[place], entry
            assert place in page.links[anchor("source", source)], entry
            count += 1
    assert count


def test_a_medicine_and_its_classes_lead_to_each_other(both: tuple[Page, Rulebook]) -> None:
    """What a name brings with it, and which names bring a class."""
    page, book = both
    for id, medicine in book.medicines.items():
        for name in medicine.classes:
            assert anchor("class", name) in page.links[anchor("medicine", id)]
            assert anchor("medicine", id) in page.links[anchor("class", name)]


def test_a_question_and_those_it_leads_to_link_to_each_other(both: tuple[Page, Rulebook]) -> None:
    """What leads to a question, and what each of its answers skips."""
    page, book = both
    links = Links(book)
    for id in links.gates:
        for gate in links.led_to_by(id):
            assert anchor("question", gate) in page.links[anchor("question", id)]
            assert anchor("question", id) in page.links[anchor("question", gate)]


def test_a_case_and_the_rules_it_shows_lead_to_each_other(
    hiccups: Rulebook, small: Page, facts: tuple[CaseFact, ...]
) -> None:
    """Which cases hold a rule in place, and what a case is good for."""
    links = Links(hiccups)
    rules = {anchor(e.kind, e.id) for e in map(links.entry_of, links.stated)}
    places = {case_anchor(case) for case in facts}
    there = {(r, c) for r in rules for c in small.links.get(r, ()) if c in places}
    back = {(r, c) for c in places for r in small.links.get(c, ()) if r in rules}

    assert there == back
    pain = next(case for case in facts if case.name == "pain in the chest")
    assert ("red-flag-HF01", case_anchor(pain)) in there
    assert anchor("condition", "long-hiccups") in small.links[case_anchor(facts[0])]
    assert case_anchor(facts[0]) in small.links["condition-long-hiccups"]


def test_a_red_flag_names_every_case_that_sets_it_off(
    small: Page, facts: tuple[CaseFact, ...]
) -> None:
    """Certain, or only by *not sure*."""
    wanted = {case_anchor(case) for case in facts if "HF01" in case.fired}

    assert wanted == {c for c in small.links["red-flag-HF01"] if c.startswith("case-")}
    assert {"pain in the chest", "not sure about pain"} == {
        case.name for case in facts if case_anchor(case) in wanted
    }


def test_of_a_red_flag_all_cases_are_named_and_of_other_rules_some(
    hiccups: Rulebook, tmp_path: Path
) -> None:
    """Danger signs are looked through whole; a rule that fires everywhere is only counted."""
    path = tmp_path / "many.case.yaml"
    answers = "answers: {chest-pain: yes, after: [big-meal]}"
    path.write_text(
        "cases:\n" + "".join(f"  case {n}: {{{answers}, expect: {{}}}}\n" for n in range(25))
    )
    page = Page(book_page(hiccups, case_facts(hiccups, load_cases(path, hiccups))))

    assert 25 == sum(id.startswith("case-") for id in page.links["red-flag-HF01"])
    assert 5 == sum(id.startswith("case-") for id in page.links["finding-full-stomach"])
    assert "fires in 25 cases, of which 5 are named here" in page.inside["finding-full-stomach"]


def test_of_a_condition_that_often_comes_first_the_rest_is_counted(
    hiccups: Rulebook, tmp_path: Path
) -> None:
    """A common condition does not drown its page in cases."""
    path = tmp_path / "many.case.yaml"
    answers = "answers: {chest-pain: no, lasted: minutes}"
    path.write_text(
        "cases:\n" + "".join(f"  case {n}: {{{answers}, expect: {{}}}}\n" for n in range(25))
    )
    page = Page(book_page(hiccups, case_facts(hiccups, load_cases(path, hiccups))))

    assert "And 5 more." in page.inside["condition-short-hiccups"]
    assert "None." in page.inside["condition-long-hiccups"]


def test_cases_of_one_name_in_two_folders_are_two(hiccups: Rulebook, tmp_path: Path) -> None:
    """Files may be called alike; each case keeps its own place, and no folder above is told."""
    cases = []
    for name in ("one", "two"):
        path = tmp_path / name / "same.case.yaml"
        path.parent.mkdir()
        path.write_text("cases: {the same: {answers: {age: 3}, expect: {}}}\n")
        cases += load_cases(path, hiccups, path.as_posix())
    page = Page(book_page(hiccups, case_facts(hiccups, cases)))

    assert 2 == sum(id.startswith("case-") for id in page.ids)
    assert "one/same.case.yaml" in page.text
    assert tmp_path.name not in page.text


def test_a_rule_without_a_case_says_so(small: Page) -> None:
    """A rule that nobody tries is seen at a glance, and can be filtered for."""
    assert "No case fires it." in small.inside["rule-long-on-steroid"]
    data = {known["id"]: known for _, known in small.tags if "data-kind" in known}
    assert "no" == data["condition-long-hiccups"]["data-cases"]
    assert "yes" == data["red-flag-HF01"]["data-cases"]


def test_coverage_is_told_with_what_is_missing(hiccups: Rulebook, tmp_path: Path) -> None:
    """The same figures as `triage replay --coverage`."""
    path = tmp_path / "small.case.yaml"
    path.write_text(CASES)
    cases = load_cases(path, hiccups)
    page = Page(book_page(hiccups, case_facts(hiccups, cases), coverage_facts(hiccups, cases)))

    assert "rules, red flags2 of 2 (100.0 %)" in page.inside["coverage"]
    assert "rules: long-on-steroid" in page.inside["coverage"]


def test_without_cases_nothing_is_said_about_cases(real: Page) -> None:
    """No empty section, and no "no case" where none was looked at."""
    assert "cases" not in real.ids
    assert "No case fires it." not in real.text


def test_a_withdrawn_source_says_so_and_leads_to_the_one_in_its_place(tmp_path: Path) -> None:
    """What a rule rests on may have been taken back since."""
    newer = "  H2: {title: Newer, by: A made-up clinic, year: 2024, used-for: all, read: no}\n"
    old = "    read: full\n"
    withdrawn = f"{old}    withdrawn: in 2024 by the clinic\n    replaced-by: H2\n{newer}"
    book = load_rulebook(write_slip(tmp_path, "sources.yaml", old, withdrawn))
    page = Page(book_page(book))

    assert "Withdrawn: in 2024 by the clinic" in page.inside["source-H1"]
    assert "source-H2" in page.links["source-H1"]
    links = Links(book)
    shown = rule_page(links, links.named("H1"))
    assert "Withdrawn: in 2024 by the clinic.\nReplaced by: H2.\n" in shown


# reviews


def test_an_unsigned_rule_book_says_so_first(small: Page) -> None:
    """Nobody's review is ever made up."""
    assert "Nobody has reviewed these rules." in small.text
    assert "Nobody has signed anything." in small.inside["reviews"]
    assert "Review: never signed." in small.inside["red-flag-HF01"]


def test_a_signature_is_shown_and_a_void_one_is_marked(hiccups: Rulebook) -> None:
    """Who has signed what, and whether it has changed since."""
    flag = Subject("red-flag", "HF01")
    one = Signature(
        by="A. Tester", role="nurse", date="2026-01-02", digest=digest_of(hiccups, flag)
    )
    void = replace(one, digest="0" * 64)
    reviews = Reviews(signatures={str(flag): (one,), "finding:full-stomach": (void,)})
    page = Page(book_page(replace(hiccups, reviews=reviews)))

    assert "Review: signed." in page.inside["red-flag-HF01"]
    assert "Review: changed since it was signed." in page.inside["finding-full-stomach"]
    assert "red-flag:HF01: A. Tester, nurse, 2026-01-02" in page.inside["reviews"]


# safe, quiet, the same


def test_what_stands_in_a_rule_file_is_shown_and_never_run(tmp_path: Path) -> None:
    """A text with signs of HTML stays a text."""
    nasty = '</title><script>alert("1")</script><img src=x onerror=y> & "quoted"'
    folder = write_slip(tmp_path, "red-flags.yaml", "Pain in the chest", f"'{nasty}'")
    page = Page(book_page(load_rulebook(folder)))

    assert nasty in page.inside["red-flag-HF01"]
    assert 1 == [tag for tag, _ in page.tags].count("script")
    assert "img" not in {tag for tag, _ in page.tags}


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    """A link must never run anything."""
    assert "javascript:alert(1)" == inline((outside("javascript:alert(1)"),))
    assert inline((outside("https://example.org/?a=1&b"),)).startswith(
        '<a href="https://example.org/?a=1&amp;b"'
    )


def test_the_page_allows_itself_only_its_own_style_and_script(hiccups: Rulebook) -> None:
    """A policy forbids every request, and the two hashes are those of what stands there."""
    text = book_page(hiccups)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    for tag in ("style", "script"):
        inner = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert inner is not None
        digest = base64.b64encode(hashlib.sha256(inner.group(1).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy.group(1)
        assert not re.search(r"url\(|@import|fetch\(|https?:", inner.group(1))
    assert policy.group(1).startswith("default-src 'none'; ")
    assert {"src", "srcset", "data", "action", "style", "onclick"}.isdisjoint(
        name for _, known in Page(text).tags for name in known
    )


def test_the_same_rule_book_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    """No time, no machine path and no chance is in the page."""
    (tmp_path / "small.case.yaml").write_text(CASES, "utf-8")
    write_book(tmp_path / "rules")
    program = (
        "from triage.cli.rules_book import run; from pathlib import Path; "
        "run(Path('OUT.html'), Path('rules'), (Path('.'),))"
    )
    pages = []
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", program]
        subprocess.run(command, cwd=tmp_path, env=env, check=True, timeout=60)
        pages.append((tmp_path / "OUT.html").read_bytes())

    assert pages[0] == pages[1]
    assert str(tmp_path).encode() not in pages[0]
    assert not list(tmp_path.glob("*.part"))


# a page for everybody


def test_headings_skip_no_level_and_tables_have_heads(both: tuple[Page, Rulebook]) -> None:
    """Somebody who hears the page can find their way by headings and table heads."""
    page, _ = both
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    for before, after in pairwise(levels):
        assert after <= before + 1
    assert 1 == levels.count(1)
    assert [tag for tag, _ in page.tags].count("table") == [t for t, _ in page.tags].count(
        "caption"
    )
    assert all(known.get("scope") in ("row", "col") for tag, known in page.tags if tag == "th")


def test_every_picture_has_words_and_no_colour_of_its_own(both: tuple[Page, Rulebook]) -> None:
    """Pictures are read in black and white, on paper and by ear."""
    page, book = both
    pictures = [known for tag, known in page.tags if tag == "svg"]
    sections = {book.section_of[id] for id in book.questions}

    assert len(book.conditions) + len(sections) == len(pictures)
    for known in pictures:
        for id in known["aria-labelledby"].split():
            assert page.inside[id].strip()
    drawn = [known for tag, known in page.tags if tag in ("path", "circle", "text")]
    inks = {known[name] for known in drawn for name in ("fill", "stroke") if name in known}
    assert {"none", "currentColor"} >= inks


def test_the_picture_of_a_condition_tells_all_its_rules(both: tuple[Page, Rulebook]) -> None:
    """One line for each rule: what must hold, what adds and what takes away, and how much."""
    _, book = both
    links = Links(book)
    for id, condition in book.conditions.items():
        lines = [line for line in condition_lines(links, id) if line.depth == 1]
        rules = rules_of(id, condition)
        assert len(rules) == len(lines)
        for stated, line in zip(rules, lines, strict=True):
            assert line.against == (stated.role in ("against", "blocked-by"))


LINES = [
    "long hiccups",
    "must hold: they last days, or else you were not sure about how long they last",
    "+1 your age; how long they last; A big meal",
    "+2 you take or took a medicine of this kind: steroids",
    "never with: your chest hurts",
]


def test_the_picture_says_what_a_rule_asks(hiccups: Rulebook) -> None:
    """A short rule in its own words, a long one by what it asks about."""
    assert LINES == [line.text for line in condition_lines(Links(hiccups), "long-hiccups")]
    drawn = condition_picture(Links(hiccups), "long-hiccups", "x")
    assert "never with: your chest hurts</text>" in drawn


def test_lanes_that_meet_stand_side_by_side(both: tuple[Page, Rulebook]) -> None:
    """No two strokes of the flow of questions lie on each other."""
    _, book = both
    found = lanes(Flow(Links(book)))

    assert found
    for one in found:
        for other in found:
            if one is not other and one.place == other.place:
                assert one.last < other.first or other.last < one.first


def test_a_question_for_each_item_is_drawn_once(book: Rulebook) -> None:
    """Twelve parts of the body are one question of the questionnaire, and one line of its picture."""
    flow = Flow(Links(book))
    drawn = html.unescape("".join(drawing for _, drawing in flow_pictures(flow.links)))
    said = re.findall("<desc[^>]*>([^<]*)</desc>", drawn)

    parts = flow.order["parts"] + 1
    assert ["parts"] == list(flow.led_to_by("does"))
    assert f"what it does, for each ticked in {parts} (asked because of {parts})" in "".join(said)
    assert len(flow.order) == sum(len(one.split("; ")) for one in said)
    assert {*book.questions} == {id for made in flow.made.values() for id in made}


def test_danger_screens_stand_out_in_the_picture(lines_book: Rulebook, book: Rulebook) -> None:
    """Everybody sees them, so they are found at a glance; details are not bold."""
    assert {"danger-now", "danger-lately", "danger-other"} <= Flow(Links(book)).screens
    assert not {"fever", "parts", "age"} & Flow(Links(book)).screens
    drawn = "".join(drawing for _, drawing in flow_pictures(Links(lines_book)))
    short = lines_book.questions["now"].short
    assert re.search(rf'font-weight="650">\d+\. {short}', drawn)


# the command


def run(*words: str) -> Result:
    return CliRunner().invoke(TriageGroup("triage", commands=[command]), ["book", *words])


@pytest.mark.parametrize("part", ["HF01", "long-hiccups", "full-stomach", "lasted", "red-flags"])
def test_a_part_is_printed_without_the_rest(hiccups: Rulebook, part: str) -> None:
    """What was asked for, whole as in the book, under the same notices, and no link that is dead."""
    text = book_page(hiccups, only=(part,))
    page, whole = Page(text), Page(book_page(hiccups))
    place = {"red-flags": "red-flag-HF01"}.get(part) or next(
        id for id in whole.ids if id.endswith(f"-{part}") and id.split("-")[0] != "picture"
    )
    entries = [known["id"] for tag, known in page.tags if known.get("class") == "entry"]

    assert [place] == entries
    assert whole.inside[place] == page.inside[place]
    assert {target for targets in page.links.values() for target in targets} <= set(page.ids)
    assert hiccups.advisory.not_reviewed in page.text
    assert hiccups.advisory.advisory in page.text
    assert "script" not in [tag for tag, _ in page.tags]


def test_with_a_rule_come_the_answers_that_it_rests_on(hiccups: Rulebook) -> None:
    """Nobody can judge a rule without the words of its questions and findings."""
    short = Page(book_page(hiccups, only=("short-after-meal",)))

    assert "condition-short-hiccups" in short.ids
    assert "full-stomach a full stomach: when " in short.inside["behind"]
    assert f"after {hiccups.questions['after'].ask} Answers: " in short.inside["behind"]
    assert "chest-pain" not in short.inside["behind"]
    assert (
        "behind" not in Page(book_page(hiccups, only=("conditions", "findings", "questions"))).ids
    )


def test_two_parts_are_printed_together_in_the_order_of_the_book(hiccups: Rulebook) -> None:
    """Each once, even where one is part of the other."""
    page = Page(book_page(hiccups, only=("scoring", "HF01", "red-flags")))

    assert ["red-flags", "scoring", "behind"] == [
        known["id"] for tag, known in page.tags if tag == "section"
    ]


@pytest.mark.parametrize("section", [*KINDS_OF, *OTHER_SECTIONS])
def test_every_section_can_be_printed_alone(book: Rulebook, section: str) -> None:
    """All red flags, all questions, the texts: with everything that the book has there."""
    page = Page(book_page(book, only=(section,)))

    assert [section] == [known["id"] for tag, known in page.tags if tag == "section"]
    assert {target for targets in page.links.values() for target in targets} <= set(page.ids)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("red-flag", "error: the book has no part `red-flag`\n  help: did you mean `red-flags`?\n"),
        ("HF02", "error: nothing is called `HF02`\n  help: did you mean `HF01`?\n"),
    ],
)
def test_a_part_that_is_not_there_is_a_slip(tmp_path: Path, part: str, expected: str) -> None:
    """With what may be meant, and no page is written."""
    rules = write_book(tmp_path / "rules")
    got = run(str(tmp_path / "x.html"), "--rules", str(rules), "--part", part)

    assert (4, expected) == (got.exit_code, got.output)
    assert not (tmp_path / "x.html").exists()


def test_the_command_writes_one_file_and_says_its_size(tmp_path: Path) -> None:
    """An old file of that name is replaced, and nothing else is left behind."""
    rules = write_book(tmp_path / "rules")
    out = tmp_path / "out" / "book.html"
    out.parent.mkdir()
    out.write_text("<!DOCTYPE html>\n<html><head><title>Old: the rule book</title>")
    got = run(str(out), "--rules", str(rules))

    assert 0 == got.exit_code
    assert re.search(r"was written: 0\.[0-9] MB\n$", got.output)
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [out] == list(out.parent.iterdir())


WRONG = {
    "book.pdf": "error: the book cannot be written as `book.pdf`\n  help: end the name with .html",
    "book": "error: the book cannot be written as `book`\n  help: end the name with .html",
    "none/book.html": "`none/book.html` cannot be written, `no such file or directory`\n  help: name a",
}


@pytest.mark.parametrize("out", WRONG)
def test_a_name_that_cannot_be_written_is_said(out: str, tmp_path: Path, monkeypatch) -> None:
    """One sentence and what to do about it."""
    monkeypatch.chdir(tmp_path)
    got = run(out, "--rules", str(write_book(tmp_path / "rules")))

    assert 4 == got.exit_code
    assert WRONG[out] in got.output
    assert "Traceback" not in got.output


def test_a_page_that_cannot_be_put_in_its_place_leaves_nothing_behind(tmp_path: Path) -> None:
    """A folder of that name stays as it was, and no half page stands beside it."""
    rules = write_book(tmp_path / "rules")
    folder = tmp_path / "out" / "book.html"
    folder.mkdir(parents=True)
    got = run(str(folder), "--rules", str(rules))

    assert 4 == got.exit_code
    assert "is a folder" in got.output
    assert [folder] == list(folder.parent.iterdir())


def test_the_help_of_the_book_has_an_example() -> None:
    """Every command shows how it is called."""
    assert "Example: triage rules book rule-book.html" in run("--help").output
