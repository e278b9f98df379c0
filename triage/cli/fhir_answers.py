"""`triage fhir answers`: the answers of a response as an answer file."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import ANSWERS_FILE, RULES_OPTION


@click.command("answers", epilog="Example: triage fhir answers response.json > my-answers.yaml")
@click.argument("response", type=ANSWERS_FILE)
@RULES_OPTION
def command(response: str, rules_folder: Path | None) -> None:
    """Print the answers of a FHIR QuestionnaireResponse as an answer file.

    A sign goes first: *none of these* beside a sign is left out, and a line counts as ticked where
    what it opens tells a sign. Each such change is told on standard error.
    """
    from triage.cli.assess import answers_of_response, text_of
    from triage.cli.chosen_book import chosen
    from triage.inference.answer_text import answers_text

    book = chosen(rules_folder)
    answers = answers_of_response(book, *text_of(response))
    click.echo(answers_text(book, answers), nl=False)
