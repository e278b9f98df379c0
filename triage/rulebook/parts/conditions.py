"""conditions/*.yaml: what may be suggested, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from msgspec import field

from triage.rulebook.parts.base import Frozen, Id, Ignore, Sources, Text
from triage.rulebook.urgency import Urgency
from triage.rulebook.when import When
from triage.words.answers import NOT_FIRM

Strength = Literal["strong", "moderate", "weak"]
Fit = Literal["fits-well", "fits-partly", "fits-a-little"]
FITS: tuple[Fit, ...] = ("fits-well", "fits-partly", "fits-a-little")
BEST_NOT_FIRM: Fit = FITS[1]
"""The best fit of a condition whose firm part does not hold."""
Frequency = Literal["very-common", "common", "uncommon", "rare", "very-rare"]


class Core(Frozen, frozen=True, kw_only=True):
    """What must hold for a condition to be suggested at all."""

    when: When
    """The answers and findings without which the condition is not suggested."""
    because: Text
    """Why these suggest it, in lay words."""
    enough: bool = False
    """Whether the core alone makes the condition fit well."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""


class Firm(Frozen, frozen=True, kw_only=True):
    """What must hold for a condition to fit well and to raise the urgency, not to be suggested.

    In a rule file it is `firm` and `firm-missing` of its condition.
    """

    when: When
    because: Text
    """What is missing where it does not hold, in lay words, to stand after "since"."""
    sources: Sources
    note: Text | None = None
    ignore: Ignore = field(default_factory=dict)


class Evidence(Frozen, frozen=True, kw_only=True):
    """One thing that speaks for or against a condition."""

    when: When
    """The answers and findings that it rests on."""
    strength: Strength
    """How much it weighs: strong, moderate or weak; the points stand in scoring.yaml."""
    because: Text
    """The link to the condition, in lay words."""
    risk: bool = False
    """A risk fact (a medicine, the family): it may lift a rare condition by itself."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""


class Block(Frozen, frozen=True, kw_only=True):
    """Why a condition is not offered as a suggestion, and what to look at instead."""

    when: When
    """The answers and findings that keep the condition from being offered."""
    because: Text
    """Why it is not offered, in lay words."""
    instead: Text
    """What to look at instead."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""


class Code(Frozen, frozen=True, kw_only=True):
    """A code in another system; unverified ones say so."""

    system: Literal["icd-10-cm", "mondo", "omim", "hpo"]
    """The system that the code is from."""
    code: Text
    """The code, as that system writes it."""
    verified: bool = True
    """Whether it was looked up in the system itself."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class Comfort(Frozen, frozen=True, kw_only=True):
    """A few words of comfort, which a source bears out."""

    text: Text
    """What is said after the name: "usually harmless"."""
    sources: Sources
    """Ids from sources.yaml that say so."""


class FrequencyAt(Frozen, frozen=True, kw_only=True):
    """How common a condition is among some people, as a source counts it."""

    when: When
    """Among whom: an age, or a sex and an age."""
    frequency: Frequency
    """How common it is among them. It is only told: no fit and no urgency rests on it."""
    sources: Sources
    """Ids from sources.yaml that say so."""


class Condition(Frozen, frozen=True, kw_only=True):
    """A condition that may be suggested, and everything said about it."""

    name: Text
    """The name of the condition, as patients read it."""
    also_called: tuple[Text, ...] = ()
    """Other names, by which it can be found."""
    fits_name: Text | None = None
    """How the name reads after "features of"; the name itself where it is left out."""
    codes: tuple[Code, ...] = ()
    """Its codes in other systems."""
    frequency: Frequency
    """How common it is; a rare one needs more to rise above fits-a-little."""
    frequency_at: tuple[FrequencyAt, ...] = ()
    """How common it is at some ages, where that differs and a source counts it; the first that
    holds is told."""
    what_it_is: Text
    """What it is, in a few plain sentences."""
    who_it_affects: Text
    """Whom it affects, in plain words."""
    how_it_starts: Text
    """How it begins, in plain words."""
    inheritance: Text
    """What is known of it in families."""
    doctor_may_check: tuple[Text, ...]
    """What a doctor may look at or test."""
    doctor_may_discuss: tuple[Text, ...]
    """Treatments that a doctor may talk about; information, never advice."""
    must_say: tuple[Text, ...] = ()
    """Said to the patient whenever the condition is suggested."""
    urgency: Urgency
    """How soon to be seen, at least, when it is suggested and `firm`, if any, holds."""
    top_fit: Fit = "fits-well"
    """The best fit that it may reach; a lower one says that answers alone cannot show more."""
    never_alone: bool = False
    """Whether it is never suggested alone, nor first beside a danger sign."""
    benign: bool = False
    """Harmless as a rule: never before another name beside a red flag, and never alone beside one
    of the same day or sooner, or where something speaks against it."""
    comfort: Comfort | None = None
    """Said beside the name where it fits, and never beside a danger sign."""
    core: Core
    """What must hold for it to be suggested at all."""
    firm: When | None = None
    """The answers and findings without which it does not fit well and raises no urgency; it is
    suggested without them."""
    firm_missing: Text | None = None
    """What is missing where `firm` does not hold, to stand after "since": "it is too new"."""
    supports: Mapping[Id, Evidence] = {}
    """What speaks for it, each under its id."""
    against: Mapping[Id, Evidence] = {}
    """What speaks against it, each under its id."""
    blocked_by: Mapping[Id, Block] = {}
    """What keeps it from being offered, each under its id."""
    sources: Sources
    """Ids from sources.yaml for what is said about it."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""

    @property
    def features_of(self) -> str:
        """How the name reads after "features of"."""
        return self.fits_name or self.name[:1].lower() + self.name[1:]

    @property
    def firm_rule(self) -> Firm | None:
        """The firm part as one of its rules; None where it has none."""
        if self.firm is None:
            return None
        return Firm(when=self.firm, because=self.firm_missing or NOT_FIRM, sources=self.sources)


@cache  # asked for every condition and every person
def core_id(condition: str) -> str:
    """The id of a condition's core rule."""
    return f"{condition}-core"


def firm_id(condition: str) -> str:
    """The id of the rule that a condition's firm part is."""
    return f"{condition}-firm"
