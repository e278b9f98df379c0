"""What makes a condition raise the urgency. Nowhere else says it.

A name that is only thinkable raises nothing: its core must hold and, where it has one, its firm
part. Nor may anything block it; blocks are looked at apart, since they are shown apart.
"""

from __future__ import annotations

from triage.rulebook.parts.conditions import Condition, core_id, firm_id
from triage.rulebook.when import All, When


def raising_rules(id: str, condition: Condition) -> tuple[str, ...]:
    """The ids of the rules that must all have fired, the core first."""
    return (core_id(id),) if condition.firm is None else (core_id(id), firm_id(id))


def raising_when(condition: Condition) -> When:
    """The same as one condition of answers and findings."""
    core = condition.core.when
    return core if condition.firm is None else All((core, condition.firm))
