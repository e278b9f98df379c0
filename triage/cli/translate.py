"""`triage translate`: an answer file of the first edition for the questions of today."""

from __future__ import annotations

import click

from triage.cli.options import ANSWERS_FILE


@click.command("translate", epilog="Example: triage translate my-answers.yaml > new-answers.yaml")
@click.argument("answers", type=ANSWERS_FILE)
def command(answers: str) -> None:
    """Write answers to the first edition's questions for the questions of today.

    They go to standard output; what nobody asks any more is named on standard error. What the
    first edition did not ask stays open, so look through the result before you use it.
    """
    from triage.cli.assess import text_of
    from triage.cli.chosen_book import chosen
    from triage.editions.answer_files import rewritten
    from triage.words import editions as words

    done = rewritten(chosen(None, None), *text_of(answers))
    for what in done.left_out:
        click.echo(words.left_out(what), err=True)
    click.echo(done.text, nl=False)
