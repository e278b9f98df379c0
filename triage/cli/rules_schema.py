"""`triage rules schema`: JSON Schema of the rule files, for editors and programs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click
import msgspec

from triage.cli.options import NEW_FILE
from triage.json_text import json_text


@click.command("schema", epilog="Example: triage rules schema --write my-rules/schema")
@click.option(
    "--write",
    "folder",
    type=NEW_FILE,
    metavar="FOLDER",
    help="Write one schema for each kind of rule file into this folder.",
)
def command(folder: Path | None) -> None:
    """Print the JSON Schema of the rule files and of a result.

    With --write, editors can use it: where the first line of a rule file is a comment such as
    "yaml-language-server: $schema=schema/red-flags.json", an editor that knows YAML completes
    the keys of that file, explains them, and marks slips.
    """
    if folder is None:
        click.echo(schema_text(), nl=False)
        return
    from triage.errors import printable

    for name in write_schemas(folder):
        click.echo(f"wrote {printable((folder / name).as_posix())}")


def write_schemas(folder: Path) -> list[str]:
    """Write the schemas, making the folder where it is missing; returns the names of the files.

    Raises:
        RulesError: the folder or a file cannot be written.
    """
    from triage.errors import Problem, RulesError, shortened
    from triage.guarded_file import Kind, Target, check, put
    from triage.rulebook.schema import SCHEMA_BEGINS, schema_files

    try:
        if folder.is_symlink():
            what = f"`{shortened(str(folder))}` is a link to another place"
            raise RulesError(Problem(what, "name the folder itself"))
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        what = f"the folder `{shortened(str(folder))}` cannot be made, `{reason.lower()}`"
        raise RulesError(Problem(what, "name another folder")) from None
    kind = Kind("a schema that triage wrote", SCHEMA_BEGINS)
    files = schema_files()
    targets = {name: Target(folder / name, kind, error=RulesError) for name in files}
    for target in targets.values():
        check(target)  # all of them first: a folder of something else stays as it is
    done: list[Path] = []
    try:
        for name, target in targets.items():
            put(target, files[name])
            done.append(target.path)
    except RulesError:
        if is_new:
            for path in done:
                path.unlink(missing_ok=True)
            with suppress(OSError):
                folder.rmdir()
        raise
    return [*files]


def schema_text() -> str:
    """The schemas of all rule files and of a result, as one JSON document."""
    from triage.inference.assessment import result_schema
    from triage.rulebook.schema import file_schemas

    every = {"rule-files": file_schemas(), "result": result_schema()}
    return json_text(msgspec.to_builtins(every, order="sorted"))
