"""What must hold for the content of the rule book."""

from __future__ import annotations

import re
import warnings
from types import ModuleType

import pytest

from tests.conftest import ROOT, own_cases, the_book
from tests.patient_texts import patient_texts
from tests.program_texts import program_texts
from triage.checks.context import Context
from triage.checks.logic import never_suggested
from triage.checks.reach import without_effect
from triage.fhir import words as of_fhir
from triage.inference.many_people import fired_by
from triage.rulebook.reviews import is_reviewed
from triage.rulebook.when import UNSURE
from triage.words.voice import Voice
from triage.xlsform import words as of_xlsform

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # textstat imports a deprecated part of setuptools
    import textstat

BOOK = the_book()
TEXTS = sorted({*patient_texts(BOOK), *program_texts()})
SCORED_FROM_WORDS = 8
HIGHEST_GRADE = 8.0
OTHERS = [voice for voice in Voice if voice is not Voice.TO_READER]


def fired_by_cases() -> tuple[set[str], set[str], set[str]]:
    """Rules that fire in some case, that do not in some, and that *unsure* leaves open."""
    fires: set[str] = set()
    rests: set[str] = set()
    open_by_unsure: set[str] = set()
    rules = {rule.id for rule in BOOK.rules}
    seen = [case.answers.variables(BOOK) for case in own_cases()]
    for variables, fired in zip(seen, fired_by(BOOK, seen), strict=True):
        fires |= fired
        rests |= rules - fired
        if UNSURE in variables.values():
            open_by_unsure |= rules - fired
    return fires, rests, open_by_unsure


class TestCases:
    def test_every_rule_fires_in_some_case_and_rests_in_another(self) -> None:
        """No rule is without a scripted case that shows it, and one that shows its limit."""
        fires, rests, open_by_unsure = fired_by_cases()
        stated = {
            rule.id for rule in BOOK.rules if not rule.id.startswith(("urgency:", "suggestion:"))
        }

        assert set() == stated - fires
        assert set() == stated - rests
        assert set() == {id for id in stated if not id.endswith("?")} - open_by_unsure


class TestReach:
    def test_every_condition_can_reach_its_top_fit(self) -> None:
        """No condition stays below the fit that it may reach."""
        assert [] == [*never_suggested(Context(book=BOOK, texts={}))]

    def test_no_question_and_no_answer_is_without_effect(self) -> None:
        """Nobody is asked in vain; what is only kept for the summary is declared so."""
        assert [] == without_effect(BOOK)


class TestSources:
    def test_every_source_is_there_with_how_far_it_was_read(self) -> None:
        """S00 to S33 and S40 to S88, S89 to S96 on medicines, those of this edition; and GK."""
        spans = ((0, 34), (40, 97), (101, 108), (120, 123), (140, 142), (160, 179), (190, 233))
        wanted = {f"S{n:02}" for span in spans for n in range(*span)} | {"GK"}

        assert wanted == set(BOOK.sources)
        assert {"full", "part", "no"} == {source.read for source in BOOK.sources.values()}

    def test_no_reviewer_is_named(self) -> None:
        """Until a clinician has signed, every file leads to a ledger that says that nobody has."""
        pointer = "# Reviews: see reviews.yaml\n"
        for path in (ROOT / "rules").rglob("*.yaml"):
            assert path.name == "reviews.yaml" or pointer in path.read_text("utf-8"), path
        assert {} == BOOK.reviews.signatures
        assert not is_reviewed(BOOK)


# Names of medicines and operations have no everyday word; the doctor uses them as well.
# "Medical device" is a term of the law, and commands have names of their own.
HARD_WORDS_ALLOWED = ("doctor-may-discuss", "about.NOT_A_DEVICE", "help.TOPICS")


class TestWords:
    def test_reading_grade_is_8_or_below(self) -> None:
        """Everything a patient sees can be read after eight years of school."""
        scored = [
            (where, text)
            for where, text in TEXTS
            if len(text.split()) >= SCORED_FROM_WORDS and not where.endswith(HARD_WORDS_ALLOWED)
        ]
        slips = [
            (where, grade, text)
            for where, text in scored
            if (grade := textstat.flesch_kincaid_grade(text)) > HIGHEST_GRADE
        ]

        assert len(scored) > 1000
        assert [] == slips

    @pytest.mark.parametrize("words", [of_fhir, of_xlsform], ids=["FHIR", "XLSForm"])
    def test_what_forms_say_of_their_own_is_as_plain(self, words: ModuleType) -> None:
        """Beside the texts of the rule book, a form in another program has a few of its own."""
        texts = [text for name, text in vars(words).items() if name.isupper() and " " in str(text)]

        assert len(texts) > 5
        assert [] == [t for t in texts if textstat.flesch_kincaid_grade(t) > HIGHEST_GRADE]

    def test_sentences_are_short(self) -> None:
        """No sentence has more than 22 words."""
        slips = [
            (where, sentence)
            for where, text in TEXTS
            if where != "help.TOPICS"  # about the surroundings of the program
            for sentence in re.split(r"(?<=[.?!:;])\s", text)
            if len(sentence.split()) > 22
        ]

        assert [] == slips

    def test_nothing_is_diagnosed_dosed_or_played_down(self) -> None:
        """No "you have this disease", no dose, no false comfort, no chance in percent."""
        names = "|".join(re.escape(c.name.lower()) for c in BOOK.conditions.values())
        forbidden = [
            rf"\byou have ({names})\b",
            r"\d ?(mg|mcg|micrograms|ml)\b",
            r"nothing to worry|no need to see|harmless, so|you are fine\b",
            r"\d ?%",
        ]
        slips = [
            (where, text)
            for where, text in TEXTS
            for pattern in forbidden
            if re.search(pattern, text.lower())
        ]

        assert [] == slips

    def test_nobody_is_told_to_stop_a_medicine(self) -> None:
        """Wherever stopping or changing a medicine is named, it is "do not"."""
        told = re.compile(
            r"(?:^|[.;:] )(?:please )?(?:stop|reduce|skip|lower|change) [^.]*medicine",
            re.IGNORECASE,
        )

        assert [] == [(where, text) for where, text in TEXTS if told.search(text)]


class TestQuestions:
    def test_every_question_says_why_it_is_asked(self) -> None:
        """People stay with questions that they understand."""
        assert [] == [id for id, question in BOOK.questions.items() if len(question.why) < 15]

    def test_every_condition_has_what_a_page_needs(self) -> None:
        """What it is, who gets it, how it starts, inheritance, checks, treatments, codes."""
        for id, condition in BOOK.conditions.items():
            assert condition.doctor_may_check, id
            assert condition.doctor_may_discuss, id
            assert condition.codes or condition.note, id

    def test_everything_can_be_asked_about_somebody_else(self) -> None:
        """With "they" in place of "you" every text still reads right."""
        objects = re.compile(
            r"\b(to|for|of|with|at|on|from|about|around|near|give|gives|gave|make|makes|made|let|lets"
            r"|help|helps|tell|tells|told|ask|asks|hurt|hurts|see|sees|saw) you(?! (may|can|could|have"
            r"|had|are|were|do|did|feel|felt|take|took|think|need|wake|use|want))\b",
            re.IGNORECASE,
        )
        spoken = [
            (where, text)
            for where, text in _raw_texts()
            if objects.search(text) and "someone else" not in text
        ]

        assert [] == spoken

    @pytest.mark.parametrize("voice", OTHERS, ids=lambda voice: voice.value)
    def test_somebody_else_is_never_you(self, voice: Voice) -> None:
        """No "you" is left when the questions are about another person."""
        for where, text in _raw_texts():
            said = voice.says(text)
            assert not re.search(r"\b(you|your|yours|yourself)\b|\{you\}", said, re.IGNORECASE), (
                where,
                said,
            )

    @pytest.mark.parametrize("voice", Voice, ids=lambda voice: voice.value)
    def test_no_voice_shows_a_mark_of_the_rule_files(self, voice: Voice) -> None:
        """Nobody reads a bracket that only tells the program which word is meant."""
        assert [] == [text for _, text in _raw_texts() if "{you}" in voice.says(text)]


def _raw_texts() -> list[tuple[str, str]]:
    """Texts of questions and reasons as they stand in the files."""
    found = []
    for id, question in BOOK.questions.items():
        if id == "answering-for":
            continue
        found += [(id, text) for text in (question.ask, question.why, question.hint or "")]
        for item, answer in question.answers.items():
            found += [(f"{id}.{item}", t) for t in (answer.text, answer.yes, answer.no or "")]
    for id, condition in BOOK.conditions.items():
        for rules in (condition.supports, condition.against):
            found += [(rule, evidence.because) for rule, evidence in rules.items()]
        found.append((id, condition.what_it_is))
    return found
