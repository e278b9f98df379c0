"""Every red flag, in every way it can be reached, in an otherwise reassuring person."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from msgspec.structs import replace

from tests.conftest import the_book, the_engine
from tests.strategies import SMALL_QUESTIONS
from triage import Engine
from triage.checks.safety import calmed, contributions, danger_answers, hidden, lowered
from triage.inference import reference
from triage.inference.many_people import fired_by
from triage.inference.prepared import prepared
from triage.inference.weighing import weigh
from triage.rulebook.urgency import rank
from triage.rulebook.when import UNSURE, Box, meet

BOOK = the_book()
REASSURING = {
    "answering-for": "me",
    "self-harm": "no",
    "age": "51 to 55",
    "sex": "male",
    "began": "slowly",
    "since": "over-3-years",
    "urge": "neither",
}


def reassuring() -> dict[str, str]:
    """Every question answered, as harmlessly as it can be."""
    calm = {}
    for name, variable in BOOK.variables.items():
        if "no" in variable.answers:
            calm[name] = "no"
        elif name in REASSURING:
            calm[name] = REASSURING[name]
    return calm


CALM = reassuring()
BOXES: dict[str, list[Box]] = {
    id: prepared(BOOK).relevance.expanded(id, next(r.when for r in BOOK.rules if r.id == id))
    for id in BOOK.red_flags
}


def one_answer(box: Box) -> dict[str, str]:
    """The plainest answers inside a box."""
    order = {name: variable.answers for name, variable in BOOK.variables.items()}
    return {key: min(allowed, key=order[key].index) for key, allowed in box.items()}


def test_the_reassuring_person_has_no_red_flag() -> None:
    """What follows starts from somebody in whom nothing is dangerous."""
    outcome = weigh(BOOK, reference.fire(BOOK, CALM))

    assert () == outcome.flags
    assert "routine" == outcome.urgency


@pytest.mark.parametrize("id", BOOK.red_flags)
def test_every_way_to_reach_a_red_flag_gives_its_urgency(id: str) -> None:
    """However a danger sign comes about, the rest of a person cannot hide it."""
    assert BOXES[id], "a red flag that nothing can set off"
    for box in BOXES[id]:
        answers = {**CALM, **one_answer(box)}
        fired = the_engine().fire(answers)
        outcome = weigh(BOOK, fired)

        assert id in fired
        assert rank(BOOK.red_flags[id].urgency) <= rank(outcome.urgency)
        assert fired == reference.fire(BOOK, answers)
        first = [c for c in outcome.candidates if c.shown][:1]
        if BOOK.red_flags[id].urgency != "routine":
            for candidate in first:
                assert not BOOK.conditions[candidate.id].never_alone
                if BOOK.red_flags[id].urgency != "two-weeks":
                    assert not BOOK.conditions[candidate.id].benign


@pytest.mark.parametrize("id", BOOK.red_flags)
def test_unsure_in_place_of_each_danger_answer_gives_the_if_unsure_level(id: str) -> None:
    """Whoever is not sure about a danger sign gets its `if-unsure` level at least."""
    people = [{**CALM, **one_answer(box), key: UNSURE} for box in BOXES[id] for key in box]
    for fired in fired_by(BOOK, people):
        assert rank(BOOK.red_flags[id].if_unsure) <= rank(weigh(BOOK, fired).urgency)


def pairs() -> list[tuple[str, str]]:
    return list(itertools.combinations(BOOK.red_flags, 2))


def test_two_red_flags_together_give_the_higher_urgency() -> None:
    """No danger sign takes another one away, for every pair that one person can have."""
    together: dict[tuple[str, str], dict[str, str]] = {}
    for first, second in pairs():
        met = (meet(left, right) for left in BOXES[first] for right in BOXES[second])
        box = next((both for both in met if both is not None), None)
        if box is not None:
            together[first, second] = {**CALM, **one_answer(box)}
    people = fired_by(BOOK, [*together.values()])
    for (first, second), fired in zip(together, people, strict=True):
        wanted = max(rank(BOOK.red_flags[first].urgency), rank(BOOK.red_flags[second].urgency))

        assert first in fired
        assert second in fired
        assert wanted <= rank(weigh(BOOK, fired).urgency)
    assert len(together) > len(pairs()) * 0.9


class TestProofs:
    """Over all answers, not over examples: see `triage/checks/safety.py`."""

    def test_p3_and_p4_no_step_towards_danger_lowers_the_urgency(self) -> None:
        """From no to unsure to yes the urgency can only rise, whatever else is answered."""
        assert [] == lowered(BOOK, "no")
        assert [] == lowered(BOOK, UNSURE)

    def test_p3_and_p4_speak_of_every_danger_sign(self) -> None:
        """Each item of the safety questions that a flag uses is among the proved ones."""
        proved = danger_answers(BOOK)
        safety = {
            key
            for boxes in BOXES.values()
            for box in boxes
            for key, allowed in box.items()
            if BOOK.section_of[BOOK.variables[key].question] in ("safety", "children")
            if key not in BOOK.danger_gates  # age, sex and pregnancy are no signs
            if allowed - {"no", UNSURE}
        }

        assert safety <= proved.keys()
        assert len(proved) > 90

    def test_p7_skip_logic_hides_no_red_flag(self) -> None:
        """Every danger sign is asked about; only age and pregnancy may decide."""
        assert [] == hidden(BOOK)

    def test_p11_a_medicine_that_was_not_understood_never_calms(self) -> None:
        """It leaves each class at *not sure*, which loses nothing beside any other answers."""
        assert [] == calmed(BOOK)

    def test_p2_no_condition_can_hide_an_emergency(self) -> None:
        """What is blocked from being suggested never takes the urgency of a flag with it."""
        emergencies = [c for c in contributions(BOOK) if c.level == "emergency" and c.blocks]

        assert [] == [contribution.id for contribution in emergencies]


class TestProofsNoticeABrokenRule:
    """A proof that cannot fail proves nothing."""

    def broken(self, **changes: Any):
        return replace(BOOK, **changes)

    def test_a_flag_that_needs_a_no_is_noticed(self) -> None:
        """A flag that goes away when another danger sign is there breaks P4."""
        from triage.rulebook.when import All, Is

        when = All((Is("signs.neck-pain", ("yes",)), Is("tingling.limbs", ("no",))))
        flag = replace(BOOK.red_flags["RF01"], when=when)
        book = self.broken(red_flags={**BOOK.red_flags, "RF99": flag})

        assert any(slip.startswith("tingling.limbs") for slip in lowered(book, "no"))

    def test_a_gate_on_a_danger_question_is_noticed(self) -> None:
        """Asking about fits only in adults with pain would hide RF04."""
        from triage.rulebook.when import Is

        questions = dict(BOOK.questions)
        questions["pain"] = replace(questions["pain"], ask_when=Is("self-harm", ("no",)))

        assert any(
            "`pain` is not asked" in slip for slip in hidden(self.broken(questions=questions))
        )

    def test_a_part_of_the_body_map_that_no_longer_names_a_sign_is_noticed(self) -> None:
        """Eyes left unticked say that they do not dart only because the part says so."""
        parts = BOOK.questions["parts"]
        eyes = parts.answers["eyes"]
        names = {sign: words for sign, words in eyes.names.items() if sign != "does-eyes.dart"}
        assert len(names) == len(eyes.names) - 1
        answers = {**parts.answers, "eyes": replace(eyes, names=names)}
        questions = {**BOOK.questions, "parts": replace(parts, answers=answers)}

        assert any(
            "`does-eyes` is not asked" in slip for slip in hidden(self.broken(questions=questions))
        )

    def test_a_rule_that_a_name_not_understood_would_calm_is_noticed(self) -> None:
        """A flag that needs *no such medicine*, or *not sure* where there is a name."""
        from triage.rulebook.when import All, Is

        for name, word in (("lithium", "no"), ("unknown-name", "unsure")):
            when = All((Is("signs.neck-pain", ("yes",)), Is(f"medicine.{name}", (word,))))
            flag = replace(BOOK.red_flags["RF01"], when=when, if_unsure="routine")
            book = self.broken(red_flags={**BOOK.red_flags, "RF99": flag})

            assert any("loses RF99 " in slip for slip in calmed(book)), name

    def test_a_question_that_falls_away_with_an_unknown_name_is_noticed(self) -> None:
        """What is asked of those who are not sure is asked of those who gave some name."""
        from triage.rulebook.when import Is

        questions = dict(BOOK.questions)
        gate = Is("medicine.unknown-name", ("unsure",))
        questions["unknown-medicine"] = replace(questions["unknown-medicine"], ask_when=gate)

        assert any(
            "`unknown-medicine`" in slip for slip in calmed(self.broken(questions=questions))
        )

    def test_an_age_gate_that_forgets_the_unknown_age_is_noticed(self) -> None:
        """The unknown age asks."""
        from triage.rulebook.when import Is

        questions = dict(BOOK.questions)
        questions["baby"] = replace(questions["baby"], ask_when=Is("age", ("under 2",)))

        assert any(
            "`baby` is not asked" in slip for slip in hidden(self.broken(questions=questions))
        )


def test_small_questions_stay_small() -> None:
    """The generated rule books can be enumerated."""
    assert 5 == len(SMALL_QUESTIONS)
    assert Engine is not None
