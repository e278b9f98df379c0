"""JSON Schema of the rule files, generated from the model, for editors and other programs.

The descriptions are the docstrings of the model, so that what an editor shows beside a key is
what the developers read too.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from functools import cache
from pathlib import PurePosixPath
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import Struct
from msgspec import inspect as types

from triage.docstrings import docstring_of
from triage.json_text import json_text
from triage.rulebook.files import FOLDERS, SINGLE_FILES
from triage.rulebook.parts.base import KIND_KEY, yes_or_no
from triage.rulebook.when import All, AtLeast, Holds, Is
from triage.rulebook.when import Any as AnyOf

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WORD = {"type": ["string", "number", "boolean"]}
"""Every scalar of a rule file is text, but an editor takes `2019` for a number."""

WHEN_SCHEMA: dict[str, Any] = {
    "title": "When",
    "description": "Exactly one of: question: answer, finding: id, all, any, at-least.",
    "type": "object",
    "minProperties": 1,
    # said apart, since editors offer nothing where they think that one is enough
    "allOf": [{"maxProperties": 1}],
    "properties": {
        "all": {
            "description": "Every one of these holds.",
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/When"},
        },
        "any": {
            "description": "At least one of these holds.",
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/When"},
        },
        "at-least": {
            "description": "At least so many of these hold.",
            "type": "object",
            "required": ["count", "of"],
            "additionalProperties": False,
            "properties": {
                "count": {"description": "How many.", "type": "integer", "minimum": 1},
                "of": {
                    "description": "Of which.",
                    "type": "array",
                    "minItems": 1,
                    "items": {"$ref": "#/$defs/When"},
                },
            },
        },
        "finding": {"description": "This finding of findings.yaml holds.", **WORD},
    },
    "additionalProperties": {
        "description": "The question was answered, with this answer or one of these.",
        "oneOf": [WORD, {"type": "array", "minItems": 1, "items": WORD}],
    },
}


def file_schemas() -> dict[str, Any]:
    """The schema of each kind of rule file, by file name (`conditions/*.yaml` for a folder)."""
    kinds = {**SINGLE_FILES, **{f"{folder}/*.yaml": kind for folder, kind in FOLDERS.items()}}
    _, shared = msgspec.json.schema_components(list(kinds.values()), ref_template="#/$defs/{name}")
    classes = classes_in(kinds.values())
    definitions = {
        name: _definition(body, classes[name]) for name, body in shared.items() if name in classes
    }
    definitions["When"] = WHEN_SCHEMA
    return {
        name: {
            "$schema": DIALECT,
            **definitions[kind.__name__],
            "title": name,
            "$defs": {used: definitions[used] for used in _reached(kind.__name__, definitions)},
        }
        for name, kind in kinds.items()
    }


def schema_files() -> dict[str, str]:
    """The same as files that an editor can open, each by its name: `conditions.json`."""
    return {
        f"{PurePosixPath(name.removesuffix('/*.yaml')).stem}.json": json_text(body)
        for name, body in file_schemas().items()
    }


SCHEMA_BEGINS = re.compile(
    rb'\{\s*"\$schema": "https://json-schema\.org/[^"\n]*",\s*"title": "[a-z-]+(?:/\*)?\.yaml"'
)
"""How every such file begins."""


def schema_line(name: str) -> str:
    """The first line of a rule file, which leads an editor to the schema in the folder schema."""
    folder, _, file = name.rpartition("/")
    path = f"../schema/{folder}.json" if folder else f"schema/{PurePosixPath(file).stem}.json"
    return f"# yaml-language-server: $schema={path}"


_TYPED = {cls.__name__ for cls in (Is, Holds, All, AnyOf, AtLeast)}


def classes_in(kinds: Any) -> dict[str, type[Struct]]:
    """Every class that stands in a rule file, by name; conditions of rules are left out."""
    found: dict[str, type[Struct]] = {}

    def visit(kind: Any) -> None:
        match kind:
            case types.StructType(cls=cls) if cls.__name__ not in {*found, *_TYPED}:
                found[cls.__name__] = cls
                for field in kind.fields:
                    visit(field.type)
            case types.UnionType(types=some):
                for each in some:
                    visit(each)
            case types.Metadata(type=inner):
                visit(inner)
            case types.CollectionType(item_type=inner) | types.VarTupleType(item_type=inner):
                visit(inner)
            case types.DictType(value_type=inner):
                visit(inner)

    for kind in kinds:
        visit(types.type_info(kind))
    return found


def _definition(body: dict[str, Any], cls: type[Struct]) -> dict[str, Any]:
    """A class as msgspec sees it, with descriptions, and as strict as the reader."""
    words = _field_words(cls)
    info = types.type_info(cls)
    assert isinstance(info, types.StructType)
    properties = {}
    if info.tag_field == KIND_KEY:
        about = "How it is answered; what else can be written follows from it."
        properties[KIND_KEY] = {**body["properties"][KIND_KEY], "description": about}
    for field in info.fields:
        written = _tidied(body["properties"][field.encode_name])
        if field.name in words:
            written = {**written, "description": words[field.name]}
        if written.get("default", 0) in ({}, [], None, ""):
            del written["default"]
        keys = getattr(field.type, "key_type", None)
        if isinstance(keys, types.LiteralType):  # an editor can then offer the keys
            value = written.pop("additionalProperties")
            named = _in_order(cls, field.name, [str(word) for word in keys.values])
            written["properties"] = dict.fromkeys(named, value)
            written["additionalProperties"] = False
        properties[field.encode_name] = written
    return {
        "title": cls.__name__,
        "description": _one_line(docstring_of(cls)),
        "type": "object",
        "properties": properties,
        "required": body.get("required", []),
        "additionalProperties": False,
    }


def _in_order(cls: type[Struct], field: str, words: list[str]) -> list[str]:
    """The words of a list in the order in which the model gives them; msgspec sorts them."""
    hint = get_type_hints(cls, include_extras=True)[field]
    given = get_args(get_args(hint)[0])
    return sorted(words, key=given.index)


def _tidied(node: Any) -> Any:
    """Conditions in their written form, no empty values, and every plain text as it is typed."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "anyOf" in node:
        rest = {key: value for key, value in node.items() if key not in ("anyOf", "discriminator")}
        options = [option for option in node["anyOf"] if option != {"type": "null"}]
        names = {str(option.get("$ref", "")).rsplit("/", 1)[-1] for option in options}
        if names & _TYPED:
            options = [{"$ref": "#/$defs/When"}]
        if len(options) == 1:
            return {**_tidied(options[0]), **rest}
        return {"anyOf": _tidied(options), **rest}
    if node.get("type") == "boolean":
        said = {key: yes_or_no(value) if key == "default" else value for key, value in node.items()}
        return {"enum": ["no", "yes"], **{key: said[key] for key in said if key != "type"}}
    tidied = {key: _tidied(value) for key, value in node.items()}
    if tidied.get("type") == "string" and not {"pattern", "format"} & tidied.keys():
        tidied |= WORD
    return tidied


def _reached(start: str, definitions: dict[str, Any]) -> list[str]:
    """The definitions that one of them needs, in the order in which they come up."""
    found: list[str] = []

    def visit(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                visit(item)
        elif isinstance(node, dict):
            name = str(node.get("$ref", "")).rsplit("/", 1)[-1]
            if name and name not in found:
                found.append(name)
                visit(definitions[name])
            for value in node.values():
                visit(value)

    visit(definitions[start])
    return found


@cache
def _field_words(cls: type[Struct]) -> dict[str, str]:
    """The docstring of each field, which Python keeps in the source only."""
    words: dict[str, str] = {}
    for base in reversed(cls.__mro__[:-1]):
        try:
            source = textwrap.dedent(inspect.getsource(base))
        except (OSError, TypeError):  # a class without a source, such as msgspec's own
            continue
        (body,) = ast.parse(source).body
        assert isinstance(body, ast.ClassDef)
        for field, after in zip(body.body, body.body[1:], strict=False):
            match field, after:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    words[name] = _one_line(text)
    return words


def _one_line(text: str) -> str:
    return " ".join(text.split())
