"""`triage fhir result`: what answers come to, as a bundle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import ANSWERS_FILE, REGION_OPTION, RULES_OPTION

if TYPE_CHECKING:
    from triage.inference.answers import Answers
    from triage.inference.assessment import Assessment
    from triage.rulebook.model import Rulebook

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
@click.pass_context
def command(
    ctx: click.Context,
    /,
    answers: str,
    rules_folder: Path | None,
    region: str | None,
    when: datetime | None,
) -> None:
    """Print the result for an answer file or a FHIR response, as a FHIR R4 bundle.

    It holds the response, how soon to be seen with the danger signs, conditions whose features the
    answers fit, and what made it.
    """
    from triage.cli.chosen_book import chosen
    from triage.fhir.form import Form
    from triage.fhir.result import result_bundle
    from triage.json_text import json_text

    book = chosen(rules_folder, region)
    given, assessment, exit_code = assessed(book, answers)
    bundle = result_bundle(Form(book), given, assessment, when=when or datetime.now(UTC))
    click.echo(json_text(bundle), nl=False)
    ctx.exit(exit_code)


def assessed(book: Rulebook, name: str) -> tuple[Answers, Assessment, int]:
    """The answers of a file, their result, and the exit code; a failed engine is said.

    Raises:
        AnswersError: the answers cannot be used as written.
    """
    from triage.cli.assess import answers_in, engine_for
    from triage.errors import EngineError
    from triage.inference.assessing import assess
    from triage.words.result import FAILED

    given = answers_in(book, name)
    assessment = assess(book, given, lambda: engine_for(book))
    if assessment.engine_failed:
        click.echo(f"error: {FAILED}", err=True)
    return given, assessment, EngineError.exit_code if assessment.engine_failed else 0
