"""The one door to a result. What a person gets when the engine fails is never silence.

The reference evaluator is plain code without the engine's library. Where the engine fails, or
the two disagree, it still finds every danger sign. Candidates are left out then, since nobody
can say which of the two is right about them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.assessment import Assessment, assessment_of, kinds_of
from triage.inference.reference import Evaluator, Fired
from triage.rulebook.model import Rulebook
from triage.words.result import FAILED


def assess(
    book: Rulebook, answers: Answers, engine: Callable[[], Evaluator] | None = None
) -> Assessment:
    """The result for these answers. It never raises, whatever an engine does.

    Args:
        book: the rule book.
        answers: checked answers.
        engine: makes or gives the engine that has to come to the same as the reference evaluator,
            for example `lambda: Engine(book)`. Where it fails or disagrees, the result says so
            (`engine_failed`) and has the danger signs only. Without it, nothing is compared.
    """
    variables = answers.variables(book)
    fired = reference.fire(book, variables)
    result = assessment_of(book, answers, fired, variables)
    if engine is None or _by_engine(variables, engine) == fired:
        return result
    kinds = kinds_of(book, answers, fired, variables)
    signs = tuple(reason for reason in result.decided_by if reason.kind == "red-flag")
    return replace(
        result,
        decided_by=signs,
        suggested=(),
        also_fit=(),
        no_candidates=FAILED,
        named_kinds=kinds,
        kind_not_known="" if kinds else book.kind_not_known,
        not_offered=(),
    )


def _by_engine(variables: Mapping[str, str], engine: Callable[[], Evaluator]) -> Fired | None:
    try:
        return engine().fire(variables)
    except (Exception, SystemExit):  # noqa: BLE001 - whatever it is, danger signs must be told
        return None
