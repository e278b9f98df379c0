"""`triage accuracy`: how often the result is right, over people with a known answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import (
    CASES_RULES_OPTION,
    ONLY_NEW_FILE,
    PATHS_ARGUMENT,
    format_option,
    words_option,
)

if TYPE_CHECKING:
    from triage.cases.people import Person
    from triage.rulebook.model import Rulebook


@click.command(
    "accuracy", epilog="Example: triage accuracy people --leave-out --html accuracy.html"
)
@PATHS_ARGUMENT
@CASES_RULES_OPTION
@words_option("people")
@click.option(
    "--html", type=ONLY_NEW_FILE, metavar="FILE", help="Write a page with drawings as well."
)
@click.option(
    "--leave-out",
    is_flag=True,
    help="Say also how far the figures lean on single people: each is left out in turn.",
)
@format_option("text", "json", what="the figures are")
def command(
    paths: tuple[Path, ...],
    rules_folder: Path | None,
    words: str | None,
    html: Path | None,
    leave_out: bool,
    output: str,
) -> None:
    """Say how often the result is right over people with a known answer, and who is missed.

    Below everybody who is missed stands the one answer, or the one rule, that would have mended
    it. A PATH is a *.people.yaml file, or a folder with such files; people of several folders are
    told apart as well.
    """
    from triage.cases import accuracy, accuracy_leaning, accuracy_mending
    from triage.cli.chosen_book import chosen_for
    from triage.errors import printable
    from triage.guarded_file import Target, check, put

    target = None if html is None else Target(html, None, "--html")
    if target is not None:
        check(target)
    book = chosen_for(paths, rules_folder)
    found = accuracy.outcomes(book, people_in(paths, book, words))
    mended = accuracy_mending.mendings(book, found)
    if output == "json":
        plain = [*map(accuracy_mending.as_data, mended)]
        leaning = accuracy_leaning.as_data(found) if leave_out else None
        click.echo(accuracy.as_json(found, plain, leaning), nl=False)
    else:
        lines = [accuracy.report(found), ""]
        lines += [*accuracy_leaning.as_lines(found), ""] if leave_out else []
        lines.append("not as known:")
        for miss, by in zip(accuracy.misses(found), mended, strict=True):
            below = (f"    {printable(line)}" for line in accuracy_mending.as_lines(by))
            lines += [f"  {printable(miss)}", *below]
        click.echo("\n".join(lines if mended else [*lines, "  nobody"]))
    if target is not None:
        from triage.cases.accuracy_page import as_page

        put(target, as_page(book, found))


def people_in(paths: Sequence[Path], book: Rulebook, words: str | None) -> list[Person]:
    """The people of files and folders, those with all these words only.

    Raises:
        AnswersError: a path or a person cannot be used as written, or nobody is left.
    """
    from triage.cases.people import SUFFIX, load_people
    from triage.cases.running import collect, matches, no_match
    from triage.errors import AnswersError, Problem

    problems: list[Problem] = []
    everybody: list[Person] = []
    for file in collect(paths, (SUFFIX,)):
        try:
            everybody += load_people(file, book)
        except AnswersError as error:
            problems += error.problems
    if problems:
        raise AnswersError(*problems)
    some = [one for one in everybody if words is None or matches(words, one.id, one.place)]
    if not some:
        raise no_match(words or "", "person")
    return some
