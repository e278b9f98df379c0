"""`triage rules book`: the whole rule book, or parts of it, as one HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import NEW_FILE, RULES_OPTION, cases_option


@click.command("book", epilog="Example: triage rules book rule-book.html --cases tests/cases")
@click.argument("out", type=NEW_FILE, metavar="OUT")
@RULES_OPTION
@cases_option("Add the cases of this file or folder, and what they cover.")
@click.option(
    "--part",
    "only",
    multiple=True,
    metavar="PART",
    help="Write only this: an id, with what it rests on, or red-flags, conditions, findings, "
    "questions and so on. May be given more than once.",
)
def command(
    out: Path, rules_folder: Path | None, paths: tuple[Path, ...], only: tuple[str, ...]
) -> None:
    """Write the whole rule book, or parts of it, as one page for reading, searching and printing.

    OUT is the name of an HTML file. It needs no network and nothing beside it. An earlier page of
    that name is replaced, any other file is left as it is.
    """
    click.echo(run(out, rules_folder, paths, only))


def run(
    out: Path, rules_folder: Path | None, paths: tuple[Path, ...], only: tuple[str, ...] = ()
) -> str:
    """Write the page, and say so.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: the cases cannot be used as written, the page cannot be written, or the book
            has no such part.
    """
    from triage.cases.rule_cases import case_facts, coverage_facts
    from triage.cases.running import cases_in
    from triage.cli.chosen_book import chosen
    from triage.errors import AnswersError, Problem, printable, shortened
    from triage.guarded_file import Kind, Target, check, put
    from triage.presentation.book.page import BEGINS, book_page

    shown = shortened(out.as_posix())
    if out.suffix.lower() not in (".html", ".htm"):
        what = f"the book cannot be written as `{shown}`"
        raise AnswersError(Problem(what, "end the name with .html"))
    target = Target(out, Kind("a page of rules that triage wrote", BEGINS))
    check(target)
    book = chosen(rules_folder)
    cases = cases_in(paths, book) if paths else []
    covered = coverage_facts(book, cases) if cases and not only else None
    page = book_page(book, case_facts(book, cases), covered, only)
    put(target, page)
    return f"`{printable(shown)}` was written: {len(page.encode()) / 1_000_000:.1f} MB"
