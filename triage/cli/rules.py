"""`triage rules …`"""

from __future__ import annotations

import json
from pathlib import Path

import click
from msgspec.structs import replace

from triage.errors import AnswersError, Problem, did_you_mean, shortened
from triage.rulebook.model import Rulebook
from triage.rulebook.own import own_folder, own_rulebook


def chosen(folder: Path | None, region: str | None = None) -> Rulebook:
    """The rule book in a folder, or the package's own; with the numbers of one region.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: there is no such region.
    """
    if folder is None:
        book = own_rulebook()
    else:
        from triage.rulebook.loading import load_rulebook

        book = load_rulebook(folder)
    if region is None:
        return book
    if region not in book.regions:
        advice = did_you_mean(region, book.regions, f"regions: {', '.join(book.regions)}")
        raise AnswersError(Problem(f"unknown region `{shortened(region)}`", advice))
    return replace(book, regions={region: book.regions[region]})


def check_folder(folder: Path | None) -> int:
    """Check a folder and say what stands in it; returns the exit code.

    Raises:
        RulesError: with every slip.
    """
    book = chosen(folder or own_folder())
    click.echo(
        f"rule book {book.version}, digest {book.digest[:12]}: "
        f"{len(book.questions)} questions, {len(book.findings)} findings, "
        f"{len(book.red_flags)} red flags, {len(book.conditions)} conditions, "
        f"{len(book.medicines)} medicines, {len(book.sources)} sources"
    )
    click.echo("no problem found")
    return 0


def schema_text() -> str:
    """The schemas of all rule files and of a result, as one JSON document."""
    from triage.inference.assessment import result_schema
    from triage.rulebook.schema import file_schemas

    every = {"rule-files": file_schemas(), "result": result_schema()}
    return json.dumps(every, indent=2, sort_keys=True) + "\n"
