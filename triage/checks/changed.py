"""What a rule means now and meant before, where a rule book to compare with is given."""

from __future__ import annotations

from collections.abc import Iterator

from triage.checks.context import Context, Found
from triage.checks.logic import covered
from triage.rulebook import check_ids


def changed_meaning(context: Context) -> Iterator[Found]:
    """E30: rules that hold for other people than before, or say another urgency."""
    if context.before is None:
        return
    advice = "`triage rules diff` shows what this does to patients"
    before = Context(book=context.before, texts={})
    for id, rule in context.by_id.items():
        if id not in before.by_id:
            yield Found(
                check=check_ids.CHANGED_MEANING, at=rule.at, message=f"{rule} is new", help=advice
            )
        elif not _same(before, context, id):
            what = f"{rule} holds for other answers than before"
            yield Found(
                check=check_ids.CHANGED_MEANING, at=(*rule.at, "when"), message=what, help=advice
            )
    for id, old in before.by_id.items():
        if id not in context.by_id:
            there = old.condition in context.book.conditions
            at = old.at[:1] if there or not old.condition else ("rulebook.yaml",)
            yield Found(
                check=check_ids.CHANGED_MEANING, at=at, message=f"{old} is gone", help=advice
            )
    for id, flag in context.book.red_flags.items():
        was = context.before.red_flags.get(id)
        for key in ("urgency", "if_unsure") if was else ():
            now, then = getattr(flag, key), getattr(was, key)
            if now != then:
                name = key.replace("_", "-")
                what = f"the `{name}` of `{id}` ({flag.title}) is `{now}`, it was `{then}`"
                at = ("red-flags.yaml", "red-flags", id, name)
                yield Found(check=check_ids.CHANGED_MEANING, at=at, message=what, help=advice)
    for id, condition in context.book.conditions.items():
        if id in context.before.conditions:
            then = context.before.conditions[id].urgency
            if condition.urgency != then:
                what = f"the `urgency` of `{id}` is `{condition.urgency}`, it was `{then}`"
                at = (f"conditions/{id}.yaml", "urgency")
                yield Found(check=check_ids.CHANGED_MEANING, at=at, message=what, help=advice)


def _same(before: Context, now: Context, id: str) -> bool:
    """Whether a rule holds for the same answers, over what either rule book knows."""
    old, new = before.boxes(id), now.boxes(id)
    if old == new:
        return True
    keys = {key for box in (*old, *new) for key in box}
    ours, theirs = now.book.variables, before.book.variables
    if any(key not in ours or key not in theirs or ours[key] != theirs[key] for key in keys):
        return False
    return covered(now.book, old, new) and covered(now.book, new, old)
