"""findings.yaml: named intermediate conclusions."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import field

from triage.rulebook.parts.base import Frozen, Ignore, Sources, Text
from triage.rulebook.when import Holds, When, widened


class Finding(Frozen, frozen=True, kw_only=True):
    """A named intermediate conclusion that several rules use."""

    name: Text
    """What it is called in explanations, as a noun phrase."""
    when: When
    """The answers and findings from which it follows."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""


def asked_by(findings: Mapping[str, Finding], holds: Holds) -> When:
    """The answers and findings from which a finding follows, or by which it may follow."""
    inner = findings[holds.conclusion.id].when
    return widened(inner) if holds.conclusion.unsure else inner
