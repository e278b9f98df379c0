"""triage: a rule-based symptom triage questionnaire. See `triage --help`.

The public names; each is loaded when it is first used, so that importing stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from triage.late_import import importing
from triage.version import __version__ as __version__

_HOMES = {
    "Answers": "triage.inference.answers",
    "AnswersError": "triage.errors",
    "Assessment": "triage.inference.assessment",
    "Engine": "triage.inference.engine",
    "EngineError": "triage.errors",
    "Interview": "triage.interview.state",
    "Rulebook": "triage.rulebook.model",
    "RulesError": "triage.errors",
    "TriageError": "triage.errors",
    "answers_from": "triage.inference.answers",
    "assess": "triage.inference.assessing",
    "load_rulebook": "triage.rulebook.loading",
    "own_rulebook": "triage.rulebook.own",
    "read_answers": "triage.inference.answers",
    "to_json": "triage.inference.assessment",
    "what_would_change": "triage.explain.changes",
    "why": "triage.explain.why",
    "why_not": "triage.explain.why",
}

__all__ = [*_HOMES]  # noqa: PLE0604 - the names are the keys above

if TYPE_CHECKING:
    from triage.errors import AnswersError as AnswersError
    from triage.errors import EngineError as EngineError
    from triage.errors import RulesError as RulesError
    from triage.errors import TriageError as TriageError
    from triage.explain.changes import what_would_change as what_would_change
    from triage.explain.why import why as why
    from triage.explain.why import why_not as why_not
    from triage.inference.answers import Answers as Answers
    from triage.inference.answers import answers_from as answers_from
    from triage.inference.answers import read_answers as read_answers
    from triage.inference.assessing import assess as assess
    from triage.inference.assessment import Assessment as Assessment
    from triage.inference.assessment import to_json as to_json
    from triage.inference.engine import Engine as Engine
    from triage.interview.state import Interview as Interview
    from triage.rulebook.loading import load_rulebook as load_rulebook
    from triage.rulebook.model import Rulebook as Rulebook
    from triage.rulebook.own import own_rulebook as own_rulebook


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        with importing():
            return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"triage has no public name {name}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
