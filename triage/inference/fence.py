"""Work that may fail in any way, done aside: it can neither end its caller nor keep it waiting.

A library that calls `exit`, raises what looks like Ctrl-C, or never comes back does so on a
thread of its own. Whoever waits for it gets its result or one kind of error, and Ctrl-C still
reaches the one who waits. What ends the whole process at once cannot be fenced in from inside.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, Generic, TypeVar
from weakref import finalize

from triage.errors import EngineError, Problem, TriageError

SLICE = 0.1
"""Seconds of one look. Waiting is counted in looks, so that a computer that sleeps, or a program
that is stopped for a while, does not count as an engine that hangs."""

Result = TypeVar("Result")


class Aside(Generic[Result]):
    """One piece of work, done once."""

    def __init__(self, work: Callable[[], Result], seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        self._looks = round(seconds / SLICE)
        self._over: threading.Event | None = None
        """Set when a thread is done with it; None while none has begun."""
        self._ended = False
        self._error: BaseException | None = None

    def start(self, by: Callable[[Callable[[], None]], bool] | None = None) -> None:
        """Begin, where the system still gives a thread; else `result` does the work itself.

        `by` has it done on a thread that there is, and says whether it could; else it gets one.
        """
        self._over = threading.Event()
        if not (by or _on_a_thread)(self._do):
            self._over = None

    def wait(self) -> None:
        """Wait until nothing is left to do.

        Raises:
            EngineError: it takes too long.
        """
        while self._over is not None and not self._over.is_set():
            if not self._looks:
                what = f"the rule engine gave no answer in {self._seconds:g} seconds"
                raise EngineError(Problem(what, "report it, please"))
            self._looks -= 1
            self._over.wait(SLICE)

    def result(self) -> Result:
        """What came of it.

        Raises:
            EngineError: it failed, in whatever way, or takes too long.
        """
        if self._over is None and not self._ended:
            self._do()
            if isinstance(self._error, KeyboardInterrupt):
                raise self._error  # on this thread it may be real
        self.wait()
        if isinstance(self._error, TriageError):
            raise self._error
        if self._error is not None or not self._ended:
            what = Problem("the rule engine failed", "report it, please")
            raise EngineError(what) from self._error
        return self._result

    def _do(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:  # noqa: BLE001 - told to whoever waits for the result
            self._error = error
        self._ended = True
        if self._over is not None:
            self._over.set()


class Fence:
    """Pieces of work done aside, one after the other, for any thread that asks.

    The bound of one begins when it is its turn. While one that was given up still runs, no other
    is begun beside it.
    """

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Forget what was going on: after a fork the threads of the parent are not here."""
        self._turn = threading.Lock()
        self._last: Aside[Any] | None = None
        self._todo: SimpleQueue[Callable[[], None] | None] | None = None
        """What the thread of this fence has to do; None while it has none."""

    def run(self, work: Callable[[], Result], seconds: float) -> Result:
        """The result of some work.

        Raises:
            EngineError: it failed, in whatever way, or takes too long.
        """
        with self._turn:
            if self._last is not None:
                self._last.wait()  # Ctrl-C ends the one who waits, not what runs aside
            aside = Aside(work, seconds)
            self._last = aside
            aside.start(self._by_its_thread)
            return aside.result()

    def _by_its_thread(self, work: Callable[[], None]) -> bool:
        """Have it done by the thread that this fence keeps; False where it can have none."""
        if self._todo is None:
            todo: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
            if not _on_a_thread(lambda: _do_all(todo)):
                return False
            self._todo = todo
            finalize(self, todo.put, None)  # the thread does not know the fence, and ends with it
        self._todo.put(work)
        return True


def _do_all(todo: SimpleQueue[Callable[[], None] | None]) -> None:
    while (work := todo.get()) is not None:
        work()
        del work  # what it was about is not kept while it waits


def _on_a_thread(work: Callable[[], None]) -> bool:
    """Begin some work on a thread of its own; False where the system gives none."""
    try:
        with _signals_held_back():
            threading.Thread(target=work, daemon=True).start()
    except RuntimeError:
        return False
    return True


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Threads started inside receive no signal that somebody sends.

    One that they received would not wake the thread that waits, for them or for an answer.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
