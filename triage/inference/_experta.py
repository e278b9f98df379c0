"""experta, made importable on today's Python, and nothing more: the only module that imports it.

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
from collections.abc import Iterator
from contextlib import contextmanager

from triage.errors import EngineError, Problem


@contextmanager
def _as_in_2019() -> Iterator[None]:
    missing = not hasattr(collections, "Mapping")
    handlers, level = list(logging.root.handlers), logging.root.level
    if missing:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    except ImportError as error:
        slip = f"experta cannot be loaded, `{error}`"
        raise EngineError(Problem(slip, "install movement-triage again")) from error
    finally:
        if missing:
            del collections.Mapping  # type: ignore[attr-defined]
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)


with _as_in_2019():
    from experta import Fact, KnowledgeEngine, P, Rule
    from experta.abstract import Strategy
    from experta.activation import Activation
    from experta.matchers.rete import ReteMatcher
    from experta.matchers.rete.check import FeatureCheck, SameContextCheck
    from experta.matchers.rete.mixins import ChildNode
    from experta.matchers.rete.nodes import ConflictSetNode, OrdinaryMatchNode
    from experta.matchers.rete.token import Token

__all__ = [
    "Activation",
    "ChildNode",
    "ConflictSetNode",
    "Fact",
    "FeatureCheck",
    "KnowledgeEngine",
    "OrdinaryMatchNode",
    "P",
    "ReteMatcher",
    "Rule",
    "SameContextCheck",
    "Strategy",
    "Token",
]
