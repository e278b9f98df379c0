"""Work in several processes: the same results, and no process left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import active_children

import pytest

from tests.conftest import ROOT
from triage.cli.processes import Pool
from triage.errors import EngineError, Problem


@pytest.fixture(autouse=True)
def new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """New processes, as where a program has threads; `test_copies…` has the other way."""
    monkeypatch.setattr(threading, "active_count", lambda: 2)


def make(start: int) -> int:
    if start < 0:
        time.sleep(60)
    return start


def added(start: int, number: int) -> int:
    return start + number


def slow(start: int, number: int) -> int:
    time.sleep(0.05)
    return start + number


def dies(start: int, number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def left(seconds: float = 20) -> list[object]:
    """The processes that are still there when everybody had time to go."""
    end = time.monotonic() + seconds
    while active_children() and time.monotonic() < end:
        time.sleep(0.05)
    return [*active_children()]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 37])
def test_results_come_in_the_order_of_the_items(jobs: int, count: int) -> None:
    """Cases are reported as they stand in their files, whoever ran them."""
    with Pool(jobs, make, 100) as pool:
        assert [*range(100, 100 + count)] == [*pool.in_order(added, range(count), "cases")]
        assert [100] == [*pool.in_order(added, [0], "cases")]
    assert [] == left()


def test_a_process_that_ends_early_is_said() -> None:
    """A process that the system killed is a sentence with a way out, and no hang."""
    with pytest.raises(EngineError) as caught, Pool(2, make, 0) as pool:
        list(pool.in_order(dies, range(50), "cases"))

    assert "a process ended before its work was done\n  help: try it with `--jobs 1`" == str(
        caught.value
    )
    assert [] == left()


def test_stopping_early_leaves_the_rest_undone() -> None:
    """Whoever stops at the first failure does not wait for all the others."""
    before = time.monotonic()
    with Pool(2, make, 0) as pool:
        results = pool.in_order(slow, range(4000), "cases")
        assert 0 == next(results)
        results.close()

    assert [] == left()
    assert time.monotonic() - before < 60  # all of it takes 100 seconds


def test_an_error_does_not_wait_for_processes_that_get_ready() -> None:
    """A slip in a case file is said at once."""
    before = time.monotonic()
    with pytest.raises(ValueError, match="a slip"), Pool(2, make, -1):
        raise ValueError("a slip")

    assert [] == left()
    assert time.monotonic() - before < 30


def cannot_be_made(_start: int) -> int:
    raise EngineError(Problem("the rule engine failed", "report it, please"))


@pytest.mark.parametrize("fails", [False, True])
def test_nothing_is_left_running_when_the_work_is_over(fails: bool) -> None:
    """A thread that is still closing its pipes when the program ends is a traceback at the end."""
    before = {*threading.enumerate()}
    with contextlib.suppress(ValueError), Pool(2, make, 100) as pool:
        assert [100, 101] == [*pool.in_order(added, [0, 1], "cases")]
        if fails:
            raise ValueError("a slip")

    assert set() == {*threading.enumerate()} - before
    assert [] == active_children()


def test_tools_that_cannot_be_made_are_said_once(capfd: pytest.CaptureFixture[str]) -> None:
    """A broken engine in another process is the same sentence as here, without a traceback."""
    failed = pytest.raises(EngineError, match="the rule engine failed")
    with failed, Pool(2, cannot_be_made, 0) as pool:
        list(pool.in_order(added, [1, 2, 3], "cases"))

    assert "" == capfd.readouterr().err


ALONE = """
from tests.test_processes import Pool, added, dies, make
from triage.errors import EngineError

if __name__ == "__main__":
    with Pool(2, make, 100) as pool:
        print([*pool.in_order(added, range(37), "cases")] == [*range(100, 137)])
    try:
        with Pool(2, make, 0) as pool:
            list(pool.in_order(dies, range(50), "cases"))
    except EngineError as error:
        print(error)
"""


def test_copies_of_a_program_without_threads_do_the_same() -> None:
    """The same order, and the same sentence when one of them is killed."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert "" == done.stderr
    assert "True\na process ended before its work was done" in done.stdout
    assert 0 == done.returncode
