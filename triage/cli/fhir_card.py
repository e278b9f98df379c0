"""`triage fhir card`: what answers come to, as an electronic record shows it in a box."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.fhir_result import assessed
from triage.cli.options import ANSWERS_FILE, REGION_OPTION, RULES_OPTION


@click.command("card", epilog="Example: triage fhir card response.json")
@click.argument("answers", type=ANSWERS_FILE)
@RULES_OPTION
@REGION_OPTION
@click.pass_context
def command(
    ctx: click.Context, /, answers: str, rules_folder: Path | None, region: str | None
) -> None:
    """Print the result for an answer file or a FHIR response, as a card of CDS Hooks."""
    from triage.cli.chosen_book import chosen
    from triage.fhir.card import cards_of
    from triage.json_text import json_text

    _, assessment, exit_code = assessed(chosen(rules_folder, region), answers)
    click.echo(json_text(cards_of(assessment)), nl=False)
    ctx.exit(exit_code)
