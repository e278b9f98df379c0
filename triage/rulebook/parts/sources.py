"""sources.yaml: what the rules rest on."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from triage.rulebook.parts.base import Frozen, Ignore, Text

Read = Literal["full", "part", "no"]


class Source(Frozen, frozen=True, kw_only=True):
    """A source, and how far it was really read."""

    title: Text
    """The title of the source."""
    by: Text
    """Who wrote or published it."""
    year: Text
    """The year, or what is known of its age."""
    link: Text | None = None
    """Where it can be read."""
    used_for: Text
    """What it is used for in these rules."""
    read: Read
    """How far it was really read: full, part or no."""
    read_note: Text | None = None
    """What was read of it, and what was not."""
    withdrawn: Text | None = None
    """When and by whom it was withdrawn; no rule may rest on it any more."""
    replaced_by: str | None = None
    """The id of the source that has taken its place; no rule may rest on the old one."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""
