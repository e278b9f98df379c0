"""`triage batch`: millions of answer sets from files of tables; what it does stands in `batch`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from triage.cli.options import FILE, JOBS_OPTION, ONLY_NEW_FILE, RULES_OPTION, format_option

if TYPE_CHECKING:
    from triage.batch.formats import Format
    from triage.batch.running import Counts

TABLES = ("parquet", "csv", "jsonl", "arrow")
MOST_DRAWN = 1_000_000_000
COLUMNS = ("urgency", "red-flags", "unsure-red-flags", "names", "fits", "points", "fired")


@click.command("batch", epilog="Example: triage batch people.parquet results.parquet --keep id")
@click.argument("source", type=FILE, metavar="IN", required=False)
@click.argument("out", type=ONLY_NEW_FILE, metavar="OUT", required=False)
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
    "--html", type=ONLY_NEW_FILE, metavar="FILE", help="Write the summary as a page with drawings."
)
@click.option(
    "--table", type=click.Choice(TABLES), help="What IN and OUT are, where no ending tells it."
)
@click.option(
    "--simulate",
    type=click.IntRange(1, MOST_DRAWN),
    metavar="N",
    help="In place of IN: draw N everyday people by chance. They are invented.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    metavar="S",
    default=1,
    show_default=True,
    help="What the chance begins with: the same people for the same S.",
)
@JOBS_OPTION
@format_option("text", "json", what="the summary is")
@click.pass_context
def command(
    ctx: click.Context,
    source: Path | None,
    out: Path | None,
    rules_folder: Path | None,
    select: tuple[str, ...],
    fired: bool,
    keep: tuple[str, ...],
    by: str | None,
    errors: Path | None,
    html: Path | None,
    table: Any,
    simulate: int | None,
    seed: int,
    jobs: int,
    output: str,
) -> None:
    """Assess millions of answer sets, and count what comes out.

    IN is a file or a folder of files, and OUT a file, or a folder for its parts: Parquet, CSV, JSON
    Lines or Arrow IPC, by the ending. There is a column for each question. Nothing that stands
    there is overwritten. A run that was ended goes on when it is started again with the same words.

    With `--simulate` there is no IN: invented people with common complaints are drawn from tables,
    which docs/everyday.md of the project explains. They say what a rule book does to many people,
    and nothing about real ones.
    """
    if simulate is not None and out is None:
        source, out = None, source
    if out is None or (source is None) is (simulate is None):
        raise click.UsageError("Name IN and OUT, or `--simulate N` and OUT.")
    try:
        from triage.batch import formats, population, running, tasks
    except ImportError as error:
        from triage.cli.extras import needs

        raise needs("`triage batch`", "batch", error) from None
    from triage.cli.chosen_book import chosen
    from triage.cli.progress import Progress
    from triage.guarded_file import Target, check, put

    single = formats.format_of(out) is not None
    report = None if errors is None else Target(errors, None, "--errors")
    drawn_page = None if html is None else Target(html, None, "--html")
    whole = Target(out, None, "OUT", streams=False) if single else None
    for target in filter(None, (whole, report, drawn_page)):
        check(target)
    book = chosen(rules_folder)
    kind: Format = "parquet"
    if source is None:
        population.fits(book)
        parts = tasks.drawn(simulate or 0, seed)
    else:
        files = formats.files_in(source, table)
        kinds = {file: table or formats.format_of(file) or kind for file in files}
        parts = tasks.of_files(files, kinds.__getitem__)
        kind = kinds[files[0]]
    wanted = running.Wanted(
        rules=rules_folder,
        tasks=parts,
        out=out.with_name(out.name + running.PARTS) if single else out,
        format=table or formats.format_of(out) or kind,
        select=(
            *(select or COLUMNS[:-1]),
            *((COLUMNS[-1],) if fired and "fired" not in select else ()),
        ),
        keep=keep,
        group=by,
        errors=errors is not None,
    )
    progress = Progress(len(parts), "parts", sys.stderr)
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
        put(report, running.as_lines(told))
    drawn_by = None if simulate is None else seed
    if drawn_page is not None:
        from triage.batch.page import as_page

        put(drawn_page, as_page(book, counts, by, drawn_by))
    if output == "json":
        import json

        click.echo(json.dumps(as_data(counts, drawn_by), indent=2))
    else:
        click.echo("\n".join(as_text(counts, by, drawn_by)))


def as_data(counts: Counts, drawn_by: int | None) -> dict[str, object]:
    """The summary as dictionaries; `drawn_by` is the seed of invented people."""
    return {
        "invented-by-seed": drawn_by,
        "rows": counts.rows,
        "with-errors": counts.with_errors,
        "urgency": _down(counts.urgency),
        "first-name": {name or None: _down(some) for name, some in counts.most_first()},
        "groups": {word: _down(some) for word, some in sorted(counts.groups.items())},
    }


def as_text(counts: Counts, by: str | None, drawn_by: int | None) -> list[str]:
    """The summary in lines; `drawn_by` is the seed of invented people."""
    assessed = counts.rows - counts.with_errors
    from triage.batch.population import INVENTED

    said = f"{INVENTED} {drawn_by}"
    lines = [
        *([] if drawn_by is None else [said]),
        f"{counts.rows:,} answer sets, {assessed:,} assessed, {counts.with_errors:,} with a slip",
    ]
    for level, number in _down(counts.urgency).items():
        lines.append(f"  {level:<10} {number:>12,}  {number / max(1, assessed):6.1%}")
    lines += ["", "by the first name, the most frequent"]
    lines += [_row(name or "no name", some) for name, some in counts.most_first()[:15]]
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
