"""Running again when a file changes, until somebody ends it.

Files are looked at twice a second. That costs little for the few hundred files of a rule book, and
works on every system and every disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import click

from triage.cases.configured import from_here
from triage.cli import streams
from triage.errors import TriageError, shortened, told
from triage.rulebook.folders import files_below
from triage.words.english import counted

SECONDS = 0.5
"""Between two looks; a change that is still going on after so long is waited for."""
ENDINGS = (".yaml", ".yml", ".jsonl")

Stamps: TypeAlias = Mapping[Path, tuple[int, int]]
"""Each file that is there, with its size and the time of its last change."""


def stamps(places: Iterable[Path]) -> Stamps:
    """What can be seen of some files, and of all rule files, cases and answer sets in folders."""
    found: dict[Path, tuple[int, int]] = {}
    for place in places:
        try:
            inside = files_below(place, follow_links=True)[0] if place.is_dir() else [place]
        except (OSError, ValueError):  # a name that no file can have
            continue
        for file in inside:
            if file == place or file.name.lower().endswith(ENDINGS):
                try:
                    status = file.stat()
                except (OSError, ValueError):  # it is not there, or not any more
                    continue
                found[file] = (status.st_size, status.st_mtime_ns)
    return found


def watching(run: Callable[[], int], look: Callable[[], Stamps]) -> int:
    """Run, and run again after each change, until Ctrl-C; the exit code of the last whole run."""
    code: int | None = None
    try:
        while True:
            seen = look()  # before the run, so that what changes meanwhile is not missed
            code = _told(run)
            files = counted(len(seen), "file", "files")
            click.echo(f"watching {files}, Ctrl-C ends it", err=True)
            click.echo(f"\nagain, since {_after_a_change(look, seen)}", err=True)
    except KeyboardInterrupt:
        if code is None:
            raise
        return code


def _told(run: Callable[[], int]) -> int:
    """The exit code of one run; slips are said, and may be mended while we wait."""
    try:
        return run()
    except TriageError as error:
        for line in (*told(error.problems), *error.also):
            streams.say(line)
        return error.exit_code


def _after_a_change(look: Callable[[], Stamps], seen: Stamps) -> str:
    """Wait until something is other than it was and stays so for a moment; what it was."""
    while (now := look()) == seen:
        time.sleep(SECONDS)
    while True:
        time.sleep(SECONDS)
        before, now = now, look()
        if now == before:
            return _change(seen, now)


def _change(seen: Stamps, now: Stamps) -> str:
    files = [file for file in {**seen, **now} if seen.get(file) != now.get(file)]
    if not files:
        return "something changed and changed back"
    first = files[0]
    how = "is gone" if first not in now else "changed" if first in seen else "is new"
    more = f", and {len(files) - 1} more" if len(files) > 1 else ""
    return f"`{shortened(from_here(first))}` {how}{more}"
