"""Every ending at every prompt of a whole run, each on a real terminal of its own.

python -m tests.every_ending FILE      one line of JSON for each ending

One run goes from the first prompt to the result, with `--save FILE`. At each prompt it forks once
for each ending; the copy gets a terminal, shows the prompt there and waits for an answer as
anybody's program does. Then it is ended. So one start of the program is enough for all of them.
"""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from triage import Interview
from triage.cli import ask_run as ask
from triage.cli.engine_thread import EngineInBackground
from triage.cli.main import main
from triage.cli.reading import Input
from triage.interview.saving import to_text

LONGEST = 20.0
"""Seconds for one ending."""


def by_signal(number: int) -> Callable[[int, int], None]:
    return lambda process, _terminal: os.kill(process, number)


def by_key(key: bytes) -> Callable[[int, int], None]:
    def press(_process: int, terminal: int) -> None:
        os.write(terminal, key)

    return press


ENDINGS: dict[str, Callable[[int, int], None]] = {
    "hang-up": by_signal(signal.SIGHUP),
    "terminate": by_signal(signal.SIGTERM),
    "quit": by_signal(signal.SIGQUIT),
    "Ctrl-C": by_key(b"\x03"),
    "Ctrl-D": by_key(b"\x04"),
    "closed terminal": lambda _process, terminal: os.close(terminal),
    "kill": by_signal(signal.SIGKILL),
}
LEAVES_A_SCREEN = [name for name in ENDINGS if name not in ("closed terminal", "kill")]


def ticked(interview: Interview, *, danger: bool) -> str:
    """What is typed at a list: much moves, so that the run is a long one; all else is calm."""
    match interview.current:
        case "danger-now":
            return "1" if danger else "0"
        case "parts":
            return "1-12"
        case str(id) if id.startswith("does-"):
            return "1"
        case _:
            return "0"


class Run:
    """The one run, and the copies of it that are ended."""

    def __init__(self, file: Path, report: Any) -> None:
        self.file = file
        self.report = report
        self.session: ask.Session
        self.line = Input.line
        self.prompts = 0

    def hold(self) -> None:
        """Hold the run; in the copies, up to their end."""
        made = ask.Session.__init__

        def remember(session: ask.Session, *given: Any) -> None:
            made(session, *given)
            self.session = session

        def at_once(engine: EngineInBackground) -> None:
            # a process with threads cannot be copied
            engine._thread = threading.current_thread()
            engine._build()

        ask.Session.__init__ = remember
        EngineInBackground.start = at_once
        Input.line = lambda input, prompt: self.at_prompt(input, prompt)  # noqa: PLW0108
        try:
            main(["ask", "--plain", "--save", str(self.file)])
        except SystemExit as stop:
            os._exit(int(stop.code or 0))

    def at_prompt(self, input: Input, prompt: str) -> str:
        self.prompts += 1
        expected = to_text(self.session.interview)
        given = len(self.session.interview.given)
        before = self.file.read_bytes() if self.file.exists() else b""
        for name, end in ENDINGS.items():
            # where the file is gone, only what is done at the end can bring it back; elsewhere
            # it is as the answers left it, and not as the ending before this one did
            self.file.unlink(missing_ok=True)
            if before and (self.prompts % 2 or name == "kill"):
                self.file.write_bytes(before)
            process, terminal = pty.fork()
            if process == 0:
                Input.line = self.line
                return self.line(input, prompt)
            self.until(terminal, prompt.rsplit(maxsplit=1)[-1])
            end(process, terminal)
            said = self.until(terminal) if name in LEAVES_A_SCREEN else ""
            code = self.code(process)
            if name == "kill":
                os.close(terminal)
            saved = self.file.read_text("utf-8") if self.file.exists() else ""
            told = {
                "prompt": self.prompts,
                "ending": name,
                "code": code,
                "given": given,
                "saved": given if saved == expected else len(json.loads(saved or "{}")),
                "kept": saved == expected or (given == 0 and not saved),
                "said": " ".join(said.split()),
            }
            self.report.write(json.dumps(told) + "\n")
            self.report.flush()
        if before:
            self.file.write_bytes(before)
        return self.reply(prompt)

    def until(self, terminal: int, words: str | None = None) -> str:
        """What is on the terminal up to some words, or up to its end."""
        until, seen = time.monotonic() + LONGEST, b""
        while words is None or not seen.rstrip().endswith(words.encode()):
            if not select.select([terminal], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError(seen)
            try:
                came = os.read(terminal, 65536)
            except OSError:
                came = b""
            if not came:
                if words is None:
                    os.close(terminal)
                break
            seen += came
        return seen.decode("utf-8", "replace")

    def code(self, process: int) -> int:
        """The exit code, or the signal as a negative number; late is an error."""
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            done, status = os.waitpid(process, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.001)
        os.kill(process, signal.SIGKILL)
        raise TimeoutError(process)

    def reply(self, prompt: str) -> str:
        """A calm answer, but for one danger sign and what moves."""
        if prompt.startswith("Type 1"):
            return "3"
        question = self.session.interview.question
        if not prompt.endswith("or u:") or question is None:
            return ""
        match question.kind:
            case "number":
                return "50"
            case "span":
                return "3 weeks"
            case "medicines":
                return "none"
            case "span":
                return "2 years"
            case "tick-all":
                return ticked(self.session.interview, danger=True)
            case _:
                return "no" if "no" in question.answers else "u"


def every_ending(file: Path) -> None:
    """Hold the run on a terminal of its own; the report goes where the output went before."""
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        run = Run(file, report)
        try:
            run.hold()
        except BaseException as error:  # noqa: BLE001 - a copy must not go on as the first one
            report.write(json.dumps({"error": repr(error)}) + "\n")
            report.flush()
        os._exit(70)
    while True:
        try:
            if not os.read(terminal, 65536):
                break
        except OSError:
            break
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))


if __name__ == "__main__":
    every_ending(Path(sys.argv[1]))
