"""What rules can ask about."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from triage.rulebook.bands import bands
from triage.rulebook.parts.medicines import MEDICINES_PREFIX, UNKNOWN_NAME, MedicineClass
from triage.rulebook.parts.questions import Question
from triage.rulebook.when import UNSURE


class Variable(Struct, frozen=True):
    """Something that rules can ask about: a question, one tick-all item, a medicine class."""

    name: str
    question: str
    item: str | None
    answers: tuple[str, ...]
    """Its finite domain, *unsure* last. Numbers have one word for each band."""


def variables_of(
    id: str, question: Question, classes: Mapping[str, MedicineClass]
) -> list[Variable]:
    """The variables that a question gives, with their domains."""
    three = ("yes", "no", UNSURE)
    match question.kind:
        case "yes-no":
            return [Variable(id, id, None, three)]
        case "pick-one":
            return [Variable(id, id, None, (*question.answers, UNSURE))]
        case "tick-all":
            return [Variable(f"{id}.{item}", id, item, three) for item in question.answers]
        case "number":
            return [Variable(id, id, None, (*bands(question.cut_points), UNSURE))]
        case "medicines":
            items = (*classes, UNKNOWN_NAME)
            return [Variable(f"{MEDICINES_PREFIX}.{c}", id, c, three) for c in items]
