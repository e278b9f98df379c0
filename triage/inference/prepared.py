"""What is worked out once for a rule book and used for every person."""

from __future__ import annotations

from triage.inference.relevance import Relevance
from triage.once import once
from triage.rulebook.lines import Covered, covered
from triage.rulebook.model import Rulebook


class Prepared:
    """The parts, each made when it is first needed."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    @once
    def covered(self) -> dict[str, Covered]:
        """The signs that lines cover."""
        return covered(self._book.questions)

    @once
    def relevance(self) -> Relevance:
        """What is still open."""
        return Relevance(self._book)


def prepared(book: Rulebook) -> Prepared:
    """The prepared parts of a rule book, kept with it."""
    # of two threads that make them at the same time, both get those of the first
    kept: Prepared = book.__dict__.get("_prepared") or book.__dict__.setdefault(
        "_prepared", Prepared(book)
    )
    return kept
