"""red-flags.yaml: the danger signs."""

from __future__ import annotations

from msgspec import field

from triage.rulebook.parts.base import Frozen, Ignore, Sources, Text
from triage.rulebook.urgency import Urgency
from triage.rulebook.when import When


class RedFlag(Frozen, frozen=True, kw_only=True):
    """A danger sign: what sets it off, how soon to be seen, what to do now."""

    title: Text
    """The danger sign, in a few words."""
    when: When
    """The answers and findings that set it off."""
    urgency: Urgency
    """How soon to be seen when it is set off; no rule can lower it."""
    if_unsure: Urgency
    """The level when the deciding answer is *unsure*."""
    because: Text
    """Why it matters, to the patient: one or two plain sentences."""
    do_now: tuple[Text, ...] = ()
    """What to do until help is there, one short sentence each."""
    crisis: bool = False
    """Whether the crisis lines of the region are shown with it."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""
