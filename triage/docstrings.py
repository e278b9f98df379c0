"""Docstrings that are shown to people, also where Python was told to throw them away."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any


def docstring_of(thing: Any) -> str:
    """The docstring of a class or function; with `python -OO`, from its source.

    Nothing where there is no source either.
    """
    if thing.__doc__ is not None:
        return inspect.cleandoc(thing.__doc__)
    try:
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(thing))).body
    except (OSError, TypeError, SyntaxError):
        return ""
    if isinstance(body, ast.ClassDef | ast.FunctionDef):
        return ast.get_docstring(body) or ""
    return ""
