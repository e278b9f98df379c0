"""What cases show about the rules, as plain data for those who do not read cases."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from triage.rulebook.urgency import Urgency


class CaseFact(Struct, frozen=True, kw_only=True):
    """One scripted answer set, and what came of it."""

    name: str
    file: str
    line: int
    urgency: Urgency
    suggested: tuple[str, ...]
    """Conditions that were suggested, the first one first."""
    fired: frozenset[str]
    """Every rule of the rule files that fired, with red flags that only *unsure* reached; by
    the ids of `triage.presentation.rule_words.stated_rules`."""
    expected: frozenset[str]
    """Rules that the case itself says must fire."""


class CoverageFact(Struct, frozen=True):
    """How much of one kind of thing the cases reach."""

    kind: str
    group: str
    share: str


class CoverageFacts(Struct, frozen=True):
    """What all cases together reach, and what none of them does."""

    shares: tuple[CoverageFact, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    """Kind and name of what no case reaches."""


class Untested(Struct, frozen=True, kw_only=True):
    """What no case shows."""

    silent: frozenset[str]
    """Rules that fire in no case; a red flag that no *unsure* reaches ends with `?`."""
    branches: tuple[tuple[str, str], ...]
    """Rule and box that no case reaches, for rules that some case reaches."""
    never_alone: frozenset[str]
    """Red flags that fire only in cases in which another one fires too, without need."""
    never_missed: frozenset[str]
    """Rules without a case in which one other answer would have made them fire."""
    survivors: tuple[tuple[str, str], ...]
    """Red flag and change that no case notices."""


def covering(cases: Sequence[CaseFact], rule: str, condition: str = "") -> list[CaseFact]:
    """The cases in which a rule fired.

    Those that say so themselves come first, then those in which its condition comes first.
    """
    found = [case for case in cases if rule in case.fired]
    return sorted(
        found,
        key=lambda case: (rule not in case.expected, case.suggested[:1] != (condition,)),
    )
