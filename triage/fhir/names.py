"""The addresses under which the form, its codes and its extensions go."""

from __future__ import annotations

from triage.rulebook.model import Rulebook

BASE = "urn:movement-triage"
FORM_URL = f"{BASE}:questionnaire"
ANSWERS_SYSTEM = f"{BASE}:answers"
MEDICINES_SYSTEM = f"{BASE}:medicines"
"""Medicines by their names in the rule book, as a result tells them."""
CONDITIONS_SYSTEM = f"{BASE}:conditions"
RED_FLAGS_SYSTEM = f"{BASE}:red-flags"
URGENCY_SYSTEM = f"{BASE}:urgency"
CERTAINTY_SYSTEM = f"{BASE}:certainty"
FIT_SYSTEM = f"{BASE}:fit"
RESULT_SYSTEM = f"{BASE}:result"
DIGEST_SYSTEM = f"{FORM_URL}:digest"
FIT_URL = f"{BASE}:fit"
"""On a condition of a result: how well the answers fit it."""
NOT_ASKED_URL = f"{BASE}:not-asked"
"""On an item of a response: a line of a list that was not shown."""
EXACT_URL = f"{BASE}:exact"
"""On an item of a response: the length of time as it was typed."""

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
CORE = "http://hl7.org/fhir/StructureDefinition/"


def version_of(book: Rulebook) -> str:
    """The version of a form: that of the rule book, and the beginning of its digest."""
    return f"{book.version}-{book.digest[:16]}"


def canonical(book: Rulebook) -> str:
    """What a response says it answers."""
    return f"{FORM_URL}|{version_of(book)}"
