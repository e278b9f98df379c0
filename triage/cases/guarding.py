"""What the cases leave untested, in a form that checks can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage.cases.coverage import Item, coverage, stated_boxes, with_conclusions
from triage.cases.loading import Case
from triage.cases.noticing import PreparedCases
from triage.inference.many_people import fired_by
from triage.inference.prepared import prepared
from triage.presentation.case_facts import Untested
from triage.rulebook.box_cover import uncovered
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Key, RuleBox


def untested(book: Rulebook, cases: Sequence[Case]) -> Untested:
    """What these cases leave untested. Cases that fail notice no change."""
    found = coverage(book, cases)
    silent = frozenset(item.rule for item in found.missing("rules"))
    stated = stated_boxes(book)
    along = _along(book)
    alone: set[str] = set()
    missed: set[str] = set()
    seen = [case.answers.variables(book) for case in cases]
    for variables, fired in zip(seen, fired_by(book, seen), strict=True):
        flags = {id for id in book.red_flags if id in fired or unsure_rule(id) in fired}
        alone |= {id for id in flags if flags <= along[id]}
        known = with_conclusions(book, variables, fired)
        missed |= {
            rule
            for rule, some in stated.items()
            if rule not in fired and rule not in missed and _just_missed(some, known)
        }
    survivors = tuple(
        (mutant.rule, mutant.what)
        for mutant in PreparedCases(book, cases).survivors(only_red_flags=True)
        if mutant.rule not in silent
    )
    return Untested(
        silent=silent,
        branches=tuple(_box(item) for item in found.missing("boxes") if item.rule not in silent),
        never_alone=frozenset(book.red_flags) - alone - silent,
        never_missed=frozenset(stated) - missed - silent,
        survivors=survivors,
    )


def _along(book: Rulebook) -> dict[str, set[str]]:
    """For each red flag, those that hold, or may hold, wherever it holds; itself included."""
    relevance = prepared(book).relevance
    written_out = {
        rule.id: relevance.expanded(rule.id, rule.when)
        for rule in book.stated_rules.values()
        if rule.concludes.kind == "red-flag"
    }
    return {
        id: {
            other
            for other in book.red_flags
            if all(
                uncovered(book, box, written_out[unsure_rule(other)]) is None
                for box in written_out[id]
            )
        }
        for id in book.red_flags
    }


def _box(item: Item) -> tuple[str, str]:
    return item.rule, item.detail


def _just_missed(some: Sequence[RuleBox], known: Mapping[Key, str]) -> bool:
    """Whether one answer, given otherwise, would have satisfied a box."""
    return any(sum(known.get(key) not in box[key] for key in box) == 1 for box in some)
