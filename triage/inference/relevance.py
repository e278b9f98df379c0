"""Which questions can still change the result.

A rule is *open* while some box of it is not contradicted by the answers so far. A question
that no open rule depends on can be left out, exactly: asking it would give the same result.
Named kinds are no rules, but what tells one is open in the same way.

This is worked out anew after every answer, so a set of boxes is kept as one whole number with
a bit for each box: what an answer contradicts is then a few operations on numbers, in place of
a look at every answer of every box.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from triage.once import once
from triage.rulebook.conclusions import Conclusion, unsure_rule
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import core_id, firm_id
from triage.rulebook.parts.findings import asked_by
from triage.rulebook.raising import raising_when
from triage.rulebook.urgency import is_raised
from triage.rulebook.when import (
    UNSURE,
    Box,
    Holds,
    Is,
    K,
    Key,
    RuleBox,
    When,
    answer_boxes,
    boxes,
)

Known = Mapping[str, str]

Boxes: TypeAlias = int
"""A set of numbered boxes, one bit each."""


class Wanted(NamedTuple):
    """What is still to be asked."""

    questions: frozenset[str]
    variables: frozenset[str]
    """The unanswered variables that an open rule, or the path to one, depends on."""


class Relevance:
    """One rule book, prepared for asking what is still open."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book

    @once
    def stated(self) -> dict[str, list[RuleBox]]:
        """Every rule that stands in a rule file (not the ones that only pass on), as boxes."""
        return {
            rule.id: boxes(rule.when, self.book.allowed)
            for rule in self.book.rules
            if rule.concludes.kind in ("red-flag", "evidence")
        }

    @once
    def findings(self) -> dict[Conclusion, list[RuleBox]]:
        """Every finding and its twin, each after the findings it uses."""
        return {
            rule.concludes: boxes(rule.when, self.book.allowed)
            for rule in self.book.rules
            if rule.concludes.kind == "finding"
        }

    @once
    def kinds(self) -> list[RuleBox]:
        """Every way in which a named kind is told."""
        return [
            box for kind in self.book.kinds.values() for box in boxes(kind.when, self.book.allowed)
        ]

    @once
    def gates(self) -> dict[str, list[Box]]:
        """Every `ask-when`, by question."""
        return {
            id: written_out(self.book, question.ask_when)
            for id, question in self.book.questions.items()
            if question.ask_when is not None
        }

    @once
    def shows(self) -> dict[str, list[Box]]:
        """Every `show-when`, by the variable of its item."""
        return {
            f"{id}.{item}": written_out(self.book, answer.show_when)
            for id, question in self.book.questions.items()
            for item, answer in question.answers.items()
            if answer.show_when is not None
        }

    @once
    def _expanded(self) -> dict[str, list[Box]]:
        return {}

    def expanded(self, rule: str, when: When) -> list[Box]:
        """The boxes of a rule over variables only, with findings written out."""
        if rule not in self._expanded:
            self._expanded[rule] = written_out(self.book, when)
        return self._expanded[rule]

    def raising(self, condition: str) -> list[Box]:
        """The boxes in which a condition raises the urgency where nothing blocks it."""
        when = raising_when(self.book.conditions[condition], self.book.findings)
        return self.expanded(f"raising:{condition}", when)

    @once
    def _numbered(self) -> _Numbered:
        return _Numbered(self)

    def questions(self, answered: frozenset[str], variables: Known) -> frozenset[str]:
        """The unanswered questions that an open rule depends on, or that are always asked.

        Questions that the answers cannot lead to are left out.
        """
        return self.wanted(answered, variables).questions

    def wanted(self, answered: frozenset[str], variables: Known) -> Wanted:
        """The same questions, and the variables for which they are asked.

        An answered question is wanted again where an item that was not shown is needed after all.
        """
        numbered = self._numbered
        state = numbered.state(answered, variables)
        # what is not known is shown beside each suggestion, so evidence that an unsure answer
        # leaves undecided is open too
        sure = {name: word for name, word in variables.items() if word != UNSURE}
        undecided = numbered.state(answered, sure) if len(sure) < len(variables) else state
        names = numbered.open_in_rules(state, undecided)
        wanted = {numbered.question_of[name] for name in names} | numbered.always
        # what decides whether a wanted question is asked, or an item of it shown, is wanted itself
        todo = list(wanted)
        while todo:
            deciding = numbered.deciding.get(todo.pop(), frozenset())
            names |= {name for name in deciding if name not in variables}
            more = {numbered.question_of[name] for name in deciding} - wanted
            wanted |= more
            todo += more
        names -= state.hidden | variables.keys()
        again = {numbered.question_of[name] for name in names}
        return Wanted(
            frozenset(wanted & state.reachable & (again | (wanted - answered))), frozenset(names)
        )

    def may_still_fire(self, rule: str, when: When, known: Known, closed: set[str]) -> set[str]:
        """The unknown variables through which a rule could still come to fire.

        Empty where it cannot. `closed` are the questions that will never be asked.
        """
        found: set[str] = set()
        for box in self.expanded(rule, when):
            unknown = {key for key in box if key not in known}
            fits = all(known[key] in box[key] for key in box.keys() - unknown)
            if fits and not any(self.book.variables[key].question in closed for key in unknown):
                found |= unknown
        return found

    def flags_not_asked(
        self, answered: frozenset[str], variables: Known, fired: Container[str]
    ) -> tuple[str, ...]:
        """The red flags that could still be reached, by questions that nobody has answered.

        Red flags of the lowest level, which say nothing about how soon, are left out.
        """
        possible = self._numbered.state(answered, variables).possible
        return tuple(
            id
            for id, flag in self.book.red_flags.items()
            if is_raised(flag.urgency)
            and self._numbered.twins[id] & possible
            and unsure_rule(id) not in fired
        )


class _State(NamedTuple):
    """What is possible, given the answers so far."""

    variables: Known
    reachable: set[str]
    """Questions that are answered, or that the answers may still lead to."""
    possible: Boxes
    """Boxes that some further answers would satisfy."""
    hidden: set[str]
    """Variables of items that these answers never show."""


class _OfCondition(NamedTuple):
    """The boxes of the rules of one condition."""

    core: Boxes
    blocks: Boxes
    evidence: Boxes
    """What moves its fit: supports, rules against it, and its firm part. By the firm part it may
    also raise the urgency, but only where nothing blocks it, as a fit only matters there."""


class _Numbered:
    """All boxes of a rule book, numbered."""

    def __init__(self, relevance: Relevance) -> None:
        book = relevance.book
        self._count = 0
        self._accepting: defaultdict[Key, defaultdict[frozenset[str], Boxes]]
        self._accepting = defaultdict(lambda: defaultdict(int))
        self._gates = {id: self._number(some) for id, some in relevance.gates.items()}
        self._shows = {name: self._number(some) for name, some in relevance.shows.items()}
        self._findings = {name: self._number(some) for name, some in relevance.findings.items()}
        stated = {rule: self._number(some) for rule, some in relevance.stated.items()}
        self.twins = {id: stated[unsure_rule(id)] for id in book.red_flags}
        self._flags = _union(
            stated[rule] for id in book.red_flags for rule in (id, unsure_rule(id))
        )
        self._conditions = [
            _OfCondition(
                core=stated[core_id(id)],
                blocks=_union(stated[rule] for rule in condition.blocked_by),
                evidence=_union(
                    stated[rule]
                    for rule in (*condition.supports, *condition.against, firm_id(id))
                    if rule in stated
                ),
            )
            for id, condition in book.conditions.items()
        ]
        self._kinds = self._number(relevance.kinds)
        in_blocks = _union(condition.blocks for condition in self._conditions)
        keys: list[Key] = [*book.variables, *self._findings]
        self._naming = {key: _union(self._accepting[key].values()) for key in keys}
        self._naming_in_blocks = {
            key: some & in_blocks for key, some in self._naming.items() if some & in_blocks
        }
        self._contradicted = {
            name: {word: self._without(name, word) for word in variable.answers}
            for name, variable in book.variables.items()
        }
        self.question_of = {name: variable.question for name, variable in book.variables.items()}
        self._variables_of: dict[str, list[str]] = {id: [] for id in book.questions}
        for name, question in self.question_of.items():
            self._variables_of[question].append(name)
        self._sometimes_shown = {
            id: tuple(name for name in names if name in self._shows)
            for id, names in self._variables_of.items()
        }
        """By question its items that are not always shown."""
        self.always = {id for id, question in book.questions.items() if question.asked_anyway}
        deciding: defaultdict[str, set[str]] = defaultdict(set)
        for id, some in relevance.gates.items():
            deciding[id].update(name for box in some for name in box)
        for shown, some in relevance.shows.items():
            deciding[self.question_of[shown]].update(name for box in some for name in box)
        self.deciding = {id: frozenset(names) for id, names in deciding.items()}

    def _number(self, some: Iterable[dict[K, frozenset[str]]]) -> Boxes:
        numbered = 0
        for box in some:
            bit = 1 << self._count
            self._count += 1
            numbered |= bit
            for key, answers in box.items():
                self._accepting[key][answers] |= bit
        return numbered

    def _without(self, name: str, word: str) -> Boxes:
        """The boxes that name a variable and do not accept this answer."""
        return _union(
            some for answers, some in self._accepting[name].items() if word not in answers
        )

    def state(self, answered: frozenset[str], variables: Known) -> _State:
        """What is possible where these questions are answered, with these answers known."""
        ruled_out = 0
        for name, word in variables.items():
            ruled_out |= self._contradicted[name][word]
        reachable: set[str] = set()
        hidden: set[str] = set()
        for id, names in self._variables_of.items():
            # a gate only uses earlier questions, which are settled by now
            gate = self._gates.get(id)
            if id in answered or gate is None or gate & ~ruled_out:
                reachable.add(id)
            else:
                ruled_out |= _union(self._naming[name] for name in names if name not in variables)
            for name in self._sometimes_shown[id]:
                if name not in variables and not self._shows[name] & ~ruled_out:
                    hidden.add(name)
                    ruled_out |= self._naming[name]
        for finding, some in self._findings.items():
            if not some & ~ruled_out:
                ruled_out |= self._naming[finding]
        return _State(variables, reachable, ((1 << self._count) - 1) & ~ruled_out, hidden)

    def open_in_rules(self, state: _State, undecided: _State) -> set[str]:
        """The variables behind every rule that can still change the result."""
        deciding = self._flags | self._kinds
        evidence = 0
        waiting = _union(
            some for key, some in self._naming_in_blocks.items() if key not in state.variables
        )
        fired_blocks = state.possible & ~waiting  # by answers alone, without a finding
        for condition in self._conditions:
            if condition.core & state.possible:
                deciding |= condition.core | condition.blocks
                if not condition.blocks & fired_blocks:
                    evidence |= condition.evidence
        return self._behind(deciding, state) | self._behind(evidence, undecided)

    def _behind(self, some: Boxes, state: _State) -> set[str]:
        """The unknown variables in the boxes that are possible, through findings."""
        still_open = some & state.possible
        for name, boxes_of_finding in reversed(self._findings.items()):
            if still_open & self._naming[name]:
                still_open |= boxes_of_finding & state.possible
        return {
            name
            for name in self.question_of
            if name not in state.variables and still_open & self._naming[name]
        }


def _union(some: Iterable[Boxes]) -> Boxes:
    return reduce(or_, some, 0)


def written_out(book: Rulebook, when: When) -> list[Box]:
    """The boxes of a condition with its findings written out, over variables only."""
    return answer_boxes(inlined(book, when), book.allowed)


def inlined(book: Rulebook, when: When) -> When:
    """A condition with its findings written out, so that it speaks of variables only."""
    match when:
        case Is():
            return when
        case Holds():
            return inlined(book, asked_by(book.findings, when))
        case _:
            return replace(when, of=tuple(inlined(book, part) for part in when.of))
