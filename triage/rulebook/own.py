"""The rule book that travels with the package."""

from __future__ import annotations

from pathlib import Path

from triage.late_import import importing
from triage.rulebook.installed import (
    PACKAGE,
    Found,
    damaged,
    found_in,
    is_checkout,
    rules_folder,
    verified,
)
from triage.rulebook.manifest import COMPILED
from triage.rulebook.model import Rulebook
from triage.rulebook.snapshot import decoded


def own_rulebook() -> Rulebook:
    """The package's own rule book: installed, only if nothing differs from what was built.

    Raises:
        RulesError: the rule files of a checkout cannot be used as written.
        DamagedError: what is installed is not what was built.
    """
    return rulebook_of(PACKAGE)


def files_verified(package: Path = PACKAGE) -> int | None:
    """How many files were held against what was built: every one; None in a checkout.

    Raises:
        DamagedError: what is installed is not what was built.
    """
    return None if is_checkout(package) else len(verified(package, every=True).files)


def rulebook_of(package: Path) -> Rulebook:
    """The rule book of a package; as `own_rulebook`."""
    if is_checkout(package):
        # rule files are there to be changed, so the kept form counts only while none was
        found = found_in(package)
        current = found is not None and not found.wrong
        return (_kept(found) if found and current else None) or _read_anew(package)
    found = verified(package)
    book = _kept(found)
    if book is None:
        book = _read_anew(package)
        if book.digest != found.manifest.meaning:
            raise damaged(["its rule files are read other than when it was built"])
    return book


def _kept(found: Found) -> Rulebook | None:
    """The kept form; None where it is missing, or where this msgspec cannot read it."""
    kept = found.files.get(COMPILED)
    return None if kept is None else decoded(kept)


def _read_anew(package: Path) -> Rulebook:
    with importing():
        from triage.rulebook.loading import load_rulebook

    return load_rulebook(rules_folder(package))
