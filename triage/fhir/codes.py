"""The codes of conditions and medicines in other systems, as far as the rule book vouches for them.

A code goes out only if it was looked up and says the same as the name. A condition with several
codes in a system is none of them as a whole, and a note beside a code says in what it differs, so
neither has a code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from triage.fhir.names import CONDITIONS_SYSTEM, MEDICINES_SYSTEM
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Condition

Json: TypeAlias = dict[str, Any]

ATC = "http://www.whocc.no/atc"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
MONDO = "http://purl.obolibrary.org/obo/mondo.owl"
GROUP = "-"
"""The end of a code that stands for many."""
SUBSTANCE = 7
"""Letters and digits of an ATC code that names a substance; shorter ones name groups."""


def condition_codes(id: str, condition: Condition) -> list[Json]:
    """The codings of a condition: its id in the rule book, and in ICD-10-CM and MONDO."""
    found = [coding(CONDITIONS_SYSTEM, id)]
    if code := _only(condition, "icd-10-cm"):
        found.append(coding(ICD, code))
    if code := _only(condition, "mondo"):
        found.append(coding(MONDO, f"MONDO:{code}"))
    return found


def _only(condition: Condition, system: str) -> str:
    of_system = [code for code in condition.codes if code.system == system]
    if len(of_system) != 1:
        return ""
    (one,) = of_system
    exact = one.verified and one.note is None and not one.code.endswith(GROUP)
    return one.code if exact else ""


def medicine_codes(book: Rulebook, name: str) -> list[Json]:
    """The codings of a medicine by its name in the rule book; none of what is not in it."""
    return [*_of_medicine(book, name)]


def _of_medicine(book: Rulebook, name: str) -> Iterator[Json]:
    medicine = book.medicines.get(name)
    if medicine is not None or name in book.ordinary:
        yield coding(MEDICINES_SYSTEM, name)
    if medicine is None:
        return
    if medicine.atc and len(medicine.atc) == SUBSTANCE:
        yield coding(ATC, medicine.atc)
    if medicine.rxnorm and medicine.rxnorm_verified:
        yield coding(RXNORM, medicine.rxnorm)


def coding(system: str, code: str) -> Json:
    """A code of a system."""
    return {"system": system, "code": code}
