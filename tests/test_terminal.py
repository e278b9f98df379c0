"""The questionnaire on a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT, the_book
from triage.cli.main import main
from triage.presentation.question import choices
from triage.words.voice import Voice

TYPICAL = {
    "answering-for": ["me"],
    "age": "52",
    "sex": ["female"],
    "self-harm": ["no"],
    "parts": ["head"],
    "does-head": ["pulled"],
    "head-way": ["same-side"],
    "since": "2 years",
    "began": ["slowly"],
    "course": ["slowly-worse"],
    "changes": ["touch"],
    "signs": ["neck-pain"],
    "medicines": "none",
}
DANGER = 4
"""The number of the first danger screen."""
PROMPT = r"\bu: $"
"""How every prompt for an answer ends."""
KEYS = r"Enter\s+end:"
CURSOR = re.compile(r"\x1b\[[0-9;?]*[A-HJKSTfnsu]|\x1b[78=>]|\r(?!\n)")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def heeds_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Person:
    """Somebody at a terminal who types answers by question."""

    def __init__(
        self, width: int = 80, words: list[str] | None = None, cwd: Path = ROOT, **environ: str
    ) -> None:
        env = {
            key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")
        }
        self.seen = ""
        self.terminal = pexpect.spawn(
            sys.executable,
            ["-m", "triage", *(words or [])],
            dimensions=(60, width),
            env={**env, "TERM": "xterm", **environ},
            cwd=str(cwd),
            encoding="utf-8",
            timeout=30,
            echo=False,
            # a shell that starts tests in the background has them ignore Ctrl-C
            preexec_fn=heeds_ctrl_c,
        )
        # it answers once the prompt is there, so it need not wait as it does for a login
        self.terminal.delaybeforesend = None

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
        words = [word for word, _ in choices(question, Voice.TO_READER)]
        if question.kind == "tick-all":  # by name: the numbers are those of the items shown
            return ",".join(answer or ["none"])
        if answer is None:
            return "u"
        return ",".join(str(words.index(word) + 1) for word in answer)

    def answer_all(self, answers: dict[str, str | list[str]]) -> None:
        while self.until(PROMPT, "your result:") == 0:
            id = self.current_question()
            self.type(self.reply(id, answers.get(id)))

    def result(self, *keys: str) -> list[str]:
        """The first screen of the result, and what each key brings; Enter ends it."""
        found = []
        for key in (*keys, ""):
            start = len(self.seen)
            assert 0 == self.until(KEYS)
            found.append(self.seen[start:])
            self.type(key)
        return found

    def finish(self) -> int:
        self.until("\0 never")
        self.terminal.close()
        return int(self.terminal.exitstatus or 0)

    def interrupt(self) -> None:
        self.terminal.sendintr()

    def hang_up(self) -> None:
        self.terminal.kill(signal.SIGHUP)

    def stop(self) -> None:
        self.terminal.kill(signal.SIGKILL)
        self.terminal.close()

    def part(self, start: int) -> str:
        return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", self.seen[start:]).split())

    def plain(self) -> str:
        return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", self.seen).split())


@pytest.mark.parametrize("colour", [True, False], ids=["colour", "no colour"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_typical_cervical_dystonia_from_start_to_result(width: int, *, colour: bool) -> None:
    """A person types the typical answers and reads candidate, reasons, urgency, advisory."""
    person = Person(width, **({} if colour else {"NO_COLOR": "1"}))
    person.start()
    person.answer_all(TYPICAL)
    person.type("")
    first, more, danger = map(" ".join, map(str.split, map(plain, person.result("1", "d"))))

    assert 0 == person.finish()
    assert "ROUTINE: see your doctor" in first
    assert "1. Cervical dystonia: fits well." in first
    assert the_book().advisory.advisory in first
    assert "a light touch that calms the movement is typical" in more
    assert "Get help sooner if things change" in danger
    next_step = "Book an ordinary appointment. Go sooner if it gets worse."
    assert " ".join(plain(person.seen).split()).endswith(next_step)
    assert not CURSOR.findall(person.seen)
    assert colour or "\x1b" not in person.seen
    # nothing that is typed stands in what was seen, so what follows a prompt is on its line
    lines = re.split(r"\r?\n|u: ", re.sub(r"\x1b\[[0-9;]*m", "", person.seen))
    assert max(len(line) for line in lines) <= width


def test_the_same_answers_from_a_file_give_the_same_candidate(tmp_path: Path) -> None:
    """The terminal and `triage assess` go the same way."""
    lists = {id for id, question in the_book().questions.items() if question.kind == "tick-all"}
    answers = {
        id: value if isinstance(value, str) or id in lists else value[0]
        for id, value in TYPICAL.items()
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
        person.until(PROMPT)
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
    person.until(PROMPT)
    person.type("1")
    person.until(PROMPT)
    if how == "interrupt":
        person.interrupt()
    elif how == "end of input":
        person.terminal.sendeof()
    else:
        person.type("q")
    assert 0 == person.until("To leave without saving, press Enter:")
    person.type("")

    assert 5 == person.finish()
    assert "Stopped. Nothing was saved." in person.plain()
    assert the_book().advisory.advisory in person.plain()
    assert "Traceback" not in person.seen


def test_an_emergency_interrupts_and_stays() -> None:
    """A danger sign stops the questions at once; going on keeps the urgency."""
    person = at_question(Person(), DANGER)
    person.type("1")
    person.until("Type 1, 2 or 3:")
    assert "EMERGENCY" in person.seen
    meant = the_book().questions["danger-now"].answers["breath"].yes
    assert f"You said: {meant.replace('{you}', 'you')}" in person.plain()
    person.type("1")
    (first,) = person.result()

    assert the_book().advisory.advisory in " ".join(plain(first).split())
    assert 0 == person.finish()
    assert the_book().advisory.advisory in person.plain()


def at_question(person: Person, number: int) -> Person:
    """Answer calmly until the question with this number is on the screen."""
    person.start()
    for _ in range(number - 1):
        person.until(PROMPT)
        id = person.current_question()
        person.type(person.reply(id, TYPICAL.get(id)))
    person.until(PROMPT)
    return person


def test_back_shows_the_old_answer_and_enter_keeps_it() -> None:
    """Going back shows what was answered, and Enter alone keeps it."""
    person = Person()
    person.start()
    person.until(PROMPT)
    person.type("2")
    person.until(PROMPT)
    person.type("b")
    person.until(PROMPT)
    assert "Your answer was: My child. Press Enter to keep it. Number, or u:" in person.plain()
    person.type("")
    person.until(PROMPT)

    assert "How old are they?" in person.plain()
    person.stop()


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("colour", [True, False], ids=["colour", "no colour"])
def test_why_repeat_and_slips_at_every_width(width: int, *, colour: bool) -> None:
    """Why we ask, repeat and wrong input answer in words and ask again."""
    person = at_question(Person(width, **({} if colour else {"NO_COLOR": "1"})), DANGER)
    ask = the_book().questions["danger-now"].ask
    for typed, said in (
        ("?", "Why we ask:"),
        ("r", ask),
        ("77", "`77` is not one of the choices. Type numbers from 1 to 8"),
        ("", "b back, ? help, r repeat, s save, q stop."),
        ("n", "`n` is no answer here."),
    ):
        before = len(person.seen)
        person.type(typed)
        person.until(PROMPT)
        answered = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", person.seen[before:]).split())

        assert said in answered
    assert not CURSOR.findall(person.seen)
    assert colour or "\x1b" not in person.seen
    person.stop()


def test_words_and_beginnings_are_answers_too() -> None:
    """Nobody has to find the number: the word, or a clear beginning of it, will do."""
    person = Person()
    person.start()
    person.until(PROMPT)
    person.type("someone")
    person.until(PROMPT)
    assert "How old are they?" in person.plain()
    for typed in ("52", "fem", "none of these"):
        person.type(typed)
        person.until(PROMPT)
    assert "None of these. 5. Does any of these fit them?" in person.plain()
    person.type("New")  # four lines begin with it
    person.until(PROMPT)
    assert "`New` is not one of the choices." in person.plain()
    person.type("Head or neck")
    person.until(PROMPT)

    assert "injury" == person.current_question()
    person.stop()


def test_an_answer_can_be_changed_at_the_end() -> None:
    """Check your answers: one is changed by its number, nothing else is asked again."""
    person = Person()
    person.start()
    person.answer_all(TYPICAL)
    ids = re.findall(r"(\d+) Your age: 52", person.plain())
    person.type(ids[0])
    person.until(PROMPT)
    assert "age" == person.current_question()
    assert "Your answer was: 52. Press Enter to keep it." in person.plain()
    person.type("47")
    person.until("your result:")
    assert "Your age: 47" in person.plain()
    person.type("")
    person.result("1")

    assert 0 == person.finish()
    assert "you are 47 years old" in person.plain()


def test_none_of_these_together_with_a_danger_sign_keeps_the_danger_sign() -> None:
    """A contradiction never drops a danger sign."""
    person = at_question(Person(), DANGER)
    person.type("1, 0")
    person.until("Type 1, 2 or 3:")

    assert "None of these together with others. The others are kept." in person.plain()
    assert "EMERGENCY" in person.plain()
    person.stop()


def test_the_emergency_stays_on_every_later_question() -> None:
    """Whoever goes on, to prepare notes, keeps reading that it is an emergency."""
    person = at_question(Person(), DANGER)
    person.type("1")
    person.until("Type 1, 2 or 3:")
    person.type("3")
    for _ in range(3):
        before = len(person.seen)
        person.until(PROMPT)
        assert the_book().advisory.urgency["emergency"].title in person.part(before)
        id = person.current_question()
        person.type(person.reply(id, TYPICAL.get(id)))
    person.stop()


def test_save_stop_and_go_on_later(tmp_path: Path) -> None:
    """Answers are saved in a file that only the person can read; only danger is asked again."""
    file = tmp_path / "mine.json"
    person = at_question(Person(), 14)
    person.type("s")
    person.until("Save to which file")
    person.type(str(file))
    person.until("Go on later with")
    assert 0o600 == file.stat().st_mode & 0o777
    asked = person.current_question()
    person.stop()

    again = Person(words=["ask", "--resume", str(file)])
    again.until("Press Enter to start")
    assert "13 answers were read from your file." in again.plain()
    again.type("")
    danger = []
    while True:
        again.until(PROMPT)
        if "Press Enter to keep it" not in again.seen[-60:]:
            break
        danger.append(again.current_question())
        again.type("")
    assert asked == again.current_question()
    assert ["danger-now", "danger-lately", "danger-other", "self-harm"] == danger
    again.stop()

    gone = CliRunner().invoke(main, ["forget", str(file)])
    assert 0 == gone.exit_code
    assert not file.exists()


def test_danger_signs_are_confirmed_again_on_resume(tmp_path: Path) -> None:
    """What was no sign of danger last week may be one today, and the screen says so."""
    file = tmp_path / "mine.json"
    person = at_question(Person(), DANGER)
    person.type("u")
    person.until(PROMPT)
    person.type("s")
    person.until("Save to which file")
    person.type(str(file))
    person.until("Go on later with")
    person.stop()

    again = Person(words=["ask", "--resume", str(file)])
    again.until("Press Enter to start")
    again.type("")
    again.until(PROMPT)
    assert "Danger signs may have come since you saved." in again.plain()
    assert "danger-now" == again.current_question()
    again.stop()


def test_a_hang_up_ends_calmly(tmp_path: Path) -> None:
    """A closed terminal leaves no traceback and no file."""
    person = at_question(Person(cwd=tmp_path, PYTHONPATH=str(ROOT)), 3)
    person.hang_up()

    assert 5 == person.finish()
    assert "Traceback" not in person.seen
    assert the_book().advisory.advisory in person.plain()
    assert [] == list(tmp_path.iterdir())


def test_a_child_is_asked_to_answer_with_an_adult() -> None:
    """Under 16 an adult should help."""
    person = at_question(Person(), 2)
    assert "age" == person.current_question()
    person.type("12")
    person.until(PROMPT)

    assert the_book().advisory.under_age.text in person.plain()
    person.stop()


def test_a_parent_is_not_told_to_answer_with_an_adult() -> None:
    """Whoever answers for a child is one."""
    person = Person()
    person.start()
    for typed in ("2", "12"):
        person.until(PROMPT)
        person.type(typed)
    person.until(PROMPT)

    assert the_book().advisory.under_age.text not in person.plain()
    person.stop()


def test_a_length_of_time_beyond_the_age_is_asked_again() -> None:
    """Nobody has had anything for longer than they have lived."""
    person = Person()
    person.start()
    while True:
        person.until(PROMPT)
        if "How long ago did it begin" in person.plain():
            break
        id = person.current_question()
        person.type(person.reply(id, TYPICAL.get(id)))
    person.type("60 years")
    person.until(PROMPT)

    told = " ".join(person.plain().split())
    assert "`60 years` is longer than the age that you typed." in told
    assert "since" == person.current_question()
    person.type("52 years")
    person.until(PROMPT)
    assert "began" == person.current_question()
    person.stop()


def test_the_region_decides_which_numbers_are_shown() -> None:
    """With a region there is one emergency number, and no number of another country."""
    person = at_question(Person(words=["ask", "--region", "uk"]), DANGER)
    person.type("1")
    person.until("Type 1, 2 or 3:")
    assert "Where you are, the emergency number is 999 or 112." in person.plain()
    person.type("1")
    person.result("d")

    assert 0 == person.finish()
    assert "988" not in person.plain()
    assert "Samaritans" in person.plain()


@pytest.mark.parametrize("stop", [2, 15])
@pytest.mark.parametrize("how", ["interrupt", "hang up"])
def test_every_stop_at_any_question_says_the_advisory(how: str, stop: int) -> None:
    """Wherever a person is stopped, the last words are to see the doctor."""
    person = at_question(Person(), stop)
    if how == "interrupt":
        person.interrupt()
        assert 0 == person.until("To leave without saving, press Enter:")
        person.type("")
    else:
        person.hang_up()

    assert 5 == person.finish()
    assert the_book().advisory.advisory in person.plain()
    assert "Traceback" not in person.seen


def test_a_closed_output_ends_without_a_traceback() -> None:
    """`triage assess FILE | head -1` is nobody's fault."""
    command = f"echo '{{}}' | {sys.executable} -m triage assess - | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert "ROUTINE" in done.stdout
    assert "Traceback" not in done.stderr
