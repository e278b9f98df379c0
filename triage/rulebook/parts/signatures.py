"""reviews.yaml: who has read which rules, and who must."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from triage.rulebook.parts.base import Frozen, Text

ReviewKind = Literal[
    "red-flag",
    "condition",
    "finding",
    "question",
    "scoring",
    "advisory",
    "region",
    "medicines",
    "glossary",
    "named-kinds",
    "sections",
]
"""What is signed as one thing: see `triage.rulebook.reviews`."""


class Signature(Frozen, frozen=True, kw_only=True):
    """Somebody has read one thing in the rule book, and stands by it."""

    by: Annotated[str, Meta(min_length=1, max_length=120)]
    """The name of the person who read it."""
    role: Annotated[str, Meta(min_length=1, max_length=120)]
    """In what role they read it: neurologist, pharmacist."""
    date: Annotated[str, Meta(min_length=1, extra_json_schema={"format": "date"})]
    """The day of signing, as year, month and day: 2026-05-03."""
    digest: Annotated[str, Meta(extra_json_schema={"pattern": "^[0-9a-f]{64}$"})]
    """SHA-256 of what was read, written by `triage rules review sign`."""
    due: Annotated[str, Meta(min_length=1, extra_json_schema={"format": "date"})] | None = None
    """The last day on which it counts without being read again."""


class Reviews(Frozen, frozen=True, kw_only=True):
    """reviews.yaml: who has read which rules, and who must."""

    required_roles: Mapping[ReviewKind, tuple[Text, ...]] = {}
    """For each kind of rule, the roles that must have signed it."""
    signatures: Mapping[Text, tuple[Signature, ...]] = {}
    """For each red flag, condition and so on, who has signed it: `red-flag:RF01`, `scoring`."""
