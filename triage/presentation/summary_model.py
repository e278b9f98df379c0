"""What stands in a summary for the doctor, in every form of it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from triage.inference.medicines_read import Understanding
from triage.inference.result_parts import (
    Decided,
    FlagReached,
    Frozen,
    KindTold,
    NotOffered,
    Reason,
    Versions,
)
from triage.rulebook.urgency import Urgency


class Fact(Frozen, frozen=True, kw_only=True):
    """What one question brought."""

    question: str
    label: str
    """What the question is about, as a noun phrase."""
    words: tuple[str, ...]


class Group(Frozen, frozen=True, kw_only=True):
    """Facts of one section of the rule book."""

    section: str
    title: str
    facts: tuple[Fact, ...]


class MedicineNamed(Frozen, frozen=True, kw_only=True):
    """A medicine as it was typed, and what it was taken to be."""

    typed: str
    how: Understanding
    """Whether it was understood; else each class that it could be counts as not sure."""
    name: str
    """Its name in the catalogue, or all that is known of it."""
    classes: tuple[str, ...]
    """The kinds that it is, or could be."""


class Medicines(Frozen, frozen=True, kw_only=True):
    """One question about medicines, and all that was asked because of it."""

    label: str
    answer: Literal["named", "none", "unsure", "not-asked"]
    named: tuple[MedicineNamed, ...]
    facts: tuple[Fact, ...]


class Span(Frozen, frozen=True, kw_only=True):
    """An answer about a time, in days before the day of the answers."""

    question: str
    label: str
    words: str
    days_from: int | None
    """None: it has no known beginning."""
    days_to: int


class PartOfBody(Frozen, frozen=True, kw_only=True):
    """What was said about one item of a list for which questions are asked one by one."""

    item: str
    words: str
    """The item, such as a part of the body."""
    certain: bool
    """False: the person was not sure of it."""
    cells: tuple[str, ...]
    """One for each column; empty where nothing was answered."""


class Parts(Frozen, frozen=True, kw_only=True):
    """A list whose ticked items each have questions of their own, as a table."""

    question: str
    """The list."""
    label: str
    columns: tuple[str, ...]
    rows: tuple[PartOfBody, ...]
    questions: tuple[str, ...]
    """All questions whose answers stand in the table."""


class DangerSigns(Frozen, frozen=True, kw_only=True):
    """What was said about danger signs, in four groups."""

    present: tuple[str, ...]
    not_sure: tuple[str, ...]
    asked_and_no: tuple[str, ...]
    left_unticked: tuple[str, ...]
    """Left in a list: nobody was asked about each of them."""
    questions: tuple[str, ...]
    """The questions about danger that were answered."""


class Possible(Frozen, frozen=True, kw_only=True):
    """A condition whose features the answers fit in part. Never a diagnosis."""

    id: str
    name: str
    features_of: str
    """How the name reads after "features of"."""
    fit: str = field(name="band")
    told_as: str
    """The same as people read it: what is urgent and not firm "needs ruling out"."""
    one_for: str
    """What speaks for it, in one line."""
    one_against: str
    """What speaks against it, in one line; empty where nothing does."""
    fits: tuple[Reason, ...]
    does_not_fit: tuple[Reason, ...]
    firm_missing: str
    """What it needs to fit well and is missing, as a clause; empty elsewhere."""
    not_known: tuple[str, ...]
    must_say: tuple[str, ...]


class Asked(Frozen, frozen=True, kw_only=True):
    """One question, word for word, and its whole answer."""

    question: str
    ask: str
    answer: str
    not_ticked: tuple[str, ...]
    """For a list to tick: what was left, which means no."""


class AskedGroup(Frozen, frozen=True, kw_only=True):
    """The questions of one section that were answered."""

    section: str
    title: str
    asked: tuple[Asked, ...]


class Summary(Frozen, frozen=True, kw_only=True):
    """Everything that stands in a summary, in every form of it."""

    format: int
    subject: str
    """What the questionnaire is about."""
    filled_in: str
    """When, in the words of the caller; empty where nobody said."""
    other_person: bool
    """Whether somebody else answered for the person whom it is about."""
    about: tuple[Fact, ...]
    """Who the answers are about."""
    urgency: Urgency
    urgency_title: str
    what_to_do: tuple[str, ...]
    """Only in an emergency: whoever holds the summary must not miss it."""
    decided_by: tuple[Decided, ...]
    red_flags: tuple[FlagReached, ...]
    not_certain: tuple[str, ...]
    """What makes the level less certain: danger signs not asked, medicines not understood."""
    advisory: Annotated[str, Meta(min_length=1)]
    review: str
    """Empty once the rules are signed; until then, that they are not."""
    parts: tuple[Parts, ...]
    """Tables of what was asked for each item of a list, such as parts of the body."""
    danger_signs: DangerSigns
    own_words: tuple[str, ...]
    """What the person wrote freely; no rule reads it."""
    reported: tuple[Group, ...]
    medicines: tuple[Medicines, ...]
    times: tuple[Span, ...]
    not_present: tuple[Group, ...]
    not_sure: tuple[Group, ...]
    possible: tuple[Possible, ...]
    not_offered: tuple[NotOffered, ...]
    also_fit: int
    """How many more conditions fit less, or cannot be offered alone."""
    no_candidates: str
    named_kinds: tuple[KindTold, ...]
    """What doctors call it, where no condition fits."""
    not_asked: tuple[str, ...]
    """Open questions without an answer: left out, or no rule needed them any more."""
    does_not_apply: tuple[str, ...]
    """Questions that these answers do not lead to."""
    not_looked_at: tuple[str, ...]
    questions_and_answers: tuple[AskedGroup, ...]
    versions: Versions
