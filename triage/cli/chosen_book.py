"""Which rule book a command works on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from msgspec.structs import replace

from triage.errors import AnswersError, Problem, RulesError, did_you_mean, shortened
from triage.rulebook.installed import own_folder
from triage.rulebook.model import Rulebook
from triage.rulebook.own import own_rulebook


def chosen(folder: Path | None, region: str | None = None) -> Rulebook:
    """The rule book in a folder, or the package's own; with the numbers of one region.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: there is no such region.
    """
    if folder is None:
        book = own_rulebook()
    else:
        from triage.rulebook.loading import load_rulebook

        book = load_rulebook(folder)
    if region is None:
        return book
    if region not in book.regions:
        advice = did_you_mean(region, book.regions, f"regions: {', '.join(book.regions)}")
        raise AnswersError(Problem(f"unknown region `{shortened(region)}`", advice))
    return replace(book, regions={region: book.regions[region]})


def chosen_for(paths: Iterable[Path], folder: Path | None) -> Rulebook:
    """The rule book in a folder, or the one that pytest uses for these cases, which is said.

    Raises:
        RulesError: the rule files, or the configuration of pytest, cannot be used as written.
    """
    if folder is None:
        from triage.cases.configured import KEY, configured, from_here

        found = configured(paths)
        if found is not None and found.folder != own_folder().resolve():
            folder = found.folder
            rules, file = (shortened(from_here(path)) for path in (folder, found.file))
            click.echo(f"the rule book is `{rules}`, by `{KEY}` in `{file}`", err=True)
    return chosen(folder)


def folder_for(paths: Iterable[Path], folder: Path | None) -> Path:
    """Where the rule book is that `chosen_for` reads; the package's own where nothing can be told.

    What a broken configuration names is not known until it is mended.
    """
    from triage.cases.configured import configured

    try:
        found = None if folder is not None else configured(paths)
    except RulesError:
        found = None
    return folder or (found.folder if found else own_folder())
