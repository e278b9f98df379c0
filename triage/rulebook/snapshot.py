"""A checked rule book, kept ready in binary form, so that the first question comes at once.

The snapshot is made when the package is built. It carries a fingerprint of the rule files it
was made from and of the program that made it; where that does not match, the files are read
again. So it can be stale, but never wrong.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from triage.errors import RulesError
from triage.rulebook.files import rule_files
from triage.rulebook.model import Rulebook

FILE = Path(__file__).parent.parent / "_compiled" / "rulebook.msgpack"


class Snapshot(Struct, frozen=True):
    """A rule book and what it was made from."""

    fingerprint: str
    book: Rulebook


def fingerprint(folder: Path) -> str:
    """SHA-256 over the rule files, their names, and the modules that read them."""
    digest = hashlib.sha256()
    for name in rule_files(folder):
        digest.update(f"{name}\0".encode())
        digest.update((folder / name).read_bytes())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def write_snapshot(folder: Path, file: Path = FILE) -> None:
    """Read, check and keep the rule book in a folder.

    Raises:
        RulesError: the rule files cannot be used as written.
    """
    from triage.rulebook.loading import load_rulebook

    snapshot = Snapshot(fingerprint(folder), load_rulebook(folder))
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(msgspec.msgpack.encode(snapshot))


def read_snapshot(folder: Path, file: Path = FILE) -> Rulebook | None:
    """The kept rule book, or None where there is none that matches the folder."""
    try:
        snapshot = msgspec.msgpack.decode(file.read_bytes(), type=Snapshot)
        return snapshot.book if snapshot.fingerprint == fingerprint(folder) else None
    except (OSError, msgspec.MsgspecError, RulesError):
        return None
