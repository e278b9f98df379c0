"""reviews.yaml: who has read which rules, what they said of them, and who must."""

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


class Doubt(Frozen, frozen=True, kw_only=True):
    """Somebody has read one thing in the rule book, and does not stand by it yet.

    It is no signature of another kind: nothing that counts signatures can count it by mistake.
    """

    says: Literal["disagree", "ask"]
    """Whether they think that it is wrong, or want to know something before they can say."""
    by: Annotated[str, Meta(min_length=1, max_length=120)]
    """The name of the person who read it."""
    role: Annotated[str, Meta(min_length=1, max_length=120)]
    """In what role they read it: neurologist, pharmacist."""
    date: Annotated[str, Meta(min_length=1, extra_json_schema={"format": "date"})]
    """The day on which it was said, as year, month and day: 2026-05-03."""
    digest: Annotated[str, Meta(extra_json_schema={"pattern": "^[0-9a-f]{64}$"})]
    """SHA-256 of what was read; once it is another, the doubt is about an earlier text."""
    words: Annotated[str, Meta(min_length=1, max_length=1000)]
    """What they said, in their own words."""


class Reviews(Frozen, frozen=True, kw_only=True):
    """reviews.yaml: who has read which rules, what they said of them, and who must."""

    required_roles: Mapping[ReviewKind, tuple[Text, ...]] = {}
    """For each kind of rule, the roles that must have signed it."""
    signatures: Mapping[Text, tuple[Signature, ...]] = {}
    """For each red flag, condition and so on, who has signed it: `red-flag:RF01`, `scoring`."""
    doubts: Mapping[Text, tuple[Doubt, ...]] = {}
    """By the same names: who disagrees, or has asked something that is not answered yet."""
