"""`triage rules show`: one rule, or one thing that rules use, for those who judge it."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import RULES_OPTION, cases_option


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
    is shown as often as it is asked.
    """
    click.echo(run(id, rules_folder, paths, styled=ctx.color is not False), nl=False)


def run(id: str, rules_folder: Path | None, paths: tuple[Path, ...], *, styled: bool) -> str:
    """The page about one thing.

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
    from triage.presentation.describe.shelf import subject_of
    from triage.presentation.layout import unstyled
    from triage.presentation.rule_links import Entry, Links
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

    return "\n".join(map(page, links.all_named(id)))
