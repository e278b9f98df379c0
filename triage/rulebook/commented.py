"""A YAML file taken apart: texts, lists and blocks as YAML sees them, comments as a reader does."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from triage.rulebook.yaml_events import events

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
    below: list[str] = field(default_factory=list)
    """Comments under it where its value is still empty, further to the right."""
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


@dataclass(frozen=True)
class Remark:
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


class Taker:
    """Takes a rule file apart into entries and the remarks that belong to them."""

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff")
        self.lines = _BREAK.split(text)
        self.events: list[Any] = list(events(text))
        self.anchors: dict[int, list[tuple[int, Entry]]] = {}
        """By line: where a key or a value ends, and the entry that it belongs to."""
        self.flows: list[Group] = []
        self.remarks = list(self._remarks())

    def taken(self) -> tuple[Node, list[str], list[str]]:
        """The root, the comments before it where it has no line of its own, and those after."""
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
        return root, above, [remark.text for remark in self.waiting]

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

    def _remarks(self) -> Iterator[Remark]:
        masked = self._masked()
        for number, line in enumerate(masked):
            found = _COMMENT.search(line)
            if found:
                column = found.start()
                text = self.lines[number][column:].rstrip()
                yield Remark(number, column, text, is_alone=not line[:column].strip())
            elif not line.strip():
                yield Remark(number, 0, "", is_alone=True)

    def _masked(self) -> list[str]:
        """The lines with an `x` for every character of a text."""
        masked = list(self.lines)
        spans: dict[int, list[tuple[int, int]]] = {}
        for event in self.events:
            start, end = event.start_mark, event.end_mark
            # nothing stands there, and what stands beside it is no part of it
            if not _is_text(event) or (start.line, start.column) == (end.line, end.column):
                continue
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

    def _place_beside(self, top: Entry) -> Iterator[Remark]:
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
            elif isinstance(entry.value, Text) and not entry.value.value:
                past = index + 1 == len(group.entries)
                line = limit if past else group.entries[index + 1].line
                entry.below = self._under(line, entry.column + 1, -1)
        column = group.entries[0].column if group.entries else group.start[1]
        group.below += self._under(limit, column, next_column)

    def _under(self, limit: int, column: int, next_column: int) -> list[str]:
        """Take what stands under something, from a column on, before the next line and column."""
        found: list[str] = []
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
            found += tail
            taken += len(tail)
            tail = []
        for _ in range(taken):
            self.waiting.popleft()
        return found
