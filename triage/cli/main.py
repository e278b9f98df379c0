"""The command `triage`: parse, call the library, print."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from triage.errors import TriageError
from triage.version import __version__


class TriageGroup(click.Group):
    """Turns the library's errors into one message and an exit code, in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TriageError as error:
            for problem in error.problems:
                click.echo(f"error: {problem}", err=True)
            ctx.exit(error.exit_code)


def wants_plain(environ: Any = None) -> bool:
    """Whether the surroundings ask for text without any styling."""
    env = os.environ if environ is None else environ
    accessible = env.get("ACCESSIBLE", "").lower() not in ("", "0", "false")
    return (
        accessible
        or bool(env.get("NO_COLOR"))
        or env.get("TERM") == "dumb"
        or not sys.stdout.isatty()
    )


RULES_OPTION = click.option(
    "--rules",
    "rules_folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Use the rule book in this folder.  [default: the one that comes with triage]",
)


@click.group(
    cls=TriageGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: triage ask",
)
@click.version_option(__version__, prog_name="triage")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Ask about movements of the head, neck or face, and say how soon to see a doctor.

    Without a command, the questionnaire starts. It is not a diagnosis: see your doctor.
    """
    ctx.color = False if wants_plain() else None
    if ctx.invoked_subcommand is None:
        ctx.invoke(ask)


@main.command(epilog="Example: triage ask --plain")
@RULES_OPTION
@click.option("--plain", is_flag=True, help="No styling at all.")
@click.pass_context
def ask(ctx: click.Context, rules_folder: Path | None = None, plain: bool = False) -> None:
    """Start the questionnaire."""
    from triage.cli.ask import run

    ctx.exit(run(rules_folder, plain=plain or ctx.color is False))


@main.command(epilog="Example: triage assess my-answers.yaml --format json")
@click.argument("answers")
@RULES_OPTION
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the result is written.",
)
@click.pass_context
def assess(ctx: click.Context, answers: str, rules_folder: Path | None, output: str) -> None:
    """Give the result for the answers in a file, or - for standard input."""
    from triage.cli.assess import run

    click.echo(run(answers, rules_folder, output, styled=ctx.color is not False), nl=False)


@main.group(cls=TriageGroup)
def rules() -> None:
    """Work with rule files."""


@rules.command(epilog="Example: triage rules check rules")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, folder: Path | None) -> None:
    """Read all rule files and say every slip in them."""
    from triage.cli.rules import check_folder

    ctx.exit(check_folder(folder))


@rules.command(epilog="Example: triage rules schema > rule-files.schema.json")
def schema() -> None:
    """Print the JSON Schema of the rule files and of a result."""
    from triage.cli.rules import schema_text

    click.echo(schema_text(), nl=False)
