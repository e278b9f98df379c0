"""The forward-chaining engine: the rule book as an experta network.

This is the only module that uses experta (`_experta` makes it importable). How it works:

- Every variable and every conclusion gets its own class of fact, with one slot `value`.
- Every box of a rule's normal form becomes one experta rule: one pattern for each variable
  of the box, with one predicate that tests for membership in the allowed answers.
- A rule that fires declares its conclusion as a fact, which may fire others: answers give
  findings, findings give evidence, a core gives a suggestion, a suggestion gives urgency.
- Facts are only ever added. experta's NOT, OR, EXISTS, retract and modify are not used,
  since their results depend on order (its issues 6, 7 and 14 on GitHub).

Building the network takes a good part of a second, so there is one engine for a rule book,
reset for each person. Some stock parts are replaced by faster ones with the same meaning:

- which patterns a fact satisfies is looked up, in place of trying all of them;
- the agenda is a plain queue, since the order of firing cannot matter;
- a reset empties only the memories that are in use;
- an answer that no pattern accepts is not declared, since nothing could match it; nor is a
  conclusion that no rule asks for, which then stands in the trace only.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from triage.inference._experta import (
    ChildNode,
    ConflictSetNode,
    Fact,
    FeatureCheck,
    KnowledgeEngine,
    OrdinaryMatchNode,
    P,
    ReteMatcher,
    Strategy,
    Token,
)
from triage.inference._experta import Rule as ExpertaRule
from triage.inference.reference import Basis, Fired
from triage.rulebook.model import Rule, Rulebook
from triage.rulebook.when import Box, boxes


class Engine:
    """One rule book, ready to be run on one person after another.

    Declared answers stay until they change: an answer set that only adds to the last one is
    run from where the last one ended.
    """

    def __init__(self, book: Rulebook) -> None:
        self._lock = threading.Lock()
        self._fact_types = _fact_types(book)
        self._boxes = [(rule, box) for rule in book.rules for box in boxes(rule.when, book.allowed)]
        self._accepted = _accepted(box for _, box in self._boxes)
        self._network = _Network(_compile(self._boxes, self._fact_types))
        self._declared: dict[str, str] = {}
        self._fresh = False

    def fire(self, answers: Mapping[str, str]) -> Fired:
        """Every rule that fires on these answers; the same as `reference.fire`."""
        with self._lock:
            if not self._fresh or any(answers.get(v) != a for v, a in self._declared.items()):
                self._network.reset()
                self._network.fired.clear()
                self._declared.clear()
                self._fresh = True
            new = {v: a for v, a in answers.items() if v not in self._declared}
            try:
                facts = [
                    self._fact_types[variable](value=answer)
                    for variable, answer in sorted(new.items())
                    if answer in self._accepted.get(variable, ())
                ]
                if facts:
                    self._network.declare(*facts)
                self._network.run()
            except BaseException:
                self._fresh = False
                raise
            self._declared.update(new)
            return self._trace(answers)

    def _trace(self, answers: Mapping[str, str]) -> Fired:
        bases: dict[str, set[tuple[str, str]]] = {}
        for number in self._network.fired:
            rule, box = self._boxes[number]
            basis = bases.setdefault(rule.id, set())
            basis.update((key, answers.get(key, "holds")) for key in box)
        return {id: Basis(bases[id]) for id in sorted(bases)}


def _accepted(some: Iterable[Box]) -> dict[str, set[str]]:
    """For each variable the answers that some pattern accepts: no other fact can matter."""
    accepted: dict[str, set[str]] = {}
    for box in some:
        for key, answers in box.items():
            accepted.setdefault(key, set()).update(answers)
    return accepted


def _fact_types(book: Rulebook) -> dict[str, Any]:
    conclusions = {rule.concludes for rule in book.rules}
    return {name: type(f"Fact {name}", (Fact,), {}) for name in (*book.variables, *conclusions)}


def _compile(numbered: list[tuple[Rule, Box]], fact_types: Mapping[str, Any]) -> list[Any]:
    """One experta rule for each box."""
    patterns_made: dict[tuple[str, frozenset[str]], Any] = {}

    def pattern(key: str, answers: frozenset[str]) -> Any:
        # the same object for the same test, so that experta shares the nodes that do it
        made = patterns_made.get((key, answers))
        if made is None:
            made = fact_types[key](value=P(answers.__contains__))
            patterns_made[key, answers] = made
        return made

    used = {key for _, box in numbered for key in box}
    rules = []
    for number, (rule, box) in enumerate(numbered):
        patterns = [pattern(key, answers) for key, answers in sorted(box.items())]
        then = _then(number, fact_types[rule.concludes] if rule.concludes in used else None)
        rules.append(ExpertaRule(*patterns)(then))
    return rules


def _then(number: int, conclusion: Any) -> Any:
    def then(engine: Any) -> None:
        engine.fired.append(number)
        if conclusion is not None:
            engine.declare(conclusion(value="holds"))

    return then


class _Queue(Strategy):  # type: ignore[misc]
    """First come, first fired."""

    def _update_agenda(self, agenda: Any, added: Any, removed: Any) -> None:  # noqa: ARG002
        agenda.activations.extend(added)


class _Matcher(ReteMatcher):  # type: ignore[misc]
    """experta's network, entered behind the tests of single facts.

    A pattern here is a class and a set of answers, so which patterns a fact satisfies is
    looked up by its class and its answer; experta would send it through three test nodes for
    each. Joining facts and collecting activations is left to experta.
    """

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._touched: list[Any] = []
        self._ends, self._joins = self._watch_network()
        self._entries = self._behind_the_tests()

    def _watch_network(self) -> tuple[list[Any], list[Any]]:
        """All nodes with a memory, once each; the ends of the network report when touched."""
        seen: dict[int, Any] = {}
        todo = [child.node for child in self.root_node.children]
        while todo:
            node = todo.pop()
            if id(node) in seen:
                continue
            seen[id(node)] = node
            for index, child in enumerate(node.children):
                todo.append(child.node)
                if isinstance(child.node, ConflictSetNode):
                    node.children[index] = ChildNode(child.node, self._reporting(child.node))
        ends = [node for node in seen.values() if isinstance(node, ConflictSetNode)]
        joins = [node for node in seen.values() if isinstance(node, OrdinaryMatchNode)]
        return ends, joins

    def _behind_the_tests(self) -> dict[Any, list[tuple[Any, list[Any]]]]:
        """For each class of fact: the test of an answer, and the nodes behind that test."""
        entries: dict[Any, list[tuple[Any, list[Any]]]] = {}
        for of_class in self.root_node.children:
            routes = entries.setdefault(of_class.node.matcher.fact_type, [])
            for test in of_class.node.children:
                if isinstance(test.node.matcher, FeatureCheck):
                    accepts = test.node.matcher.how.match
                    routes += [(accepts, capture.node.children) for capture in test.node.children]
        return entries

    def _reporting(self, node: Any) -> Any:
        def activate(token: Any) -> None:
            self._touched.append(node)
            node.activate(token)

        return activate

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:  # noqa: ARG002
        for fact in adding or ():
            for accepts, behind in self._entries.get(type(fact), ()):
                if accepts(fact["value"]):
                    token = Token.valid(fact)
                    for child in behind:
                        child.callback(token)
        added: list[Any] = []
        for node in self._touched:
            added += node.get_activations()[0]
        self._touched.clear()
        return added, []

    def reset(self) -> None:
        for join in self._joins:
            if join.left_memory or join.right_memory:
                join._reset()
        for end in self._ends:
            if end.memory:
                end._reset()
        self._touched.clear()


class _Network(KnowledgeEngine):  # type: ignore[misc]
    """A knowledge engine whose rules are given, not found among its attributes."""

    __matcher__ = _Matcher
    __strategy__ = _Queue

    def __init__(self, rules: list[Any]) -> None:
        self._rules = rules
        self.fired: list[int] = []
        super().__init__()
        self._start: list[Any] = super().get_deffacts()

    def get_rules(self) -> list[Any]:
        return self._rules

    def get_deffacts(self) -> list[Any]:
        return self._start
