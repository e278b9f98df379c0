"""The urgency in a FHIR form, worked out by two implementations of FHIRPath."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fhirpathpy import compile as compiled
from fhirpathpy.models import models

from tests.conftest import ROOT, own_cases, own_people, the_book
from triage.fhir.expression import Named, Urgencies
from triage.fhir.form import URGENCY, Form
from triage.fhir.response import response_of
from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.many_people import fired_by
from triage.inference.weighing import weigh

HERE = ROOT / "tests" / "fhir_validation"
DEFINITIONS = HERE / "node_modules" / "@medplum" / "definitions" / "dist" / "fhir" / "r4"


def needs_node() -> None:
    """Leaves a test out where node or its packages are missing."""
    if shutil.which("node") is None:
        pytest.skip("there is no node here: install Node.js 20 or newer")
    if not all((HERE / "node_modules" / name).is_dir() for name in ("@medplum", "fhirpath")):
        pytest.skip("there are no node modules here: npm ci --prefix tests/fhir_validation")


def by_node(script: str, lines: Iterable[Any]) -> list[Any]:
    """What a script of this folder says of each line."""
    given = "".join(f"{json.dumps(line)}\n" for line in lines)
    command = ["node", str(HERE / script)]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@cache
def form() -> Form:
    return Form(the_book())


@cache
def urgencies() -> Urgencies:
    return Urgencies(form())


def people() -> Iterator[Answers]:
    """Every published, written and invented person of this repository."""
    return (person.answers for person in own_people())


@cache
def everybody() -> tuple[Answers, ...]:
    """The answers of every scripted case and of every person, each once.

    A form says nothing as long as nothing is answered, so those without any answer are left out.
    """
    found = {}
    for answers in (*(case.answers for case in own_cases()), *people()):
        if not answers.given:
            continue
        found.setdefault(json.dumps(answers.given, sort_keys=True, default=list), answers)
    return (*found.values(),)


@cache
def reaching_all() -> tuple[Answers, ...]:
    """Cases that between them reach each danger sign: by a clear answer, and only by not sure."""
    seen: set[tuple[str, bool]] = set()
    chosen = []
    every = fired_by(the_book(), [case.answers.variables(the_book()) for case in own_cases()])
    for case, fired in zip(own_cases(), every, strict=True):
        new = {(flag.id, flag.certain) for flag in weigh(the_book(), fired).flags} - seen
        if new:
            seen |= new
            chosen.append(case.answers)
    return tuple(chosen)


def by_rules(answers: Answers) -> str:
    """The urgency by the reference evaluator."""
    book = the_book()
    return weigh(book, reference.fire(book, answers.variables(book))).urgency


def by_javascript(asked: Sequence[Answers], variables: Iterable[Named] = ()) -> list[Any]:
    """The urgency of each by fhirpath.js."""
    return worked_out([response_of(form(), one) for one in asked], variables)


def worked_out(responses: Iterable[Any], variables: Iterable[Named] = ()) -> list[Any]:
    """The same for responses; with other variables than those of the form, if there are any."""
    said = urgencies()
    named = [one._asdict() for one in variables or said.variables]
    return by_node("evaluate.js", [{"variables": named, "result": f"%{URGENCY}"}, *responses])


def by_python(asked: Iterable[Answers]) -> list[Any]:
    """The urgency of each by fhirpathpy."""
    return [_worked(response_of(form(), one)) for one in asked]


@cache
def _compiled() -> tuple[list[tuple[str, Callable[..., Any]]], Callable[..., Any]]:
    # without the model of R4 it finds no value of any answer, and says nothing of it
    said, r4 = urgencies(), models["r4"]
    named = [(one.name, compiled(one.expression, r4)) for one in said.variables]
    return named, compiled(f"%{URGENCY}", r4)


def _worked(response: dict[str, Any]) -> Any:
    named, result = _compiled()
    context: dict[str, Any] = {"resource": response}
    for name, expression in named:
        context[name] = expression(response, context)
    return result(response, context)


def typed_freely(answers: Answers) -> bool:
    """Whether a medicine was typed that cannot be chosen, which counts as one of every class."""
    items = response_of(form(), answers)["item"]
    return any(item["linkId"] == form().other_medicine for item in items)


def definitions(path: str) -> Any:
    """A file of the definitions of R4."""
    return json.loads(Path(DEFINITIONS / path).read_text("utf-8"))
