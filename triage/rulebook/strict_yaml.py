"""YAML, read strictly: every scalar is the text that was typed.

No types are guessed (`yes`, `012`, `1.10` stay as they are), and whatever could make a file
mean something other than what a reader sees is a problem: duplicate keys, anchors, aliases,
tags, a second document. The result is a tree of nodes that know their place.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml

from triage.errors import Place, Problem, shortened

try:
    _Loader: Any = yaml.CSafeLoader
except AttributeError:  # a PyYAML built without its C half: slower, same meaning
    _Loader = yaml.SafeLoader

LARGEST_FILE = 1_000_000
DEEPEST = 30


class Scalar(NamedTuple):
    """A word, number or sentence, as typed."""

    place: Place
    text: str


class Mapping(NamedTuple):
    """Key and value pairs, in the order of the file; keys are unique."""

    place: Place
    entries: tuple[tuple[Scalar, Node], ...]


class Sequence(NamedTuple):
    """A list."""

    place: Place
    items: tuple[Node, ...]


Node: TypeAlias = Scalar | Mapping | Sequence


def read_file(path: Path, shown_as: str, largest: int = LARGEST_FILE) -> tuple[str, list[Problem]]:
    """The text of a file, or the problem that it is missing, too big, or not text."""
    top = Place(shown_as, 1, 1)
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return "", [Problem("this is not a file", "name a text file", top)]
        if status.st_size > largest:
            size = f"{status.st_size / 1e6:.1f}"
            limit = f"a file may have at most {largest / 1e6:g} MB"
            return "", [Problem(f"the file is too large, `{size} MB`", limit, top)]
        with open(path, "rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        return "", [Problem("there is no such file", "check the name and the folder", top)]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        return "", [Problem(f"the file cannot be read, `{reason.lower()}`", "", top)]
    return decode(data, shown_as)


def decode(data: bytes, shown_as: str) -> tuple[str, list[Problem]]:
    """Bytes as text, or the problem that they are not."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        place = Place(shown_as, line, column)
        slip = f"`\\x{data[error.start]:02x}` is not text in UTF-8"
        return "", [Problem(slip, "save the file as UTF-8 text", place)]


def parse(text: str, shown_as: str) -> tuple[Node | None, list[Problem]]:
    """The one document in `text` as a tree, and all problems found on the way.

    A syntax error ends the reading, since what follows cannot be trusted; everything else is
    noted and reading goes on. The tree is None where there is nothing to build on.
    """
    builder = _Builder(shown_as)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except _TooDeep:
        pass
    except yaml.reader.ReaderError as error:
        builder.problems.append(_unreadable(text, shown_as, error))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = builder.place(mark) if mark else Place(shown_as, 1, 1)
        what = (error.problem or "the text cannot be read").replace("'", "`")
        builder.problems.append(Problem(f"not valid YAML: {what}", _YAML_HELP, place))
    except RecursionError:
        builder.problems.append(Problem("nested too deeply", "", Place(shown_as, 1, 1)))
    return builder.root, builder.problems


_YAML_HELP = "check indentation, quotes and brackets on this line and the line above"


def _unreadable(text: str, shown_as: str, error: yaml.reader.ReaderError) -> Problem:
    at = next((i for i, char in enumerate(text) if _forbidden(char)), 0)
    line = text.count("\n", 0, at) + 1
    place = Place(shown_as, line, at - (text.rfind("\n", 0, at) + 1) + 1)
    slip = text[at].encode("unicode_escape").decode() if text else ""
    return Problem(f"the control character `{slip}` is not allowed", "delete it", place)


def _forbidden(char: str) -> bool:
    code = ord(char)
    return (code < 32 and char not in "\t\n\r") or 0x7F <= code < 0xA0 and code != 0x85


class _TooDeep(Exception):
    pass


class _Open:
    """A collection that is still being filled."""

    def __init__(self, place: Place, is_mapping: bool) -> None:
        self.place = place
        self.is_mapping = is_mapping
        self.key: Scalar | None = None
        self.expects_key = is_mapping
        self.seen: dict[str, Place] = {}
        self.entries: list[tuple[Scalar, Node]] = []
        self.items: list[Node] = []


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0

    def place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._check_extras(event)
            self._add(Scalar(self.place(event.start_mark), event.value))
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(event, is_mapping=True)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(event, is_mapping=False)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            place = self.place(event.start_mark)
            slip = f"the alias `*{shortened(event.anchor)}` is not allowed"
            self.problems.append(Problem(slip, "write the text out where it is used", place))
            self._add(Scalar(place, ""))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:
                place = self.place(event.start_mark)
                slip = "a second document starts with `---`"
                self.problems.append(Problem(slip, "keep one document in a file", place))

    def _check_extras(self, event: Any) -> None:
        if event.anchor:
            slip = f"the anchor `&{shortened(event.anchor)}` is not allowed"
            place = self.place(event.start_mark)
            self.problems.append(Problem(slip, "write the text out where it is used", place))
        if event.tag:
            slip = f"the tag `{shortened(event.tag)}` is not allowed"
            place = self.place(event.start_mark)
            self.problems.append(Problem(slip, "delete it, every value is text", place))

    def _open(self, event: Any, *, is_mapping: bool) -> None:
        self._check_extras(event)
        place = self.place(event.start_mark)
        if len(self.stack) >= DEEPEST:
            limit = f"at most {DEEPEST} levels are read"
            self.problems.append(Problem("nested too deeply", limit, place))
            raise _TooDeep
        self.stack.append(_Open(place, is_mapping))

    def _close(self) -> None:
        done = self.stack.pop()
        if done.is_mapping:
            self._add(Mapping(done.place, tuple(done.entries)))
        else:
            self._add(Sequence(done.place, tuple(done.items)))

    def _add(self, node: Node) -> None:
        if not self.stack:
            if self.documents == 1:
                self.root = node
            return
        parent = self.stack[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.expects_key:
            parent.expects_key = False
            parent.key = self._key(node, parent)
        else:
            parent.expects_key = True
            if parent.key is not None:
                parent.entries.append((parent.key, node))

    def _key(self, node: Node, parent: _Open) -> Scalar | None:
        if not isinstance(node, Scalar):
            self.problems.append(Problem("a key must be one word or phrase", "", node.place))
            return None
        first = parent.seen.get(node.text)
        if first is not None:
            slip = f"`{shortened(node.text)}` stands here a second time"
            advice = f"the first one is at line {first.line}, keep one of them"
            self.problems.append(Problem(slip, advice, node.place))
            return None
        parent.seen[node.text] = node.place
        return node
