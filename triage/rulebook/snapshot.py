"""A checked rule book, kept ready in binary form, so that the first question comes at once.

It is made when the package is built, together with a list of digests (`manifest`) of it, of the
rule files it was made from, and of the program.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec

from triage.late_import import importing
from triage.rulebook.manifest import COMPILED, LIST, RULES, Manifest, digest_of, written
from triage.rulebook.model import Rulebook
from triage.version import __version__

MADE = frozenset({"_compiled", "__pycache__"})
"""Folders of what is made from the other files."""


def write_snapshot(package: Path, rules: Path) -> None:
    """Read, check and keep the rule book in a folder, and write down what is built.

    Raises:
        RulesError: the rule files cannot be used as written.
    """
    with importing():
        from triage.rulebook.loading import load_rulebook
        from triage.whole_file import AS_USUAL, stamp, write_whole

    book = load_rulebook(rules)
    kept = msgspec.msgpack.encode(book)
    files = {name: path.read_bytes() for name, path in _shipped(package, rules).items()}
    digests = {name: digest_of(data) for name, data in {**files, COMPILED: kept}.items()}
    (package / COMPILED).parent.mkdir(parents=True, exist_ok=True)
    built = written(Manifest(__version__, book.digest, digests))
    for file, data in ((package / COMPILED, kept), (package / LIST, built)):
        write_whole(file, data, over=partial(stamp, file), rights=AS_USUAL)


def _shipped(package: Path, rules: Path) -> dict[str, Path]:
    """Every file that is installed, but for what is made here."""
    program = {path.relative_to(package).as_posix(): path for path in package.rglob("*")}
    book = {f"{RULES}{path.relative_to(rules).as_posix()}": path for path in rules.rglob("*")}
    return {
        name: path
        for name, path in {**program, **book}.items()
        if path.is_file() and not MADE & {*name.split("/")}
    }


def decoded(kept: bytes) -> Rulebook | None:
    """The rule book that was kept; None where the installed msgspec cannot read it."""
    try:
        return msgspec.msgpack.decode(kept, type=Rulebook)
    except msgspec.MsgspecError:
        return None
