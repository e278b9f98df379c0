"""Stopping at every prompt of a full run, and what a run may touch."""

from __future__ import annotations

import collections
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tests import every_ending
from tests.conftest import ROOT, the_book, the_engine
from triage.cli import ask_run as ask
from triage.cli.ask_files import Options
from triage.cli.ask_run import ENDED_EARLY, run
from triage.cli.engine_thread import EngineInBackground

LONGEST = 60


class Typist:
    """Somebody who answers calmly, until something happens at one prompt."""

    def __init__(self, stop_at: int, happens: Callable[[], None]) -> None:
        self.left = stop_at
        self.happens = happens
        self.session: ask.Session | None = None

    def __call__(self, _prompt: str = "") -> str:
        self.left -= 1
        if self.left == 0:
            self.happens()
        assert self.session is not None
        question = self.session.interview.question
        if question is None:
            return ""
        match question.kind:
            case "number":
                return "50"
            case "medicines" | "free-text":
                return "none"
            case "tick-all" if self.session.interview.current == "parts":
                return "1-10"  # what parts do is asked by one prompt after the other, all alike
            case "tick-all":
                return every_ending.ticked(self.session.interview, danger=False)
            case "span":
                return "2 years"
            case "yes-no":
                return "no"
            case _:
                return "no" if "no" in question.answers else "u"


def interrupt() -> None:
    raise KeyboardInterrupt


def end_of_input() -> None:
    raise EOFError


def hang_up() -> None:
    os.kill(os.getpid(), signal.SIGHUP)


def closed_output() -> None:
    raise BrokenPipeError


def slip_of_ours() -> None:
    raise LookupError


def engine_that_ends_the_program() -> None:
    raise SystemExit(0)


@pytest.fixture
def stopped_at(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(EngineInBackground, "start", lambda _self: None)
    monkeypatch.setattr(EngineInBackground, "get", lambda _self: the_engine())
    monkeypatch.setattr(ask, "chosen", lambda *_: the_book())
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def stop(number: int, happens: Callable[[], None]) -> tuple[int, str, int]:
        typist = Typist(number, happens)
        made = ask.Session.__init__

        def remember(session: ask.Session, *words: object) -> None:
            made(session, *words)
            typist.session = session

        monkeypatch.setattr(ask.Session, "__init__", remember)
        monkeypatch.setattr(click.termui, "visible_prompt_func", typist)
        before = sys.stdout
        try:
            code = run(Options(plain=True))
        finally:
            sys.stdout = before
        monkeypatch.setattr(ask.Session, "__init__", made)
        said = capsys.readouterr()
        return code, said.out + said.err, typist.left

    return stop


ENDINGS = [
    interrupt,
    end_of_input,
    hang_up,
    closed_output,
    slip_of_ours,
    engine_that_ends_the_program,
]


@pytest.mark.parametrize("happens", ENDINGS, ids=lambda f: f.__name__)
def test_whatever_stops_whichever_prompt_the_advisory_is_said(happens, stopped_at) -> None:
    """At every single prompt Ctrl-C ends with the advisory and its exit code, and each other
    ending at every third, so that each prompt meets one or two of them.
    """
    prompts, place = 0, ENDINGS.index(happens)
    for number in range(1, LONGEST):
        if place and (number + place) % 3:
            continue
        code, said, left = stopped_at(number, happens)
        if left > 0:  # the run was over before that prompt
            assert 0 == code
            break
        prompts = number

        assert ENDED_EARLY == code, number
        assert the_book().advisory.advisory in " ".join(said.split()), number
    assert 30 < prompts < LONGEST - 3


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    """What every ending at every prompt of a run with `--save` left, each on a real terminal."""
    file = tmp_path_factory.mktemp("ended") / "mine.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.every_ending", str(file)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (0, "") == (done.returncode, done.stderr), told[-1:]
    return told


@pytest.mark.skipif(not hasattr(os, "fork"), reason="real terminals")
class TestRealTerminal:
    def test_no_ending_at_any_prompt_loses_an_answer(self, ended) -> None:
        """Whatever ends a run with `--save`, at any prompt: all that was answered is saved.

        At every second prompt the file is taken away first, so that what is done at the end is
        seen as well as what is done after every answer.
        """
        given, saved = sum(one["given"] for one in ended), sum(one["saved"] for one in ended)
        times = collections.Counter(one["ending"] for one in ended)
        counted = f"{len(ended)} endings, {given} answers given, {saved} saved: {dict(times)}"
        print(counted)  # noqa: T201

        assert [] == [one for one in ended if not one["kept"]], counted
        assert given == saved > 3_000
        assert set(every_ending.ENDINGS) == set(times)
        assert {max(one["prompt"] for one in ended)} == set(times.values())
        assert len(ended) > 200

    def test_no_ending_leaves_a_screen_without_the_advisory(self, ended) -> None:
        """Whoever can still read reads to see the doctor, and how soon; nobody reads an error."""
        advisory = the_book().advisory.advisory
        emergency = the_book().advisory.urgency["emergency"].title
        for one in ended:
            if one["ending"] in every_ending.LEAVES_A_SCREEN:
                assert advisory in one["said"], one
                assert (emergency in one["said"]) == (one["given"] >= 4), one
            assert "Traceback" not in one["said"]

    def test_every_ending_has_its_exit_code(self, ended) -> None:
        """A run that ended before its result never looks like one that did not.

        At the last prompt, below the result, there is nothing left that could end early.
        """
        last = max(one["prompt"] for one in ended)
        codes = {(one["code"], one["prompt"] == last) for one in ended if one["ending"] != "kill"}

        assert {(ENDED_EARLY, False), (0, True)} == codes


def test_a_run_opens_no_socket_and_writes_no_file(tmp_path: Path) -> None:
    """Nothing is stored and nothing is sent: an audit hook sees every attempt."""
    program = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
sys.dont_write_bytecode = True
seen = []
def hook(event, args):
    if event.startswith(("socket.", "urllib.", "ftplib.", "smtplib.")):
        seen.append(event)
    if event in ("os.remove", "os.rename", "os.mkdir", "os.truncate", "subprocess.Popen"):
        seen.append(event)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        seen.append(f"open {{args[0]}} {{args[1]}}")
sys.addaudithook(hook)
from triage.cli.main import main
try:
    main(["ask", "--plain"])
except SystemExit as stop:
    print("exit", stop.code)
print("seen", seen)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        input="\n1\n" + "u\n" * 70,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )

    assert "exit 0" in done.stdout or "exit 5" in done.stdout, done.stderr
    assert "seen []" in done.stdout
    assert [] == list(tmp_path.iterdir())
