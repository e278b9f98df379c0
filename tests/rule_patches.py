"""Small rule books with one thing wrong, or right: the book in tests/checks/base, changed.

`tests/checks/E06/bad.yaml` and `good.yaml` say what to change: for each file a list of
`replace` (which must stand there once) and `with`, or `new` for a whole file. The file `cases`
holds scripted cases, which are no part of the rule book.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import yaml

from tests.conftest import ROOT
from triage.checks.running import Report, check_folder
from triage.cli.rules_check import _untested_by
from triage.rulebook.loading import load_rulebook
from triage.rulebook.reviews import digest_of, subject_named

CHECKS = ROOT / "tests" / "checks"
BASE = CHECKS / "base"
TODAY = date(2026, 11, 22)
CASES = "cases"


def patch(id: str, which: str) -> dict[str, list[dict[str, str]]]:
    """What `bad` or `good` changes in the base."""
    return yaml.safe_load((CHECKS / id / f"{which}.yaml").read_text("utf-8"))


def write_patched(folder: Path, id: str, which: str) -> Path:
    """Write the patched book into a folder, its cases beside it; returns the folder."""
    files = {
        path.relative_to(BASE).as_posix(): path.read_text("utf-8") for path in BASE.rglob("*.yaml")
    }
    for name, changes in patch(id, which).items():
        for change in changes:
            if "new" in change:
                files[name] = change["new"]
            else:
                there = files[name].count(change["replace"])
                assert there == 1, f"{change['replace']!r} stands {there} times in {name}"
                files[name] = files[name].replace(change["replace"], change["with"])
    cases = files.pop(CASES, None)
    if cases is not None:
        path = folder.parent / f"{folder.name}.case.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(cases, "utf-8")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"\{digest of (.+?)\}", _signed, text), "utf-8")
    return folder


def _signed(found: re.Match[str]) -> str:
    book = load_rulebook(BASE)
    return digest_of(book, subject_named(book, found[1]))


def report_on(folder: Path, *, against: Path | None = None) -> Report:
    """What all checks say about a folder, with the cases beside it, if there are any."""
    cases = folder.parent / f"{folder.name}.case.yaml"
    return check_folder(
        folder,
        TODAY,
        untested=_untested_by((cases,)) if cases.exists() else None,
        before=load_rulebook(against) if against else None,
    )
