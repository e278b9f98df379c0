"""`triage rules show`: one rule, or one thing that rules use, for those who judge it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from triage.cli.options import RULES_OPTION, cases_option

if TYPE_CHECKING:
    from triage.presentation.rule_links import Entry, Links

MOST_LISTED = 40
"""Things that a part of a name may mean; nobody reads more of them."""


@click.command("show", epilog="Example: triage rules show RF01 --cases tests/cases")
@click.argument("id", metavar="ID")
@RULES_OPTION
@cases_option("Name the cases of this file or folder in which it fires.")
@click.pass_context
def command(
    ctx: click.Context, /, id: str, rules_folder: Path | None, paths: tuple[Path, ...]
) -> None:
    """Show a rule in words and as a table, with its sources, cases and review.

    ID names a red flag, a condition, a rule of a condition, a finding, a question, a medicine
    class, a medicine, a source or a region. A question that is asked for each item of another one
    is shown as often as it is asked. A part of an id or of a name is enough where only one thing
    has it; where several have, they are listed.
    """
    found = run(id, rules_folder, paths, styled=ctx.color is not False)
    click.echo(found.text, nl=False, err=not found.is_page)
    ctx.exit(0 if found.is_page else 2)


class Found(NamedTuple):
    """What is shown, and whether it is what was asked for."""

    text: str
    is_page: bool = True


def run(id: str, rules_folder: Path | None, paths: tuple[Path, ...], *, styled: bool) -> Found:
    """The page about one thing, or a list of all that may be meant.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: there is nothing of that name, or the cases cannot be used as written.
    """
    import shutil
    from datetime import datetime

    from triage.cases.rule_cases import case_facts
    from triage.cases.running import cases_in
    from triage.cli.chosen_book import chosen
    from triage.cli.style import bold
    from triage.errors import AnswersError
    from triage.presentation.describe.shelf import subject_of
    from triage.presentation.layout import unstyled
    from triage.presentation.rule_links import Links
    from triage.presentation.rule_page import rule_page
    from triage.rulebook.reviews import standing

    book = chosen(rules_folder)
    links = Links(book)
    today = datetime.now().astimezone().date()
    facts = case_facts(book, cases_in(paths, book)) if paths else None

    def page(entry: Entry) -> str:
        subject = subject_of(links, entry)
        return rule_page(
            links,
            entry,
            shutil.get_terminal_size().columns,
            bold if styled else unstyled,
            cases=facts,
            standing=standing(book, subject, today) if subject else None,
            folder=rules_folder,
        )

    try:
        entries = links.all_named(id)
    except AnswersError:
        whole = any(entry.id.lower() == id.lower() for entry in links.entries)
        meant = links.with_part(id) if id.strip() and not whole else ()
        if not meant:
            raise
        if len(meant) > 1:
            return Found(listed(links, id, meant), is_page=False)
        entries = meant
    return Found("\n".join(map(page, entries)))


def listed(links: Links, typed: str, meant: tuple[Entry, ...]) -> str:
    """All that a part of a name may mean, each with the id to type; ends with a line break."""
    import shutil
    import textwrap

    from triage.errors import printable, shortened

    width = shutil.get_terminal_size().columns
    lines = [f"`{shortened(printable(typed))}` is part of {len(meant)} names; write one of them:"]
    for entry in meant[:MOST_LISTED]:
        name, title = links.shortest_name(entry), links.title(entry)
        said = name if title == entry.id else f"{name}: {title}"
        kind = entry.kind.replace("-", " ")
        lines += textwrap.wrap(
            f"{said} ({kind})",
            width,
            initial_indent="  ",
            subsequent_indent="    ",
            break_on_hyphens=False,
        )
    more = len(meant) - MOST_LISTED
    if more > 0:
        lines.append(f"and {more} more, which more letters of the name would tell apart")
    return "\n".join(lines) + "\n"
