"""Every text that the program itself says to a patient."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, get_type_hints

from triage import words

NO_SAYINGS = frozenset({"english", "keys", "voice"})
"""Modules that help to say things, or list what is typed."""
GAPS: dict[Any, tuple[Any, ...]] = {
    str: ("this",),
    int: (1, 3),
    int | None: (1,),
    bool: (True, False),
    Path: (Path("notes"),),
    Iterable[str]: (("this", "that"),),
}
"""What is put into a gap, by what it is for."""


def modules() -> list[ModuleType]:
    """The modules of words, by name."""
    found = sorted(module.name for module in pkgutil.iter_modules(words.__path__))
    return [import_module(f"{words.__name__}.{name}") for name in found]


def program_texts() -> Iterator[tuple[str, str]]:
    """Pairs of where a text stands and the text, with something in each of its gaps."""
    for module in modules():
        screen = module.__name__.rpartition(".")[2]
        if screen not in NO_SAYINGS:
            for name, value in vars(module).items():
                if not name.startswith("_"):
                    yield from ((f"{screen}.{name}", text) for text in _texts(module, value))


def _texts(module: ModuleType, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, FunctionType) and value.__module__ == module.__name__:
        yield from _said(value)
    elif isinstance(value, dict):
        yield from (text for texts in value.values() for text in texts)


def _said(function: FunctionType) -> Iterator[str]:
    hints = get_type_hints(function)
    named = inspect.signature(function).parameters
    for fillings in product(*(GAPS[hints[name]] for name in named)):
        bound = inspect.signature(function).bind_partial()
        bound.arguments.update(zip(named, fillings, strict=True))
        yield function(*bound.args, **bound.kwargs)
