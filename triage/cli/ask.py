"""The command `triage ask`; what it does stands in `ask_run`, which takes longer to load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from triage.cli.options import (
    ANSWERS_FILE,
    FILE,
    REGION_OPTION,
    RULES_OPTION,
    SAVED_FILE,
    SUMMARY_OPTION,
)


@click.command("ask", epilog="Example: triage ask --summary for-my-doctor.html")
@RULES_OPTION
@REGION_OPTION
@click.option("--plain", is_flag=True, help="No styling at all.")
@click.option(
    "--answers",
    type=ANSWERS_FILE,
    metavar="FILE",
    help="Start from the answers in this file; only what is missing is asked.",
)
@click.option("--resume", type=FILE, metavar="FILE", help="Go on with an interview that was saved.")
@click.option(
    "--save",
    type=SAVED_FILE,
    metavar="FILE",
    help="Save the answers in this file, after each of them.",
)
@SUMMARY_OPTION
@click.pass_context
def command(
    ctx: click.Context, /, rules_folder: Path | None, *, plain: bool, **options: Any
) -> None:
    """Start the questionnaire."""
    from triage.cli.ask_files import Options
    from triage.cli.ask_run import run

    styled = ctx.color is not False and not plain
    ctx.exit(run(Options(rules_folder=rules_folder, plain=not styled, **options)))
