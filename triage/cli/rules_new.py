"""`triage rules new`: a small rule book that works, to start another one from."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import FILE
from triage.errors import Problem, RulesError, printable, shortened

TEMPLATE = Path(__file__).parent.parent / "_template"


@click.command("new", epilog="Example: triage rules new my-rules")
@click.argument("folder", type=FILE)
def command(folder: Path) -> None:
    """Make a small rule book in a new folder, to start your own from.

    Its rules are made up. Every part of them is explained in the files, and it has cases.
    """
    from triage.cli.rules_schema import write_schemas

    names = write_template(folder)
    schemas = write_schemas(folder / "schema")
    click.echo(next_steps(folder, len(names), len(schemas)))


def write_template(folder: Path) -> list[str]:
    """Copy the template into a folder that is new or empty; returns the names of the files.

    Raises:
        RulesError: there is something in the folder, or it cannot be written.
    """
    from triage.whole_file import write_whole_new

    names = sorted(
        path.relative_to(TEMPLATE).as_posix()
        for path in TEMPLATE.rglob("*")
        if path.suffix in {".yaml", ".md"}
    )
    shown = shortened(folder.as_posix())
    try:
        # a folder of somebody's work is never mixed with the template
        if folder.is_dir() and any(folder.iterdir()):
            raise RulesError(Problem(f"the folder `{shown}` is not empty", "name a new folder"))
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole_new(path, (TEMPLATE / name).read_bytes())
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        what = f"the folder `{shown}` cannot be written: {reason}"
        raise RulesError(Problem(what, "check the name and the rights")) from None
    return names


def next_steps(folder: Path, files: int, schemas: int) -> str:
    """What was written, and what to type next."""
    import shlex

    # a name that begins with a hyphen would be taken for an option
    path = folder.as_posix() if not folder.as_posix().startswith("-") else f"./{folder.as_posix()}"
    typed, cases, readme = (
        shlex.quote(printable(name)) for name in (path, f"{path}/cases", f"{path}/README.md")
    )
    return "\n".join(
        (
            f"wrote a rule book of {files} files, and {schemas} schemas for editors: {typed}",
            "its rules are made up; put your own in their place",
            "",
            "next:",
            f"  triage rules check {typed}",
            f"  triage ask --rules {typed}",
            f"  triage replay {cases} --rules {typed}",
            "",
            f"what to change first stands in {readme}",
        )
    )
