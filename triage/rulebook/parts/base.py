"""What every part of a rule file is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import FieldInfo

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        description="lower-case words and digits with single hyphens",
    ),
]
FlagId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z]{2,8}[0-9]+[a-z]*(-[a-z0-9]+)*$",
        max_length=80,
        description="for example AB01",
    ),
]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Ignore = Mapping[Text, Text]
"""Ids of checks that pass over this part, each with the reason. It changes no meaning, so the
rule book does not carry it: see `triage.checks.ignoring`."""
Sources = Annotated[tuple[str, ...], Meta(min_length=1, description="ids from sources.yaml")]
KIND_KEY = "kind"
"""The key that says which kind of thing it is, where there are several."""


class Frozen(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """Base of everything that stands in a rule file."""


def yes_or_no(truth: bool) -> str:
    """A truth value as rule files say it."""
    return "yes" if truth else "no"


def default_of(field: FieldInfo) -> Any:
    """What stands in a field where the rule file says nothing."""
    return field.default if field.default_factory is NODEFAULT else field.default_factory()
