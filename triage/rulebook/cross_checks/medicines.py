"""Medicines: their classes, and the names that they are looked up by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from triage.errors import Place, shortened
from triage.rulebook import check_ids
from triage.rulebook.cross_checks.written import Written, reaches_itself
from triage.rulebook.medicine_text import key as exact_name
from triage.rulebook.medicine_text import plain as plain_name
from triage.rulebook.parts.medicines import UNKNOWN_NAME


def medicines(written: Written) -> None:
    """Classes are known and in no circle, names lead to one medicine, and one question asks."""
    classes, medicines = written.book.classes, written.book.medicines
    at = "medicines.yaml"
    unread = written.unread["classes"]
    if written.too_many(at, "classes", classes):
        return
    if UNKNOWN_NAME in classes:
        place = written.key(at, "classes", UNKNOWN_NAME)
        what = f"a class cannot be called `{UNKNOWN_NAME}`"
        written.reader.problem(place, what, "rename it")
    parents = {id: [c.part_of] for id, c in classes.items() if c.part_of}
    for id, (parent,) in parents.items():
        place = written.value(at, "classes", id, "part-of")
        if parent in unread:
            continue
        if parent not in classes:
            known = "classes are at the top of medicines.yaml"
            advice = written.reader.advice(parent, classes, known)
            what = f"unknown medicine class `{shortened(parent)}`"
            written.reader.problem(place, what, advice, check_ids.UNKNOWN_NAME)
        elif reaches_itself(id, parents):
            what = f"the class `{id}` is part of itself"
            written.reader.problem(place, what, "choose another", check_ids.SKIP_LOGIC)
    for id, medicine in medicines.items():
        classes_named(written, (at, "medicines", id, "classes"), medicine.classes)
    for id, purpose in written.book.purposes.items():
        classes_named(written, (at, "purposes", id, "surely"), purpose.surely)
        classes_named(written, (at, "purposes", id, "could-be"), purpose.could_be)
    _names_of_medicines(written)
    asking = written.asks_for_medicines()
    if medicines and not asking and not written.unread["questions"]:
        what = "no question asks for medicines"
        written.reader.problem(Place(at, 1, 1), what, "add a question of kind `medicines`")
    for id in asking[1:]:
        what = f"`{id}` is a second question about medicines"
        place = written.key(written.questions_file(id), "questions", id)
        written.reader.problem(place, what, "ask for all of them in one question")


def classes_named(written: Written, at: tuple[str, ...], classes: tuple[str, ...]) -> None:
    """Classes that are named are known."""
    known = written.book.classes
    for index, wanted in enumerate(classes):
        if wanted not in known and wanted not in written.unread["classes"]:
            advice = written.reader.advice(wanted, known, "classes are at the top of the file")
            what = f"unknown medicine class `{shortened(wanted)}`"
            written.reader.problem(written.value(*at, index), what, advice, check_ids.UNKNOWN_NAME)


def _names_of_medicines(written: Written) -> None:
    """Every name leads to one medicine or purpose only, whichever file it stands in."""
    names: dict[tuple[bool, str], tuple[str, str]] = {}
    for group, id, name, place in _written_names(written):
        # words for a purpose are no names, and a form may tell them from one
        purpose = group == "purposes"
        plain = " ".join(exact_name(name)) if purpose else plain_name(name)
        if not re.search("[a-z0-9]", plain):
            what = f"the name `{shortened(name)}` cannot be looked up"
            written.reader.problem(place, what, "write it with letters from a to z")
            continue
        other = names.setdefault((purpose, plain), (group, id))
        if other != (group, id):
            what = f"the name `{shortened(name)}` belongs to `{other[1]}` too"
            advice = "a name may lead to one medicine only"
            written.reader.problem(place, what, advice, check_ids.ORDER_DECIDES)


def _written_names(written: Written) -> Iterator[tuple[str, str, str, Place | None]]:
    """Group, id, name and place of everything that a text about medicines is read by."""
    groups: tuple[tuple[str, str, Mapping[str, Any], tuple[str, ...]], ...] = (
        ("medicines.yaml", "medicines", written.book.medicines, ("brands", "also")),
        ("ordinary-medicines.yaml", "ordinary", written.book.ordinary, ("brands", "also")),
        ("medicines.yaml", "purposes", written.book.purposes, ("for", "called")),
    )
    for file, group, things, lists in groups:
        for id, thing in things.items():
            places = {} if group == "purposes" else {id: written.key(file, group, id)}
            for part in lists:
                for index, name in enumerate(getattr(thing, _FIELDS.get(part, part))):
                    places.setdefault(name, written.value(file, group, id, part, index))
            for name, place in places.items():
                yield group, id, name, place


_FIELDS = {"for": "for_"}
