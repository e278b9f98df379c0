"""Looking up names of medicines as people type them."""

from __future__ import annotations

import pytest

from tests.conftest import the_book
from triage.inference.prepared import prepared
from triage.rulebook.medicines import plain

BOOK = the_book()
CATALOGUE = prepared(BOOK).catalogue


@pytest.mark.parametrize(
    ("typed", "medicine"),
    [
        ("haloperidol", "haloperidol"),
        ("HALOPERIDOL", "haloperidol"),
        ("Haldol", "haloperidol"),
        ("haldol 5 mg", "haloperidol"),
        ("haloperidol decanoate injection", "haloperidol"),
        ("metoclopramide hydrochloride", "metoclopramide"),
        ("Maxolon 10mg tablets", "metoclopramide"),
        ("metoclopromide", "metoclopramide"),
        ("risperdone", "risperidone"),
        ("sertralin", "sertraline"),
        ("lithium carbonate", "lithium"),
        ("stemetil", "prochlorperazine"),
        ("albuterol", "salbutamol"),
    ],
)
def test_case_dose_salt_brand_and_small_slips_are_forgiven(typed: str, medicine: str) -> None:
    """What stands on the box, or nearly so, is found."""
    assert medicine == CATALOGUE.find(typed).medicine


@pytest.mark.parametrize(
    "typed", ["atorvastatin", "paracetamol", "xyz", "blood pressure tablets", "blue pills", "blue"]
)
def test_an_unknown_name_stays_unknown(typed: str) -> None:
    """A name that is not in the list is never taken for another medicine."""
    assert CATALOGUE.find(typed).medicine is None


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("promazine", "promethazine"),
        ("hydroxyzine", "olanzapine"),
        ("prednisone", "prednisolone"),
        ("cetirizine", "cinnarizine"),
        ("clonidine", "clonazepam"),
        ("amlodipine", "amiodarone"),
    ],
)
def test_names_that_only_look_alike_are_not_confused(typed: str, other: str) -> None:
    """Look-alike names of different medicines are a known danger."""
    assert other != CATALOGUE.find(typed).medicine


def test_an_unknown_name_is_kept_and_its_nearest_names_are_offered() -> None:
    """Nothing that a person says about medicines is lost."""
    match = CATALOGUE.find("halopridel forte")

    assert "halopridel forte" == match.typed
    assert match.medicine is not None or "haloperidol" in match.nearest
    assert "yes" == CATALOGUE.answers(("no such thing",))["unknown-name"]


@pytest.mark.parametrize("medicine", BOOK.medicines)
def test_every_name_leads_to_its_medicine(medicine: str) -> None:
    """Each generic name, brand and spelling of the catalogue is found."""
    entry = BOOK.medicines[medicine]
    for name in (medicine, *entry.brands, *entry.also):
        assert medicine == CATALOGUE.find(name).medicine, name


def test_every_drug_of_the_catalogue_has_the_wider_classes() -> None:
    """A first-generation antipsychotic blocks dopamine, a levodopa tablet is dopaminergic."""
    assert "dopamine-blocker" in CATALOGUE.classes_of("haloperidol")
    assert "dopamine-blocker" in CATALOGUE.classes_of("metoclopramide")
    assert "dopaminergic" in CATALOGUE.classes_of("levodopa")
    assert "tremor-medicine" in CATALOGUE.classes_of("lithium")


def test_plain_names_keep_something() -> None:
    """A name that is nothing but a form keeps its words."""
    assert "tablet" == plain("Tablet")


def test_timing_is_asked_only_where_a_class_needs_it() -> None:
    """Nobody without such a medicine is asked when it was started."""
    for id in ("dopamine-blocker-started", "dopamine-blocker-total", "dopamine-blocker-stopped"):
        when = BOOK.questions[id].ask_when
        assert when is not None
