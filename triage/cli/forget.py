"""`triage forget`: delete a saved interview."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import FILE


@click.command("forget", epilog="Example: triage forget my-answers.json")
@click.argument("file", type=FILE)
def command(file: Path) -> None:
    """Delete a saved interview."""
    from triage.interview.saving import forget

    click.echo(forget(file))
