"""What the questions of the form are called.

A name is one of an XML document: no `/` in it, and no digit first. Ids of a rule book have no `_`,
so that stands in place of the one and before the other. Whatever is no item of the form has two of
them, one after the other, in its name.
"""

from __future__ import annotations

FORM_ID = "movement-triage"
OWN = "__"
"""In the name of what is no item of the form: groups, notes, and what only works something out."""


def name_of(link: str) -> str:
    """The name of an item."""
    name = link.replace("/", "_")
    return f"_{name}" if name[0].isdecimal() else name


def link_of(name: str) -> str | None:
    """The item of a name; None for what is no item."""
    return None if OWN in name else name.removeprefix("_").replace("_", "/")


def reference(name: str) -> str:
    """How an expression names the answer of a question."""
    return f"${{{name}}}"
