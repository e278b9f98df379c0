"""Danger screens, their details and lists that are cut short, on a real pseudo-terminal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.lines_book import LINES_BOOK
from tests.small_book import write_book
from tests.test_terminal import PROMPT, Person


def begun(folder: Path, *words: str) -> Person:
    """A man of 30 in front of the danger screen."""
    rules = str(write_book(folder / "rules", LINES_BOOK))
    person = Person(words=["ask", "--rules", rules, *words])
    person.start()
    for typed in ("1", "30", "2"):
        person.until(PROMPT)
        person.type(typed)
    return person


def screen(person: Person) -> str:
    """What is on the screen up to the next prompt."""
    person.seen = ""
    person.until(PROMPT, "your result:", "Type 1, 2 or 3:")
    return person.plain()


def test_a_ticked_line_opens_its_details_and_what_is_not_shown_has_no_number(
    tmp_path: Path,
) -> None:
    """A man is not asked about a pregnancy, and only a fever leads to questions about it."""
    person = begun(tmp_path)
    now = screen(person)
    person.type("2")
    details = screen(person)
    person.stop()

    assert (
        "1 Chest pain, or fainting 2 Fever, or a very stiff body 0 None of these Numbers, or u"
        in now
    )
    assert "1 Fever 2 A stiff body 3 Light hurts Numbers, 0 none, or u:" in details


def test_a_line_that_is_the_danger_sign_interrupts_at_once(tmp_path: Path) -> None:
    """Chest pain waits for no second question."""
    person = begun(tmp_path)
    screen(person)
    person.type("1")
    interrupted = screen(person)
    person.stop()

    assert "Emergency" in interrupted
    assert "You said: your chest hurts or you fainted" in interrupted


def test_a_changed_answer_asks_for_what_was_not_shown_also_after_saving(tmp_path: Path) -> None:
    """Long hiccups leave out the fizzy drink; once they are short after all, it is asked."""
    file = tmp_path / "me.json"
    person = begun(tmp_path, "--save", str(file))
    screen(person)
    for typed in ("none", "chest", "jerks", "days"):
        person.type(typed)
        asked = screen(person)
    person.type("1")
    screen(person)
    person.stop()

    assert "1 A big meal Numbers, 0 none, or u:" in asked
    assert {"big-meal": "yes", "fizzy-drink": "not-asked", "shock": "not-asked"} == (
        json.loads(file.read_text())["answers"]["after"]
    )

    again = Person(words=["ask", "--rules", str(tmp_path / "rules"), "--resume", str(file)])
    again.start()
    seen = screen(again)
    while "Press Enter to keep it" in seen:
        again.type("")
        seen = screen(again)
    assert "Which medicines do you take?" in seen
    again.type("b")  # what came before, then how long
    screen(again)
    again.type("b")
    assert "How long have they lasted?" in screen(again)
    again.type("minutes")
    now_needed = screen(again)
    again.type("")
    passed_over = screen(again)
    again.stop()

    assert "1 A fizzy drink 2 A shock These lines were not on the list before." in now_needed
    assert "Type numbers from 1 to 2" in passed_over
