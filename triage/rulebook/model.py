"""The rule book as typed, frozen data. It knows nothing of YAML, experta or click.

Every class here is also what stands in the rule files: field names become kebab-case keys,
so the JSON Schema that editors use is generated from these classes and cannot drift.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

from msgspec import Meta, Struct

from triage.rulebook.urgency import Urgency
from triage.rulebook.when import UNSURE, Holds, Is, When, leaves, widened

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        description="lower-case words and digits with single hyphens",
    ),
]
FlagId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z]{2,8}[0-9]+[a-z]*(-[a-z0-9]+)*$",
        max_length=80,
        description="for example RF09",
    ),
]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Sources = Annotated[tuple[str, ...], Meta(min_length=1, description="ids from sources.yaml")]
Kind = Literal["yes-no", "pick-one", "tick-all", "number", "medicines"]
Strength = Literal["strong", "moderate", "weak"]
Band = Literal["fits-well", "fits-partly", "fits-a-little"]
Frequency = Literal["very-common", "common", "uncommon", "rare", "very-rare"]
Read = Literal["full", "part", "no"]
YesNo = Literal["yes", "no"]
Review = Literal["none yet"]
"""Whether a clinician has reviewed a file. Nobody's name is ever made up."""
UNREVIEWED: Review = "none yet"

BANDS: tuple[Band, ...] = ("fits-well", "fits-partly", "fits-a-little")


class Frozen(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """Base of everything that stands in a rule file."""


class Section(Frozen, frozen=True, kw_only=True):
    """A group of questions that are asked together; its file has the same name."""

    id: Id
    title: Text


class Answer(Frozen, frozen=True, kw_only=True):
    """One choice of a question, with the words that explain it."""

    text: Text
    """How the choice reads in the list."""
    yes: Text
    """What it means when chosen, as a clause: "your head turns to one side"."""
    no: Text | None = None
    """What it means when left unticked (tick-all only): "your head does not turn"."""
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
    short: Text
    """A noun phrase that fits after "not sure about": "a light touch on the face"."""
    ask: Text
    why: Text
    """Why it is asked, in one or two plain sentences."""
    hint: Text | None = None
    ask_when: When | None = None
    always: YesNo = "no"
    """Asked even when no open rule depends on it."""
    answers: Mapping[Id, Answer] = {}
    yes: Text | None = None
    """yes-no only: the clause for yes."""
    no: Text | None = None
    """yes-no only: the clause for no."""
    cut_points: tuple[int, ...] = ()
    """number only: rules may compare with these numbers and no others."""
    lowest: int = 0
    highest: int = 120
    clause: Text | None = None
    """number only: the clause with `{number}` in it."""
    sources: tuple[str, ...] = ()
    note: Text | None = None


class Finding(Frozen, frozen=True, kw_only=True):
    """A named intermediate conclusion that several rules use."""

    name: Text
    when: When
    sources: Sources
    note: Text | None = None


class RedFlag(Frozen, frozen=True, kw_only=True):
    """A danger sign: what sets it off, how soon to be seen, what to do now."""

    title: Text
    when: When
    urgency: Urgency
    if_unsure: Urgency
    """The level when the deciding answer is *unsure*."""
    because: Text
    """Why it matters, to the patient: one or two plain sentences."""
    do_now: tuple[Text, ...] = ()
    crisis: YesNo = "no"
    """Whether the crisis lines of the region are shown with it."""
    sources: Sources
    note: Text | None = None


class Core(Frozen, frozen=True, kw_only=True):
    """What must hold for a condition to be suggested at all."""

    when: When
    because: Text
    enough: YesNo = "no"
    """Whether the core alone makes the condition fit well."""
    sources: Sources
    note: Text | None = None


class Evidence(Frozen, frozen=True, kw_only=True):
    """One thing that speaks for or against a condition."""

    when: When
    strength: Strength
    because: Text
    risk: YesNo = "no"
    """A risk fact (a medicine, the family): it may lift a rare condition by itself."""
    sources: Sources
    note: Text | None = None


class Block(Frozen, frozen=True, kw_only=True):
    """Why a condition is not offered as a suggestion, and what to look at instead."""

    when: When
    because: Text
    instead: Text
    sources: Sources
    note: Text | None = None


class Code(Frozen, frozen=True, kw_only=True):
    """A code in another system; unverified ones say so."""

    system: Literal["icd-10-cm", "mondo", "omim", "hpo"]
    code: Text
    verified: YesNo = "yes"
    note: Text | None = None


class Condition(Frozen, frozen=True, kw_only=True):
    """A condition that may be suggested, and everything said about it."""

    name: Text
    also_called: tuple[Text, ...] = ()
    fits_name: Text | None = None
    """How the name reads after "features of"; the name itself where it is left out."""
    codes: tuple[Code, ...] = ()
    frequency: Frequency
    what_it_is: Text
    who_it_affects: Text
    how_it_starts: Text
    inheritance: Text
    doctor_may_check: tuple[Text, ...]
    doctor_may_discuss: tuple[Text, ...]
    must_say: tuple[Text, ...] = ()
    """Said to the patient whenever the condition is suggested."""
    urgency: Urgency
    top_band: Band = "fits-well"
    """The best band that it may reach; a lower one says that answers alone cannot show more."""
    never_alone: YesNo = "no"
    benign: YesNo = "no"
    """Harmless as a rule: never alone or first beside a red flag."""
    core: Core
    supports: Mapping[Id, Evidence] = {}
    against: Mapping[Id, Evidence] = {}
    blocked_by: Mapping[Id, Block] = {}
    sources: Sources
    review: Review = UNREVIEWED
    note: Text | None = None


class MedicineClass(Frozen, frozen=True, kw_only=True):
    """A class of medicines that rules can name, as `medicine.<class>`."""

    name: Text
    part_of: Id | None = None
    """A wider class that every medicine of this one also belongs to."""
    summary_only: YesNo = "no"
    """Kept for the doctor's summary; no rule uses it."""
    known_as: Text
    """What patients call it."""
    movements: Text
    latency: Text
    sources: Sources
    note: Text | None = None


class Medicine(Frozen, frozen=True, kw_only=True):
    """A medicine: its classes and the names it is sold under."""

    classes: Annotated[tuple[str, ...], Meta(min_length=1)]
    brands: tuple[Text, ...] = ()
    also: tuple[Text, ...] = ()
    """Other spellings and salts."""
    atc: Text | None = None
    rxnorm: Text | None = None
    rxnorm_verified: YesNo = "yes"
    movements: Text | None = None
    note: Text | None = None


class Source(Frozen, frozen=True, kw_only=True):
    """A source, and how far it was really read."""

    title: Text
    by: Text
    year: Text
    link: Text | None = None
    used_for: Text
    read: Read
    read_note: Text | None = None


class Points(Frozen, frozen=True, kw_only=True):
    strong: int
    moderate: int
    weak: int


class Scoring(Frozen, frozen=True, kw_only=True):
    """How points become bands, in one place."""

    core: int
    points: Points
    fits_well: int
    fits_partly: int
    shown_at_most: int
    rare_needs_supports: int
    """Supports that a rare condition needs to rise above fits-a-little without a strong
    support or a risk fact."""
    note: Text | None = None
    review: Review = UNREVIEWED


class CrisisLine(Frozen, frozen=True, kw_only=True):
    """Somebody to talk to at once."""

    text: Text
    verified: YesNo
    """Whether the number was verified; if not, the text says to check it."""


class Region(Frozen, frozen=True, kw_only=True):
    """Numbers that differ from country to country, in one file that can be replaced."""

    name: Text
    emergency_numbers: tuple[Text, ...]
    crisis_lines: tuple[CrisisLine, ...]
    sources: Sources
    note: Text | None = None
    review: Review = UNREVIEWED


class UrgencyText(Frozen, frozen=True, kw_only=True):
    """What a level says to the patient."""

    title: Text
    what_to_do: tuple[Text, ...]


class UnderAge(Frozen, frozen=True, kw_only=True):
    """What is said to somebody young: ask an adult to help."""

    question: Id
    """The number question that tells the age."""
    under: int
    text: Text


class Advisory(Frozen, frozen=True, kw_only=True):
    """The texts that every result carries."""

    advisory: Text
    not_reviewed: Text
    no_candidates: Text
    urgency: Mapping[Urgency, UrgencyText]
    watch_for: tuple[Text, ...]
    under_age: UnderAge
    local_number: Text
    """Said in an emergency where the region is known; `{numbers}` stands in it."""
    check_number: Text
    """Added to a crisis line that was not verified."""
    not_looked_at: tuple[Text, ...]
    bring: tuple[Text, ...]
    opening: tuple[Text, ...]
    review: Review = UNREVIEWED


class Rule(Struct, frozen=True):
    """One rule as the evaluators see it: a condition, and what it concludes."""

    id: str
    when: When
    concludes: str


class Variable(Struct, frozen=True):
    """Something that rules can ask about: a question, one tick-all item, a medicine class."""

    name: str
    question: str
    item: str | None
    answers: tuple[str, ...]
    """Its finite domain, *unsure* last. Numbers have one word for each band."""


class Rulebook(Struct, frozen=True, kw_only=True, dict=True):
    """Everything in the rule files, checked and frozen."""

    version: str
    title: str
    digest: str = ""
    """SHA-256 of the meaning: comments and layout do not change it."""
    review: Review
    sections: tuple[Section, ...]
    other_person_when: When | None = None
    questions: Mapping[str, Question]
    section_of: Mapping[str, str]
    findings: Mapping[str, Finding]
    red_flags: Mapping[str, RedFlag]
    conditions: Mapping[str, Condition]
    classes: Mapping[str, MedicineClass]
    medicines: Mapping[str, Medicine]
    sources: Mapping[str, Source]
    regions: Mapping[str, Region]
    glossary: Mapping[str, str] = {}
    """Words that may not be known, in plain words; in lower case."""
    scoring: Scoring
    advisory: Advisory

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """Every variable that a rule may name."""
        return {
            variable.name: variable
            for id, question in self.questions.items()
            for variable in variables_of(id, question, self.classes)
        }

    def allowed(self, leaf: Is) -> frozenset[str]:
        """The answers of the domain that a leaf accepts."""
        known = self._allowed.get(leaf)
        if known is None:
            question = self.questions[self.variables[leaf.variable].question]
            known = frozenset(leaf.answers)
            if question.kind == "number":
                known = frozenset(
                    word for text in known for word in bands_within(question.cut_points, text)
                )
            self._allowed[leaf] = known
        return known

    @cached_property
    def _allowed(self) -> dict[Is, frozenset[str]]:
        return {}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules: findings, red flags, evidence, suggestions, urgency.

        Every conclusion is reached before it is used; otherwise they are sorted by id.
        Findings and red flags have a twin, marked `?`, in which *unsure* satisfies: a flag's
        twin gives its `if-unsure` level.
        """
        rules: list[Rule] = []
        for id, finding in self.findings.items():
            rules.append(Rule(f"finding:{id}", finding.when, f"finding:{id}"))
            rules.append(Rule(f"finding:{id}?", _twin(finding.when), f"finding:{id}?"))
        for id, flag in self.red_flags.items():
            rules.append(Rule(id, flag.when, f"red-flag:{id}"))
            rules.append(Rule(f"{id}?", _twin(flag.when), f"red-flag:{id}?"))
            rules.append(_reaches(f"red-flag:{id}", flag.urgency))
            rules.append(_reaches(f"red-flag:{id}?", flag.if_unsure))
        for id, condition in self.conditions.items():
            rules.append(Rule(core_id(id), condition.core.when, f"evidence:{core_id(id)}"))
            for group in (condition.supports, condition.against, condition.blocked_by):
                for rule_id, evidence in group.items():
                    rules.append(Rule(rule_id, evidence.when, f"evidence:{rule_id}"))
            core = Holds(f"evidence:{core_id(id)}")
            rules.append(Rule(f"suggestion:{id}", core, f"suggestion:{id}"))
            rules.append(_reaches(f"suggestion:{id}", condition.urgency))
        return _in_order(rules)


def _in_order(rules: list[Rule]) -> tuple[Rule, ...]:
    """Sorted by id, but each rule after the rules whose conclusions it uses."""
    waiting = sorted(rules, key=lambda rule: rule.id)
    uses = {
        rule.id: {part.conclusion for part in leaves(rule.when) if isinstance(part, Holds)}
        for rule in waiting
    }
    ordered: list[Rule] = []
    while waiting:
        pending = {rule.concludes for rule in waiting}
        ready = [rule for rule in waiting if not uses[rule.id] & pending]
        if not ready:
            raise ValueError("findings depend on each other in a circle")
        ordered += ready
        waiting = [rule for rule in waiting if uses[rule.id] & pending]
    return tuple(ordered)


def core_id(condition: str) -> str:
    """The id of a condition's core rule."""
    return f"{condition}-core"


def _twin(when: When) -> When:
    return widened(when, lambda conclusion: f"{conclusion}?")


def _reaches(conclusion: str, level: Urgency) -> Rule:
    return Rule(f"urgency:{level} from {conclusion}", Holds(conclusion), f"urgency:{level}")


MEDICINES_PREFIX = "medicine"
UNKNOWN_NAME = "unknown-name"


def variables_of(
    id: str, question: Question, classes: Mapping[str, MedicineClass]
) -> list[Variable]:
    """The variables that a question gives, with their domains."""
    three = ("yes", "no", UNSURE)
    match question.kind:
        case "yes-no":
            return [Variable(id, id, None, three)]
        case "pick-one":
            return [Variable(id, id, None, (*question.answers, UNSURE))]
        case "tick-all":
            return [Variable(f"{id}.{item}", id, item, three) for item in question.answers]
        case "number":
            return [Variable(id, id, None, (*bands(question.cut_points), UNSURE))]
        case "medicines":
            items = (*classes, UNKNOWN_NAME)
            return [Variable(f"{MEDICINES_PREFIX}.{c}", id, c, three) for c in items]


def bands(cut_points: tuple[int, ...]) -> list[str]:
    """One word for each band between cut points: `under 2`, `2 to 15`, `at least 16`."""
    if not cut_points:
        return ["at least 0"]
    first, last = cut_points[0], cut_points[-1]
    middle = [f"{low} to {high - 1}" for low, high in pairwise(cut_points)]
    return [f"under {first}", *middle, f"at least {last}"]


def band_of(cut_points: tuple[int, ...], number: int) -> str:
    """The band that a number falls in."""
    position = sum(number >= cut for cut in cut_points)
    return bands(cut_points)[position]


def span(text: str) -> tuple[int, int | None] | None:
    """`under 18`, `at least 60` or `30 to 59` as first and last number; None if neither."""
    match text.split():
        case ["under", high] if high.isdecimal():
            return 0, int(high) - 1
        case ["at", "least", low] if low.isdecimal():
            return int(low), None
        case [low, "to", high] if low.isdecimal() and high.isdecimal():
            return (int(low), int(high)) if int(low) <= int(high) else None
        case _:
            return None


def bands_within(cut_points: tuple[int, ...], text: str) -> list[str]:
    """The bands that a comparison covers; *unsure* stands for itself."""
    if text == UNSURE:
        return [UNSURE]
    wanted = span(text)
    if wanted is None:
        return []
    low, high = wanted
    found = []
    for word in bands(cut_points):
        first, last = span(word) or (0, None)
        if first >= low and (high is None or (last is not None and last <= high)):
            found.append(word)
    return found
