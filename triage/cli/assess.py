"""`triage assess`: a result for answers from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.forms import printed
from triage.cli.rules import chosen
from triage.errors import AnswersError, EngineError, Place, Problem
from triage.inference.answers import Answers, read_answers
from triage.inference.assessing import assess
from triage.inference.assessment import FAILED, to_json
from triage.presentation.result import result_blocks
from triage.rulebook import strict_yaml
from triage.rulebook.model import Rulebook

if TYPE_CHECKING:
    from triage.inference.engine import Engine


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
    if summary is not None:
        from triage.presentation.summary_file import check_summary, write_summary

        check_summary(summary)
    book = chosen(rules_folder, region)
    answers = answers_in(book, name)
    assessment = assess(book, answers, lambda: _engine(book))
    if assessment.engine_failed:
        click.echo(f"error: {FAILED}", err=True)
    if output == "json":
        text = to_json(assessment)
    else:
        title = f"{book.title}: the result"
        text = printed(result_blocks(assessment), output, title, styled=styled)
    click.echo(text, nl=False)
    if summary is not None:  # last, so that a disk that is full keeps no result back
        write_summary(summary, book, answers, assessment)
    return EngineError.exit_code if assessment.engine_failed else 0


def _engine(book: Rulebook) -> Engine:
    from triage.inference.engine import Engine

    return Engine(book)


def answers_in(book: Rulebook, name: str) -> Answers:
    """Answers from a file, or from standard input for `-`.

    Raises:
        AnswersError: the file cannot be read, or the answers cannot be used as written.
    """
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
    return read_answers(book, text, shown_as)
