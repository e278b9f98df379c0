"""The one way to write a file for somebody: nothing is overwritten unasked.

What may be replaced is a file of the same kind that this program wrote, known by how it begins,
or the very file that was read and is changed in place. Anything else that stands there stays: a
file of somebody else, one that is read-only, a folder, and a link, which could lead anywhere.
A device or a pipe is written to and stays what it is.

How it is done so that nobody ever finds half of a file stands in `whole_file`.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from triage.errors import AnswersError, Problem, TriageError
from triage.whole_file import (
    AS_USUAL,
    Busy,
    Changed,
    Stamp,
    locked,
    stamp,
    tidy,
    write_whole,
)

ANOTHER_NAME = "choose another name"
ELSEWHERE = "name a file in a folder that is there and that you can write to"
UNCHANGED = "nothing was changed in it"
LONGEST_SHOWN = 60
BEGINNING = 4_000
"""So many bytes of a file are looked at to see what it is."""


class Kind(NamedTuple):
    """A kind of file that this program writes, and may write again under the same name."""

    noun: str
    """With its article: a file that is none "is not" this."""
    begins: re.Pattern[bytes]
    """What every file of this kind begins with, and hardly any other file does."""
    or_empty: bool = True
    """Whether a file without anything in it may be replaced too, such as `mktemp` makes."""


class Target(NamedTuple):
    """Where something is written, and what to do with what stands there."""

    path: Path
    kind: Kind | None
    """What may be replaced; without it, only a new file is made."""
    option: str = ""
    """The option that names a new file."""
    rights: int = AS_USUAL
    shown: str = ""
    """How messages call it, where not by its path."""
    streams: bool = True
    """Whether it may be a device or a pipe."""
    error: type[TriageError] = AnswersError
    """The kind of error that it is when it cannot be written."""


def check(target: Target) -> None:
    """Refuse before any work is done what would be refused at its end.

    Raises:
        TriageError: something that must stay stands there, or nothing can be written there.
    """
    path = target.path
    with _said(path, target.error, ELSEWHERE):
        if target.streams and _is_stream(path):
            return
        replaceable(target)
        if not stat.S_ISDIR(path.parent.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def put(target: Target, content: str | bytes) -> None:
    """Write a text, or bytes, all of it or nothing.

    Raises:
        TriageError: something that must stay stands there, or it cannot be written; whatever
            stood there is as it was.
    """
    with _said(target.path, target.error, ELSEWHERE):
        put_bytes(target, content.encode() if isinstance(content, str) else content)
        tidy(target.path)


def put_bytes(target: Target, data: bytes) -> None:
    """The same, for who has messages of their own about what goes wrong.

    Raises:
        TriageError: something that must stay stands there.
        OSError: it cannot be written, and whatever stood there is as it was.
        ValueError: no file can have this name.
    """
    if target.streams and _is_stream(target.path):
        with os.fdopen(_stream_to(target.path), "wb") as file:
            if hasattr(os, "set_blocking"):
                os.set_blocking(file.fileno(), True)
            file.write(data)
        return
    replaceable(target)  # before anything is written beside it
    write_whole(
        target.path,
        data,
        over=lambda: replaceable(target),
        rights=target.rights,
        keep_rights=target.rights == AS_USUAL,
    )


# changing in place


def seen(path: Path, error: type[TriageError]) -> Stamp | None:
    """The stamp of a file that is read now and changed in place later; None where there is none.

    Raises:
        TriageError: it is a link, no file, or may not be changed.
    """
    with _said(path, error, UNCHANGED):
        found = _regular(path, error, _shown(path))
        if found is not None:
            _may_be_changed(path, error, _shown(path))
        return found


def change(path: Path, text: str, over: Stamp | None, error: type[TriageError]) -> None:
    """Put a text in the place of the file that was seen, or make it where none was.

    Raises:
        TriageError: it has changed since, or cannot be written; it is as it was.
    """
    with _said(path, error, UNCHANGED):
        write_whole(path, text.encode(), over=lambda: over, rights=AS_USUAL, keep_rights=True)
        tidy(path)


@contextmanager
def changing(path: Path, error: type[TriageError]) -> Iterator[None]:
    """Let nobody else of this program change a file between its reading and its writing.

    Raises:
        TriageError: another run is changing files of its folder, and was not done in time.
    """
    try:
        with locked(path.parent):
            yield
    except Busy:
        what = f"{_shown(path)} is being changed by another run of triage"
        raise error(Problem(what, f"{UNCHANGED}; try again when that run is done")) from None


# what stands there


def _regular(path: Path, error: type[TriageError], shown: str) -> Stamp | None:
    """The stamp of a file that stands there itself; None where there is nothing."""
    found = stamp(path)
    if found is None:
        return None
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        problem = Problem(f"{shown} is a link to another place", "name the file itself")
    elif stat.S_ISDIR(mode):
        problem = Problem(f"{shown} is a folder", "add the name of a file")
    elif not stat.S_ISREG(mode):
        problem = Problem(f"{shown} is not a file", ANOTHER_NAME)
    else:
        return found
    raise error(problem)


def _may_be_changed(path: Path, error: type[TriageError], shown: str) -> None:
    # for the root user nothing is read-only, but whoever has said so has meant it
    if not path.lstat().st_mode & 0o222 or not os.access(path, os.W_OK):
        what = f"{shown} is read-only, so it was left as it is"
        raise error(Problem(what, ANOTHER_NAME))


def replaceable(target: Target) -> Stamp | None:
    """The stamp of a file that may be replaced; None where there is nothing.

    Raises:
        TriageError: something that must stay stands there.
        OSError: it cannot be seen.
        ValueError: no file can have this name.
    """
    found = standing(target)
    if found is not None:
        _may_be_changed(target.path, target.error, target.shown or _shown(target.path))
    return found


def standing(target: Target) -> Stamp | None:
    """The stamp of a file of the kind that is written there; None where there is nothing.

    Raises:
        TriageError: something else stands there.
        OSError: it cannot be seen.
        ValueError: no file can have this name.
    """
    path, kind, shown = target.path, target.kind, target.shown or _shown(target.path)
    if kind is None:
        if os.path.lexists(path):
            what = f"the file {shown} is already there"
            advice = f"give `{target.option}` a new name, nothing is overwritten"
            raise target.error(Problem(what, advice))
        return None
    found = _regular(path, target.error, shown)
    if found is None:
        return None
    try:
        # were it a link by now, its stamp would be another one in the end
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
    except FileNotFoundError:
        return None
    except OSError as error:
        what = f"{shown} cannot be read, `{_reason(error)}`"
    else:
        if kind.begins.match(beginning) or (kind.or_empty and not beginning):
            return found
        what = f"{shown} is not {kind.noun}, so it was left as it is"
    raise target.error(Problem(what, ANOTHER_NAME))


_OPEN_ALREADY = re.compile(r"/dev/(stdout|stderr|fd/\d{1,4})|/proc/self/(fd/\d{1,4})")


def _is_stream(path: Path) -> bool:
    """Whether it is a device or a pipe, to which a text is only written."""
    if _OPEN_ALREADY.fullmatch(path.as_posix()):
        return True
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)  # a disk would lose all its files


def _stream_to(path: Path) -> int:
    """The open number of a device or a pipe.

    What the system calls /dev/stdout is written to as it is open already: a file that the shell
    has opened for it would be opened a second time, and each would write over the other.

    Raises:
        OSError: nobody reads from the pipe, or the device takes nothing.
    """
    if found := _OPEN_ALREADY.fullmatch(path.as_posix()):
        name = found[1] or found[2]
        sys.stdout.flush()
        return os.dup({"stdout": 1, "stderr": 2}.get(name) or int(name.removeprefix("fd/")))
    # a pipe that nobody reads is an error at once, and not waited for
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    number = os.open(path, flags | getattr(os, "O_NOCTTY", 0))
    if stat.S_ISREG(os.fstat(number).st_mode):  # a file has come in its place
        os.close(number)
        raise Changed(errno.EAGAIN, os.strerror(errno.EAGAIN), str(path))
    return number


def same_file(one: str | Path, other: str | Path) -> bool:
    """Whether two names mean the same file, by any link; a device or a pipe can be used twice."""
    try:
        first, second = os.stat(one), os.stat(other)  # noqa: PTH116 - also of names as typed
        stream = stat.S_ISCHR(first.st_mode) or stat.S_ISFIFO(first.st_mode)
        return os.path.samestat(first, second) and not stream
    except (OSError, ValueError):
        pass
    if os.path.lexists(one) or os.path.lexists(other):
        return False
    try:
        # neither is there yet; on some disks capitals make no difference
        folders = (os.path.dirname(name) or "." for name in (one, other))  # noqa: PTH120
        names = {os.path.basename(name).casefold() for name in (one, other)}  # noqa: PTH119
        return len(names) == 1 and os.path.samefile(*folders)  # noqa: PTH121
    except (OSError, ValueError):
        return False


# saying it


@contextmanager
def _said(path: Path, error: type[TriageError], advice: str) -> Iterator[None]:
    """Errors of the system as ours."""
    try:
        yield
    except Changed:
        what = f"{_shown(path)} was changed by somebody else meanwhile, so it was left as it is"
        raise error(Problem(what, "look at it, and try again")) from None
    except (OSError, ValueError) as problem:
        what = f"{_shown(path)} cannot be written, `{_reason(problem)}`"
        raise error(Problem(what, advice)) from None


def _reason(error: OSError | ValueError) -> str:
    reason: str = getattr(error, "strerror", None) or "the name cannot be used"
    return reason.lower()


def _shown(path: Path) -> str:
    """A path as messages show it: of a long one, the end says most."""
    name = path.as_posix()
    return f"`{name if len(name) <= LONGEST_SHOWN else '...' + name[3 - LONGEST_SHOWN :]}`"
