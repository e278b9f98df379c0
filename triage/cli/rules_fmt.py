"""`triage rules fmt`: one layout for rule files and case files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from triage.cli.options import FILE

if TYPE_CHECKING:
    from triage.errors import Problem
    from triage.whole_file import Stamp

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
    is meant. A file that cannot be read as YAML, or is a link to another place, is named and left
    as it is.
    """
    from triage.errors import AnswersError, RulesError, printable, told
    from triage.rulebook.installed import own_folder

    problems: list[Problem] = []
    layouts = layouts_in(paths or (own_folder(),), problems)
    changed = 0
    for layout in layouts:
        if layout.old == layout.new.encode():
            continue
        if diff:
            click.echo(difference(layout.path, layout.old, layout.new), nl=False)
        elif check:
            click.echo(f"would change {printable(layout.path.as_posix())}")
        else:
            try:
                write(layout)
            except RulesError as error:
                problems += error.problems
                continue
            click.echo(f"changed {printable(layout.path.as_posix())}")
        changed += 1
    for line in told(problems):
        click.echo(line, err=True)
    did = "would be changed" if check or diff else "changed"
    noun = "file" if len(layouts) == 1 else "files"
    click.echo(f"{len(layouts)} {noun} read, {changed} {did}", err=diff)
    if problems:
        only_cases = all(p.place and p.place.file.endswith(CASE_FILES) for p in problems)
        ctx.exit((AnswersError if only_cases else RulesError).exit_code)
    ctx.exit(1 if check and changed else 0)


class Layout(NamedTuple):
    """What stands in a file, and what should."""

    path: Path
    old: bytes
    new: str
    stamp: Stamp | None
    """Of the file that was read."""


def layouts_in(paths: Iterable[Path], problems: list[Problem]) -> list[Layout]:
    """The layout of each file that has one; of every other one, why not, as a problem."""
    from triage.errors import RulesError
    from triage.guarded_file import seen
    from triage.rulebook.formatting import formatted
    from triage.rulebook.strict_yaml import read_file

    found: list[Layout] = []
    for path in files_in(paths, problems):
        shown_as = path.as_posix()
        try:
            # before it is read, so that whatever comes later is a change
            before = seen(path, RulesError)
            text, slips = read_file(path, shown_as)
            if slips:
                problems += slips
                continue
            found.append(Layout(path, path.read_bytes(), formatted(text, shown_as), before))
        except RulesError as error:
            problems += error.problems
    return found


def write(layout: Layout) -> None:
    """Put the layout in the place of what was read.

    Raises:
        RulesError: the file has changed since, or cannot be written.
    """
    from triage.errors import RulesError
    from triage.guarded_file import change, changing

    with changing(layout.path, RulesError):
        change(layout.path, layout.new, layout.stamp, RulesError)


def files_in(paths: Iterable[Path], problems: list[Problem]) -> list[Path]:
    """Files as they are named, and the .yaml files of folders; hidden ones are left out.

    A link in a folder is left out where it leads to a file that is found by itself as well;
    where it leads elsewhere that is a problem, as is a folder without any file.
    """
    from triage.errors import Problem, shortened
    from triage.rulebook.folders import files_below

    found: list[Path] = []
    links: list[Path] = []
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - also for a name that no file can have
            found.append(path)
            continue
        everything, closed = files_below(path)
        problems += closed
        inside = [file for file in everything if file.suffix == ".yaml"]
        if not inside:
            what = f"there are no .yaml files in `{shortened(str(path))}`"
            problems.append(Problem(what, "name a folder of rule files or case files"))
        found += [file for file in inside if not file.is_symlink()]
        links += [file for file in inside if file.is_symlink()]
    # a file that is named twice is one file; a link that is named is refused, by its own name
    once = {str(path) if os.path.islink(path) else os.path.realpath(path): path for path in found}  # noqa: PTH114
    elsewhere = [link for link in links if os.path.realpath(link) not in once]
    return [*once.values(), *elsewhere]


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
