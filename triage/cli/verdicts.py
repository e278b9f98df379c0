"""The file that `triage rules mutate --resume` goes on from: one line for each verdict."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec

from triage.errors import AnswersError, Problem, printable, shortened
from triage.guarded_file import seen

try:
    import fcntl
except ImportError:  # pragma: no cover - a system without locks
    fcntl = None  # type: ignore[assignment]

_ADDING = os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


LARGEST_FILE = 20_000_000
"""Bytes, many times what the verdicts of a large rule book take; a larger file is none."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a file of verdicts."""

    mutation_of: str
    """Digest of the rule book and the cases."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every other line of it."""

    mutant: str
    noticed_by: str | None


class Verdicts:
    """An open file of verdicts, which no other run adds to meanwhile.

    It is made where there is none. A file of something else, a link, and a file that is read-only
    stay as they are.
    """

    def __init__(self, path: Path, digest: str) -> None:
        """Open it, and read what was found before.

        Args:
            path: its name.
            digest: what the verdicts are about.

        Raises:
            AnswersError: it cannot be read or written, or is about something else.
        """
        self._name = shortened(path.as_posix())
        there = seen(path, AnswersError) is not None
        try:
            # never made where a link leads, and never another one than was looked at
            flags = _ADDING if there else _ADDING | os.O_CREAT | os.O_EXCL
            self._file = os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0)
        except FileExistsError:
            raise self._refused("came from somebody else meanwhile", "name a new file") from None
        except OSError as error:
            raise self._failed(error) from None
        try:
            self._lock()
            self.found: Mapping[str, str | None] = self._read(digest)
        except BaseException:
            self._file.close()
            if not there:
                with suppress(OSError):
                    path.unlink()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, mutant: str, noticed_by: str | None) -> None:
        """Keep one more verdict.

        Raises:
            AnswersError: it cannot be written; no half of a line stays.
        """
        # it names a file, whose name may be no text
        self._add(Line(mutant, noticed_by and printable(noticed_by)))

    def _add(self, line: Head | Line) -> None:
        end = os.fstat(self._file.fileno()).st_size
        rest = msgspec.json.encode(line) + b"\n"
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(end)
            raise self._failed(error) from None

    def _lock(self) -> None:
        if not fcntl:
            return
        try:
            fcntl.flock(self._file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            advice = "wait until that one is done, or name a new file"
            raise self._refused("is being written by another run", advice) from None
        except OSError:  # a disk without locks
            return

    def _read(self, digest: str) -> dict[str, str | None]:
        try:
            content = self._file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise self._failed(error) from None
        if not content:
            self._add(Head(digest))
            return {}
        if len(content) > LARGEST_FILE:
            raise self._foreign()
        # an interruption may have left half a line; what it said is found again
        whole = content[: content.rfind(b"\n") + 1]
        try:
            first, *others = whole.splitlines()
            head = msgspec.json.decode(first, type=Head)
            verdicts = [msgspec.json.decode(line, type=Line) for line in others]
        except (ValueError, msgspec.MsgspecError):
            raise self._foreign() from None
        if head.mutation_of != digest:
            why = "is about other rules or other cases"
            raise self._refused(why, "name a new file, or delete this one")
        if len(whole) < len(content):
            self._file.truncate(len(whole))
        return {verdict.mutant: verdict.noticed_by for verdict in verdicts}

    def _foreign(self) -> AnswersError:
        return self._refused("was not written by `triage rules mutate`", "name a new file")

    def _refused(self, why: str, advice: str) -> AnswersError:
        return AnswersError(Problem(f"the file `{self._name}` {why}", advice))

    def _failed(self, error: OSError) -> AnswersError:
        reason = (error.strerror or "unknown reason").lower()
        what = f"the file `{self._name}` cannot be written: {reason}"
        return AnswersError(Problem(what, "check the name and the rights"))
