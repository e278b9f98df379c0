"""One layout for rule files and case files, with every comment kept in its place.

A file is taken apart into a *document*: the text, lists and blocks of keys as YAML sees them,
and the comments and blank lines as a reader sees them. Writing a document gives the one layout:

- two spaces for each step, lists one step below their key, lines of at most 100 characters;
- text stands plain on one line where it fits, in double quotes where it must, folded (`>-`)
  where it is longer; quotes that keep other readers of YAML from seeing a number stay;
- what was written in `{}` or `[]` stays so while it fits on a line and holds no comment;
- at most one blank line in a row.

What is written is read again: it has exactly the same keys, texts and comments, or it is not
given back at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Any

import yaml

from triage.errors import Place, Problem, RulesError, unseen
from triage.rulebook import yaml_tree
from triage.rulebook.commented import Entry, Group, Node, Taker, Text
from triage.rulebook.yaml_events import build, events

WIDTH = 100
FOLDED = 96
"""For text over several lines, so that a word can be changed without moving all of it."""
STEP = 2


@dataclass
class Document:
    """One file, taken apart."""

    root: Node
    above: list[str] = field(default_factory=list)
    """Comments before it, where it is a single text or stands in `{}` or `[]`."""
    below: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The file in its one layout."""
        root = self.root
        if isinstance(root, Text):
            lines = _written(root, 0, STEP)
        else:
            flow = _flow(root) if root.is_flow or not root.entries else ""
            lines = [flow] if flow and len(flow) <= WIDTH else _block(root, 0)
        lines = [*_remarks_at(self.above, 0), *lines]
        return "\n".join([*lines, *_remarks_at(self.below, 0)]).strip("\n") + "\n"


def formatted(text: str, shown_as: str) -> str:
    """The text of a rule file or a case file in its one layout.

    Raises:
        RulesError: it is not YAML as this tool reads it, or it cannot be written in this layout.
    """
    before, problems = build(text, shown_as)
    if problems:
        raise RulesError(*problems)
    if before is None:
        top = Place(shown_as, 1, 1)
        raise RulesError(Problem("the file is empty", "write something, or delete it", top))
    taken = document(text)
    result = taken.text()
    after, problems = build(result, shown_as)
    same = not problems and after is not None and _plain(before) == _plain(after)
    if not (same and sorted(_comments(text)) == sorted(_comments(result))):
        what = "the file cannot be written in the one layout without a change of meaning"
        advice = "very long keys and odd places of comments can do this; write it in a simpler way"
        line, column = _first_lost(text, result, before)
        raise RulesError(Problem(what, advice, Place(shown_as, line, column)))
    return result


def _first_lost(text: str, result: str, before: yaml_tree.Node) -> tuple[int, int]:
    """Where the first text or comment stands that the layout would lose; counted from 1."""
    kept: list[str] = []
    try:
        kept.extend(each.value for each in events(result) if isinstance(each, yaml.ScalarEvent))
    except yaml.YAMLError:
        kept = kept[:-1]  # the last text before a slip is what cannot be written so
    for scalar, other in zip_longest(_scalars(before), kept):
        if scalar is not None and scalar.text != other:
            return scalar.place.line, scalar.place.column
    left = Counter(_comments(result))
    for remark in Taker(text).remarks:
        left[remark.text] -= 1
        if remark.text and left[remark.text] < 0:
            return remark.line + 1, remark.column + 1
    return 1, 1


def _scalars(node: yaml_tree.Node) -> Iterator[yaml_tree.Scalar]:
    """All words and sentences of a tree, in the order of the file."""
    match node:
        case yaml_tree.Scalar():
            yield node
        case yaml_tree.Mapping(_, entries):
            for key, value in entries:
                yield key
                yield from _scalars(value)
        case yaml_tree.Sequence(_, items):
            for item in items:
                yield from _scalars(item)


def document(text: str) -> Document:
    """A file that reads without a problem, taken apart."""
    return Document(*Taker(text).taken())


def _plain(node: yaml_tree.Node) -> Any:
    """A tree without its places."""
    match node:
        case yaml_tree.Scalar(_, text):
            return text
        case yaml_tree.Mapping(_, entries):
            return [(key.text, _plain(value)) for key, value in entries]
        case yaml_tree.Sequence(_, items):
            return ("list", [_plain(item) for item in items])


def _comments(text: str) -> list[str]:
    return [comment.text for comment in Taker(text).remarks if comment.text]


# writing


def _block(group: Group, indent: int) -> list[str]:
    remarks, lines = _parts(group, indent)
    return [*_remarks_at(remarks, indent), *lines]


def _parts(group: Group, indent: int) -> tuple[list[str], list[str]]:
    """The remarks above the first entry of a group, and all lines after them."""
    (first, lines), *others = (_entry(entry, indent) for entry in group.entries)
    for remarks, more in others:
        lines += [*_remarks_at(remarks, indent), *more]
    return first, [*lines, *_remarks_at(group.below, indent)]


def _remarks_at(remarks: list[str], indent: int) -> list[str]:
    """Comments at an indentation, with at most one blank line in a row."""
    return [
        f"{' ' * indent}{remark}" if remark else ""
        for before, remark in pairwise(["x", *remarks])
        if before or remark
    ]


def _entry(entry: Entry, indent: int) -> tuple[list[str], list[str]]:
    """The remarks above an entry, and its lines."""
    value = entry.value
    head = " " * indent + ("-" if entry.key is None else f"{_key(entry.key)}:")
    beside = f"  {entry.beside}" if entry.beside else ""
    if isinstance(value, Text):
        first, *rest = _written(value, len(head) + 1, indent + STEP)
        rest += _remarks_at(entry.below, indent + STEP)
        return entry.above, [f"{head} {first}".rstrip() + beside, *rest]
    if value.is_flow or not value.entries:
        flow = _flow(value)
        if len(head) + 1 + len(flow) <= WIDTH or not value.entries:
            below = _remarks_at(value.below, indent + STEP)
            return entry.above, [f"{head} {flow}{beside}", *below]
        if _is_wrapped(value) and entry.key is not None:
            return entry.above, [head + beside, *_wrapped(value, indent + STEP)]
    if entry.key is not None:
        return entry.above, [head + beside, *_block(value, indent + STEP)]
    # the first line of the item stands beside the dash, so its remarks go above the dash
    inner, (first, *rest) = _parts(value, indent + STEP)
    own = [entry.beside] if entry.beside else []
    return [*entry.above, *own, *inner], [f"{head} {first.lstrip()}", *rest]


def _is_wrapped(group: Group) -> bool:
    """Whether a long list is filled line by line: a list of words is, one of blocks is not."""
    return not group.is_mapping and all(isinstance(entry.value, Text) for entry in group.entries)


def _wrapped(group: Group, indent: int) -> list[str]:
    words = [_flow(entry.value) for entry in group.entries]
    lines, line = [], " " * indent + "["
    for index, word in enumerate(words):
        ending = "]" if index == len(words) - 1 else ","
        if line.strip(" [") and len(line) + 1 + len(word) + len(ending) > WIDTH:
            lines.append(line)
            line = " " * (indent + 1) + word + ending
        else:
            line += ("" if line.endswith("[") else " ") + word + ending
    return [*lines, line]


def _flow(node: Node) -> str:
    if isinstance(node, Text):
        return _in_line(node, in_flow=True)
    if node.is_mapping:
        pairs = (
            f"{_key(entry.key or Text(''), in_flow=True)}: {_flow(entry.value)}"
            for entry in node.entries
        )
        return "{" + ", ".join(pairs) + "}"
    return "[" + ", ".join(_flow(entry.value) for entry in node.entries) + "]"


def _key(text: Text, *, in_flow: bool = False) -> str:
    return _in_line(text, in_flow=in_flow) or '""'


def _in_line(text: Text, *, in_flow: bool = False) -> str:
    """A text on one line, plain where that can be."""
    if not text.value:
        return '""' if in_flow or text.is_quoted else ""
    protected = text.is_quoted and _is_typed(text.value)
    return text.value if _can_be_plain(text.value, in_flow) and not protected else _quoted(text)


def _written(text: Text, column: int, indent: int) -> list[str]:
    """A value that starts at a column; further lines stand at an indentation."""
    value = text.value
    line = _in_line(text)
    chomp = "" if value.endswith("\n") else "-"
    one = value.removesuffix("\n")
    if "\n" not in one and _can_be_folded(one):
        is_escaped = "\\" in line and line != value
        if chomp == "" or column + len(line) > WIDTH or is_escaped:
            lines = _filled(one, FOLDED - indent)
            if len(lines) > 1 or chomp == "" or is_escaped:
                return [f">{chomp}", *(" " * indent + each for each in lines)]
    elif "\n" in value and _can_be_literal(value):
        lines = one.split("\n")
        return [f"|{chomp}", *(" " * indent + each if each else "" for each in lines)]
    return [line]


def _filled(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in re.split("(?<! ) (?! )", text):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _can_be_folded(text: str) -> bool:
    return bool(text) and text == text.strip(" ") and not unseen(text)


def _can_be_literal(text: str) -> bool:
    lines = text.split("\n")
    return bool(
        lines[0].strip()
        and not text.endswith("\n\n")
        and not lines[0].startswith(" ")
        and all(line == line.rstrip() and not unseen(line) for line in lines)
    )


_INDICATORS = "-?:,[]{}#&*!|>'\"%@`"


def _can_be_plain(text: str, in_flow: bool) -> bool:
    first, rest = text[0], text[1:2]
    indicated = first in _INDICATORS and not (first in "-?:" and rest not in ("", " "))
    return not (
        (indicated or (first in "-?:" and in_flow))
        or text != text.strip()
        or ": " in text
        or " #" in text
        or text.endswith(":")
        or text.startswith(("---", "..."))
        or unseen(text)
        or (in_flow and any(char in ",[]{}:?" for char in text) and not _plain_in_flow(text))
    )


def _plain_in_flow(text: str) -> bool:
    # a colon or a question mark inside a word does no harm
    return not any(char in ",[]{}" for char in text) and not re.search(r"[:?](?![\w./-])", text)


_CODE = re.compile(r"[\w.+-]*[\d:][\w.:+-]*")


def _is_typed(text: str) -> bool:
    """Whether other readers of YAML may take the plain word for a number, a day or a truth."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    typed = any(pattern.match(text) for _, pattern in resolvers.get(text[0], ()))
    return typed or bool(_CODE.fullmatch(text))


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _quoted(text: Text) -> str:
    return '"' + "".join(_escaped(char) for char in text.value) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return f"\\U{ord(char):08x}" if unseen(char) else char
