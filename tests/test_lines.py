"""Lines of danger screens, and questions that are asked for each item."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.lines_book import LINES_BOOK, with_slip_in_lines
from tests.small_book import SECTION, write_book
from triage import AnswersError, Interview, Rulebook, answers_from, assess
from triage.checks.context import Context
from triage.checks.danger import outranked
from triage.checks.safety import hidden, lowered
from triage.inference.answers import items_hidden
from triage.inference.assessment import Assessment
from triage.rulebook.loading import load_rulebook


@pytest.fixture(scope="module")
def lines_book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("lines"), LINES_BOOK))


def result(book: Rulebook, **given: Any) -> Assessment:
    answers = {id.replace("_", "-"): value for id, value in given.items()}
    return assess(book, answers_from(book, answers))


class TestSigns:
    def test_a_sign_of_an_unticked_line_is_no(self, lines_book) -> None:
        """Whoever reads "fever, or a very stiff body" and leaves it has neither."""
        seen = answers_from(lines_book, {"now": []}).variables(lines_book)

        assert ("no", "no", "no") == tuple(
            seen[sign] for sign in ("heat-signs.fever", "heat-signs.stiff", "heat-signs.light")
        )

    @pytest.mark.parametrize("said", [{"heat": "yes"}, {"heat": "unsure"}])
    def test_a_sign_whose_line_is_ticked_is_unsure_until_it_is_answered(
        self, lines_book, said
    ) -> None:
        """Leaving after the first screen never counts as having said no to its details."""
        at_first = result(lines_book, now=said)
        told = result(lines_book, now=said, heat_signs=["fever", "stiff"])
        denied = result(lines_book, now=said, heat_signs=[])

        assert ("same-day", "emergency", "routine") == tuple(
            one.urgency for one in (at_first, told, denied)
        )

    def test_a_line_that_is_the_sign_is_the_red_flag(self, lines_book) -> None:
        """Chest pain needs no second question."""
        assert "emergency" == result(lines_book, now=["chest"]).urgency
        assert "same-day" == result(lines_book, now={"chest": "unsure"}).urgency

    def test_what_a_screen_that_was_not_answered_covers_is_not_known(self, lines_book) -> None:
        """No line settles anything before it was read."""
        assert {} == answers_from(lines_book, {}).variables(lines_book)
        assert ("HF01", "HF02", "HF03") == result(lines_book).danger_signs_not_asked.ids

    def test_a_line_that_is_not_shown_settles_nothing_and_leaves_nothing_to_ask(
        self, lines_book
    ) -> None:
        """A man is not asked whether he is pregnant, and nothing is missing then."""
        his = result(lines_book, age=30, sex="male", now=[])
        hers = result(lines_book, age=30, sex="female", now=[])

        assert ({"chest": "no", "heat": "no", "pregnant": "not-asked"}) == his.answers["now"]
        assert "no" == hers.answers["now"]["pregnant"]
        assert () == his.danger_signs_not_asked.ids == hers.danger_signs_not_asked.ids

    def test_a_sign_is_no_only_where_none_of_its_lines_is_ticked(self, tmp_path) -> None:
        """Somebody who passes over one line is asked because of the other."""
        files = with_slip_in_lines(SECTION, "      pregnant:\n        text: Pregnant\n", BURNING)
        book = load_rulebook(write_book(tmp_path, files))

        assert "routine" == result(book, now=[]).urgency
        assert "same-day" == result(book, now=["burning"]).urgency

    def test_what_is_asked_again_stands_open_though_no_line_is_ticked(self, tmp_path) -> None:
        """Where a later answer points at a sign, leaving its line unticked is not enough."""
        again = "    again-when: {sex: unsure}\n    short: fever and stiffness"
        files = with_slip_in_lines(SECTION, "    short: fever and stiffness", again)
        book = load_rulebook(write_book(tmp_path, files))

        assert "routine" == result(book, sex="male", now=[]).urgency
        assert "same-day" == result(book, sex="unsure", now=[]).urgency
        assert (
            "emergency" == result(book, sex="unsure", now=[], heat_signs=["fever", "light"]).urgency
        )


BURNING = """\
      burning:
        text: Burning hot and stiff
        yes: you are burning hot
        no: you are not burning hot
        opens: [heat-signs]
        names: {heat-signs.fever: [hot], heat-signs.stiff: [stiff]}
      pregnant:
        text: Pregnant
"""


class TestEachItem:
    def test_a_question_is_asked_for_each_item_that_is_ticked(self, lines_book) -> None:
        """What moves decides what is asked about."""
        answers = {"parts": ["throat"], "does-throat": ["jerks"], "lasted": "minutes"}

        assert ["short-hiccups"] == [one.id for one in result(lines_book, **answers).suggested]
        with pytest.raises(AnswersError, match="`does-chest` is not asked with these answers"):
            result(lines_book, parts=["throat"], does_chest=["jerks"])

    def test_an_answer_that_stands_alone_cannot_be_ticked_with_others(self, lines_book) -> None:
        """Nothing moves, or something does."""
        with pytest.raises(AnswersError) as caught:
            result(lines_book, parts=["nothing", "chest"])

        assert (
            "`parts` says `nothing` together with other answers\n"
            "  help: write either this one, or the ones that apply"
        ) == str(caught.value)


class TestInterview:
    def test_details_are_asked_where_their_line_is_ticked_or_not_sure(self, lines_book) -> None:
        """Nobody reads the details of what they have not got."""
        start = Interview(lines_book).answer("myself", "answering-for")
        calm = start.answer(30, "age").answer("male", "sex").answer([], "now")
        ticked, unsure = (
            start.answer(30, "age").answer("male", "sex").answer(said, "now")
            for said in (["heat"], {"heat": "unsure"})
        )

        assert "parts" == calm.current
        assert "heat-signs" == ticked.current == unsure.current

    def test_only_lines_that_may_be_shown_are_shown(self, lines_book) -> None:
        """Age and sex leave out a line; not knowing them shows it."""
        young = Interview(lines_book).answer(10, "age").answer("female", "sex")
        unsure = Interview(lines_book).answer("unsure", "age").answer("unsure", "sex")

        assert ("chest", "heat") == young.items("now")
        assert ("chest", "heat", "pregnant") == unsure.items("now")

    def test_an_item_that_nothing_reads_any_more_is_not_shown(self, lines_book) -> None:
        """With long hiccups, what speaks against short ones can no longer matter."""
        long = at(lines_book, "after", lasted="days")
        short = at(lines_book, "after", lasted="minutes", parts=["chest"], does_chest=["jerks"])

        assert ("big-meal",) == long.items("after")
        assert ("big-meal", "fizzy-drink", "shock") == short.items("after")

    def test_what_the_doctor_wants_to_know_is_shown_although_no_rule_reads_it(
        self, lines_book
    ) -> None:
        """A line that is kept for the doctor's page stands with those that rules read."""
        asked = at(lines_book, "does-throat", parts=["throat"])

        assert ("jerks", "tires") == asked.items("does-throat")

    def test_an_item_that_was_left_out_is_asked_when_it_matters_after_all(self, lines_book) -> None:
        """Going back and changing an answer asks what that makes relevant, and only that."""
        long = at(lines_book, "after", lasted="days", parts=["chest"], does_chest=["jerks"])
        answered = long.answer(["big-meal"])
        changed = answered.change("lasted").answer("minutes")

        assert {"big-meal": "yes", "fizzy-drink": "not-asked", "shock": "not-asked"} == (
            answered.answers.given["after"]
        )
        assert "after" == changed.current
        assert ("fizzy-drink", "shock") == changed.items("after")
        assert {"big-meal": "yes", "fizzy-drink": "no", "shock": "yes"} == (
            changed.answer(["shock"]).answers.given["after"]
        )

    def test_what_is_said_of_an_item_that_is_not_shown_again_counts(self, lines_book) -> None:
        """A program may name any item: being not sure of it is never lost. Not being sure of the
        items that are shown leaves the others as they were.
        """
        long = at(lines_book, "after", lasted="days", parts=["chest"], does_chest=["jerks"])
        changed = long.answer([]).change("lasted").answer("minutes")

        assert ("fizzy-drink", "shock") == changed.items("after")
        assert {"big-meal": "unsure", "fizzy-drink": "no", "shock": "no"} == (
            changed.answer({"big-meal": "unsure"}).answers.given["after"]
        )
        assert {"big-meal": "no", "fizzy-drink": "unsure", "shock": "unsure"} == (
            changed.answer("unsure").answers.given["after"]
        )

    def test_p8_the_interview_gives_the_same_result_as_every_answer_at_once(
        self, lines_book
    ) -> None:
        """What an interview leaves out, question or line, cannot change the result."""
        for told in some_people(lines_book, 300):
            interview = Interview(lines_book)
            while (id := interview.current) is not None:
                interview = interview.answer(only_shown(interview, told[id]))
            at_once = assess(lines_book, answers_from(lines_book, reached(lines_book, told)))
            step_by_step = assess(lines_book, interview.answers)

            assert what_counts(at_once) == what_counts(step_by_step), told


def at(book: Rulebook, until: str, **told: Any) -> Interview:
    """The interview of somebody calm, up to a question."""
    calm = {"answering-for": "myself", "age": 70, "sex": "male", "lasted": "minutes"}
    interview = Interview(book)
    while (id := interview.current) is not None and id != until:
        interview = interview.answer(told.get(id.replace("-", "_"), calm.get(id, [])))
    assert until == interview.current
    return interview


def only_shown(interview: Interview, value: Any) -> Any:
    """An answer that speaks of the lines that are shown: nobody ticks what is not there."""
    if not isinstance(value, dict):
        return value
    shown = interview.items(interview.current)
    return {item: word for item, word in value.items() if item in shown}


def some_people(book: Rulebook, count: int) -> Iterator[dict[str, Any]]:
    """People who have an answer to every question, asked or not."""
    chance = random.Random(13)
    for _ in range(count):
        yield {id: _told(book, id, chance) for id in book.questions}


def _told(book: Rulebook, id: str, chance: random.Random) -> Any:
    question = book.questions[id]
    match question.kind:
        case "tick-all":
            items = [item for item, one in question.answers.items() if not one.exclusive]
            return {item: chance.choice(["yes", "no", "no", "unsure"]) for item in items}
        case "number":
            return chance.choice([10, 30, 70, "unsure"])
        case "medicines":
            return chance.choice([[], ["calmone"], "unsure"])
        case "yes-no":
            return chance.choice(["yes", "no", "unsure"])
        case _:
            return chance.choice([*question.answers, "unsure"])


def reached(book: Rulebook, told: dict[str, Any]) -> dict[str, Any]:
    """The answers to the questions that these answers lead to."""
    found: dict[str, Any] = {}
    for id, said in told.items():
        value = said
        if isinstance(value, dict):  # nobody ticks what is not there
            hidden = items_hidden(book, id, answers_from(book, found).variables(book))
            value = {item: word for item, word in value.items() if item not in hidden}
        try:
            answers_from(book, {**found, id: value})
        except AnswersError:
            continue
        found[id] = value
    return found


def what_counts(result: Assessment) -> tuple[object, ...]:
    return result.urgency, result.red_flags, result.suggested, result.decided_by


class TestProofs:
    def test_the_book_keeps_its_promises(self, lines_book) -> None:
        """P3, P4 and P7 hold for lines as for signs."""
        assert ([], [], []) == (
            hidden(lines_book),
            lowered(lines_book, "no"),
            lowered(lines_book, "unsure"),
        )

    def test_e19_a_line_that_is_said_to_be_a_red_flag_is_enough_for_it(self, tmp_path) -> None:
        """`direct` is a promise to whoever ticks the line: nothing else is needed."""
        right = "when: {now.chest: yes}\n"
        wrong = "when: {all: [{now.chest: yes}, {lasted: days}]}\n"
        book = load_rulebook(
            write_book(tmp_path, with_slip_in_lines("red-flags.yaml", right, wrong))
        )
        (found,) = outranked(Context(book=book, texts={}))

        assert (SECTION, "questions", "now", "answers", "chest", "direct", 0) == found.at
        assert (
            "`now.chest` is said to be `HF01` (Pain in the chest), which does not hold on it alone",
            "add `now.chest: yes` to an `any` of `HF01`, or take `HF01` out of `direct`",
        ) == (found.message, found.help)

    def test_e19_finds_nothing_where_the_line_is_enough(self, lines_book) -> None:
        """A flag may hold in other ways too, and through a finding."""
        assert [] == list(outranked(Context(book=lines_book, texts={})))

    @pytest.mark.parametrize(
        ("right", "wrong", "found"),
        [
            pytest.param(
                "        names: {pregnancy: [pregnant]}\n",
                "",
                "HF03: `pregnancy` is not asked",
                id="a-sign-that-no-line-names",
            ),
            pytest.param(
                "{all: [{age: [18 to 59, unsure]}, {sex: [female, unsure]}]}",
                "{all: [{age: 18 to 59}, {sex: [female, unsure]}]}",
                "HF03: `pregnancy` is not asked",
                id="a-line-that-an-unknown-age-hides",
            ),
            pytest.param(
                "    gate: yes\n    within: 7\n",
                "    gate: yes\n    within: 7\n    ask-when: {answering-for: myself}\n",
                "HF02: `heat-signs` is not asked",
                id="a-screen-that-somebody-else-never-sees",
            ),
            pytest.param(
                "        direct: [HF01]\n",
                "        direct: [HF01]\n        show-when: {answering-for: myself}\n",
                "HF01: `now` is not asked",
                id="a-line-that-somebody-else-never-sees",
            ),
        ],
    )
    def test_p7_a_sign_that_is_neither_asked_nor_named_is_found(
        self, tmp_path, right: str, wrong: str, found: str
    ) -> None:
        """Each way in which a danger sign can be passed over is told, with an example."""
        book = load_rulebook(write_book(tmp_path, with_slip_in_lines(SECTION, right, wrong)))

        assert any(line.startswith(found) for line in hidden(book)), hidden(book)
