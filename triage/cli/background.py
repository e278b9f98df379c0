"""The engine, built while the person reads the opening text."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from triage.cli.endings import Stopped, signals_held_back
from triage.errors import EngineError, Problem
from triage.rulebook.model import Rulebook

if TYPE_CHECKING:
    from triage.inference.engine import Engine

LONGEST_BUILD = 30.0
"""Seconds; an engine that takes longer is given up, it needs less than one."""


class EngineInBackground:
    """The engine, built while the person reads the opening text."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._build, daemon=True)

    def start(self) -> None:
        """Begin to build; where this system has no room for a thread, at once and here."""
        try:
            with signals_held_back():
                self._thread.start()
        except RuntimeError:
            self._thread = threading.current_thread()
            self._build()

    def _build(self) -> None:
        try:
            from triage.inference.engine import Engine

            self._engine = Engine(self._book)
        except (KeyboardInterrupt, Stopped):
            raise
        except BaseException as error:  # noqa: BLE001 - told where the engine is needed
            self._error = error

    def get(self) -> Engine:
        """The engine, once it is built.

        Raises:
            EngineError: it could not be built, or took too long.
        """
        here = self._thread is threading.current_thread()
        if not here:
            self._thread.join(LONGEST_BUILD)
        if self._error is not None or (not here and self._thread.is_alive()):
            what = "the rule engine could not be started"
            raise EngineError(Problem(what, "report it, please")) from self._error
        return self._engine
