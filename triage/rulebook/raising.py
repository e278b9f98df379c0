"""What makes a condition raise the urgency. Nowhere else says it.

A name that is only thinkable raises nothing: its core must hold and, where it has one, its firm
part. Nor may anything block it; blocks are looked at apart, since they are shown apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.rulebook.parts.conditions import Condition, core_id, firm_id
from triage.rulebook.parts.findings import Finding, asked_by
from triage.rulebook.when import All, Any, Holds, Is, When

Findings = Mapping[str, Finding]


def raising_rules(id: str, condition: Condition) -> tuple[str, ...]:
    """The ids of the rules that must all have fired, the core first."""
    return (core_id(id),) if condition.firm is None else (core_id(id), firm_id(id))


def raising_when(condition: Condition, findings: Findings) -> When:
    """The same as one condition of answers and findings.

    Parts of the core that the firm part brings with it are left out: a wide core has hundreds of
    ways, and times those of the firm part nobody could look at them all.
    """
    core, firm = condition.core.when, condition.firm
    if firm is None:
        return core
    parts = core.of if isinstance(core, All) else (core,)
    left = tuple(part for part in parts if not implies(findings, firm, part))
    return All((*left, firm)) if left else firm


def implies(findings: Findings, one: When, other: When) -> bool:
    """Whether wherever `one` holds, `other` is seen to hold as well, by how they are written.

    False says nothing: it may still hold, by answers that rule each other out.
    """
    if one == other:
        return True
    if isinstance(one, Is) and isinstance(other, Is):
        return one.variable == other.variable and set(one.answers) <= set(other.answers)
    if isinstance(other, All):
        return all(implies(findings, one, part) for part in other.of)
    if isinstance(one, Any):
        return all(implies(findings, part, other) for part in one.of)
    if isinstance(other, Any) and any(implies(findings, one, part) for part in other.of):
        return True
    if isinstance(one, All) and any(implies(findings, part, other) for part in one.of):
        return True
    if isinstance(other, Holds):
        return implies(findings, one, asked_by(findings, other))
    return isinstance(one, Holds) and implies(findings, asked_by(findings, one), other)
