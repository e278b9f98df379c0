"""Saving an interview, resuming it, and forgetting it."""

from __future__ import annotations

import errno
import json
import os
import random
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.conftest import ROOT, the_book
from tests.lines_book import LINES_BOOK
from tests.small_book import FILES, LONG, RED_FLAGS, SECTION, write_book, write_slip
from tests.strategies import small_rulebooks
from tests.walking import calm, walk, walked
from triage import AnswersError, Interview, Rulebook, assess, load_rulebook
from triage.inference.assessment import to_json
from triage.inference.relevance import inlined
from triage.interview.saving import (
    MARK,
    Resumed,
    forget,
    from_text,
    meaning,
    resume,
    save,
    to_confirm,
    to_text,
)
from triage.rulebook.kinds import PickOne, Question, TickAll
from triage.rulebook.kinds.base import NOT_ASKED
from triage.rulebook.loading import digest_of
from triage.rulebook.when import Is, leaves
from triage.whole_file import stem

BOOK = the_book()
POSIX = os.name == "posix"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("small-book")))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where an interview is saved; the folder has nothing else in it."""
    folder = tmp_path / "mine"
    folder.mkdir()
    return folder / "me.json"


@pytest.fixture
def kept(small: Rulebook, file: Path) -> str:
    """The text of a saved interview that stands there already."""
    save(hiccups(small), file)
    return file.read_text("utf-8")


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    """Fails a test that costs too much processor time, however busy the machine is."""
    before = time.process_time()
    yield
    assert time.process_time() - before < 20


def hiccups(small: Rulebook) -> Interview:
    """A whole small interview."""
    answers = {"after": ["big-meal"], "medicines": ["calmone", "no such name"], "lasted": "days"}
    return walked(Interview(small).answer("someone-else", "answering-for"), **answers)


def wandered(book: Rulebook, seed: int) -> Interview:
    """An interview with steps back, changes and answers set aside; often not finished."""
    chance = random.Random(seed)
    interview = Interview(book)
    for _ in range(chance.choice([0, 1, 5, 20, 60, 60])):
        counting = list(interview.answers.given)
        roll = chance.random()
        if roll < 0.1:
            interview = interview.back()
        elif counting and (roll < 0.25 or interview.finished):
            interview = interview.change(chance.choice(counting))
        if not interview.finished:
            interview = interview.answer(walk(interview, chance))
    return interview.keep()


def finished(interview: Interview) -> Interview:
    """The same interview, answered calmly to its end."""
    while not interview.finished:
        interview = interview.answer(calm(interview))
    return interview


def refused(action: Callable[[], object]) -> str:
    """What a refusal says, once it is sure that it is said as such things are."""
    with pytest.raises(AnswersError) as caught:
        action()
    said = str(caught.value)
    (problem,) = caught.value.problems
    assert all(line.isprintable() for line in said.split("\n")), said
    assert problem.message[0] in f"`{problem.message[0].lower()}"
    assert not problem.message.endswith(".")
    for word in ("Errno", "Error", "Traceback", "Expected", "dict", "NoneType", "$"):
        assert word not in said
    return said


def beside(file: Path) -> list[Path]:
    """Everything else in the folder of a file, also what is hidden."""
    return [other for other in file.parent.iterdir() if other != file]


def alone(file: Path) -> bool:
    """Whether the file is there, and nothing else."""
    return file.is_file() and [] == beside(file)


def gone(file: Path) -> bool:
    """Whether the folder of a file is empty."""
    return [] == list(file.parent.iterdir())


# there and back


class TestRoundTrip:
    @pytest.mark.parametrize("seed", range(60))
    def test_an_interview_comes_back_as_it_was(self, seed: int, file: Path) -> None:
        """Saved and resumed with the same rules, nothing is lost, changed or reordered."""
        interview = wandered(BOOK, seed)
        save(interview, file)
        resumed = resume(BOOK, file)

        assert list(interview.given.items()) == list(resumed.interview.given.items())
        assert interview.path == resumed.interview.path
        assert interview.set_aside == resumed.interview.set_aside
        assert interview.current == resumed.interview.current
        assert ((), ()) == (resumed.changes, resumed.dropped)
        assert to_text(interview) == to_text(resumed.interview)

    @pytest.mark.parametrize("seed", range(15))
    def test_the_result_is_the_same_after_resuming(self, seed: int, file: Path) -> None:
        """A pause changes no result, byte for byte."""
        interview = wandered(BOOK, seed)
        save(interview, file)
        resumed = resume(BOOK, file).interview

        for one, other in ((interview, resumed), (finished(interview), finished(resumed))):
            expected, found = assess(BOOK, one.answers), assess(BOOK, other.answers)
            assert to_json(expected) == to_json(found)

    def test_some_of_these_interviews_have_set_aside_answers(self) -> None:
        """The tests above see answers that do not count at the moment."""
        assert any(wandered(BOOK, seed).set_aside for seed in range(60))

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(small_rulebooks(), st.integers(0, 10**6))
    def test_any_rule_book_can_be_paused(self, book: Rulebook, seed: int) -> None:
        """Nothing depends on the rules that happen to be there."""
        interview = wandered(book, seed)
        resumed = from_text(book, to_text(interview), "me.json")

        assert dict(interview.given) == dict(resumed.interview.given)
        assert interview.path == resumed.interview.path

    def test_a_question_that_is_asked_again_keeps_its_answer(self, small: Rulebook) -> None:
        """Stopping in the middle of a change leaves what was said before."""
        interview = hiccups(small).change("age")
        resumed = from_text(small, to_text(interview), "me.json").interview

        assert (50, None) == (resumed.given["age"], resumed.revisiting)

    def test_answers_stand_in_the_file_as_in_an_answer_file(self, small: Rulebook) -> None:
        """What is stored about a person can be read by them."""
        plain = json.loads(to_text(hiccups(small)))

        assert {
            "answering-for": "someone-else",
            "chest-pain": "no",
            "age": 50,
            "lasted": "days",
            # nothing reads the drink once hiccups have lasted days: it is not shown
            "after": {"big-meal": "yes", "fizzy-drink": "not-asked"},
            "medicines": ["calmone", "no such name"],
        } == plain["answers"]
        assert (1, "0.0.1", small.digest) == (plain[MARK], plain["rule-book"], plain["digest"])
        assert [*small.questions] == [*plain["questions"]]

    def test_a_name_in_any_script_comes_back(self, small: Rulebook) -> None:
        """What a person typed is kept as typed."""
        names = ["Ünbekannt 漢字 😀", 'a "quoted" \\ name', "{you} {}"]
        interview = walked(Interview(small), medicines=names)
        resumed = from_text(small, to_text(interview), "me.json").interview

        assert tuple(sorted(names)) == resumed.given["medicines"]


# what is confirmed


class TestConfirm:
    def test_a_no_to_a_danger_sign_is_asked_again(self) -> None:
        """A no of last week may be a yes today; nothing else is asked twice."""
        for age in (18, 30, 42, 50, 90):
            moves = {"parts": ["head", "jaw"], "does_head": ["even"], "signs": ["sleep"]}
            again = to_confirm(walked(Interview(BOOK), age=age, began="slowly", **moves))

            assert ("danger-now", "danger-lately", "danger-other", "self-harm") == again[:4]
            assert {"medicines"} >= {*again[4:]}

    @pytest.mark.parametrize("word", ["yes", "no", "unsure"])
    def test_every_sign_that_is_an_emergency_is_asked_again(self, word: str) -> None:
        """Where one new sign makes an emergency, it is asked again whatever was answered."""
        tried = 0
        for flag in BOOK.red_flags.values():
            match flag.when:
                case Is(name) if flag.urgency == "emergency":
                    variable = BOOK.variables[name]
                    question = BOOK.questions[variable.question]
                    if question.kind == "tick-all" and question.ask_when is None:
                        tried += 1
                        value = {variable.item: word}
                        interview = Interview(BOOK).answer(value, variable.question)
                        assert (variable.question,) == to_confirm(interview), name
        assert tried > 3

    def test_what_makes_no_emergency_is_not_asked_again(self) -> None:
        """A yes that is no emergency is left in peace; it can be changed before the result."""
        used = {
            leaf.variable.partition(".")[0]
            for flag in BOOK.red_flags.values()
            for leaf in leaves(inlined(BOOK, flag.when))
            if isinstance(leaf, Is) and flag.urgency == "emergency"
        }
        interview = Interview(BOOK)
        for id, question in BOOK.questions.items():
            if id not in used and question.ask_when is None:
                first = [*question.answers][:1]
                yes = {"tick-all": first, "yes-no": "yes"}.get(question.kind)
                interview = interview.answer(yes or "unsure", id)

        assert len(interview.answers.given) > 5
        assert () == to_confirm(interview)

    def test_a_sign_beside_an_age_is_asked_again_and_the_age_is_not(self, tmp_path: Path) -> None:
        """Nobody gets older while an interview waits; the chest can begin to hurt."""
        when = "{chest-pain: yes}"
        both = "\n      all:\n        - chest-pain: yes\n        - age: at least 60"
        book = load_rulebook(write_slip(tmp_path, "red-flags.yaml", when, both))

        for word in ("yes", "no", "unsure"):
            answered = Interview(book).answer(70, "age").answer(word, "chest-pain")
            assert ("chest-pain",) == to_confirm(answered)
        assert () == to_confirm(Interview(book).answer("unsure", "age"))

    def test_a_sign_that_counts_through_a_finding_is_asked_again(self, tmp_path: Path) -> None:
        """It makes no difference whether a red flag names a sign or a finding made of signs."""
        flags = RED_FLAGS.replace("{chest-pain: yes}", "{finding: full-stomach}")
        book = load_rulebook(write_book(tmp_path, {**FILES, "red-flags.yaml": flags}))

        assert ("after",) == to_confirm(Interview(book).answer([], "after"))
        assert () == to_confirm(Interview(book).answer("yes", "chest-pain"))

    def test_a_danger_screen_and_what_it_opened_are_asked_again(self, tmp_path: Path) -> None:
        """Who had a fever last week may have a stiff body today, whatever their urgency."""
        flags = LINES_BOOK["red-flags.yaml"].replace("emergency", "same-day")
        book = load_rulebook(write_book(tmp_path, {**LINES_BOOK, "red-flags.yaml": flags}))
        calm_one = Interview(book).answer(30, "age").answer("female", "sex").answer([], "now")
        hot = calm_one.change("now").answer({"heat": "yes", "pregnant": "unsure"})
        hot = hot.answer(["fever"], "heat-signs").answer("no", "pregnancy")

        assert ("now",) == to_confirm(calm_one.answer(["throat"], "parts"))
        assert ("now", "heat-signs", "pregnancy") == to_confirm(hot)

    @pytest.mark.parametrize("seed", range(30))
    def test_only_what_was_answered_is_asked_again(self, seed: int) -> None:
        """Whatever was answered, resuming asks some of it again, and each of it can be asked."""
        interview = wandered(BOOK, seed)
        resumed = from_text(BOOK, to_text(interview), "me.json")

        assert set(resumed.confirm) <= set(interview.answers.given)
        assert to_confirm(interview) == resumed.confirm
        for id in resumed.confirm:  # each of them can be asked again
            assert id == resumed.interview.change(id).current

    def test_a_danger_sign_that_is_set_aside_is_confirmed_when_it_counts_again(
        self, tmp_path: Path
    ) -> None:
        """What does not count now cannot come back later without being asked."""
        flags = RED_FLAGS.replace("{chest-pain: yes}", "{lasted: days}")
        book = load_rulebook(write_book(tmp_path, {**FILES, "red-flags.yaml": flags}))
        aside = Interview(book).answer("no", "chest-pain").answer("days", "lasted")
        aside = aside.answer("yes", "chest-pain")
        resumed = from_text(book, to_text(aside), "me.json")

        assert (("lasted",), ()) == (resumed.interview.set_aside, resumed.confirm)
        assert ("lasted",) == to_confirm(resumed.interview.answer("no", "chest-pain"))


# rules that changed


def changed(tmp_path: Path, small: Rulebook, files: dict[str, str]) -> Resumed:
    """A whole small interview, resumed with other rules."""
    book = load_rulebook(write_book(tmp_path / "changed", files))
    return from_text(book, to_text(hiccups(small)), "me.json")


def edited(**texts: tuple[str, str]) -> dict[str, str]:
    """The small rule book with a place of some files replaced."""
    files = dict(FILES)
    names = {"questions": SECTION, "long": LONG, "rulebook": "rulebook.yaml"}
    for key, (right, wrong) in texts.items():
        assert files[names[key]].count(right) == 1
        files[names[key]] = files[names[key]].replace(right, wrong)
    return files


RULES_CHANGED = "The rules have changed since these answers were saved."


class TestChangedRules:
    def test_a_reworded_question_is_asked_again(self, tmp_path: Path, small: Rulebook) -> None:
        """An answer to other words is not an answer to these."""
        words = ("How long have they lasted?", "How long did the last ones go on?")
        resumed = changed(tmp_path, small, edited(questions=words))

        assert (
            RULES_CHANGED,
            "The question about how long they last has changed, so its answer was left out.",
        ) == resumed.changes
        assert ("lasted",) == resumed.dropped
        assert "lasted" == resumed.interview.current
        assert resumed.interview.answer("days").finished

    def test_a_removed_answer_is_asked_again(self, tmp_path: Path, small: Rulebook) -> None:
        """An answer that nobody can give any more does not count."""
        files = edited(
            questions=("      days: {text: Days, yes: they last days}\n", ""),
            long=("lasted: [days, unsure]", "lasted: [minutes, unsure]"),
        )
        files[LONG] = files[LONG].replace("- lasted: days", "- lasted: minutes")
        resumed = changed(tmp_path, small, files)

        said = "The question about how long they last no longer has the answer that was saved, so it was left out."
        assert (RULES_CHANGED, said) == resumed.changes
        assert (("lasted",), "lasted") == (resumed.dropped, resumed.interview.current)

    def test_a_removed_question_is_named(self, tmp_path: Path, small: Rulebook) -> None:
        """What was answered and is not asked any more is said, not hidden."""
        first = FILES[SECTION][: FILES[SECTION].index("  chest-pain:")].removeprefix("questions:\n")
        about = "other-person-when: {answering-for: someone-else}\n"
        files = edited(questions=(first, ""), rulebook=(about, ""))
        resumed = changed(tmp_path, small, files)

        said = "The question `answering-for` is not asked any more, so its answer was left out."
        assert (RULES_CHANGED, said) == resumed.changes
        assert ("answering-for",) == resumed.dropped
        assert resumed.interview.finished
        assert hiccups(small).path[1:] == resumed.interview.path

    def test_a_new_question_is_asked_and_nothing_is_lost(
        self, tmp_path: Path, small: Rulebook
    ) -> None:
        """More questions cost no answers."""
        new = """\
  swollen:
    kind: yes-no
    short: swelling
    ask: Is anything swollen?
    why: It matters.
    always: yes
    yes: something is swollen
    no: nothing is swollen
  age:
"""
        resumed = changed(tmp_path, small, edited(questions=("  age:\n", new)))

        assert (
            RULES_CHANGED,
            "One question is new. It is asked where it can change the result.",
        ) == resumed.changes
        assert ((), "swollen") == (resumed.dropped, resumed.interview.current)
        assert hiccups(small).given == resumed.interview.given

    @pytest.mark.parametrize(
        ("right", "wrong"),
        [
            ("cut-points: [18, 60]", "cut-points: [18, 40, 60]"),
            ("    why: Some causes depend on age.\n", "    why: Some causes depend on age.\n    sources: [H1]\n    note: x\n"),
            ("    ask-when: {chest-pain: [no, unsure]}\n", ""),
            ("    why: Some things set them off.\n", "    why: Some things set them off.\n    always: yes\n"),
            ("yes: you ate a lot,", "yes: you ate a lot, summary-only: no,"),
        ],
        ids=["cut points", "notes", "ask-when", "always", "nothing"],
    )  # fmt: skip
    def test_what_nobody_is_asked_costs_no_answer(
        self, tmp_path: Path, small: Rulebook, right: str, wrong: str
    ) -> None:
        """Notes, sources and what rules compare with are not the meaning of a question."""
        resumed = changed(tmp_path, small, edited(questions=(right, wrong)))

        assert () == resumed.dropped
        assert hiccups(small).given == resumed.interview.given

    def test_the_order_of_answers_is_not_their_meaning(self, small: Rulebook) -> None:
        """Sorting a list of choices asks nobody anything again."""
        question = small.questions["lasted"]
        turned = replace(question, answers=dict(reversed(question.answers.items())))

        assert meaning(question) == meaning(turned)

    @pytest.mark.parametrize(
        "other",
        [
            {"ask": "Else?"}, {"hint": "Think."}, {"why": "So."}, {"short": "it"},
            {"yes": "it is"}, {"no": "it is not"}, {"clause": "{number}"},
            {"lowest": 1}, {"highest": 99}, {"answers": {}},
        ],
        ids=lambda other: next(iter(other)),
    )  # fmt: skip
    def test_whatever_a_person_reads_is_meaning(
        self, small: Rulebook, other: dict[str, Any]
    ) -> None:
        """Every word that is shown with a question, and its range, tell it from another one."""
        (key,) = other
        questions = [one for one in small.questions.values() if key in one.__struct_fields__]

        assert questions
        for question in questions:
            assert meaning(question) != meaning(replace(question, **other))

    def test_how_it_is_answered_is_meaning(self, small: Rulebook) -> None:
        """A list of which one answer is picked is not one of which all that fit are ticked."""
        question = small.questions["lasted"]
        assert isinstance(question, PickOne)
        shared = {name: getattr(question, name) for name in question.__struct_fields__}

        assert meaning(question) != meaning(TickAll(**shared))

    def test_other_rules_alone_lose_nothing_and_are_said(
        self, tmp_path: Path, small: Rulebook
    ) -> None:
        """A new version of the rules is told of, with both versions, and keeps the answers."""
        files = edited(rulebook=("version: 0.0.1", "version: 0.0.2"))
        resumed = changed(tmp_path, small, files)

        assert (f"{RULES_CHANGED[:-1]}: version 0.0.1 then, 0.0.2 now.",) == resumed.changes
        assert hiccups(small).given == resumed.interview.given

    def test_a_version_in_a_file_cannot_steer_a_terminal(self, small: Rulebook) -> None:
        """What a file says about its rules is shown, not obeyed."""
        plain = json.loads(to_text(hiccups(small)))
        plain |= {"rule-book": "\x1b[2J\u202e\ud800" + "x" * 500, "digest": ""}
        (said,) = from_text(small, json.dumps(plain), "me.json").changes

        assert said.isprintable()
        assert "version \\x1b[2J\\u202e\\ud800xxx" in said
        assert len(said) < 200

    def test_changes_are_said_about_the_right_person(self, tmp_path: Path, small: Rulebook) -> None:
        """Somebody who answers for another person is told about their age, not about yours."""
        words = ("How old are you?", "What is your age?")
        for_other = changed(tmp_path, small, edited(questions=words))
        own = hiccups(small).answer("myself", "answering-for")
        for_me = from_text(for_other.interview.book, to_text(own), "me.json")

        assert "about their age has changed" in for_other.changes[1]
        assert "about your age has changed" in for_me.changes[1]

    def test_a_dropped_answer_sets_aside_what_hung_on_it(
        self, tmp_path: Path, small: Rulebook
    ) -> None:
        """What depended on a dropped answer waits for it, and comes back with it."""
        words = ("Does your chest hurt?", "Is there pain in your chest?")
        resumed = changed(tmp_path, small, edited(questions=words))

        assert (("chest-pain",), ("lasted",)) == (resumed.dropped, resumed.interview.set_aside)
        assert "days" == resumed.interview.answer("no").answers.given["lasted"]

    def test_fingerprints_are_believed_more_than_the_digest(self, small: Rulebook) -> None:
        """A file that contradicts itself has a question asked again, and says so."""
        plain = json.loads(to_text(hiccups(small)))
        plain["questions"]["age"] = "0" * 64
        resumed = from_text(small, json.dumps(plain), "me.json")

        assert ("age",) == resumed.dropped
        assert (
            "The question about their age has changed, so its answer was left out.",
        ) == resumed.changes


def not_in_rules() -> tuple[list[str], list[tuple[str, str]]]:
    """Questions and items that no rule and no other question needs, so that they can go."""
    whens = [rule.when for rule in BOOK.rules]
    whens += [question.ask_when for question in BOOK.questions.values() if question.ask_when]
    if BOOK.other_person_when is not None:
        whens.append(BOOK.other_person_when)
    used = {leaf.variable for when in whens for leaf in leaves(when) if isinstance(leaf, Is)}
    questions = [
        id
        for id in BOOK.questions
        if not any(
            variable.question == id and name in used for name, variable in BOOK.variables.items()
        )
    ]
    items = [
        (variable.question, variable.item)
        for name, variable in BOOK.variables.items()
        if name not in used and variable.item in BOOK.questions[variable.question].answers
    ]
    return questions, items


GONE_QUESTIONS, GONE_ITEMS = not_in_rules()


def without_gone(question: Question, questions: Mapping[str, Question]) -> Question:
    """A question whose lines speak of nothing that is not there; what they say stays the same."""

    def is_there(sign: str) -> bool:
        id, _, item = sign.partition(".")
        return id in questions and (not item or item in questions[id].answers)

    lines = {
        item: replace(
            answer,
            opens=tuple(filter(is_there, answer.opens)),
            names={sign: words for sign, words in answer.names.items() if is_there(sign)},
            not_named={sign: why for sign, why in answer.not_named.items() if is_there(sign)},
        )
        for item, answer in question.answers.items()
    }
    return replace(question, answers=lines) if lines else question


def with_changes(chance: random.Random) -> tuple[Rulebook, set[str]]:
    """The rule book with some questions reworded, gone or new, and some answers gone."""
    questions = dict(BOOK.questions)
    touched: set[str] = set()
    for id in chance.sample(list(questions), chance.choice([0, 1, 3, 10])):
        reworded = f"{questions[id].ask} Think of today."
        questions[id] = replace(questions[id], ask=reworded)
        touched.add(id)
    for id, item in chance.sample(GONE_ITEMS, chance.choice([0, 1, 3])):
        left = {name: answer for name, answer in questions[id].answers.items() if name != item}
        questions[id] = replace(questions[id], answers=left)
        touched.add(id)
    for id in chance.sample(GONE_QUESTIONS, chance.choice([0, len(GONE_QUESTIONS)])):
        touched.add(id)
        del questions[id]
    questions = {id: without_gone(question, questions) for id, question in questions.items()}
    sections = dict(BOOK.section_of)
    if chance.random() < 0.5:
        questions["brand-new"] = replace(BOOK.questions["age"], ask="A new one?", always=False)
        sections["brand-new"] = "about-you"
    # named kinds may rest on what goes, and say nothing about answers that are kept
    book = replace(BOOK, questions=questions, section_of=sections, kinds={})
    if not touched and sections == BOOK.section_of:
        return BOOK, touched
    return replace(book, digest=digest_of(book)), touched


@pytest.mark.parametrize("seed", range(60))
def test_answers_are_never_lost_except_those_named(seed: int) -> None:
    """Whatever changed in the rules: kept answers are the same, all others are named one by one."""
    interview = wandered(BOOK, seed)
    book, touched = with_changes(random.Random(seed))
    resumed = from_text(book, to_text(interview), "me.json")
    after = resumed.interview

    assert set(resumed.dropped) == touched & interview.given.keys()
    assert interview.given == {
        **after.given,
        **{id: interview.given[id] for id in resumed.dropped},
    }
    assert after.given.keys() & set(resumed.dropped) == set()
    asked = [id for id in interview.path if id in after.given or id not in interview.given]
    assert asked == list(after.path)
    named = [text for text in resumed.changes if text.endswith("left out.")]
    assert len(resumed.dropped) == len(named)
    assert bool(resumed.changes) == (book.digest != BOOK.digest)
    # what is asked from here on: left out answers and open questions, and of a kept answer only
    # items that were not shown before; what was said of the others stays as it was
    kept = resumed.interview.given
    while after.current is not None:
        before = kept.get(after.current)
        if before is not None:
            assert isinstance(before, dict), after.current
            assert {NOT_ASKED} == {before[item] for item in after.items(after.current)}
        after = after.answer(calm(after))
    for id, before in kept.items():
        if isinstance(before, dict):
            said = {item: word for item, word in before.items() if word != NOT_ASKED}
            assert said.items() <= after.given[id].items()
        else:
            assert before == after.given[id]


def test_rules_can_lose_questions_and_answers_in_these_tests() -> None:
    """The test above really has something to take away."""
    assert (True, True) == (len(GONE_ITEMS) >= 3, bool(BOOK.questions))


# files that are no saved interviews


def spoiled(small: Rulebook, **parts: Any) -> str:
    """A saved interview with some parts replaced; None leaves a part out."""
    plain = json.loads(to_text(hiccups(small)))
    for key, value in parts.items():
        plain[key.replace("_", "-")] = value
    return json.dumps({key: value for key, value in plain.items() if value is not None})


WHOLE = to_text(finished(wandered(BOOK, 5))).encode()
DAMAGED = "me.json:1:1: this saved interview is damaged, "
FOREIGN = "me.json:1:1: this is not a saved interview\n  help: name a file that triage saved"


class TestReading:
    @pytest.mark.parametrize(
        "text",
        ["", "{}", "[]", "null", "age: 42\n", '"triage-saved-interview"', "[" * 100_000, "\x00\x01",
         '{"resourceType": "QuestionnaireResponse"}', "{'triage-saved-interview': 1}", "9" * 9999],
        ids=range(11),
    )  # fmt: skip
    def test_a_foreign_text_is_no_saved_interview(self, small: Rulebook, text: str) -> None:
        """Anything else is told from a saved interview, in one sentence."""
        assert FOREIGN == refused(lambda: from_text(small, text, "me.json"))

    def test_an_answer_or_a_result_is_no_saved_interview(self, small: Rulebook) -> None:
        """The other JSON of this program is not taken for a saved interview."""
        text = to_json(assess(small, hiccups(small).answers))

        assert FOREIGN == refused(lambda: from_text(small, text, "me.json"))

    def test_a_truncated_file_is_said_to_be_damaged(self, small: Rulebook) -> None:
        """However much of the end is missing, nothing of the rest is used."""
        text = to_text(hiccups(small))
        for length in range(len(text) - 2):
            said = refused(lambda length=length: from_text(small, text[:length], "me.json"))
            begun = length > text.index(MARK) + len(MARK)
            expected = "saved interview is damaged, it ends too early or is not JSON"
            assert (expected if begun else "not a saved interview") in said

    def test_the_place_where_json_ends_is_said(self, small: Rulebook) -> None:
        """A slip in the text has its line and column."""
        text = to_text(hiccups(small)).replace('"age": 50,', '"age": 50')
        line = text[: text.index('"age"')].count("\n") + 2

        said = refused(lambda: from_text(small, text, "me.json"))
        assert said.startswith(f"me.json:{line}:5: this saved interview is damaged, it ends")

    @pytest.mark.parametrize("format", [0, 2, 99, -1, True, None, "1", [1], 1.5, "\x1b[2J"])
    def test_an_unknown_format_is_not_guessed_at(self, small: Rulebook, format: object) -> None:
        """A file of a later program is not half understood."""
        plain = json.loads(to_text(hiccups(small)))
        text = json.dumps({**plain, MARK: format, "new-part": 1})

        said = refused(lambda: from_text(small, text, "me.json"))
        assert said.startswith("me.json:1:1: the format `")
        assert "help: use the version of triage that saved it, or a newer one" in said

    @pytest.mark.parametrize(
        ("parts", "expected"),
        [
            ({"extra": 1}, "`extra` is not known"),
            ({"ex\x1b[2J`": 1}, "`ex\\x1b[2J`` is not known"),
            ({"answers": None}, "`answers` is missing"),
            ({"questions": None}, "`questions` is missing"),
            ({"answers": []}, "`answers` cannot be read"),
            ({"answers": {"age": True}}, "`answers` cannot be read"),
            ({"answers": {"age": 1.5}}, "`answers` cannot be read"),
            ({"answers": {"age": {"x": {"y": "z"}}}}, "`answers` cannot be read"),
            ({"answers": {"after": [["big-meal"]]}}, "`answers` cannot be read"),
            ({"answers": {"Age": 1}}, "`answers` cannot be read"),
            ({"answers": {"a\x1b[2J": 1}}, "`answers` cannot be read"),
            ({"answers": {f"q{n}": 1 for n in range(501)}}, "`answers` cannot be read"),
            ({"path": "age"}, "`path` cannot be read"),
            ({"path": ["age", 1]}, "`path` cannot be read"),
            ({"path": ["age", "age"]}, "`path` does not fit `answers`"),
            ({"path": ["nothing"]}, "`path` does not fit `answers`"),
            ({"digest": 5}, "`digest` cannot be read"),
            ({"digest": "x" * 65}, "`digest` cannot be read"),
            ({"rule-book": 1}, "`rule-book` cannot be read"),
            ({"questions": {"age": "short"}}, "`questions` cannot be read"),
            ({"questions": {}}, "it has no question `answering-for`"),
        ],
        ids=str,
    )  # fmt: skip
    def test_a_wrong_part_is_named(
        self, small: Rulebook, parts: dict[str, Any], expected: str
    ) -> None:
        """Every part has one form, and what is not of it is named in plain words."""
        said = refused(lambda: from_text(small, spoiled(small, **parts), "me.json"))

        assert said.startswith(DAMAGED + expected)

    @pytest.mark.parametrize(
        ("id", "answer", "expected"),
        [
            ("age", 121, "`121` is out of range for `age`"),
            ("age", "old", "`old` is not a whole number for `age`"),
            ("age", 10**30, f"`{10**30}` is out of range for `age`"),
            ("lasted", "weeks", "unknown answer `weeks` for `lasted`"),
            ("lasted", "da\x1b[2Jys", "unknown answer `da\\x1b[2Jys` for `lasted`"),
            ("lasted", "\u202edays", "unknown answer `\\u202edays` for `lasted`"),
            ("lasted", "\ud800", "unknown answer `\\ud800` for `lasted`"),
            ("lasted", ["days"], "`lasted` takes one answer"),
            ("after", {"big-meal": "maybe"}, "unknown answer `maybe` for `after.big-meal`"),
            ("after", {"meal": "yes"}, "unknown answer `meal` for `after`"),
            ("medicines", {"calmone": "yes"}, "`medicines` takes a list of names"),
            ("medicines", ["x" * 101], "a name in `medicines` is empty or longer"),
            ("medicines", ["a\x07b"], "the invisible character `\\x07` is not allowed"),
            ("medicines", ["a"] * 61, "`medicines` lists 61 names"),
            ("nothing", "yes", "it has no question `nothing`"),
        ],
        ids=lambda value: repr(value)[:30],
    )
    def test_a_wrong_answer_is_named(
        self, small: Rulebook, id: str, answer: object, expected: str
    ) -> None:
        """Answers of a file are checked like answers that are typed."""
        plain = json.loads(to_text(hiccups(small)))
        said = refused(
            lambda: from_text(
                small, spoiled(small, answers=plain["answers"] | {id: answer}), "me.json"
            )
        )

        assert said.startswith(DAMAGED + expected)

    def test_a_question_that_these_very_rules_do_not_have_is_damage(self, small: Rulebook) -> None:
        """Only other rules can have had other questions."""
        plain = json.loads(to_text(hiccups(small)))
        parts = {key: plain[key] for key in ("answers", "questions")}
        parts["answers"]["nothing"], parts["questions"]["nothing"] = "yes", "0" * 64
        said = refused(lambda: from_text(small, spoiled(small, **parts), "me.json"))
        other = from_text(small, spoiled(small, **parts, digest="other"), "me.json")

        assert said.startswith(f"{DAMAGED}it has no question `nothing`")
        assert ("nothing",) == other.dropped

    def test_a_part_that_stands_there_twice_is_not_chosen_from(self, small: Rulebook) -> None:
        """Of two answers to one question neither is believed."""
        text = to_text(hiccups(small)).replace('"age": 50', '"age": 50, "age": 51')

        said = refused(lambda: from_text(small, text, "me.json"))
        assert said.startswith(f"{DAMAGED}`age` stands in it a second time")

    def test_endless_depth_and_numbers_end(self, small: Rulebook) -> None:
        """Brackets and digits without end are refused like other damage."""
        start = f'{{"{MARK}": '
        deep = refused(lambda: from_text(small, start * 100_000, "me.json"))
        long = refused(lambda: from_text(small, f"{start}{'9' * 5000}}}", "me.json"))

        assert deep.startswith(f"{DAMAGED}it is nested too deeply")
        assert long.startswith(f"{DAMAGED}it has a number without end")

    @settings(deadline=None, max_examples=200)
    @given(st.data())
    def test_no_damage_ends_in_anything_but_a_message(self, data: st.DataObject) -> None:
        """Any bytes changed anywhere give a message, or an interview that can be gone on with."""
        text = WHOLE
        at = data.draw(st.integers(0, len(text)))
        other = data.draw(st.binary(max_size=4))
        broken = text[:at] + other + text[at + data.draw(st.integers(0, 40)) :]
        try:
            resumed = from_text(BOOK, broken.decode("utf-8", "replace"), "me.json")
        except AnswersError:
            return
        assert set(resumed.confirm) <= set(resumed.interview.answers.given)


class TestFilesThatAreRead:
    def test_a_missing_file_or_a_folder_is_named(self, small: Rulebook, file: Path) -> None:
        """There is nothing to resume where there is no file."""
        assert (
            f"{file}:1:1: there is no such file\n  help: check the name and the folder"
            == refused(lambda: resume(small, file))
        )
        assert f"{file.parent}:1:1: this is not a file\n  help: name a text file" == refused(
            lambda: resume(small, file.parent)
        )

    def test_a_huge_file_is_not_read(self, small: Rulebook, file: Path) -> None:
        """Nobody has 50 MB of answers."""
        save(hiccups(small), file)
        os.truncate(file, 50_000_000)

        assert "the file is too large, `50.00 MB`" in refused(lambda: resume(small, file))

    def test_bytes_that_are_no_text_are_named(self, small: Rulebook, file: Path) -> None:
        """A picture is no saved interview."""
        file.write_bytes(b"\x89PNG\r\n\x1a\n")

        assert "`\\x89` is not text in UTF-8" in refused(lambda: resume(small, file))

    @pytest.mark.skipif(not POSIX, reason="devices and pipes")
    def test_a_pipe_or_a_device_is_not_waited_for(self, small: Rulebook, file: Path) -> None:
        """What never ends is not read."""
        os.mkfifo(file)

        for path in (file, Path("/dev/zero")):
            assert "this is not a file" in refused(lambda path=path: resume(small, path))


# what stands where it is saved


class TestSaving:
    @pytest.mark.skipif(not POSIX, reason="file modes")
    @pytest.mark.parametrize("mask", [0, 0o022, 0o077])
    def test_only_the_owner_can_read_it(self, small: Rulebook, file: Path, mask: int) -> None:
        """Answers about health are nobody else's business, also over an older open file."""
        before = os.umask(mask)
        try:
            save(hiccups(small), file)
            assert 0o600 == stat.S_IMODE(file.stat().st_mode)
            file.chmod(0o644)
            save(hiccups(small), file)
        finally:
            os.umask(before)

        assert 0o600 == stat.S_IMODE(file.stat().st_mode)
        assert alone(file)

    def test_a_saved_interview_is_replaced(self, small: Rulebook, file: Path, kept: str) -> None:
        """Saving again keeps the newest answers."""
        save(hiccups(small).answer(51, "age"), file)

        assert 51 == resume(small, file).interview.given["age"]
        assert alone(file)

    @pytest.mark.parametrize("text", ["", "Dear doctor,\n", "{}", "age: 42\n", '{"a": 1}'])
    def test_a_foreign_file_is_not_overwritten(
        self, small: Rulebook, file: Path, text: str
    ) -> None:
        """A slip in the name costs nobody a letter."""
        file.write_text(text)
        said = refused(lambda: save(hiccups(small), file))

        assert (
            "`me.json` is not a saved interview, so it was left as it is\n"
            "  help: choose another name"
        ) == said
        assert (text, True) == (file.read_text(), alone(file))

    def test_a_truncated_saved_interview_can_be_replaced(
        self, small: Rulebook, file: Path, kept: str
    ) -> None:
        """A damaged file of ours is no reason to lose the answers of today."""
        file.write_text(kept[:300])
        save(hiccups(small), file)

        assert kept == file.read_text()

    def test_a_folder_is_not_saved_into_without_a_name(self, small: Rulebook, file: Path) -> None:
        """The name of a file is missing, and that is said."""
        assert "`mine` is a folder\n  help: add the name of a file" == refused(
            lambda: save(hiccups(small), file.parent)
        )
        assert "is a folder" in refused(lambda: save(hiccups(small), Path()))

    @pytest.mark.skipif(not POSIX, reason="links, devices and pipes")
    def test_links_pipes_and_devices_are_refused(
        self, small: Rulebook, file: Path, kept: str
    ) -> None:
        """Nothing is written where a name only leads somewhere else, not even to a saved one."""
        link, dangling, pipe = (file.parent / name for name in ("link", "dangling", "pipe"))
        link.symlink_to(file)
        dangling.symlink_to(file.parent / "gone")
        os.mkfifo(pipe)
        for path in (link, dangling):
            expected = f"`{path.name}` is a link to another place\n  help: name the file itself"
            assert expected == refused(lambda path=path: save(hiccups(small), path))
            assert expected == refused(lambda path=path: forget(path))
            assert path.is_symlink()
        for path in (pipe, *filter(Path.exists, (Path("/dev/full"), Path("/dev/null")))):
            expected = f"`{path.name}` is not a file\n  help: choose another name"
            assert expected == refused(lambda path=path: save(hiccups(small), path))
            assert expected == refused(lambda path=path: forget(path))
        assert kept == file.read_text()

    def test_a_missing_folder_is_named(self, small: Rulebook, tmp_path: Path) -> None:
        """Folders are not made by a slip of the hand."""
        folder = tmp_path / "gone"
        said = refused(lambda: save(hiccups(small), folder / "me.json"))

        assert said.startswith("there is no folder `")
        assert said.endswith("`\n  help: make it first, or choose another one")
        assert not folder.exists()

    def test_a_file_in_place_of_a_folder_is_named(
        self, small: Rulebook, file: Path, kept: str
    ) -> None:
        """A file has nothing inside it."""
        assert "there is no folder" in refused(lambda: save(hiccups(small), file / "me.json"))

    @pytest.mark.parametrize("name", ["a\x00b", "x" * 256, "x" * 5000])
    def test_a_name_that_no_system_takes_is_said(
        self, small: Rulebook, file: Path, name: str
    ) -> None:
        """An impossible name is a message like any other."""
        for action in (lambda p: save(hiccups(small), p), forget, lambda p: resume(small, p)):
            refused(lambda action=action: action(file.parent / name))

    def test_the_longest_name_can_be_used(self, small: Rulebook, file: Path) -> None:
        """The name beside it, for writing, is never the longer one."""
        path = file.parent / ("x" * 255)
        save(hiccups(small), path)

        assert resume(small, path).interview.given == hiccups(small).given

    def test_a_name_cannot_steer_a_terminal(self, small: Rulebook, file: Path) -> None:
        """Names are shown in messages, not obeyed."""
        path = file.parent / "a\x1b[2J\u202e\nb"
        path.write_text("mine")

        assert "`a\\x1b[2J\\u202e\\nb` is not a saved interview" in refused(
            lambda: save(hiccups(small), path)
        )


# failures in the middle


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes a step of the system fail, from its nth use on."""

    def breaks(step: str, number: int | None, after: int = 0) -> None:
        real = getattr(os, step)
        calls = iter(range(10**9))

        def failing(*args: Any, **kwargs: Any) -> Any:
            if next(calls) < after:
                return real(*args, **kwargs)
            if number is None:
                raise KeyboardInterrupt
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, step, failing)

    return breaks


STEPS = ["open", "write", "fsync", "replace"]
NOTHING_IN = "nothing can be saved in the folder `"
REASONS = {
    errno.ENOSPC: "the disk is full, so nothing was saved\n  help: make some room",
    errno.EDQUOT: "the disk is full, so nothing was saved\n  help: make some room",
    errno.EROFS: NOTHING_IN,
    errno.EACCES: NOTHING_IN,
    errno.EPERM: NOTHING_IN,
    errno.EIO: "`me.json` cannot be saved, `input/output error`\n  help: choose another name",
}


class TestFailures:
    @pytest.mark.parametrize("number", REASONS, ids=errno.errorcode.get)
    @pytest.mark.parametrize("step", STEPS)
    def test_a_failure_leaves_the_old_file_whole_and_nothing_else(
        self, small: Rulebook, file: Path, kept: str, broken: Any, step: str, number: int
    ) -> None:
        """A full disk or a folder that is read-only is said, and what was saved stays."""
        broken(step, number)
        said = refused(lambda: save(hiccups(small).answer(51, "age"), file))

        assert said.startswith(REASONS[number])
        assert kept == file.read_text("utf-8")
        assert alone(file)

    @pytest.mark.parametrize("step", ["open", "write", "fsync"])
    def test_a_failure_of_the_first_saving_leaves_nothing(
        self, small: Rulebook, file: Path, broken: Any, step: str
    ) -> None:
        """There is no half of a file."""
        broken(step, errno.EROFS)
        refused(lambda: save(hiccups(small), file))

        assert gone(file)

    @pytest.mark.parametrize("step", ["write", "fsync", "replace"])
    def test_an_interruption_leaves_the_old_file_whole_and_nothing_else(
        self, small: Rulebook, file: Path, kept: str, broken: Any, step: str
    ) -> None:
        """Ctrl-C in the middle of saving is as harmless as an error, and still ends it."""
        broken(step, None)
        with pytest.raises(KeyboardInterrupt):
            save(hiccups(small).answer(51, "age"), file)

        assert (kept, True) == (file.read_text("utf-8"), alone(file))

    def test_writing_little_by_little_writes_everything(
        self, small: Rulebook, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A system that takes only some bytes at a time loses none."""
        real = os.write
        monkeypatch.setattr(os, "write", lambda to, data: real(to, data[:7]))
        save(hiccups(small), file)

        assert to_text(hiccups(small)) == file.read_text("utf-8")

    def test_a_disk_that_fills_up_in_the_middle_is_harmless(
        self, small: Rulebook, file: Path, kept: str, broken: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Half of the bytes are not half of an interview."""
        real = os.write
        monkeypatch.setattr(os, "write", lambda to, data: real(to, data[:50]))
        broken("write", errno.ENOSPC, after=3)
        refused(lambda: save(hiccups(small), file))

        assert (kept, True) == (file.read_text("utf-8"), alone(file))

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
    def test_a_really_full_disk_is_said(
        self, small: Rulebook, file: Path, kept: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The system's own answer of a full disk is understood."""
        real = os.open

        def full(path: Any, flags: int, *mode: int) -> int:
            return real("/dev/full", os.O_WRONLY) if flags & os.O_CREAT else real(path, flags)

        monkeypatch.setattr(os, "open", full)

        assert "the disk is full" in refused(lambda: save(hiccups(small), file))
        assert (kept, True) == (file.read_text("utf-8"), alone(file))

    def test_a_letter_that_came_while_it_was_saved_stays(
        self, small: Rulebook, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing stood there when saving began, and what stands there at its end is left alone."""
        real = os.fsync

        def slow(number: int) -> None:
            file.write_text("a letter")
            real(number)

        monkeypatch.setattr(os, "fsync", slow)
        said = refused(lambda: save(hiccups(small), file))

        assert "`me.json` is not a saved interview, so it was left as it is" in said
        assert ("a letter", True) == (file.read_text(), alone(file))

    def test_a_folder_that_cannot_be_synced_is_no_failure(
        self, small: Rulebook, file: Path, kept: str, broken: Any
    ) -> None:
        """Once the new file stands there whole, it is saved."""
        broken("fsync", errno.EINVAL, after=1)
        save(hiccups(small).answer(51, "age"), file)

        assert 51 == resume(small, file).interview.given["age"]
        assert alone(file)

    @pytest.mark.skipif(not POSIX, reason="folders are synced on POSIX systems")
    def test_the_file_is_on_the_disk_before_it_takes_the_name_and_the_name_after(
        self, small: Rulebook, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A power failure at any moment leaves the old or the new file."""
        done: list[str] = []

        def noted(step: str) -> None:
            real = getattr(os, step)

            def wrapper(*args: Any, **kwargs: Any) -> Any:
                what = step
                if step == "fsync":
                    what += " folder" if stat.S_ISDIR(os.fstat(args[0]).st_mode) else " file"
                if step == "open" and args[1] & os.O_CREAT:
                    assert args[1] & os.O_EXCL
                    assert file.parent == Path(args[0]).parent
                    what += " new"
                done.append(what)
                return real(*args, **kwargs)

            monkeypatch.setattr(os, step, wrapper)

        for step in (*STEPS, "link"):
            noted(step)
        for name in ("link", "replace"):
            done.clear()
            save(hiccups(small), file)

            assert ["open new", "write", "fsync file", name, "open", "fsync folder"] == done

    def test_a_file_that_cannot_be_looked_at_is_left_alone(
        self, small: Rulebook, file: Path, kept: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What cannot be told to be ours is not overwritten and not deleted."""

        def denied(*args: Any, **kwargs: Any) -> Any:
            raise PermissionError(errno.EACCES, "Permission denied")

        with monkeypatch.context() as patched:
            patched.setattr(Path, "open", denied)
            for action in (lambda: save(hiccups(small), file), lambda: forget(file)):
                said = refused(action)
                assert said.startswith("`me.json` cannot be read, `permission denied`")
        assert (kept, True) == (file.read_text("utf-8"), alone(file))


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from triage import Interview, own_rulebook
from triage.interview.saving import save, to_text

file, times = Path(sys.argv[1]), int(sys.argv[2])
book = own_rulebook()
chance = random.Random(1)
old = Interview(book).answer("unsure", "self-harm")
new = old
for id, question in book.questions.items():
    new = new.answer("unsure", id)
save(old, file)
whole = {to_text(old): 0, to_text(new): 0}
for _ in range(times):
    child = os.fork()
    if child == 0:
        while True:
            save(new, file)
            save(old, file)
    time.sleep(chance.uniform(0.001, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    whole[file.read_text("utf-8")] += 1  # a KeyError where it is neither of them
print(*whole.values())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes that are killed")
def test_a_killed_saving_leaves_the_old_or_the_new_file(file: Path) -> None:
    """However often saving is killed in the middle, the file is whole; forgetting tidies up."""
    times = 60
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(file), str(times)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert times == sum(map(int, done.stdout.split()))
    left = beside(file)
    assert left, "no kill fell into the middle of saving"
    assert all(0o600 == stat.S_IMODE(path.stat().st_mode) for path in left)
    resume(BOOK, file)

    forget(file)
    assert gone(file)


# forgetting


class TestForgetting:
    def test_a_saved_interview_is_deleted_and_that_is_said(self, file: Path, kept: str) -> None:
        """Nothing stays that the person does not want to keep, and no more is promised."""
        assert (
            "The saved interview `me.json` was deleted. "
            "Copies and backups elsewhere are still there."
        ) == forget(file)
        assert gone(file)

    def test_a_damaged_saved_interview_can_be_deleted(self, file: Path, kept: str) -> None:
        """Half of an interview is as private as a whole one."""
        file.write_text(kept[:40])
        forget(file)

        assert not file.exists()

    @pytest.mark.parametrize("text", ["", "Dear doctor,\n", "{}", "age: 42\n"])
    def test_a_foreign_file_is_not_deleted(self, file: Path, text: str) -> None:
        """A slip in the name costs nobody a letter."""
        file.write_text(text)

        assert "is not a saved interview, so it was left as it is" in refused(lambda: forget(file))
        assert text == file.read_text()

    def test_a_folder_is_not_deleted(self, file: Path) -> None:
        """Only a file is forgotten."""
        assert "`mine` is a folder" in refused(lambda: forget(file.parent))
        assert file.parent.is_dir()

    def test_what_is_not_there_cannot_be_deleted(self, file: Path) -> None:
        """Nobody believes something deleted that was never found."""
        expected = "there is no file `me.json`\n  help: check the name and the folder"

        assert expected == refused(lambda: forget(file))
        assert "there is no file" in refused(lambda: forget(file.parent / "gone" / "me.json"))

    def test_what_is_left_of_another_file_stays(self, file: Path, kept: str) -> None:
        """Only what belongs to this file goes, also where nothing else is left of it."""
        other = file.parent / "other.json"
        left = [path.parent / f"{stem(path)}{'0' * 16}.part" for path in (file, other)]
        for path in left:
            path.write_text("{")
        file.unlink()

        assert forget(file).startswith("What an interrupted saving left of `me.json` was deleted.")
        assert [left[1]] == beside(file)

    def test_a_failure_is_said_and_the_file_stays(self, file: Path, kept: str, broken: Any) -> None:
        """Nobody believes something deleted that is still there."""
        broken("unlink", errno.EROFS)

        assert "`me.json` cannot be deleted, `read-only file system`" == refused(
            lambda: forget(file)
        )
        assert kept == file.read_text()


def test_every_test_here_states_a_truth() -> None:
    """A test says in a sentence what holds."""
    tests = [value for name, value in globals().items() if name.startswith("test_")]
    for group in (value for name, value in globals().items() if name.startswith("Test")):
        tests += [value for name, value in vars(group).items() if name.startswith("test_")]

    assert [] == [test.__name__ for test in tests if not (test.__doc__ or "").endswith(".")]
