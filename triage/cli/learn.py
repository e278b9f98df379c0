"""`triage learn`: read about one condition, or see which there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import RULES_OPTION

if TYPE_CHECKING:
    from triage.errors import Problem
    from triage.rulebook.model import Rulebook

BY_NAME = ("exact", "beginning", "in-names")


@click.command("learn", epilog="Example: triage learn twisted neck")
@click.argument("words", nargs=-1, metavar="[CONDITION]")
@RULES_OPTION
@click.pass_context
def command(ctx: click.Context, /, words: tuple[str, ...], rules_folder: Path | None) -> None:
    """Read about a condition, or list all of them."""
    click.echo(run(words, rules_folder, styled=ctx.color is not False), nl=False)


def run(words: tuple[str, ...], rules_folder: Path | None, *, styled: bool) -> str:
    """The page about the condition that the words mean, a choice, or the list of all.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: no condition is called anything like it.
    """
    import shutil

    from triage.cli.chosen_book import chosen
    from triage.cli.style import bold
    from triage.errors import AnswersError, shortened
    from triage.presentation.layout import Page, unstyled
    from triage.presentation.learn import (
        choice_text,
        learn_text,
        list_text,
        matches,
        others_text,
    )
    from triage.words.learn import read_as

    book = chosen(rules_folder)
    width = shutil.get_terminal_size().columns
    heading = bold if styled else unstyled
    typed = " ".join(" ".join(words).split())
    if not typed:
        return list_text(book, width, heading, folder=rules_folder)
    found = matches(book, typed)
    if not found:
        raise AnswersError(_not_found(book, typed))
    best = found[0]
    # words of a description are no name, so even one find is only offered
    if best.how == "in-text" or sum(match.how == best.how for match in found) > 1:
        ids = [match.id for match in found]
        return choice_text(book, typed, ids, width, heading, folder=rules_folder)
    text = learn_text(book, best.id, width, heading)
    if best.how.startswith("near"):
        page = Page(width)
        name = book.conditions[best.id].name
        page.text(read_as(shortened(typed), name))
        text = f"{page}\n\n{text}"
    others = [m.id for m in found[1:] if m.how in BY_NAME or best.how.startswith("near")]
    if not others:
        return text
    return text + others_text(book, typed, others, width, heading, folder=rules_folder)


def _not_found(book: Rulebook, typed: str) -> Problem:
    from triage.errors import Problem, shortened
    from triage.presentation.learn import nearest
    from triage.words import learn as words

    near = [words.near_name(book.conditions[id].name, id) for id in nearest(book, typed)]
    advice = words.nearest(near) if near else words.ALONE_LISTS_ALL
    return Problem(words.not_found(shortened(typed)), advice)
