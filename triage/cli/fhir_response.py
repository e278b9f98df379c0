"""`triage fhir response`: answers as a response to the form."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import ANSWERS_FILE, RULES_OPTION


@click.command("response", epilog="Example: triage fhir response my-answers.yaml > response.json")
@click.argument("answers", type=ANSWERS_FILE)
@RULES_OPTION
def command(answers: str, rules_folder: Path | None) -> None:
    """Print answers as a FHIR R4 QuestionnaireResponse, so that nothing of them is lost."""
    from triage.cli.assess import answers_in
    from triage.cli.chosen_book import chosen
    from triage.fhir.form import Form
    from triage.fhir.response import response_of
    from triage.json_text import json_text

    book = chosen(rules_folder)
    response = response_of(Form(book), answers_in(book, answers))
    click.echo(json_text(response), nl=False)
