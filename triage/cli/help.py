"""`triage help`: all commands, or a topic."""

from __future__ import annotations

import click


@click.command("help", epilog="Example: triage help accessibility")
@click.argument("topic", required=False)
@click.pass_context
def command(ctx: click.Context, /, topic: str | None) -> None:
    """Read about a topic: accessibility, answers, completion."""
    from triage.cli.topics import topic_text

    if topic is None:
        click.echo(ctx.find_root().get_help())
    else:
        click.echo(topic_text(topic), nl=False)
