"""Which rule book a command works on."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from triage.errors import AnswersError, Problem, did_you_mean, shortened
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
