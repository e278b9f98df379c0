"""People who fill in the XLSForm in the engines of real clients: ODK Web Forms and ODK Collect.

A person is an answer set of a case or of a published or written person; what the form would not
ask of them is left out beforehand.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import ROOT, own_cases, own_people, the_book
from tests.fhir_driving import holds, said_in, the_form
from triage.cases.loading import Case
from triage.fhir.enabling import lists_of
from triage.fhir.form import Part
from triage.fhir.response import response_of
from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.weighing import weigh
from triage.rulebook.urgency import LADDER
from triage.rulebook.when import UNSURE
from triage.xlsform.names import link_of, name_of
from triage.xlsform.survey import Sheets, sheets_of

HERE = ROOT / "tests" / "xlsform"
MINUTES = 15
FEW = 5


class Person(NamedTuple):
    """Somebody who fills in the form."""

    id: str
    urgency: str
    """What the reference evaluator says."""
    meant: Mapping[str, tuple[str, ...]]
    """What the form should say, by items, in their order."""
    typed: bool
    """Whether a medicine is named that is not in the list: then the form may say a higher level."""
    signs: frozenset[str]
    """The danger signs that are there, and those that may be, with a question mark."""


class Filled(NamedTuple):
    """What came of it."""

    urgency: str
    reasons: str
    hidden: Sequence[str]
    """Questions that were not shown when they were answered."""
    shown: frozenset[str]
    """Items that are shown at the end."""
    times: Sequence[float]
    """Milliseconds until the form has worked on each answer."""


@cache
def the_sheets() -> Sheets:
    return sheets_of(the_book())


def xform_of(data: bytes, *, validate: bool = False) -> str:
    """The workbook as pyxform converts it; with `validate`, as ODK Validate accepts it."""
    xls2xform = pytest.importorskip("pyxform.xls2xform")
    done = xls2xform.convert(io.BytesIO(data), file_type=".xlsx", validate=validate)
    assert [] == done.warnings
    text: str = done.xform
    return text


def validator() -> Path:
    """ODK Validate, in which JavaRosa is."""
    pyxform = pytest.importorskip("pyxform")
    if shutil.which("java") is None:
        pytest.skip("there is no Java here: apt-get install openjdk-17-jre-headless")
    folder = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin"
    return folder / "ODK_Validate.jar"


# people


@cache
def chosen(step: int) -> tuple[Person, ...]:
    """People with every danger sign, certain and unsure, and every so many of all others.

    Always the same for the same rules and cases.
    """
    some = {person.id: person for person in _every(step)}
    left = some | {person.id: person for person in _with_signs()}
    found: list[Person] = []
    missing = every_sign()
    while missing and left:
        best = max(left.values(), key=lambda person: len(person.signs & missing))
        found.append(left.pop(best.id))
        missing -= best.signs
    assert not missing, sorted(missing)
    return (*found, *(person for id, person in some.items() if id in left))


def every_sign() -> frozenset[str]:
    """Each danger sign as it is there, and as it may be."""
    return frozenset(f"{id}{unsure}" for id in the_book().red_flags for unsure in ("", "?"))


def _every(step: int) -> Iterator[Person]:
    known = own_people("published", "written")
    yield from _people((f"{one.folder}: {one.id}", one.answers) for one in known[::step])
    yield from _people(map(_told, own_cases()[::step]))


def with_sign(sign: str) -> list[Person]:
    """Of those who were looked through for danger signs two who have this one, and little else."""
    able = [person for person in _with_signs() if sign in person.signs]
    return sorted(able, key=lambda person: (len(person.signs), len(person.meant)))[:2]


@cache
def _with_signs() -> tuple[Person, ...]:
    """Of the cases the first few that are about a danger sign, for each, with doubt and without."""
    seen: Counter[tuple[str, bool]] = Counter()
    found: list[tuple[str, Answers]] = []
    for case in own_cases():
        doubt = UNSURE in str(case.answers.given)
        named = {*case.expect.has_red_flags, *(case.expect.red_flags or ())}
        named |= the_book().red_flags.keys() & {*re.split("[ /]", case.name)}
        signs = {(sign, doubt) for sign in named}
        if any(seen[sign] < FEW for sign in signs):
            seen.update(signs)
            found.append(_told(case))
    return tuple(_people(found))


def _told(case: Case) -> tuple[str, Answers]:
    return f"{Path(case.place.file).name.partition('.')[0]}: {case.name}", case.answers


def _people(some: Iterable[tuple[str, Answers]]) -> Iterator[Person]:
    """Those whose answers the form can take."""
    found = (_person(id, answers) for id, answers in some)
    yield from (person for person in found if person is not None)


def _person(id: str, answers: Answers) -> Person | None:
    book, form = the_book(), the_form()
    weighed = weigh(book, reference.fire(book, answers.variables(book)))
    said = said_in(response_of(form, answers))
    for part in form.parts:
        if part.link in said and not is_shown(part, said):
            if said[part.link] != (part.none,):
                return None
            del said[part.link]
    if not said:
        return None
    signs = frozenset(f"{one.id}{'' if one.certain else '?'}" for one in weighed.flags)
    return Person(id, weighed.urgency, said, form.other_medicine in said, signs)


def is_shown(part: Part, said: Mapping[str, Sequence[str]]) -> bool:
    """Whether the form asks an item of somebody with these answers."""
    lists = lists_of(the_form(), part)
    return all(any(holds(one, said) for one in comparisons) for comparisons in lists)


# what they do


def given_by(person: Person) -> list[tuple[str, Any]]:
    """The answers by the names of the questions, in the order of the form."""
    form = the_form()
    found: list[tuple[str, Any]] = []
    for link, said in person.meant.items():
        if link in form.counted:
            found.append((name_of(link), int(said[0])))
        elif link in form.typed_in - {form.medicines_question}:
            found.append((name_of(link), ", ".join(said)))
        else:
            found.append((name_of(link), [*said]))
    return found


def web_forms(xform: Path, some: Iterable[Person]) -> dict[str, Filled]:
    """What people get in the engine of ODK Web Forms."""
    if shutil.which("node") is None:
        pytest.skip("there is no node here: install Node.js 20 or newer")
    if not (HERE / "node_modules" / "@getodk").is_dir():
        pytest.skip("there are no node modules here: npm ci --prefix tests/xlsform")
    return _filled(["node", str(HERE / "fill.js"), str(xform)], some)


def javarosa(xform: Path, some: Iterable[Person]) -> dict[str, Filled]:
    """What people get in the engine of ODK Collect."""
    pytest.importorskip("jpype")
    command = [sys.executable, str(HERE / "javarosa.py"), str(validator()), str(xform)]
    return _filled(command, some)


def _filled(command: Sequence[str], some: Iterable[Person]) -> dict[str, Filled]:
    sent = [{"id": person.id, "answers": given_by(person)} for person in some]
    done = subprocess.run(
        command,
        input=json.dumps(sent),
        capture_output=True,
        text=True,
        check=False,
        timeout=MINUTES * 60,
    )
    assert 0 == done.returncode, done.stderr
    return {one["id"]: _came(one) for one in json.loads(done.stdout)}


def _came(one: Mapping[str, Any]) -> Filled:
    shown = the_form().by_link.keys() & {*map(link_of, one["shown"])}
    return Filled(one["urgency"], one["reasons"], one["hidden"], frozenset(shown), one["times"])


def slips(some: Iterable[Person], filled: Mapping[str, Filled]) -> list[str]:
    """Where the form asks something else than is meant, or comes to another urgency."""
    found = []
    for person in some:
        one = filled[person.id]
        if one.hidden:
            found.append(f"{person.id}: not shown {[*one.hidden]}")
        asked = {part.link for part in the_form().parts if is_shown(part, person.meant)}
        if one.shown != asked:
            found.append(f"{person.id}: other questions, {sorted(one.shown ^ asked)}")
        if not same_urgency(person, one):
            found.append(f"{person.id}: {one.urgency} in place of {person.urgency}")
    return found


def same_urgency(person: Person, one: Filled) -> bool:
    """Whether the urgency is right; what cannot be read may only make it higher."""
    if person.typed and one.urgency:
        return LADDER.index(one.urgency) >= LADDER.index(person.urgency)  # type: ignore[arg-type]
    return one.urgency == person.urgency
