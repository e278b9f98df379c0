"""What stands on the screen while the interview asks."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pexpect
import pytest

from tests.conftest import ROOT, the_book
from tests.lines_book import LINES_BOOK
from tests.sitting import sat_through
from tests.small_book import SECTION, write_book
from tests.test_terminal import PROMPT, Person
from triage import Interview, Rulebook, load_rulebook
from triage.cases.loading import load_cases
from triage.presentation.kind_words import kind_words
from triage.presentation.layout import Page
from triage.presentation.question import answers_text, question_text, why_text
from triage.words import interview as words
from triage.words import question as question_words
from triage.words.voice import Voice

BOOK = the_book()
ROWS = 24
TOO_LONG: frozenset[str] = frozenset()
"""Questions of today's rule book that do not fit on a screen, until they are replaced."""


def screen(book: Rulebook, id: str, width: int, voice: Voice = Voice.ABOUT_OTHER) -> list[str]:
    """A question with all its lines, as the first one of its part and in an emergency."""
    title = next(one.title for one in book.sections if one.id == book.section_of[id])
    question = book.questions[id]
    page = Page(width)
    page.heading(book.advisory.urgency["emergency"].title)
    page.heading(question_words.part(number=10, of=10, section=title))
    page.gap()
    question_text(page, question, voice, number=99)
    page.text(kind_words(question).prompt)
    return ["", *str(page).splitlines()]


def test_every_question_fits_on_a_screen() -> None:
    """24 rows of 80 letters hold any question, also where a part begins in an emergency."""
    rows = {id: len(screen(BOOK, id, 80)) for id in BOOK.questions}

    assert TOO_LONG == {id for id, number in rows.items() if number > ROWS}, rows


@pytest.mark.parametrize("width", [40, 80])
def test_nothing_is_cut_off(width: int) -> None:
    """A narrow screen has the same words, in more rows."""
    for id in BOOK.questions:
        lines = screen(BOOK, id, width)
        assert max(map(len, lines)) <= width, id
        assert " ".join(lines).split() == " ".join(screen(BOOK, id, 80)).split()


def test_options_are_numbered_to_the_right_and_none_is_zero(tmp_path: Path) -> None:
    """A danger screen says none in a line of its own; other lists say it where one types."""
    book = load_rulebook(write_book(tmp_path, LINES_BOOK))
    gate = screen(book, "now", 80)
    details = screen(book, "heat-signs", 80)
    parts = screen(book, "parts", 80)

    assert ["99. Is there any of these now?", " 1  Chest pain, or fainting"] == gate[-6:-4]
    assert [" 0  None of these", "Numbers, or u:"] == gate[-2:]
    assert [" 3  Light hurts", "Numbers, 0 none, or u:"] == details[-2:]
    assert [" 3  Nothing", "Numbers, or u:"] == parts[-2:]
    assert ["99. Are they pregnant?", "y, n, or u:"] == screen(book, "pregnancy", 80)[-2:]
    assert "Years, or u:" == screen(book, "age", 80)[-1]
    assert "Names, none, or u:" == screen(book, "medicines", 80)[-1]


def test_the_opening_is_six_lines() -> None:
    """What it is, the emergency number, what it says, how long it takes, not sure, the keys."""
    page = Page(80)
    for line in (*BOOK.advisory.opening, words.KEYS):
        page.text(line)
    lines = str(page).splitlines()

    assert 6 == len(lines)
    assert "Emergency?" in lines[1]
    assert "no diagnosis" in lines[2]


def test_what_is_said_of_its_length_is_true() -> None:
    """Half of the written people are asked about as many questions as the opening says."""
    told = re.search(r"About ([0-9]+) questions, ([0-9]+) minutes", " ".join(BOOK.advisory.opening))
    assert told is not None
    paths = sorted((ROOT / "tests" / "cases").glob("*.case.yaml"))[::2]
    sat = [sat_through(BOOK, load_cases(path, BOOK)[0].answers.given) for path in paths]
    middle = [median(one.questions for one in sat), median(one.minutes for one in sat)]

    assert len(sat) > 10
    for said, true in zip(map(int, told.groups()), middle, strict=True):
        assert 0.8 * true <= said <= 1.25 * true, (told[0], middle)


def test_what_the_opening_leaves_out_is_said_on_a_question_mark(tmp_path: Path) -> None:
    """Who wants to know more before it starts is told, and q leaves without a question."""
    person = Person(cwd=tmp_path, PYTHONPATH=str(ROOT))
    person.until("Press Enter to start")
    person.type("?")
    person.until("Press Enter to start")
    for line in BOOK.advisory.opening_more:
        assert line in person.plain()
    person.type("q")

    assert 5 == person.finish()
    assert BOOK.advisory.advisory in person.plain()
    assert "1. " not in person.plain()


def test_no_title_of_a_source_frightens_anybody() -> None:
    """Why we ask names no text about a disease that hardly anybody has; all keys stand there."""
    titles = {source.title for source in BOOK.sources.values()}
    for id, question in BOOK.questions.items():
        why = " ".join(why_text(BOOK, id, question, 80, Voice.TO_READER).split())
        assert [] == [title for title in titles if title in why]
        assert question.why.replace("{you}", "you") in why
        assert question_words.ALSO_TYPED in why


def listed(interview: Interview, width: int = 80) -> list[str]:
    page = Page(width)
    answers_text(page, interview, Voice.TO_READER)
    return str(page).splitlines()


def test_check_your_answers_shows_what_was_chosen_and_counts_the_rest(tmp_path: Path) -> None:
    """What is there or not sure is read again; lists of which nothing fits are a line."""
    files = {**LINES_BOOK, SECTION: LINES_BOOK[SECTION] + OTHER_SIGN}
    book = load_rulebook(write_book(tmp_path, files))
    interview = Interview(book)
    for id, answer in {
        "answering-for": "myself",
        "age": 30,
        "sex": "unsure",
        "now": {"heat": "yes", "pregnant": "unsure"},
        "heat-signs": [],
        "pregnancy": "no",
        "parts": [],
        "medicines": [],
        "sign": "no",
    }.items():
        interview = interview.answer(answer, id)

    assert [
        "Check your answers",
        " 1  Who the answers are about: Me",
        " 2  Your age: 30",
        " 3  Your sex: Not sure",
        " 4  Danger signs now: Fever, or a very stiff body; not sure about: Pregnant",
        " 8  Your medicines: None",
        "None of these: 5, 7",
        "No: 6, 9",
    ] == listed(interview)
    assert max(map(len, listed(interview, 40))) <= 40


OTHER_SIGN = """\
  sign:
    kind: yes-no
    short: a sign
    ask: Is there a sign?
    why: We ask.
    yes: there is one
    no: there is none
"""


def at(folder: Path, *typed: str, width: int = 80) -> Person:
    """Somebody in front of what comes after these answers."""
    rules = str(write_book(folder / "rules", LINES_BOOK))
    person = Person(width, words=["ask", "--rules", rules, "--plain"])
    person.start()
    for line in typed:
        person.until(PROMPT)
        person.type(line)
    return person


def test_what_was_typed_ahead_never_answers_an_emergency(tmp_path: Path) -> None:
    """Numbers typed before the emergency was on the screen are forgotten, and nothing is chosen."""
    person = at(tmp_path)
    person.until(PROMPT)
    person.terminal.send("1\n30\n2\n1\n1\n1\n2\n3\n")
    assert 0 == person.until("Type 1, 2 or 3: $")
    # nothing was chosen and nothing was a slip: it waits
    assert 0 == person.terminal.expect([pexpect.TIMEOUT, ".+"], timeout=1)
    person.type("3")
    assert 0 == person.until(PROMPT)
    person.stop()


@pytest.mark.parametrize("width", [40, 80])
def test_a_number_that_was_typed_is_told_at_once(tmp_path: Path, width: int) -> None:
    """Each answer is told in a few words, before the next question."""
    person = at(tmp_path, "2", "9 months", "1", "2?", "u", width=width)
    person.until(PROMPT)
    said = person.plain()
    person.stop()

    for told in (
        "Someone else. ",
        "Under 1 year. ",
        "Female. ",
        "Not sure about: Fever, or a very",
    ):
        assert told in said
    assert "Part 1 of 1: the hiccups 1. Who has the hiccups?" in said
    assert 1 == said.count("Part 1")


def test_a_doubt_is_the_doubt_of_whoever_answers() -> None:
    """A carer who is not sure reads that they were not sure, and not that the patient was."""
    told = Voice.ABOUT_OTHER.says("you were not sure about your age; you are female")

    assert "you were not sure about their age; they are female" == told


def test_an_emergency_in_a_file_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    """Whoever goes on with a danger sign reads first what to do."""
    file = tmp_path / "me.json"
    person = at(tmp_path, "1", "30", "2", "1")
    person.until("Type 1, 2 or 3: $")
    person.type("3")
    person.until(PROMPT)
    person.type("s")
    person.until("leave it: $")
    person.type(str(file))
    person.until(PROMPT)
    person.stop()

    again = Person(words=["ask", "--rules", str(tmp_path / "rules"), "--resume", str(file)])
    again.start()
    assert 0 == again.until("Type 1, 2 or 3: $")
    assert "4. Is there" not in again.plain()
    again.type("3")
    again.until(PROMPT)  # the danger screen comes again, since something may have come
    assert "Your answer was: Chest pain, or fainting. Press Enter to keep it." in again.plain()
    again.type("")
    again.until(PROMPT)
    assert "5. What moves?" in again.plain()
    again.stop()


def test_no_text_says_alone_where_it_means_without_advice() -> None:
    """Said of somebody else, "on your own" would mean alone."""
    texts = list((ROOT / "rules").rglob("*.yaml"))

    assert [] == [path.name for path in texts if "on your own" in path.read_text("utf-8").lower()]
