"""The rules as evaluators see them: a condition of answers and findings, and what it concludes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from triage.rulebook import conclusions
from triage.rulebook.conclusions import Conclusion
from triage.rulebook.parts.conditions import Condition, core_id, firm_id
from triage.rulebook.parts.findings import Finding
from triage.rulebook.parts.red_flags import RedFlag
from triage.rulebook.raising import raising_rules
from triage.rulebook.urgency import Urgency
from triage.rulebook.when import All, Holds, When, leaves, widened


class Rule(Struct, frozen=True):
    """One rule as the evaluators see it: a condition, and what it concludes."""

    id: str
    when: When
    concludes: Conclusion


def rules_from(
    findings: Mapping[str, Finding],
    red_flags: Mapping[str, RedFlag],
    conditions: Mapping[str, Condition],
) -> tuple[Rule, ...]:
    """All rules: findings, red flags, evidence, suggestions, urgency.

    Every conclusion is reached before it is used; otherwise they are sorted by id.
    Findings and red flags have a twin, marked `?`, in which *unsure* satisfies: a flag's
    twin gives its `if-unsure` level.
    """
    rules: list[Rule] = []
    for id, finding in findings.items():
        rules += _with_twin(conclusions.finding(id), finding.when)
    for id, flag in red_flags.items():
        reached = conclusions.red_flag(id)
        rules += _with_twin(reached, flag.when)
        rules.append(_reaches(reached, flag.urgency))
        rules.append(_reaches(reached.twin, flag.if_unsure))
    for id, condition in conditions.items():
        core = conclusions.evidence(core_id(id))
        rules.append(_concluding(core, condition.core.when))
        if condition.firm is not None:
            rules.append(_concluding(conclusions.evidence(firm_id(id)), condition.firm))
        for group in (condition.supports, condition.against, condition.blocked_by):
            for rule_id, evidence in group.items():
                rules.append(_concluding(conclusions.evidence(rule_id), evidence.when))
        suggested = conclusions.suggestion(id)
        rules.append(_concluding(suggested, Holds(core)))
        _, *more = raising_rules(id, condition)
        rules.append(_reaches(suggested, condition.urgency, map(conclusions.evidence, more)))
    return _in_order(rules)


def _in_order(rules: list[Rule]) -> tuple[Rule, ...]:
    """Sorted by id, but each rule after the rules whose conclusions it uses."""
    waiting = sorted(rules, key=lambda rule: rule.id)
    uses = {
        rule.id: {part.conclusion for part in leaves(rule.when) if isinstance(part, Holds)}
        for rule in waiting
    }
    ordered: list[Rule] = []
    while waiting:
        pending = {rule.concludes for rule in waiting}
        ready: list[Rule] = []
        later: list[Rule] = []
        for rule in waiting:
            (ready if uses[rule.id].isdisjoint(pending) else later).append(rule)
        if not ready:
            raise ValueError("findings depend on each other in a circle")
        ordered += ready
        waiting = later
    return tuple(ordered)


def _concluding(conclusion: Conclusion, when: When) -> Rule:
    return Rule(conclusion.rule, when, conclusion)


def _with_twin(conclusion: Conclusion, when: When) -> list[Rule]:
    return [_concluding(conclusion, when), _concluding(conclusion.twin, widened(when))]


def _reaches(conclusion: Conclusion, level: Urgency, more: Iterable[Conclusion] = ()) -> Rule:
    """The rule by which a conclusion, where `more` holds as well, reaches a level."""
    reached = Conclusion("urgency", level)
    parts = (Holds(conclusion), *map(Holds, more))
    when = parts[0] if len(parts) == 1 else All(parts)
    return Rule(f"{reached} from {conclusion}", when, reached)
