"""experta, made importable on today's Python, and nothing more.

experta 1.9.4 (2019) is the newest release. Its pinned frozendict looks for
`collections.Mapping`, which Python 3.10 removed; the name is put back for the time of the
import only. The import also calls `logging.basicConfig()` and swallows its own import
errors, so the root handlers are restored and the names are checked.
"""

from __future__ import annotations

import collections
import collections.abc
import logging
import warnings
from typing import Any

from triage.errors import EngineError, Problem


def _import_experta() -> Any:
    missing = not hasattr(collections, "Mapping")
    handlers, level = list(logging.root.handlers), logging.root.level
    if missing:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import experta
    except ImportError as error:
        raise EngineError(_problem(str(error))) from error
    finally:
        if missing:
            del collections.Mapping  # type: ignore[attr-defined]
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
    for name in ("KnowledgeEngine", "Fact", "Rule", "P"):
        if not hasattr(experta, name):
            raise EngineError(_problem(f"it has no {name}"))
    return experta


def _problem(reason: str) -> Problem:
    return Problem(f"experta cannot be loaded, `{reason}`", "install movement-triage again")


experta = _import_experta()
