"""What is imported only when somebody needs it, so that a start stays quick.

Python never ends an import that a thread had begun when another thread forks: the child has the
lock of the module, but not the thread that would give it back, and waits for ever. So everything
that a library's user can bring in late is imported inside `importing()`, and a fork waits for it.
"""

from __future__ import annotations

import os
import threading
from contextlib import AbstractContextManager

LONGEST_WAIT = 10
"""Seconds that a fork waits: long for any import, and not for ever."""


class _Imports:
    """Whether something is being imported, and by which thread."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._waited = 0

    def before_fork(self) -> None:
        self._waited += self.lock.acquire(timeout=LONGEST_WAIT)

    def in_parent(self) -> None:
        if self._waited:
            self._waited -= 1
            self.lock.release()

    def in_child(self) -> None:
        self.lock = threading.RLock()  # the thread that held the other one may not be here
        self._waited = 0


_imports = _Imports()


def wait_at_forks() -> None:
    """Let every fork from now on wait for imports, before whatever else it waits for.

    What was registered last waits first. So it is said again after importing a module that
    registers a lock of its own, which an import may need: else each would wait for the other.
    """
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            before=_imports.before_fork,
            after_in_parent=_imports.in_parent,
            after_in_child=_imports.in_child,
        )


wait_at_forks()


def importing() -> AbstractContextManager[object]:
    """Around an import inside a function: `with importing(): from a import b`."""
    return _imports.lock
