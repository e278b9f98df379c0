"""named-kinds.yaml: what doctors call it, where no condition fits it."""

from __future__ import annotations

from msgspec import field

from triage.rulebook.parts.base import Frozen, Id, Ignore, Sources, Text
from triage.rulebook.when import When


class NamedKind(Frozen, frozen=True, kw_only=True):
    """A named kind, in plain words and by its medical name. It raises no urgency."""

    name: Text
    """What it is in plain words, as a noun phrase."""
    called: Text | None = None
    """What doctors call it; left out where they have no name for it."""
    part_of: Id | None = None
    """A wider kind, which is not told beside this one."""
    when: When
    """The answers and findings that tell it."""
    doctor_may_check: Text
    """What a doctor may look at, as a sentence."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""
