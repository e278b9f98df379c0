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
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeAlias

import yaml

from triage.errors import Place, Problem, RulesError, unseen
from triage.rulebook import strict_yaml
from triage.rulebook.yaml_events import build, events

WIDTH = 100
FOLDED = 96
"""For text over several lines, so that a word can be changed without moving all of it."""
STEP = 2
NOWHERE = 10**9


@dataclass
class Text:
    """A word or a sentence."""

    value: str
    is_quoted: bool = False


@dataclass
class Entry:
    """One key with its value, or one item of a list (without a key)."""

    key: Text | None
    value: Node
    above: list[str] = field(default_factory=list)
    """Comments before it, each with its `#`; an empty text is a blank line."""
    beside: str = ""
    """The comment at the end of its line."""
    line: int = 0
    column: int = 0


@dataclass
class Group:
    """A block of keys, or a list."""

    is_mapping: bool
    is_flow: bool = False
    """Whether it stands in `{}` or `[]`."""
    entries: list[Entry] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    """Comments after its last entry, with its indentation."""
    start: tuple[int, int] = (0, 0)
    end: tuple[int, int] = (0, 0)


Node: TypeAlias = Text | Group


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
        raise RulesError(Problem(what, advice, Place(shown_as, 1, 1)))
    return result


def _plain(node: strict_yaml.Node) -> Any:
    """A tree without its places."""
    match node:
        case strict_yaml.Scalar(_, text):
            return text
        case strict_yaml.Mapping(_, entries):
            return [(key.text, _plain(value)) for key, value in entries]
        case strict_yaml.Sequence(_, items):
            return ("list", [_plain(item) for item in items])


def _comments(text: str) -> list[str]:
    return [comment.text for comment in _Taker(text).remarks if comment.text]


# taking apart


def document(text: str) -> Document:
    """A file that reads without a problem, taken apart."""
    return _Taker(text).document()


@dataclass(frozen=True)
class _Remark:
    """A comment, or a blank line (without text)."""

    line: int
    column: int
    text: str
    is_alone: bool
    """Whether nothing but white space stands before it on its line."""


_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")
_BLOCK_STYLES = ("|", ">")


def _is_text(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent)


def _is_end(event: Any) -> bool:
    return isinstance(event, yaml.CollectionEndEvent)


def _crossed_out(line: str, spans: list[tuple[int, int]]) -> str:
    """A line with an `x` for every character of these parts, which come in order."""
    parts: list[str] = []
    at = 0
    for first, past in spans:
        parts += [line[at:first], "x" * max(past - first, 1)]
        at = past
    return "".join([*parts, line[at:]])


class _Taker:
    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff")
        self.lines = _BREAK.split(text)
        self.events: list[Any] = list(events(text))
        self.anchors: dict[int, list[tuple[int, Entry]]] = {}
        """By line: where a key or a value ends, and the entry that it belongs to."""
        self.flows: list[Group] = []
        self.remarks = list(self._remarks())

    def document(self) -> Document:
        stream = iter(self.events)
        root: Node | None = None
        top = Entry(None, Text(""))
        for event in stream:
            if _is_text(event) or isinstance(event, yaml.CollectionStartEvent):
                root = self._node(event, stream, top)
        assert root is not None
        self.waiting = deque(self._place_beside(top))
        above: list[str] = []
        if isinstance(root, Group) and not root.is_flow:
            self._place(root, NOWHERE, -1)
        else:  # no entry of its own line that a comment could stand above
            above = self._before((root.start[0] if isinstance(root, Group) else top.line) + 1)
            above += [top.beside] if top.beside else []
        return Document(root, above, [remark.text for remark in self.waiting])

    def _node(self, event: Any, stream: Iterator[Any], entry: Entry) -> Node:
        line, column = event.start_mark.line, event.start_mark.column
        if _is_text(event):
            is_block = event.style in _BLOCK_STYLES
            end = (line, column) if is_block else (event.end_mark.line, event.end_mark.column)
            self._anchor(end, entry)
            entry.line = entry.line or line
            return Text(event.value, event.style in ("'", '"'))
        group = Group(isinstance(event, yaml.MappingStartEvent), bool(event.flow_style))
        group.start = (line, column)
        for inner in stream:
            if _is_end(inner):
                group.end = (inner.end_mark.line, inner.end_mark.column)
                break
            item = Entry(None, Text(""))
            # YAML tells where the first dash of a list stands, and all stand below each other
            item.line, item.column = inner.start_mark.line, column
            if group.is_mapping:
                item.key = Text(inner.value, inner.style in ("'", '"'))
                end_mark = inner.end_mark
                if inner.style in _BLOCK_STYLES:
                    end_mark = inner.start_mark
                self._anchor((end_mark.line, end_mark.column), item)
                inner = next(stream)  # noqa: PLW2901 - a key and its value are two events
            item.value = self._node(inner, stream, item)
            group.entries.append(item)
        if group.is_flow:
            self.flows.append(group)
            self._anchor(group.end, entry)
        return group

    def _anchor(self, end: tuple[int, int], entry: Entry) -> None:
        self.anchors.setdefault(end[0], []).append((end[1], entry))

    def _remarks(self) -> Iterator[_Remark]:
        masked = self._masked()
        for number, line in enumerate(masked):
            found = _COMMENT.search(line)
            if found:
                column = found.start()
                text = self.lines[number][column:].rstrip()
                yield _Remark(number, column, text, is_alone=not line[:column].strip())
            elif not line.strip():
                yield _Remark(number, 0, "", is_alone=True)

    def _masked(self) -> list[str]:
        """The lines with an `x` for every character of a text."""
        masked = list(self.lines)
        spans: dict[int, list[tuple[int, int]]] = {}
        for event in self.events:
            if not _is_text(event) or event.start_mark == event.end_mark:
                continue
            start, end = event.start_mark, event.end_mark
            if event.style in _BLOCK_STYLES:
                last = end.line if end.column else end.line - 1
                if not event.value.endswith("\n\n"):  # blank lines that it does not keep
                    while last > start.line and not self.lines[last].strip():
                        last -= 1
                for number in range(start.line + 1, last + 1):
                    masked[number] = "x" * max(len(masked[number]), 1)
                continue
            for number in range(start.line, end.line + 1):
                first = start.column if number == start.line else 0
                past = end.column if number == end.line else len(self.lines[number])
                spans.setdefault(number, []).append((first, past))
        for number, some in spans.items():
            masked[number] = _crossed_out(self.lines[number], some)
        return masked

    def _place_beside(self, top: Entry) -> Iterator[_Remark]:
        """Give each comment at the end of a line to its entry; the others are left."""
        places = [(remark.line, remark.column) for remark in self.remarks if remark.text]
        for flow in self.flows:
            next_one = bisect_right(places, flow.start)
            flow.is_flow = not (next_one < len(places) and places[next_one] < flow.end)
        for remark in self.remarks:
            anchors = self.anchors.get(remark.line, [])
            before = [anchor for anchor in anchors if anchor[0] <= remark.column]
            if not remark.text or remark.is_alone or not before:
                yield remark
                continue
            _, entry = max(before, key=lambda anchor: anchor[0])
            if entry.beside and entry is not top:
                entry.above.append(entry.beside)
            entry.beside = remark.text

    def _before(self, line: int) -> list[str]:
        found = []
        while self.waiting and self.waiting[0].line < line:
            found.append(self.waiting.popleft().text)
        return found

    def _place(self, group: Group, limit: int, next_column: int) -> None:
        """Give each other comment to the entry that it stands above, or to the end of a group.

        `limit` and `next_column` say where the next entry after the group stands.
        """
        for index, entry in enumerate(group.entries):
            entry.above = [*self._before(entry.line), *entry.above]
            if isinstance(entry.value, Group) and not entry.value.is_flow:
                line, column = limit, next_column
                if index + 1 < len(group.entries):
                    following = group.entries[index + 1]
                    line, column = following.line, following.column
                self._place(entry.value, line, column)
                if not entry.value.entries:
                    entry.above += entry.value.below
                    entry.value.below = []
        column = group.entries[0].column if group.entries else group.start[1]
        tail: list[str] = []
        taken = 0
        for remark in self.waiting:
            if remark.line >= limit:
                break
            tail.append(remark.text)
            if not remark.text:
                continue
            if remark.column < column or remark.column <= next_column:
                break
            group.below += tail
            taken += len(tail)
            tail = []
        for _ in range(taken):
            self.waiting.popleft()


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
