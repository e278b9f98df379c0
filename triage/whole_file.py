"""Writing a file so that at any moment the old one or the new one is there, and whole.

The text is written into a hidden file beside, and takes the name only when all of it is on the
disk. What goes wrong before leaves the old file as it was, and nothing beside it. Only a process
that is killed, or a machine without power, leaves the hidden file; it can be found by its name.

This module knows nothing of messages: errors of the system are told by whoever calls it.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - a system without locks leaves what it cannot judge
    fcntl = None  # type: ignore[assignment]

OWNER_ONLY = 0o600
"""Rights of a file with what a person has answered."""
AS_USUAL = 0o666
"""Rights of any other new file, less what the system takes away from new files."""
ABANDONED_AFTER = 60.0
"""Seconds; a younger unfinished file may belong to a process that has just begun it."""

# a link is not followed, and a pipe is not waited for
_JUST_LOOKING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_whole(
    path: Path, data: bytes, *, rights: int = OWNER_ONLY, keep_rights: bool = False
) -> None:
    """Put bytes in the place of a file, or make the file; a link of that name is replaced.

    With `keep_rights`, a file that is there already keeps its own rights.

    Raises:
        OSError: it cannot be written, and whatever stood there is as it was.
        ValueError: no file can have this name.
    """
    beside = _written_beside(path, data, rights)
    try:
        if keep_rights:
            with suppress(FileNotFoundError):
                beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except BaseException:
        _drop(beside)
        raise
    _keep_name(path.parent)


def write_whole_new(path: Path, data: bytes, *, rights: int = AS_USUAL) -> None:
    """Make a file that is not there yet; all of it, or nothing.

    Raises:
        FileExistsError: something of this name is there, also where it came only now.
        OSError: it cannot be written, and there is nothing of this name.
        ValueError: no file can have this name.
    """
    if os.path.lexists(path):
        raise FileExistsError(path)
    beside = _written_beside(path, data, rights)
    try:
        try:
            path.hardlink_to(beside)
        except FileExistsError:
            raise
        except OSError:  # a disk without second names: as near to it as can be had there
            if os.path.lexists(path):
                raise FileExistsError(path) from None
            beside.replace(path)
    finally:
        _drop(beside)
    _keep_name(path.parent)


def stem(path: Path) -> str:
    """What the names of unfinished files start with; short, however long the name is."""
    return f".triage-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}-"


def unfinished(path: Path) -> list[Path]:
    """What is left of writings to this file that were killed in the middle."""
    with suppress(OSError):
        name = re.compile(re.escape(stem(path)) + r"[0-9a-f]{16}\.part")
        return sorted(file for file in path.parent.iterdir() if name.fullmatch(file.name))
    return []


def tidy(path: Path) -> None:
    """Delete what earlier writings to this file left unfinished, but for those that go on.

    A process that still writes holds a lock on its file. Where that cannot be seen, nothing is
    deleted.
    """
    for file in unfinished(path) if fcntl else ():
        with suppress(OSError):
            # also from the future: a clock that was set back must not keep it for ever
            if abs(time.time() - file.lstat().st_mtime) < ABANDONED_AFTER:
                continue
            number = os.open(file, _JUST_LOOKING)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                file.unlink()
            finally:
                os.close(number)


def _written_beside(path: Path, data: bytes, rights: int) -> Path:
    """The name of a new file in the same folder that has the bytes, on the disk."""
    beside = path.parent / f"{stem(path)}{secrets.token_hex(8)}.part"
    number = os.open(beside, _NEW_FILE, rights)
    try:
        try:
            if fcntl:
                with suppress(OSError):  # some network disks have no locks
                    fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            rest = data
            while rest:
                rest = rest[os.write(number, rest) :]
            os.fsync(number)
        finally:
            os.close(number)
    except BaseException:
        _drop(beside)
        raise
    return beside


def _drop(beside: Path) -> None:
    with suppress(OSError):
        beside.unlink()


def _keep_name(folder: Path) -> None:
    """Make the new name last through a power cut.

    The new file is there and whole, whether or not this system can do that.
    """
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(number)
        finally:
            os.close(number)
