"""The rule book as typed, frozen data. It knows nothing of YAML, experta or click.

Every class here is also what stands in the rule files: field names become kebab-case keys,
so the JSON Schema that editors use is generated from these classes and cannot drift.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from triage.once import once
from triage.rulebook import conclusions
from triage.rulebook.conclusions import Conclusion
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
        description="for example AB01",
    ),
]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Ignore = Mapping[Text, Text]
"""Ids of checks that pass over this part, each with the reason. It changes no meaning, so the
rule book does not carry it: see `triage.checks.ignoring`."""
Sources = Annotated[tuple[str, ...], Meta(min_length=1, description="ids from sources.yaml")]
Kind = Literal["yes-no", "pick-one", "tick-all", "number", "medicines"]
Strength = Literal["strong", "moderate", "weak"]
Fit = Literal["fits-well", "fits-partly", "fits-a-little"]
Frequency = Literal["very-common", "common", "uncommon", "rare", "very-rare"]
Read = Literal["full", "part", "no"]
YesNo = Literal["yes", "no"]
ReviewKind = Literal[
    "red-flag",
    "condition",
    "finding",
    "question",
    "scoring",
    "advisory",
    "region",
    "medicines",
    "glossary",
    "sections",
]
"""What is signed as one thing: see `triage.rulebook.reviews`."""

FITS: tuple[Fit, ...] = ("fits-well", "fits-partly", "fits-a-little")


class Frozen(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """Base of everything that stands in a rule file."""


class Section(Frozen, frozen=True, kw_only=True):
    """A group of questions that are asked together; its file has the same name."""

    id: Id
    """The name of the section, and of its file in the folder questions."""
    title: Text
    """The heading over its questions."""


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
    ignore: Ignore = {}
    """Ids of checks that pass over this part, each with the reason in a few words."""


class Finding(Frozen, frozen=True, kw_only=True):
    """A named intermediate conclusion that several rules use."""

    name: Text
    """What it is called in explanations, as a noun phrase."""
    when: When
    """The answers and findings from which it follows."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = {}
    """Ids of checks that pass over this part, each with the reason in a few words."""


class RedFlag(Frozen, frozen=True, kw_only=True):
    """A danger sign: what sets it off, how soon to be seen, what to do now."""

    title: Text
    """The danger sign, in a few words."""
    when: When
    """The answers and findings that set it off."""
    urgency: Urgency
    """How soon to be seen when it is set off; no rule can lower it."""
    if_unsure: Urgency
    """The level when the deciding answer is *unsure*."""
    because: Text
    """Why it matters, to the patient: one or two plain sentences."""
    do_now: tuple[Text, ...] = ()
    """What to do until help is there, one short sentence each."""
    crisis: YesNo = "no"
    """Whether the crisis lines of the region are shown with it."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = {}
    """Ids of checks that pass over this part, each with the reason in a few words."""


class Core(Frozen, frozen=True, kw_only=True):
    """What must hold for a condition to be suggested at all."""

    when: When
    """The answers and findings without which the condition is not suggested."""
    because: Text
    """Why these suggest it, in lay words."""
    enough: YesNo = "no"
    """Whether the core alone makes the condition fit well."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = {}
    """Ids of checks that pass over this part, each with the reason in a few words."""


class Evidence(Frozen, frozen=True, kw_only=True):
    """One thing that speaks for or against a condition."""

    when: When
    """The answers and findings that it rests on."""
    strength: Strength
    """How much it weighs: strong, moderate or weak; the points stand in scoring.yaml."""
    because: Text
    """The link to the condition, in lay words."""
    risk: YesNo = "no"
    """A risk fact (a medicine, the family): it may lift a rare condition by itself."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = {}
    """Ids of checks that pass over this part, each with the reason in a few words."""


class Block(Frozen, frozen=True, kw_only=True):
    """Why a condition is not offered as a suggestion, and what to look at instead."""

    when: When
    """The answers and findings that keep the condition from being offered."""
    because: Text
    """Why it is not offered, in lay words."""
    instead: Text
    """What to look at instead."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = {}
    """Ids of checks that pass over this part, each with the reason in a few words."""


class Code(Frozen, frozen=True, kw_only=True):
    """A code in another system; unverified ones say so."""

    system: Literal["icd-10-cm", "mondo", "omim", "hpo"]
    """The system that the code is from."""
    code: Text
    """The code, as that system writes it."""
    verified: YesNo = "yes"
    """Whether it was looked up in the system itself."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class Condition(Frozen, frozen=True, kw_only=True):
    """A condition that may be suggested, and everything said about it."""

    name: Text
    """The name of the condition, as patients read it."""
    also_called: tuple[Text, ...] = ()
    """Other names, by which it can be found."""
    fits_name: Text | None = None
    """How the name reads after "features of"; the name itself where it is left out."""
    codes: tuple[Code, ...] = ()
    """Its codes in other systems."""
    frequency: Frequency
    """How common it is; a rare one needs more to rise above fits-a-little."""
    what_it_is: Text
    """What it is, in a few plain sentences."""
    who_it_affects: Text
    """Whom it affects, in plain words."""
    how_it_starts: Text
    """How it begins, in plain words."""
    inheritance: Text
    """What is known of it in families."""
    doctor_may_check: tuple[Text, ...]
    """What a doctor may look at or test."""
    doctor_may_discuss: tuple[Text, ...]
    """Treatments that a doctor may talk about; information, never advice."""
    must_say: tuple[Text, ...] = ()
    """Said to the patient whenever the condition is suggested."""
    urgency: Urgency
    """How soon to be seen when it is suggested, at least."""
    top_fit: Fit = "fits-well"
    """The best fit that it may reach; a lower one says that answers alone cannot show more."""
    never_alone: YesNo = "no"
    """Whether it is never suggested alone, nor first beside a danger sign."""
    benign: YesNo = "no"
    """Harmless as a rule: never alone or first beside a red flag."""
    core: Core
    """What must hold for it to be suggested at all."""
    supports: Mapping[Id, Evidence] = {}
    """What speaks for it, each under its id."""
    against: Mapping[Id, Evidence] = {}
    """What speaks against it, each under its id."""
    blocked_by: Mapping[Id, Block] = {}
    """What keeps it from being offered, each under its id."""
    sources: Sources
    """Ids from sources.yaml for what is said about it."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = {}
    """Ids of checks that pass over this part, each with the reason in a few words."""

    @property
    def features_of(self) -> str:
        """How the name reads after "features of"."""
        return self.fits_name or self.name[:1].lower() + self.name[1:]


class MedicineClass(Frozen, frozen=True, kw_only=True):
    """A class of medicines that rules can name, as `medicine.<class>`."""

    name: Text
    """What the class is called, as a noun in the plural."""
    part_of: Id | None = None
    """A wider class that every medicine of this one also belongs to."""
    summary_only: YesNo = "no"
    """Kept for the doctor's summary; no rule uses it."""
    known_as: Text
    """What patients call it."""
    effects: Text
    """What it can bring about."""
    latency: Text
    """How soon after the medicine they come."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class Medicine(Frozen, frozen=True, kw_only=True):
    """A medicine: its classes and the names it is sold under."""

    classes: Annotated[tuple[str, ...], Meta(min_length=1)]
    """The classes that it belongs to; the wider ones follow by themselves."""
    brands: tuple[Text, ...] = ()
    """Names that it is sold under."""
    also: tuple[Text, ...] = ()
    """Other spellings and salts."""
    atc: Text | None = None
    """Its code in the ATC list of the WHO."""
    rxnorm: Text | None = None
    """Its number in RxNorm."""
    rxnorm_verified: YesNo = "yes"
    """Whether the number was looked up."""
    effects: Text | None = None
    """What it can bring about, where that differs from its class."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class Purpose(Frozen, frozen=True, kw_only=True):
    """What medicines are taken for, as people say it who do not know a name."""

    name: Text
    """What it is, as a noun phrase that fits after "a medicine for"."""
    for_: Annotated[tuple[Text, ...], Meta(min_length=1)] = field(name="for")
    """Words for the complaint: "schizophrenia", "travel sickness"."""
    called: tuple[Text, ...] = ()
    """Words for a medicine of this kind: "antipsychotic", "water tablet"."""
    could_be: tuple[str, ...] = ()
    """The classes that such a medicine could belong to; the wider ones follow by themselves.
    None where no class of the rules is taken for it."""
    sources: Sources
    """Ids from sources.yaml that it rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class OrdinaryMedicine(Frozen, frozen=True, kw_only=True):
    """A medicine that no rule reads: it is understood, and changes nothing."""

    brands: tuple[Text, ...] = ()
    """Names that it is sold under."""
    also: tuple[Text, ...] = ()
    """Other spellings and salts."""
    for_: Text = field(name="for")
    """What it is mostly taken for."""


class Source(Frozen, frozen=True, kw_only=True):
    """A source, and how far it was really read."""

    title: Text
    """The title of the source."""
    by: Text
    """Who wrote or published it."""
    year: Text
    """The year, or what is known of its age."""
    link: Text | None = None
    """Where it can be read."""
    used_for: Text
    """What it is used for in these rules."""
    read: Read
    """How far it was really read: full, part or no."""
    read_note: Text | None = None
    """What was read of it, and what was not."""
    withdrawn: Text | None = None
    """When and by whom it was withdrawn; no rule may rest on it any more."""
    replaced_by: str | None = None
    """The id of the source that has taken its place; no rule may rest on the old one."""
    ignore: Ignore = {}
    """Ids of checks that pass over this part, each with the reason in a few words."""


class Points(Frozen, frozen=True, kw_only=True):
    """What each strength of evidence weighs."""

    strong: int
    """Points of strong evidence."""
    moderate: int
    """Points of moderate evidence."""
    weak: int
    """Points of weak evidence."""


class Scoring(Frozen, frozen=True, kw_only=True):
    """How points become fits, in one place."""

    core: int
    """Points of the core."""
    points: Points
    """Points of evidence, by strength."""
    fits_well: int
    """Points from which a condition fits well."""
    fits_partly: int
    """Points from which a condition fits partly."""
    shown_at_most: int
    """How many conditions a result shows at most."""
    rare_needs_supports: int
    """Supports that a rare condition needs to rise above fits-a-little without a strong
    support or a risk fact."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class CrisisLine(Frozen, frozen=True, kw_only=True):
    """Somebody to talk to at once."""

    text: Text
    """Whom to call, and how, in one sentence."""
    verified: YesNo
    """Whether the number was verified; if not, the text says to check it."""


class Region(Frozen, frozen=True, kw_only=True):
    """Numbers that differ from country to country, in one file that can be replaced."""

    name: Text
    """The name of the region."""
    emergency_numbers: tuple[Text, ...]
    """The numbers to call in an emergency."""
    crisis_lines: tuple[CrisisLine, ...]
    """Whom to call in a crisis of the mind."""
    sources: Sources
    """Ids from sources.yaml that the numbers rest on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""


class UrgencyText(Frozen, frozen=True, kw_only=True):
    """What a level says to the patient."""

    title: Text
    """The level, as the first line of a result."""
    what_to_do: tuple[Text, ...]
    """What to do, one short sentence each."""


class UnderAge(Frozen, frozen=True, kw_only=True):
    """What is said to somebody young: ask an adult to help."""

    question: Id
    """The number question that tells the age."""
    under: int
    """The age below which it is said."""
    text: Text
    """What is said."""


class Advisory(Frozen, frozen=True, kw_only=True):
    """The texts that every result carries."""

    advisory: Text
    """What every result says, word for word: see your doctor."""
    not_reviewed: Text
    """What every result says until all rules are signed."""
    no_candidates: Text
    """What is said where no condition fits."""
    urgency: Mapping[Urgency, UrgencyText]
    """What each level says."""
    watch_for: tuple[Text, ...]
    """Signs that make it more urgent."""
    under_age: UnderAge
    """What is said to somebody young."""
    local_number: Text
    """Said in an emergency where the region is known; `{numbers}` stands in it."""
    check_number: Text
    """Added to a crisis line that was not verified."""
    not_looked_at: tuple[Text, ...]
    """What this rule book does not look at."""
    bring: tuple[Text, ...]
    """What to bring to the appointment."""
    opening: tuple[Text, ...]
    """What is said before the first question."""


class Signature(Frozen, frozen=True, kw_only=True):
    """Somebody has read one thing in the rule book, and stands by it."""

    by: Annotated[str, Meta(min_length=1, max_length=120)]
    """The name of the person who read it."""
    role: Annotated[str, Meta(min_length=1, max_length=120)]
    """In what role they read it: neurologist, pharmacist."""
    date: Annotated[str, Meta(min_length=1, extra_json_schema={"format": "date"})]
    """The day of signing, as year, month and day: 2026-05-03."""
    digest: Annotated[str, Meta(extra_json_schema={"pattern": "^[0-9a-f]{64}$"})]
    """SHA-256 of what was read, written by `triage rules review sign`."""
    due: Annotated[str, Meta(min_length=1, extra_json_schema={"format": "date"})] | None = None
    """The last day on which it counts without being read again."""


class Reviews(Frozen, frozen=True, kw_only=True):
    """reviews.yaml: who has read which rules, and who must."""

    required_roles: Mapping[ReviewKind, tuple[Text, ...]] = {}
    """For each kind of rule, the roles that must have signed it."""
    signatures: Mapping[Text, tuple[Signature, ...]] = {}
    """For each red flag, condition and so on, who has signed it: `red-flag:RF01`, `scoring`."""


class Rule(Struct, frozen=True):
    """One rule as the evaluators see it: a condition, and what it concludes."""

    id: str
    when: When
    concludes: Conclusion


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
    sections: tuple[Section, ...]
    other_person_when: When | None = None
    danger_gates: tuple[str, ...] = ()
    """Questions that may decide whether a danger sign is asked about."""
    questions: Mapping[str, Question]
    section_of: Mapping[str, str]
    findings: Mapping[str, Finding]
    red_flags: Mapping[str, RedFlag]
    conditions: Mapping[str, Condition]
    classes: Mapping[str, MedicineClass]
    medicines: Mapping[str, Medicine]
    purposes: Mapping[str, Purpose] = {}
    ordinary: Mapping[str, OrdinaryMedicine] = {}
    """Medicines that are understood and that no rule reads."""
    ordinary_sources: tuple[str, ...] = ()
    sources: Mapping[str, Source]
    regions: Mapping[str, Region]
    glossary: Mapping[str, str] = {}
    """Words that may not be known, in plain words; in lower case."""
    scoring: Scoring
    advisory: Advisory
    reviews: Reviews = Reviews()
    """Who has signed what. It is no part of the meaning, so no part of the digest."""

    @once
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

    @once
    def _allowed(self) -> dict[Is, frozenset[str]]:
        return {}

    @once
    def rules(self) -> tuple[Rule, ...]:
        """All rules: findings, red flags, evidence, suggestions, urgency.

        Every conclusion is reached before it is used; otherwise they are sorted by id.
        Findings and red flags have a twin, marked `?`, in which *unsure* satisfies: a flag's
        twin gives its `if-unsure` level.
        """
        rules: list[Rule] = []
        for id, finding in self.findings.items():
            rules += _with_twin(conclusions.finding(id), finding.when)
        for id, flag in self.red_flags.items():
            reached = conclusions.red_flag(id)
            rules += _with_twin(reached, flag.when)
            rules.append(_reaches(reached, flag.urgency))
            rules.append(_reaches(reached.twin, flag.if_unsure))
        for id, condition in self.conditions.items():
            core = conclusions.evidence(core_id(id))
            rules.append(_concluding(core, condition.core.when))
            for group in (condition.supports, condition.against, condition.blocked_by):
                for rule_id, evidence in group.items():
                    rules.append(_concluding(conclusions.evidence(rule_id), evidence.when))
            suggested = conclusions.suggestion(id)
            rules.append(_concluding(suggested, Holds(core)))
            rules.append(_reaches(suggested, condition.urgency))
        return _in_order(rules)

    @once
    def stated_rules(self) -> Mapping[str, Rule]:
        """The rules that stand in rule files, with their twins, by id: all but those that only
        pass a suggestion or an urgency on."""
        passed_on = ("suggestion", "urgency")
        return {rule.id: rule for rule in self.rules if rule.concludes.kind not in passed_on}


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


def _concluding(conclusion: Conclusion, when: When) -> Rule:
    return Rule(conclusion.rule, when, conclusion)


def _with_twin(conclusion: Conclusion, when: When) -> list[Rule]:
    return [_concluding(conclusion, when), _concluding(conclusion.twin, widened(when))]


def _reaches(conclusion: Conclusion, level: Urgency) -> Rule:
    reached = Conclusion("urgency", level)
    return Rule(f"{reached} from {conclusion}", Holds(conclusion), reached)


MEDICINES_PREFIX = "medicine"
UNKNOWN_NAME = "unknown-name"
LONGEST_NAME = 100
"""Letters of one text about a medicine."""
MOST_NAMES = 60
"""Texts about medicines of one person."""


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
