"""`triage rules diff`: what a change of a rule book does, by rule and by patient."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import (
    FILE,
    FOLDER_OR_REVISION,
    OWN_BOOK,
    cases_option,
    format_option,
    rules_option,
)

if TYPE_CHECKING:
    from triage.changes.by_chance import DrawnChanges
    from triage.rulebook.model import Rulebook
    from triage.rulebook.urgency import Urgency


@click.command("diff", epilog="Example: triage rules diff main rules --cases tests/cases")
@click.argument("old", type=FOLDER_OR_REVISION)
@click.argument("new", type=FOLDER_OR_REVISION)
@rules_option(
    "Where the rules are in the repository of a revision.  [default: the other folder named, or "
    f"{OWN_BOOK}]"
)
@cases_option("Assess the cases of this file or folder by both rule books.")
@click.option(
    "--people",
    "people",
    type=FILE,
    multiple=True,
    metavar="PATH",
    help="Assess the people of this *.people.yaml file, or of this folder, by both rule books. May "
    "be given more than once.",
)
@click.option(
    "--drawn",
    type=click.IntRange(1, 10_000_000),
    metavar="N",
    help="Assess N invented people, drawn by chance, by both rule books; as `triage batch "
    "--simulate` draws them.",
)
@click.option("--full", is_flag=True, help="Tell the details too; without it text is one page.")
@click.option(
    "--accept-lowered", is_flag=True, help="Exit with 0 even where an urgency is lowered."
)
@format_option("text", "markdown", "html", "json", what="the report is")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    old: str,
    new: str,
    rules_folder: Path | None,
    paths: tuple[Path, ...],
    people: tuple[Path, ...],
    drawn: int | None,
    *,
    full: bool,
    accept_lowered: bool,
    output: str,
) -> None:
    """Say what differs between two rule books, for rules and for patients.

    OLD and NEW are folders of rule files, or revisions of the git repository in which the rules
    are. First comes what is to be decided, on one page; an urgency that is lowered stands at its
    top, and makes the exit code 1. Revisions of before the second edition have rule files that
    cannot be read any more.
    """
    from triage.cases.loading import SUFFIX as CASES
    from triage.cases.people import SUFFIX as PEOPLE
    from triage.changes.comparing import compare
    from triage.changes.sides import read, source
    from triage.rulebook.installed import own_folder

    one, other = source(old), source(new)
    folders = [Path(side.name) for side in (other, one) if not side.revision]
    rules = rules_folder or next(iter(folders), None) or own_folder()
    before, after = read("old", one, rules), read("new", other, rules)
    found = compare(
        before,
        after,
        _files(paths, CASES) if paths else None,
        _files(people, PEOPLE) if people else None,
        None if drawn is None else _drawn(before, after, drawn),
    )
    if output == "json":
        from triage.changes.as_data import as_json

        click.echo(as_json(found, old, new), nl=False)
    else:
        from triage.changes.report import as_html, as_markdown, as_text, report

        told = report(found, old, new, accepted=accept_lowered)
        if output == "text":
            click.echo(as_text(told, full=full), nl=False)
        else:
            click.echo((as_html if output == "html" else as_markdown)(told), nl=False)
    if found.lowers and not accept_lowered:
        ctx.exit(1)


def _drawn(old: Rulebook, new: Rulebook, people: int) -> DrawnChanges:
    """What the two make of drawn people.

    Raises:
        UsageError: the extra is not installed, or the new one asks them something else.
    """
    from triage.changes.by_chance import DrawnChanges

    try:
        from triage.batch.both import compare
    except ImportError as error:
        from triage.cli.extras import needs

        raise needs("`--drawn`", "batch", error) from None
    seed = 1
    levels: Counter[tuple[Urgency, Urgency]] = Counter()
    other_first = 0
    for pair, times in compare(old, new, people, seed).items():
        if pair.before != pair.after:
            levels[pair.before, pair.after] += times
        other_first += times * pair.other_first
    return DrawnChanges(people, seed, levels, other_first)


def _files(paths: tuple[Path, ...], suffix: str) -> list[Path]:
    """All files of files and folders that end so.

    Raises:
        AnswersError: a path has none.
    """
    from triage.cases.running import collect

    return collect(paths, (suffix,))
