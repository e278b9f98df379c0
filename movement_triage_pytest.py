"""The start of the pytest plugin, under a name of its own.

pytest loads it wherever triage is installed, also in projects that have nothing to do with
triage, and in projects whose own package is called `triage`. So it imports nothing but pytest:
whatever it took from `triage` could be theirs, or could take the place of theirs. The plugin
itself is `triage.pytest_plugin`, which is met with the first case file.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

SUFFIX = ".case.yaml"
"""The same as `triage.cases.loading.SUFFIX`, which is too dear to import here."""

NEARLY = tuple(f".{word}.{ending}" for word in ("case", "cases") for ending in ("yaml", "yml"))
"""How the name of a file may end that somebody means as a case file."""

OPTION = "triage_rules"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the ini key that say where the rule book is."""
    parser.getgroup("triage", "scripted cases of triage").addoption(
        "--triage-rules",
        dest=OPTION,
        metavar="FOLDER",
        type=_folder,
        help="Use the rule book in this folder for *.case.yaml files.",
    )
    parser.addini(
        OPTION,
        "Folder of the rule book for *.case.yaml files, seen from this file. "
        "Default: the one that comes with triage.",
        default="",
    )


def _folder(typed: str) -> str:
    """The folder that the option names; an empty name is not the current folder."""
    if not typed.strip():
        raise argparse.ArgumentTypeError("a name without any letter was given")
    return os.path.abspath(typed)  # noqa: PTH100 - once: a worker of xdist may start elsewhere


def _may_be_meant(file: Path) -> bool:
    """Whether a closer look is worth importing triage, in a project that may not know of it."""
    if not file.name.casefold().removesuffix(".txt").endswith(NEARLY):
        return False
    try:
        text = file.read_bytes()
    except OSError:
        return False
    return b"cases" in text and b"expect" in text


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Take case files, refuse those whose name only nearly says so, and nothing else."""
    ours = file_path.name.endswith(SUFFIX)
    if not ours and not _may_be_meant(file_path):
        return None
    try:
        from triage.pytest_plugin import CaseFile, WrongEnding, has_cases
    except ModuleNotFoundError as error:
        if error.name not in ("triage", "triage.pytest_plugin"):
            raise
        return NotReadable.from_parent(parent, path=file_path) if ours else None
    if ours:
        return CaseFile.from_parent(parent, path=file_path)
    return WrongEnding.from_parent(parent, path=file_path) if has_cases(file_path) else None


class NotReadable(pytest.File):
    """A case file where `triage` is another package; never passed over in silence."""

    def collect(self) -> list[pytest.Item]:
        """Nothing can be read.

        Raises:
            CollectError: always.
        """
        what = "this case file cannot be run, another package called `triage` stands before ours"
        advice = "run pytest elsewhere, or leave case files out with `-p no:triage`"
        raise self.CollectError(f"{what}\n  help: {advice}")
