"""The result for one person: everything that is shown, as data.

An assessment is a pure function of the rule book and the answers. The advisory is put in
here, from the rule book, and nothing can take it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from triage.inference.answers import Answers, holds, is_asked, lines_hidden, voice_of
from triage.inference.medicines_read import MedicineRead, all_read
from triage.inference.named_kinds import kinds_told
from triage.inference.prepared import prepared
from triage.inference.reference import Basis, Fired
from triage.inference.result_parts import (
    Decided,
    FlagReached,
    Frozen,
    KindTold,
    NotAsked,
    NotOffered,
    Reason,
    Suggestion,
    Versions,
)
from triage.inference.topics import not_firm, topics_of
from triage.inference.weighing import (
    Blocked,
    Candidate,
    Flagged,
    Weighed,
    deciding,
    raised_by,
    weigh,
)
from triage.inference.what_to_do import (
    call_at_once,
    crisis_lines,
    next_step,
    to_reader,
    what_to_do,
)
from triage.json_text import json_text
from triage.late_import import importing
from triage.once import once
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Condition, FrequencyAt
from triage.rulebook.parts.medicines import MEDICINES_PREFIX
from triage.rulebook.reviews import review_text
from triage.rulebook.stated import MOVES_FIT, rules_of
from triage.rulebook.urgency import Urgency, is_raised, is_urgent
from triage.rulebook.when import UNSURE
from triage.rulebook.words import clause
from triage.version import __version__
from triage.words.result import FAILED

FORMAT = 1


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
    next_step: str
    """The same in one line."""
    call_at_once: str
    """The main danger signs again, in a sentence or two, whatever was answered."""
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
    review_in_short: str
    """The same in a sentence or two."""
    suggested: tuple[Suggestion, ...]
    """At most as many as the rule book shows, best first."""
    also_fit: tuple[str, ...]
    """Ids of conditions that fit but are not shown; they count for the urgency."""
    no_candidates: str
    """Said when nothing is suggested."""
    named_kinds: tuple[KindTold, ...]
    """What doctors call it, where nothing is suggested."""
    kind_not_known: str
    """Said where nothing is suggested and no kind is told."""
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


def assessment_of(
    book: Rulebook, answers: Answers, fired: Fired, variables: Mapping[str, str] | None = None
) -> Assessment:
    """The result for these answers and the rules that fired on them.

    `variables` are what the answers say, where that was worked out already.
    """
    if variables is None:
        variables = answers.variables(book)
    weighed = weigh(book, fired)
    writer = _Writer(book, answers, variables, fired)
    texts = book.advisory
    shown = [candidate for candidate in weighed.candidates if candidate.shown]
    not_asked = _not_asked(book, answers, variables, fired)
    danger = bool(not_asked.ids) or any(is_raised(flag.urgency) for flag in weighed.flags)
    kinds = () if shown else kinds_of(book, answers, fired, variables)
    review = review_text(book)
    return Assessment(
        format=FORMAT,
        urgency=weighed.urgency,
        title=texts.urgency[weighed.urgency].title,
        what_to_do=what_to_do(book, weighed.urgency),
        next_step=next_step(book, weighed.urgency),
        call_at_once=call_at_once(book),
        decided_by=writer.decided_by(weighed),
        red_flags=tuple(writer.flag(flag) for flag in weighed.flags),
        danger_signs_not_asked=not_asked,
        medicines_read=all_read(book, answers.given),
        advisory=texts.advisory,
        review=review,
        review_in_short=(texts.not_reviewed_in_short or review) if review else "",
        suggested=tuple(
            writer.suggestion(candidate, danger=danger, urgent=is_urgent(weighed.urgency))
            for candidate in shown
        ),
        also_fit=tuple(c.id for c in weighed.candidates if not c.shown),
        no_candidates="" if shown else texts.without_a_name(fits=bool(weighed.candidates)),
        named_kinds=kinds,
        kind_not_known="" if shown or kinds else book.kind_not_known,
        not_offered=tuple(writer.not_offered(blocked) for blocked in weighed.blocked),
        not_sure_about=writer.all_to(tuple(not_sure(book, answers))),
        watch_for=to_reader(texts.watch_for) + crisis_lines(book),
        not_looked_at=to_reader(texts.not_looked_at),
        bring=to_reader(texts.bring),
        answers={id: plain_value(value) for id, value in answers.given.items()},
        fired=tuple(sorted(fired)),
        versions=versions_of(book),
    )


def versions_of(book: Rulebook) -> Versions:
    """What a result was made with."""
    return Versions(tool=__version__, rule_book=book.version, digest=book.digest)


def _not_asked(
    book: Rulebook, answers: Answers, variables: Mapping[str, str], fired: Fired
) -> NotAsked:
    made = prepared(book)
    flags = made.relevance.flags_not_asked(frozenset(answers.given), variables, fired)
    # who the person is rules some out, but is no answer to any
    gates = (gate for gate in book.danger_gates if book.questions[gate].ask_when is None)
    person = {gate: variables[gate] for gate in gates if gate in variables}
    return NotAsked(of=made.flags_for(person), ids=flags)


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


def kinds_of(
    book: Rulebook, answers: Answers, fired: Fired, variables: Mapping[str, str]
) -> tuple[KindTold, ...]:
    """The named kinds that these answers tell."""
    writer = _Writer(book, answers, variables, fired)
    told = kinds_told(book, variables, fired)
    return tuple(writer.kind(id, basis) for id, basis in told.items())


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
        return self.behind(self.fired[rule])

    def behind(self, basis: Basis) -> tuple[str, ...]:
        """The answers in what made something hold, and behind the findings in it."""
        return self._clauses(self._keys(basis))

    def _keys(self, basis: Basis) -> dict[str, str]:
        """The same as variables and answers."""
        found: dict[str, str] = {}
        todo, seen = [basis], set[str]()
        while todo:
            for key, word in todo.pop():
                if isinstance(key, str):
                    found[key] = word
                elif key.rule not in seen:
                    seen.add(key.rule)
                    todo.append(self.fired[key.rule])
        return {key: found[key] for key in sorted(found, key=self.order.__getitem__)}

    def _clauses(self, found: Mapping[str, str]) -> tuple[str, ...]:
        clauses = [clause(self.book, key, found[key], self.answers.given) for key in found]
        return self.all_to(tuple(dict.fromkeys(clauses)))

    def _in_short(self, core: str, supports: list[str]) -> tuple[str, ...]:
        """What was said for a condition, the most telling first: of the core what moves and which
        medicine, then the first of each support. Who somebody is tells least.
        """

        def telling(rule: str) -> dict[str, str]:
            found = self._keys(self.fired[rule])
            return {key: found[key] for key in sorted(found, key=lambda k: self._rank(k, found))}

        of_core = telling(core)
        first = next(iter(of_core))
        firsts = [first, *(key for key in of_core if key.startswith(f"{MEDICINES_PREFIX}."))]
        found = {key: of_core[key] for key in firsts}
        for rule in supports:
            key, word = next(iter(telling(rule).items()))
            found.setdefault(key, word)
        found |= of_core
        told = {key: word for key, word in found.items() if not self._rank(key, found)[0]}
        return self._clauses(told or found)

    def _rank(self, key: str, found: Mapping[str, str]) -> tuple[bool, bool, bool]:
        """How little an answer tells: who it is, then not sure, then no."""
        question = self.book.questions[self.book.variables[key].question]
        return question.counts, found[key] == UNSURE, found[key] == "no"

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
            crisis=self.crisis if rule.crisis else (),
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
        signs, names = deciding(weighed)
        flags = [
            Decided(
                kind="red-flag",
                id=flag.id,
                title=self.to(self.book.red_flags[flag.id].title),
                answers=self.said(flag.rule),
            )
            for flag in signs
        ]
        conditions = [
            Decided(
                kind="condition",
                id=candidate.id,
                title=self.book.conditions[candidate.id].name,
                answers=self.behind(raised_by(self.book, candidate.id, self.fired)),
            )
            for candidate in names
        ]
        return (*flags, *conditions)

    def kind(self, id: str, basis: Basis) -> KindTold:
        kind = self.book.kinds[id]
        return KindTold(
            id=id,
            name=self.to(kind.name),
            called=self.to(kind.called or ""),
            answers=self.behind(basis),
            doctor_may_check=self.to(kind.doctor_may_check),
            sources=kind.sources,
        )

    def suggestion(self, candidate: Candidate, *, danger: bool, urgent: bool) -> Suggestion:
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
        missing = not_firm(self.book, candidate.id) if candidate.firm is False else ""
        at = self._frequency_at(condition)
        return Suggestion(
            id=candidate.id,
            name=condition.name,
            features_of=condition.features_of,
            fit=candidate.fit,
            points=candidate.points,
            urgency=candidate.urgency,
            how_common=at.frequency if at else condition.frequency,
            how_common_at_age=at is not None,
            what_it_is=self.to(condition.what_it_is),
            comfort=self._comfort(condition, candidate, danger=danger),
            in_short=self._in_short(core, self._by_strength(condition, supports)),
            fits_because=tuple(reasons),
            does_not_fit_because=tuple(against),
            not_known=tuple(self._not_known(candidate.id, condition)),
            firm=candidate.firm,
            to_rule_out=urgent and self._is_grave(condition) and candidate.firm is False,
            firm_missing=self.to(missing),
            doctor_may_check=self.all_to(condition.doctor_may_check),
            must_say=self.all_to(condition.must_say),
            sources=condition.sources,
        )

    def _is_grave(self, condition: Condition) -> bool:
        return is_urgent(condition.urgency) and not condition.benign

    def _frequency_at(self, condition: Condition) -> FrequencyAt | None:
        some = condition.frequency_at
        return next((one for one in some if holds(one.when, self.variables, self.book)), None)

    def _comfort(self, condition: Condition, candidate: Candidate, *, danger: bool) -> str:
        """Comfort is never said against a danger sign, nor where one may have been missed."""
        unfit = candidate.fit == "fits-a-little" or is_raised(condition.urgency)
        if condition.comfort is None or danger or unfit:
            return ""
        return self.to(condition.comfort.text)

    def _by_strength(self, condition: Condition, ids: list[str]) -> list[str]:
        order = ("strong", "moderate", "weak")
        return sorted(ids, key=lambda rule: (order.index(condition.supports[rule].strength), rule))

    def _not_known(self, id: str, condition: Condition) -> list[Reason]:
        """Rules that could still fire if something unanswered or unsure were known."""
        may_still_fire = prepared(self.book).relevance.may_still_fire
        found = []
        for stated in rules_of(id, condition):
            if stated.role not in MOVES_FIT or stated.id in self.fired:
                continue
            missing = may_still_fire(stated.id, stated.rule.when, self._known, self._never_asked)
            if missing:
                topics = self.all_to(topics_of(self.book, missing))
                found.append(Reason(rule=stated.id, because=self.to(stated.about), answers=topics))
        return found

    @once
    def _known(self) -> dict[str, str]:
        """What is known for sure: the answers but *unsure*, and *no* to each line not shown."""
        sure = {key: word for key, word in self.variables.items() if word != UNSURE}
        return sure | dict.fromkeys(lines_hidden(self.book, self.variables), "no")

    @once
    def _never_asked(self) -> set[str]:
        """Questions that these answers do not lead to."""
        return {
            id
            for id in self.book.questions
            if id not in self.answers.given and not is_asked(id, self.variables, self.book)
        }
