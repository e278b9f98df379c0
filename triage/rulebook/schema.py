"""JSON Schema of the rule files, generated from the model."""

from __future__ import annotations

from typing import Any

import msgspec

from triage.rulebook.files import FOLDERS, SINGLE_FILES
from triage.rulebook.when import All, AtLeast, Holds, Is
from triage.rulebook.when import Any as AnyOf

WHEN_SCHEMA: dict[str, Any] = {
    "description": "exactly one of: question: answer, finding: id, all, any, at-least",
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "properties": {
        "all": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/When"}},
        "any": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/When"}},
        "at-least": {
            "type": "object",
            "required": ["count", "of"],
            "additionalProperties": False,
            "properties": {
                "count": {"type": "integer", "minimum": 1},
                "of": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/When"}},
            },
        },
        "finding": {"type": "string"},
    },
    "additionalProperties": {
        "oneOf": [
            {"type": "string"},
            {"type": "array", "minItems": 1, "items": {"type": "string"}},
        ]
    },
}


def file_schemas() -> dict[str, Any]:
    """The schema of each kind of rule file, by file name (`conditions/*.yaml` for a folder)."""
    kinds = {**SINGLE_FILES, **{f"{folder}/*.yaml": kind for folder, kind in FOLDERS.items()}}
    types = list(kinds.values())
    _, shared = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    definitions = _with_when(shared)
    return {
        name: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": name,
            **definitions[kind.__name__],
            "$defs": definitions,
        }
        for name, kind in kinds.items()
    }


def _with_when(definitions: dict[str, Any]) -> dict[str, Any]:
    """Put the written form of a condition in place of its typed form."""
    typed = {cls.__name__ for cls in (Is, Holds, All, AnyOf, AtLeast)}

    def rewrite(node: Any) -> Any:
        if isinstance(node, dict):
            options = node.get("anyOf", [])
            names = {str(option.get("$ref", "")).rsplit("/", 1)[-1] for option in options}
            if names & typed:
                rest = [
                    o for o in options if str(o.get("$ref", "")).rsplit("/", 1)[-1] not in typed
                ]
                return {"anyOf": [{"$ref": "#/$defs/When"}, *rest]}
            return {key: rewrite(value) for key, value in node.items() if key != "discriminator"}
        return [rewrite(item) for item in node] if isinstance(node, list) else node

    kept = {name: rewrite(body) for name, body in definitions.items() if name not in typed}
    return {**kept, "When": WHEN_SCHEMA}
