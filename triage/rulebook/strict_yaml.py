"""YAML, read strictly: every scalar is the text that was typed.

No types are guessed (`yes`, `012`, `1.10` stay as they are), and whatever could make a file
mean something other than what a reader sees is a problem: duplicate keys, anchors, aliases,
tags, a second document. The result is a tree of nodes that know their place.
"""

from __future__ import annotations

import stat
from pathlib import Path

from triage.errors import Place, Problem
from triage.late_import import importing
from triage.rulebook.yaml_tree import Node, line_and_column

LARGEST_FILE = 1_000_000


def read_file(path: Path, shown_as: str, largest: int = LARGEST_FILE) -> tuple[str, list[Problem]]:
    """The text of a file, or the problem that it is missing, too big, or not text."""
    if problem := unusable(path, shown_as, largest):
        return "", [problem]
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        return "", [unreadable(error, shown_as)]
    if len(data) > largest:  # it grew, or it is a file without a size, as in /proc
        return "", [_too_large("growing", largest, Place(shown_as, 1, 1))]
    return decode(data, shown_as)


def unusable(path: Path, shown_as: str, largest: int) -> Problem | None:
    """Why a file is not even opened: it is missing, none, or too large."""
    top = Place(shown_as, 1, 1)
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        return unreadable(error, shown_as)
    if not stat.S_ISREG(status.st_mode):
        return Problem("this is not a file", "name a text file", top)
    if status.st_size > largest:
        return _too_large(f"{status.st_size / 1e6:.2f} MB", largest, top)
    return None


def unreadable(error: OSError | ValueError, shown_as: str) -> Problem:
    """What an error of the system means for somebody who named a file."""
    top = Place(shown_as, 1, 1)
    if isinstance(error, FileNotFoundError):
        return Problem("there is no such file", "check the name and the folder", top)
    reason = getattr(error, "strerror", None) or "the name cannot be used"
    return Problem(f"the file cannot be read, `{reason.lower()}`", "", top)


def _too_large(size: str, largest: int, place: Place) -> Problem:
    limit = f"a file may have at most {largest / 1e6:g} MB"
    return Problem(f"the file is too large, `{size}`", limit, place)


def decode(data: bytes, shown_as: str) -> tuple[str, list[Problem]]:
    """Bytes as text, or the problem that they are not."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")  # without a byte order mark
        place = Place(shown_as, *line_and_column(before, len(before)))
        slip = f"`\\x{error.object[error.start]:02x}` is not text in UTF-8"
        return "", [Problem(slip, "save the file as UTF-8 text", place)]


def parse(text: str, shown_as: str) -> tuple[Node | None, list[Problem]]:
    """The one document in `text` as a tree, and all problems found on the way.

    A syntax error ends the reading, since what follows cannot be trusted; everything else is
    noted and reading goes on. The tree is None where there is nothing to build on.
    """
    # PyYAML is imported here: a normal start reads no YAML, and should not pay for it
    with importing():
        from triage.rulebook.yaml_events import build

    return build(text, shown_as)
