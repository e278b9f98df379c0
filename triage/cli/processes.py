"""Work on many items, here or in several processes, with the same results in the same order.

Where this process has no other threads, on Linux, the others begin as copies of it, with their
tools ready. A copy of a program with threads may hang, so elsewhere new processes are started;
they get ready while this one still reads its files.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from triage.cli.progress import Progress
from triage.errors import EngineError, Problem, TriageError
from triage.once import once
from triage.worker_process import end_with_the_first

LARGEST_CHUNK = 10
"""Items that a process gets at a time: few, so that all have work until the end."""

Tools = TypeVar("Tools")
Item = TypeVar("Item")
Result = TypeVar("Result")


class Pool(Generic[Tools]):
    """Runs work with tools that take long to make, such as an engine: one set in each process.

    `make` and the work are functions of a module, since other processes look them up by name.
    """

    def __init__(self, jobs: int, make: Callable[..., Tools], *given: Any) -> None:
        self._jobs = jobs
        self._make = make
        self._given = given
        self._executor: ProcessPoolExecutor | None = None
        self._others: set[BaseProcess] = set()

    @once
    def own(self) -> Tools:
        """The tools of this process."""
        return self._make(*self._given)

    def __enter__(self) -> Pool[Tools]:
        if self._jobs > 1:
            before = {*active_children()}
            kind = "spawn"
            begin: Callable[..., None] = _get_ready
            given: tuple[Any, ...] = (self._make, *self._given)
            if sys.platform == "linux" and threading.active_count() == 1:
                _tools[:] = [self.own]
                kind, begin, given = "fork", end_with_the_first, ()
            self._executor = ProcessPoolExecutor(self._jobs, get_context(kind), begin, given)
            try:
                for _ in range(self._jobs):  # a process is started for work only
                    self._executor.submit(_nothing)
            except (OSError, RuntimeError) as error:
                for process in {*active_children()} - before:
                    process.terminate()  # nobody gives it work any more
                what = "the system does not start that many processes"
                raise EngineError(Problem(what, "try it with `--jobs 1`")) from error
            self._others = {*active_children()} - before
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._executor is not None:
            if kind is not None:  # nobody waits for what they are still getting ready
                for process in self._others:
                    process.terminate()
            # up to Python 3.13, a program that ends while the executor is still closing its
            # pipes wakes it through one that is closed already, which is a traceback at the end
            self._executor.shutdown(cancel_futures=True)

    def in_order(
        self, work: Callable[[Tools, Item], Result], items: Sequence[Item], noun: str
    ) -> Generator[Result, None, None]:
        """Every result, in the order of the items; a long run says how far it is.

        Raises:
            EngineError: a process ended early.
        """
        progress = Progress(len(items), noun, sys.stderr)
        results = self._here(work, items) if self._executor is None else self._away(work, items)
        try:
            for result in results:
                yield result
                progress.step()
        finally:
            results.close()
            progress.end()

    def _here(
        self, work: Callable[[Tools, Item], Result], items: Sequence[Item]
    ) -> Generator[Result, None, None]:
        for item in items:
            yield work(self.own, item)

    def _away(
        self, work: Callable[[Tools, Item], Result], items: Sequence[Item]
    ) -> Generator[Result, None, None]:
        executor = self._executor
        assert executor is not None
        size = min(LARGEST_CHUNK, max(1, len(items) // (4 * self._jobs)))
        chunks = (items[at : at + size] for at in range(0, len(items), size))
        waiting: deque[Future[list[Result]]] = deque()
        try:
            # few at a time, so that stopping early leaves little undone work behind
            for chunk in islice(chunks, 4 * self._jobs):
                waiting.append(executor.submit(_work_on, work, chunk))
            while waiting:
                done = waiting.popleft().result()
                for chunk in islice(chunks, 1):
                    waiting.append(executor.submit(_work_on, work, chunk))
                yield from done
        except BrokenProcessPool:
            what = "a process ended before its work was done"
            raise EngineError(Problem(what, "try it with `--jobs 1`")) from None
        finally:
            for future in waiting:
                future.cancel()


# in the other processes

_tools: list[Any] = []
_not_made: list[TriageError] = []


def _get_ready(make: Callable[..., Any], *given: Any) -> None:
    end_with_the_first()
    try:
        _tools.append(make(*given))
    except TriageError as error:  # said by the first process, which waits for results
        _not_made.append(error)


def _nothing() -> None:
    pass


def _work_on(work: Callable[[Any, Item], Result], items: Sequence[Item]) -> list[Result]:
    if _not_made:
        raise _not_made[0]
    (mine,) = _tools
    return [work(mine, item) for item in items]
