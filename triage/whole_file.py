"""Writing a file so that at any moment the old one or the new one is there, and whole.

The text is written into a hidden file beside, and takes the name only when all of it is on the
disk. What goes wrong before leaves the old file as it was, and nothing beside it. Only a process
that is killed, or a machine without power, leaves the hidden file; it can be found by its name.
Which file may be replaced is decided in `guarded_file`.

This module knows nothing of messages: errors of the system are told by whoever calls it.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from triage.late_import import importing

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
LONGEST_WAIT = 20.0
"""Seconds; a change of a rule file takes less than one, so this is many people at once."""
LOOKS = 20
"""How often what stands there may become something else before a writing gives up."""

# a link is not followed, and a pipe is not waited for
_JUST_LOOKING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Stamp(NamedTuple):
    """What tells what stands under a name from anything else, and from itself after a change."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int
    """When its rights, names or content last changed, in nanoseconds as the disk counts them."""


def stamp(path: Path) -> Stamp | None:
    """The stamp of what stands there, of a link itself where it is one; None for nothing.

    Raises:
        OSError: it cannot be seen.
        ValueError: no file can have this name.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


class Changed(OSError):
    """What stood there is not what was looked at any more, so it was left as it is."""


class Busy(OSError):
    """Another run is changing files of the same folder, and was not done in time."""


def write_whole(
    path: Path,
    data: bytes,
    *,
    over: Callable[[], Stamp | None],
    rights: int = OWNER_ONLY,
    keep_rights: bool = False,
) -> None:
    """Put bytes in the place of what was looked at, or make the file where there was nothing.

    `over` says what may be replaced. It is asked when all the bytes are on the disk, and again
    where something else came just after it had looked; it raises where it finds what must stay.
    With `keep_rights`, a file that is replaced leaves its rights to the new one.

    What remains: between the last look and the new name a few microseconds pass, in which a file
    that another program puts there, or a change that it makes to the old one, is lost. Systems
    have no common call that closes this gap; where nothing stood there, it is closed.

    Raises:
        Changed: it became something else again and again, and stands there as it is.
        OSError: it cannot be written, and whatever stood there is as it was.
        ValueError: no file can have this name.
    """
    beside = _written_beside(path, data, rights)
    try:
        for _ in range(LOOKS):
            with suppress(Changed, FileExistsError):
                _take_name(beside, path, over(), keep_rights=keep_rights)
                break
        else:
            raise Changed(errno.EAGAIN, "it is being changed", str(path))
    finally:
        _drop(beside)
    _keep_name(path.parent)


def write_whole_new(path: Path, data: bytes, *, rights: int = AS_USUAL) -> None:
    """Make a file that is not there yet; all of it, or nothing.

    Raises:
        FileExistsError: something of this name is there, also where it came only now.
        OSError: it cannot be written, and there is nothing of this name.
        ValueError: no file can have this name.
    """
    there = FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if os.path.lexists(path):
        raise there
    try:
        write_whole(path, data, over=lambda: None, rights=rights)
    except Changed:
        raise there from None


def name_new(whole: Path, path: Path) -> None:
    """Give a file that is finished a name that is not taken; its old name goes either way.

    Raises:
        FileExistsError: something of this name is there, also where it came only now.
        OSError: it cannot be put on the disk, and there is nothing of this name.
    """
    try:
        with whole.open("rb") as file:
            os.fsync(file.fileno())
        _take_new_name(whole, path)
    finally:
        _drop(whole)
    _keep_name(path.parent)


@contextmanager
def locked(folder: Path, seconds: float = LONGEST_WAIT) -> Iterator[None]:
    """Be the only one of this program's processes and threads that changes files of a folder.

    It is the folder that is locked, so that nothing is left behind and a file can be replaced
    meanwhile. Where a system or a disk has no such locks, `write_whole` still refuses to put a
    file over one that has changed since it was read.

    Raises:
        Busy: another one is at it, and was not done after so many seconds.
    """
    number = None
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        until = time.monotonic() + seconds
        while number is not None and fcntl:
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Busy(errno.EAGAIN, os.strerror(errno.EAGAIN), str(folder)) from None
                time.sleep(0.02)
            except OSError:  # a disk without locks
                break
        yield
    finally:
        if number is not None:
            os.close(number)


def stem(path: Path) -> str:
    """What the names of unfinished files start with; short, however long the name is."""
    with importing():
        import hashlib  # nothing is written at first

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
    with importing():
        import secrets

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


def _take_name(beside: Path, path: Path, over: Stamp | None, *, keep_rights: bool) -> None:
    """Give a file its name.

    Raises:
        Changed: what stands there is not what was looked at.
        FileExistsError: something came where there was nothing.
    """
    if over is None:
        _take_new_name(beside, path)
        return
    if keep_rights:
        with suppress(FileNotFoundError):
            beside.chmod(path.lstat().st_mode & 0o777)
    if stamp(path) != over:
        raise Changed(errno.EAGAIN, "it has changed", str(path))
    beside.replace(path)


def _take_new_name(beside: Path, path: Path) -> None:
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:  # a disk without second names: the name is taken first, by an empty file
        os.close(os.open(path, _NEW_FILE, OWNER_ONLY))
        try:
            beside.replace(path)
        except BaseException:
            _drop(path)
            raise


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
