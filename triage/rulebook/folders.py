"""Files of a folder; a part of it that cannot be read is said, never passed over."""

from __future__ import annotations

import os
from pathlib import Path

from triage.errors import Problem

LONGEST_NAME = 60
"""Letters of the name of a folder that is told."""


def files_below(
    folder: Path, *, deepest: int | None = None, follow_links: bool = False
) -> tuple[list[Path], list[Problem]]:
    """Every file below a folder, sorted, but for hidden ones; and each folder that is closed.

    With `deepest`, only that many steps down. Without it no folder is read twice, as it would be by
    links that lead in a circle.
    """
    read: set[str] = set()
    found: list[Path] = []
    problems: list[Problem] = []

    def closed(error: OSError) -> None:
        name = Path(error.filename).as_posix()
        if len(name) > LONGEST_NAME:  # its end says which of them it is
            name = f"...{name[3 - LONGEST_NAME :]}"
        reason = (error.strerror or "the name cannot be used").lower()
        what = f"the folder `{name}` cannot be read, `{reason}`"
        advice = "change its rights, or take it away; nothing of a folder is left out unsaid"
        problems.append(Problem(what, advice))

    for parent, folders, files in os.walk(folder, onerror=closed, followlinks=follow_links):
        here = Path(parent)
        depth = len(here.relative_to(folder).parts) + 1
        if deepest is None and follow_links:
            real = os.path.realpath(here)
            if real in read:
                folders.clear()
                continue
            read.add(real)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (deepest is None or depth < deepest)
        )
        found += [here / name for name in files if not name.startswith(".")]
    return sorted(found, key=lambda path: path.parts), problems
