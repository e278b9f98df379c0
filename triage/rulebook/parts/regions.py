"""regions/*.yaml: numbers to call."""

from __future__ import annotations

from triage.rulebook.parts.base import Frozen, Sources, Text


class CrisisLine(Frozen, frozen=True, kw_only=True):
    """Somebody to talk to at once."""

    text: Text
    """Whom to call, and how, in one sentence."""
    verified: bool
    """Whether the number was verified; if not, the text says to check it."""


class Region(Frozen, frozen=True, kw_only=True):
    """Numbers that differ from country to country, in one file that can be replaced."""

    name: Text
    """The name of the region."""
    emergency_numbers: tuple[Text, ...]
    """The numbers to call in an emergency."""
    crisis_lines: tuple[CrisisLine, ...]
    """Whom to call in a crisis of the mind."""
    sources: Sources
    """Ids from sources.yaml that the numbers rest on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
