"""`triage completion`: what a shell needs to complete commands and options."""

from __future__ import annotations

import click

from triage.cli.main import COMPLETE, SHELLS


@click.command("completion", epilog="Example: triage completion bash > triage-completion.sh")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, /, shell: str) -> None:
    """Print the completion script for a shell."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(ctx.find_root().command, {}, "triage", COMPLETE).source())
