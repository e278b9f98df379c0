"""What is worked out once for a rule book and used for every person."""

from __future__ import annotations

from functools import cached_property

from triage.inference.relevance import Relevance
from triage.rulebook.medicines import Catalogue
from triage.rulebook.model import Rulebook


class Prepared:
    """The parts, each made when it is first needed."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    @cached_property
    def catalogue(self) -> Catalogue:
        """The medicines, by every name."""
        return Catalogue(self._book)

    @cached_property
    def relevance(self) -> Relevance:
        """What is still open."""
        return Relevance(self._book)


def prepared(book: Rulebook) -> Prepared:
    """The prepared parts of a rule book, kept with it."""
    kept = book.__dict__.get("_prepared")
    if not isinstance(kept, Prepared):
        kept = book.__dict__["_prepared"] = Prepared(book)
    return kept
