"""Checks of the cases that guard the rules; only where cases are given."""

from __future__ import annotations

from collections.abc import Iterator

from triage.checks.context import Context, Found, Level
from triage.errors import shortened
from triage.rulebook import check_ids
from triage.rulebook.conclusions import unsure_rule


def untested(context: Context) -> Iterator[Found]:
    """E27: a rule, or a way in which it can fire, that no case shows."""
    left = context.untested
    if left is None:
        return
    for rule in context.rules:
        red_flag = rule.role == "red-flag"
        level: Level = "error" if red_flag else "warning"
        if rule.id in left.silent:
            what = f"no case makes {rule} hold"
            advice = "add a case of somebody whom it is about"
            yield Found(
                check=check_ids.UNTESTED, at=rule.at, message=what, help=advice, level=level
            )
            continue
        if unsure_rule(rule.id) in left.silent:
            what = f"no case is *unsure* about {rule}"
            advice = "add a case in which the deciding answer is `unsure`"
            yield Found(
                check=check_ids.UNTESTED, at=rule.at, message=what, help=advice, level=level
            )
        if rule.id in left.never_alone:
            what = f"no case shows {rule} beside otherwise harmless answers"
            advice = "add a case in which it is the only danger sign"
            yield Found(
                check=check_ids.UNTESTED, at=rule.at, message=what, help=advice, level="hint"
            )
        if rule.id in left.never_missed:
            what = f"no case just misses {rule}"
            advice = "add a case in which one answer less keeps it from holding"
            yield Found(
                check=check_ids.UNTESTED, at=rule.at, message=what, help=advice, level="hint"
            )
        for id, box in left.branches:
            if id == rule.id:
                what = f"no case makes {rule} hold by `{shortened(box, 100)}`"
                advice = "add a case with these answers"
                yield Found(
                    check=check_ids.UNTESTED, at=rule.at, message=what, help=advice, level="hint"
                )


def survivors(context: Context) -> Iterator[Found]:
    """E28: something in a rule can be changed, and no case notices."""
    if context.untested is None:
        return
    for id, change in context.untested.survivors:
        rule = context.by_id[id]
        what = f"no case notices when {rule} is changed: `{shortened(change, 100)}`"
        advice = "add a case that would fail then; `triage rules mutate` tries all changes"
        yield Found(check=check_ids.SURVIVOR, at=rule.at, message=what, help=advice)
