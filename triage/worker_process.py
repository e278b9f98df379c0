"""What a process that works for another one does at its start."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from multiprocessing import parent_process


def end_with_the_first() -> None:
    """Leave Ctrl-C to the first process, and end when that is gone, however it ended.

    Ctrl-C reaches every process of a terminal; the first one stops the others itself. When it is
    killed, nobody may be left behind waiting for work.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(RuntimeError):  # the system gives no thread to watch the first one with
        threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)
