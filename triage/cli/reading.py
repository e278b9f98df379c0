"""Lines from a person: every one that can be read, and a word about every one that cannot."""

from __future__ import annotations

import io
import os
import select
import shutil
import sys
import textwrap
from contextlib import suppress
from typing import TextIO

import click

from triage.cli.endings import Endings, Stopped
from triage.presentation.layout import NARROWEST
from triage.words import typed as words

try:
    import termios
except ImportError:  # pragma: no cover - elsewhere than on posix
    termios = None  # type: ignore[assignment]

LONGEST_LINE = 2000
ROOM_TO_TYPE = 6
PAUSE = 0.1
"""After so many seconds without a key, what is typed is typed by somebody who sees the screen."""
MOST_PAUSES = 20


class Input:
    """Lines from a person."""

    def __init__(self, endings: Endings) -> None:
        self.person_there = sys.stdin.isatty()
        self._endings = endings
        self._number = _number_of(sys.stdin)
        self._unread = b""
        if self._number is None and isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="surrogateescape")

    def line(self, prompt: str) -> str:
        """One line, without spaces around it; who types what cannot be read is asked again.

        Raises:
            Stopped: Ctrl-C, a signal, or the end of the input.
        """
        width = max(NARROWEST, shutil.get_terminal_size().columns)
        lines = textwrap.wrap(prompt, width - ROOM_TO_TYPE, break_on_hyphens=False)
        try:
            while True:
                click.echo("\n".join(lines) + " ", nl=False)
                with self._endings.heard():  # whoever is asked can be stopped, also at the end
                    typed = self._typed()
                if not typed.isascii() and any("\ud800" <= char <= "\udfff" for char in typed):
                    click.echo(textwrap.fill(words.UNREADABLE, width))
                elif len(typed) > LONGEST_LINE:
                    click.echo(textwrap.fill(words.too_long(LONGEST_LINE), width))
                else:
                    return " ".join(typed.split())
        except (KeyboardInterrupt, EOFError, Stopped) as ending:
            with suppress(OSError):
                click.echo()  # what is said next begins on a line of its own
            # at a terminal, Ctrl-C and Ctrl-D leave somebody who can still answer
            there = not isinstance(ending, Stopped) and self.person_there
            raise Stopped(can_answer=there) from None
        except OSError:
            raise Stopped(can_answer=False) from None

    def forget_typed_ahead(self) -> None:
        """Leave out what was typed at a terminal before something new stood on its screen.

        Lines that come from a program or a file are read one after the other, whatever is shown.
        """
        if self._number is None or not self.person_there or termios is None:
            return
        for _ in range(MOST_PAUSES):
            self._unread = b""
            with suppress(termios.error):
                termios.tcflush(self._number, termios.TCIFLUSH)
            if not select.select([self._number], [], [], PAUSE)[0]:
                return

    def _typed(self) -> str:
        """What came up to the end of a line; bytes that are no text stand in it as surrogates."""
        if self._number is None:
            return _typed_elsewhere()
        while b"\n" not in self._unread:
            self._endings.wait(self._number)
            came = os.read(self._number, 65536)
            if not came and not self._unread:
                raise EOFError
            self._unread += came or b"\n"
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode(sys.stdin.encoding or "utf-8", "surrogateescape")


def _number_of(stream: TextIO | None) -> int | None:
    """The file number of the input, where one can wait for it and for signals at once."""
    if os.name != "posix" or stream is None:
        return None
    try:
        return stream.fileno()
    except OSError:  # somebody else's reader in its place
        return None


def _typed_elsewhere() -> str:
    try:
        typed = click.prompt("", prompt_suffix="", default="", show_default=False)
    except click.Abort as abort:
        interrupted = isinstance(abort.__cause__ or abort.__context__, KeyboardInterrupt)
        raise (KeyboardInterrupt if interrupted else EOFError) from None
    return str(typed)
