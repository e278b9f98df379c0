"""Typing medicines into the interview: what is echoed, asked once, kept and saved."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import the_book
from tests.test_medicines import CATALOGUE, COMMON, DANGEROUS
from tests.test_terminal import PROMPT, Person
from triage import AnswersError, Interview, answers_from, assess
from triage.cli.ask_files import Options
from triage.cli.ask_run import Session
from triage.cli.endings import Endings, Stopped
from triage.inference.answers import variables_for
from triage.interview.saving import from_text, to_text

BOOK = the_book()


class Typist:
    """Somebody who types lines, one for each prompt, and then is gone."""

    def __init__(self, *lines: str) -> None:
        self.lines = iter(lines)
        self.prompts: list[str] = []

    def line(self, prompt: str) -> str:
        self.prompts.append(prompt)
        for line in self.lines:
            return line
        raise Stopped(can_answer=False)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Type lines at the question about medicines: the interview, what was said, the prompts."""

    def type(*lines: str) -> tuple[Interview, str, list[str]]:
        session = Session(BOOK, Options(plain=True), Endings())
        typist = Typist(*lines)
        monkeypatch.setattr(session, "input", typist)
        session.interview = Interview(BOOK, {"medicines": ()}, ("medicines",)).change("medicines")
        with contextlib.suppress(Stopped):
            session._ask()
        return session.interview, " ".join(capsys.readouterr().out.split()), typist.prompts

    return type


def answered(interview: Interview) -> dict[str, str]:
    return variables_for(BOOK, "medicines", interview.given["medicines"])


def asked_back(prompts: list[str]) -> list[str]:
    return [prompt for prompt in prompts if "Right?" in prompt]


def replies() -> Iterator[tuple[str, ...]]:
    yield ("y",)
    yield ("n",)
    yield ("1",)
    yield ()


@pytest.mark.parametrize("reply", [*replies()], ids=["yes", "no", "number", "nobody-there"])
def test_no_dangerous_wording_counts_as_not_taken(typed, reply: tuple[str, ...]) -> None:
    """Two hundred wordings, whatever is said when the interview asks: at least not sure."""
    for medicine, wording in DANGEROUS:
        interview, _, _ = typed(wording, *reply)
        words = answered(interview)
        for id in CATALOGUE.classes_of(medicine):
            assert "no" != words[f"medicine.{id}"], wording


def test_no_common_name_gets_a_wrong_suggestion(typed) -> None:
    """Some 300 common names: nobody is asked whether another medicine was meant."""
    for name in (*COMMON["understood"], *COMMON["unknown"]):
        _, said, prompts = typed(name, "n")
        assert [] == asked_back(prompts), name
        assert "did you mean" not in said.lower(), name
        if name in COMMON["understood"]:
            assert "could not read" not in said, name


def test_a_near_miss_is_asked_once_for_all(typed) -> None:
    """Two slips, one question; what is right is then known for certain."""
    interview, said, prompts = typed("seraquel 50 mg and lithium, stemitil", "y")

    assert "I read: lithium." in said
    (question,) = asked_back(prompts)
    assert "I read: Seroquel (quetiapine); Stemetil (prochlorperazine). Right?" in question
    assert ("seraquel (quetiapine) 50 mg and lithium", "stemitil (prochlorperazine)") == (
        interview.given["medicines"]
    )
    assert "yes" == answered(interview)["medicine.second-generation-antipsychotic"]
    assert "no" == answered(interview)["medicine.opioid"]
    assert "no" == answered(interview)["medicine.unknown-name"]


def test_one_of_several_can_be_right(typed) -> None:
    """What was not confirmed stays not sure, and for every class: it may be anything."""
    interview, said, _ = typed("seraquel, stemitil", "2")

    assert ("seraquel (unsure)", "stemitil (prochlorperazine)") == interview.given["medicines"]
    assert "yes" == answered(interview)["medicine.anti-sickness"]
    assert "unsure" == answered(interview)["medicine.lithium"]
    assert "What you did not confirm counts as not sure." in said


@pytest.mark.parametrize("no", ["n", "no", "u", "not sure", "unsure", "none", "?"])
def test_a_wrong_guess_is_never_less_than_not_sure(typed, no: str) -> None:
    """Who says that it is another medicine has named one that nobody knows."""
    interview, _, _ = typed("seraquel", no)

    assert {"unsure"} == set(answered(interview).values())


def test_odd_replies_are_asked_again_and_back_types_it_again(typed) -> None:
    """A slip at the question costs nothing; `b` leads back to typing."""
    interview, said, prompts = typed("seraquel", "perhaps", "7", "", "b", "paracetamol")

    assert 4 == len(asked_back(prompts))
    assert "Type y for yes, n for no, or u if you are not sure." in said
    assert ("paracetamol",) == interview.given["medicines"]


def test_what_was_typed_is_kept_when_nobody_answers_any_more(typed) -> None:
    """A closed terminal at the question loses no name; it counts as not sure."""
    interview, _, _ = typed("seraquel, lithium")

    assert ("lithium", "seraquel") == interview.given["medicines"]
    assert "unsure" == answered(interview)["medicine.dopamine-blocker"]


def test_what_was_not_understood_is_said(typed) -> None:
    """A name from nowhere and a purpose: both are told, and that they count as not sure."""
    _, said, prompts = typed("xyzzyx, nerve tablet, omeprazole 20 mg")

    assert "I read: omeprazole" in said
    assert "I could not read `xyzzyx`. It counts as not sure. Type b to type it again." in said
    assert "I read `nerve tablet` as a medicine for nerves, worry or sleep." in said
    assert [] == asked_back(prompts)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("none.", ()),
        ("no medicines", ()),
        ("nil", ()),
        ("0", ()),
        ("I don't know", "unsure"),
        ("n/a", "unsure"),
        ("u", "unsure"),
        ("none, haloperidol", ("haloperidol",)),
        (
            "Lithium 12,5 mg, twice a day, haloperidol",
            ("Lithium 12,5 mg, twice a day", "haloperidol"),
        ),
    ],
)
def test_words_and_lists_mean_what_they_say(typed, line: str, value: object) -> None:
    """None, not sure, and commas inside numbers."""
    interview, said, _ = typed(line)

    assert value == interview.given["medicines"]
    assert ("none together with names" in said) == line.startswith("none, ")


@pytest.mark.parametrize("reply", ["y", "n"])
def test_a_saved_interview_reads_as_the_person_meant_it(typed, reply: str) -> None:
    """What was confirmed stays sure, in a saved interview and in an answer file."""
    interview, _, _ = typed("seraquel 50 mg", reply)
    resumed = from_text(BOOK, to_text(interview), "mine.json").interview
    from_file = answers_from(BOOK, {"medicines": list(interview.given["medicines"])})

    assert answered(interview) == answered(resumed)
    assert answered(interview) == from_file.variables(BOOK)
    assert ("yes" if reply == "y" else "unsure") == answered(interview)["medicine.dopamine-blocker"]


def test_a_confirmed_name_is_in_the_file_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whatever ends the run right after "yes, that is it": the confirmation is kept too."""
    file = tmp_path / "me.json"
    session = Session(BOOK, Options(plain=True, save=file), Endings())
    monkeypatch.setattr(session, "input", Typist("seraquel", "y"))
    session.interview = Interview(BOOK, {"medicines": ()}, ("medicines",)).change("medicines")
    session._ask()

    kept = from_text(BOOK, file.read_text("utf-8"), "me.json").interview
    assert ("seraquel (quetiapine)",) == kept.given["medicines"]


def test_a_confirmed_name_with_no_room_left_is_kept(typed) -> None:
    """The longest names still fit: then what it means says more than how it was typed."""
    long = "seraquel 50 mg tablets, taken with food at night since the last week of the summer of 2024 or so"
    interview, _, _ = typed(long, "y")

    (kept,) = interview.given["medicines"]
    assert len(kept) <= 100
    assert "yes" == answered(interview)["medicine.dopamine-blocker"]


def test_too_much_in_one_line_is_said() -> None:
    """A story without a comma is no list of names."""
    from triage.cli.medicines_prompt import names_in

    assert names_in(BOOK, "a tablet " * 30).error
    assert names_in(
        BOOK, ", ".join(f"xyz{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(61))
    ).error
    assert names_in(BOOK, " , ; ").error


class TestFaults:
    """The reported faults, as they were reported."""

    WAYS = (
        "lithium",
        "lithium 400 mg",
        "lithium and haloperidol",
        "lithium/haloperidol",
        "lithium 400 mg at night",
        "lithium twice a day",
        "Priadel (lithium)",
        "my lithium tablets",
    )

    @pytest.mark.parametrize("way", WAYS)
    def test_lithium_is_an_emergency_however_it_is_typed(self, way: str) -> None:
        """New sickness on lithium: dose, time, brand and a second medicine change nothing."""
        answers = answers_from(
            BOOK, {"age": 66, "signs": ["ill"], "health-signs": ["sick"], "medicines": [way]}
        )

        assert "emergency" == assess(BOOK, answers).urgency

    @pytest.mark.parametrize("way", ["unsure", ["unsure"], ["don't know"], ["xyzzyx"], ["n/a"]])
    def test_not_known_is_as_urgent_as_not_sure(self, way: object) -> None:
        """An unsteady walk, and nobody knows which tablets: the same day."""
        answers = answers_from(
            BOOK, {"age": 66, "signs": ["walk"], "walk-signs": ["unsteady"], "medicines": way}
        )

        assert "same-day" == assess(BOOK, answers).urgency

    def test_unsure_in_a_list_is_unsure_alone(self) -> None:
        """A small knock and not sure about medicines: the same day, however it is written."""
        for way in ("unsure", ["unsure"]):
            given = {"age": 52, "danger-lately": ["hurt"], "injury": ["small"], "medicines": way}
            assert "same-day" == assess(BOOK, answers_from(BOOK, given)).urgency

    def test_a_name_with_something_unseen_is_refused_or_read(self) -> None:
        """An unseen character in a file never makes another name of it."""
        for unseen in ("\u3164", "\u034f", "\ufe0f"):
            try:
                answers = answers_from(BOOK, {"medicines": [f"halo{unseen}peridol"]})
            except AnswersError:
                continue
            assert "yes" == answers.variables(BOOK)["medicine.dopamine-blocker"]


def all_but_medicines() -> dict[str, object]:
    """Calm answers to every question that is asked of somebody without medicines."""
    calm = {"yes-no": "no", "tick-all": [], "number": 52, "medicines": [], "span": "4 years"}
    calm["free-text"] = "none"
    interview = Interview(BOOK)
    given: dict[str, object] = {}
    while (question := interview.question) is not None:
        id = interview.current
        assert id is not None
        default = next(iter(question.answers), None)
        given[id] = calm.get(question.kind, "no" if "no" in question.answers else default)
        interview = interview.answer(given[id])
    del given["medicines"]
    return {id: value or "none" for id, value in given.items()}


@pytest.mark.parametrize(
    ("line", "reply", "said", "doubt"),
    [
        ("seraquel", "y", "I read: Seroquel (quetiapine). Right?", ""),
        ("furosemide 40 mg in the morning", "", "I read: furosemide.", ""),
        (
            "xyzzyx",
            "",
            "I could not read `xyzzyx`.",
            "could not read for certain: xyzzyx. It counts",
        ),
    ],
)
def test_in_a_real_terminal(tmp_path: Path, line: str, reply: str, said: str, doubt: str) -> None:
    """The same at a real terminal, up to the result, which says what was not understood."""
    file = tmp_path / "answers.yaml"
    file.write_text(json.dumps(all_but_medicines()), encoding="utf-8")
    person = Person(words=["ask", "--answers", str(file), "--plain"])
    person.start()
    person.until(PROMPT)
    assert "medicines" == person.current_question()
    person.type(line)
    if reply:
        person.until("Right\\? y, n, or u:")
        person.type(reply)
    while person.until(PROMPT, "your result:") == 0:
        person.type("u")
    person.type("")
    person.result("w", "d")

    assert 0 == person.finish()
    assert said in person.plain()
    assert doubt in person.plain()
    assert bool(doubt) == ("for certain" in person.plain())
