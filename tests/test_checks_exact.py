"""What the checks say about all answers, compared with trying all answers."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from tests.strategies import small_rulebooks
from triage import Rulebook
from triage.checks import firm, logic
from triage.checks.context import Context, Found
from triage.inference import reference
from triage.inference.weighing import weigh
from triage.rulebook.parts.conditions import FITS, core_id
from triage.rulebook.when import UNSURE, AtLeast, When

few = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

YES_NO = ("yes", "no", UNSURE)
AGES = ("under 18", "18 to 59", "at least 60", UNSURE)
PACES = ("fast", "slow", "even", UNSURE)
KINDS = ("hot", "cold", UNSURE)


def interviews() -> list[dict[str, str]]:
    """Every set of answers that an interview over the small questions can give."""
    dangers = [("", ""), *itertools.product(YES_NO, YES_NO)]
    pains = [("", ""), ("no", "")]
    pains += [(pain, kind) for pain in ("yes", UNSURE) for kind in ("", *KINDS)]
    return [
        {
            name: word
            for name, word in {
                "danger.sharp": sharp,
                "danger.dull": dull,
                "age": age,
                "pace": pace,
                "pain": pain,
                "pain-kind": kind,
            }.items()
            if word
        }
        for (sharp, dull), age, pace, (pain, kind) in itertools.product(
            dangers, ("", *AGES), ("", *PACES), pains
        )
    ]


INTERVIEWS = interviews()
COMPLETE = [
    dict(
        zip(("danger.sharp", "danger.dull", "age", "pace", "pain", "pain-kind"), words, strict=True)
    )
    for words in itertools.product(YES_NO, YES_NO, AGES, PACES, YES_NO, KINDS)
]
SURE = [answers for answers in COMPLETE if UNSURE not in answers.values()]


def context(book: Rulebook) -> Context:
    return Context(book=book, texts={})


def rule_at(book: Rulebook, found: Found) -> str:
    """The rule that a finding is about."""
    rules = sorted(context(book).rules, key=lambda rule: -len(rule.at))
    return next(rule.id for rule in rules if found.at[: len(rule.at)] == rule.at)


def fired_by(book: Rulebook, answer_sets: list[dict[str, str]]) -> list[set[str]]:
    return [set(reference.fire(book, answers)) for answers in answer_sets]


class TestReach:
    @few
    @given(small_rulebooks())
    def test_a_rule_is_out_of_reach_exactly_where_no_interview_makes_it_hold(
        self, book: Rulebook
    ) -> None:
        """Trying every interview finds the same rules as the check does, no more, no less."""
        every = context(book)
        found = {rule_at(book, one) for one in logic.unreachable_rules(every)}
        found |= {
            core_id(str(one.at[0]).removeprefix("conditions/").removesuffix(".yaml"))
            for one in logic.never_suggested(every)
            if one.at[1:] == ("core", "when")
        }
        reached = set().union(*fired_by(book, INTERVIEWS))

        assert {rule.id for rule in every.rules} - reached == found

    @few
    @given(small_rulebooks())
    def test_a_rule_is_constant_exactly_where_every_sure_answer_makes_it_hold(
        self, book: Rulebook
    ) -> None:
        """What holds for everybody who knows the answers tells nobody apart."""
        found = {rule_at(book, one) for one in logic.constant_rules(context(book))}
        always = set.intersection(*fired_by(book, SURE))

        assert {rule.id for rule in context(book).rules} & always == found

    @few
    @given(small_rulebooks())
    def test_a_condition_that_is_never_suggested_is_suggested_by_no_interview(
        self, book: Rulebook
    ) -> None:
        """Neither the condition nor a fit that is out of reach ever comes up."""
        out: dict[str, tuple[str, ...]] = {}
        for one in logic.never_suggested(context(book)):
            id = str(one.at[0]).removeprefix("conditions/").removesuffix(".yaml")
            if id in book.conditions:
                above = FITS[: FITS.index(book.conditions[id].top_fit) + 1]
                out[id] = above if one.level == "warning" else FITS
        for answers in INTERVIEWS if out else ():
            for candidate in weigh(book, reference.fire(book, answers)).candidates:
                assert candidate.fit not in out.get(candidate.id, ()), (candidate, answers)

    @few
    @given(small_rulebooks())
    def test_a_firm_part_is_idle_only_where_no_interview_shows_its_work(
        self, book: Rulebook
    ) -> None:
        """What is said of it is so for everybody: it never matters, or nobody can fit well."""
        for one in firm.idle_firm(context(book)):
            id = str(one.at[0]).removeprefix("conditions/").removesuffix(".yaml")
            bare = replace(book.conditions[id], firm=None)
            other = replace(book, conditions={**book.conditions, id: bare})
            for answers in INTERVIEWS:
                weighed = [weigh(b, reference.fire(b, answers)) for b in (book, other)]
                with_it, without_it = (
                    next((c for c in each.candidates if c.id == id), None) for each in weighed
                )
                fits = [c and c.fit for c in (with_it, without_it)]
                if "changes nothing" in one.message:
                    assert fits[0] == fits[1], answers
                    assert weighed[0].urgency == weighed[1].urgency, answers
                elif "raises no urgency" in one.message:
                    assert with_it is None or not with_it.raises, answers
                else:
                    assert fits[0] != FITS[0], answers


def without(when: When, steps: list[int]) -> When:
    """A condition without one of its parts."""
    first, *rest = steps
    assert not isinstance(when, AtLeast) or rest
    if not rest:
        return replace(when, of=(*when.of[:first], *when.of[first + 1 :]))
    inner = without(when.of[first], rest)
    return replace(when, of=(*when.of[:first], inner, *when.of[first + 1 :]))


class TestParts:
    @few
    @given(small_rulebooks())
    def test_a_part_that_adds_nothing_can_be_deleted(self, book: Rulebook) -> None:
        """Without it the red flag holds, and may hold, for exactly the same answers."""
        flags = set(book.red_flags)
        for one in logic.subsumed_rules(context(book)):
            id = rule_at(book, one)
            if id not in flags or "adds nothing" not in one.message:
                continue
            steps = [step for step in one.at if isinstance(step, int)]
            flag = book.red_flags[id]
            new = replace(flag, when=without(flag.when, steps))
            other = replace(book, red_flags={**book.red_flags, id: new})
            twins = {id, f"{id}?"}

            assert [some & twins for some in fired_by(book, COMPLETE)] == [
                some & twins for some in fired_by(other, COMPLETE)
            ]
