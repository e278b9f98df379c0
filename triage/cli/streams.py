"""The edge to the outside: what is printed is harmless and whole, and what fails is said.

Whatever the program prints passes `Guarded`, messages of click too, so that no writer can
forget it: no text of a file or a keyboard steers a terminal or a build server, and an output in
an old encoding gets every line.
"""

from __future__ import annotations

import errno
import io
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, cast

import click

from triage.errors import EngineError, Problem, escaped, no_commands, printable, shortened
from triage.words import failing as words

ENDED_EARLY = EngineError.exit_code
PACKAGE = Path(__file__).parent.parent


class Closed(io.TextIOBase):
    """An output that was closed before the start: whatever is written to it fails, and is told."""

    def writable(self) -> bool:
        """True, so that whoever writes tries, and the failure is told."""
        return True

    def write(self, _text: str) -> int:
        """Fail as a closed output does."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


STYLES = re.compile("(\x1b\\[[01]m)")
"""What `cli.style` writes around a heading, and nothing else that steers a terminal."""

IN_OTHER_WORDS = {
    "\u20ac": "EUR",
    "\u00a3": "GBP",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2022": "*",
    "\u00b7": "*",
    "\u00d7": "x",
    "\u2192": "->",
    "\u2190": "<-",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u03bc": "u",
    "\u00b5": "u",
    "\u00b0": "deg",
    "\u00df": "ss",
    "\u00e6": "ae",
    "\u00f8": "o",
}
"""What stands for a character that an encoding does not have, where taking marks off it does not
help; whatever else is missing is shown by its number."""


class Guarded:
    """An output that changes what could do harm, and what its encoding has no letters for."""

    def __init__(self, bare: TextIO) -> None:
        self.bare = bare

    def write(self, text: str) -> int:
        """Write the text so that it steers neither a terminal nor a build server."""
        self.bare.write(no_commands(self.safe(text)))
        return len(text)

    def safe(self, text: str) -> str:
        """The text without anything that steers a terminal, in letters that the output has."""
        plain = text.replace("\n", "")
        if not plain.isprintable() or not plain.isascii():
            lines = text.split("\n")
            text = "\n".join(
                "".join(
                    part if STYLES.fullmatch(part) else printable(part)
                    for part in STYLES.split(line)
                )
                for line in lines
            )
        return with_letters_of(getattr(self.bare, "encoding", None) or "utf-8", text)

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # click would write to it directly, past this
            raise AttributeError(name)
        return getattr(self.bare, name)


def with_letters_of(encoding: str, text: str) -> str:
    """The text with something readable in the place of each letter that an encoding lacks."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_in_other_words(char, encoding) for char in text)
    return text


def _in_other_words(char: str, encoding: str) -> str:
    bases = [one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one)]
    for shown in (char, IN_OTHER_WORDS.get(char, char), "".join(bases)):
        with suppress(UnicodeEncodeError):
            shown.encode(encoding)
            return shown
    return escaped(char)


@contextmanager
def guarded() -> Iterator[None]:
    """Standard output and messages that work and are harmless, until the end of the program."""
    _mend()
    before = sys.stdout, sys.stderr
    mine = cast(TextIO, Guarded(sys.stdout)), cast(TextIO, Guarded(sys.stderr))
    sys.stdout, sys.stderr = mine
    try:
        yield
    finally:
        # what failed was replaced meanwhile, and stays replaced
        if sys.stdout is mine[0]:
            sys.stdout = before[0]
        if sys.stderr is mine[1]:
            sys.stderr = before[1]


def bare(stream: TextIO) -> TextIO:
    """The same output as it was, for a line that goes back to its own beginning."""
    return stream.bare if isinstance(stream, Guarded) else stream


def echo_commands(text: str) -> None:
    """Print lines that are commands to a build server, which nothing else may be."""
    out = sys.stdout
    bare(out).write(out.safe(text) if isinstance(out, Guarded) else text)
    out.flush()


def _mend() -> None:
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
    """Say that the output, or a file that is named, cannot be used; returns the exit code."""
    reason = (error.strerror or words.CLOSED).lower()
    if error.filename is not None:
        name = shortened(os.fsdecode(error.filename))
        say(f"error: {Problem(words.not_usable(name, reason), words.CHECK_RIGHTS)}")
        return ENDED_EARLY
    # what is still waiting to be written must not fail a second time at the very end
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    say(f"error: {Problem(words.output_failed(reason), words.NOT_READABLE)}")
    return ENDED_EARLY


def fault(error: Exception) -> int:
    """Say that the program itself has gone wrong, and where; returns the exit code.

    Raises:
        Exception: the same, for whoever mends it with `python -X dev -m triage`.
    """
    if sys.flags.dev_mode:
        raise error
    import traceback  # nobody needs it on a good day

    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    at = (own or frames)[-1]
    where = f"`{Path(at.filename).name}` line {at.lineno}"
    say(f"error: {Problem(words.program_failed(where), words.NO_RESULT)}")
    return ENDED_EARLY


def say(line: str) -> None:
    """A message, where messages can be written."""
    with suppress(OSError):
        click.echo(line, err=True)
