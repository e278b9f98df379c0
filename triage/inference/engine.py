"""The forward-chaining engine, fenced in: the rule book as an experta network.

`experta_network` says how it works, and is loaded, built and run aside (`fence`). Whatever its
library does there, the caller gets the rules that fire or an `EngineError`, within a bound of time.
"""

from __future__ import annotations

import logging  # noqa: F401 - experta loads it, and it has a lock of its own at forks
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING
from weakref import WeakSet

from triage.inference.fence import Fence
from triage.inference.reference import Fired
from triage.late_import import importing, wait_at_forks
from triage.rulebook.model import Rulebook

if TYPE_CHECKING:
    from triage.inference.experta_network import Network

LONGEST_BUILD = 10.0
"""Seconds to load and build; it needs less than one."""
LONGEST_RUN = 5.0
"""Seconds for one answer set; it needs some milliseconds."""


class Engine:
    """One rule book, ready to be run on one person after another, by any thread.

    Raises:
        EngineError: it cannot be built.
    """

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.fence = Fence()
        self._network = _building.run(lambda: _network(book), LONGEST_BUILD)
        _forks.engines.add(self)

    def fire(self, answers: Mapping[str, str]) -> Fired:
        """Every rule that fires on these answers; the same as `reference.fire`.

        Raises:
            EngineError: it failed, in whatever way, or takes too long.
        """
        return self.fence.run(lambda: self._network.fire(answers), LONGEST_RUN)


_building = Fence()
"""Two networks built at the same time would break each other (`experta_network` says why)."""


def _network(book: Rulebook) -> Network:
    with importing():
        from triage.inference.experta_network import Network

    return Network(book)


class _Forks:
    """What a fork must not break, whatever other threads were doing at that moment."""

    def __init__(self) -> None:
        self.engines: WeakSet[Engine] = WeakSet()

    def in_child(self) -> None:
        """The threads that held a lock are not in the child."""
        _building.renew()
        for engine in self.engines:
            engine.fence.renew()  # half a run begins anew, as after any failure


wait_at_forks()
_forks = _Forks()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forks.in_child)
