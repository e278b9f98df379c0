"""rulebook.yaml: the sections of the questionnaire."""

from __future__ import annotations

from triage.rulebook.parts.base import Frozen, Id, Text


class Section(Frozen, frozen=True, kw_only=True):
    """A group of questions that are asked together; its file has the same name."""

    id: Id
    """The name of the section, and of its file in the folder questions."""
    title: Text
    """The heading over its questions."""
