"""`triage assess`: a result for answers from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from triage.cli.forms import FORMS, printed
from triage.cli.options import (
    ANSWERS_FILE,
    REGION_OPTION,
    RULES_OPTION,
    SUMMARY_OPTION,
    format_option,
)

if TYPE_CHECKING:
    from triage.fhir.reading import ReadResponse
    from triage.inference.answers import Answers
    from triage.inference.engine import Engine
    from triage.rulebook.model import Rulebook


@click.command("assess", epilog="Example: triage assess my-answers.yaml --format json")
@click.argument("answers", type=ANSWERS_FILE)
@RULES_OPTION
@REGION_OPTION
@SUMMARY_OPTION
@format_option(*FORMS, what="the result is")
@click.pass_context
def command(ctx: click.Context, /, answers: str, output: str, **options: Any) -> None:
    """Give the result for the answers in a file, or - for standard input."""
    ctx.exit(run(answers, output, styled=ctx.color is not False, **options))


def run(
    name: str,
    output: str,
    *,
    styled: bool,
    rules_folder: Path | None = None,
    region: str | None = None,
    summary: Path | None = None,
) -> int:
    """Print the result as text, JSON, Markdown or HTML; a summary for the doctor goes to a file.

    Returns the exit code: 5 where the engine failed and the result is without candidates.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: the answers cannot be used as written.
    """
    from triage.cli.chosen_book import chosen
    from triage.errors import EngineError
    from triage.inference.assessing import assess
    from triage.inference.assessment import to_json
    from triage.presentation.first_screen import last_blocks
    from triage.presentation.result import result_blocks
    from triage.words.result import FAILED, title_of_page

    if summary is not None:
        from triage.presentation.summary_file import check_summary, write_summary

        check_summary(summary)
    book = chosen(rules_folder, region)
    answers = answers_in(book, name)
    assessment = assess(book, answers, lambda: engine_for(book))
    if assessment.engine_failed:
        click.echo(f"error: {FAILED}", err=True)
    if output == "json":
        text = to_json(assessment)
    else:
        title = title_of_page(book.title)
        text = printed(result_blocks(assessment), output, title, styled=styled)
    if output == "text":
        last = printed(last_blocks(assessment), output, title, styled=styled)
        text = f"{text}\n{last}"
    click.echo(text, nl=False)
    if summary is not None:  # last, so that a disk that is full keeps no result back
        write_summary(summary, book, answers, assessment)
    return EngineError.exit_code if assessment.engine_failed else 0


def engine_for(book: Rulebook) -> Engine:
    """The engine that has to come to the same as the reference evaluator."""
    from triage.inference.engine import Engine

    return Engine(book)


def answers_in(book: Rulebook, name: str) -> Answers:
    """Answers from a file, or from standard input for `-`; also from a FHIR response.

    Raises:
        AnswersError: the file cannot be read, or the answers cannot be used as written.
    """
    from triage.editions.answer_files import is_of_first_edition
    from triage.errors import AnswersError, Place, Problem
    from triage.inference.answers import read_answers
    from triage.words import editions as words

    text, shown_as = text_of(name)
    if text.lstrip().startswith("{"):  # as every FHIR resource does
        from triage.fhir.reading import is_resource, read_response

        if is_resource(text):
            return _told(read_response(book, text, shown_as))
    try:
        return read_answers(book, text, shown_as)
    except AnswersError:
        if not is_of_first_edition(book, text, shown_as):
            raise
        place = Place(shown_as, 1, 1)
        old = Problem(words.FIRST_EDITION, words.translate(name), place)
        raise AnswersError(old) from None


def answers_of_response(book: Rulebook, text: str, shown_as: str) -> Answers:
    """Answers from a FHIR response; what was understood otherwise than it stands is said.

    Raises:
        AnswersError: it is no response to this form, or tells a sign that cannot be kept.
    """
    from triage.fhir.reading import read_response

    return _told(read_response(book, text, shown_as))


def _told(read: ReadResponse) -> Answers:
    """The answers of a response; its notes are said."""
    from triage.errors import printable

    for note in read.notes:
        click.echo(f"note: {printable(note)}", err=True)
    return read.answers


def text_of(name: str) -> tuple[str, str]:
    """The text of a file, or of standard input for `-`, and how messages call it.

    Raises:
        AnswersError: it cannot be read.
    """
    import sys

    from triage.errors import AnswersError, Place, Problem
    from triage.rulebook import strict_yaml

    if name == "-":
        data = sys.stdin.buffer.read(strict_yaml.LARGEST_FILE + 1)
        shown_as = "<standard input>"
        if len(data) > strict_yaml.LARGEST_FILE:
            limit = f"at most {strict_yaml.LARGEST_FILE / 1e6:g} MB are read"
            place = Place(shown_as, 1, 1)
            raise AnswersError(Problem("the input is too large", limit, place))
        text, problems = strict_yaml.decode(data, shown_as)
    else:
        shown_as = name
        text, problems = strict_yaml.read_file(Path(name), name)
    if problems:
        raise AnswersError(*problems)
    return text, shown_as
