"""What rules conclude, as values.

A rule concludes one thing: that a finding holds, that a red flag is reached, that a piece of
evidence is there, that a condition is suggested, or that a level of urgency is reached.
Findings and red flags have a twin, in which *unsure* satisfies.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["finding", "red-flag", "evidence", "suggestion", "urgency"]


class Conclusion(NamedTuple):
    """One thing that a rule concludes."""

    kind: Kind
    id: str
    """The id of the finding, red flag, rule or condition; for an urgency the level."""
    unsure: bool = False
    """Whether answers of *unsure* are enough: this is the twin of a finding or red flag."""

    @property
    def twin(self) -> Conclusion:
        """The same, where *unsure* satisfies."""
        return self._replace(unsure=True)

    @property
    def rule(self) -> str:
        """The id of the rule that concludes it, as it stands in a trace.

        A level of urgency is concluded by many rules, so it has none of its own.
        """
        named = self.kind in ("red-flag", "evidence")
        return f"{self.id}{'?' if self.unsure else ''}" if named else str(self)

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}{'?' if self.unsure else ''}"


def finding(id: str) -> Conclusion:
    """That a finding holds."""
    return Conclusion("finding", id)


def red_flag(id: str, *, unsure: bool = False) -> Conclusion:
    """That a red flag is reached; with `unsure`, that it may be."""
    return Conclusion("red-flag", id, unsure)


def evidence(rule: str) -> Conclusion:
    """That a rule of a condition holds."""
    return Conclusion("evidence", rule)


def suggestion(condition: str) -> Conclusion:
    """That a condition is suggested."""
    return Conclusion("suggestion", condition)


@cache  # asked for every red flag and every person
def unsure_rule(flag: str) -> str:
    """The id of the rule by which a red flag is reached where *unsure* satisfies."""
    return red_flag(flag, unsure=True).rule
