"""Everything that a rule book states: each rule with its role, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from triage.rulebook.conclusions import Conclusion, evidence, finding, red_flag
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import (
    Block,
    Condition,
    Core,
    Evidence,
    Firm,
    core_id,
    firm_id,
)
from triage.rulebook.parts.findings import Finding
from triage.rulebook.parts.red_flags import RedFlag

Role: TypeAlias = Literal["red-flag", "finding", "core", "firm", "support", "against", "blocked-by"]
At: TypeAlias = tuple[str | int, ...]
"""Where in the rule files something stands: file, then keys and positions in lists."""


MOVES_FIT: tuple[Role, ...] = ("firm", "support", "against")
"""Roles of the rules that move the fit of a condition that is suggested."""


class Stated(NamedTuple):
    """A rule that stands in a rule file, and where."""

    concludes: Conclusion
    role: Role
    rule: RedFlag | Finding | Core | Firm | Evidence | Block
    at: At
    condition: str = ""
    """The condition that it belongs to; empty for red flags and findings."""

    @property
    def id(self) -> str:
        """The id that it has in a trace: `finding:full-stomach`, `RF01`, `short-hiccups-core`."""
        return self.concludes.rule

    @property
    def when_at(self) -> At:
        """Where its condition stands."""
        return self.at if self.role == "firm" else (*self.at, "when")

    @property
    def about(self) -> str:
        """What the rule is about, in words."""
        match self.rule:
            case RedFlag(title=words) | Finding(name=words):
                return words
            case rule:
                return rule.because

    def __str__(self) -> str:
        return f"`{self.concludes.id}` ({self.about})"


def stated(book: Rulebook) -> Iterator[Stated]:
    """Every rule of a rule book: red flags, findings, then condition by condition."""
    for id, flag in book.red_flags.items():
        yield Stated(red_flag(id), "red-flag", flag, ("red-flags.yaml", "red-flags", id))
    for id, one in book.findings.items():
        yield Stated(finding(id), "finding", one, ("findings.yaml", "findings", id))
    for id, condition in book.conditions.items():
        yield from rules_of(id, condition)


def rules_of(id: str, condition: Condition) -> tuple[Stated, ...]:
    """The rules of one condition: core, firm part, supports, against, blocked-by."""
    file = f"conditions/{id}.yaml"
    groups: tuple[tuple[Role, str, Mapping[str, Evidence | Block]], ...] = (
        ("support", "supports", condition.supports),
        ("against", "against", condition.against),
        ("blocked-by", "blocked-by", condition.blocked_by),
    )
    firm = condition.firm_rule
    return (
        Stated(evidence(core_id(id)), "core", condition.core, (file, "core"), id),
        *((Stated(evidence(firm_id(id)), "firm", firm, (file, "firm"), id),) if firm else ()),
        *(
            Stated(evidence(name), role, rule, (file, key, name), id)
            for role, key, rules in groups
            for name, rule in rules.items()
        ),
    )
