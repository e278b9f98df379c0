"""What a person gets when the engine fails: never silence.

The reference evaluator is plain code without the engine's library. Where the engine fails, or
the two disagree, it still finds every danger sign. Candidates are left out then, since nobody
can say which of the two is right about them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.assessment import Assessment, assess
from triage.inference.reference import Fired
from triage.rulebook.model import Rulebook

FAILED = (
    "A part of this tool failed. Your danger signs were still checked, in a second way. "
    "Possible causes are left out."
)
"""Said to the person in place of candidates."""


class Evaluator(Protocol):
    """Whatever fires rules on answers."""

    def fire(self, answers: Mapping[str, str], /) -> Fired:
        """Every rule that fires."""
        ...


class Outcome(Struct, frozen=True):
    """A result, and whether both evaluators gave it."""

    assessment: Assessment
    agreed: bool
    """False where only the reference evaluator gave it; there are no candidates then."""


def assess_safely(book: Rulebook, answers: Answers, engine: Callable[[], Evaluator]) -> Outcome:
    """The result by both evaluators; by the reference evaluator alone where the engine fails."""
    variables = answers.variables(book)
    fired = reference.fire(book, variables)
    if _by_engine(variables, engine) == fired:
        return Outcome(assess(book, answers, fired), agreed=True)
    alone = assess(book, answers, fired)
    signs = tuple(reason for reason in alone.decided_by if reason.kind == "red-flag")
    without_candidates = replace(
        alone,
        decided_by=signs,
        suggested=(),
        also_fit=(),
        no_candidates=FAILED,
        not_offered=(),
    )
    return Outcome(without_candidates, agreed=False)


def _by_engine(variables: Mapping[str, str], engine: Callable[[], Evaluator]) -> Fired | None:
    try:
        return engine().fire(variables)
    except (Exception, SystemExit):  # noqa: BLE001 - whatever it is, danger signs must be told
        return None
