"""`triage rules fmt`: one layout for rule files and case files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from triage.cli.options import FILE

CASE_FILES = (".case.yaml", ".people.yaml")


@click.command("fmt", epilog="Example: triage rules fmt --check rules tests/cases")
@click.argument("paths", nargs=-1, type=FILE, metavar="[PATH…]")
@click.option(
    "--check", is_flag=True, help="Change nothing; exit with 1 when a file would be changed."
)
@click.option("--diff", is_flag=True, help="Change nothing; show what would be changed.")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[Path, ...], *, check: bool, diff: bool) -> None:
    """Write rule files and case files in one layout, with all comments and the same meaning.

    Folders are searched for .yaml files. Without a PATH, the rule book that comes with triage
    is meant.
    """
    from triage.errors import printable
    from triage.rulebook.own import own_folder
    from triage.rulebook.writing import replace_file

    changes = changes_in(paths or (own_folder(),))
    files = len(changes)
    changed = {path: new for path, (old, new) in changes.items() if old != new.encode()}
    for path, new in changed.items():
        if diff:
            click.echo(difference(path, changes[path][0], new), nl=False)
        if not (check or diff):
            replace_file(path, new)
        if not diff:
            shown = printable(path.as_posix())
            click.echo(f"{'would change' if check else 'changed'} {shown}")
    did = "would be changed" if check or diff else "changed"
    noun = "file" if files == 1 else "files"
    click.echo(f"{files} {noun} read, {len(changed)} {did}", err=diff)
    ctx.exit(1 if check and changed else 0)


def changes_in(paths: Iterable[Path]) -> dict[Path, tuple[bytes, str]]:
    """For each file, what stands in it and what should; nothing is written.

    Raises:
        RulesError: files cannot be read; all of them are named.
        AnswersError: only case files cannot be read.
    """
    from triage.errors import AnswersError, RulesError
    from triage.rulebook.formatting import formatted
    from triage.rulebook.strict_yaml import read_file

    changes: dict[Path, tuple[bytes, str]] = {}
    problems = []
    for path in files_in(paths):
        shown_as = path.as_posix()
        text, slips = read_file(path, shown_as)
        if slips:
            problems += slips
            continue
        try:
            changes[path] = path.read_bytes(), formatted(text, shown_as)
        except RulesError as error:
            problems += error.problems
    if problems:
        only_cases = all(p.place and p.place.file.endswith(CASE_FILES) for p in problems)
        raise (AnswersError if only_cases else RulesError)(*problems)
    return changes


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Files as they are named, and the .yaml files of folders; hidden ones are left out.

    Raises:
        RulesError: a folder has none.
    """
    from triage.errors import Problem, RulesError, shortened
    from triage.rulebook.folders import files_below

    found: list[Path] = []
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - also for a name that no file can have
            found.append(path)
            continue
        everything, closed = files_below(path)
        if closed:
            raise RulesError(*closed)
        inside = [file for file in everything if file.suffix == ".yaml"]
        if not inside:
            what = f"there are no .yaml files in `{shortened(str(path))}`"
            raise RulesError(Problem(what, "name a folder of rule files or case files"))
        found += inside
    return list(dict.fromkeys(found))


def difference(path: Path, old: bytes, new: str) -> str:
    """What would be changed in a file, as a unified diff."""
    import difflib

    from triage.errors import printable

    before = old.decode("utf-8-sig").splitlines()
    lines = difflib.unified_diff(
        before, new.splitlines(), path.as_posix(), path.as_posix(), lineterm=""
    )
    shown = [printable(line) for line in lines]
    if not shown:  # only the ends of lines, or a mark at the start of the file
        shown = [f"{path.as_posix()}: the ends of lines, or an invisible mark at the start"]
    return "".join(f"{line}\n" for line in shown)
