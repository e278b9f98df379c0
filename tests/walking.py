"""Made-up people who answer an interview."""

from __future__ import annotations

import random
from typing import Any

from triage import Interview


def calm(interview: Interview) -> Any:
    """The least worrying answer to the current question."""
    question = interview.question
    assert question is not None
    match question.kind:
        case "tick-all" | "medicines":
            return []
        case "free-text":
            return "none"
        case "number":
            return 50
        case "yes-no":
            return "no"
        case "span":
            return question.answer_for(list(question.bands)[-1])
        case _:
            return "no" if "no" in question.answers else list(question.answers)[-1]


def walked(interview: Interview, until: str | None = None, **answers: object) -> Interview:
    """The interview up to a question, answered calmly but for these."""
    while interview.current is not None and interview.current != until:
        given = answers.get(interview.current.replace("-", "_"), calm(interview))
        interview = interview.answer(given)
    return interview


def walk(interview: Interview, chance: random.Random) -> Any:
    """An answer to the current question: few signs, some of them not sure."""
    question = interview.question
    assert question is not None
    if chance.random() < 0.08:
        return "unsure"
    match question.kind:
        case "yes-no":
            return chance.choice(["yes", "no", "no"])
        case "pick-one":
            return chance.choice(list(question.answers))
        case "tick-all":
            section = interview.book.section_of[interview.current or ""]
            often = 0.06 if section == "safety" else 0.5
            count = chance.choice([1, 1, 2, 3]) if chance.random() < often else 0
            ticked = chance.sample(list(question.answers), min(count, len(question.answers)))
            return [item for item in ticked if not question.answers[item].exclusive] or ticked[:1]
        case "number":
            return chance.randint(question.lowest, 90)
        case "span":
            return question.answer_for(chance.choice(list(question.bands)))
        case "free-text":
            return chance.choice(["none", "It came after a fall, and I am afraid."])
        case _:
            names = list(interview.book.medicines)
            return chance.sample(names, chance.choice([0, 0, 1, 2])) if names else []
