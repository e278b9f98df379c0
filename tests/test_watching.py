"""`triage replay --watch`: a real process, real files, a real Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from tests.small_book import LONG, LONG_HICCUPS, write_book
from triage.cli.main import main
from triage.cli.watching import stamps, watching
from triage.errors import AnswersError, Problem

CASES = """\
cases:
  for days:
    answers: {chest-pain: no, lasted: days}
    expect: {urgency: two-weeks}
"""
WATCHING = "Ctrl-C ends it"
PATIENCE = 60.0
"""Seconds in which something has to come on a busy machine."""


class Watch:
    """A running `triage replay --watch`, and what it has said."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "triage", "replay", "tests", "--watch", *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)

    def text(self) -> str:
        return "".join(self.said)

    def next_run(self, number: int) -> str:
        """All that was said up to the end of this run, the first being 1."""
        end = time.monotonic() + PATIENCE
        while self.text().count(WATCHING) < number:
            assert time.monotonic() < end, self.text()
            assert self.process.poll() is None, self.text()
            time.sleep(0.02)
        return self.text().split(WATCHING)[number - 1]

    def end(self) -> None:
        """Leave nothing behind, however far the test came."""
        self.process.kill()
        self.process.wait()
        self.reader.join(PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()

    def interrupted(self) -> int:
        """The exit code after Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        return code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a rule book in `rules`, named for pytest, and a case."""
    write_book(tmp_path / "rules")
    (tmp_path / "tests").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\ntriage_rules = rules\n")
    (tmp_path / "tests/a.case.yaml").write_text(CASES)
    return tmp_path


@pytest.fixture
def watch(folder: Path) -> Iterator[Watch]:
    running = Watch(folder)
    yield running
    running.end()


def test_it_runs_again_when_a_rule_or_a_case_changes(folder: Path, watch: Watch) -> None:
    """A rule is changed, a slip is made and mended, and Ctrl-C gives what the last run gave."""
    assert "1 case, every one as expected\n" in watch.next_run(1)

    (folder / "rules" / LONG).write_text(LONG_HICCUPS.replace("two-weeks", "same-day"))
    second = watch.next_run(2)
    assert f"again, since `rules/{LONG}` changed\n" in second
    assert "expected  urgency two-weeks\n" in second
    assert "1 of 1 case failed\n" in second

    (folder / "tests/a.case.yaml").write_text(CASES.replace("urgency:", "urgancy:"))
    third = watch.next_run(3)
    assert "again, since `tests/a.case.yaml` changed\n" in third
    assert "unknown key `urgancy`" in third

    (folder / "tests/b.case.yaml").write_text(CASES)
    assert "again, since `tests/b.case.yaml` is new\n" in watch.next_run(4)

    (folder / "tests/b.case.yaml").unlink()
    (folder / "tests/a.case.yaml").write_text(CASES.replace("two-weeks", "same-day"))
    fifth = watch.next_run(5)
    assert "and 1 more\n" in fifth
    assert "1 case, every one as expected\n" in fifth

    assert 0 == watch.interrupted(), watch.text()
    assert "Traceback" not in watch.text()


def test_another_rule_book_is_noticed(folder: Path, watch: Watch) -> None:
    """What a project names for its cases may change too; a failed run is the exit code."""
    watch.next_run(1)
    write_book(folder / "draft")
    (folder / "draft" / LONG).write_text(LONG_HICCUPS.replace("two-weeks", "same-day"))
    (folder / "pytest.ini").write_text("[pytest]\ntriage_rules = draft\n")

    assert "1 of 1 case failed\n" in watch.next_run(2)
    assert 1 == watch.interrupted()


def test_with_several_processes_it_ends_as_well(folder: Path) -> None:
    """Nobody is left behind, and no traceback is seen."""
    running = Watch(folder, "--jobs", "2")
    try:
        assert "1 case, every one as expected\n" in running.next_run(1)
        assert 0 == running.interrupted()
        assert "Traceback" not in running.text()
    finally:
        running.end()


def test_a_new_file_is_not_written_again_and_again() -> None:
    """`--record` writes once."""
    words = ["replay", "tests", "--watch", "--record", "new.case.yaml"]
    result = CliRunner().invoke(main, words)

    assert 2 == result.exit_code
    assert "`--record` writes a new file once, so it does not go with `--watch`" in result.output


def test_ended_before_the_first_run_is_over_there_is_no_exit_code() -> None:
    """What was never run did not succeed."""

    def run() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watching(run, dict)


def test_ended_within_a_run_the_last_whole_one_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip is an exit code as well."""
    runs = iter([AnswersError(Problem("there is no file")), KeyboardInterrupt()])
    looks = iter([{}, {Path("a"): (1, 1)}, {Path("a"): (1, 1)}, {}])

    def run() -> int:
        raise next(runs)

    assert 4 == watching(run, lambda: next(looks))
    assert "error: there is no file\nwatching 0 files" in capsys.readouterr().err


def test_what_is_not_a_rule_or_a_case_is_not_looked_at(tmp_path: Path) -> None:
    """A report that the run itself writes does not start the next run."""
    for name in ("a.case.yaml", "b.jsonl", "report.xml", ".hidden.yaml"):
        (tmp_path / name).write_text("")
    named = tmp_path / "report.xml"

    assert [tmp_path / "a.case.yaml", tmp_path / "b.jsonl"] == [*stamps([tmp_path])]
    assert [named] == [*stamps([named, tmp_path / "none"])]
