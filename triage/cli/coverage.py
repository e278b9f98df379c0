"""`triage coverage`: what the cases reach in the rule book, and what they miss."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import FILE, RULES_OPTION

if TYPE_CHECKING:
    from triage.cases.coverage import Coverage
    from triage.cases.loading import Case
    from triage.rulebook.model import Rulebook


@click.command("coverage", epilog="Example: triage coverage tests/cases --min-coverage 95")
@click.argument("paths", nargs=-1, required=True, type=FILE, metavar="PATH…")
@RULES_OPTION
@click.option(
    "--min-coverage",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 when rules or boxes of red flags, of core rules or of all rules are below.",
)
@click.option(
    "--answers", is_flag=True, help="Name missing single answers as well; there are many."
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    rules_folder: Path | None,
    min_coverage: float | None,
    *,
    answers: bool,
) -> None:
    """Say which rules, boxes, single answers and bands the cases reach.

    A box is one way in which a rule can fire. What no case reaches is named.
    """
    from triage.cases.coverage import coverage
    from triage.cli.rules import chosen

    book = chosen(rules_folder)
    found = coverage(book, cases_in(paths, book))
    click.echo(report(found, answers=answers), nl=False)
    if min_coverage is not None and found.lowest() < min_coverage:
        lowest = int(found.lowest() * 10) / 10
        click.echo(f"the lowest share is {lowest:.1f} %, {min_coverage:g} % is wanted", err=True)
        ctx.exit(1)


def cases_in(paths: Iterable[Path], book: Rulebook) -> list[Case]:
    """All cases of files and folders.

    Raises:
        AnswersError: a path has no case files, or a file cannot be used as written.
    """
    from triage.cases.loading import SUFFIX, load_cases
    from triage.cases.running import collect
    from triage.errors import AnswersError, Problem

    cases: list[Case] = []
    problems: list[Problem] = []
    for path in collect(paths, (SUFFIX,)):
        try:
            cases += load_cases(path, book, path.as_posix())
        except AnswersError as error:
            problems += error.problems
    if problems:
        raise AnswersError(*problems)
    return cases


def report(found: Coverage, *, answers: bool = False) -> str:
    """Shares, and what is missing, by name."""
    from triage.cases.coverage import GROUPS, KINDS

    titles = {"red-flags": "red flags", "core": "core", "all": "all"}
    lines = []
    for kind in KINDS:
        # bands belong to conditions, so there are none of red flags and core
        groups = GROUPS if kind != "bands" else ("all",)
        shares = [f"{titles[group]} {found.share(kind, group)}" for group in groups]
        lines.append(f"{kind}: {', '.join(shares)}")
    for kind in KINDS:
        missing = found.missing(kind)
        if missing and (kind != "answers" or answers):
            lines += ["", f"{kind} that no case reaches:", *(f"  {item}" for item in missing)]
    return "\n".join(lines) + "\n"
