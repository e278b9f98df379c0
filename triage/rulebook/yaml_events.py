"""From YAML events to a tree that knows its places. See `strict_yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from triage.errors import MOST_TOLD, Place, Problem, escaped, shortened
from triage.rulebook import check_ids
from triage.rulebook.yaml_slips import YAML_HELP, Failure, explained
from triage.rulebook.yaml_tree import DEEPEST, Mapping, Node, Scalar, Sequence, line_and_column

try:
    _Loader: Any = yaml.CSafeLoader
except AttributeError:  # a PyYAML built without its C half: slower, same meaning
    _Loader = yaml.SafeLoader


def build(text: str, shown_as: str) -> tuple[Node | None, list[Problem]]:
    """The one document in `text` as a tree, and all problems found on the way."""
    builder = _Builder(shown_as)
    try:
        for event in events(text):
            builder.take(event)
    except _TooDeep:
        pass
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        builder.problems.append(_unreadable(text, shown_as))
    except yaml.MarkedYAMLError as error:
        builder.problems.append(explained(text, shown_as, _failure(error)))
        if isinstance(builder.root, Scalar):
            builder.root = None  # a first key without its colon
    except RecursionError:
        builder.problems.append(Problem("nested too deeply", "", Place(shown_as, 1, 1)))
    return builder.root, builder.problems + _turned_comments(text, shown_as)


def events(text: str) -> Iterator[Any]:
    """The events of a text, each with its marks; an error of PyYAML where it is not YAML."""
    return iter(yaml.parse(text, Loader=_Loader))


def _failure(error: Any) -> Failure:
    mark, since = error.problem_mark or error.context_mark, error.context_mark
    return Failure(
        line=mark.line if mark else 0,
        column=mark.column if mark else 0,
        words=(error.problem or "the text cannot be read").replace("'", "`"),
        reading=error.context or "",
        since=(since.line, since.column) if since else None,
    )


_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*", re.MULTILINE)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _turned_comments(text: str, shown_as: str) -> list[Problem]:
    """Direction marks in comments, which make a reader see other lines than the machine reads."""
    if text.isascii() or not _DIRECTION.search(text):
        return []
    found = []
    for comment in _COMMENT.finditer(text):
        mark = _DIRECTION.search(comment.group())
        if mark is not None:
            place = Place(shown_as, *line_and_column(text, comment.start() + mark.start()))
            what = f"the invisible character `{escaped(mark.group())}` is not allowed in a comment"
            found.append(Problem(what, "delete it", place, check_ids.LOOK_ALIKES))
        if len(found) == MOST_TOLD:
            break
    return found


# what YAML does not allow, as in its specification
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _unreadable(text: str, shown_as: str) -> Problem:
    found = _FORBIDDEN.search(text)
    if found is None:
        return Problem("the text cannot be read", YAML_HELP, Place(shown_as, 1, 1))
    slip = escaped(found.group())
    place = Place(shown_as, *line_and_column(text, found.start()))
    what = f"the control character `{slip}` is not allowed"
    return Problem(what, "delete it", place, check_ids.LOOK_ALIKES)


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
            slip = f"the alias `*{shortened(str(event.anchor))}` is not allowed"
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
            slip = f"the anchor `&{shortened(str(event.anchor))}` is not allowed"
            place = self.place(event.start_mark)
            self.problems.append(Problem(slip, "write the text out where it is used", place))
        if event.tag:
            typed = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            slip = f"the tag `{shortened(typed)}` is not allowed"
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
            self.problems.append(
                Problem(
                    "a key must be one word or phrase", "write a name before the colon", node.place
                )
            )
            return None
        first = parent.seen.get(node.text)
        if first is not None:
            slip = f"`{shortened(node.text)}` stands here a second time"
            advice = f"the first one is at line {first.line}, keep one of them"
            self.problems.append(Problem(slip, advice, node.place, check_ids.ORDER_DECIDES))
            return None
        parent.seen[node.text] = node.place
        return node
