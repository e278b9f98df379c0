"""`triage fhir questionnaire`: the questionnaire as a form that other programs show."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import REGION_OPTION, RULES_OPTION


@click.command(
    "questionnaire", epilog="Example: triage fhir questionnaire --region uk > questionnaire.json"
)
@RULES_OPTION
@REGION_OPTION
def command(rules_folder: Path | None, region: str | None) -> None:
    """Print the questionnaire as a FHIR R4 Questionnaire (SDC).

    A client that knows SDC works out how soon to be seen while the form is filled in. A typed name
    of a medicine counts there as a medicine of every class, so the urgency may come out too high,
    never too low; `triage assess` reads the name itself.
    """
    from triage.cli.chosen_book import chosen
    from triage.fhir.questionnaire import questionnaire_of
    from triage.json_text import json_text

    click.echo(json_text(questionnaire_of(chosen(rules_folder, region))), nl=False)
