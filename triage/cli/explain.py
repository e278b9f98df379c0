"""`triage explain`: why a result is as it is, why not, and what would change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from triage.cli.forms import FORMS, printed
from triage.cli.options import ANSWERS_FILE, RULES_OPTION, format_option

if TYPE_CHECKING:
    from triage.rulebook.model import Rulebook


@click.command("explain", epilog="Example: triage explain my-answers.yaml --what-would-change")
@click.argument("answers", type=ANSWERS_FILE)
@RULES_OPTION
@click.option(
    "--why-not",
    metavar="CONDITION",
    help="Say what is missing for this condition, by id or name, and what speaks against it.",
)
@click.option(
    "--what-would-change",
    "changes",
    is_flag=True,
    help="List the smallest changes of one or two answers that give another urgency or first "
    "suggestion.",
)
@format_option(*FORMS, what="the explanation is")
@click.pass_context
def command(ctx: click.Context, /, answers: str, output: str, **options: Any) -> None:
    """Say why the answers in a file, or - for standard input, give their result."""
    click.echo(run(answers, output, styled=ctx.color is not False, **options), nl=False)


def run(
    name: str,
    output: str,
    *,
    styled: bool,
    why_not: str | None = None,
    changes: bool = False,
    rules_folder: Path | None = None,
) -> str:
    """The explanation in one of the forms; the chain where nothing else is asked for.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: the answers cannot be used as written, or there is no such condition.
    """
    from triage.cli.assess import answers_in
    from triage.cli.chosen_book import chosen
    from triage.explain import changes as altered
    from triage.explain import why as reasons
    from triage.inference.medicines_read import all_read, in_doubt
    from triage.json_text import json_text
    from triage.presentation import explanation
    from triage.presentation.document import Block, Heading, Paragraph, lowered
    from triage.rulebook.reviews import review_text
    from triage.words.explanation import title_of_page

    book = chosen(rules_folder)
    given = answers_in(book, name)
    data: dict[str, Any] = {"format": 1}
    blocks: list[Block] = []
    if why_not is None and not changes:
        chain = reasons.why(book, given)
        data["why"] = chain
        blocks += explanation.chain_blocks(chain)
    if why_not is not None:
        answer = reasons.why_not(book, given, condition_id(book, why_not))
        data["why-not"] = answer
        blocks += explanation.why_not_blocks(answer)
    if changes:
        found = altered.what_would_change(book, given)
        data["what-would-change"] = found
        names = {id: condition.name for id, condition in book.conditions.items()}
        blocks += explanation.changes_blocks(found, names)
    data["medicines-read"] = all_read(book, given.given)
    data["advisory"] = book.advisory.advisory
    data["review"] = review_text(book)
    data["digest"] = book.digest
    if output == "json":
        return json_text(data)
    blocks.append(Paragraph(in_doubt(data["medicines-read"]), apart=True))
    blocks += explanation.advisory_blocks(data["advisory"], data["review"])
    title = title_of_page(book.title)
    if output != "text":
        # in a file, nothing above says what this is; on a terminal the command does
        blocks = [Heading(1, title), *lowered(blocks, 1)]
    return printed(blocks, output, title, styled=styled)


def condition_id(book: Rulebook, typed: str) -> str:
    """The condition that an id or an exact name means; what was typed where there is none."""
    from triage.presentation.learn import matches

    if typed in book.conditions:
        return typed
    exact = [match.id for match in matches(book, typed) if match.how == "exact"]
    return exact[0] if len(exact) == 1 else typed
