"""Findings, red flags, rules of conditions and scoring: what they must be to each other."""

from __future__ import annotations

import re

from triage.errors import Place, shortened
from triage.rulebook import check_ids
from triage.rulebook.cross_checks.written import Written, reaches_itself
from triage.rulebook.parts.conditions import core_id, firm_id
from triage.rulebook.urgency import LADDER, below
from triage.rulebook.when import Holds

NAME = r"[a-z0-9]+(-[a-z0-9]+)*"


def findings(written: Written) -> None:
    """No finding depends on itself."""
    if written.too_many("findings.yaml", "findings", written.book.findings):
        return
    uses: dict[str, list[str]] = {}
    for id in written.book.findings:
        for leaf in written.reader.leaves.get(("findings.yaml", "findings", id, "when"), []):
            if isinstance(leaf.part, Holds):
                uses.setdefault(id, []).append(leaf.part.conclusion.id)
    for id in uses:
        if reaches_itself(id, uses):
            place = written.key("findings.yaml", "findings", id)
            what = f"the finding `{id}` depends on itself"
            written.reader.problem(place, what, "take the circle apart", check_ids.SKIP_LOGIC)


def red_flags(written: Written) -> None:
    """Not being sure is never worse than a yes."""
    for id, flag in written.book.red_flags.items():
        if below(flag.urgency, flag.if_unsure):
            place = written.value("red-flags.yaml", "red-flags", id, "if-unsure")
            what = f"`if-unsure` is `{flag.if_unsure}`, above the `{flag.urgency}` of {id}"
            advice = "it can be the same level or lower"
            written.reader.problem(place, what, advice, check_ids.OUTRANKED)


def named_kinds(written: Written) -> None:
    """A kind is part of another one that is there, and of none that is part of it."""
    kinds = written.book.kinds
    at = ("named-kinds.yaml", "kinds")
    wider = {id: (one.part_of,) for id, one in kinds.items() if one.part_of is not None}
    # one that could not be read may well be meant
    unread = any(path[:2] == at for path in written.reader.broken)
    for id, (other,) in wider.items():
        place = written.value(*at, id, "part-of")
        if other not in kinds and not unread:
            advice = written.reader.advice(other, kinds, "name another kind of this file")
            what = f"unknown named kind `{shortened(other)}`"
            written.reader.problem(place, what, advice, check_ids.UNKNOWN_NAME)
        elif reaches_itself(id, wider):
            what = f"the named kind `{id}` is part of itself"
            written.reader.problem(place, what, "take the circle apart", check_ids.SKIP_LOGIC)


def rule_ids(written: Written) -> None:
    """Every rule of a condition has an id of its own."""
    seen = {
        own: f"conditions/{name}.yaml"
        for name, condition in written.book.conditions.items()
        for own in (core_id(name), *([firm_id(name)] if condition.firm is not None else []))
    }
    for name, condition in written.book.conditions.items():
        file = f"conditions/{name}.yaml"
        groups = {
            "supports": condition.supports,
            "against": condition.against,
            "blocked-by": condition.blocked_by,
        }
        for group, rules in groups.items():
            for id in rules:
                if id in seen:
                    what = f"the rule `{id}` stands in two places"
                    advice = f"the other one is in {seen[id]}, rename one of them"
                    written.reader.problem(
                        written.key(file, group, id), what, advice, check_ids.ORDER_DECIDES
                    )
                seen.setdefault(id, file)


def firm_parts(written: Written) -> None:
    """What is missing can be said only where something is asked for."""
    for name, condition in written.book.conditions.items():
        file = f"conditions/{name}.yaml"
        if condition.firm_missing is not None and condition.firm is None:
            what = "`firm-missing` says what is missing, but there is no `firm`"
            advice = "write under `firm:` what it needs to fit well, or delete the sentence"
            written.reader.problem(written.key(file, "firm-missing"), what, advice)


def scoring(written: Written) -> None:
    """The bands of a fit lie one above the other, and every level has its text."""
    scoring = written.book.scoring
    if not 0 < scoring.fits_partly < scoring.fits_well:
        place = written.value("scoring.yaml", "fits-well")
        what = f"`fits-well` is `{scoring.fits_well}`, `fits-partly` is `{scoring.fits_partly}`"
        written.reader.problem(place, what, "fits-well must be the higher, both above 0")
    at = ("advisory.yaml", "urgency")
    unread = any(path[:2] == at for path in written.reader.broken)
    for level in () if unread else LADDER:
        if level not in written.book.advisory.urgency:
            place = written.value("advisory.yaml", "urgency")
            written.reader.problem(place, f"there is no text for `{level}`", "add it")


def condition_names(written: Written) -> None:
    """The file of a condition is called something that can be said."""
    for name in written.book.conditions:
        if not re.fullmatch(NAME, name):
            place = Place(f"conditions/{name}.yaml", 1, 1)
            what = f"`{shortened(name)}` cannot be used as a name"
            written.reader.problem(place, what, "name the file like `two-words.yaml`")
