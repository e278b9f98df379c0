"""Commands as they are shown, so that they can be pasted into a shell."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from triage.errors import printable


def pasted(*words: str | Path) -> str:
    """A command whose words a shell reads as they are meant; it is shown on one line, unbroken.

    Words that are given as paths are never taken for options.
    """
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str | Path) -> str:
    text = str(word)
    if isinstance(word, Path) and text.startswith("-"):
        text = f"./{text}"
    if printable(text) == text:
        return shlex.quote(text)
    # what would steer a terminal, or is no text, is written as bytes, as shells with $'' read it
    return f"$'{''.join(_in_quotes(char) for char in text)}'"


def _in_quotes(char: str) -> str:
    if re.fullmatch(r"[\\']", char):
        return f"\\{char}"
    if printable(char) == char:
        return char
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(char))
