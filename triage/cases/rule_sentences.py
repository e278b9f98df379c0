"""Sentences for test authors: by what a rule fired, and what it lacks.

They speak of a rule by its id and of an answer as the rule files write it, since that is what a
test author looks for. What is lacking is worked out in `triage.explain`, as for
`explain --why-not`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from triage.explain.lacking import Lacking, lacking
from triage.explain.why import Trace
from triage.inference.answers import Answers, is_asked
from triage.inference.prepared import prepared
from triage.inference.scoring import worth
from triage.inference.weighing import Candidate, weigh
from triage.rulebook.conclusions import Conclusion
from triage.rulebook.kinds import Medicines
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import core_id, firm_id
from triage.rulebook.rules import Rule
from triage.rulebook.when import UNSURE, Holds, Is, leaves


class Nearest(NamedTuple):
    """The rule that the fewest other answers would make fire."""

    rule: str
    lacks: Lacking
    others: int
    """How many other rules lack as few answers."""


class RuleSentences:
    """What the rules did for the answers of one case."""

    def __init__(self, book: Rulebook, answers: Answers) -> None:
        self.book = book
        self.trace = Trace(book, answers)
        self.fired = self.trace.fired
        self.weighed = weigh(book, self.fired)
        self.rules = {rule.id: rule for rule in book.rules}
        self.suggested = {one.id: one for one in self.weighed.candidates}

    # rules

    def named(self, rule: str) -> str:
        """A rule by its id; red flags with their title, since their ids say little."""
        flag = self.book.red_flags.get(rule.removesuffix("?"))
        if flag is None:
            return f"`{rule}`"
        by = ", where unsure is enough" if rule.endswith("?") else ""
        return f"`{rule}` ({self.trace.to(flag.title)}{by})"

    def did_fire(self, rule: str) -> str:
        """By which answers a rule fired."""
        return f"{self.named(rule)} fired, by {self.set_off_by(rule)}"

    def set_off_by(self, rule: str) -> str:
        """The answers that set a rule off, those behind a finding apart."""
        basis = self.fired[rule]
        order = self.trace.order
        said = [(key, word) for key, word in basis if isinstance(key, str)]
        parts = [f"`{name}: {word}`" for name, word in sorted(said, key=lambda it: order[it[0]])]
        for key in sorted(key for key, _ in basis if isinstance(key, Conclusion)):
            of = f"the finding `{key.id}`" if key.kind == "finding" else f"`{key.rule}`"
            parts.append(f"{of} ({self.set_off_by(key.rule)})")
        return _and(parts)

    def did_not_fire(self, rule: str) -> Iterator[str]:
        """What a rule lacks; of a rule that only passes on what others found, what those lack."""
        one = self.rules[rule]
        if one.concludes.kind in ("suggestion", "urgency"):
            used = (leaf.conclusion.rule for leaf in leaves(one.when) if isinstance(leaf, Holds))
            for other in used:
                if other not in self.fired:
                    yield from self.did_not_fire(other)
        else:
            yield f"{self.named(rule)} did not fire, {self.it_lacks(one, self.lacks(rule))}"

    def lacks(self, rule: str) -> Lacking:
        """The fewest answers that would have to be others for a rule to fire."""
        return self.trace.lacks(rule, self.rules[rule].when)

    def it_lacks(self, rule: Rule, lacks: Lacking) -> str:
        """The answers that a rule lacks, each with what the case has."""
        wanted = _and([self._leaf(rule, name, allowed) for name, allowed in lacks.needed])
        return f"it lacks {wanted}{_other_ways(lacks.other_ways)}"

    def _leaf(self, rule: Rule, name: str, allowed: frozenset[str]) -> str:
        through = self._finding(rule, name)
        here = self.of_the_case(name)
        return f"`{self.answers(name, allowed)}`{through} ({self._such_as(name, allowed)}{here})"

    def _such_as(self, name: str, allowed: frozenset[str]) -> str:
        """How a case says it, for a class of medicines: a case names medicines, not their class."""
        id = self.book.variables[name].question
        question = self.book.questions[id]
        if not isinstance(question, Medicines) or not allowed - {UNSURE}:
            return ""
        value = question.example(id, {name: allowed - {UNSURE}}, self.book)
        some = ", ".join(map(str, value)) if isinstance(value, tuple) else ""
        return f"such as `{id}: [{some}]`; " if some else ""

    def answers(self, name: str, allowed: frozenset[str]) -> str:
        """Answers as a rule file writes them."""
        variable = self.book.variables[name]
        some = [word for word in variable.answers if word in allowed]
        some = self.book.questions[variable.question].runs(some)
        listed = ", ".join(some)
        return f"{name}: {listed if len(some) == 1 else f'[{listed}]'}"

    def of_the_case(self, name: str) -> str:
        """What the case has in place of an answer."""
        if name in self.trace.variables:
            return f"the case has `{name}: {self.trace.variables[name]}`"
        question = self.book.variables[name].question
        if self.is_asked(question):
            return f"the case does not answer `{question}`"
        gate = (f"`{self.answers(*one)}`" for one in self.gate_lacks(question).needed)
        return f"`{question}` is asked only with {_and([*gate])}"

    def is_asked(self, question: str) -> bool:
        """Whether the answers of the case lead to a question."""
        return is_asked(question, self.trace.variables, self.book)

    def gate_lacks(self, question: str) -> Lacking:
        """The fewest answers that would have to be others for a question to be asked."""
        gate = prepared(self.book).relevance.gates[question]
        return lacking(self.book, gate, self.trace.variables)

    def _finding(self, rule: Rule, name: str) -> str:
        """By which finding a rule comes to need an answer that it does not name itself."""
        named = [*leaves(rule.when)]
        if any(isinstance(leaf, Is) and leaf.variable == name for leaf in named):
            return ""
        for leaf in named:
            if isinstance(leaf, Holds) and leaf.conclusion.rule not in self.fired:
                ways = prepared(self.book).relevance.expanded(leaf.conclusion.rule, leaf)
                if any(name in box for box in ways):
                    return f" for the finding `{leaf.conclusion.id}`"
        return ""

    def nearest(self, rules: Iterable[str]) -> Nearest | None:
        """The nearest of some rules that did not fire; None where there is none."""
        found = [(rule, self.lacks(rule)) for rule in rules if rule not in self.fired]
        return self.nearest_of(found)

    def nearest_of(self, found: Sequence[tuple[str, Lacking]]) -> Nearest | None:
        """The one that lacks the fewest answers; of as many, the one that contradicts fewer."""

        def number(lacks: Lacking) -> int:
            # a question that these answers do not lead to costs those that would
            closed = {self.book.variables[name].question for name, _ in lacks.needed}
            closed = {question for question in closed if not self.is_asked(question)}
            return len(lacks.needed) + sum(len(self.gate_lacks(id).needed) for id in closed)

        def distance(one: tuple[str, Lacking]) -> tuple[int, bool, int]:
            rule, lacks = one
            words = (self.trace.variables.get(name, UNSURE) for name, _ in lacks.needed)
            return number(lacks), rule.endswith("?"), sum(word != UNSURE for word in words)

        if not found:
            return None
        rule, lacks = min(found, key=distance)
        others = sum(number(other) <= number(lacks) for _, other in found) - 1
        return Nearest(rule, lacks, others)

    # conditions

    def not_suggested(self, condition: str) -> Iterator[str]:
        """Why a condition is not suggested."""
        if core_id(condition) not in self.fired:
            yield from self.did_not_fire(core_id(condition))
        for rule in self.book.conditions[condition].blocked_by:
            if rule in self.fired:
                yield f"`{rule}` blocks {condition}, by {self.set_off_by(rule)}"

    def is_suggested(self, condition: str) -> Iterator[str]:
        """Why a condition is suggested, and what is nearest to blocking it."""
        yield self.did_fire(core_id(condition))
        near = self.nearest(self.book.conditions[condition].blocked_by)
        if near is not None:
            lacks = self.it_lacks(self.rules[near.rule], near.lacks)
            yield f"`{near.rule}` would block it, {lacks}"

    def points(self, one: Candidate) -> str:
        """The fit of a candidate, and how its points come about."""
        condition = self.book.conditions[one.id]
        weights = [
            *self.trace.weights(condition.supports, one.supports[1:], 1),
            *self.trace.weights(condition.against, one.against, -1),
        ]
        core = one.points - sum(weight.points for weight in weights)
        parts = [f"core {core}", *(f"`{w.ground.rule}` {w.points:+}" for w in weights)]
        noun = "point" if abs(one.points) == 1 else "points"
        return f"{one.id} {one.fit}, {one.points} {noun}: {', '.join(parts)}"

    def next_point(self, condition: str) -> Iterator[str]:
        """The support that is nearest to firing."""
        near = self.nearest(self.book.conditions[condition].supports)
        if near is not None:
            strength = self.book.conditions[condition].supports[near.rule].strength
            lacks = self.it_lacks(self.rules[near.rule], near.lacks)
            yield f"`{near.rule}` would add {worth(self.book)[strength]}, {lacks}"

    def firm(self, condition: str) -> Iterator[str]:
        """What a condition lacks to fit well, where it needs more than points."""
        rule = firm_id(condition)
        if rule in self.rules and rule not in self.fired:
            yield from self.did_not_fire(rule)


def _and(parts: Sequence[str]) -> str:
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _other_ways(number: int) -> str:
    if number == 0:
        return ""
    return f"; {number} other {'way lacks' if number == 1 else 'ways lack'} as few"
