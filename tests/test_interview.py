"""The interview as a state machine."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from tests.conftest import ROOT, the_book
from tests.walking import calm, walk, walked
from triage import AnswersError, Interview, answers_from, assess
from triage.inference.answers import is_asked
from triage.inference.assessment import Assessment
from triage.inference.prepared import prepared
from triage.rulebook.kinds import TickAll
from triage.rulebook.kinds.base import NOT_ASKED
from triage.rulebook.loading import load_rulebook

BOOK = the_book()
PULLED = walked(Interview(BOOK), until="medicines", parts=["head"], does_head=["pulled"])


class TestOrder:
    def test_safety_comes_before_everything_but_whom_it_is_about(self) -> None:
        """Nobody is asked about the movement, medicines or family before the danger signs."""
        interview = walked(Interview(BOOK), until="parts", age=4)
        sections = [BOOK.section_of[id] for id in interview.path]
        gates = {id for id, one in BOOK.questions.items() if isinstance(one, TickAll) and one.gate}

        assert {"about-you", "children", "safety"} == set(sections)
        assert sorted(sections, key=list(BOOK.section_of.values()).index) == sections
        assert gates - {"signs", "health"} <= set(interview.path)

    @pytest.mark.parametrize("parts", [[], ["head", "voice", "legs"]])
    def test_every_always_question_is_asked(self, parts: list[str]) -> None:
        """A question marked `always` is asked of everybody whom it is about."""
        interview = walked(Interview(BOOK), parts=parts)
        always = {
            id
            for id, question in BOOK.questions.items()
            if question.always and is_asked(id, interview.variables, BOOK)
        }

        assert always <= set(interview.path)
        assert {f"does-{part}" for part in parts} <= always

    def test_pregnancy_is_not_asked_at_70_but_at_an_unknown_age(self) -> None:
        """An unknown age asks, a known one decides; and so does the sex."""
        screen = "danger-other"
        old = walked(Interview(BOOK), until=screen, sex="female", age=70)
        man = walked(Interview(BOOK), until=screen, sex="male", age=30)
        unknown = walked(Interview(BOOK), until=screen, sex="unsure", age="unsure")

        assert "pregnant" not in {*old.items(screen), *man.items(screen)}
        assert "pregnant" in unknown.items(screen)
        ticked = unknown.answer(["pregnant"])
        assert "pregnancy" in walked(ticked).path


class TestFirstQuestion:
    """It comes at once: whatever the rules depend on, it is asked."""

    def test_it_comes_before_the_rules_are_looked_at(self) -> None:
        """What the second question is chosen by is worked out while the first one is read."""
        book = load_rulebook(ROOT / "rules")
        progress = Interview(book).progress

        assert (1, True) == (progress.number, progress.begins)
        assert "_numbered" not in vars(prepared(book).relevance)

    @pytest.mark.parametrize("rules", ["rules", "docs/example-rule-book", "triage/_template"])
    def test_it_is_what_the_rules_want_first(self, rules: str) -> None:
        """Looking at every rule, the first question and the number of parts are the same."""
        book = load_rulebook(ROOT / rules)
        wanted = prepared(book).relevance.questions(frozenset(), {})
        first = next(id for id in book.questions if id in wanted and is_asked(id, {}, book))

        assert first == Interview(book).current
        assert len({book.section_of[id] for id in wanted}) == Interview(book).progress.parts

    @pytest.mark.parametrize(("section", "counts"), [("medicines", True), ("anything-else", False)])
    def test_a_part_that_nobody_must_answer_counts_while_a_rule_may_ask(
        self, section: str, counts: bool
    ) -> None:
        """Rules depend on medicines, and none on what is told in one's own words."""
        questions = {
            id: replace(one, always=False) if BOOK.section_of[id] == section else one
            for id, one in BOOK.questions.items()
        }
        fewer = Interview(replace(BOOK, questions=questions)).progress.parts

        assert Interview(BOOK).progress.parts - (not counts) == fewer


class TestBack:
    def test_back_shows_the_question_before_with_its_answer_kept(self) -> None:
        """Going back loses nothing."""
        interview = walked(Interview(BOOK), until="fits")
        before = interview.back()

        assert interview.path[-1] == before.current
        assert interview.given == before.given
        assert interview.current == before.keep().current

    def test_back_twice_reaches_the_question_before_that(self) -> None:
        """Each step back goes one question further."""
        interview = walked(Interview(BOOK), until="fits")

        assert interview.path[-2] == interview.back().back().current

    def test_back_at_the_first_question_stays_there(self) -> None:
        """There is nothing before the first question."""
        start = Interview(BOOK)

        assert start is start.back()

    def test_a_changed_answer_counts_and_later_ones_stay(self) -> None:
        """Changing an early answer does not ask everything again."""
        done = walked(Interview(BOOK), parts=["head"], does_head=["pulled"])
        changed = done.change("changes").answer(["touch"])

        assert "yes" == changed.answers.given["changes"]["touch"]
        assert set(done.given) == set(changed.given)


class TestSetAside:
    def test_answers_that_are_no_longer_reachable_are_set_aside_and_come_back(self) -> None:
        """What was said about an arm is kept while the arm is taken out."""
        done = walked(Interview(BOOK), parts=["head", "one-arm"], does_one_arm=["jerks"])
        assert "yes" == done.answers.given["does-one-arm"]["jerks"]
        without = done.change("parts").answer(["head"])

        assert "does-one-arm" in without.set_aside
        assert "does-one-arm" not in without.answers.given
        again = without.change("parts").answer(["head", "one-arm"])
        assert "yes" == again.answers.given["does-one-arm"]["jerks"]

    def test_a_line_that_is_hidden_while_its_list_is_answered_keeps_what_was_said(self) -> None:
        """Joint pain, asked of the young, is still *no* when a mistyped age is put right."""
        young = Interview(BOOK).answer(20, "age").answer([], "signs")
        assert "no" == young.answers.given["signs"]["joints"]
        mistyped = young.change("age").answer(60)
        assert NOT_ASKED == mistyped.answers.given["signs"]["joints"]

        right = mistyped.change("signs").answer(["walk"]).change("age").answer(20)

        assert "no" == right.answers.given["signs"]["joints"]
        assert "yes" == right.answers.given["signs"]["walk"]

    def test_a_question_without_an_answer_cannot_be_changed(self) -> None:
        """Only what was answered can be changed."""
        with pytest.raises(ValueError, match="no answer"):
            Interview(BOOK).change("age")


class TestAskedAnew:
    """An answer that speaks of something else now is not kept: it could hide a danger."""

    @pytest.mark.parametrize("put_in", [["metoclopramide"], ["haloperidol", "metoclopramide"]])
    def test_when_another_medicine_takes_its_place(self, put_in: list[str]) -> None:
        """ "Stopped long ago" was said of haloperidol, and not of metoclopramide."""
        done = walked(
            Interview(BOOK),
            parts=["head"],
            does_head=["pulled"],
            medicines=["haloperidol"],
            blocker_when="ended-long",
            which_first="movement",
        )
        other = done.change("medicines").answer(put_in)

        assert "blocker-when" == other.current
        assert {"blocker-when", "which-first"}.isdisjoint(other.given)
        assert "emergency" == assess(BOOK, walked(other, blocker_when="new").answers).urgency

    def test_when_a_medicine_is_taken_out_and_another_put_in(self) -> None:
        """Taking it out first changes nothing about that."""
        done = walked(PULLED, medicines=["haloperidol"], blocker_when="ended-long")
        other = done.change("medicines").answer([]).change("medicines").answer(["metoclopramide"])

        assert "blocker-when" == other.current

    def test_what_an_unknown_medicine_is_for(self) -> None:
        """Another name that nobody knows may be for something else."""
        done = walked(PULLED, medicines=["zxqwv"], unknown_medicine=["mood"])
        other = done.change("medicines").answer(["blargol"])

        assert "unknown-medicine" == other.current

    def test_a_medicine_that_no_question_is_about_asks_nothing_anew(self) -> None:
        """Who adds a tablet for the blood pressure is not asked about haloperidol again."""
        done = walked(PULLED, medicines=["haloperidol"], blocker_when="ended-long")
        other = done.change("medicines").answer(["haloperidol", "ramipril"])

        assert "ended-long" == other.answers.given["blocker-when"]
        assert other.finished

    @pytest.mark.parametrize(
        ("changed", "to"),
        [("parts", ["head", "one-arm"]), ("does-head", ["even", "jerks"]), ("parts", "unsure")],
    )
    def test_how_long_and_how_it_began_when_a_movement_is_added(
        self, changed: str, to: list[str] | str
    ) -> None:
        """Both ask about the newest part, so a new part may have begun today."""
        done = walked(Interview(BOOK), parts=["head"], does_head=["even"], since="10 years")
        assert done.finished
        added = done.change(changed).answer(to)

        assert {"since", "began"}.isdisjoint(added.given)
        assert "10 years" == done.answers.given["since"]
        asked = walked(added, until="since")
        assert "since" == asked.current

    @pytest.mark.parametrize("to", [[], ["head"], ["head", "one-arm"]])
    def test_not_when_a_movement_is_taken_away_or_stays(self, to: list[str]) -> None:
        """What was said of the newest part may still be true, and nothing new is hidden."""
        done = walked(Interview(BOOK), parts=["head", "one-arm"], since="10 years")
        less = done.change("parts").answer(to)

        assert "10 years" == less.answers.given["since"]


class TestAnswers:
    def test_a_wrong_answer_changes_nothing(self) -> None:
        """A slip leaves the interview where it was."""
        start = walked(Interview(BOOK), until="age")

        with pytest.raises(AnswersError, match="out of range"):
            start.answer(300)
        assert "age" == start.current

    def test_a_finished_interview_takes_no_more(self) -> None:
        """There is an end."""
        done = walked(Interview(BOOK))

        assert done.finished
        with pytest.raises(ValueError, match="finished"):
            done.answer("yes")

    @pytest.mark.parametrize("seed", range(8))
    def test_numbers_of_questions_and_parts_only_go_up(self, seed: int) -> None:
        """Whatever is answered, each question has the next number, and each part begins once.

        Only what a line of the second look leads to is in the part with the danger signs again.
        """
        chance = random.Random(seed)
        interview = Interview(BOOK)
        numbers, parts, ahead = [], [], []
        while interview.current is not None:
            progress = interview.progress
            if interview.current not in interview.path:  # not a list of which more is asked
                numbers.append(progress.number)
            if progress.begins:
                parts.append(progress.part)
            ahead.append(progress.parts)
            danger = BOOK.section_of[interview.current] == "safety"
            late = danger and "second-look" in interview.path
            assert progress.part == parts[-1] <= progress.parts or late
            interview = interview.answer(walk(interview, chance))

        assert [*range(1, len(numbers) + 1)] == numbers
        assert [*range(1, len(parts) + 1)] == parts
        assert sorted(ahead, reverse=True) == ahead
        assert parts[-1] == ahead[-1]

    def test_a_question_keeps_its_number_when_it_is_asked_again(self) -> None:
        """Going back counts nothing twice, and begins no part anew."""
        done = walked(Interview(BOOK))
        for number, id in enumerate(done.path, start=1):
            again = done.change(id).progress
            assert (number, False) == (again.number, again.begins)


def without_echo(result: Assessment) -> Assessment:
    return replace(result, answers={}, fired=(), not_sure_about=())


@pytest.mark.parametrize("seed", range(25))
def test_a_wandering_interview_ends_like_a_straight_one(seed: int) -> None:
    """Back, change and not sure on the way give the same result as the final answers alone."""
    chance = random.Random(seed)
    interview = Interview(BOOK)
    steps = 0
    while interview.current is not None:
        steps += 1
        roll = chance.random() if steps < 150 else 1.0
        if roll < 0.08:
            interview = interview.back()
        elif roll < 0.12 and interview.answers.given:
            interview = interview.change(chance.choice(list(interview.answers.given)))
        elif roll < 0.2:
            interview = interview.answer("unsure")
        elif roll < 0.35 and interview.question and interview.question.kind == "tick-all":
            interview = interview.answer([chance.choice(list(interview.question.answers))])
        else:
            interview = interview.answer(calm(interview))
    given = dict(interview.answers.given)

    assert assess(BOOK, interview.answers) == assess(BOOK, answers_from(BOOK, given))
    fresh = Interview(BOOK)
    while fresh.current is not None and fresh.current in given:
        said = given[fresh.current]
        if isinstance(said, dict):  # what nobody asked about in the end can be anything
            shown = fresh.items(fresh.current)
            said = {item: said[item] if said[item] != NOT_ASKED else "no" for item in shown}
        fresh = fresh.answer(said)
    assert without_echo(assess(BOOK, fresh.answers)) == without_echo(
        assess(BOOK, interview.answers)
    )
