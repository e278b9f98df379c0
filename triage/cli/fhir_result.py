"""`triage fhir result`: what answers come to, for another program."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from triage.cli.options import ANSWERS_FILE, REGION_OPTION, RULES_OPTION, format_option

BUNDLE, CARD = "bundle", "card"
MOMENT = "%Y-%m-%dT%H:%M:%S%z"


@click.command("result", epilog="Example: triage fhir result response.json > result.json")
@click.argument("answers", type=ANSWERS_FILE)
@RULES_OPTION
@REGION_OPTION
@click.option(
    "--when",
    type=click.DateTime([MOMENT]),
    metavar="MOMENT",
    help="When it was worked out, such as 2026-05-03T12:00:00Z.  [default: now]",
)
@format_option(BUNDLE, CARD, what="the result is")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    answers: str,
    rules_folder: Path | None,
    region: str | None,
    when: datetime | None,
    output: str,
) -> None:
    """Print the result for an answer file or a FHIR response, as FHIR R4 or for CDS Hooks.

    A bundle holds the response, how soon to be seen with the danger signs, conditions whose
    features the answers fit, and what made it. A card is what an electronic record shows in a box.
    """
    from triage.cli.assess import answers_in, engine_for
    from triage.cli.chosen_book import chosen
    from triage.errors import EngineError
    from triage.fhir.card import cards_of
    from triage.fhir.form import Form
    from triage.fhir.result import result_bundle
    from triage.inference.assessing import assess
    from triage.json_text import json_text
    from triage.words.result import FAILED

    book = chosen(rules_folder, region)
    given = answers_in(book, answers)
    assessment = assess(book, given, lambda: engine_for(book))
    if assessment.engine_failed:
        click.echo(f"error: {FAILED}", err=True)
    if output == CARD:
        result = cards_of(assessment)
    else:
        result = result_bundle(Form(book), given, assessment, when=when or datetime.now(UTC))
    click.echo(json_text(result), nl=False)
    ctx.exit(EngineError.exit_code if assessment.engine_failed else 0)
