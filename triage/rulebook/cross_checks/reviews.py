"""Who has signed what."""

from __future__ import annotations

import re
from datetime import date

from triage.errors import shortened
from triage.rulebook.cross_checks.written import Written
from triage.rulebook.parts.signatures import Signature
from triage.rulebook.reviews import day_of, subjects


def reviews(written: Written) -> None:
    """What is signed is in the rule book, and each signature can be read."""
    at = ("reviews.yaml", "signatures")
    known = {str(subject) for subject in subjects(written.book)}
    # what could not be read may well have been signed
    all_read = not any(path[0] != at[0] for path in written.reader.broken)
    for name, signatures in written.book.reviews.signatures.items():
        if name not in known and all_read:
            what = f"`{shortened(name)}` is signed, but it is not in the rule book"
            advice = written.reader.advice(name, known, "delete what was signed with it")
            written.reader.problem(written.key(*at, name), what, advice)
        signed: set[tuple[str, str]] = set()
        for index, signature in enumerate(signatures):
            _signature(written, signature, (*at, name, index))
            who = (signature.by.casefold(), signature.role.casefold())
            if who in signed:
                what = f"`{shortened(signature.by)}` has signed `{shortened(name)}` twice"
                written.reader.problem(written.value(*at, name, index), what, "keep the newer one")
            signed.add(who)


def _signature(written: Written, signature: Signature, at: tuple[str | int, ...]) -> None:
    days: list[date] = []
    for key, text in (("date", signature.date), ("due", signature.due)):
        day = None if text is None else day_of(text)
        if day is not None:
            days.append(day)
        elif text is not None:
            what = f"`{shortened(text)}` is not a day"
            advice = "write year, month and day, like 2026-05-03"
            written.reader.problem(written.value(*at, key), what, advice)
    if len(days) == 2 and days[1] < days[0]:
        what = f"`due` is `{signature.due}`, before the day of signing"
        written.reader.problem(written.value(*at, "due"), what, "write a later day")
    if not re.fullmatch("[0-9a-f]{64}", signature.digest):
        what = f"`{shortened(signature.digest)}` is not a digest"
        advice = "sign with `triage rules review sign`, which writes it"
        written.reader.problem(written.value(*at, "digest"), what, advice)
