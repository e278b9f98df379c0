"""Stopping at every prompt of a full run, and what a run may touch."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT, the_book, the_engine
from triage.cli import ask
from triage.cli.ask import ENDED_EARLY, Options, run
from triage.presentation.question import choices

LONGEST = 60


class Typist:
    """Somebody who answers calmly, until something happens at one prompt."""

    def __init__(self, stop_at: int, happens: Callable[[], None]) -> None:
        self.left = stop_at
        self.happens = happens
        self.session: ask.Session | None = None

    def __call__(self, prompt: str = "") -> str:
        self.left -= 1
        if self.left == 0:
            self.happens()
        if not prompt.startswith(">"):
            return ""
        assert self.session is not None
        question = self.session.interview.question
        assert question is not None
        match question.kind:
            case "number":
                return "50"
            case "medicines":
                return "none"
            case "tick-all":
                return str(len(choices(question)))
            case "yes-no":
                return "no"
            case _:
                return "no" if "no" in question.answers else "n"


def interrupt() -> None:
    raise KeyboardInterrupt


def end_of_input() -> None:
    raise EOFError


def hang_up() -> None:
    os.kill(os.getpid(), signal.SIGHUP)


def closed_output() -> None:
    raise BrokenPipeError


@pytest.fixture
def stopped_at(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(ask.EngineInBackground, "start", lambda _self: None)
    monkeypatch.setattr(ask.EngineInBackground, "get", lambda _self: the_engine())
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


@pytest.mark.parametrize(
    "happens", [interrupt, end_of_input, hang_up, closed_output], ids=lambda f: f.__name__
)
def test_whatever_stops_whichever_prompt_the_advisory_is_said(happens, stopped_at) -> None:
    """At every single prompt a stop ends with the advisory and its exit code."""
    prompts = 0
    for number in range(1, LONGEST):
        code, said, left = stopped_at(number, happens)
        if left > 0:  # the run was over before that prompt
            assert 0 == code
            break
        prompts += 1

        assert ENDED_EARLY == code, number
        assert the_book().advisory.advisory in " ".join(said.split()), number
    assert 30 < prompts < LONGEST - 1


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
        input="\n1\n" + "n\n" * 70,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )

    assert "exit 0" in done.stdout or "exit 5" in done.stdout, done.stderr
    assert "seen []" in done.stdout
    assert [] == list(tmp_path.iterdir())
