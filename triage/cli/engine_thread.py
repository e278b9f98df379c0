"""The engine of an interview, built while the person reads the opening text."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from triage.inference.fence import Aside
from triage.inference.prepared import prepared
from triage.rulebook.model import Rulebook

if TYPE_CHECKING:
    from triage.inference.engine import Engine

LONGEST_WAIT = 15.0
"""Seconds; an engine gives up building before that."""


class EngineInBackground:
    """An engine that is ready, or known to have failed, by the time it is needed."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._aside = Aside(self._build, LONGEST_WAIT)

    def start(self) -> None:
        """Begin to build it."""
        self._aside.start()

    def get(self) -> Engine:
        """The engine, once it is built.

        Raises:
            EngineError: it could not be built, or takes too long.
        """
        return self._aside.result()

    def _build(self) -> Engine:
        from triage.inference.engine import Engine

        # what the second question is chosen by; the first one does not wait for it
        prepared(self._book).relevance.questions(frozenset(), {})
        engine = Engine(self._book)
        gc.freeze()  # the rule book and the engine stay: looking through them again finds nothing
        return engine
