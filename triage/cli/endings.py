"""How a run can be ended from outside: signals, a closed terminal, Ctrl-C.

Whatever ends a program by default is turned into `Stopped`, so that answers are kept and the
advisory is said. A signal that somebody had ignored before the start, as `nohup` does, stays so.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from types import FrameType
from typing import Any, Self

import click

NOT_CAUGHT = {
    *("SIGKILL", "SIGSTOP"),  # nobody can
    *("SIGCONT", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGCHLD", "SIGURG", "SIGWINCH", "SIGINFO"),
    # the program itself is broken, and no word of it could be believed any more
    *("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS"),
}
"""Signals that end no program, and those that it cannot outlive."""


class Stopped(BaseException):
    """The person stopped, or there is nobody to answer any more.

    Like `KeyboardInterrupt` it is no `Exception`: nothing that mends errors may swallow it.
    """

    def __init__(self, *, can_answer: bool) -> None:
        super().__init__()
        self.can_answer = can_answer


class Endings:
    """Listens to what ends a run, from `with` to its end; it ends only what is done in `heard`."""

    def __init__(self) -> None:
        self._over = False
        self._held = True
        self._before: dict[int, Any] = {}
        self._woken, self._wake = -1, -1
        self._woken_before = -1

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            if os.name == "posix":
                self._woken, self._wake = os.pipe()
                for number in (self._woken, self._wake):
                    os.set_blocking(number, False)
                self._woken_before = signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
            for number in endings():
                self._before[number] = signal.signal(number, self._came)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
        if self._wake >= 0:
            signal.set_wakeup_fd(self._woken_before)
            os.close(self._woken)
            os.close(self._wake)

    def _came(self, number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT:
            self._over = True
        if not self._held:
            raise KeyboardInterrupt if number == signal.SIGINT else Stopped(can_answer=False)

    def held(self) -> AbstractContextManager[None]:
        """Nothing ends what is done inside: keeping answers, and the last words."""
        return self._holding(held=True)

    def heard(self) -> AbstractContextManager[None]:
        """What is done inside can be ended, also within `held`: asking, and waiting for keys."""
        return self._holding(held=False)

    @contextmanager
    def _holding(self, *, held: bool) -> Iterator[None]:
        before, self._held = self._held, held
        try:
            yield
        finally:
            self._held = before

    def wait(self, number: int) -> None:
        """Wait until there is something to read.

        A signal that comes just before the waiting begins would not end it, and would be seen
        only after the next key. So a signal writes into a pipe, which is waited for as well.

        Raises:
            Stopped: a signal came, also where its own exception got lost.
        """
        while not self._over:
            pipe = [] if self._wake < 0 else [self._woken]
            ready, _, _ = select.select([number, *pipe], [], [])
            if number in ready:
                return
            with suppress(BlockingIOError):
                os.read(self._woken, 4096)
        raise Stopped(can_answer=False)


def endings() -> list[int]:
    """The signals that would end this program now."""
    left_alone = {getattr(signal, name, None) for name in NOT_CAUGHT}
    by_default = (signal.SIG_DFL, signal.default_int_handler)
    found = signal.valid_signals() - left_alone
    return sorted(number for number in found if signal.getsignal(number) in by_default)


def last_words(text: str) -> None:
    """Say how a run ended: on the output, where that is closed as a message, or to nobody."""
    for err in (False, True):
        try:
            click.echo(text, nl=False, err=err)
            break
        except OSError:
            # what is still waiting to be written must not fail once more at the very end
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
            if err:
                sys.stderr = nowhere
            else:
                sys.stdout = nowhere
