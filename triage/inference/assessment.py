"""The result for one person: everything that is shown, as data.

An assessment is a pure function of the rule book and the answers. The advisory is put in
here, from the rule book, and nothing can take it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from triage.inference.answers import Answers, is_asked, voice_of
from triage.inference.medicines_read import MedicineRead, all_read
from triage.inference.prepared import prepared
from triage.inference.reference import Fired
from triage.inference.weighing import Blocked, Candidate, Flagged, Weighed, weigh
from triage.json_text import json_text
from triage.late_import import importing
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Condition, Fit, core_id
from triage.rulebook.reviews import review_text
from triage.rulebook.urgency import Urgency, is_emergency, is_raised
from triage.rulebook.when import UNSURE
from triage.rulebook.words import clause
from triage.version import __version__
from triage.words.english import either
from triage.words.result import FAILED
from triage.words.voice import Voice

FORMAT = 1


class Frozen(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Base of everything in a result."""


class Reason(Frozen, frozen=True, kw_only=True):
    """Why something fits, does not fit, or is not known."""

    rule: str
    """The id of the rule that fired, or could."""
    because: str
    """The link to the condition, in lay words."""
    answers: tuple[str, ...]
    """What the person said, as clauses; for "not known": what was not answered."""


class FlagReached(Frozen, frozen=True, kw_only=True):
    """A red flag that these answers reach."""

    id: str
    """The id of its rule, such as `RF01`."""
    urgency: Urgency
    """How soon to be seen for it."""
    certain: bool
    """False: only answers of "not sure" reach it."""
    title: str
    """What it is about, for clinicians."""
    because: str
    """Why it is dangerous, in plain words."""
    answers: tuple[str, ...]
    """What the person said, as clauses."""
    do_now: tuple[str, ...]
    """What to do at once, one short sentence each."""
    sources: tuple[str, ...]


class Suggestion(Frozen, frozen=True, kw_only=True):
    """A condition to ask a doctor about. Never a diagnosis."""

    id: str
    name: str
    features_of: str
    """How the name reads after "features of"."""
    fit: Fit = field(name="band")
    """How well it fits."""
    points: int
    """What the evidence adds up to; it orders, and means nothing by itself."""
    urgency: Urgency
    """How soon to be seen for it, at least."""
    what_it_is: str
    """What it is, in a few plain sentences."""
    fits_because: tuple[Reason, ...]
    """What speaks for it, the strongest first."""
    does_not_fit_because: tuple[Reason, ...]
    """What speaks against it."""
    not_known: tuple[Reason, ...]
    """What could still speak for or against it, if it were known."""
    doctor_may_check: tuple[str, ...]
    """What a doctor may look at or test."""
    must_say: tuple[str, ...]
    """Said whenever it is suggested."""
    sources: tuple[str, ...]


class NotOffered(Frozen, frozen=True, kw_only=True):
    """A condition that fits but is not offered, and what to look at instead."""

    id: str
    name: str
    because: tuple[str, ...]
    """Why it is not offered, one reason for each block."""
    instead: tuple[str, ...]
    """What to look at instead, for each block."""


class Decided(Frozen, frozen=True, kw_only=True):
    """One thing that the urgency rests on."""

    kind: Annotated[str, Meta(description="red-flag or condition")]
    id: str
    title: str
    answers: tuple[str, ...]
    """What the person said, as clauses."""


class NotAsked(Frozen, frozen=True, kw_only=True):
    """Danger signs that nobody has answered, so that a low level says little."""

    of: int
    """How many danger signs the rule book has for such a person; those that set no level, or that
    are for another age or sex, are not counted."""
    ids: tuple[str, ...]
    """Those that could still be reached, by questions that were not answered."""


class Versions(Frozen, frozen=True, kw_only=True):
    """What exactly produced a result."""

    tool: str
    """The version of the program."""
    rule_book: str
    """The version of the rule book, as it says itself."""
    digest: str
    """The digest of what the rule book means."""


class Assessment(Frozen, frozen=True, kw_only=True):
    """The whole result."""

    format: int
    """The version of this form; another one means that fields went away or mean something else."""
    urgency: Urgency
    """How soon to be seen."""
    title: str
    """The same in words: the first line of a result."""
    what_to_do: tuple[str, ...]
    """What to do, one short sentence each."""
    decided_by: tuple[Decided, ...]
    """What the urgency rests on."""
    red_flags: tuple[FlagReached, ...]
    """Every danger sign that was reached, the most urgent first."""
    danger_signs_not_asked: NotAsked
    """Danger signs that nobody has answered."""
    medicines_read: tuple[MedicineRead, ...]
    """How each medicine that was typed was read; what was not understood counts as not sure."""
    advisory: Annotated[str, Meta(min_length=1)]
    """To see a doctor whatever this says: every form of a result has to show it."""
    review: str
    """Empty once all rules are signed; until then, that they are not. With the digest and the
    answers, this fixes every byte of a result: signatures are no part of the digest."""
    suggested: tuple[Suggestion, ...]
    """At most as many as the rule book shows, best first."""
    also_fit: tuple[str, ...]
    """Ids of conditions that fit but are not shown; they count for the urgency."""
    no_candidates: str
    """Said when nothing is suggested."""
    not_offered: tuple[NotOffered, ...]
    """Conditions that fit but are not offered."""
    not_sure_about: tuple[str, ...]
    """What the person was not sure about, as noun phrases."""
    watch_for: tuple[str, ...]
    """What would need help at once, should it come."""
    not_looked_at: tuple[str, ...]
    """What this questionnaire does not look at."""
    bring: tuple[str, ...]
    """What to take along to the doctor."""
    answers: Mapping[str, Any]
    """The answers that the result rests on, as they would stand in an answer file."""
    fired: tuple[str, ...]
    """The trace: ids of all rules that fired, sorted."""
    versions: Versions
    """What exactly produced it."""

    @property
    def engine_failed(self) -> bool:
        """Whether only the reference evaluator gave it; there are no candidates then."""
        return self.no_candidates == FAILED


def assessment_of(book: Rulebook, answers: Answers, fired: Fired) -> Assessment:
    """The result for these answers and the rules that fired on them."""
    variables = answers.variables(book)
    weighed = weigh(book, fired)
    writer = _Writer(book, answers, variables, fired)
    texts = book.advisory
    shown = [candidate for candidate in weighed.candidates if candidate.shown]
    return Assessment(
        format=FORMAT,
        urgency=weighed.urgency,
        title=texts.urgency[weighed.urgency].title,
        what_to_do=_what_to_do(book, weighed.urgency),
        decided_by=writer.decided_by(weighed),
        red_flags=tuple(writer.flag(flag) for flag in weighed.flags),
        danger_signs_not_asked=_not_asked(book, answers, variables, fired),
        medicines_read=all_read(book, answers.given),
        advisory=texts.advisory,
        review=review_text(book),
        suggested=tuple(writer.suggestion(candidate) for candidate in shown),
        also_fit=tuple(c.id for c in weighed.candidates if not c.shown),
        no_candidates="" if shown else texts.no_candidates,
        not_offered=tuple(writer.not_offered(blocked) for blocked in weighed.blocked),
        not_sure_about=writer.all_to(tuple(not_sure(book, answers))),
        watch_for=_to_reader(texts.watch_for) + crisis_lines(book),
        not_looked_at=_to_reader(texts.not_looked_at),
        bring=_to_reader(texts.bring),
        answers={id: plain_value(value) for id, value in answers.given.items()},
        fired=tuple(sorted(fired)),
        versions=Versions(tool=__version__, rule_book=book.version, digest=book.digest),
    )


def _not_asked(
    book: Rulebook, answers: Answers, variables: Mapping[str, str], fired: Fired
) -> NotAsked:
    relevance = prepared(book).relevance
    flags = relevance.flags_not_asked(frozenset(answers.given), variables, fired)
    # who the person is rules some out, but is no answer to any
    person = {
        gate: variables[gate]
        for gate in book.danger_gates
        if gate in variables and book.questions[gate].ask_when is None
    }
    return NotAsked(of=len(relevance.flags_not_asked(frozenset(person), person, ())), ids=flags)


def to_json(assessment: Assessment) -> str:
    """The result as JSON text, the same bytes for the same result."""
    return json_text(assessment)


def result_schema() -> dict[str, Any]:
    """The JSON Schema of a result."""
    with importing():
        from triage.docstrings import docstring_of
        from triage.rulebook.schema import classes_in

    schema = msgspec.json.schema(Assessment)
    for name, cls in classes_in([Assessment]).items():
        if words := docstring_of(cls):
            schema["$defs"][name].setdefault("description", words)
    return schema


def _what_to_do(book: Rulebook, level: Urgency) -> tuple[str, ...]:
    texts = _to_reader(book.advisory.urgency[level].what_to_do)
    if not is_emergency(level) or len(book.regions) != 1:
        return texts
    (region,) = book.regions.values()
    numbers = either(region.emergency_numbers)
    return (book.advisory.local_number.replace("{numbers}", numbers), *texts)


def crisis_lines(book: Rulebook) -> tuple[str, ...]:
    """Whom to call in a crisis, for every region of the rule book."""
    return tuple(
        line.text if line.verified else f"{line.text} {book.advisory.check_number}"
        for region in book.regions.values()
        for line in region.crisis_lines
    )


# what to do is said to the person who reads it, whoever the answers are about
_to_reader = Voice.TO_READER.says_all


def plain_value(value: Value) -> Any:
    """An answer as it would stand in an answer file."""
    return dict(value) if isinstance(value, Mapping) else value


def not_sure(book: Rulebook, answers: Answers) -> list[str]:
    """What the person was not sure about, as noun phrases."""
    found = []
    for id, value in answers.given.items():
        words = value.values() if isinstance(value, Mapping) else (value,)
        if UNSURE in words:
            found.append(book.questions[id].short)
    return found


class _Writer:
    """Puts fired rules into words."""

    def __init__(
        self, book: Rulebook, answers: Answers, variables: Mapping[str, str], fired: Fired
    ) -> None:
        self.book = book
        self.answers = answers
        self.variables = variables
        self.fired = fired
        self.voice = voice_of(book, variables)
        self.crisis = crisis_lines(book)
        self.order = {name: place for place, name in enumerate(book.variables)}

    def to(self, text: str) -> str:
        """A text of the rule book, as it is said to the person typing."""
        return self.voice.says(text)

    def all_to(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Several texts."""
        return self.voice.says_all(texts)

    def said(self, rule: str) -> tuple[str, ...]:
        """The answers behind a fired rule, as clauses in the order of the questions."""
        found: dict[str, str] = {}
        todo, seen = [rule], {rule}
        while todo:
            for key, word in self.fired[todo.pop()]:
                if isinstance(key, str):
                    found[key] = word
                elif key.rule not in seen:
                    seen.add(key.rule)
                    todo.append(key.rule)
        keys = sorted(found, key=self.order.__getitem__)
        clauses = [clause(self.book, key, found[key], self.answers.given) for key in keys]
        return self.all_to(tuple(dict.fromkeys(clauses)))

    def flag(self, flag: Flagged) -> FlagReached:
        rule = self.book.red_flags[flag.id]
        return FlagReached(
            id=flag.id,
            urgency=flag.urgency,
            certain=flag.certain,
            title=self.to(rule.title),
            because=self.to(rule.because),
            answers=self.said(flag.rule),
            do_now=self.all_to(rule.do_now) + (self.crisis if rule.crisis else ()),
            sources=rule.sources,
        )

    def not_offered(self, blocked: Blocked) -> NotOffered:
        condition = self.book.conditions[blocked.id]
        blocks = [condition.blocked_by[rule] for rule in blocked.rules]
        return NotOffered(
            id=blocked.id,
            name=condition.name,
            because=self.all_to(tuple(block.because for block in blocks)),
            instead=self.all_to(tuple(block.instead for block in blocks)),
        )

    def decided_by(self, weighed: Weighed) -> tuple[Decided, ...]:
        if not is_raised(weighed.urgency):
            return ()
        flags = [
            Decided(
                kind="red-flag",
                id=flag.id,
                title=self.to(self.book.red_flags[flag.id].title),
                answers=self.said(flag.rule),
            )
            for flag in weighed.flags
            if flag.urgency == weighed.urgency
        ]
        conditions = [
            Decided(
                kind="condition",
                id=candidate.id,
                title=self.book.conditions[candidate.id].name,
                answers=self.said(core_id(candidate.id)),
            )
            for candidate in weighed.candidates
            if candidate.urgency == weighed.urgency
        ]
        return (*flags, *conditions)

    def suggestion(self, candidate: Candidate) -> Suggestion:
        condition = self.book.conditions[candidate.id]
        core, *supports = candidate.supports
        reasons = [
            Reason(rule=core, because=self.to(condition.core.because), answers=self.said(core))
        ]
        reasons += [
            Reason(rule=id, because=self.to(condition.supports[id].because), answers=self.said(id))
            for id in self._by_strength(condition, supports)
        ]
        against = [
            Reason(rule=id, because=self.to(condition.against[id].because), answers=self.said(id))
            for id in candidate.against
        ]
        return Suggestion(
            id=candidate.id,
            name=condition.name,
            features_of=condition.features_of,
            fit=candidate.fit,
            points=candidate.points,
            urgency=candidate.urgency,
            what_it_is=self.to(condition.what_it_is),
            fits_because=tuple(reasons),
            does_not_fit_because=tuple(against),
            not_known=tuple(self._not_known(condition)),
            doctor_may_check=self.all_to(condition.doctor_may_check),
            must_say=self.all_to(condition.must_say),
            sources=condition.sources,
        )

    def _by_strength(self, condition: Condition, ids: list[str]) -> list[str]:
        order = ("strong", "moderate", "weak")
        return sorted(ids, key=lambda rule: (order.index(condition.supports[rule].strength), rule))

    def _not_known(self, condition: Condition) -> list[Reason]:
        """Rules that could still fire if something unanswered or unsure were known."""
        known = {key: word for key, word in self.variables.items() if word != UNSURE}
        closed = self._never_asked()
        relevance = prepared(self.book).relevance
        found = []
        for id, rule in (*condition.supports.items(), *condition.against.items()):
            if id in self.fired:
                continue
            missing = relevance.may_still_fire(id, rule.when, known, closed)
            if missing:
                questions = {self.book.variables[key].question for key in missing}
                shorts = [q.short for i, q in self.book.questions.items() if i in questions]
                found.append(
                    Reason(
                        rule=id, because=self.to(rule.because), answers=self.all_to(tuple(shorts))
                    )
                )
        return found

    def _never_asked(self) -> set[str]:
        """Questions that these answers do not lead to."""
        return {
            id
            for id in self.book.questions
            if id not in self.answers.given and not is_asked(id, self.variables, self.book)
        }
