"""From a YAML tree to the typed model, with every slip noted and placed.

The types in `model` say what may stand in a file; this module walks a tree and a type side
by side. It never stops at the first slip: it notes it, leaves that part out, and goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any as AnyType
from typing import NamedTuple

from msgspec import inspect as types

from triage.errors import Place, Problem, did_you_mean, shortened, unseen
from triage.rulebook import check_ids
from triage.rulebook.conclusions import finding
from triage.rulebook.shape_advice import (
    CURLY,
    DIGITS,
    FINDINGS,
    IN_QUOTES,
    MOVE_IN,
    STRAIGHT,
    Around,
    below,
    condition,
    conditions,
    in_brackets,
    meant,
    no_colon,
    with_colon,
)
from triage.rulebook.wanted_types import by_tag, fields_of, is_block, type_info, without_none
from triage.rulebook.when import All, Any, AtLeast, Holds, Is, When
from triage.rulebook.yaml_tree import Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]


class Unusable:
    """Stands where a value could not be read; the problem is noted elsewhere."""


UNUSABLE = Unusable()


class Leaf(NamedTuple):
    """A leaf of a condition with the places of its words, for later checks of names."""

    part: Is | Holds
    key: Place
    answers: tuple[Place, ...]


class Reader:
    """Reads trees of one rule book; collects problems, places and condition leaves."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.broken: set[Path] = set()
        """What could not be read, so that nobody wonders why a name in it is not known."""
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.texts: dict[Path, str] = {}
        self.leaves: dict[Path, list[Leaf]] = {}
        self.around: list[Around] = []
        """The blocks that are being read, the innermost last."""
        self.moved: set[tuple[Path, str]] = set()
        """Keys that a block lacks because they stand in another; said where they stand."""

    def problem(
        self, place: Place | None, message: str, help: str = "", check: str = ""
    ) -> Unusable:
        """Note a slip, and give what stands for a part that cannot be used."""
        self.problems.append(Problem(message, help, place, check))
        return UNUSABLE

    def advice(self, word: str, known: Iterable[str], otherwise: str = "") -> str:
        """A help line with the word that was meant, else `otherwise`."""
        known = tuple(known)
        return meant(word, known) or did_you_mean(word, known, otherwise, self.problems)

    def read(self, node: Node, wanted: type, path: Path) -> AnyType:
        """The tree as `wanted`, or UNUSABLE with the problems noted."""
        return self._read(node, type_info(wanted), path)

    def _read(self, node: Node, wanted: types.Type, path: Path) -> AnyType:
        self.values[path] = node.place
        value = self._read_as(node, wanted, path)
        if value is UNUSABLE:
            self.broken.add(path)
        return value

    def _read_as(self, node: Node, wanted: types.Type, path: Path) -> AnyType:
        wanted = without_none(wanted)
        match wanted:
            case types.UnionType(types=kinds) if tagged := by_tag(kinds):
                return self._kind(node, tagged, path)
            case types.UnionType():
                return self._when(node, path, self.leaves.setdefault(path, []))
            case types.StructType():
                return self._struct(node, wanted, path)
            case types.CollectionType() | types.VarTupleType():
                return self._list(node, wanted, path)
            case types.DictType():
                return self._dict(node, wanted, path)
            case types.LiteralType():
                return self._literal(node, wanted, path)
            case types.BoolType():
                word = self._literal(node, YES_OR_NO, path)
                return word if word is UNUSABLE else word == "yes"
            case types.IntType():
                return self._int(node, path)
            case types.StrType():
                return self._text(node, wanted, path)
            case _:  # pragma: no cover - a new type in the model needs a new case here
                raise TypeError(f"the model uses a type that cannot be read: {wanted}")

    def _shape(self, node: Node, wanted: str, path: Path, help: str) -> Unusable:
        found = {Scalar: "text", Mapping: "a block of keys", Sequence: "a list"}[type(node)]
        if isinstance(node, Scalar):
            found = f"`{shortened(node.text)}`" if node.text else "nothing"
        what = f"`{name_of(path)}` must be {wanted}, here is {found}"
        return self.problem(node.place, what, help)

    def _empty(self, node: Node, path: Path, help: str) -> Unusable:
        name = name_of(path)
        return self.problem(node.place, f"`{name}` is empty", help, EMPTY.get(name, ""))

    def _kind(self, node: Node, kinds: dict[str, types.StructType], path: Path) -> AnyType:
        """One of several classes, by the word under a key that all of them have."""
        if not isinstance(node, Mapping):
            return self._shape(node, "a block of keys", path, below(node, whole_file=not path[1:]))
        tag = next(iter(kinds.values())).tag_field or ""
        fields = {field.encode_name: field for kind in kinds.values() for field in kind.fields}
        words = types.LiteralType(tuple(sorted(kinds)))
        fields = {tag: types.Field(tag, tag, words), **fields}
        written = next((value for key, value in node.entries if key.text == tag), None)
        known = kinds.get(written.text) if isinstance(written, Scalar) else None
        if known is None:
            self._fields(node, fields, path)
            return UNUSABLE
        own = {tag, *(field.encode_name for field in known.fields)}
        rest = []
        for key, value in node.entries:
            if key.text in own or key.text not in fields:
                rest.append((key, value))
                continue
            advice = "delete it" if isinstance(value, Scalar) else "delete them"
            self.problem(key.place, f"a {known.tag} question has no `{key.text}`", advice)
        fields = {name: field for name, field in fields.items() if name in own}
        values = self._fields(Mapping(node.place, tuple(rest)), fields, path)
        if values is None:
            return UNUSABLE
        return known.cls(**{name: value for name, value in values.items() if name != tag})

    def _struct(self, node: Node, wanted: types.StructType, path: Path) -> AnyType:
        if not isinstance(node, Mapping):
            return self._shape(node, "a block of keys", path, below(node, whole_file=not path[1:]))
        values = self._fields(node, {field.encode_name: field for field in wanted.fields}, path)
        return UNUSABLE if values is None else wanted.cls(**values)

    def _fields(
        self, node: Mapping, fields: dict[str, types.Field], path: Path
    ) -> dict[str, AnyType] | None:
        """The value of each key; None where one is left out or could not be read."""
        values: dict[str, AnyType] = {}
        advised: set[str] = set()
        written = {key.text for key, _ in node.entries}
        self.around.append(Around(node, path, frozenset(fields), frozenset(written)))
        before: tuple[Scalar, Node] | None = None
        shifted = False
        for key, value in node.entries:
            self.keys[*path, key.text] = key.place
            field = fields.get(key.text)
            above, before = before, (key, value)
            if field is None:
                if shifted and isinstance(value, Mapping):
                    continue  # one line shifted, said once
                holds = above and above[0].text in fields and is_block(fields[above[0].text].type)
                if holds and isinstance(value, Mapping) and self._left_empty(key, above):
                    shifted = True
                    continue
                if self._moved_in(key, path):
                    shifted = True
                    continue
                known = f"known keys here: {', '.join(fields)}"
                advice = self.advice(RENAMED.get(key.text, key.text), fields, known)
                advised.add(advice)
                what = f"unknown key `{shortened(key.text)}`"
                self.problem(key.place, what, advice, check_ids.UNKNOWN_NAME)
                continue
            read = self._read(value, field.type, (*path, key.text))
            # what a check passes over is no part of the meaning; it stays in `texts` only
            if field.name != "ignore" or read is UNUSABLE:
                values[field.name] = read
        self.around.pop()
        missing = [name for name, field in fields.items() if field.required and name not in written]
        for name in missing:
            if (path, name) in self.moved:
                continue
            if any(f"`{name}`" in advice for advice in advised):
                continue  # one slip of the pen, said once
            if path[1:]:
                what, check = f"`{name_of(path)}` has no `{name}`", LEFT_OUT.get(name, "")
            else:
                what, check = f"there is no `{name}`", LEFT_OUT_OF_FILE.get(name, "")
            self.problem(node.place, what, f"add the key `{name}:`", check)
        if missing or any(value is UNUSABLE for value in values.values()):
            return None
        return values

    def _left_empty(self, key: Scalar, above: tuple[Scalar, Node] | None) -> bool:
        """Whether a key stands beside the one above, which is empty and should hold it."""
        if above is None or not isinstance(above[1], Scalar) or above[1].text:
            return False
        name = above[0].text
        self.problems = [slip for slip in self.problems if slip.place != above[1].place]
        what = f"`{shortened(key.text)}` stands beside `{shortened(name)}`, which is empty"
        self.problem(key.place, what, f"{MOVE_IN} `{shortened(name)}`")
        return True

    def _moved_in(self, key: Scalar, path: Path) -> bool:
        """Whether a block around this one lacks the key, and this one has none of its name."""
        for around in reversed(self.around):
            if around.path != path and around.lacks(key.text):
                self.moved.add((around.path, key.text))
                name = name_of(path)
                what = f"`{shortened(key.text)}` now belongs to `{name}`, which has no such key"
                holder = str(path[len(around.path)])
                self.problem(key.place, what, around.beside(holder))
                return True
        return False

    def _list(self, node: Node, wanted: AnyType, path: Path) -> AnyType:
        if not isinstance(node, Sequence):
            return self._shape(node, "a list", path, in_brackets(node, name_of(path)))
        shortest = getattr(wanted, "min_length", None)
        if shortest and len(node.items) < shortest:
            return self._empty(node, path, "list at least one")
        read = [
            self._read(item, wanted.item_type, (*path, index))
            for index, item in enumerate(node.items)
        ]
        return UNUSABLE if any(item is UNUSABLE for item in read) else tuple(read)

    def _dict(self, node: Node, wanted: types.DictType, path: Path) -> AnyType:
        if not isinstance(node, Mapping):
            return self._shape(node, "a block of keys", path, below(node, whole_file=not path[1:]))
        read: dict[str, AnyType] = {}
        inside = fields_of(wanted.value_type)
        before: tuple[Scalar, Node] | None = None
        shifted = False
        for key, value in node.entries:
            above, before = before, (key, value)
            if inside and key.text in inside and (shifted or self._left_empty(key, above)):
                shifted = True
                self.broken.add((*path, key.text))
                continue
            if inside and not isinstance(value, Mapping) and self._moved_in(key, path):
                self.broken.add((*path, key.text))
                continue
            id = self._read_as(key, wanted.key_type, path)
            # places are found by the name as it is read, without blanks that do not matter
            name = key.text if id is UNUSABLE else id
            first = self.keys.setdefault((*path, name), key.place)
            if first is not key.place:
                what = f"`{shortened(name)}` stands here a second time"
                advice = f"the first one is at line {first.line}, keep one of them"
                id = self.problem(key.place, what, advice, check_ids.ORDER_DECIDES)
            if id is UNUSABLE:
                self.broken.add((*path, name))
            content = self._read(value, wanted.value_type, (*path, name))
            if id is not UNUSABLE and content is not UNUSABLE:
                read[id] = content
        return read

    def _literal(self, node: Node, wanted: types.LiteralType, path: Path) -> AnyType:
        words = [str(word) for word in wanted.values]
        if not isinstance(node, Scalar):
            return self._shape(node, "one word", path, f"one of: {', '.join(words)}")
        if node.text not in words:
            advice = self.advice(node.text, words, f"one of: {', '.join(words)}")
            if not node.text:
                return self._empty(node, path, advice)
            what = f"unknown word `{shortened(node.text)}` for `{name_of(path)}`"
            return self.problem(node.place, what, advice, check_ids.UNKNOWN_NAME)
        return node.text

    def _int(self, node: Node, path: Path) -> AnyType:
        if not isinstance(node, Scalar):
            return self._shape(node, "a whole number", path, DIGITS)
        if not re.fullmatch(r"-?[0-9]{1,6}", node.text):
            return self._shape(node, "a whole number", path, DIGITS)
        return int(node.text)

    def _text(self, node: Node, wanted: types.StrType, path: Path) -> AnyType:
        if not isinstance(node, Scalar):
            return self._shape(node, "text", path, IN_QUOTES)
        text = " ".join(node.text.split())
        if not text and wanted.min_length:
            return self._empty(node, path, "write the text")
        if wanted.max_length is not None and len(text) > wanted.max_length:
            what = f"the name `{shortened(text)}`" if wanted.pattern else f"`{name_of(path)}`"
            limit = f"at most {wanted.max_length} characters are allowed, here are {len(text)}"
            return self.problem(node.place, f"{what} is too long", limit)
        if wanted.pattern and not re.fullmatch(wanted.pattern, text):
            example = (wanted.pattern.startswith("^[A-Z]") and "AB01") or "two-words"
            what = f"`{shortened(text)}` cannot be used as a name" if text else "a name is empty"
            return self.problem(node.place, what, f"write names like `{example}`")
        if slip := unseen(text):
            what = f"the invisible character `{slip}` is not allowed"
            return self.problem(node.place, what, "delete it", check_ids.LOOK_ALIKES)
        if text[0:1] in CURLY and not set(text[1:]) & set(CURLY.values()):
            what = f"the curly quote `{text[0]}` does not hold a text together"
            return self.problem(node.place, what, STRAIGHT, check_ids.LOOK_ALIKES)
        self.texts[path] = text
        return text

    # conditions of rules

    def _when(self, node: Node, path: Path, found: list[Leaf]) -> AnyType:
        if not isinstance(node, Mapping):
            return self._shape(
                node, "a condition such as `question: answer`", path, condition(node)
            )
        for key, value in node.entries:
            if key.text == "when" and isinstance(value, Mapping):  # no answer is a block
                what = f"`{name_of(path)}` is a condition itself, there is no `when` in it"
                advice = f"write what must hold right below `{name_of(path)}:`"
                return self.problem(key.place, what, advice)
        if len(node.entries) != 1:
            if not node.entries:
                return self.problem(node.place, "the condition is empty", WHEN_HELP)
            second = node.entries[1][0]
            what = f"`{shortened(second.text)}` is a second condition in one place"
            return self.problem(second.place, what, JOIN_HELP)
        key, value = node.entries[0]
        match key.text:
            case "all" | "any":
                parts = self._parts(value, (*path, key.text), found)
                if isinstance(parts, Unusable):
                    return UNUSABLE
                return All(parts) if key.text == "all" else Any(parts)
            case "at-least":
                return self._at_least(value, (*path, key.text), found)
            case "not":
                return self.problem(key.place, "there is no `not` in a condition", NOT_HELP)
            case "finding":
                if not isinstance(value, Scalar) or not value.text:
                    return self._shape(value, "the id of a finding", (*path, "finding"), FINDINGS)
                holds = Holds(finding(value.text))
                found.append(Leaf(holds, key.place, (value.place,)))
                return holds
            case _:
                return self._is(key, value, found)

    def _is(self, key: Scalar, value: Node, found: list[Leaf]) -> AnyType:
        words = value.items if isinstance(value, Sequence) else (value,)
        answers = []
        for word in words:
            if not isinstance(word, Scalar) or not word.text:
                if what := no_colon(key.text):
                    return self.problem(key.place, what, with_colon(key.text))
                what = f"`{shortened(key.text)}` must be an answer or a list of answers"
                return self.problem(word.place, what, WHEN_HELP)
            answers.append(" ".join(word.text.split()))
        if not answers:
            what = f"`{shortened(key.text)}` lists no answer"
            return self.problem(value.place, what, WHEN_HELP)
        part = Is(key.text, tuple(answers))
        found.append(Leaf(part, key.place, tuple(word.place for word in words)))
        return part

    def _parts(self, node: Node, path: Path, found: list[Leaf]) -> tuple[When, ...] | Unusable:
        if not isinstance(node, Sequence):
            return self._shape(node, "a list of conditions", path, conditions(node))
        if not node.items:
            return self._empty(node, path, WHEN_HELP)
        parts = [self._when(item, (*path, i), found) for i, item in enumerate(node.items)]
        return UNUSABLE if any(part is UNUSABLE for part in parts) else tuple(parts)

    def _at_least(self, node: Node, path: Path, found: list[Leaf]) -> AnyType:
        entries = {k.text: v for k, v in node.entries} if isinstance(node, Mapping) else {}
        if set(entries) != {"count", "of"}:
            return self.problem(node.place, "`at-least` needs `count` and `of`", AT_LEAST_HELP)
        count = self._int(entries["count"], (*path, "count"))
        parts = self._parts(entries["of"], (*path, "of"), found)
        if isinstance(count, Unusable) or isinstance(parts, Unusable):
            return UNUSABLE
        if not 1 <= count <= len(parts):
            listed = "1 condition" if len(parts) == 1 else f"{len(parts)} conditions"
            what = f"`count` is `{count}`, but `of` lists {listed}"
            return self.problem(entries["count"].place, what, AT_LEAST_HELP)
        return AtLeast(count, parts)


WHEN_HELP = "write `question: answer`, `finding: id`, `all: [...]`, `any: [...]` or `at-least:`"
JOIN_HELP = "put both into a list, below `all:` (both must hold) or `any:` (one is enough)"
NOT_HELP = "name the answer instead, such as `question: no`"
AT_LEAST_HELP = "write `at-least: {count: 2, of: [...]}`"

RENAMED = {"top-band": "top-fit", "bands": "fits"}
"""Keys of earlier editions, with what they are now."""
YES_OR_NO = types.LiteralType(("no", "yes"))
"""The words of rule files for a truth value."""

LEFT_OUT = dict.fromkeys(("sources", "used-for", "read"), check_ids.SOURCES)
LEFT_OUT_OF_FILE = {"advisory": check_ids.NO_ADVISORY}
EMPTY = {
    "sources": check_ids.SOURCES,
    "used-for": check_ids.SOURCES,
    "advisory": check_ids.NO_ADVISORY,
}
"""The check of a key that is left out of a part, left out of a file, or empty."""


def name_of(path: Path) -> str:
    """What a person would call the thing at this path: its last word."""
    words = [str(step) for step in path if isinstance(step, str)]
    return shortened(words[-1]) if words else "the file"
