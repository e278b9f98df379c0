"""Standard input and output that are closed, full or broken: said where it still can be."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress

import click

from triage.errors import EngineError, Problem

ENDED_EARLY = EngineError.exit_code
HELP = "a result that nobody can read is no result: write it to another place"


class Closed(io.TextIOBase):
    """An output that was closed before the start: whatever is written to it fails, and is told."""

    def writable(self) -> bool:
        return True

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def mend() -> None:
    """Put something in the place of streams that were closed before the start.

    Such an input is empty, such an output fails as a full disk does, such messages are lost.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
    if sys.stdout is None:
        sys.stdout = Closed()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a letter that an old encoding does not have is shown by its number
            stream.reconfigure(errors="backslashreplace")


def not_said(error: OSError) -> int:
    """Say that the output could not be written; returns the exit code.

    Raises:
        OSError: it was a file that could not be used, not the output.
    """
    if error.filename is not None:
        raise error
    # what is still waiting to be written must not fail a second time at the very end
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    reason = (error.strerror or "it is closed").lower()
    say(f"error: {Problem(f'the output cannot be written, `{reason}`', HELP)}")
    return ENDED_EARLY


def say(line: str) -> None:
    """A message, where messages can be written."""
    with suppress(OSError):
        click.echo(line, err=True)
