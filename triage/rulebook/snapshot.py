"""A checked rule book, kept ready in binary form, so that the first question comes at once.

The snapshot is made when the package is built. It carries a fingerprint of the rule files it
was made from and of the program that made it; where that does not match, the files are read
again. So it can be stale, but never wrong.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import msgspec
from msgspec import Struct

from triage.errors import RulesError
from triage.rulebook.files import rule_files
from triage.rulebook.model import Rulebook

FILE = Path(__file__).parent.parent / "_compiled" / "rulebook.msgpack"


class Snapshot(Struct, frozen=True):
    """A rule book and what it was made from."""

    fingerprint: dict[str, tuple[int, int]]
    book: Rulebook


def fingerprint(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and CRC-32 of every rule file and of every module that reads them.

    This tells whether something was edited, not whether somebody means harm; loading a
    cryptographic library would cost more of the start than all the rest here.
    """
    files = {name: folder / name for name in rule_files(folder)}
    files.update((path.name, path) for path in Path(__file__).parent.glob("*.py"))
    found = {}
    for name, path in sorted(files.items()):
        data = path.read_bytes()
        found[name] = (len(data), zlib.crc32(data))
    return found


def write_snapshot(folder: Path, file: Path = FILE) -> None:
    """Read, check and keep the rule book in a folder.

    Raises:
        RulesError: the rule files cannot be used as written.
    """
    from triage.rulebook.loading import load_rulebook
    from triage.whole_file import AS_USUAL, stamp, write_whole

    snapshot = Snapshot(fingerprint(folder), load_rulebook(folder))
    file.parent.mkdir(exist_ok=True)
    data = msgspec.msgpack.encode(snapshot)
    write_whole(file, data, over=lambda: stamp(file), rights=AS_USUAL)


def read_snapshot(folder: Path, file: Path = FILE) -> Rulebook | None:
    """The kept rule book, or None where there is none that matches the folder."""
    try:
        snapshot = msgspec.msgpack.decode(file.read_bytes(), type=Snapshot)
        return snapshot.book if snapshot.fingerprint == fingerprint(folder) else None
    except (OSError, msgspec.MsgspecError, RulesError):
        return None
