"""Checks of sources and of signatures: what a rule rests on, and who stands by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from triage.checks.context import Context, Found, Level
from triage.errors import did_you_mean, shortened
from triage.presentation.pasted import pasted
from triage.rulebook import check_ids
from triage.rulebook.reviews import Subject, standings
from triage.rulebook.stated import At

GRACE = timedelta(days=90)
"""How long after its day a review is only warned of."""


def cited(context: Context) -> Iterator[tuple[At, str]]:
    """Every place that names a source, and the source."""
    for at, text in context.texts.items():
        if len(at) >= 2 and at[-2] == "sources" and isinstance(at[-1], int):
            yield at, text


def not_cited(context: Context) -> Iterator[Found]:
    """E14: a source that no rule rests on."""
    used = {source for _, source in cited(context)}
    for id, source in context.book.sources.items():
        if id not in used:
            what = f"nothing cites the source `{id}` ({shortened(source.title)})"
            advice = "cite it where it was used, or delete it"
            at = ("sources.yaml", "sources", id)
            yield Found(check=check_ids.SOURCES, at=at, message=what, help=advice, level="warning")


def withdrawn(context: Context) -> Iterator[Found]:
    """E18: something rests on a source that was withdrawn or replaced."""
    sources = context.book.sources
    for id, source in sources.items():
        if source.replaced_by is not None and source.replaced_by not in sources:
            what = f"unknown source `{shortened(source.replaced_by)}`"
            advice = did_you_mean(source.replaced_by, sources, "sources are in sources.yaml")
            place = ("sources.yaml", "sources", id, "replaced-by")
            yield Found(check=check_ids.WITHDRAWN_SOURCE, at=place, message=what, help=advice)
    for at, id in cited(context):
        source = sources[id]
        if source.replaced_by in sources:
            what = f"the source `{id}` was replaced by `{source.replaced_by}`"
            advice = "read the new one, and cite it where it still says the same"
            yield Found(check=check_ids.WITHDRAWN_SOURCE, at=at, message=what, help=advice)
        elif source.withdrawn is not None and source.replaced_by is None:
            what = f"the source `{id}` was withdrawn: {source.withdrawn}"
            advice = "find another source, or take out what rests on it"
            yield Found(check=check_ids.WITHDRAWN_SOURCE, at=at, message=what, help=advice)


def _at(context: Context, subject: Subject) -> At:
    match subject.kind:
        case "red-flag":
            return ("red-flags.yaml", "red-flags", subject.id)
        case "finding":
            return ("findings.yaml", "findings", subject.id)
        case "question":
            return context.question_at(subject.id)
        case "condition":
            return (f"conditions/{subject.id}.yaml",)
        case "region":
            return (f"regions/{subject.id}.yaml",)
        case "sections":
            return ("rulebook.yaml",)
        case kind:
            return (f"{kind}.yaml",)


def missing_roles(context: Context) -> Iterator[Found]:
    """E15: somebody must have read a rule, and nobody has."""
    folder = context.folder
    for standing in standings(context.book, context.today or date.max):
        for role in standing.missing:
            what = f"no {role} has signed `{standing.subject}`"
            who = ("--as", f"Name, {role}", *(("--rules", folder) if folder else ()))
            advice = f"`{pasted('triage', 'rules', 'review', 'sign', str(standing.subject), *who)}`"
            at = _at(context, standing.subject)
            yield Found(check=check_ids.MISSING_ROLE, at=at, message=what, help=advice)


def void_signatures(context: Context) -> Iterator[Found]:
    """E16: what was signed is not what stands there now."""
    for standing in standings(context.book, context.today or date.max):
        at = ("reviews.yaml", "signatures", str(standing.subject))
        for role in standing.changed:
            what = f"`{standing.subject}` was changed after a {role} signed it"
            advice = "let them read it again and sign it, or take the change back"
            yield Found(check=check_ids.VOID_SIGNATURE, at=at, message=what, help=advice)
        for signature in standing.ahead:
            what = f"`{standing.subject}` is signed on `{signature.date}`, a day to come"
            yield Found(
                check=check_ids.VOID_SIGNATURE, at=at, message=what, help="write the day of signing"
            )


def overdue(context: Context) -> Iterator[Found]:
    """E17: the day has passed on which a rule had to be read again."""
    if context.today is None:
        return
    for standing in standings(context.book, context.today):
        for role in standing.overdue:
            due = max(s.due or "" for s in standing.valid if s.role.casefold() == role.casefold())
            late = context.today - date.fromisoformat(due)
            level: Level = "error" if late > GRACE else "warning"
            at = ("reviews.yaml", "signatures", str(standing.subject))
            what = f"a {role} had to read `{standing.subject}` again by {due}"
            advice = "let them read it again and sign it"
            yield Found(check=check_ids.OVERDUE, at=at, message=what, help=advice, level=level)
