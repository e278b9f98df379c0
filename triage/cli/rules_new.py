"""`triage rules new`: a small rule book that works, to start another one from."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.new_folder import write_new_folder
from triage.cli.options import ONLY_NEW_FILE
from triage.errors import RulesError, printable

TEMPLATE = Path(__file__).parent.parent / "_template"


@click.command("new", epilog="Example: triage rules new my-rules")
@click.argument("folder", type=ONLY_NEW_FILE)
def command(folder: Path) -> None:
    """Make a small rule book in a new folder, to start your own from.

    Its rules are made up. Every part of them is explained in the files, and it has cases.
    """
    names, schemas = write_template(folder)
    click.echo(next_steps(folder, len(names), len(schemas)))


def write_template(folder: Path) -> tuple[list[str], list[str]]:
    """Make a rule book and its schemas in a folder that is new or empty; or nothing at all.

    Returns the names of the files of the rule book, and of the schemas.

    Raises:
        RulesError: there is something in the folder, it is a link, or it cannot be written.
    """
    from triage.rulebook.schema import schema_files

    template = {
        path.relative_to(TEMPLATE).as_posix(): path.read_bytes()
        for path in sorted(TEMPLATE.rglob("*"))
        if path.suffix in {".yaml", ".md"}
    }
    schemas = {f"schema/{name}": text.encode() for name, text in schema_files().items()}
    write_new_folder(folder, {**template, **schemas}, RulesError)
    return [*template], [*schemas]


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
