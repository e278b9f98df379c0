"""What a result is made of: red flags, suggestions, reasons, and what else is told."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, field

from triage.rulebook.parts.conditions import Fit, Frequency
from triage.rulebook.urgency import Urgency


class Frozen(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Base of everything in a result."""


class Reason(Frozen, frozen=True, kw_only=True):
    """Why something fits, does not fit, or is not known."""

    rule: str
    """The id of the rule that fired, or could."""
    because: str
    """The link to the condition, in lay words."""
    answers: tuple[str, ...]
    """What the person said, as clauses; for "not known": what was not answered."""


class FlagReached(Frozen, frozen=True, kw_only=True):
    """A red flag that these answers reach."""

    id: str
    """The id of its rule, such as `RF01`."""
    urgency: Urgency
    """How soon to be seen for it."""
    certain: bool
    """False: only answers of "not sure" reach it."""
    title: str
    """What it is about, for clinicians."""
    because: str
    """Why it is dangerous, in plain words."""
    answers: tuple[str, ...]
    """What the person said, as clauses."""
    do_now: tuple[str, ...]
    """What to do at once, one short sentence each."""
    crisis: tuple[str, ...]
    """Those of them that say whom to call in a crisis."""
    sources: tuple[str, ...]


class Suggestion(Frozen, frozen=True, kw_only=True):
    """A condition to ask a doctor about. Never a diagnosis."""

    id: str
    name: str
    features_of: str
    """How the name reads after "features of"."""
    fit: Fit = field(name="band")
    """How well it fits."""
    points: int
    """What the evidence adds up to; it orders, and means nothing by itself."""
    urgency: Urgency
    """How soon to be seen for it, at least."""
    how_common: Frequency
    """How common it is."""
    how_common_at_age: bool
    """Whether that is counted at the person's age, since it differs by age."""
    what_it_is: str
    """What it is, in a few plain sentences."""
    comfort: str
    """A few words of comfort that a source bears out; empty beside any danger sign, beside one
    that was not asked about, and where it only fits a little."""
    in_short: tuple[str, ...]
    """What the person said for it, as clauses, the most telling first."""
    fits_because: tuple[Reason, ...]
    """What speaks for it, the strongest first."""
    does_not_fit_because: tuple[Reason, ...]
    """What speaks against it."""
    not_known: tuple[Reason, ...]
    """What could still speak for or against it, if it were known."""
    firm: bool | None
    """Whether what it needs to fit well holds; null where it needs nothing but points. Where it
    does not, its `urgency` raises nothing."""
    to_rule_out: bool
    """Whether a doctor should rule it out rather than ask how well it fits: it is urgent in itself
    and not harmless, the answers are urgent, and what it needs to fit well does not hold."""
    firm_missing: str
    """What is missing where that does not hold, as a clause: `it is too new`; empty elsewhere."""
    doctor_may_check: tuple[str, ...]
    """What a doctor may look at or test."""
    must_say: tuple[str, ...]
    """Said whenever it is suggested."""
    sources: tuple[str, ...]


class NotOffered(Frozen, frozen=True, kw_only=True):
    """A condition that fits but is not offered, and what to look at instead."""

    id: str
    name: str
    because: tuple[str, ...]
    """Why it is not offered, one reason for each block."""
    instead: tuple[str, ...]
    """What to look at instead, for each block."""


class Decided(Frozen, frozen=True, kw_only=True):
    """One thing that the urgency rests on."""

    kind: Annotated[str, Meta(description="red-flag or condition")]
    id: str
    title: str
    answers: tuple[str, ...]
    """What the person said, as clauses."""


class NotAsked(Frozen, frozen=True, kw_only=True):
    """Danger signs that nobody has answered, so that a low level says little."""

    of: int
    """How many danger signs the rule book has for such a person; those that set no level, or that
    are for another age or sex, are not counted."""
    ids: tuple[str, ...]
    """Those that could still be reached, by questions that were not answered."""


class Versions(Frozen, frozen=True, kw_only=True):
    """What exactly produced a result."""

    tool: str
    """The version of the program."""
    rule_book: str
    """The version of the rule book, as it says itself."""
    digest: str
    """The digest of what the rule book means."""


class KindTold(Frozen, frozen=True, kw_only=True):
    """A named kind, told where no condition is suggested. It raises no urgency."""

    id: str
    name: str
    """What it is in plain words, as a noun phrase."""
    called: str
    """What doctors call it; empty where they have no name for it."""
    answers: tuple[str, ...]
    """What the person said, as clauses."""
    doctor_may_check: str
    """What a doctor may look at, as a sentence."""
    sources: tuple[str, ...]
