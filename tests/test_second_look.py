"""A second look at lines that a reader may have skimmed over."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.missed_lines import emergencies, fallen
from tests.conftest import ROOT, own_people, the_book
from tests.lines_book import LINES_BOOK
from tests.small_book import SECTION, write_book
from tests.walking import walk, walked
from triage import AnswersError, Interview, Rulebook, RulesError, answers_from, assess
from triage.changes.comparing import compare
from triage.changes.report import report
from triage.inference.prepared import prepared
from triage.presentation.rule_links import Links
from triage.presentation.rule_page import rule_page
from triage.rulebook.loading import load_rulebook
from triage.rulebook.urgency import LADDER

BOOK = the_book()
AGAIN = """\
  again:
    kind: tick-all
    always: yes
    short: danger signs, once more
    ask: Once more, is there any of these?
    why: A list is easily skimmed.
    ask-when: {lasted: days}
    answers:
      pain: {text: Pain, yes: it hurts, no: it does not hurt, repeats: now.chest, summary-only: yes}
      hot: {text: Heat, yes: you are hot, no: you are cool, repeats: now.heat, summary-only: yes}
"""
BEFORE = "  after:\n    kind: tick-all\n"


def with_second_look(folder: Path, lines: str = AGAIN) -> Path:
    files = dict(LINES_BOOK)
    assert BEFORE in files[SECTION]
    files[SECTION] = files[SECTION].replace(BEFORE, lines + BEFORE)
    return write_book(folder, files)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(with_second_look(tmp_path_factory.mktemp("again")))


def at_second_look(book: Rulebook, **given: Any) -> Interview:
    return walked(Interview(book), until="again", lasted="days", **given)


class TestInterview:
    def test_only_what_was_left_unticked_is_asked_again(self, book) -> None:
        """What was ticked before needs no second look; nobody is asked whom it does not concern."""
        assert ("pain", "hot") == at_second_look(book).items("again")
        assert ("pain",) == at_second_look(book, now=["heat"], heat_signs=["light"]).items("again")
        assert "again" not in walked(Interview(book), lasted="minutes").path

    def test_a_danger_sign_that_was_not_sure_is_asked_again(self, book) -> None:
        """Who was not sure of it may be sure by now; a line that opened details needs no repeat."""
        unsure = at_second_look(book, now={"chest": "unsure", "heat": "unsure"})
        late = unsure.answer(["pain"])
        still = unsure.answer([])

        assert ("pain",) == unsure.items("again")
        assert "emergency" == assess(book, late.answers).urgency
        assert "yes" == late.answers.given["now"]["chest"]
        assert "unsure" == still.answers.given["now"]["chest"]

    def test_a_line_that_is_ticked_late_is_the_danger_sign(self, book) -> None:
        """It reaches the red flag at once, as it would have at the first look."""
        late = at_second_look(book).answer(["pain"])

        assert ["HF01"] == [flag.id for flag in assess(book, late.answers).red_flags]
        assert "emergency" == assess(book, late.answers).urgency
        assert "yes" == late.answers.given["now"]["chest"]

    @pytest.mark.parametrize("said", [["hot"], {"hot": "unsure"}], ids=["yes", "not sure"])
    def test_what_the_line_opens_is_asked_then(self, book, said: Any) -> None:
        """The details come after the second look, and not being sure counts as it does elsewhere."""
        late = at_second_look(book).answer(said)

        assert "heat-signs" == late.current
        assert "routine" != assess(book, late.answers).urgency

    def test_a_mistake_can_be_taken_back_at_either_look(self, book) -> None:
        """Whichever is changed last counts for both."""
        late = at_second_look(book).answer(["pain"])
        here = late.change("again")
        there = late.change("now")

        assert ("pain", "hot") == here.items("again")
        for changed in (here.answer([]), there.answer([])):
            assert "no" == changed.answers.given["now"]["chest"]
            assert "no" == changed.answers.given["again"]["pain"]
            calm = at_second_look(book).answer([])
            assert assess(book, calm.answers).urgency == assess(book, changed.answers).urgency

    @pytest.mark.parametrize("late", ["yes", "unsure"])
    def test_a_list_that_is_asked_again_for_a_new_line_takes_nothing_back(self, late: str) -> None:
        """Who corrects the sex is asked about a pregnancy, and keeps the liver of the second look."""
        interview = Interview(the_book())
        for id, said in {
            "answering-for": "me",
            "age": 30,
            "sex": "male",
            "danger-now": [],
            "danger-lately": [],
            "danger-other": [],
            "second-look": {"liver": late},
        }.items():
            interview = interview.answer(said, id)
        corrected = interview.answer("female", "sex")

        assert ("pregnant",) == corrected.items("danger-other")
        after = corrected.answer([], "danger-other")
        assert late == after.given["second-look"]["liver"]
        assert late == after.variables["danger-other.liver"]

    @pytest.mark.parametrize("seed", range(30))
    def test_p8_the_answers_alone_give_the_same_result(self, book, seed: int) -> None:
        """What an interview ends with can be written down and read again."""
        chance = random.Random(seed)
        interview = Interview(book)
        while interview.current is not None:
            interview = interview.answer(walk(interview, chance))
        given = dict(interview.answers.given)

        assert assess(book, interview.answers) == assess(book, answers_from(book, given))


class TestFiles:
    def test_a_file_with_two_minds_counts_the_danger(self, book) -> None:
        """A line that is a no or not sure at first and a yes later is a yes; never the other way."""
        for first in ("none", {"chest": "unsure"}):
            given = {"now": first, "lasted": "days", "again": ["pain"]}
            assert "emergency" == assess(book, answers_from(book, given)).urgency
        sure = {"now": ["chest"], "lasted": "days", "again": {"pain": "unsure"}}
        assert "emergency" == assess(book, answers_from(book, sure)).urgency

    def test_a_second_look_without_a_first_counts(self, book) -> None:
        """Nothing is lost where the first list was not answered."""
        answers = answers_from(book, {"lasted": "days", "again": ["pain"]})

        assert "emergency" == assess(book, answers).urgency
        assert "not-asked" == answers.given["now"]["heat"]

    def test_it_must_concern_the_person(self, book) -> None:
        """A second look that these answers would not lead to is a slip, as for any question."""
        with pytest.raises(AnswersError, match="`again` is not asked with these answers"):
            answers_from(book, {"lasted": "minutes", "again": ["pain"]})


class TestRules:
    @pytest.mark.parametrize(
        ("repeats", "slip"),
        [
            ("now.chess", "unknown line `now.chess`\n  help: did you mean `now.chest`?"),
            ("lasted", "unknown line `lasted`\n  help: name a line of an earlier list"),
            (
                "after.shock",
                "`again.pain` repeats `after.shock`, which is not asked before it\n"
                "  help: a line can only repeat one of an earlier list",
            ),
        ],
    )
    def test_a_line_that_repeats_nothing_earlier_is_a_slip(
        self, tmp_path: Path, repeats: str, slip: str
    ) -> None:
        """It is told with its place, and with what was probably meant."""
        folder = with_second_look(tmp_path, AGAIN.replace("now.chest", repeats))
        with pytest.raises(RulesError) as raised:
            load_rulebook(folder)

        assert slip in str(raised.value)

    def test_a_line_that_repeats_nothing_at_all_is_a_slip(self, tmp_path: Path) -> None:
        """Who ticks it would tick it in vain."""
        folder = with_second_look(tmp_path, AGAIN.replace(", repeats: now.chest", ""))
        with pytest.raises(RulesError) as raised:
            load_rulebook(folder)

        assert (
            "`again.pain` repeats no line, and the others of its list do\n"
            "  help: say which with `repeats:`, or delete the line"
        ) in str(raised.value)

    def test_a_comparison_tells_a_second_look_that_went(self, book, tmp_path: Path) -> None:
        """Who passed over the line once was told of an emergency, and is not any more."""
        lines = AGAIN.replace("repeats: now.chest", "repeats: now.heat")
        without = load_rulebook(with_second_look(tmp_path, lines))
        lost, won = compare(book, without), compare(without, book)

        assert lost.lowers
        assert [("now.chest", "lowered", "emergency", "routine")] == [
            (one.line, one.direction, one.before, one.after) for one in lost.relooked
        ]
        said = report(lost, "old", "new")
        assert said.points[0].said == (
            "URGENCY LOWERED at the second look, by 1 line (now.chest). "
            "If meant, add --accept-lowered."
        )
        assert not any("no urgency changes" in point.said for point in said.points)
        assert report(lost, "old", "new", accepted=True).lowered == (
            "second look at now.chest: emergency -> routine",
        )
        assert not won.lowers
        assert ["raised"] == [one.direction for one in won.relooked]
        assert won.differs

    def test_its_page_says_what_it_does(self, book) -> None:
        """Who reads the rules sees which line it stands for."""
        links = Links(book)
        text = " ".join(rule_page(links, links.named("again")).split())

        assert (
            '"Chest pain, or fainting" (now.chest), where it was left unticked, and ticks it.'
            in text
        )


@pytest.mark.parametrize(("later", "item", "earlier", "line"), prepared(BOOK).repeated)
def test_late_is_as_good_as_early(later: str, item: str, earlier: str, line: str) -> None:
    """Each line of the second look gives what the line gives that it asks about again."""
    calm = {earlier: "none", "since": "1 week", later: "none"}
    late = assess(BOOK, answers_from(BOOK, calm | {later: [item]}))
    early = assess(BOOK, answers_from(BOOK, calm | {earlier: [line]}))

    assert (early.urgency, early.red_flags) == (late.urgency, late.red_flags)


@pytest.mark.parametrize(("folder", "column"), [("published", 2), ("written", 3)])
def test_p14_no_emergency_is_lost_with_one_line(folder: str, column: int) -> None:
    """Whoever misses one line of a danger screen is asked again, or still helped the same day."""
    fell, seen = Counter[str](), Counter[str]()
    grave = [
        one for one in emergencies(BOOK, own_people(folder)) if one.known.urgency == "emergency"
    ]
    for person, line, urgency, again in fallen(BOOK, grave):
        fell[urgency] += 1
        seen[urgency] += again
        assert again or LADDER.index(urgency) >= 2, (person.id, line, urgency)

    assert fell.total() > 50
    told = (ROOT / "docs" / "promises.md").read_text("utf-8")
    for urgency in LADDER:
        row = next(row for row in told.splitlines() if row.startswith(f"| {urgency} |"))
        assert f"{fell[urgency]} ({seen[urgency]})" == row.split("|")[column].strip(), urgency
