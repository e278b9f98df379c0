"""What to write where a part of a rule file has another shape than it must have."""

from __future__ import annotations

import re
from collections.abc import Sequence as Listed
from typing import NamedTuple

from triage.errors import shortened
from triage.rulebook.odd_characters import plain
from triage.rulebook.yaml_tree import Mapping, Node, Scalar, Sequence

DIGITS = "write digits only, such as `3`"
IN_QUOTES = "write a text, in double quotes where it begins with a bracket or has a colon in it"
FINDINGS = "write one of the names in findings.yaml"
STRAIGHT = 'type the straight quote `"` at both ends of the text'
MOVE_IN = "put two more spaces before it and before each line of it, to make it a part of"
CURLY = {"\u201c": "\u201d", "\u201e": "\u201c", "\u2018": "\u2019", "\u201a": "\u2018"}
"""Curly quotes, with those that end what they begin."""
_BLOCK_OF_CONDITIONS = "begin each condition with a dash and a space, as in `- question: answer`"
_LIST_OF_CONDITIONS = "write `[{question: answer}, {question: answer}]`"


class Around(NamedTuple):
    """A block of keys that something stands in."""

    node: Mapping
    path: tuple[str | int, ...]
    fields: frozenset[str]
    written: frozenset[str]

    def lacks(self, name: str) -> bool:
        """Whether the key would belong here, and is not written here."""
        return name in self.fields and name not in self.written

    def beside(self, inner: str) -> str:
        """Where a key must begin to stand beside a block in here, and not in that block."""
        first = self.node.entries[0][0]
        if first.place != self.node.place:  # in brackets, where columns mean nothing
            return f"take it out of `{shortened(inner)}`"
        column = first.place.column - 1
        step = f"put {column} spaces before it" if column else "delete the spaces before it"
        return f"{step}, to stand beside `{shortened(inner)}`"


def below(node: Node, *, whole_file: bool) -> str:
    """For what must be a block of keys."""
    if isinstance(node, Sequence):
        return "take the dashes or brackets away, and end each name with a colon"
    if whole_file:
        return "write each key on a line of its own, as in `key: text`"
    return "write each key on a line of its own below, with two more spaces before it"


def in_brackets(node: Node, name: str) -> str:
    """For what must be a list."""
    if isinstance(node, Scalar) and node.text:
        return f"write `{name}: [{shortened(node.text)}]`"
    return "begin each part with a dash and a space"


def conditions(node: Node) -> str:
    """For what must be a list of conditions."""
    if not isinstance(node, Mapping):
        return _LIST_OF_CONDITIONS
    if any(key.text.startswith("-") for key, _ in node.entries):
        return "put a space after each dash, as in `- question: answer`"
    return _BLOCK_OF_CONDITIONS


def condition(node: Node) -> str:
    """For what must be a condition."""
    if isinstance(node, Scalar):
        return with_colon(node.text) if no_colon(node.text) else "write `question: answer`"
    return "write `all:` or `any:` before the list"


_JOINED = re.compile(r"([a-z][\w.*-]*)(:| +)(?=\S)(.*)$")


def no_colon(text: str) -> str:
    """What is wrong with `lasted minutes` or `lasted:minutes`; empty where nothing is."""
    found = _JOINED.match(text)
    if found is None:
        return ""
    slip = shortened(text)
    if found[2] == ":":
        return f"there is no space after the colon in `{slip}`"
    return f"`{slip}` has no colon"


def with_colon(text: str) -> str:
    """The same with a colon and a space."""
    found = _JOINED.match(text)
    return f"write `{shortened(f'{found[1]}: {found[3]}' if found else text)}`"


_OR = re.compile(r" *(?:,|/|;| or | and |\s) *")


def meant(word: str, known: Listed[str]) -> str:
    """What to write for a word that is right but for its quotes or blanks, or is several words."""
    bare, taken = plain(word)
    if taken and bare in known:
        return f"write `{bare}` without {taken}"
    several = _OR.split(word)
    if len(several) > 1 and all(part in known for part in several):
        return f"write `[{', '.join(several)}]`, with a comma between two of them"
    return ""
