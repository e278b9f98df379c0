"""A result as a FHIR R4 Bundle, for whoever goes on with it.

The bundle is a collection of:

- the QuestionnaireResponse, with questions and answers in words;
- an Observation: how soon to be seen, as a code; with a component for every danger sign that the
  answers reach, by a clear answer or only by "not sure", and for every one that was not asked;
- a RiskAssessment: conditions whose features the answers fit in part, with the reasons;
- a MedicationStatement for each thing that was named as a medicine;
- a Device, which is the program, and a Provenance with what exactly made it.

What R4 asks for, and what was decided:

- *RiskAssessment*, not ClinicalImpression: the latter is what a clinician thinks, and by R4's own
  words not for the outcome of a tool. It is `preliminary`. It has no probability and no qualitative
  risk: how well answers fit is not how likely something is, so the fit goes in an extension of its
  own and in words.
- R4 wants to know whom an assessment is about. Nothing is known about them, so the reference has
  only words, and no patient is made up. Whoever files it puts their own patient there.
- *An emergency* names no condition in any narrative, as everywhere. The structured part keeps
  them, as the page for the doctor does: it is for clinicians.
- Every narrative carries the advisory, and that the rules are not reviewed.
- A Provenance has a time, which comes from the caller; nothing else here has one. All other bytes
  follow from the rule book, its review and the answers, also the `urn:uuid` of each resource. Two
  people with the same answers have the same ones: they hold inside one bundle, and a server that
  files it gives its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

import msgspec

from triage.fhir import result_words as words
from triage.fhir.codes import coding, condition_codes, medicine_codes
from triage.fhir.form import Form
from triage.fhir.names import (
    CERTAINTY_SYSTEM,
    DIGEST_SYSTEM,
    FIT_SYSTEM,
    FIT_URL,
    RED_FLAGS_SYSTEM,
    RESULT_SYSTEM,
    URGENCY_SYSTEM,
)
from triage.fhir.narrative import narrative, notes
from triage.fhir.response import response_of
from triage.inference.answers import Answers, voice_of
from triage.inference.assessment import Assessment
from triage.inference.medicines_read import MedicineRead, in_doubt
from triage.inference.result_parts import FlagReached, Suggestion
from triage.presentation.document import Block, Heading, Item, Items, Paragraph
from triage.presentation.first_screen import (
    FIT_WORDS,
    fit_in_words,
    kind_in_short,
    not_asked,
)
from triage.presentation.result import why_blocks
from triage.presentation.summary_reading import Reader
from triage.rulebook.urgency import is_emergency
from triage.words import result as result_words
from triage.words import summary as summary_words
from triage.words import urgency as urgency_words
from triage.words.english import listed

Json: TypeAlias = dict[str, Any]

TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
SUBJECT: Json = {"display": words.SUBJECT}


def result_bundle(form: Form, answers: Answers, assessment: Assessment, *, when: datetime) -> Json:
    """The bundle for these answers and their result.

    Args:
        form: the form of the rule book that gave the result.
        answers: checked answers.
        assessment: what came out for them.
        when: the moment at which it was worked out.

    Raises:
        ValueError: `when` has no time zone.
    """
    maker = _Maker(form, answers, assessment)
    worked_out = {"urgency": maker.urgency(), "conditions": maker.conditions()}
    worked_out |= {f"medicine-{n}": one for n, one in enumerate(maker.medicines(), start=1)}
    made = {
        "response": maker.response(),
        **worked_out,
        "program": maker.program(),
        "provenance": maker.provenance(worked_out, instant(when)),
    }
    entries = [{"fullUrl": maker.url(name), "resource": one} for name, one in made.items()]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def instant(when: datetime) -> str:
    """A moment as FHIR writes it, in UTC and whole seconds.

    Raises:
        ValueError: it has no time zone.
    """
    if when.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def result_id(assessment: Assessment, name: str) -> str:
    """The id of a part of a result: the same for the same rule book and answers."""
    said = msgspec.json.encode([assessment.versions.digest, assessment.answers, name])
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{RESULT_SYSTEM}:{said.decode()}"))


class _Maker:
    """Makes the resources of one result."""

    def __init__(self, form: Form, answers: Answers, assessment: Assessment) -> None:
        self.form = form
        self.book = form.book
        self.answers = answers
        self.assessment = assessment
        self.emergency = is_emergency(assessment.urgency)

    def url(self, name: str) -> str:
        return f"urn:uuid:{result_id(self.assessment, name)}"

    def to(self, name: str) -> Json:
        return {"reference": self.url(name)}

    def response(self) -> Json:
        response = response_of(self.form, self.answers)
        kind = {"resourceType": response.pop("resourceType")}
        return kind | {"text": self._text(words.ANSWERS, self._answers())} | response

    def _answers(self) -> Iterator[Block]:
        for group in Reader(self.book, self.answers).questions_and_answers():
            yield Heading(2, group.title)
            yield Items("", tuple(words.asked(one.ask, one.answer) for one in group.asked))

    def urgency(self) -> Json:
        result = self.assessment
        unsure = (not_asked(result), in_doubt(result.medicines_read))
        told = [*map(Paragraph, unsure), *why_blocks(result)]
        return {
            "resourceType": "Observation",
            "text": self._text(result.title, told),
            "status": "preliminary",
            "category": [_concept("", coding(f"{TERMINOLOGY}/observation-category", "survey"))],
            "code": _concept(words.HOW_SOON, coding(RESULT_SYSTEM, "urgency")),
            "subject": SUBJECT,
            "valueCodeableConcept": _concept(result.title, coding(URGENCY_SYSTEM, result.urgency)),
            "note": self._notes(*result.what_to_do, *unsure, result.call_at_once),
            "device": self.to("program"),
            "derivedFrom": [self.to("response")],
            **_unless_empty("component", [*map(_reached, result.red_flags), *self._not_asked()]),
        }

    def _not_asked(self) -> Iterator[Json]:
        """Danger signs that nobody has answered: nobody said no to them."""
        voice = voice_of(self.book, self.answers.variables(self.book))
        absent = coding(f"{TERMINOLOGY}/data-absent-reason", "not-asked")
        for id in self.assessment.danger_signs_not_asked.ids:
            title = voice.says(self.book.red_flags[id].title)
            yield {"code": _sign(id, title), "dataAbsentReason": _concept("", absent)}

    def conditions(self) -> Json:
        result = self.assessment
        others = [
            result_words.not_offered(one.name, one.because, one.instead)
            for one in result.not_offered
        ]
        if result.also_fit:
            others.append(result_words.more_fit(len(result.also_fit)))
        return {
            "resourceType": "RiskAssessment",
            "text": self._text(words.CONDITIONS, self._named()),
            "status": "preliminary",
            "method": {"text": words.METHOD},
            "code": _concept(words.CONDITIONS, coding(RESULT_SYSTEM, "conditions")),
            "subject": SUBJECT,
            "performer": self.to("program"),
            "basis": [self.to("response"), self.to("urgency")],
            **_unless_empty("prediction", [*map(self._prediction, result.suggested)]),
            "note": self._notes(*self._none_fits(), *others),
        }

    def _none_fits(self) -> Iterator[str]:
        """What is said where no condition fits: what doctors call it."""
        result = self.assessment
        yield result.no_candidates
        yield from map(kind_in_short, result.named_kinds)
        yield result.kind_not_known

    def _named(self) -> Iterator[Block]:
        """The conditions for whoever reads the narrative; an emergency names none."""
        result = self.assessment
        if self.emergency:
            yield Heading(2, result.title)
            yield Paragraph(words.NO_NAMES_NOW)
            return
        yield from map(Paragraph, self._none_fits())
        told = (
            Item(
                result_words.suggestion(one.name, fit_in_words(one)),
                tuple(map(Paragraph, _rationale(one))),
            )
            for one in result.suggested
        )
        yield Items("", tuple(told), numbered=True)

    def _prediction(self, suggestion: Suggestion) -> Json:
        condition = self.book.conditions[suggestion.id]
        fit = coding(FIT_SYSTEM, suggestion.fit) | {"display": FIT_WORDS[suggestion.fit]}
        codes = condition_codes(suggestion.id, condition)
        return {
            "extension": [{"url": FIT_URL, "valueCoding": fit}],
            "outcome": _concept(suggestion.name, *codes),
            "rationale": " ".join((_fit(suggestion), *_rationale(suggestion))),
        }

    def medicines(self) -> Iterator[Json]:
        for read in self.assessment.medicines_read:
            if read.how != "unsure":
                yield self._medicine(read)

    def _medicine(self, read: MedicineRead) -> Json:
        understood = read.how == "understood"
        names = read.read_as if understood and len(read.read_as) == 1 else ()
        codes = [code for name in names for code in medicine_codes(self.book, name)]
        doubt = "" if understood else words.NOT_CERTAIN
        told = [Paragraph(read.words), Paragraph(words.AS_NAMED), Paragraph(doubt)]
        return {
            "resourceType": "MedicationStatement",
            "text": narrative(self.assessment, told),
            "status": "unknown",
            "medicationCodeableConcept": _concept(read.words, *codes),
            "subject": SUBJECT,
            "derivedFrom": [self.to("response")],
            "note": self._notes(words.AS_NAMED, doubt),
        }

    def program(self) -> Json:
        version = self.assessment.versions.tool
        return {
            "resourceType": "Device",
            "text": self._text(words.program(version), []),
            "deviceName": [{"name": "triage", "type": "user-friendly-name"}],
            "type": {"text": words.SOFTWARE},
            "version": [{"value": version}],
        }

    def provenance(self, of: Iterable[str], recorded: str) -> Json:
        versions = self.assessment.versions
        told = result_words.versions(
            tool=versions.tool, rule_book=versions.rule_book, digest=versions.digest
        )
        made_by = coding(f"{TERMINOLOGY}/provenance-participant-type", "assembler")
        digest = {"system": DIGEST_SYSTEM, "value": versions.digest}
        rule_book = {"identifier": digest, "display": words.rule_book(versions.rule_book)}
        named = words.program(versions.tool)
        return {
            "resourceType": "Provenance",
            "text": self._text(words.MADE, [Paragraph(told)]),
            "target": [self.to(name) for name in of],
            "recorded": recorded,
            "agent": [
                {
                    "type": {"coding": [made_by]},
                    "who": self.to("program") | {"display": named},
                }
            ],
            "entity": [
                {"role": "source", "what": self.to("response")},
                {"role": "source", "what": rule_book},
            ],
        }

    def _text(self, title: str, blocks: Iterable[Block]) -> Json:
        return narrative(self.assessment, [Heading(1, title), *blocks])

    def _notes(self, *texts: str) -> list[Json]:
        return notes((*texts, self.assessment.advisory, self.assessment.review))


def _reached(flag: FlagReached) -> Json:
    certainty = "certain" if flag.certain else "not-sure"
    told = summary_words.CERTAIN_SIGN if flag.certain else summary_words.UNSURE_SIGN
    level = urgency_words.LEVELS[flag.urgency].in_a_line
    return {
        "code": _sign(flag.id, flag.title),
        "valueCodeableConcept": _concept(told, coding(CERTAINTY_SYSTEM, certainty)),
        "interpretation": [_concept(level, coding(URGENCY_SYSTEM, flag.urgency))],
    }


def _fit(suggestion: Suggestion) -> str:
    fit = result_words.suggestion(suggestion.name, fit_in_words(suggestion))
    return f"{fit}. {words.FIT_NOT_LIKELY}"


def _rationale(suggestion: Suggestion) -> Iterator[str]:
    """What speaks for a condition and against it, and what it is; a sentence or more each."""
    yield result_words.fits_some(suggestion.features_of)
    common = result_words.HOW_COMMON[suggestion.how_common]
    yield result_words.how_common(common, at_age=suggestion.how_common_at_age)
    for lead, reasons in (
        (result_words.FITS_BECAUSE, suggestion.fits_because),
        (result_words.DOES_NOT_FIT_BECAUSE, suggestion.does_not_fit_because),
    ):
        if reasons:
            said = listed(result_words.reason(one.answers, one.because) for one in reasons)
            yield f"{lead} {said}."
    if suggestion.firm_missing:
        partly = suggestion.fit == "fits-partly"
        yield result_words.not_firm(suggestion.firm_missing, partly=partly)
    yield from suggestion.must_say


def _sign(id: str, title: str) -> Json:
    return _concept(title, coding(RED_FLAGS_SYSTEM, id))


def _concept(text: str, *codings: Json) -> Json:
    coded = {"coding": [*codings]} if codings else {}
    return coded | ({"text": text} if text else {})


def _unless_empty(name: str, values: list[Json]) -> Json:
    return {name: values} if values else {}
