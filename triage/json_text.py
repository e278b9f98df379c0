"""Data as JSON that every program can read and that steers no terminal, and its digest."""

from __future__ import annotations

from typing import Any

import msgspec

from triage.errors import printable
from triage.late_import import importing


class RepeatedKeyError(ValueError):
    """A key stands twice in one JSON object: most readers keep the last, and lose the other."""


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The keys and values of a JSON object, for `object_pairs_hook`.

    Raises:
        RepeatedKeyError: a key stands there twice; it names the key.
    """
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RepeatedKeyError(key)
        found[key] = value
    return found


def json_text(data: Any) -> str:
    r"""Indented JSON in plain ASCII, the same for the same data, with a line break at its end.

    Every other character is an escape, which means the same in JSON. So the bytes do not depend
    on where they are written, and no direction mark stands in them as itself. A byte of a file
    name that is no text has no escape in JSON: it stands as it is shown in messages, `\udcff`.
    """
    with importing():
        import json  # a normal start writes none

    text = json.dumps(_sound(msgspec.to_builtins(data)), indent=2)
    # the last control character, and what older build servers take for a command to themselves
    return text.replace("\x7f", r"\u007f").replace("##", r"#\u0023") + "\n"


def digest(data: Any) -> str:
    """SHA-256 over the data as JSON, as 64 hexadecimal digits; the order in its maps is no part."""
    with importing():
        import hashlib  # a result of the package's own rules needs none

    return hashlib.sha256(msgspec.json.encode(data, order="deterministic")).hexdigest()


def _sound(value: Any) -> Any:
    """The same without halves of characters."""
    match value:
        case str():
            try:
                value.encode()
            except UnicodeEncodeError:
                return "".join(printable(c) if "\ud800" <= c <= "\udfff" else c for c in value)
            return value
        case dict():
            return {_sound(key): _sound(part) for key, part in value.items()}
        case list() | tuple():
            return [_sound(part) for part in value]
        case _:
            return value
