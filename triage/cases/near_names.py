"""Files that somebody means as cases, and that no run would take by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from triage.cases.loading import SUFFIX, TOP
from triage.errors import Problem, shortened

YAML = (".yaml", ".yml")
CASES = re.compile(rb"^cases\s*:(?:\s+#[^\n]*)*\s+(?![-#])\S", re.MULTILINE)
"""A block of cases; a list of them is something else."""
KEY = re.compile(rb"^([^\s#:]+)\s*:", re.MULTILINE)
EXPECT = re.compile(rb"\bexpect\s*:")
LOOKED_AT = 1_000_000
"""Bytes of a file that are looked at; a case file may not have more."""


def is_meant(file: Path, suffixes: Sequence[str]) -> bool:
    """Whether a file that ends in none of these looks as if it should.

    Its name nearly does (`pulling.case.yml`, `Pulling.CASE.yaml`, `pulling.case.yaml.txt`), or it
    is YAML with all that a file of cases has, and nothing else.
    """
    if file.name.endswith(tuple(suffixes)):
        return False
    if plain_ending(file.name).endswith(tuple(suffixes)):
        return True
    return SUFFIX in suffixes and file.name.endswith(YAML) and has_cases(file)


def wrong_ending(name: str, endings: str) -> Problem:
    """What is said about a file that is named or meant, and ends otherwise."""
    what = f"`{shortened(name)}` cannot be replayed, by its name"
    return Problem(what, f"let its name end in {endings}")


def plain_ending(name: str) -> str:
    """A name with its ending as we write it: what editors and habits make of it taken back."""
    plain = name.casefold().removesuffix(".txt")
    if plain.endswith(".yml"):
        plain = f"{plain.removesuffix('.yml')}.yaml"
    return (
        f"{plain.removesuffix('.cases.yaml')}{SUFFIX}" if plain.endswith(".cases.yaml") else plain
    )


def has_cases(file: Path) -> bool:
    """Whether a file has the keys of a file of cases, and no others at the top."""
    try:
        with file.open("rb") as opened:
            text = opened.read(LOOKED_AT)
    except OSError:  # what cannot be read is not known to hold cases
        return False
    keys = {found.decode(errors="replace") for found in KEY.findall(text)}
    return keys <= {*TOP} and bool(CASES.search(text) and EXPECT.search(text))
