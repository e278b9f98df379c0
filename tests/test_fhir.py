"""The questionnaire, answers and responses as HL7 FHIR."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT, own_cases, own_people, the_book
from tests.walking import walk
from triage import Answers, AnswersError, Interview, assess
from triage.cli.main import main
from triage.fhir.form import Form, code_of, unsure_code
from triage.fhir.names import FORM_URL, NOT_ASKED_URL, canonical, version_of
from triage.fhir.page import BESIDE, LICENCE, SCRIPTS, STYLES
from triage.fhir.questionnaire import questionnaire_of
from triage.fhir.reading import answers_of
from triage.fhir.response import response_of
from triage.inference.answer_text import answers_text
from triage.inference.answers import read_answers
from triage.rulebook.kinds import TickAll

Json = dict[str, Any]
MUTATED = 1_500


@cache
def the_form() -> Form:
    return Form(the_book())


@cache
def the_questionnaire() -> Json:
    return questionnaire_of(the_book())


def response(*items: Json, **head: Any) -> Json:
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": canonical(the_book()),
        "status": "completed",
        "item": list(items),
        **head,
    }


def chosen(link: str, *codes: str) -> Json:
    return {"linkId": link, "answer": [{"valueCoding": {"code": code}} for code in codes]}


def every_item(resource: Json) -> list[Json]:
    found = []
    waiting = [*resource.get("item", [])]
    while waiting:
        item = waiting.pop()
        found.append(item)
        waiting += item.get("item", [])
    return found


class TestForm:
    def test_every_question_and_every_line_of_it_stands_in_the_form_once(self) -> None:
        """Nobody who fills in the form misses a line that the terminal would show."""
        book = the_book()
        codes = [
            option["valueCoding"]["code"]
            for item in every_item(the_questionnaire())
            for option in item.get("answerOption", [])
        ]

        assert len(codes) == len({*codes})
        for id, question in book.questions.items():
            links = [part.link for part in the_form().parts_of[id]]
            assert id in links
            if isinstance(question, TickAll):
                assert {code_of(id, line) for line in question.answers} <= {*codes}
                assert {unsure_code(code_of(id, line)) for line in question.answers} <= {*codes}

    def test_the_advisory_stands_first_and_last_and_danger_texts_are_there(self) -> None:
        """Whoever reads only the form is told to see a doctor, and when to call for help."""
        book = the_book()
        items = the_questionnaire()["item"]
        texts = {item["linkId"]: item["text"] for item in items if "text" in item}

        assert (items[0]["text"], items[-1]["text"]) == (book.advisory.advisory,) * 2
        assert "emergency number" in texts["call-at-once"]
        emergency = [item for item in items if item["linkId"].startswith("emergency")]
        assert len(emergency) > 3
        assert all("WhenExpression" in json.dumps(item["extension"]) for item in emergency)

    def test_conditions_name_items_beside_them_or_around_them(self) -> None:
        """A client does not look into another group for what a condition names."""

        def walked(items: list[Json], seen: frozenset[str]) -> None:
            beside = seen | {item["linkId"] for item in items}
            for item in items:
                assert {one["question"] for one in item.get("enableWhen", [])} <= beside
                walked(item.get("item", []), beside)

        walked(the_questionnaire()["item"], frozenset())

    def test_the_form_says_what_it_is_and_what_it_cannot_say(self) -> None:
        """An integrator sees the version, the digest, the licence, and where it errs upwards."""
        form, book = the_questionnaire(), the_book()

        assert (FORM_URL, version_of(book)) == (form["url"], form["version"])
        assert (form["status"], form["experimental"]) == ("draft", True)
        assert book.digest in form["description"]
        assert "too high, never too low" in form["description"]
        assert "CC BY 4.0" in form["copyright"]

    def test_a_region_brings_its_numbers(self) -> None:
        """A form for one country names the numbers of that country."""
        runner = CliRunner()
        for region, number in (("uk", "999"), ("us", "911")):
            done = runner.invoke(main, ["fhir", "questionnaire", "--region", region])

            assert done.exit_code == 0
            items = json.loads(done.stdout)["item"]
            emergency = [i["text"] for i in items if i["linkId"].startswith("emergency.")]
            (advice,) = [json.dumps(item) for item in items if item["linkId"] == "advice"]
            assert all(number in text for text in (*emergency, advice))


class TestRoundTrip:
    def test_every_case_comes_back_as_it_was(self) -> None:
        """Answers that go out as a response and come back are the same answers."""
        form = the_form()
        for case in own_cases():
            read = answers_of(form, response_of(form, case.answers))

            assert (case.answers.given, ()) == (read.answers.given, read.notes), case.name

    def test_every_person_comes_back_as_they_were(self) -> None:
        """The published and the written people too."""
        form = the_form()
        for person in own_people():
            read = answers_of(form, response_of(form, person.answers))

            assert (person.answers.given, ()) == (read.answers.given, read.notes)

    def test_an_interview_comes_back_with_what_was_not_shown(self) -> None:
        """A line that nobody was shown is not told as a *no* after the journey."""
        book, form = the_book(), the_form()
        unasked = 0
        for seed in range(40):
            interview, chance = Interview(book), random.Random(seed)
            while interview.current is not None:
                interview = interview.answer(walk(interview, chance))
            answers = interview.answers
            sent = response_of(form, answers)
            unasked += NOT_ASKED_URL in json.dumps(sent)

            assert answers.given == answers_of(the_form(), sent).answers.given

        assert unasked > 10

    def test_an_answer_file_written_from_a_response_says_the_same(self) -> None:
        """What `triage fhir answers` prints is read back without a difference."""
        book = the_book()
        for case in own_cases()[::12]:
            text = answers_text(book, case.answers)

            assert case.answers.given == read_answers(book, text, "file").given

    def test_the_words_of_every_answer_go_with_its_code(self) -> None:
        """Somebody who has only the response can read it."""
        sent = response_of(the_form(), own_cases()[0].answers)

        codings = [
            answer["valueCoding"]
            for item in sent["item"]
            for answer in item.get("answer", [])
            if "valueCoding" in answer
        ]
        assert codings
        assert all(coding["display"] and coding["system"] for coding in codings)


class TestContradictions:
    """Clients let people tick what contradicts itself. A sign is never lost by it."""

    def test_a_sign_goes_before_none_of_these(self) -> None:
        """*None of these* and trouble breathing is trouble breathing."""
        sent = response(chosen("danger-now", "danger-now.none", "danger-now.breath"))
        read = answers_of(the_form(), sent)

        assert read.answers.given["danger-now"]["breath"] == "yes"  # type: ignore[index,call-overload]
        assert read.notes == (
            "`danger-now` says `none` together with other answers, which are kept",
        )
        assert assess(the_book(), read.answers).urgency == "emergency"

    def test_not_sure_goes_before_none_of_these(self) -> None:
        """*None of these* and *not sure* is not sure (P3)."""
        sent = response(chosen("danger-now", "danger-now.none", "danger-now.unsure"))
        read = answers_of(the_form(), sent)

        assert set(read.answers.given["danger-now"].values()) == {"unsure"}  # type: ignore[union-attr]

    def test_details_of_a_line_that_is_not_ticked_tick_it(self) -> None:
        """A stiff body told under *fever* counts although the line that leads to it was left."""
        sent = response(
            chosen("danger-now", "danger-now.none"), chosen("fever", "fever.stiff-body")
        )
        read = answers_of(the_form(), sent)

        assert read.answers.given["danger-now"]["fever"] == "yes"  # type: ignore[index,call-overload]
        assert read.answers.given["fever"]["stiff-body"] == "yes"  # type: ignore[index,call-overload]
        assert read.notes == ("`danger-now.fever` counts as said, since `fever` tells of it",)

    def test_details_that_tell_nothing_are_left_out(self) -> None:
        """An empty list of details of a line that was left is no answer."""
        sent = response(chosen("danger-now", "danger-now.none"), chosen("fever", "fever.none"))
        read = answers_of(the_form(), sent)

        assert "fever" not in read.answers.given
        assert read.notes == ("`fever` is left out, since it is not asked with these answers",)

    def test_a_sign_that_nothing_leads_to_is_refused(self) -> None:
        """Signs of a baby in somebody of 60 are a mistake that nobody may guess away."""
        sent = response(
            {"linkId": "age", "answer": [{"valueInteger": 60}]},
            chosen("baby", "baby.runs-of-bends"),
        )
        with pytest.raises(AnswersError) as error:
            answers_of(the_form(), sent)

        assert str(error.value) == (
            "`baby` is not asked with these answers\n"
            "  help: mend what it depends on, or leave it out"
        )

    def test_a_line_that_stands_alone_gives_way_to_a_part_that_moves(self) -> None:
        """*Nothing moves* beside the head is the head."""
        sent = response(chosen("parts", "parts.nothing", "parts.head"))
        read = answers_of(the_form(), sent)

        assert read.answers.given["parts"]["head"] == "yes"  # type: ignore[index,call-overload]
        assert read.answers.given["parts"]["nothing"] == "no"  # type: ignore[index,call-overload]

    def test_a_named_medicine_goes_before_none(self) -> None:
        """*None* and haloperidol is haloperidol; *not sure* beside it stays."""
        sent = response(chosen("medicines", "medicines.none", "medicines.unsure", "haloperidol"))

        assert answers_of(the_form(), sent).answers.given["medicines"] == ("haloperidol", "unsure")

    def test_a_medicine_of_another_list_is_read_by_its_name(self) -> None:
        """A code of RxNorm says nothing here, the name beside it does."""
        coding = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "5093"}
        item = {
            "linkId": "medicines",
            "answer": [{"valueCoding": {**coding, "display": "Haloperidol 5 mg"}}],
        }

        read = answers_of(the_form(), response(item))
        assert read.answers.given["medicines"] == ("Haloperidol 5 mg",)
        assert read.answers.variables(the_book())["medicine.dopamine-blocker"] == "yes"


class TestRefused:
    """A response that is not understood is refused in words, never half read."""

    @pytest.mark.parametrize(
        ("resource", "message"),
        [
            ({"resourceType": "Patient"}, "this is a `Patient`, not a `QuestionnaireResponse`"),
            ({"item": []}, "this is no FHIR resource"),
            ([], "this is no FHIR resource"),
            (response(status="entered-in-error"), "the response is marked as `entered-in-error`"),
            (
                response(questionnaire="http://example.org/phq-9|1"),
                "the response answers another questionnaire, `http://example.org/phq-9`",
            ),
            (response(chosen("danger-nw", "x")), "unknown item `danger-nw`"),
            (response(chosen("danger-now", "x")), "unknown answer `x` for `danger-now`"),
            (
                response({"linkId": "age", "answer": [{"valueString": "old"}]}),
                "unknown answer `old` for `age`",
            ),
            (
                response({"linkId": "age", "answer": [{"valueInteger": 40}, {"valueInteger": 4}]}),
                "`age` takes one answer, here are `40` and `4`",
            ),
            (
                response({"linkId": "age", "answer": [{"valueInteger": 400}]}),
                "`400` is out of range for `age`",
            ),
            (response({"answer": []}), "an item of the response has no `linkId`"),
            (response(item={}), "`item` of the response is not a list"),
        ],
    )
    def test_what_is_wrong_is_said_in_one_sentence(self, resource: Any, message: str) -> None:
        """An integrator reads which item, and which answer."""
        with pytest.raises(AnswersError) as error:
            answers_of(the_form(), resource)

        assert message in [problem.message for problem in error.value.problems]
        assert all(problem.help for problem in error.value.problems)

    def test_a_response_to_another_version_is_read_and_said(self) -> None:
        """Where every item and answer is still known, the answers count, and a note says so."""
        sent = response(chosen("sex", "sex.male"), questionnaire=f"{FORM_URL}|0.0.1")
        read = answers_of(the_form(), sent)

        assert read.answers.given == {"sex": "male"}
        assert read.notes == (
            f"the response answers version `0.0.1`, and was read for `{version_of(the_book())}`",
        )

    def test_a_response_too_deep_or_too_long_is_refused(self) -> None:
        """Nobody fills the memory of a server with a response."""
        deep: Json = {"linkId": "x"}
        for _ in range(60):
            deep = {"linkId": "advisory", "item": [deep]}
        many = [{"linkId": "advisory"}] * 6_000
        for items in ([deep], many):
            with pytest.raises(AnswersError, match="more items, or deeper ones, than the form"):
                answers_of(the_form(), response(*items))


class TestMutated:
    """Responses broken at random: refused in words, or read without losing a sign."""

    def test_no_sign_is_lost(self) -> None:
        """Whatever a client sends, a ticked sign is kept, or the whole is refused."""
        read, refused = mutated_responses(MUTATED, seed=7)

        assert read > MUTATED / 5
        assert refused > MUTATED / 5

    def test_the_watch_sees_a_sign_that_is_lost(self) -> None:
        """A reader that believed *none of these* would be noticed."""
        sent = response(chosen("danger-now", "danger-now.none", "danger-now.breath"))
        calm = Answers(
            {"danger-now": dict.fromkeys(the_book().questions["danger-now"].answers, "no")}
        )

        assert signs_lost(sent, calm) == ["danger-now.breath"]


def mutated_responses(count: int, seed: int) -> tuple[int, int]:
    """How many of so many broken responses were read, and refused.

    Raises:
        AssertionError: a sign was lost.
    """
    form, chance = the_form(), random.Random(seed)
    cases = own_cases()
    read = refused = 0
    for _ in range(count):
        sent = response_of(form, chance.choice(cases).answers)
        for _ in range(chance.choice((1, 1, 2, 4))):
            sent = mutated(sent, chance)
        try:
            found = answers_of(form, copy.deepcopy(sent)).answers
        except AnswersError:
            refused += 1
        else:
            read += 1
            assert [] == signs_lost(sent, found), json.dumps(sent)
    return read, refused


def mutated(sent: Json, chance: random.Random) -> Json:
    """The response with one thing changed."""
    sent = copy.deepcopy(sent)
    items = sent["item"]
    if not isinstance(items, list) or not items or not all(isinstance(i, dict) for i in items):
        return sent
    item = chance.choice(items)
    answers = item.get("answer")
    link = item.get("linkId")
    form = the_form()
    codes = sorted(form.codes_of.get(link, ())) if isinstance(link, str) else []
    ways = [
        "drop",
        "double",
        "none",
        "sign",
        "astray",
        "code",
        "type",
        "link",
        "head",
        "nest",
        "unasked",
        "text",
        "deep",
    ]
    match chance.choice(ways):
        case "drop":
            items.remove(item)
        case "double":
            items.insert(chance.randrange(len(items)), copy.deepcopy(item))
        case "none" if isinstance(answers, list):
            answers.append({"valueCoding": {"code": f"{link}.none"}})
        case "sign" if isinstance(answers, list) and codes:
            answers.append({"valueCoding": {"code": chance.choice(codes)}})
        case "astray":
            other = chance.choice(form.links)
            known = sorted(form.codes_of[other]) or ["haloperidol"]
            items.insert(chance.randrange(len(items)), chosen(other, chance.choice(known)))
        case "code" if isinstance(answers, list) and any(isinstance(a, dict) for a in answers):
            chance.choice([a for a in answers if isinstance(a, dict)])["valueCoding"] = {
                "code": chance.choice(["", "x", None, 7, link])
            }
        case "type":
            item["answer"] = chance.choice(
                [None, {}, "yes", [None], [{"valueBoolean": True}], [{"valueInteger": -3}], [[]]]
            )
        case "link":
            item["linkId"] = chance.choice([None, "", "x", 5, "danger-now", [], "advisory"])
        case "head":
            sent["questionnaire"] = chance.choice([None, 5, "x", f"{FORM_URL}|9", FORM_URL])
        case "nest":
            items.remove(item)
            items.append({"linkId": "asleep.when-1", "item": [item]})
        case "unasked":
            item["extension"] = [
                {"url": NOT_ASKED_URL, "valueString": chance.choice([*codes, "x"])},
                chance.choice([None, "x", {"url": 5}]),
            ]
        case "text" if isinstance(answers, list):
            answers.append(
                {"valueString": chance.choice(["", " ", "haloperidol", "\u202ex", "x" * 999])}
            )
        case _:
            item["item"] = chance.choice([None, [item.copy()], "x", [5]])
    return sent


def signs_lost(sent: Json, found: Answers) -> list[str]:
    """The lines that a response says are so, or not sure, and that the answers say are not."""
    book, form = the_book(), the_form()
    said: dict[str, set[str]] = {}
    for item in every_item({"item": [i for i in sent["item"] if isinstance(i, Mapping)]}):
        for answer in item.get("answer") or []:
            coding = answer.get("valueCoding") or {}
            said.setdefault(item["linkId"], set()).add(str(coding.get("code")))
    lost = []
    again = {
        code_of(id, line): answer.repeats
        for id, question in book.questions.items()
        for line, answer in question.answers.items()
        if answer.repeats is not None
    }
    typed = any(
        answer.get("valueString")
        for item in sent["item"]
        if item.get("linkId") == "medicines"
        for answer in item.get("answer") or []
    )
    for line, part in form.part_with.items():
        answer = book.questions[part.question].answers[line.partition(".")[2]]
        ticked = line in said.get(part.link, ())
        unsure = unsure_code(line) in said.get(part.unsure, ())
        if (not ticked and not unsure) or answer.exclusive:
            continue
        if not ticked and answer.show_when is not None:
            continue  # not sure about a line that is not shown to somebody like this says nothing
        if typed and part.question == "unknown-medicine" and part.question not in found.given:
            continue  # the typed name was understood after all
        wanted = ("yes",) if ticked else ("yes", "unsure")
        seen = word_of(found, line)
        if seen not in wanted and not (line in again and word_of(found, again[line]) in wanted):
            lost.append(line)
    return lost


def word_of(found: Answers, line: str | None) -> str:
    id, _, item = (line or "").partition(".")
    value = found.given.get(id)
    return value[item] if isinstance(value, Mapping) else ""


class TestCommands:
    def test_assess_takes_a_response_as_it_stands(self, tmp_path: Any) -> None:
        """The result of a response is that of the answers, byte for byte."""
        book = the_book()
        case = next(case for case in own_cases() if case.answers.given.get("medicines"))
        answers, sent = tmp_path / "a.yaml", tmp_path / "r.json"
        answers.write_text(answers_text(book, case.answers), "utf-8")
        runner = CliRunner()
        sent.write_text(runner.invoke(main, ["fhir", "response", str(answers)]).stdout, "utf-8")

        by_file, by_response = (
            runner.invoke(main, ["assess", str(file), "--format", "json"])
            for file in (answers, sent)
        )
        assert by_file.exit_code == 0
        assert by_file.stdout == by_response.stdout
        back = runner.invoke(main, ["fhir", "answers", str(sent)])
        assert back.stdout == answers.read_text("utf-8")

    def test_what_was_understood_otherwise_is_told(self, tmp_path: Any) -> None:
        """A note stands on standard error, so that a pipe gets the result alone."""
        sent = tmp_path / "r.json"
        sent.write_text(
            json.dumps(response(chosen("danger-now", "danger-now.none", "danger-now.breath")))
        )
        done = CliRunner().invoke(main, ["fhir", "answers", str(sent)])

        assert done.stdout == "danger-now: [breath]\n"
        assert done.stderr == (
            "note: `danger-now` says `none` together with other answers, which are kept\n"
        )

    @pytest.mark.parametrize(
        ("once", "twice", "key"),
        [
            ('"resourceType"', '"item": [], "resourceType"', "item"),
            ('"code": "danger-now.breath"', '"code": "danger-now.breath", "code": "x"', "code"),
        ],
    )
    @pytest.mark.parametrize("command", ["assess", "fhir answers", "fhir result"])
    def test_a_key_that_stands_twice_loses_no_sign(
        self, tmp_path: Any, once: str, twice: str, key: str, command: str
    ) -> None:
        """Most readers keep the last of two, and the sign in the first would be gone."""
        sent = tmp_path / "r.json"
        text = json.dumps(response(chosen("danger-now", "danger-now.breath")))
        assert once in text
        sent.write_text(text.replace(once, twice, 1))
        done = CliRunner().invoke(main, [*command.split(), str(sent)])

        assert (done.exit_code, done.stdout) == (AnswersError.exit_code, "")
        assert done.stderr == (
            f"error: {sent}:1:1: `{key}` stands here a second time\n"
            "  help: keep one of them, so that no answer is lost\n"
        )

    def test_a_broken_response_names_the_file(self, tmp_path: Any) -> None:
        """As every error about a file does."""
        sent = tmp_path / "r.json"
        sent.write_text('{"resourceType": "Bundle"}')
        done = CliRunner().invoke(main, ["fhir", "answers", str(sent)])

        assert (done.exit_code, done.stdout) == (AnswersError.exit_code, "")
        assert done.stderr == (
            f"error: {sent}:1:1: this is a `Bundle`, not a `QuestionnaireResponse`\n"
            "  help: give a QuestionnaireResponse to the form of `triage fhir questionnaire`\n"
        )


PAGE = (ROOT / "docs" / "fhir.md").read_text("utf-8")


class TestPage:
    """What an integrator reads in docs/fhir.md is what the program does."""

    def test_its_commands_work_as_they_stand(
        self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each is typed word for word, one after the other, and writes what it says."""
        case = next(case for case in own_cases() if case.answers.given.get("medicines"))
        monkeypatch.chdir(tmp_path)
        (tmp_path / "my-answers.yaml").write_text(answers_text(the_book(), case.answers), "utf-8")
        for name in (*SCRIPTS, STYLES, *BESIDE, LICENCE):
            (tmp_path / "package" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "package" / name).write_text("made up", "utf-8")
        typed = re.search(r"```sh\n(.+?)```", PAGE, re.DOTALL)
        assert typed is not None
        for line in typed[1].splitlines():
            words, _, out = line.partition(" > ")
            done = CliRunner().invoke(main, words.split()[1:])
            assert done.exit_code == 0, done.output
            if out:
                (tmp_path / out).write_text(done.stdout, "utf-8")

        made = {
            name: json.loads((tmp_path / name).read_text("utf-8"))
            for name in ("questionnaire.json", "response.json", "result.json", "card.json")
        }
        kinds = ["Questionnaire", "QuestionnaireResponse", "Bundle"]
        assert kinds == [one["resourceType"] for one in [*made.values()][:3]]
        assert len(made["card.json"]["cards"]) == 1
        assert (tmp_path / "form" / "index.html").is_file()
        read = read_answers(the_book(), (tmp_path / "answers.yaml").read_text("utf-8"), "file")
        assert read.given == case.answers.given

    def test_its_codes_stand_in_the_form(self) -> None:
        """The table of codes names answers that there are."""
        rows = re.findall(
            r"^\| [^|]+ \| [^|]+ \| ([^|]+) \|$", PAGE.split("## Responses")[0], re.MULTILINE
        )
        named = [code for row in rows for code in re.findall(r"`([^`]+)`", row)]
        codes = {
            option["valueCoding"]["code"]
            for item in every_item(the_questionnaire())
            for option in item.get("answerOption", [])
        }

        assert len(named) > 10
        assert {*named} <= codes
