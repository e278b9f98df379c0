"""Made-up people who answer an interview."""

from __future__ import annotations

import random
from typing import Any

from triage import Interview


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
        case _:
            names = list(interview.book.medicines)
            return chance.sample(names, chance.choice([0, 0, 1, 2])) if names else []
