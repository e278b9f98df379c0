"""medicines.yaml and ordinary-medicines.yaml: classes, names and what they are taken for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Protocol

from msgspec import Meta, field

from triage.rulebook.parts.base import Frozen, Id, Sources, Text

MEDICINES_PREFIX = "medicine"
UNKNOWN_NAME = "unknown-name"
LONGEST_NAME = 100
"""Letters of one text about a medicine."""
MOST_NAMES = 60
"""Texts about medicines of one person."""


class MedicineClass(Frozen, frozen=True, kw_only=True):
    """A class of medicines that rules can name, as `medicine.<class>`."""

    name: Text
    """What the class is called, as a noun in the plural."""
    part_of: Id | None = None
    """A wider class that every medicine of this one also belongs to."""
    summary_only: bool = False
    """Kept for the doctor's summary; no rule uses it."""
    known_as: Text
    """What patients call it."""
    effects: Text
    """What it can bring about."""
    latency: Text
    """How soon after the medicine they come."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class Medicine(Frozen, frozen=True, kw_only=True):
    """A medicine: its classes and the names it is sold under."""

    classes: Annotated[tuple[str, ...], Meta(min_length=1)]
    """The classes that it belongs to; the wider ones follow by themselves."""
    brands: tuple[Text, ...] = ()
    """Names that it is sold under."""
    also: tuple[Text, ...] = ()
    """Other spellings and salts."""
    atc: Text | None = None
    """Its code in the ATC list of the WHO."""
    rxnorm: Text | None = None
    """Its number in RxNorm."""
    rxnorm_verified: bool = True
    """Whether the number was looked up."""
    effects: Text | None = None
    """What it can bring about, where that differs from its class."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class Purpose(Frozen, frozen=True, kw_only=True):
    """What medicines are taken for, as people say it who do not know a name."""

    name: Text
    """What it is, as a noun phrase that fits after "a medicine for"."""
    for_: Annotated[tuple[Text, ...], Meta(min_length=1)] = field(name="for")
    """Words for the complaint: "schizophrenia", "travel sickness"."""
    called: tuple[Text, ...] = ()
    """Words for a medicine of this kind: "antipsychotic", "water tablet"."""
    surely: tuple[str, ...] = ()
    """The classes that every such medicine belongs to; the wider ones follow by themselves."""
    could_be: tuple[str, ...] = ()
    """The classes that such a medicine could belong to; the wider ones follow by themselves.
    None where no class of the rules is taken for it."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class OrdinaryMedicine(Frozen, frozen=True, kw_only=True):
    """A medicine that no rule reads: it is understood, and changes nothing."""

    brands: tuple[Text, ...] = ()
    """Names that it is sold under."""
    also: tuple[Text, ...] = ()
    """Other spellings and salts."""
    for_: Text = field(name="for")
    """What it is mostly taken for."""


class ListOfMedicines(Protocol):
    """What a rule book knows of medicines."""

    @property
    def classes(self) -> Mapping[str, MedicineClass]:
        """Classes that rules can name."""

    @property
    def medicines(self) -> Mapping[str, Medicine]:
        """Medicines that rules look at."""

    @property
    def purposes(self) -> Mapping[str, Purpose]:
        """What medicines are taken for."""

    @property
    def ordinary(self) -> Mapping[str, OrdinaryMedicine]:
        """Medicines that are understood and that no rule reads."""
