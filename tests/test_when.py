"""The condition language and its normal form."""

from __future__ import annotations

import itertools
from typing import ClassVar

from hypothesis import given, settings

from tests.conftest import the_book
from tests.strategies import SMALL_QUESTIONS, conditions_of_rules
from triage.inference.answers import holds
from triage.rulebook.bands import band_of, bands, bands_within
from triage.rulebook.when import UNSURE, All, Any, AtLeast, Box, Is, boxes, meet, widened, within
from triage.rulebook.words import sentence

BOOK = the_book()
VARIABLES = [v for id, q in SMALL_QUESTIONS.items() for v in q.variables(id, BOOK)]


class SmallBook:
    """Just enough of a rule book to read conditions over the small questions."""

    questions = SMALL_QUESTIONS
    variables: ClassVar = {variable.name: variable for variable in VARIABLES}

    @staticmethod
    def allowed(leaf: Is) -> frozenset[str]:
        if leaf.variable != "age":
            return frozenset(leaf.answers)
        return frozenset(w for text in leaf.answers for w in bands_within((18, 60), text))


def inside(box: Box, answers: dict[str, str]) -> bool:
    return all(answers.get(name) in allowed for name, allowed in box.items())


def every_answer():
    domains = [[*variable.answers, None] for variable in VARIABLES]
    for words in itertools.product(*domains):
        yield {v.name: w for v, w in zip(VARIABLES, words, strict=True) if w is not None}


EVERY_ANSWER = list(every_answer())


class TestBoxes:
    @settings(max_examples=40, deadline=None)
    @given(conditions_of_rules())
    def test_boxes_hold_exactly_where_the_condition_holds(self, when) -> None:
        """The normal form means the same as the condition, on every answer set there is."""
        normal = boxes(when, SmallBook.allowed)

        for answers in EVERY_ANSWER[::7]:
            assert holds(when, answers, SmallBook) == any(inside(box, answers) for box in normal)

    @settings(max_examples=40, deadline=None)
    @given(conditions_of_rules())
    def test_widening_only_adds(self, when) -> None:
        """Taking unsure as yes never makes a danger sign hold less often."""
        wide = widened(when)

        for answers in EVERY_ANSWER[::11]:
            assert holds(wide, answers, SmallBook) >= holds(when, answers, SmallBook)

    def test_two_answers_that_exclude_each_other_leave_no_box(self) -> None:
        """What nobody can answer gives an empty normal form."""
        when = All((Is("pain", ("yes",)), Is("pain", ("no",))))

        assert [] == boxes(when, SmallBook.allowed)

    def test_at_least_two_of_three_is_three_pairs(self) -> None:
        """Counting is written out as every way to reach the count."""
        parts = tuple(Is(f"danger.{item}", ("yes",)) for item in ("sharp", "dull"))
        when = AtLeast(2, (*parts, Is("pain", ("yes",))))

        assert 3 == len(boxes(when, SmallBook.allowed))

    def test_a_box_lies_within_a_wider_one(self) -> None:
        """A box with more questions and fewer answers lies inside."""
        wide: Box = {"a": frozenset({"x", "y"})}
        narrow: Box = {"a": frozenset({"x"}), "b": frozenset({"z"})}

        assert within(narrow, wide)
        assert not within(wide, narrow)
        assert {"a": frozenset({"x"}), "b": frozenset({"z"})} == meet(narrow, wide)
        assert meet(narrow, {"a": frozenset({"y"})}) is None


class TestNumbers:
    def test_every_number_falls_in_one_band(self) -> None:
        """No age falls between two bands or into two of them."""
        cuts = BOOK.questions["age"].cut_points
        for number in range(121):
            words = [w for w in bands(cuts) if number in covered(w)]

            assert [band_of(cuts, number)] == words

    def test_a_comparison_means_what_it_says(self) -> None:
        """`under 18` holds for 17 and not for 18, at every cut point."""
        cuts = BOOK.questions["age"].cut_points
        for cut in cuts:
            under, over = bands_within(cuts, f"under {cut}"), bands_within(cuts, f"at least {cut}")

            assert band_of(cuts, cut - 1) in under
            assert band_of(cuts, cut) in over
            assert not set(under) & set(over)
            assert set(bands(cuts)) == {*under, *over}

    def test_unsure_stands_for_itself(self) -> None:
        """An unknown age satisfies only a rule that lists it."""
        assert [UNSURE] == bands_within((18,), UNSURE)
        assert UNSURE not in bands_within((18,), "at least 18")


def covered(word: str) -> range:
    match word.split():
        case ["under", high]:
            return range(int(high))
        case ["at", "least", low]:
            return range(int(low), 1000)
        case [low, _, high]:
            return range(int(low), int(high) + 1)
    raise AssertionError(word)


class TestSentence:
    def test_a_rule_reads_as_english(self) -> None:
        """A clinician can read a rule without reading YAML."""
        when = All(
            (
                Is("signs.neck-pain", ("yes",)),
                Any((Is("age", ("under 18",)), Is("changes.touch", ("yes", UNSURE)))),
            )
        )
        text = sentence(BOOK, when)

        assert text == (
            "you have long-lasting neck pain and "
            "(your age is under 18 or a light touch on the face or head calms it"
            " or you were not sure about this: less with a light touch on chin, cheek or head)"
        )

    def test_every_rule_has_a_sentence(self) -> None:
        """No rule of the rule book is without words."""
        for rule in BOOK.rules:
            assert sentence(BOOK, rule.when)
