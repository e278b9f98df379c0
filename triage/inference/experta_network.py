"""The rule book as an experta network.

This is the only module that uses experta (`_experta` makes it importable), and `engine` loads
it aside, since nobody knows what a broken library does. How it works:

- Every variable and every conclusion gets its own class of fact, with one slot `value`.
- Every box of a rule's normal form becomes one experta rule: one pattern for each variable
  of the box, with one predicate that tests for membership in the allowed answers.
- A rule that fires declares its conclusion as a fact, which may fire others: answers give
  findings, findings give evidence, a core gives a suggestion, a suggestion gives urgency.
- Facts are only ever added. experta's NOT, OR, EXISTS, retract and modify are not used,
  since their results depend on order (its issues 6, 7 and 14 on GitHub).

Building the network takes a part of a second, so there is one for a rule book, reset for each
person. Some stock parts are replaced by faster ones with the same meaning (docs/performance.md
says what each is worth):

- the rules are not brought into normal form, since they are in it;
- rules that begin with the same patterns share the joins of these;
- which patterns a fact satisfies is looked up, in place of trying all of them;
- the agenda is a plain stack, since the order of firing cannot matter;
- a reset empties only the memories that are in use;
- an answer that no pattern accepts is not declared, since nothing could match it; nor is a
  conclusion that no rule asks for, which then stands in the trace only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from math import inf
from typing import Any, NamedTuple

from triage.inference._experta import (
    Activation,
    ChildNode,
    ConflictSetNode,
    Fact,
    FeatureCheck,
    KnowledgeEngine,
    OrdinaryMatchNode,
    P,
    ReteMatcher,
    SameContextCheck,
    Strategy,
    Token,
)
from triage.inference._experta import Rule as ExpertaRule
from triage.inference.reference import Basis, Fired
from triage.rulebook.model import Rulebook
from triage.rulebook.rules import Rule
from triage.rulebook.when import Key, RuleBox, boxes


class Network:
    """The network of one rule book, for one thread at a time.

    Declared answers stay until they change: an answer set that only adds to the last one is
    run from where the last one ended.
    """

    def __init__(self, book: Rulebook) -> None:
        self._boxes = [(rule, box) for rule in book.rules for box in boxes(rule.when, book.allowed)]
        self._facts = {
            (key, answer): _fact_type(key)(value=answer)
            for key, answers in _accepted(box for _, box in self._boxes).items()
            for answer in answers
        }
        self._experta = _Experta(_compile(self._boxes, self._facts))
        self._declared: dict[str, str] = {}
        self._fresh = False

    def fire(self, answers: Mapping[str, str]) -> Fired:
        """Every rule that fires on these answers; the same as `reference.fire`."""
        if not self._fresh or any(answers.get(v) != a for v, a in self._declared.items()):
            self._fresh = False
            self._experta.reset()
            self._experta.fired.clear()
            self._declared.clear()
        new = {v: a for v, a in answers.items() if v not in self._declared}
        self._fresh = False  # until it has run to its end, whatever ends it
        said = (self._facts.get(answer) for answer in sorted(new.items()))
        facts = [fact for fact in said if fact is not None]
        if facts:
            self._experta.declare(*facts)
        self._experta.run()
        self._declared.update(new)
        self._fresh = True
        return self._trace(answers)

    def _trace(self, answers: Mapping[str, str]) -> Fired:
        bases: dict[str, set[tuple[Key, str]]] = {}
        for number in self._experta.fired:
            rule, box = self._boxes[number]
            basis = bases.setdefault(rule.id, set())
            basis.update((key, answers[key] if isinstance(key, str) else "holds") for key in box)
        return {id: Basis(bases[id]) for id in sorted(bases)}


def _accepted(some: Iterable[RuleBox]) -> dict[Key, set[str]]:
    """For each variable the answers that some pattern accepts: no other fact can matter."""
    accepted: dict[Key, set[str]] = {}
    for box in some:
        for key, answers in box.items():
            accepted.setdefault(key, set()).update(answers)
    return accepted


# experta keeps every class and every test of a pattern for ever, so they are made once for all
# engines of a process: many engines of one rule book then take no more memory than one. Two
# threads that made the same class at the same time would each get another one, and a fact of the
# one class matches no pattern of the other, so networks are built one at a time


@cache
def _fact_type(key: Key) -> Any:
    return type(f"Fact {key}", (Fact,), {})


@cache
def _pattern(key: Key, answers: frozenset[str]) -> Any:
    # experta shares the nodes of patterns that are the same object
    return _fact_type(key)(value=P(answers.__contains__))


def _compile(
    numbered: list[tuple[Rule, RuleBox]], facts: Mapping[tuple[Key, str], Any]
) -> list[Any]:
    """One experta rule for each box."""
    rules = []
    for number, (rule, box) in enumerate(numbered):
        patterns = [_pattern(key, answers) for key, answers in sorted(box.items(), key=_by_name)]
        then = _then(number, facts.get((rule.concludes, "holds")))
        rules.append(ExpertaRule(*patterns)(then))
    return rules


def _by_name(part: tuple[Key, frozenset[str]]) -> str:
    return str(part[0])


def _then(number: int, conclusion: Any) -> Any:
    def then(engine: Any) -> None:
        engine.fired.append(number)
        if conclusion is not None:
            engine.declare(conclusion)

    return then


class _Stack(Strategy):  # type: ignore[misc]
    """Last come, first fired."""

    def _update_agenda(self, agenda: Any, added: Any, removed: Any) -> None:  # noqa: ARG002
        agenda.activations.extend(added)


class _FactToken(Token):  # type: ignore[misc]
    """A single fact on its way; what joins remember of it is made once, not for each join.

    Whatever gets it only reads it, so every run takes the same one.
    """

    def __new__(cls, fact: Any) -> Any:
        token = super().__new__(cls, Token.TagType.VALID, fact)
        token.remembered = Token.to_info(token)
        return token

    def to_info(self) -> Any:
        return self.remembered


class _Onward(NamedTuple):
    """Where a token goes from a node."""

    calls: list[Callable[[Any], None]]
    joins: list[Any]
    """All joins from there on, which may remember the token."""


class _Matcher(ReteMatcher):  # type: ignore[misc]
    """experta's network, entered behind the tests of single facts, and left before its ends.

    A pattern here is a class and a set of answers, so which patterns a fact satisfies is
    looked up by its class and its answer; experta would send it through three test nodes for
    each. Those write into the token, so experta copies it for every node; the joins behind
    them only read it.

    There is one fact of a class at most, so a rule is completed once at most, and its
    activation is not held against earlier ones.
    """

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._completed: list[Any] = []
        self._used: set[Any] = set()
        self._onward: dict[Any, _Onward] = {}
        self._entries = self._behind_the_tests()
        self._ways: dict[Any, tuple[Any, _Onward]] = {}
        """By a fact: its token, and where it goes from all patterns that it satisfies."""

    @staticmethod
    def prepare_ruleset(engine: Any) -> set[Any]:
        # what experta would bring into normal form is in normal form already
        return set(engine.get_rules())

    @staticmethod
    def build_beta_part(ruleset: set[Any], alpha_terminals: Mapping[Any, Any]) -> None:
        """Join the patterns of every rule; rules that begin alike share their first joins."""
        joins: dict[tuple[Any, Any], Any] = {}
        for rule in ruleset:
            first, *others = rule
            node = alpha_terminals[first]
            for pattern in others:
                join = joins.get((node, pattern))
                if join is None:
                    join = joins[node, pattern] = OrdinaryMatchNode(SameContextCheck())
                    node.add_child(join, join.activate_left)
                    alpha_terminals[pattern].add_child(join, join.activate_right)
                node = join
            end = ConflictSetNode(rule)
            node.add_child(end, end.activate)

    def _behind_the_tests(self) -> dict[Any, list[tuple[Any, _Onward]]]:
        """For each class of fact: the test of an answer, and where a fact goes that passes."""
        entries: dict[Any, list[tuple[Any, _Onward]]] = {}
        for of_class in self.root_node.children:
            routes = entries.setdefault(of_class.node.matcher.fact_type, [])
            for test in of_class.node.children:
                if isinstance(test.node.matcher, FeatureCheck):
                    accepts = test.node.matcher.how.match
                    routes += [
                        (accepts, self._without_copies(capture.node))
                        for capture in test.node.children
                    ]
        return entries

    def _without_copies(self, node: Any) -> _Onward:
        """Let a node, and all behind it, send tokens on as they are."""
        if node not in self._onward:
            onward = self._onward[node] = _Onward([], [])
            for place, child in enumerate(node.children):
                if isinstance(child.node, ConflictSetNode):
                    call = self._completing(child.node.rule)
                else:
                    to_left = child.callback == child.node.activate_left
                    call = child.node._activate_left if to_left else child.node._activate_right
                    onward.joins.extend([child.node, *self._without_copies(child.node).joins])
                node.children[place] = ChildNode(child.node, call)
                onward.calls.append(call)
        return self._onward[node]

    def _way_of(self, fact: Any) -> tuple[Any, _Onward]:
        onward = [o for accepts, o in self._entries.get(type(fact), ()) if accepts(fact["value"])]
        calls = [call for one in onward for call in one.calls]
        way = _FactToken(fact), _Onward(calls, [join for one in onward for join in one.joins])
        self._ways[fact] = way
        return way

    def _completing(self, rule: Any) -> Callable[[Any], None]:
        def completed(token: Any) -> None:
            self._completed.append(Activation(rule, token.data))

        return completed

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:  # noqa: ARG002
        for fact in adding or ():
            token, onward = self._ways.get(fact) or self._way_of(fact)
            self._used.update(onward.joins)
            for call in onward.calls:
                call(token)
        completed, self._completed = self._completed, []
        return completed, []

    def reset(self) -> None:
        for join in self._used:
            join.left_memory.clear()
            join.right_memory.clear()
        self._used.clear()
        self._completed.clear()


class _Experta(KnowledgeEngine):  # type: ignore[misc]
    """A knowledge engine whose rules are given, not found among its attributes."""

    __matcher__ = _Matcher
    __strategy__ = _Stack

    def __init__(self, rules: list[Any]) -> None:
        self._rules = rules
        self.fired: list[int] = []
        super().__init__()
        self._start: list[Any] = super().get_deffacts()

    def get_rules(self) -> list[Any]:
        return self._rules

    def get_deffacts(self) -> list[Any]:
        return self._start

    def run(self, steps: float = inf) -> None:  # noqa: ARG002
        # as in experta, which also writes a line for its log about every rule that fires
        self.running = True
        try:
            while True:
                self.strategy.update_agenda(self.agenda, *self.get_activations())
                activation = self.agenda.get_next()
                if activation is None:
                    return
                activation.rule(self)
        finally:
            self.running = False
