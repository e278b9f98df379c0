"""People who fill in the FHIR questionnaire in real clients, by clicking and typing.

`tests/fhir_clients` holds what drives the browser. A person is an answer set of a case or of a
published or written person; what the form would not ask of them is left out beforehand.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from tests import browsers
from tests.conftest import ROOT, own_cases, own_people, the_book, the_engine
from triage import assess
from triage.fhir.enabling import Compared, beside_of, shown_when
from triage.fhir.form import Form
from triage.fhir.labels import labels
from triage.fhir.page import page_files
from triage.fhir.questionnaire import questionnaire_of
from triage.fhir.response import response_of
from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.weighing import weigh
from triage.json_text import json_text
from triage.rulebook.urgency import HIGHEST, LADDER

Json: TypeAlias = dict[str, Any]
HERE = ROOT / "tests" / "fhir_clients"
CLIENTS = {"lhc": "LHC-Forms", "smart": "Smart Forms"}
MINUTES = 30
PUBLISHED = 20
"""So many of the published people, who answer every question; the others answer a few."""
FEW, TYPING = 20, 4


class Person(NamedTuple):
    """Somebody who fills in the form."""

    id: str
    urgency: str
    """What the reference evaluator says."""
    meant: Mapping[str, tuple[str, ...]]
    """What the form should say, by items."""
    typed: bool = False
    """Whether a medicine is named that is not in the list: then the form may say a higher level."""
    signs: frozenset[str] = frozenset()
    """The danger signs that are there, and those that may be, with a question mark."""
    answers: Answers | None = None
    steps: tuple[Json, ...] = ()
    """What is clicked and typed, where that is not just what is meant."""
    patience: int | None = None
    """Milliseconds to wait for what does not come."""


PICTURED = Person(
    "somebody for the pictures",
    "emergency",
    {
        "answering-for": ("answering-for.me",),
        "age": ("52",),
        "sex": ("sex.female",),
        "danger-now": ("danger-now.mind",),
        "danger-lately": ("danger-lately.none",),
    },
)


class Filled(NamedTuple):
    """What a client exported."""

    urgency: str | None
    said: Mapping[str, tuple[str, ...]]
    response: Json
    times: Sequence[float]
    """Milliseconds from each click until it is taken and the form has worked on it."""
    emergency: bool
    """Whether the words of an emergency can be read on the page."""
    failed: str | None


class Driven(NamedTuple):
    """All that one client did."""

    filled: Mapping[str, Filled]
    outside: Sequence[str]
    errors: Sequence[str]


def browser() -> str:
    """The browser on this machine; without one, or without the packages, the test is left out."""
    found = browsers.browser(HERE, "esbuild")
    if not (HERE / "lforms").is_dir():
        pytest.skip("LHC-Forms is not here: node tests/fhir_clients/get_lforms.js")
    return found


@cache
def the_form() -> Form:
    return Form(the_book())


@cache
def the_questionnaire() -> Json:
    return questionnaire_of(the_book())


# people


@cache
def people() -> tuple[Person, ...]:
    """Everybody whose answers the form can take: own cases, then published and written people."""
    known = own_people("published", "written")
    found = [_person(f"{one.folder}: {one.id}", one.answers) for one in known]
    for case in own_cases():
        file = Path(case.place.file).name.partition(".")[0]
        found.append(_person(f"{file}: {case.name}", case.answers))
    return tuple({person.id: person for person in found if person is not None}.values())


def chosen(number: int) -> list[Person]:
    """So many people: some for every danger sign first, certain and unsure, then published ones.

    Always the same for the same rules and cases. Those who need few clicks go first.
    """
    left = {person.id: person for person in people()}
    found: list[Person] = []
    missing = every_sign()
    while missing and len(found) < number:
        best = max(left.values(), key=lambda one: len(one.signs & missing) / clicks_of(one))
        found.append(left.pop(best.id))
        missing -= best.signs
    published = [one for one in left.values() if one.id.startswith("published")]
    found += sorted(published, key=clicks_of)[:PUBLISHED]
    others = [one for one in left.values() if one not in published and clicks_of(one) <= FEW]
    # every so many of the others, so that each file of cases has its turn
    step = max(1, len(others) // max(1, number - len(found)))
    return [*found, *others[::step]][:number]


def assessed(person: Person) -> str:
    """The urgency that `triage assess` says for the same answers."""
    assert person.answers is not None
    return assess(the_book(), person.answers, the_engine).urgency


def every_sign() -> frozenset[str]:
    """Every danger sign that somebody has, and that may be."""
    return frozenset[str]().union(*(person.signs for person in people()))


def clicks_of(person: Person) -> int:
    """How often somebody clicks; what is typed counts as more."""
    return sum(
        TYPING if link in the_form().medicine_links | the_form().counted else len(said)
        for link, said in person.meant.items()
    )


def _person(id: str, answers: Answers) -> Person | None:
    book, form = the_book(), the_form()
    weighed = weigh(book, reference.fire(book, answers.variables(book)))
    response = response_of(form, answers)
    meant = said_in(response)
    lists = {part.link for part in form.parts if part.lines}
    for link in [link for link in meant if not is_shown(link, meant)]:
        if link not in lists or meant[link] != (form.by_link[link].none,):
            return None
        del meant[link]
    left_out = (
        "answer" in one and one["linkId"] in lists and "extension" in one
        for one in response["item"]
    )
    if any(left_out) or not meant:
        return None
    signs = frozenset(f"{one.id}{'' if one.certain else '?'}" for one in weighed.flags)
    return Person(id, weighed.urgency, meant, form.other_medicine in meant, signs, answers)


def said_in(response: Json) -> dict[str, tuple[str, ...]]:
    """What a response says, by items, in order of the alphabet; without what is worked out."""
    found: dict[str, tuple[str, ...]] = {}
    waiting = [*response.get("item", [])]
    while waiting:
        item = waiting.pop(0)
        waiting += item.get("item", [])
        answers = [_value(answer) for answer in item.get("answer", [])]
        if answers and item["linkId"] not in the_form().silent:
            found[item["linkId"]] = tuple(sorted((*found.get(item["linkId"], ()), *answers)))
    return found


def _value(answer: Json) -> str:
    coding = answer.get("valueCoding")
    if coding is not None:
        return str(coding["code"])
    return str(answer.get("valueString", answer.get("valueInteger")))


def is_shown(link: str, said: Mapping[str, Sequence[str]]) -> bool:
    """Whether the form shows an item to somebody with these answers."""
    parts = _shown_when().get(link, [])
    return all(any(holds(one, said) for one in comparisons) for comparisons in parts)


@cache
def _shown_when() -> dict[str, list[list[Compared]]]:
    return shown_when(the_form())


def holds(one: Compared, said: Mapping[str, Sequence[str]]) -> bool:
    """Whether a comparison holds for these answers."""
    answers = said.get(one["question"], ())
    match one["operator"]:
        case "exists":
            return bool(answers) is one["answerBoolean"]
        case ">=":
            return any(int(answer) >= one["answerInteger"] for answer in answers)
        case "<=":
            return any(int(answer) <= one["answerInteger"] for answer in answers)
    return one["answerCoding"]["code"] in answers


# what they do


def steps_of(person: Person) -> list[Json]:
    """What the person clicks and types, in the order of the form."""
    links = [link for part in the_form().parts for link in _links(part.link)]
    return [_step(link, person.meant[link]) for link in links if link in person.meant]


def _links(link: str) -> Iterator[str]:
    yield link
    beside = beside_of(the_form(), the_form().by_link[link])
    if beside is not None:
        yield beside[0]


def _step(link: str, said: Sequence[str]) -> Json:
    form = the_form()
    if link in form.medicine_links and link != form.other_medicine:
        return {"link": link, "names": [_typed(code) for code in said]}
    if link in form.counted:
        return {"link": link, "number": int(said[0])}
    if link in form.typed_in:
        return {"link": link, "texts": [*said]}
    return {"link": link, "clicks": [{"code": code} for code in said]}


def _typed(code: str) -> Json:
    """What is typed to find a medicine, and how its line begins in the list."""
    shown = labels(the_form())[code]
    names = the_form().medicines.get(code)
    return {"typed": names[0] if names else shown, "shown": shown}


def drive(
    client: str, some: Iterable[Person], folder: Path, form: Json | None = None, workers: int = 2
) -> Driven:
    """Let people fill in the form in a client; `folder` is for its page."""
    page_in(folder, form or the_questionnaire())
    told = _node("drive.js", client, folder, [_sent(person) for person in some], str(workers))
    return Driven(
        {one["id"]: _filled(one) for one in told["found"]}, told["outside"], told["errors"]
    )


def look(client: str, person: Person, folder: Path, *picture: str) -> tuple[Filled, list[str]]:
    """Let one person fill in the form, and what axe finds on the page then."""
    page_in(folder, the_questionnaire())
    told = _node("look.js", client, folder, _sent(person), *picture)
    return _filled(told), [*told["violations"], *told["outside"], *told["errors"]]


def page_in(folder: Path, form: Json) -> None:
    """Write the page that `triage fhir page` makes, with this form."""
    files = page_files(the_book(), HERE / "lforms", b"")
    files["form.js"] = f"window.form = {json_text(form).rstrip()};".encode()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _sent(person: Person) -> Json:
    return {
        "id": person.id,
        "first": the_form().parts[0].link,
        "steps": person.steps or steps_of(person),
        "urgency": person.urgency,
        **({} if person.patience is None else {"patience": person.patience}),
    }


def _node(script: str, client: str, folder: Path, sent: Any, *more: str) -> Json:
    """What a script says, as JSON.

    Raises:
        AssertionError: it did not come to an end.
    """
    command = ["node", str(HERE / script), client, browser(), str(folder), *more]
    done = subprocess.run(
        command,
        input=json.dumps(sent),
        capture_output=True,
        text=True,
        check=False,
        timeout=MINUTES * 60,
    )
    assert 0 == done.returncode, done.stderr
    told: Json = json.loads(done.stdout)
    return told


def _filled(one: Json) -> Filled:
    response = one.get("response", {})
    worked_out = {
        item["linkId"]: item["answer"][0]["valueString"]
        for item in response.get("item", [])
        if item["linkId"] in the_form().silent and item.get("answer")
    }
    return Filled(
        worked_out.get("urgency"),
        said_in(response),
        response,
        one.get("times", []),
        one.get("emergency", False),
        one.get("failed"),
    )


def slips(some: Iterable[Person], driven: Driven) -> list[str]:
    """Where a client says something else than was meant, or another urgency."""
    found = [*map("asked for {}".format, driven.outside), *driven.errors]
    for person in some:
        one = driven.filled[person.id]
        if one.failed is not None:
            found.append(f"{person.id}: {one.failed}")
            continue
        if one.said != person.meant:
            changed = {*one.said.items()} ^ {*person.meant.items()}
            found.append(f"{person.id}: other answers, {sorted(changed)}")
        if one.emergency is not (one.urgency == HIGHEST):
            found.append(f"{person.id}: the words of an emergency do not go with {one.urgency}")
        if not same_urgency(person, one):
            found.append(f"{person.id}: {one.urgency} in place of {person.urgency}")
    return found


def same_urgency(person: Person, one: Filled) -> bool:
    """Whether the urgency is right; what cannot be read may only make it higher."""
    if person.typed and one.urgency is not None:
        return LADDER.index(one.urgency) >= LADDER.index(person.urgency)
    return one.urgency == person.urgency
