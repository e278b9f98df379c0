"""The questionnaire on a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT, the_book
from triage.cli.main import main
from triage.presentation.question import choices

TYPICAL = {
    "answering-for": ["me"],
    "age": "52",
    "sex": ["female"],
    "pregnancy": ["no"],
    "movement": ["turning"],
    "direction": ["same-side"],
    "started": ["slowly"],
    "duration": ["1-to-3-years"],
    "course": ["slowly-worse"],
    "touch-helps": ["a-lot"],
    "hold-back": ["no"],
    "urge-first": ["no"],
    "when-busy": ["no-change"],
    "alcohol-helps": ["no"],
    "lying-down": ["no-shaking"],
    "self-harm": ["no"],
    "neck-pain": ["yes"],
    "medicines": "none",
}
CURSOR = re.compile(r"\x1b\[[0-9;?]*[A-HJKSTfnsu]|\x1b[78=>]|\r(?!\n)")


class Person:
    """Somebody at a terminal who types answers by question."""

    def __init__(self, width: int = 80, **environ: str) -> None:
        env = {
            key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")
        }
        self.seen = ""
        self.terminal = pexpect.spawn(
            sys.executable,
            ["-m", "triage"],
            dimensions=(60, width),
            env={**env, "TERM": "xterm", **environ},
            cwd=str(ROOT),
            encoding="utf-8",
            timeout=20,
            echo=False,
        )

    def until(self, *patterns: str) -> int:
        found: int = self.terminal.expect([*patterns, pexpect.EOF])
        self.seen += self.terminal.before
        if found < len(patterns):
            self.seen += self.terminal.after
        return found

    def type(self, text: str) -> None:
        self.terminal.sendline(text)

    def start(self) -> None:
        self.until("Press Enter to start")
        self.type("")

    def current_question(self) -> str:
        """The id of the question on the screen, found by its words."""
        last = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", self.seen).split())
        asked = {
            last.rfind(question.ask.replace("{you}", "you")): id
            for id, question in the_book().questions.items()
        }
        return asked[max(asked)]

    def reply(self, id: str, answer: str | list[str] | None) -> str:
        question = the_book().questions[id]
        if isinstance(answer, str):
            return answer
        words = [word for word, _ in choices(question)]
        if answer is None:
            return str(len(words)) if question.kind == "tick-all" else "n"
        return ",".join(str(words.index(word) + 1) for word in answer)

    def answer_all(self, answers: dict[str, str | list[str]]) -> None:
        while self.until(r"\n> ?$", "Enter for your result:") == 0:
            id = self.current_question()
            self.type(self.reply(id, answers.get(id)))

    def finish(self) -> int:
        self.until("\0 never")
        self.terminal.close()
        return int(self.terminal.exitstatus or 0)

    def plain(self) -> str:
        return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", self.seen).split())


@pytest.mark.parametrize("width", [40, 80, 200])
def test_typical_cervical_dystonia_from_start_to_result(width: int) -> None:
    """A person types the typical answers and reads candidate, reasons, urgency, advisory."""
    person = Person(width)
    person.start()
    person.answer_all(TYPICAL)
    person.type("")

    assert 0 == person.finish()
    text = person.plain()
    assert "ROUTINE: see your doctor" in text
    assert "1. Cervical dystonia (fits well)" in text
    assert "a light touch that calms the movement is typical" in text
    assert the_book().advisory.advisory in text
    assert not CURSOR.findall(person.seen)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", person.seen).splitlines()
    assert max(len(line) for line in lines) <= max(80, width) if width >= 80 else width


def test_the_same_answers_from_a_file_give_the_same_candidate(tmp_path: Path) -> None:
    """The terminal and `triage assess` go the same way."""
    lists = ("movement", "direction", "course")
    answers = {
        id: value if isinstance(value, str) or id in lists else value[0]
        for id, value in TYPICAL.items()
        if id != "lying-down"
    }
    file = tmp_path / "answers.yaml"
    file.write_text(json.dumps(answers), "utf-8")
    result = CliRunner().invoke(main, ["assess", str(file), "--format", "json"])
    printed = json.loads(result.stdout)

    assert "routine" == printed["urgency"]
    assert "cervical-dystonia" == printed["suggested"][0]["id"]
    assert "fits-well" == printed["suggested"][0]["band"]


def test_without_colour_there_is_no_escape_sequence_at_all() -> None:
    """`NO_COLOR` gives text and nothing but text, and the same text."""
    plain, styled = Person(NO_COLOR="1"), Person()
    for person in (plain, styled):
        person.start()
        person.until(r"\n> ?$")
        person.type("q")
        person.finish()

    assert "\x1b" not in plain.seen
    assert "\x1b[1m" in styled.seen
    assert plain.plain() == styled.plain()


@pytest.mark.parametrize("how", ["interrupt", "end of input", "q"])
def test_every_way_to_stop_says_the_advisory(how: str) -> None:
    """Ctrl-C, end of input and q end calmly, with the advisory and exit code 5."""
    person = Person()
    person.start()
    person.until(r"\n> ?$")
    person.type("1")
    person.until(r"\n> ?$")
    if how == "interrupt":
        person.terminal.sendintr()
    elif how == "end of input":
        person.terminal.sendeof()
    else:
        person.type("q")

    assert 5 == person.finish()
    assert the_book().advisory.advisory in person.plain()
    assert "Traceback" not in person.seen


def test_an_emergency_interrupts_and_stays() -> None:
    """A danger sign stops the questions at once; going on keeps the urgency."""
    person = Person()
    person.start()
    person.until(r"\n> ?$")
    person.type("1")
    person.until(r"\n> ?$")
    person.type("1")
    person.until("Type 1, 2 or 3:")
    assert "EMERGENCY" in person.seen
    meant = the_book().questions["breathing-now"].answers["hard-to-breathe"].yes
    assert f"You said: {meant.replace('{you}', 'you')}" in person.plain()
    person.type("1")

    assert 0 == person.finish()
    assert the_book().advisory.advisory in person.plain()


def test_back_shows_the_old_answer_and_enter_keeps_it() -> None:
    """Going back shows what was answered, and Enter alone keeps it."""
    person = Person()
    person.start()
    person.until(r"\n> ?$")
    person.type("2")
    person.until(r"\n> ?$")
    person.type("b")
    person.until(r"\n> ?$")
    assert "Your answer was: My child. Press Enter to keep it." in person.plain()
    person.type("")
    person.until(r"\n> ?$")

    assert "Right now, do they have any of these?" in person.plain()
    person.terminal.kill(signal.SIGKILL)
    person.terminal.close()
