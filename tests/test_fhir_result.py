"""What a result says as FHIR: nothing that was not said, and all that has to be."""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from tests.conftest import own_cases, the_book
from tests.small_book import write_book
from triage import Answers, Assessment, answers_from, assess, load_rulebook
from triage.fhir.card import LONGEST_SUMMARY, cards_of, indicator
from triage.fhir.codes import ATC, ICD, MONDO, RXNORM, condition_codes, medicine_codes
from triage.fhir.form import Form
from triage.fhir.names import (
    CERTAINTY_SYSTEM,
    CONDITIONS_SYSTEM,
    DIGEST_SYSTEM,
    FIT_SYSTEM,
    RED_FLAGS_SYSTEM,
    URGENCY_SYSTEM,
)
from triage.fhir.response import response_of
from triage.fhir.result import instant, result_bundle
from triage.json_text import json_text
from triage.presentation.first_screen import kind_in_short
from triage.rulebook.parts.conditions import Code
from triage.rulebook.urgency import is_emergency
from triage.version import __version__
from triage.words.result import FAILED

WHEN = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
SOME = slice(None, None, 25)
Json = dict[str, Any]


@cache
def form() -> Form:
    return Form(the_book())


def bundle_of(answers: Answers, result: Assessment | None = None) -> Json:
    return result_bundle(form(), answers, result or assess(the_book(), answers), when=WHEN)


@cache
def results() -> list[tuple[Answers, Assessment, Json]]:
    """Many cases with their results and bundles."""
    some = [(case.answers, assess(the_book(), case.answers)) for case in own_cases()[SOME]]
    return [(answers, result, bundle_of(answers, result)) for answers, result in some]


def of_kind(bundle: Json, kind: str) -> list[Json]:
    every = (entry["resource"] for entry in bundle["entry"])
    return [resource for resource in every if resource["resourceType"] == kind]


def the(bundle: Json, kind: str) -> Json:
    (found,) = of_kind(bundle, kind)
    return found


def codes_in(concept: Json, system: str) -> list[str]:
    return [one["code"] for one in concept.get("coding", ()) if one["system"] == system]


def words_in(resource: Json) -> str:
    """The words of a narrative; it has to be XML for that."""
    return " ".join(ET.fromstring(resource["text"]["div"]).itertext())


def references_in(value: Any) -> list[Json]:
    if isinstance(value, dict):
        own = [value] if "reference" in value else []
        return own + [found for one in value.values() for found in references_in(one)]
    return (
        [found for one in value for found in references_in(one)] if isinstance(value, list) else []
    )


class TestBundle:
    def test_every_narrative_has_the_advisory_and_that_nobody_reviewed_the_rules(self) -> None:
        """Whichever resource somebody opens, it says to see a doctor (promise P1)."""
        for _, result, bundle in results():
            for entry in bundle["entry"]:
                said = words_in(entry["resource"])
                assert result.advisory in said
                assert result.review in said

    def test_the_advisory_is_also_in_notes_that_a_program_keeps(self) -> None:
        """A server may drop narratives; notes are kept with what they are about."""
        for _, result, bundle in results():
            for kind in ("Observation", "RiskAssessment", "MedicationStatement"):
                for resource in of_kind(bundle, kind):
                    notes = [note["text"] for note in resource["note"]]
                    assert {result.advisory, result.review} <= {*notes}

    def test_signed_rules_are_not_called_unsigned(self) -> None:
        answers = own_cases()[0].answers
        signed = replace(assess(the_book(), answers), review="", review_in_short="")
        for entry in bundle_of(answers, signed)["entry"]:
            assert the_book().advisory.not_reviewed not in words_in(entry["resource"])

    def test_the_urgency_is_a_code_that_a_program_can_sort_by(self) -> None:
        for _, result, bundle in results():
            value = the(bundle, "Observation")["valueCodeableConcept"]
            assert [result.urgency] == codes_in(value, URGENCY_SYSTEM)
            assert result.title == value["text"]

    def test_danger_signs_say_whether_they_are_certain_and_which_nobody_asked(self) -> None:
        """Reached by a yes, reached only by "not sure", and not asked are three things."""
        for _, result, bundle in results():
            parts = the(bundle, "Observation").get("component", [])
            certain, unsure, absent = set(), set(), set()
            for part in parts:
                (id,) = codes_in(part["code"], RED_FLAGS_SYSTEM)
                if "valueCodeableConcept" not in part:
                    absent.add(id)
                elif codes_in(part["valueCodeableConcept"], CERTAINTY_SYSTEM) == ["certain"]:
                    certain.add(id)
                else:
                    unsure.add(id)
            assert {flag.id for flag in result.red_flags if flag.certain} == certain
            assert {flag.id for flag in result.red_flags if not flag.certain} == unsure
            assert {*result.danger_signs_not_asked.ids} == absent

    def test_conditions_are_never_said_to_be_likely(self) -> None:
        """How well answers fit is no probability, and nobody "has" anything."""
        for _, result, bundle in results():
            risk = the(bundle, "RiskAssessment")
            predictions = risk.get("prediction", [])
            assert [one.id for one in result.suggested] == [
                code for one in predictions for code in codes_in(one["outcome"], CONDITIONS_SYSTEM)
            ]
            assert [one.fit for one in result.suggested] == [
                one["extension"][0]["valueCoding"]["code"] for one in predictions
            ]
            for one in predictions:
                assert {"extension", "outcome", "rationale"} == one.keys()
                assert FIT_SYSTEM == one["extension"][0]["valueCoding"]["system"]
                assert "not how likely it is" in one["rationale"]
                assert "Only a doctor can tell." in one["rationale"]
                name = re.escape(one["outcome"]["text"])
                assert not re.search(
                    rf"\byou have (an? |the )?{name}", json_text(bundle), re.IGNORECASE
                )
            assert "preliminary" == risk["status"] == the(bundle, "Observation")["status"]

    def test_an_emergency_names_no_condition_to_whoever_reads_it(self) -> None:
        """What counts is to act. The structured part keeps the names, for clinicians."""
        kept = 0
        for _, result, bundle in results():
            if not is_emergency(result.urgency):
                continue
            names = [one.name for one in result.suggested]
            kept += len(the(bundle, "RiskAssessment").get("prediction", []))
            (card,) = cards_of(result)["cards"]
            told = [
                words_in(entry["resource"])
                for entry in bundle["entry"]
                if entry["resource"]["resourceType"] != "QuestionnaireResponse"
            ]
            for text in (*told, card["summary"], card["detail"]):
                assert [] == [name for name in names if f"{name} (" in text or f"{name}:" in text]
        assert kept

    def test_where_nothing_fits_it_says_so(self) -> None:
        """Nobody leaves with nothing (promise P13)."""
        for _, result, bundle in results():
            notes = [note["text"] for note in the(bundle, "RiskAssessment")["note"]]
            if not result.suggested:
                assert result.no_candidates in notes
                said = words_in(the(bundle, "RiskAssessment"))
                for told in (*map(kind_in_short, result.named_kinds), result.kind_not_known):
                    assert not told or told in notes
                    assert told in said or is_emergency(result.urgency)

    def test_an_engine_that_failed_is_told(self) -> None:
        answers = own_cases()[0].answers

        def broken() -> Any:
            raise RuntimeError

        bundle = bundle_of(answers, assess(the_book(), answers, broken))
        assert FAILED in [note["text"] for note in the(bundle, "RiskAssessment")["note"]]
        assert "prediction" not in the(bundle, "RiskAssessment")

    def test_nobody_is_made_up(self) -> None:
        """No patient, no practitioner, no name: whoever files it puts their own patient there."""
        for _, _, bundle in results():
            kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
            assert not kinds & {"Patient", "Practitioner", "RelatedPerson", "Organization"}
            for entry in bundle["entry"]:
                assert {"display"} == entry["resource"].get("subject", {"display": ""}).keys()

    def test_what_exactly_made_it_stands_there(self) -> None:
        for _, result, bundle in results():
            made = the(bundle, "Provenance")
            digests = [
                one["what"]["identifier"]["value"]
                for one in made["entity"]
                if one["what"].get("identifier", {}).get("system") == DIGEST_SYSTEM
            ]
            assert [result.versions.digest] == digests
            assert 64 == len(digests[0])
            assert f"triage {__version__}" == made["agent"][0]["who"]["display"]
            assert "2026-05-03T09:30:00Z" == made["recorded"]

    def test_every_reference_leads_to_the_right_kind_in_the_bundle(self) -> None:
        wanted = {
            "device": "Device",
            "performer": "Device",
            "who": "Device",
            "derivedFrom": "QuestionnaireResponse",
        }
        for _, _, bundle in results():
            kinds = {one["fullUrl"]: one["resource"]["resourceType"] for one in bundle["entry"]}
            assert len(bundle["entry"]) == len(kinds)
            for url in kinds:
                assert 5 == uuid.UUID(url.removeprefix("urn:uuid:")).version
            for one in references_in(bundle):
                assert one["reference"] in kinds
            for entry in bundle["entry"]:
                resource = entry["resource"]
                agents = [agent["who"] for agent in resource.get("agent", ())]
                for field in wanted.keys() & resource.keys():
                    for one in references_in(resource[field]):
                        assert wanted[field] == kinds[one["reference"]]
                assert all(kinds[who["reference"]] == wanted["who"] for who in agents)

    def test_the_response_in_it_is_the_one_that_is_written_alone(self) -> None:
        """The narrative apart, which tells the answers in words."""
        for answers, _, bundle in results():
            inside = the(bundle, "QuestionnaireResponse")
            assert response_of(form(), answers) == {
                name: value for name, value in inside.items() if name != "text"
            }

    def test_same_answers_same_bytes_but_for_the_time(self) -> None:
        """Promise P9; the time stands in one place, since R4 wants it there."""
        answers, result, bundle = results()[0]
        again = result_bundle(form(), answers, result, when=WHEN + timedelta(days=1))
        text, other = json_text(bundle), json_text(again)

        assert text == json_text(bundle_of(answers, assess(the_book(), answers)))
        assert text.replace("2026-05-03T09:30:00Z", "2026-05-04T09:30:00Z") == other
        first, second = (
            {one["fullUrl"] for one in found["entry"]} for _, _, found in results()[:2]
        )
        assert not first & second

    def test_a_moment_needs_a_time_zone(self) -> None:
        """Without one nobody knows which moment it is."""
        with pytest.raises(ValueError, match="a moment needs a time zone"):
            instant(datetime(2026, 5, 3, 9, 30))  # noqa: DTZ001
        east = timezone(timedelta(hours=5, minutes=30))
        assert "2026-05-03T04:00:00Z" == instant(datetime(2026, 5, 3, 9, 30, tzinfo=east))


class TestTyped:
    """What somebody typed stays text in XHTML and in Markdown."""

    TYPED = "<script>alert(1)</script> & [x](javascript:1) *b*"

    def test_it_is_never_a_mark(self) -> None:
        medicines = next(id for id, q in the_book().questions.items() if q.shape == "medicines")
        answers = answers_from(the_book(), {medicines: [self.TYPED]})
        result = assess(the_book(), answers)
        bundle = bundle_of(answers, result)
        (card,) = cards_of(result)["cards"]

        for entry in bundle["entry"]:
            div = ET.fromstring(entry["resource"]["text"]["div"])
            tags = {one.tag.removeprefix("{http://www.w3.org/1999/xhtml}") for one in div.iter()}
            assert tags <= {"div", "h1", "h2", "p", "ul", "ol", "li"}
        for told in (card["detail"], *(n["text"] for n in the(bundle, "Observation")["note"])):
            shown = MarkdownIt().render(told)
            assert "<script" not in shown
            assert "<a " not in shown
            assert "<em>" not in shown


class TestCodes:
    def test_a_condition_has_a_code_only_where_it_is_the_one(self) -> None:
        """No code that was not looked up, that is a group, approximate or one of several."""
        for id, condition in the_book().conditions.items():
            for code in condition_codes(id, condition)[1:]:
                system = {ICD: "icd-10-cm", MONDO: "mondo"}[code["system"]]
                (own,) = [one for one in condition.codes if one.system == system]
                assert own.verified
                assert own.note is None
                assert not own.code.endswith("-")
                assert code["code"].removeprefix("MONDO:") == own.code

    @pytest.mark.parametrize(
        "codes",
        [
            (Code(system="icd-10-cm", code="Z99.9", verified=False),),
            (Code(system="icd-10-cm", code="Z99.9", note="approximate"),),
            (Code(system="icd-10-cm", code="Z99.-"),),
            (Code(system="mondo", code="0000001"), Code(system="mondo", code="0000002")),
            (Code(system="omim", code="000001"),),
        ],
    )
    def test_what_is_in_doubt_is_left_out(self, codes: tuple[Code, ...]) -> None:
        """Then a condition goes under its own id and its name only."""
        condition = replace(next(iter(the_book().conditions.values())), codes=codes)
        assert [{"system": CONDITIONS_SYSTEM, "code": "x"}] == condition_codes("x", condition)

    def test_a_medicine_has_a_code_only_where_it_was_looked_up(self) -> None:
        for id, medicine in the_book().medicines.items():
            coded = {one["system"]: one["code"] for one in medicine_codes(the_book(), id)}
            if not medicine.rxnorm_verified:
                assert RXNORM not in coded
            assert coded.get(ATC, medicine.atc) == medicine.atc
            assert re.fullmatch(r"[A-Z]\d\d[A-Z]{2}\d\d", coded.get(ATC, "A00AA00"))

    def test_some_have(self) -> None:
        book = the_book()
        conditions = [condition_codes(id, one) for id, one in book.conditions.items()]
        medicines = [medicine_codes(book, id) for id in book.medicines]

        assert sum(len(codes) > 1 for codes in conditions) >= 40
        assert sum(len(codes) > 1 for codes in medicines) >= 120

    def test_a_name_that_was_not_understood_has_no_code_and_says_so(self) -> None:
        """It counts as not sure, and is never filed as something that it may not be."""
        medicines = next(id for id, q in the_book().questions.items() if q.shape == "medicines")
        known = next(iter(the_book().medicines))
        answers = answers_from(the_book(), {medicines: [known, "qqqxyz"]})
        first, second = of_kind(bundle_of(answers), "MedicationStatement")

        assert known == first["medicationCodeableConcept"]["coding"][0]["code"]
        assert {"text": "qqqxyz"} == second["medicationCodeableConcept"]
        assert "not read for certain" in " ".join(note["text"] for note in second["note"])
        assert "unknown" == first["status"] == second["status"]


class TestCard:
    def test_it_is_what_the_specification_of_cds_hooks_asks_for(self) -> None:
        for _, result, _ in results():
            answer = cards_of(result)
            (card,) = answer["cards"]
            assert {"cards"} == answer.keys()
            assert {"uuid", "summary", "indicator", "detail", "source"} == card.keys()
            assert 0 < len(card["summary"]) < 140
            assert card["indicator"] in ("info", "warning", "critical")
            assert {"label"} == card["source"].keys()
            assert 5 == uuid.UUID(card["uuid"]).version
            assert answer == cards_of(result)

    def test_it_carries_the_advisory_the_review_and_the_digest(self) -> None:
        for _, result, _ in results():
            detail = cards_of(result)["cards"][0]["detail"]
            assert result.advisory in detail
            assert result.review_in_short in detail
            assert result.versions.digest in detail

    def test_an_emergency_is_critical_and_a_low_level_that_is_not_certain_is_no_mere_info(
        self,
    ) -> None:
        """Where danger signs were not asked, "routine" says little."""
        seen = set()
        for _, result, _ in results():
            asked = not result.danger_signs_not_asked.ids
            seen.add((result.urgency, asked, indicator(result)))
        for urgency, asked, shown in seen:
            if is_emergency(urgency):
                assert "critical" == shown
            elif urgency != "routine" or not asked:
                assert "warning" == shown
        assert ("routine", True, "info") in seen

    def test_a_long_title_is_cut_between_words(self) -> None:
        """Another rule book may say more in its titles."""
        _, result, _ = results()[0]
        long = replace(result, title="word " * 60, decided_by=())
        (card,) = cards_of(long)["cards"]
        assert len(card["summary"]) <= LONGEST_SUMMARY
        assert card["summary"].endswith("word...")


def test_it_knows_no_rule_book_by_heart(tmp_path: Any) -> None:
    """Another rule book, about hiccups, gives a bundle and a card as well."""
    book = load_rulebook(write_book(tmp_path))
    answers = answers_from(book, {})
    result = assess(book, answers)
    bundle = result_bundle(Form(book), answers, result, when=WHEN)

    assert result.advisory in words_in(the(bundle, "Observation"))
    assert result.title == cards_of(result)["cards"][0]["summary"]
