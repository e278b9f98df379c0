"""Who has signed what, and who doubts it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from triage.errors import shortened
from triage.rulebook.cross_checks.written import Written
from triage.rulebook.parts.signatures import Doubt, Signature
from triage.rulebook.reviews import day_of, subjects


def reviews(written: Written) -> None:
    """What is signed or doubted is in the rule book, once by each person, and can be read."""
    known = {str(subject) for subject in subjects(written.book)}
    # what could not be read may well have been signed
    all_read = not any(path[0] != "reviews.yaml" for path in written.reader.broken)
    spoken: dict[str, set[tuple[str, str]]] = {}
    parts: tuple[tuple[str, Mapping[str, tuple[Signature | Doubt, ...]]], ...] = (
        ("signatures", written.book.reviews.signatures),
        ("doubts", written.book.reviews.doubts),
    )
    for part, ledger in parts:
        at = ("reviews.yaml", part)
        verb = "signed" if part == "signatures" else "doubted"
        for name, every in ledger.items():
            if name not in known and all_read:
                what = f"`{shortened(name)}` is {verb}, but it is not in the rule book"
                advice = written.reader.advice(name, known, f"delete what was {verb} with it")
                written.reader.problem(written.key(*at, name), what, advice)
            people = spoken.setdefault(name, set())
            for index, said in enumerate(every):
                _one(written, said, (*at, name, index))
                who = (said.by.casefold(), said.role.casefold())
                if who in people:
                    what = _twice(said, name)
                    place = written.value(*at, name, index)
                    written.reader.problem(place, what, "keep the newer one")
                people.add(who)


def _twice(said: Signature | Doubt, name: str) -> str:
    by = shortened(said.by)
    if isinstance(said, Signature):
        return f"`{by}` has signed `{shortened(name)}` twice"
    return f"`{by}` doubts `{shortened(name)}`, and has said something else of it too"


def _one(written: Written, said: Signature | Doubt, at: tuple[str | int, ...]) -> None:
    days: list[date] = []
    due = said.due if isinstance(said, Signature) else None
    for key, text in (("date", said.date), ("due", due)):
        day = None if text is None else day_of(text)
        if day is not None:
            days.append(day)
        elif text is not None:
            what = f"`{shortened(text)}` is not a day"
            advice = "write year, month and day, like 2026-05-03"
            written.reader.problem(written.value(*at, key), what, advice)
    if len(days) == 2 and days[1] < days[0]:
        what = f"`due` is `{due}`, before the day of signing"
        written.reader.problem(written.value(*at, "due"), what, "write a later day")
    if not re.fullmatch("[0-9a-f]{64}", said.digest):
        what = f"`{shortened(said.digest)}` is not a digest"
        advice = "sign with `triage rules review sign`, which writes it"
        written.reader.problem(written.value(*at, "digest"), what, advice)
