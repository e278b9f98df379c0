"""advisory.yaml: the texts that every result carries."""

from __future__ import annotations

from collections.abc import Mapping

from triage.rulebook.parts.base import Frozen, Id, Text
from triage.rulebook.urgency import Urgency


class UrgencyText(Frozen, frozen=True, kw_only=True):
    """What a level says to the patient."""

    title: Text
    """The level, as the first line of a result."""
    what_to_do: tuple[Text, ...]
    """What to do, one short sentence each."""
    next_step: Text | None = None
    """The same in one line, for the first screen; else the first of them is taken."""


class UnderAge(Frozen, frozen=True, kw_only=True):
    """What is said to somebody young: ask an adult to help."""

    question: Id
    """The number question that tells the age."""
    under: int
    """The age below which it is said."""
    text: Text
    """What is said."""


class Advisory(Frozen, frozen=True, kw_only=True):
    """The texts that every result carries."""

    advisory: Text
    """What every result says, word for word: see your doctor."""
    not_reviewed: Text
    """What every result says until all rules are signed."""
    not_reviewed_in_short: Text | None = None
    """The same in one line, for the first screen."""
    no_candidates: Text
    """What is said where no condition fits."""
    no_name_given: Text | None = None
    """What is said where one fits, and may not be named alone beside these answers; left out, the
    same as where none fits."""
    urgency: Mapping[Urgency, UrgencyText]
    """What each level says."""
    watch_for: tuple[Text, ...]
    """Signs that make it more urgent."""
    call_at_once: Text | None = None
    """The main danger signs in two lines, for the first screen; else the first of them."""
    under_age: UnderAge
    """What is said to somebody young."""
    local_number: Text
    """Said in an emergency where the region is known; `{numbers}` stands in it."""
    check_number: Text
    """Added to a crisis line that was not verified."""
    not_looked_at: tuple[Text, ...]
    """What this rule book does not look at."""
    bring: tuple[Text, ...]
    """What to bring to the appointment."""
    opening: tuple[Text, ...]
    """What is said before the first question, in a few lines."""
    opening_more: tuple[Text, ...] = ()
    """What else is said there to somebody who types a question mark."""

    def without_a_name(self, *, fits: bool) -> str:
        """What is said where no condition is named, though one fits or since none does."""
        return (self.no_name_given if fits else None) or self.no_candidates
