"""What docs/dependencies.md, constraints.txt and the installed libraries say of each other."""

from __future__ import annotations

import re
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

ROW = re.compile(r"^\| (\S+)( \(npm\))? \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)

# the words that libraries use for their licence, as SPDX has them
SPDX = {
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "ISC license": "ISC",
    "LGPLv3": "LGPL-3.0",
    "MIT License": "MIT",
}

MIT = (
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software"
)


class Reason(NamedTuple):
    """A row of docs/dependencies.md."""

    name: str
    npm: bool
    when: str
    licence: str
    why: str


def reasons() -> dict[str, Reason]:
    """Every library of the document, by name."""
    text = (ROOT / "docs/dependencies.md").read_text("utf-8")
    rows = [Reason(row[0], bool(row[1]), *row[2:]) for row in ROW.findall(text)]
    return {row.name: row for row in rows if row.name not in ("Library", "---")}


def licence_of(words: str) -> str:
    """The licence that is meant by the words of a library."""
    return SPDX.get(words, words)


def declared_licence(name: str) -> str | None:
    """What an installed library declares; None where it is not installed or says nothing."""
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return None
    said: Message = installed.metadata  # type: ignore[assignment]
    words = said.get("License-Expression") or said.get("License")
    if words is None:
        kinds = [kind for kind in said.get_all("Classifier", []) if kind.startswith("License ::")]
        words = kinds[0].split(" :: ")[-1] if kinds else _by_its_text(name)
    return None if words is None else licence_of(words)


def _by_its_text(name: str) -> str | None:
    """The licence by the words of its file, where nothing else says it."""
    files = distribution(name).files or ()
    texts = [one.read_text() for one in files if one.match("*.dist-info/**/LICENSE*")]
    return "MIT" if any(MIT in " ".join(text.split()) for text in texts) else None


def pins() -> list[Requirement]:
    """Every line of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = (line.split("#")[0].strip() for line in lines)
    return [Requirement(line) for line in found if line]


def pinned() -> dict[str, str]:
    """The pinned version of every library, by its normal name."""
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins()}


def brought(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """The normal names of all that an installed library needs, with these extras, here and now."""
    found: set[str] = set()
    todo = [(name, extras)]
    seen = set()
    while todo:
        name, extras = todo.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        for need in map(Requirement, needs):
            wanted = [{"extra": extra} for extra in ("", *extras)]
            if need.marker is None or any(need.marker.evaluate(one) for one in wanted):
                found.add(canonicalize_name(need.name))
                todo.append((need.name, frozenset(need.extras)))
    return found
