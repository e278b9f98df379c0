"""`triage batch`: millions of answer sets from files of tables; what it does stands in `batch`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from triage.cli.options import FILE, JOBS_OPTION, ONLY_NEW_FILE, RULES_OPTION, format_option

if TYPE_CHECKING:
    from triage.batch.running import Counts

TABLES = ("parquet", "csv", "jsonl", "arrow")
COLUMNS = ("urgency", "red-flags", "unsure-red-flags", "names", "fits", "points", "fired")


@click.command("batch", epilog="Example: triage batch people.parquet results.parquet --keep id")
@click.argument("source", type=FILE, metavar="IN")
@click.argument("out", type=ONLY_NEW_FILE, metavar="OUT")
@RULES_OPTION
@click.option(
    "--select",
    multiple=True,
    type=click.Choice(COLUMNS),
    metavar="COLUMN",
    help=f"A column of the result, may be repeated: {', '.join(COLUMNS)}.  "
    "[default: all but fired]",
)
@click.option("--fired", is_flag=True, help="Add a column with every rule that fired.")
@click.option(
    "--keep", multiple=True, metavar="COLUMN", help="A column of IN that stands in OUT as well."
)
@click.option("--by", metavar="COLUMN", help="Count the urgencies by this column of IN too.")
@click.option(
    "--errors",
    type=ONLY_NEW_FILE,
    metavar="FILE",
    help="Go on where a row has a slip: it gets no result, and stands in this file.",
)
@click.option(
    "--table", type=click.Choice(TABLES), help="What IN and OUT are, where no ending tells it."
)
@JOBS_OPTION
@format_option("text", "json", what="the summary is")
@click.pass_context
def command(
    ctx: click.Context,
    source: Path,
    out: Path,
    rules_folder: Path | None,
    select: tuple[str, ...],
    fired: bool,
    keep: tuple[str, ...],
    by: str | None,
    errors: Path | None,
    table: Any,
    jobs: int,
    output: str,
) -> None:
    """Assess millions of answer sets, and count what comes out.

    IN is a file or a folder of files, and OUT a file, or a folder for its parts: Parquet, CSV, JSON
    Lines or Arrow IPC, by the ending. There is a column for each question. Nothing that stands
    there is overwritten. A run that was ended goes on when it is started again with the same words.
    """
    import json

    try:
        from triage.batch import formats, running
    except ImportError as error:
        from triage.errors import Problem, UsageError

        what = f"`triage batch` needs {error.name or 'numpy and pyarrow'}"
        help = "install it with: pip install 'movement-triage[batch]'"
        raise UsageError(Problem(what, help)) from None
    from triage.cli.chosen_book import chosen
    from triage.cli.progress import Progress
    from triage.guarded_file import Target, check, put

    single = formats.format_of(out) is not None
    report = None if errors is None else Target(errors, None, "--errors")
    if single:
        check(Target(out, None, "OUT", streams=False))
    if report is not None:
        check(report)
    book = chosen(rules_folder)
    files = formats.files_in(source, table)
    tasks = running.tasks_of(files, lambda file: table or formats.format_of(file) or "parquet")
    wanted = running.Wanted(
        rules=rules_folder,
        tasks=tasks,
        out=out.with_name(out.name + running.PARTS) if single else out,
        format=table or formats.format_of(out) or tasks[0].format,
        select=(
            *(select or COLUMNS[:-1]),
            *((COLUMNS[-1],) if fired and "fired" not in select else ()),
        ),
        keep=keep,
        group=by,
        errors=errors is not None,
    )
    progress = Progress(len(tasks), "parts", sys.stderr)
    try:
        counts, told = running.run(book, wanted, jobs, lambda *_: progress.step())
    except KeyboardInterrupt:
        progress.end()
        click.echo("ended; the parts that are there are whole, start it again to go on", err=True)
        ctx.exit(5)
    progress.end()
    if single:
        running.finish(wanted, out)
    if report is not None:
        from msgspec.json import encode

        put(report, "".join(f"{encode(one).decode()}\n" for one in told))
    if output == "json":
        click.echo(json.dumps(as_data(counts), indent=2))
    else:
        click.echo("\n".join(as_text(counts, by)))


def as_data(counts: Counts) -> dict[str, object]:
    """The summary as dictionaries."""
    return {
        "rows": counts.rows,
        "with-errors": counts.with_errors,
        "urgency": _down(counts.urgency),
        "first-name": {name or None: _down(some) for name, some in _most(counts.first_name)},
        "groups": {word: _down(some) for word, some in sorted(counts.groups.items())},
    }


def as_text(counts: Counts, by: str | None) -> list[str]:
    """The summary in lines."""
    assessed = counts.rows - counts.with_errors
    lines = [
        f"{counts.rows:,} answer sets, {assessed:,} assessed, {counts.with_errors:,} with a slip"
    ]
    for level, number in _down(counts.urgency).items():
        lines.append(f"  {level:<10} {number:>12,}  {number / max(1, assessed):6.1%}")
    lines += ["", "by the first name, the most frequent"]
    lines += [_row(name or "no name", some) for name, some in _most(counts.first_name)[:15]]
    if by is not None:
        lines += ["", f"by {by}"]
        lines += [_row(word, some) for word, some in sorted(counts.groups.items())]
    return lines


def _row(name: str, some: Mapping[str, int]) -> str:
    told = ", ".join(f"{level} {number:,}" for level, number in _down(some).items() if number)
    return f"  {name:<40} {sum(some.values()):>12,}  {told}"


def _down(some: Mapping[str, int]) -> dict[str, int]:
    from triage.rulebook.urgency import LADDER

    return {str(level): some.get(level, 0) for level in reversed(LADDER)}


def _most(some: Mapping[str, Mapping[str, int]]) -> list[tuple[str, Mapping[str, int]]]:
    return sorted(some.items(), key=lambda one: (-sum(one[1].values()), one[0]))
