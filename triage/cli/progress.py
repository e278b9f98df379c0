"""A line on a terminal that says how far a long run is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from triage.cli.streams import bare

QUIET_SECONDS = 2.0
"""A run that is over sooner shows no progress."""


class Progress:
    """Counts what is done, on a terminal; nothing is written anywhere else."""

    def __init__(
        self,
        total: int,
        noun: str,
        stream: TextIO,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total
        self._noun = noun
        self._stream = bare(stream)  # a carriage return is shown by a guarded one
        self._now = now
        self._done = 0
        self._next = now() + QUIET_SECONDS if stream.isatty() else None
        self._shown = ""

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._next is not None and self._now() >= self._next:
            self._next = self._now() + 0.2  # often enough to be seen moving
            self._shown = f"{self._done} of {self._total} {self._noun}"
            self._stream.write(f"\r{self._shown}")
            self._stream.flush()

    def end(self) -> None:
        """Take the line away again."""
        if self._shown:
            self._stream.write(f"\r{' ' * len(self._shown)}\r")
            self._stream.flush()
