"""How what was typed as medicines was read, as data: for every form of a result.

What was not understood is never hidden: it counts as *not sure*, and every output says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from triage.errors import printable
from triage.rulebook.medicine_text import Known, Offer, Part
from triage.rulebook.model import Rulebook
from triage.words.answers import not_certain

Understanding = Literal["understood", "purpose", "near", "unsure", "not-understood"]


class MedicineRead(Struct, frozen=True, kw_only=True, rename="kebab"):
    """One thing that was typed as a medicine."""

    typed: str
    """The whole text as it was typed."""
    words: str
    """The part of it that this is about."""
    how: Understanding
    """Whether it was understood. Whatever it is but that, each class that it could be counts as
    *not sure*; all of them where it was not understood."""
    read_as: tuple[str, ...]
    """The medicine; what it may be; or what it is for."""
    classes: tuple[str, ...]
    """Ids of the classes that it is or could be; none where it was not understood."""


def medicines_read(book: Rulebook, names: Iterable[str]) -> tuple[MedicineRead, ...]:
    """How each name that was typed was read."""
    return tuple(
        read
        for typed in names
        for part in book.catalogue.read(typed)
        for read in _read(book, typed, part)
    )


def all_read(book: Rulebook, given: Mapping[str, Any]) -> tuple[MedicineRead, ...]:
    """The same for every answer that names medicines."""
    return tuple(
        read
        for id, value in given.items()
        if book.questions[id].shape == "medicines" and isinstance(value, tuple)
        for read in medicines_read(book, value)
    )


def _read(book: Rulebook, typed: str, part: Part) -> Iterator[MedicineRead]:
    how: Understanding
    match part.how:
        case "none":
            return
        case "medicine" | "ordinary":
            how = "understood"
        case "purpose":
            purpose = book.purposes[part.means[0].id]
            how = "purpose" if purpose.could_be and not purpose.surely else "understood"
        case _:
            how = part.how
    named = tuple(_name(book, known) for known in part.means)
    if part.how == "near":
        named = tuple(offered(book, offer) for offer in part.offers)
    catalogue = book.catalogue
    classes = frozenset[str]().union(*map(catalogue.could_be, part.means))
    yield MedicineRead(
        typed=printable(typed),
        words=printable(part.words),
        how=how,
        read_as=named,
        classes=tuple(sorted(classes)),
    )


def offered(book: Rulebook, offer: Offer) -> str:
    """A name that may be meant, with the medicine behind a brand: "Seroquel (quetiapine)"."""
    known = offer.known
    thing = book.medicines[known.id] if known.kind == "medicine" else book.ordinary[known.id]
    return f"{offer.name} ({known.id})" if offer.name in thing.brands else known.id


def _name(book: Rulebook, known: Known) -> str:
    is_purpose = known.kind in ("for", "called")
    return book.purposes[known.id].name if is_purpose else known.id


def in_doubt(read: Iterable[MedicineRead]) -> str:
    """What was not read for certain, as one line; empty where everything was understood."""
    doubtful = dict.fromkeys(one.words for one in read if one.how not in ("understood", "unsure"))
    if not doubtful:
        return ""
    return not_certain(doubtful, one=len(doubtful) == 1)
