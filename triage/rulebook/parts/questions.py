"""questions/*.yaml: what the patient is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import field

from triage.rulebook.parts.base import Frozen, Id, Ignore, Text, YesNo
from triage.rulebook.when import When

Kind = Literal["yes-no", "pick-one", "tick-all", "number", "medicines"]


class Answer(Frozen, frozen=True, kw_only=True):
    """One choice of a question, with the words that explain it."""

    text: Text
    """How the choice reads in the list."""
    yes: Text
    """What it means when chosen, as a clause: "you sleep badly"."""
    no: Text | None = None
    """What it means when left unticked (tick-all only): "you do not sleep badly"."""
    days_from: int | None = None
    """For the time line of the doctor's summary: how many days ago the answer reaches back.
    Left out where it has no beginning, as in "over 3 months ago"."""
    days_to: int | None = None
    """How many days ago the answer ends; 0 is the day of the answers."""
    summary_only: YesNo = "no"
    """Kept for the doctor's summary; no rule uses it."""


class Question(Frozen, frozen=True, kw_only=True):
    """One question to the patient."""

    kind: Kind
    """How it is answered: yes-no, pick-one, tick-all, number or medicines."""
    short: Text
    """A noun phrase that fits after "not sure about": "a light touch on the face"."""
    ask: Text
    """The question as the patient reads it."""
    why: Text
    """Why it is asked, in one or two plain sentences."""
    hint: Text | None = None
    """A further sentence that helps to answer it."""
    ask_when: When | None = None
    """Asked only where this holds, of earlier answers; always where it is left out."""
    always: YesNo = "no"
    """Asked even when no open rule depends on it."""
    answers: Mapping[Id, Answer] = {}
    """pick-one and tick-all: the choices, in the order of the list, each under its id."""
    yes: Text | None = None
    """yes-no only: the clause for yes."""
    no: Text | None = None
    """yes-no only: the clause for no."""
    cut_points: tuple[int, ...] = ()
    """number only: rules may compare with these numbers and no others."""
    lowest: int = 0
    """number only: the lowest number that can be typed."""
    highest: int = 120
    """number only: the highest number that can be typed."""
    clause: Text | None = None
    """number only: the clause with `{number}` in it."""
    sources: tuple[str, ...] = ()
    """Ids from sources.yaml that the question rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""
