"""`triage rules check`: everything that can be said about a rule book without a patient."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli import streams
from triage.cli.options import FILE, cases_option, format_option, this_day, today_option
from triage.errors import MOST_TOLD, told
from triage.rulebook import check_ids

if TYPE_CHECKING:
    from datetime import date

    from triage.checks.running import Report
    from triage.presentation.case_facts import Untested
    from triage.rulebook.model import Rulebook


@click.command("check", epilog="Example: triage rules check rules --cases tests/cases")
@click.argument("folder", required=False, type=FILE)
@cases_option(
    "Check that the cases of this file or folder guard the rules, which may take a minute."
)
@click.option(
    "--against",
    type=FILE,
    metavar="FOLDER",
    help="Say which rules mean something else than in this rule book.",
)
@today_option("The day from which reviews are overdue.  [default: today]")
@format_option("text", "json", "sarif", "github", what="the findings are")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    folder: Path | None,
    paths: tuple[Path, ...],
    against: Path | None,
    today: date | None,
    output: str,
) -> None:
    """Read all rule files, and say every slip and every doubt about them.

    Without a FOLDER, the rule book that comes with triage is meant, and every installed file is
    held against what was built.

    Exits with 3 when the rules cannot be used, with 1 for an error or a warning, with 0 for
    hints only. A warning can be ignored in the rule file, with a reason.
    """
    from triage.checks import reporting
    from triage.checks.running import check_folder
    from triage.rulebook.installed import own_folder
    from triage.rulebook.loading import load_rulebook
    from triage.rulebook.own import files_verified

    if folder is None:
        files_verified()
    chosen = folder or own_folder()
    report = check_folder(
        chosen,
        today or this_day(),
        untested=_untested_by(paths) if paths else None,
        before=load_rulebook(against) if against else None,
    )
    shown = _shown(chosen, typed=folder is not None)
    if output == "text":
        _say(report, shown)
    elif output == "github":
        streams.echo_commands(reporting.github(report, shown))
    else:
        write = {"json": reporting.as_json, "sarif": reporting.sarif}
        click.echo(write[output](report, shown), nl=False)
    ctx.exit(report.exit_code)


def _shown(folder: Path, *, typed: bool) -> str:
    """The folder as it was typed; the package's own as seen from here, where it is below."""
    from triage.cases.configured import from_here

    return folder.as_posix() if typed else from_here(folder)


def _say(report: Report, folder: str) -> None:
    from triage.checks import reporting

    if report.book is None:
        # as every command says it, so that a slip reads the same wherever it is met
        pages = [
            ""
            if finding.check.id == check_ids.UNREADABLE
            else f"\n  check: {finding.check.id} {finding.check.name}, "
            f"see {reporting.PAGES}/{finding.check.page}"
            for finding in report.findings
        ]
        for line, page in zip_longest(told(report.problems), pages[:MOST_TOLD], fillvalue=""):
            click.echo(f"{line}{page}", err=True)
        return
    click.echo(_headline(report.book))
    click.echo(reporting.text(report, folder), nl=False)


def _headline(book: Rulebook) -> str:
    parts = (
        ("question", book.questions),
        ("finding", book.findings),
        ("red flag", book.red_flags),
        ("condition", book.conditions),
        ("medicine", book.medicines),
        ("source", book.sources),
    )
    counts = ", ".join(f"{len(some)} {noun}{'' if len(some) == 1 else 's'}" for noun, some in parts)
    return f"rule book {book.version}, digest {book.digest[:12]}: {counts}"


def _untested_by(paths: tuple[Path, ...]) -> Callable[[Rulebook], Untested]:
    """What the cases in some files leave untested, once there is a rule book for them."""

    def left(book: Rulebook) -> Untested:
        from triage.cases.guarding import untested
        from triage.cases.running import cases_in

        return untested(book, cases_in(paths, book))

    return left
