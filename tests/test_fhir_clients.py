"""The FHIR questionnaire in two clients of other people, in a real browser.

People fill it in by clicking and typing, and what the client exports says what they meant, with
the urgency of the reference evaluator. A few do so here; `benchmarks/fhir_clients.py` lets 300.
It needs Chromium and what `tests/fhir_clients` brings; where that is missing, the tests are left
out and say so.
"""

from __future__ import annotations

import copy
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.fhir_driving import (
    CLIENTS,
    PICTURED,
    Json,
    Person,
    browser,
    chosen,
    drive,
    look,
    slips,
    the_questionnaire,
)

FEW = 12
FIT = Person(
    "somebody whose first fit was today",
    "emergency",
    {"sex": ("sex.female",), "danger-lately": ("danger-lately.fits",), "fits": ("fits.first-fit",)},
)
OWN_SLIPS = {
    "lhc": {"aria-valid-attr-value"},
    "smart": {"color-contrast", "nested-interactive"},
}
"""What axe finds in buttons of the clients themselves, whatever the form says."""
PICTURES = ROOT / "docs" / "pictures"


def clicks(link: str, code: str, *, wanted: bool = True) -> Json:
    return {"link": link, "clicks": [{"code": code, "wanted": wanted}]}


CHANGED = Person(
    "somebody who takes back what led to a danger sign",
    "routine",
    {"sex": ("sex.female",)},
    steps=(
        clicks("sex", "sex.female"),
        clicks("danger-lately", "danger-lately.fits"),
        clicks("fits", "fits.first-fit"),
        clicks("danger-lately", "danger-lately.fits", wanted=False),
    ),
)
CONTRADICTING = Person(
    "somebody who ticks a danger sign, and none of these as well",
    "emergency",
    {"danger-now": ("danger-now.breath", "danger-now.none")},
    steps=(
        clicks("danger-now", "danger-now.none"),
        clicks("danger-now", "danger-now.breath"),
    ),
)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_exports_what_people_meant_with_the_urgency_of_the_rules(
    client: str, tmp_path: Path
) -> None:
    """Danger signs above all; a sign that was taken back does not count, and nothing is sent."""
    browser()
    some = [*chosen(FEW), FIT, CHANGED, CONTRADICTING]

    assert [] == slips(some, drive(client, some, tmp_path))


def another_code(form: Json) -> None:
    """An answer goes by another code than the rules know."""
    option = item_of(form, "fits")["answerOption"][0]
    option["valueCoding"]["code"] = "fits.first-fit-of-all"


def never_shown(form: Json) -> None:
    """A question is shown for an answer that nobody can give."""
    item_of(form, "fits")["enableWhen"] = [
        {"question": "sex", "operator": "=", "answerCoding": {"code": "sex.unknown"}}
    ]


def another_rule(form: Json) -> None:
    """A rule looks for what nobody says."""
    for extension in form["extension"]:
        said = extension["valueExpression"]
        said["expression"] = said["expression"].replace("is-rf04 (?=", "is-rf04 (?!)(?=")


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("broken", [another_code, never_shown, another_rule])
def test_a_slip_in_the_form_is_noticed(
    client: str, broken: Callable[[Json], None], tmp_path: Path
) -> None:
    """Otherwise nobody would know whether the clients are looked at at all."""
    browser()
    form = copy.deepcopy(the_questionnaire())
    broken(form)
    hasty = FIT._replace(patience=2_000)

    assert form != the_questionnaire()
    assert 1 <= len(slips([hasty], drive(client, [hasty], tmp_path, form)))


def item_of(form: Json, link: str) -> Json:
    waiting: list[Any] = [*form["item"]]
    while waiting:
        item: Json = waiting.pop()
        if item["linkId"] == link:
            return item
        waiting += item.get("item", [])
    raise AssertionError(link)


@pytest.mark.parametrize("client", CLIENTS)
def test_the_pictures_show_an_emergency_as_the_clients_show_it(client: str, tmp_path: Path) -> None:
    """The page is readable by everybody, and the picture in the documents is of its kind."""
    browser()
    picture = tmp_path / f"{client}.png"
    filled, found = look(client, PICTURED, tmp_path, str(picture))
    kept = PICTURES / f"fhir-{client}.png"

    assert ("emergency", True) == (filled.urgency, filled.emergency)
    assert {slip.partition(":")[0] for slip in found} <= OWN_SLIPS[client]
    assert size_of(kept) == size_of(picture)
    assert kept.stat().st_size < 100_000


def size_of(picture: Path) -> tuple[int, ...]:
    return struct.unpack(">II", picture.read_bytes()[16:24])
