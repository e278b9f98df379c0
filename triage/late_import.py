"""What is imported only when somebody needs it, so that a start stays quick.

Python never ends an import that a thread had begun when another thread forks: the child has the
lock of the module, but not the thread that would give it back, and waits for ever. So everything
that a library's user can bring in late is imported inside `importing()`, and a fork waits for it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

LONGEST_WAIT = 10
"""Seconds that a fork waits: long for any import, and not for ever."""


class _Imports:
    """Which threads are importing something."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.depths: dict[int, int] = {}
        """How many imports of a thread are under way, one inside the other."""

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """One more, while what stands inside is done. Imports do not wait for each other."""
        me = threading.get_ident()
        with self.changed:
            self.depths[me] = self.depths.get(me, 0) + 1
        try:
            yield
        finally:
            with self.changed:
                self.depths[me] -= 1
                if not self.depths[me]:
                    del self.depths[me]
                    self.changed.notify_all()

    def before_fork(self) -> None:
        """Wait for the imports of other threads, and let none begin until the fork is done."""
        me = threading.get_ident()
        self.changed.acquire()
        self.changed.wait_for(lambda: not self.depths.keys() - {me}, LONGEST_WAIT)

    def in_parent(self) -> None:
        self.changed.release()

    def in_child(self) -> None:
        """The threads that were importing, or held the lock, may not be here."""
        me = threading.get_ident()
        self.changed = threading.Condition()
        self.depths = {me: self.depths[me]} if me in self.depths else {}


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


def importing() -> AbstractContextManager[None]:
    """Around an import inside a function: `with importing(): from a import b`."""
    return _imports.under_way()
