"""`triage rules …`"""

from __future__ import annotations

import json
from pathlib import Path

import click

from triage.rulebook.model import Rulebook
from triage.rulebook.own import own_folder, own_rulebook


def chosen(folder: Path | None) -> Rulebook:
    """The rule book in a folder, or the package's own.

    Raises:
        RulesError: the rule files cannot be used as written.
    """
    if folder is None:
        return own_rulebook()
    from triage.rulebook.loading import load_rulebook

    return load_rulebook(folder)


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
