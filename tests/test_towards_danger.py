"""Danger signs that go from no to not sure to yes, over many answer sets at once."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from benchmarks.towards_danger import Found, Signs
from tests.conftest import the_book
from triage import Rulebook
from triage.inference.columns_answers import Seen
from triage.rulebook.when import UNSURE, All, Is

BOOK = the_book()
SEED = (7, 0)


@pytest.fixture(scope="module")
def found() -> Found:
    return Signs(BOOK).look(SEED)


def with_flag(when: All) -> Rulebook:
    """The rule book with one emergency more, which these answers are."""
    flag = replace(BOOK.red_flags["RF01"], when=when, if_unsure="routine")
    return replace(BOOK, red_flags={**BOOK.red_flags, "RF99": flag})


def test_p2_p3_p4_no_answer_towards_danger_lowers_the_urgency(found: Found) -> None:
    """Whatever a tick opens, hides or settles, owning up to a danger sign only brings help sooner.

    Every sign is tried on more than two hundred people, most of whom have nothing worse.
    """
    assert [] == found.broken
    assert len(found.raised) > 150
    assert all(count > found.people.sum() / 50 for count in found.people)


def test_p4_a_flag_that_a_second_sign_takes_away_is_found() -> None:
    """A rule that needs another danger sign to be absent is noticed."""
    when = All((Is("sex", ("male",)), Is("tingling.limbs", ("no",))))
    broken = Signs(with_flag(when)).look(SEED).broken

    assert any("tingling.limbs from no to unsure: emergency falls" in one for one in broken)


def test_p4_a_flag_that_only_holds_of_the_unsure_is_found() -> None:
    """Who becomes sure of a danger sign must not be sent away."""
    when = All((Is("sex", ("male",)), Is("danger-now.breath", (UNSURE,))))
    book = with_flag(when)
    calm = replace(BOOK.red_flags["RF01"], urgency="routine", if_unsure="routine")
    book = replace(book, red_flags={**book.red_flags, "RF01": calm})
    broken = Signs(book).look(SEED).broken

    assert any("danger-now.breath from unsure to yes: emergency falls" in one for one in broken)


@pytest.mark.parametrize(
    ("step", "told"),
    [("_settle", "a line opens "), ("_take_second_look", "second-look.")],
    ids=["lines that open nothing", "a second look that is not counted"],
)
def test_p3_a_reader_that_forgets_a_step_is_found(
    monkeypatch: pytest.MonkeyPatch, step: str, told: str
) -> None:
    """It is the reading of answers that is tried here, not the rules alone."""
    monkeypatch.setattr(Seen, step, lambda _: None)
    broken = Signs(BOOK).look(SEED).broken

    assert any(f", {told}" in one for one in broken)
