"""Files that a command writes: new ones are never put over what is there."""

from __future__ import annotations

import os
from pathlib import Path

from triage.errors import AnswersError, Problem, shortened
from triage.whole_file import AS_USUAL, write_whole, write_whole_new


def must_be_new(path: Path, option: str) -> None:
    """Refuse a file that is there already, before any work is done for it.

    Raises:
        AnswersError: it is there.
    """
    if os.path.lexists(path):  # a name that no file can have is said when it is written
        raise _already_there(path, option)


def write_new(path: Path, text: str, option: str) -> None:
    """Write a file that is not there yet.

    Raises:
        AnswersError: it is there, or it cannot be written.
    """
    _write(path, text, new=True, option=option)


def write_over(path: Path, text: str) -> None:
    """Write a file that may be replaced, such as a report for a build server.

    Raises:
        AnswersError: it cannot be written.
    """
    _write(path, text, new=False)


def _already_there(path: Path, option: str) -> AnswersError:
    what = f"the file `{shortened(path.as_posix())}` is already there"
    return AnswersError(Problem(what, f"give `{option}` a new name, nothing is overwritten"))


def _write(path: Path, text: str, *, new: bool, option: str = "") -> None:
    try:
        if new:
            write_whole_new(path, text.encode())
        elif path.is_symlink() or (path.exists() and not path.is_file()):
            # a pipe, a device or a link keeps what it is: only its text can be written
            _write_into(path, text.encode())
        else:
            write_whole(path, text.encode(), rights=AS_USUAL, keep_rights=True)
    except FileExistsError:
        raise _already_there(path, option) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        what = f"`{shortened(path.as_posix())}` cannot be written, `{reason.lower()}`"
        advice = "name a file in a folder that is there and that you can write to"
        raise AnswersError(Problem(what, advice)) from None


def _write_into(path: Path, data: bytes) -> None:
    # a pipe that nobody reads is an error at once, and not waited for
    number = os.open(path, os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NONBLOCK", 0))
    with open(number, "wb") as file:  # noqa: PTH123 - it is open already
        if hasattr(os, "set_blocking"):
            os.set_blocking(number, True)
        file.write(data)
