"""The first screen of a result: what always stands there, and that it fits one screen."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import replace

from tests.conftest import own_results, some_cases, the_book
from tests.small_book import SHORT, write_book, write_slip
from tests.strategies import answer_sets
from tests.test_promises import slowly
from triage import Answers, answers_from, assess
from triage.inference.assessment import Assessment
from triage.inference.result_parts import FlagReached
from triage.presentation.first_screen import (
    CHOICE_LINES,
    LINES,
    MOST_NAMES,
    emergency_blocks,
    in_short,
    key_lines,
    other_advice,
)
from triage.presentation.result import emergency_text, first_text, last_text, result_text
from triage.rulebook.loading import load_rulebook
from triage.rulebook.urgency import is_emergency, is_raised, is_urgent
from triage.words import result as words

BOOK = the_book()
ROWS = 24
SHAKY = {
    "parts": ["both-arms"],
    "does-both-arms": ["shakes"],
    "when-shakes-both-arms": ["use"],
    "since": "5 years",
}


@cache
def cases() -> list[Assessment]:
    return list(own_results())


@cache
def calm() -> list[Assessment]:
    return [result for result in cases() if not is_emergency(result.urgency)]


@cache
def emergencies() -> list[Assessment]:
    return [result for result in cases() if is_emergency(result.urgency)]


def rows(text: str) -> int:
    return len(text.rstrip("\n").splitlines())


def heights_of(results: list[Assessment]) -> list[int]:
    """Rows of every first screen, and of what interrupts for an emergency."""
    urgent = [result for result in results if is_emergency(result.urgency)]
    heights = [rows(first_text(result)) + key_lines(result) for result in results]
    return heights + [rows(emergency_text(result)) + CHOICE_LINES for result in urgent]


def share_in_room(heights: list[int]) -> float:
    return sum(height <= LINES for height in heights) / len(heights)


def joined(text: str) -> str:
    return " ".join(text.split())


def has_more_to_say(result: Assessment) -> bool:
    """Whether somebody has to be told of a crisis line or of a medicine that was not understood."""
    crisis = any(flag.crisis for flag in result.red_flags)
    doubt = any(one.how not in ("understood", "unsure") for one in result.medicines_read)
    return crisis or doubt


class TestRoom:
    def test_every_case_fits_the_screen_and_nearly_all_fifteen_lines(self) -> None:
        """What matters is seen without scrolling back."""
        heights = heights_of(cases())

        assert max(heights) < ROWS
        # the cases that guard rules tick more at once than anybody would
        assert share_in_room(heights) > 0.88
        pairs = zip(some_cases(), own_results(), strict=True)
        clinical = [result for case, result in pairs if "guards" not in case.place.file]
        assert share_in_room(heights_of(clinical)) > 0.9

    def test_a_case_with_names_keeps_to_fifteen_lines(self) -> None:
        """Only a crisis line and a medicine that nobody understood may take more."""
        named = [result for result in calm() if result.suggested and not has_more_to_say(result)]

        assert len(named) > 300
        assert {True} == {rows(first_text(result)) + key_lines(result) <= LINES for result in named}

    @pytest.mark.parametrize("width", [40, 60, 80, 200])
    def test_no_line_is_wider_than_the_screen(self, width: int) -> None:
        """At 40 characters all of it is there, in more lines."""
        for result in cases()[::40]:
            text = first_text(result, width)

            assert max(map(len, text.splitlines())) <= width
            assert joined(text).replace("- ", "") == joined(first_text(result)).replace("- ", "")


class TestWhatStandsThere:
    def test_the_advisory_and_what_to_do_are_on_every_first_screen(self) -> None:
        """Promise P1, on the first screen: word for word, with the level and the next step."""
        for result in cases():
            for text in (first_text(result), result_text(result)[: len(first_text(result))]):
                said = joined(text)

                assert BOOK.advisory.advisory in said
                assert said.startswith(f"{result.title} {result.next_step}")
                assert BOOK.advisory.not_reviewed_in_short in said

    def test_danger_signs_are_named_again_whatever_was_answered(self) -> None:
        """Somebody whose state gets worse tomorrow has read when to call."""
        said = {BOOK.advisory.call_at_once in joined(first_text(result)) for result in calm()}

        assert {True} == said

    def test_what_was_signed_by_all_says_nothing_of_a_missing_review(self) -> None:
        """The notice stands only while it is true."""
        signed = replace(calm()[0], review="", review_in_short="")

        assert BOOK.advisory.not_reviewed_in_short not in joined(first_text(signed))

    def test_at_most_three_names_and_never_a_harmless_one_first_beside_danger(self) -> None:
        """A benign name must not stand where a danger sign is."""
        for result in calm():
            numbered = re.findall(r"(?m)^(\d)\. ", first_text(result))
            danger = any(is_raised(flag.urgency) for flag in result.red_flags)

            assert numbered == [str(n + 1) for n in range(len(numbered))]
            assert len(numbered) <= 3
            assert bool(numbered) == bool(result.suggested)
            names = [BOOK.conditions[one.id] for one in result.suggested]
            if danger and any(not (one.benign or one.never_alone) for one in names):
                assert not names[0].benign

    @pytest.mark.parametrize(
        ("given", "fits"),
        [
            ({"course": ["worse-in-days"]}, "acute-wry-neck"),
            ({"danger-lately": {"pain": "yes", "weak": "unsure"}}, "acute-wry-neck"),
        ],
    )
    def test_a_harmless_name_that_fits_is_not_denied_beside_danger(
        self, given: dict[str, object], fits: str
    ) -> None:
        """It is not named, since it would calm; that nothing fits would not be true."""
        wry = {"danger-lately": ["pain"], "pain": ["stiff-after-sleep"], "since": "3 days"}
        result = assess(BOOK, answers_from(BOOK, {"age": 40, **wry, **given}))
        texts = BOOK.advisory

        assert ((), (fits,)) == (result.suggested, result.also_fit)
        assert texts.no_name_given == result.no_candidates
        assert texts.no_name_given in " ".join(first_text(result).split())
        nothing = assess(BOOK, answers_from(BOOK, {"age": 40, "parts": ["nothing"]}))
        assert texts.no_candidates == nothing.no_candidates

    def test_three_names_are_enough_also_where_there_is_room_for_more(self) -> None:
        """Five names are a list to worry about; the others come with the reasons."""
        most = max(calm(), key=lambda result: len(result.suggested))
        five = (most.suggested * 5)[:5]
        roomy = replace(most, suggested=five, advisory="See your doctor.", call_at_once="Call.")

        assert ["1", "2", "3"] == re.findall(r"(?m)^(\d)\. ", first_text(roomy))

    def test_the_last_words_are_the_level_and_the_next_step(self) -> None:
        """Whoever reads only the end has read what to do."""
        for result in cases()[::50]:
            assert f"{result.title} {result.next_step}" == joined(last_text(result))

    def test_a_crisis_line_is_never_below_a_key(self) -> None:
        """Who may act on thoughts of ending life sees whom to call at once."""
        deciding = [r for r in emergencies() if any(flag.crisis for flag in _deciding(r))]
        crisis = [r for r in calm() if any(flag.crisis for flag in r.red_flags)]

        assert deciding
        assert crisis
        for result in (*deciding, *crisis):
            lines = [line for flag in result.red_flags for line in flag.crisis]

            assert {True} == {line in joined(first_text(result)) for line in lines}

    def test_what_is_urgent_and_not_firm_needs_ruling_out(self) -> None:
        """An urgent name whose deciding sign is not told is no better or worse fit: it is to be
        ruled out. Beside what can wait it is not told so, which would frighten for nothing.
        """
        told = 0
        for result in cases():
            for one in result.suggested[:MOST_NAMES]:
                urgent = is_urgent(one.urgency) and is_urgent(result.urgency)
                grave = urgent and not BOOK.conditions[one.id].benign
                assert one.to_rule_out == (grave and one.firm is False), one.id
                text = joined(first_text(result))
                if not is_emergency(result.urgency) and f" {one.name}: " in text:
                    line = f" {one.name}: {words.NEEDS_RULING_OUT}."
                    assert (line in text) == one.to_rule_out, one.id
                    told += one.to_rule_out
        assert told > 5

    @pytest.mark.parametrize(
        ("age", "told"),
        [
            (30, "It is common."),
            (64, "It is common."),
            (65, "It is very common at this age."),
            ("unsure", "It is common."),
        ],
    )
    def test_how_common_it_is_is_told_for_the_age(self, age: object, told: str) -> None:
        """Essential tremor is met in 1 of 100 people, and in over 4 of 100 older ones."""
        result = assess(BOOK, answers_from(BOOK, {**SHAKY, "age": age}))

        assert told in joined(result_text(result))


class TestReasons:
    def test_the_medicine_is_named_itself(self, tmp_path: Path) -> None:
        """A person knows the name on the pack, and not a medicine of some kind."""
        book = load_rulebook(write_book(tmp_path))
        given = {
            "chest-pain": "no",
            "lasted": "days",
            "medicines": ["Calmex"],
        }
        result = assess(book, answers_from(book, given))

        assert ("you take or took calmone",) == result.suggested[0].fits_because[1].answers
        assert "They last days; you take or took calmone." in first_text(result)
        assert "a medicine of this kind" not in result_text(result)

    def test_the_reason_is_what_the_person_said(self) -> None:
        """One line each: the name, how well it fits, and an answer; age is the last to be told."""
        for result in calm():
            for suggestion in result.suggested[:MOST_NAMES]:
                line = in_short(suggestion, lines=1)
                said = {clause for reason in suggestion.fits_because for clause in reason.answers}

                assert line.startswith(f"{suggestion.name}: ")
                assert set(suggestion.in_short) <= said
                assert suggestion.in_short
                alone = all("years old" in clause for clause in suggestion.in_short)
                assert alone or "years old" not in suggestion.in_short[0]

    @pytest.mark.parametrize("danger", ["no", "unsure"])
    def test_comfort_is_said_where_a_source_bears_it_out(self, danger: str, tmp_path: Path) -> None:
        """It takes away fear, and the page about it is named; never where danger is not ruled out."""
        comfort = "urgency: routine\ncomfort: {text: mostly harmless, sources: [H1]}"
        book = load_rulebook(write_slip(tmp_path, SHORT, "urgency: routine", comfort))
        given = {"lasted": "minutes", "after": ["big-meal"]}
        result = assess(
            book, answers_from(book, given | ({"chest-pain": danger} if danger else {}))
        )
        said = first_text(result)

        assert ("short hiccups: fits partly. Mostly harmless. They last" in said) == (
            danger == "no"
        )
        assert ("Mostly harmless" in said) == (danger == "no")
        assert ("triage learn short-hiccups" in result_text(result)) == (danger == "no")

    @slowly
    @given(answer_sets(BOOK))
    def test_comfort_never_stands_beside_a_danger_sign(self, answers: Answers) -> None:
        """Nor where one was not asked about, whatever else was answered."""
        result = assess(BOOK, answers)
        comfort = [suggestion.comfort for suggestion in result.suggested if suggestion.comfort]
        danger = any(is_raised(flag.urgency) for flag in result.red_flags)

        assert not comfort or not (danger or result.danger_signs_not_asked.ids)


class TestEmergency:
    def test_no_disease_is_named(self) -> None:
        """An emergency says what to do, and not which disease."""
        names = {one.name.lower() for one in BOOK.conditions.values()}
        # what somebody measures is no disease that is guessed at
        names -= {"low blood sugar", "low calcium"}
        names -= {"wilson disease"}  # asked of relatives, where the skin is yellow
        for result in emergencies()[::4]:
            for text in (first_text(result), emergency_text(result)):
                said = joined(text).lower().replace("tetanus jab", "jab")
                assert not {name for name in names if name in said}
            whole = result_text(result)
            assert words.FITS_BEST not in whole
            assert words.TO_ASK_ABOUT not in whole
            assert not {s.name for s in result.suggested if f"{s.name} is possible" in whole}

    def test_the_call_comes_first_and_then_what_was_said_and_why(self) -> None:
        """The number, no driving, the answers, the reason, and one thing to do at least."""
        for result in emergencies():
            text = joined(emergency_text(result))
            flags = [flag for flag in result.red_flags if flag.urgency == result.urgency]

            assert text.startswith(f"{result.title} {BOOK.advisory.urgency['emergency'].next_step}")
            assert "Do not drive" in text
            assert "You said: " in text
            if flags:
                assert flags[0].because in text
                assert not flags[0].do_now or flags[0].do_now[0] in text

    def test_a_new_danger_sign_is_told_before_those_that_were_told(self) -> None:
        """Whoever goes on and ticks a graver sign reads about that one."""
        several = next(r for r in emergencies() if len({f.because for f in _deciding(r)}) > 1)
        first, *_, last = _deciding(several)

        assert first.because in joined(emergency_text(several))
        told = joined(emergency_text(several, frozenset({last.id})))
        assert last.because in told
        assert first.because not in told

    def test_what_had_no_room_is_said_after_going_on(self) -> None:
        """No advice of any danger sign is lost."""
        for result in emergencies():
            shown = {
                text
                for block in emergency_blocks(result, below=CHOICE_LINES)
                for text in getattr(block, "items", ())
            }
            rest = other_advice(result)
            every = [text for flag in _deciding(result) for text in flag.do_now]
            crisis = {line for flag in result.red_flags for line in flag.crisis}

            assert set(every) - crisis <= shown | set(rest)
            assert set(result.what_to_do[1:]) <= shown | set(rest)
            assert not shown & set(rest)


def _deciding(result: Assessment) -> list[FlagReached]:
    return [flag for flag in result.red_flags if flag.urgency == result.urgency]
