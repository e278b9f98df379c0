"""Why a result is as it is, and why a condition is not suggested.

All of it is worked out from the trace of the reference evaluator, for any rule book.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triage.errors import AnswersError, Problem, did_you_mean, shortened
from triage.explain.lacking import Lacking, lacking
from triage.inference import reference
from triage.inference.answers import Answers, is_asked, voice_of
from triage.inference.explained import (
    BlockedLink,
    CandidateLink,
    Chain,
    FirmPart,
    FlagLink,
    Ground,
    Known,
    Missing,
    Open,
    Said,
    State,
    Weight,
    WhyNot,
)
from triage.inference.prepared import prepared
from triage.inference.scoring import worth
from triage.inference.weighing import Blocked, Candidate, Flagged, weigh
from triage.rulebook.conclusions import Conclusion, finding
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Condition, Evidence, core_id, firm_id
from triage.rulebook.stated import rules_of
from triage.rulebook.when import UNSURE, When
from triage.rulebook.words import clause, sentence
from triage.words import explanation as words
from triage.words.english import either


def why(book: Rulebook, answers: Answers) -> Chain:
    """The chain from answers through findings to evidence, suggestion and urgency."""
    trace = Trace(book, answers)
    weighed = weigh(book, trace.fired)
    level = weighed.urgency
    return Chain(
        urgency=level,
        title=book.advisory.urgency[level].title,
        findings=tuple(
            trace.finding(holds)
            for holds in map(finding, book.findings)
            if holds.rule in trace.fired
        ),
        red_flags=tuple(trace.flag(flag, decides=flag.urgency == level) for flag in weighed.flags),
        candidates=tuple(
            trace.candidate(candidate, decides=candidate.raises and candidate.urgency == level)
            for candidate in weighed.candidates
        ),
        blocked=tuple(trace.blocked(blocked) for blocked in weighed.blocked),
    )


def why_not(book: Rulebook, answers: Answers, condition: str) -> WhyNot:
    """Whether a condition (by id) is suggested; if not, what is missing, against, or unknown.

    Raises:
        AnswersError: the rule book has no such condition.
    """
    if condition not in book.conditions:
        advice = did_you_mean(condition, book.conditions, "`triage learn` lists all conditions")
        raise AnswersError(Problem(f"unknown condition `{shortened(condition)}`", advice))
    trace = Trace(book, answers)
    found = book.conditions[condition]
    weighed = weigh(book, trace.fired)
    order = [candidate.id for candidate in weighed.candidates]
    place = order.index(condition) + 1 if condition in order else None
    shown = place is not None and weighed.candidates[place - 1].shown
    any_shown = any(candidate.shown for candidate in weighed.candidates)
    missing, ties = trace.missing(condition, found)
    blocks = [id for id in found.blocked_by if id in trace.fired]
    reason = ""
    state: State
    if shown:
        state = "offered"
    elif place is not None:
        state = "fits-but-not-shown"
        reason = words.others_first(book.scoring.shown_at_most) if any_shown else words.NEVER_ALONE
    else:
        state = "blocked" if core_id(condition) in trace.fired else "core-missing"
    return WhyNot(
        id=condition,
        name=found.name,
        state=state,
        place=place,
        missing=missing,
        other_ways=ties,
        firm=trace.firm(condition, found),
        speaks_for=trace.weights(found.supports, found.supports, 1),
        speaks_against=trace.weights(found.against, found.against, -1),
        blocks=tuple(trace.ground(id, found.blocked_by[id].because) for id in blocks),
        instead=tuple(trace.to(found.blocked_by[id].instead) for id in blocks),
        open=trace.open(condition, found),
        not_shown_because=reason,
    )


class Trace:
    """The trace for one person, and the words for it."""

    def __init__(self, book: Rulebook, answers: Answers) -> None:
        """Fire every rule on the answers."""
        self.book = book
        self.answers = answers
        self.variables = answers.variables(book)
        self.fired = reference.fire(book, self.variables)
        self.voice = voice_of(book, self.variables)
        self.order = {name: place for place, name in enumerate(book.variables)}

    def to(self, text: str) -> str:
        """A text of the rule book, as it is said to the person typing."""
        return self.voice.says(text)

    # why

    def ground(self, rule: str, because: str) -> Ground:
        """What a rule that fired rests on."""
        basis = self.fired[rule]
        named = sorted(
            (key for key, _ in basis if isinstance(key, str)), key=self.order.__getitem__
        )
        used = sorted(key for key, _ in basis if isinstance(key, Conclusion))
        return Ground(
            rule=rule,
            because=self.to(because),
            answers=tuple(self._said(name) for name in named),
            findings=tuple(self.finding(key) for key in used),
        )

    def finding(self, concluded: Conclusion) -> Ground:
        """What a finding, or its twin in which unsure satisfies, rests on."""
        return self.ground(concluded.rule, self.book.findings[concluded.id].name)

    def _said(self, name: str) -> Said:
        word = self.variables[name]
        return Said(variable=name, answer=word, words=self._given(name, word))

    def _given(self, name: str, word: str) -> str:
        return self._told(name, clause(self.book, name, word, self.answers.given))

    def _clause(self, name: str, word: str) -> str:
        return self._told(name, clause(self.book, name, word))

    def _told(self, name: str, text: str) -> str:
        return self.to(text or words.not_this(_label(self.book, name)))

    def flag(self, flag: Flagged, *, decides: bool) -> FlagLink:
        """A red flag that was reached."""
        rule = self.book.red_flags[flag.id]
        return FlagLink(
            id=flag.id,
            title=self.to(rule.title),
            urgency=flag.urgency,
            certain=flag.certain,
            decides=decides,
            ground=self.ground(flag.rule, rule.because),
        )

    def candidate(self, candidate: Candidate, *, decides: bool) -> CandidateLink:
        """A condition that is suggested."""
        condition = self.book.conditions[candidate.id]
        supports = self.weights(condition.supports, candidate.supports[1:], 1)
        against = self.weights(condition.against, candidate.against, -1)
        weighed = sum(weight.points for weight in (*supports, *against))
        return CandidateLink(
            id=candidate.id,
            name=condition.name,
            fit=candidate.fit,
            points=candidate.points,
            urgency=candidate.urgency,
            shown=candidate.shown,
            decides=decides,
            core_points=candidate.points - weighed,
            core=self.ground(core_id(candidate.id), condition.core.because),
            firm=self.firm(candidate.id, condition),
            supports=supports,
            against=against,
        )

    def blocked(self, blocked: Blocked) -> BlockedLink:
        """A condition that fits but is not offered."""
        condition = self.book.conditions[blocked.id]
        blocks = [(id, condition.blocked_by[id]) for id in blocked.rules]
        return BlockedLink(
            id=blocked.id,
            name=condition.name,
            core=self.ground(core_id(blocked.id), condition.core.because),
            blocks=tuple(self.ground(id, block.because) for id, block in blocks),
            instead=tuple(self.to(block.instead) for _, block in blocks),
        )

    def weights(
        self, evidence: Mapping[str, Evidence], ids: Iterable[str], sign: int
    ) -> tuple[Weight, ...]:
        """Those of the rules that fired, with what they are worth."""
        points = worth(self.book)
        found = [
            Weight(
                strength=evidence[id].strength,
                points=sign * points[evidence[id].strength],
                ground=self.ground(id, evidence[id].because),
            )
            for id in ids
            if id in self.fired
        ]
        return tuple(sorted(found, key=lambda weight: (-abs(weight.points), weight.ground.rule)))

    # why not

    def missing(self, id: str, condition: Condition) -> tuple[tuple[Missing, ...], int]:
        """The fewest things that the core lacks, and how many other ways lack as few."""
        if core_id(id) in self.fired:
            return (), 0
        return self._nearest(core_id(id), condition.core.when)

    def firm(self, id: str, condition: Condition) -> FirmPart | None:
        """Whether what a condition needs to fit well holds; if not, what is missing."""
        rule, name = condition.firm_rule, firm_id(id)
        if rule is None:
            return None
        holds = name in self.fired
        missing, ties = ((), 0) if holds else self._nearest(name, rule.when)
        return FirmPart(
            holds=holds,
            because=self.to(rule.because),
            ground=self.ground(name, rule.because) if holds else None,
            missing=missing,
            other_ways=ties,
        )

    def _nearest(self, rule: str, when: When) -> tuple[tuple[Missing, ...], int]:
        needed, ties = self.lacks(rule, when)
        return tuple(self._missing(name, allowed) for name, allowed in needed), ties

    def lacks(self, rule: str, when: When) -> Lacking:
        """The fewest answers that would have to be others for a rule to fire."""
        ways = prepared(self.book).relevance.expanded(rule, when)
        return lacking(self.book, ways, self.variables)

    def _missing(self, name: str, allowed: frozenset[str]) -> Missing:
        variable = self.book.variables[name]
        question = self.book.questions[variable.question]
        word = self.variables.get(name)
        gate = question.ask_when
        asked = is_asked(variable.question, self.variables, self.book)
        wanted = [answer for answer in variable.answers if answer in allowed]
        needed = either(self._clause(name, answer) for answer in wanted)
        return Missing(
            variable=name,
            question=variable.question,
            known=_known(word, asked=asked),
            answered="" if word is None else self._given(name, word),
            needed=needed,
            asked_when="" if gate is None or asked else self.to(sentence(self.book, gate)),
        )

    def open(self, id: str, condition: Condition) -> tuple[Open, ...]:
        """The rules of a condition that could still hold if something were known."""
        sure = {name: word for name, word in self.variables.items() if word != UNSURE}
        relevance = prepared(self.book).relevance
        closed = {
            other
            for other in self.book.questions
            if other not in self.answers.given and not is_asked(other, self.variables, self.book)
        }
        found = []
        for stated in rules_of(id, condition):
            if stated.id in self.fired:
                continue
            unknown = relevance.may_still_fire(stated.id, stated.rule.when, sure, closed)
            if unknown:
                named = sorted(unknown, key=self.order.__getitem__)
                topics = dict.fromkeys(self.to(_topic(self.book, name)) for name in named)
                because = self.to(stated.about)
                found.append(Open(rule=stated.id, because=because, topics=tuple(topics)))
        return tuple(found)


def _known(word: str | None, *, asked: bool) -> Known:
    if word is None:
        return "not-answered" if asked else "not-asked"
    return "not-sure" if word == UNSURE else "answered-otherwise"


def _topic(book: Rulebook, name: str) -> str:
    return book.questions[book.variables[name].question].short


def _label(book: Rulebook, name: str) -> str:
    variable = book.variables[name]
    return book.questions[variable.question].answers[variable.item or ""].text
