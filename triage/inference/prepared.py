"""What is worked out once for a rule book and used for every person."""

from __future__ import annotations

from triage.inference.relevance import Relevance
from triage.once import once
from triage.rulebook.lines import Covered, covered
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import is_emergency


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

    @once
    def emergency_alone(self) -> frozenset[str]:
        """The questions by whose answer alone an emergency can come.

        Age, sex and whatever else decides who is asked about danger may stand beside it.
        """
        book = self._book
        found = set()
        for id, flag in book.red_flags.items():
            if is_emergency(flag.urgency):
                for box in self.relevance.expanded(id, flag.when):
                    asked = {book.variables[name].question for name in box}
                    moving = {one for one in asked if not self._stays(one)}
                    found |= moving if len(moving) == 1 else set()
        return frozenset(found)

    def _stays(self, id: str) -> bool:
        question = self._book.questions[id]
        return id in self._book.danger_gates or question.counts


def prepared(book: Rulebook) -> Prepared:
    """The prepared parts of a rule book, kept with it."""
    # of two threads that make them at the same time, both get those of the first
    kept: Prepared = book.__dict__.get("_prepared") or book.__dict__.setdefault(
        "_prepared", Prepared(book)
    )
    return kept
