"""The two sides of a comparison: a folder of rule files, or a revision kept by git.

This is the only module here that touches files. A revision is written into a temporary folder,
read, and removed again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from triage.changes.joint import Side
from triage.errors import Problem, RulesError, shortened
from triage.rulebook.loading import load_rulebook
from triage.rulebook.model import Rulebook

SECONDS = 60
"""How long git may take for one step."""
LOCAL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
"""What names a repository; git itself knows more, and newer ones."""
RULE_FILES = (".yaml", ".yml")
FORMER_KEYS = frozenset(f"unknown key `{key}`" for key in ("top-band", "review"))
"""What rule files had before the second edition only."""


class Source(NamedTuple):
    """Where the rule book of one side comes from."""

    name: str
    """As the user named it."""
    revision: bool


def source(name: str) -> Source:
    """A folder where there is one of that name, else a revision."""
    # unlike a path, it does not fail at a name that no file can have
    return Source(name, revision=not os.path.exists(name))  # noqa: PTH110


def read(side: Side, wanted: Source, rules: Path) -> Rulebook:
    """The rule book of one side.

    Args:
        rules: the rules folder in a working tree; a revision is read from the same place.

    Raises:
        RulesError: the rule files cannot be used, or git cannot give them; it says which side.
    """
    try:
        if not wanted.revision:
            return load_rulebook(Path(wanted.name))
        with tempfile.TemporaryDirectory(prefix="triage-") as temporary:
            folder = Path(temporary) / "rules"
            checked_out(wanted.name, rules, folder)
            return load_rulebook(folder)
    except RulesError as error:
        if any(problem.message in FORMER_KEYS for problem in error.problems):
            slip = (
                f"the {side} rule book `{shortened(wanted.name)}` was written for the first edition"
            )
            advice = "this triage compares rule books of the second edition only"
            raise RulesError(Problem(slip, advice)) from None
        raise RulesError(*_of_side(side, wanted, error.problems)) from None


def _of_side(side: Side, wanted: Source, problems: Sequence[Problem]) -> list[Problem]:
    """The slips of one rule book, each with the side that it is on."""
    between = ":" if wanted.revision else "/"
    name = wanted.name.rstrip("/")
    placed = [
        problem._replace(place=problem.place._replace(file=f"{name}{between}{problem.place.file}"))
        for problem in problems
        if problem.place
    ]
    if not placed:
        return [p._replace(message=f"the {side} rule book: {p.message}") for p in problems]
    slip = f"the {side} rule book `{shortened(wanted.name)}` cannot be used as written"
    return [Problem(slip, "these are its slips, each with its place"), *placed]


def checked_out(revision: str, rules: Path, folder: Path) -> None:
    """Write the rule files of a revision into a folder.

    Raises:
        RulesError: there is no git, no repository, no such revision, or no rules in it.
    """
    if revision.startswith("-"):
        slip = f"`{shortened(revision)}` is no folder and no revision"
        raise RulesError(Problem(slip, "a revision does not begin with a hyphen"))
    if not rules.is_dir():
        slip = f"there is no folder `{shortened(str(rules))}`"
        raise RulesError(Problem(slip, "name the rules folder of a repository with --rules"))
    prefix = _git(rules, "rev-parse", "--show-prefix")
    if prefix is None:
        slip = f"`{shortened(revision)}` is no folder, and `{shortened(str(rules))}` is not in git"
        raise RulesError(Problem(slip, "name a folder, or a revision of a repository"))
    wanted = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = _git(rules, "rev-parse", *wanted)
    if commit is None:
        slip = f"`{shortened(revision)}` is no folder and no revision"
        raise RulesError(Problem(slip, "see `git log` and `git tag` for the names of revisions"))
    at = prefix.decode("utf-8", "surrogateescape").strip("\n").rstrip("/")
    tree = f"{commit.decode('ascii').strip()}:{at}"
    listed = _git(rules, "ls-tree", "-r", "-z", "--full-tree", tree)
    files = [entry for entry in (listed or b"").split(b"\0") if entry]
    if not files:
        slip = f"the revision `{shortened(revision)}` has no rule folder `{shortened(at or '.')}`"
        raise RulesError(Problem(slip, "it may have had another name then"))
    for entry in files:
        about, _, name = entry.partition(b"\t")
        mode, kind, blob = about.split()
        path = PurePosixPath(name.decode("utf-8", "surrogateescape"))
        # a link could lead anywhere, and a submodule has no files here
        regular = kind == b"blob" and mode in (b"100644", b"100755")
        if not regular or path.suffix.lower() not in RULE_FILES or ".." in path.parts:
            continue
        target = folder.joinpath(*path.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_git(rules, "cat-file", "blob", blob.decode("ascii")) or b"")
    folder.mkdir(parents=True, exist_ok=True)


def _git(folder: Path, *words: str) -> bytes | None:
    """What git says, or None where it says no.

    Raises:
        RulesError: git is not there, or does not come to an end.
    """
    git = shutil.which("git")
    if git is None:
        slip = "git is not there, so a revision cannot be read"
        raise RulesError(Problem(slip, "install git, or name two folders"))
    # a hook of git names a repository of its own, but the folder that we name must count
    local = _local_names(git)
    surroundings = {name: value for name, value in os.environ.items() if name not in local}
    return _said_by([git, "-C", str(folder), *words], surroundings)


@cache
def _local_names(git: str) -> frozenset[str]:
    """The variables that tell git which repository is meant."""
    told = _said_by([git, "rev-parse", "--local-env-vars"], None) or b""
    return frozenset({*LOCAL, *told.decode("ascii", "replace").split()})


def _said_by(words: Sequence[str], surroundings: dict[str, str] | None) -> bytes | None:
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            words,
            capture_output=True,
            check=False,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise RulesError(Problem("git did not come to an end", "try again")) from None
    return done.stdout if done.returncode == 0 else None
