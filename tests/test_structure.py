"""How the program is cut into modules: none too long to read, none that needs itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter

from tests.conftest import ROOT

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in ROOT.glob("triage/**/*.py")
}
LONGEST = 450


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    """A module has one job; what needs more lines has two."""
    long = {
        name
        for name, path in MODULES.items()
        if len(path.read_text("utf-8").splitlines()) > LONGEST
    }

    assert set() == long


def test_no_module_needs_itself_in_a_circle() -> None:
    """Each module can be understood after those that it imports, wherever it imports them."""
    needs = {name: set(_imported(name)) - {name} for name in MODULES}

    order = [*TopologicalSorter(needs).static_order()]  # a circle is an error that names it

    assert set(MODULES) == set(order)


def _imported(name: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            inside = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (one if one in MODULES else node.module for one in inside)
