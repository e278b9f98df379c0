"""What an explanation says, as data: why, why not, and what would change it.

It is worked out in `triage.explain.why` and put into text in
`triage.presentation.explanation`. Every text here is ready to be shown.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from triage.rulebook.parts.conditions import Fit, Strength
from triage.rulebook.urgency import Urgency

State = Literal["offered", "fits-but-not-shown", "blocked", "core-missing"]
Known = Literal["answered-otherwise", "not-sure", "not-answered", "not-asked"]


class Frozen(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Base of everything in an explanation."""


class Said(Frozen, frozen=True, kw_only=True):
    """One answer that a rule rests on."""

    variable: str
    """What the rule names: a question, or `question.item`."""
    answer: str
    """The word that was answered."""
    words: str
    """The answer as a clause: "you sleep badly"."""


class Ground(Frozen, frozen=True, kw_only=True):
    """A rule that fired, and what it rests on."""

    rule: str
    because: str
    """The reason in lay words; for a finding, its name."""
    answers: tuple[Said, ...]
    """The answers that the rule names itself, in the order of the questions."""
    findings: tuple[Ground, ...] = ()
    """The findings that it uses, each with its own grounds."""


class Weight(Frozen, frozen=True, kw_only=True):
    """Evidence with its strength and what it is worth; negative where it speaks against."""

    strength: Strength
    points: int
    ground: Ground


class FlagLink(Frozen, frozen=True, kw_only=True):
    """A red flag that was reached."""

    id: str
    title: str
    urgency: Urgency
    certain: bool
    """False: only answers of "not sure" reach it."""
    decides: bool
    """Whether the urgency of the result is its urgency."""
    ground: Ground


class Missing(Frozen, frozen=True, kw_only=True):
    """One thing that the core, or the firm part, needs and the answers do not give."""

    variable: str
    question: str
    """The id of the question that asks for it."""
    known: Known
    answered: str
    """What was answered, as a clause; empty where nothing was."""
    needed: str
    """What would be needed, as a clause."""
    asked_when: str
    """For a question that these answers do not lead to: what leads to it. Else empty."""


class FirmPart(Frozen, frozen=True, kw_only=True):
    """What a condition needs to fit well and to raise the urgency, though not to be suggested."""

    holds: bool
    because: str
    """What is missing where it does not hold, in lay words."""
    ground: Ground | None
    """What it rests on; null where it does not hold."""
    missing: tuple[Missing, ...]
    """The fewest things that it lacks; empty where it holds."""
    other_ways: int
    """How many other ways lack as few."""


class CandidateLink(Frozen, frozen=True, kw_only=True):
    """A condition that is suggested, best first."""

    id: str
    name: str
    fit: Fit = field(name="band")
    points: int
    urgency: Urgency
    shown: bool
    """Whether the result shows it; at most so many are shown as the rule book says."""
    decides: bool
    """Whether the urgency of the result is its urgency."""
    core_points: int
    """What the core alone is worth."""
    core: Ground
    """What makes it thinkable at all."""
    firm: FirmPart | None
    """What it needs to fit well; null where it needs nothing but points."""
    supports: tuple[Weight, ...]
    against: tuple[Weight, ...]


class BlockedLink(Frozen, frozen=True, kw_only=True):
    """A condition whose core holds but which is not offered."""

    id: str
    name: str
    core: Ground
    blocks: tuple[Ground, ...]
    """What keeps it from being offered."""
    instead: tuple[str, ...]
    """What to look at instead, for each block."""


class Chain(Frozen, frozen=True, kw_only=True):
    """From answers through findings to evidence, suggestion and urgency."""

    urgency: Urgency
    title: str
    findings: tuple[Ground, ...]
    """Every finding that holds for certain, whether a suggestion uses it or not."""
    red_flags: tuple[FlagLink, ...]
    """Every danger sign that was reached, the most urgent first."""
    candidates: tuple[CandidateLink, ...]
    """Every condition that fits, best first, also those that are not shown."""
    blocked: tuple[BlockedLink, ...]
    """Conditions that fit but are not offered."""


class Open(Frozen, frozen=True, kw_only=True):
    """A rule of the condition that could still hold if something were known."""

    rule: str
    because: str
    topics: tuple[str, ...]
    """What is not known, as noun phrases."""


class WhyNot(Frozen, frozen=True, kw_only=True):
    """Why a condition is not suggested, or that it is."""

    id: str
    name: str
    state: State
    place: Annotated[int | None, Meta(description="among all that fit, from 1")]
    missing: tuple[Missing, ...]
    """The fewest things that the core lacks; empty where the core holds."""
    other_ways: int
    """How many other ways to the core lack as few."""
    firm: FirmPart | None
    """What it needs to fit well; null where it needs nothing but points."""
    speaks_for: tuple[Weight, ...]
    speaks_against: tuple[Weight, ...]
    blocks: tuple[Ground, ...]
    instead: tuple[str, ...]
    """What to look at instead, for each block."""
    open: tuple[Open, ...]
    """Rules that could still hold if something were known."""
    not_shown_because: str
    """Why it fits but is not shown; empty elsewhere."""


class Altered(Frozen, frozen=True, kw_only=True):
    """One answer that would be another."""

    question: str
    item: str | None
    """The item of a tick-all question that is another; None elsewhere."""
    about: str
    was: str
    """The answer in a few words; empty where the question was not answered."""
    instead: str
    answer: Any
    """The whole new answer to the question, as it would stand in an answer file."""


class Change(Frozen, frozen=True, kw_only=True):
    """A smallest change of answers that gives another urgency or another first candidate.

    It is information for test authors and clinicians, never advice to answer differently.
    """

    answers: tuple[Altered, ...]
    set_aside: tuple[str, ...]
    """Answered questions that would no longer be asked."""
    urgency_before: Urgency
    urgency_after: Urgency
    first_before: str | None
    """The id of the condition that is shown first; None where none is."""
    first_after: str | None
    """The one that would be."""
