"""The promises of docs/promises.md, over generated people and generated rule books."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.conftest import RULES, the_book, the_engine
from tests.strategies import SMALL_QUESTIONS, answer_sets, raw_answers, small_rulebooks
from triage import Answers, Engine, Interview, Rulebook, answers_from, assess, to_json
from triage.checks.safety import danger_answers
from triage.inference import reference
from triage.inference.answers import is_asked, variables_for
from triage.inference.assessment import Assessment, assessment_of
from triage.inference.weighing import weigh
from triage.presentation.result import first_text
from triage.rulebook.kinds.base import Value
from triage.rulebook.loading import load_rulebook
from triage.rulebook.urgency import rank
from triage.rulebook.when import UNSURE

BOOK = the_book()
slowly = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def all_small_answers() -> list[dict[str, object]]:
    """Every answer set over the small questions, unanswered included."""
    three = [None, "yes", "no", UNSURE]
    found = []
    for sharp, dull in itertools.product(three, three):
        if (sharp is None) != (dull is None):
            continue
        for age, pace, pain in itertools.product(
            [None, 10, 40, 70, UNSURE], [None, "fast", "slow", UNSURE], three
        ):
            kinds = [None, "hot", "cold", UNSURE] if pain in ("yes", UNSURE) else [None]
            for kind in kinds:
                danger = None if sharp is None else {"sharp": sharp, "dull": dull}
                given = {"danger": danger, "age": age, "pace": pace, "pain": pain}
                given["pain-kind"] = kind
                found.append({id: value for id, value in given.items() if value is not None})
    return found


SMALL_ANSWERS = all_small_answers()


class TestAdvisory:
    @slowly
    @given(answer_sets(BOOK))
    def test_p1_every_result_says_see_your_doctor_word_for_word(self, answers: Answers) -> None:
        """Whatever was answered, the advisory of the rule book is in the result."""
        result = assess(BOOK, answers)

        assert BOOK.advisory.advisory == result.advisory
        assert BOOK.advisory.advisory in " ".join(first_text(result).split())
        assert "see your doctor" in result.advisory.lower()


class TestKinds:
    @slowly
    @given(answer_sets(BOOK))
    def test_p13_nobody_leaves_with_nothing(self, answers: Answers) -> None:
        """A condition, a named kind, or an honest word on why there is none."""
        result = assess(BOOK, answers)
        ways = (result.suggested, result.named_kinds, result.kind_not_known)

        assert 1 == sum(map(bool, ways))
        if result.named_kinds:
            assert all(kind.answers and kind.doctor_may_check for kind in result.named_kinds)


class TestRedFlags:
    @slowly
    @given(answer_sets(BOOK))
    def test_p2_a_red_flag_gives_at_least_its_urgency(self, answers: Answers) -> None:
        """A red flag answered yes is never outranked by anything else that was answered."""
        fired = the_engine().fire(answers.variables(BOOK))
        result = assessment_of(BOOK, answers, fired)
        reached = [flag for id, flag in BOOK.red_flags.items() if id in fired]

        assert all(rank(flag.urgency) <= rank(result.urgency) for flag in reached)

    @slowly
    @given(answer_sets(BOOK), st.data())
    def test_p3_unsure_gives_at_least_the_if_unsure_level_and_never_less_than_no(
        self, answers: Answers, data: st.DataObject
    ) -> None:
        """Not sure about a danger sign is never more reassuring than no."""
        variable, no, unsure = with_danger_answers(answers, data, "no", UNSURE)
        level = rank(assess(BOOK, unsure).urgency)

        assert rank(assess(BOOK, no).urgency) <= level
        fired = reference.fire(BOOK, unsure.variables(BOOK))
        for id, flag in BOOK.red_flags.items():
            if f"{id}?" in fired:
                assert rank(flag.if_unsure) <= level, (variable, id)

    @slowly
    @given(answer_sets(BOOK), st.data())
    def test_p4_a_danger_sign_towards_yes_never_lowers_the_urgency(
        self, answers: Answers, data: st.DataObject
    ) -> None:
        """Owning up to a danger sign can only bring help sooner."""
        _, before, after = with_danger_answers(
            answers, data, *data.draw(st.sampled_from([("no", "yes"), (UNSURE, "yes")]))
        )

        assert rank(assess(BOOK, before).urgency) <= rank(assess(BOOK, after).urgency)


class TestMedicines:
    @slowly
    @given(answer_sets(BOOK), st.text(max_size=40), st.sampled_from([(), ("lithium",)]))
    def test_p11_whatever_is_typed_as_a_medicine_never_counts_as_not_taken(
        self, answers: Answers, text: str, others: tuple[str, ...]
    ) -> None:
        """A text that was not understood gives no less than *not sure*, and hides no question."""
        catalogue = BOOK.catalogue
        typed = f"xyzzyx {text}"[:100]

        def having(value: Value) -> dict[str, str]:
            given = {**answers.given, "medicines": value}
            reached: dict[str, str] = {}
            for id in BOOK.questions:
                if id in given and is_asked(id, reached, BOOK):
                    reached.update(variables_for(BOOK, id, given[id]))
            return reached

        def level(variables: dict[str, str]) -> int:
            return rank(weigh(BOOK, reference.fire(BOOK, variables)).urgency)

        assert "no" not in catalogue.answers((typed,)).values()
        assert level(having((typed,))) >= level(having(UNSURE))
        assert level(having((*others, typed))) >= level(having(others))


DANGER_VARIABLES = [
    name
    for name in danger_answers(BOOK)
    if BOOK.questions[BOOK.variables[name].question].kind == "tick-all"
]


def with_danger_answers(
    answers: Answers, data: st.DataObject, first: str, second: str
) -> tuple[str, Answers, Answers]:
    """Two people who differ in one danger sign."""
    seen = answers.variables(BOOK)
    names = [n for n in DANGER_VARIABLES if is_asked(BOOK.variables[n].question, seen, BOOK)]
    name = data.draw(st.sampled_from(names))
    question, item = BOOK.variables[name].question, BOOK.variables[name].item

    def having(word: str) -> Answers:
        known = answers.given.get(question)
        items = dict.fromkeys(BOOK.questions[question].answers, "no") | dict(known or {})
        given = {**answers.given, question: {**items, item: word}}
        reached: dict[str, str] = {}
        kept = {}
        for id in BOOK.questions:
            if id in given and is_asked(id, reached, BOOK):
                kept[id] = given[id]
                reached.update(variables_for(BOOK, id, given[id]))
        return Answers(kept)

    return name, having(first), having(second)


class TestOrder:
    @slowly
    @given(raw_answers(BOOK), st.randoms(use_true_random=False))
    def test_p5_the_order_of_answers_changes_nothing(self, raw, random) -> None:
        """The same answers in another order give the same bytes."""
        pairs = list(raw.items())
        random.shuffle(pairs)

        assert to_json(assess(BOOK, answers_from(BOOK, raw))) == to_json(
            assess(BOOK, answers_from(BOOK, dict(pairs)))
        )

    @settings(max_examples=15, deadline=None)
    @given(small_rulebooks(), st.randoms(use_true_random=False))
    def test_p5_the_order_of_rules_changes_nothing(self, small: Rulebook, random) -> None:
        """Rules in another order fire the same, in both evaluators."""

        def shuffled(named):
            pairs = list(named.items())
            random.shuffle(pairs)
            return dict(pairs)

        other = replace(
            small,
            findings=shuffled(small.findings),
            red_flags=shuffled(small.red_flags),
            conditions=shuffled(small.conditions),
        )
        engine = Engine(other)
        for raw in random.sample(SMALL_ANSWERS, 25):
            answers = answers_from(small, raw)
            fired = reference.fire(small, answers.variables(small))

            assert fired == engine.fire(answers.variables(other))
            assert fired == reference.fire(other, answers.variables(other))

    def test_p5_the_order_inside_files_changes_nothing_but_the_asking(self, tmp_path: Path) -> None:
        """Conditions, flags and findings may stand in any order in their files."""
        import shutil

        import yaml

        shutil.copytree(RULES, tmp_path / "rules")
        for name, key in (("findings.yaml", "findings"), ("red-flags.yaml", "red-flags")):
            path = tmp_path / "rules" / name
            content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
            content[key] = dict(reversed(list(content[key].items())))
            path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")
        (tmp_path / "rules").rename(tmp_path / "turned")

        assert BOOK.digest == load_rulebook(tmp_path / "turned").digest


class TestEvaluators:
    @slowly
    @given(answer_sets(BOOK))
    def test_p6_both_evaluators_fire_the_same_rules(self, answers: Answers) -> None:
        """The engine and the written meaning never differ, nor do their reasons."""
        variables = answers.variables(BOOK)

        assert reference.fire(BOOK, variables) == the_engine().fire(variables)

    @settings(max_examples=8, deadline=None)
    @given(small_rulebooks())
    def test_p6_on_small_rule_books_over_all_answers(self, small: Rulebook) -> None:
        """On a small rule book the two agree on every answer set there is."""
        engine = Engine(small)
        for raw in SMALL_ANSWERS:
            variables = answers_from(small, raw).variables(small)

            assert reference.fire(small, variables) == engine.fire(variables)

    def test_answers_declared_one_by_one_fire_the_same(self) -> None:
        """During an interview the engine only adds facts, and ends where one run would."""
        engine = Engine(BOOK)
        answers = answers_from(BOOK, TYPICAL)
        known: dict[str, str] = {}
        for id, value in answers.given.items():
            known |= variables_for(BOOK, id, value)

            assert reference.fire(BOOK, known) == engine.fire(known)

    def test_a_changed_answer_leaves_nothing_behind(self) -> None:
        """After a change the engine knows only the new answer."""
        engine = Engine(BOOK)
        first = answers_from(BOOK, TYPICAL).variables(BOOK)
        second = {**first, "changes.touch": "no"}
        engine.fire(first)

        assert reference.fire(BOOK, second) == engine.fire(second)
        assert reference.fire(BOOK, {}) == engine.fire({})


TYPICAL = {
    "age": 52,
    "danger-now": "none",
    "danger-lately": "none",
    "parts": ["head"],
    "does-head": ["pulled", "hurts"],
    "head-way": ["same-side"],
    "changes": ["touch"],
    "signs": ["neck-pain"],
    "medicines": ["haloperidol"],
    "blocker-when": "long",
}


def without_echo(result: Assessment) -> Assessment:
    """A result without the list of answers and the trace, which name every answer given."""
    return replace(result, answers={}, fired=(), not_sure_about=())


def only_shown(interview: Interview, value: Any) -> Any:
    """An answer to the current question that speaks of the items that are shown, and of no other.

    A line that is not shown cannot be ticked, so what it would have said must not matter (P8).
    """
    if not isinstance(value, dict):
        return value
    shown = interview.items(interview.current)
    return {item: word for item, word in value.items() if item in shown}


def with_firm_parts_alone(book: Rulebook) -> Rulebook:
    """The same rule book, in which nothing but a firm part moves a fit once a core holds.

    Where much reads every question, none is ever left out, and nothing would be seen.
    """
    bare = {
        id: replace(c, core=replace(c.core, enough=True), supports={}, against={}, blocked_by={})
        for id, c in book.conditions.items()
    }
    flags = dict([*book.red_flags.items()][:1])
    return replace(book, conditions=dict([*bare.items()][:1]), red_flags=flags)


class TestLeavingOut:
    @slowly
    @given(raw_answers(BOOK, complete=True))
    def test_p8_a_question_that_cannot_change_anything_may_be_left_out(self, raw) -> None:
        """The interview's shorter way gives the same result as asking everything."""
        self.check(BOOK, raw)

    @settings(max_examples=25, deadline=None)
    @given(st.one_of(small_rulebooks(), small_rulebooks().map(with_firm_parts_alone)))
    def test_p8_on_small_rule_books_over_all_answers(self, small: Rulebook) -> None:
        """The same, on generated rule books, for every complete answer set."""
        for raw in SMALL_ANSWERS:
            needed = {i for i in SMALL_QUESTIONS if i != "pain-kind"}
            if needed <= raw.keys() and ("pain-kind" in raw) == (raw["pain"] in ("yes", UNSURE)):
                self.check(small, raw)

    @staticmethod
    def check(book: Rulebook, raw: dict[str, object]) -> None:
        interview = Interview(book)
        while interview.current is not None:
            interview = interview.answer(only_shown(interview, raw[interview.current]))
        asked_all = assess(book, answers_from(book, raw))

        assert without_echo(asked_all) == without_echo(assess(book, interview.answers))


class TestSameBytes:
    @slowly
    @given(raw_answers(BOOK))
    def test_p9_same_rules_and_same_answers_give_the_same_bytes(self, raw) -> None:
        """A result can be made again, byte for byte, by either evaluator."""
        answers = answers_from(BOOK, raw)
        by_engine = assessment_of(BOOK, answers, the_engine().fire(answers.variables(BOOK)))

        assert to_json(assess(BOOK, answers)) == to_json(by_engine)
