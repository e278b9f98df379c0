"""Which questions can still change the result.

A rule is *open* while some box of it is not contradicted by the answers so far. A question
that no open rule depends on can be left out, exactly: asking it would give the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec.structs import replace

from triage.rulebook.model import Rulebook, core_id
from triage.rulebook.when import UNSURE, Box, Holds, Is, When, boxes, widened

Known = Mapping[str, str]


class Relevance:
    """One rule book, prepared for asking what is still open."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book

    @cached_property
    def stated(self) -> dict[str, list[Box]]:
        """Every rule that stands in a rule file (not the ones that only pass on), as boxes."""
        return {
            rule.id: boxes(rule.when, self.book.allowed)
            for rule in self.book.rules
            if rule.concludes.startswith(("red-flag:", "evidence:"))
        }

    @cached_property
    def findings(self) -> dict[str, list[Box]]:
        """Every finding and its twin, each after the findings it uses."""
        return {
            rule.concludes: boxes(rule.when, self.book.allowed)
            for rule in self.book.rules
            if rule.concludes.startswith("finding:")
        }

    @cached_property
    def gates(self) -> dict[str, list[Box]]:
        """Every `ask-when`, by question."""
        return {
            id: boxes(question.ask_when, self.book.allowed)
            for id, question in self.book.questions.items()
            if question.ask_when is not None
        }

    @cached_property
    def _expanded(self) -> dict[str, list[Box]]:
        return {}

    def expanded(self, rule: str, when: When) -> list[Box]:
        """The boxes of a rule over variables only, with findings written out."""
        if rule not in self._expanded:
            self._expanded[rule] = boxes(inlined(self.book, when), self.book.allowed)
        return self._expanded[rule]

    def questions(self, answered: frozenset[str], variables: Known) -> frozenset[str]:
        """The unanswered questions that an open rule depends on, or that are always asked.

        Questions that the answers cannot lead to are left out.
        """
        state = _State(self, answered, variables)
        # what is not known is shown beside each suggestion, so evidence that an unsure answer
        # leaves undecided is open too
        sure = {name: word for name, word in variables.items() if word != UNSURE}
        undecided = _State(self, answered, sure) if len(sure) < len(variables) else state
        always = {id for id, question in self.book.questions.items() if question.always == "yes"}
        wanted = {
            self.book.variables[name].question for name in state.open_in_rules(undecided)
        } | always
        # a question that decides whether a wanted one is asked is wanted itself
        todo = list(wanted)
        while todo:
            for box in self.gates.get(todo.pop(), ()):
                for name in box:
                    gate = self.book.variables[name].question
                    if gate not in wanted:
                        wanted.add(gate)
                        todo.append(gate)
        return frozenset(id for id in wanted if id in state.reachable and id not in answered)

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


class _State:
    """What is possible, given the answers so far."""

    def __init__(self, parent: Relevance, answered: frozenset[str], variables: Known) -> None:
        self._parent = parent
        self._book = parent.book
        self._variables = variables
        self.reachable: set[str] = set()
        for id in self._book.questions:
            if id in answered or self._gate_possible(id):
                self.reachable.add(id)
        self._possible: dict[str, bool] = {}
        for name, some in parent.findings.items():
            self._possible[name] = self._any_possible(some)
        self._open: dict[str, set[str]] = {}

    def _gate_possible(self, id: str) -> bool:
        # gates only use earlier questions, which are settled by now
        gate = self._parent.gates.get(id)
        return gate is None or any(self._box_possible(box) for box in gate)

    def _box_possible(self, box: Box) -> bool:
        for key, allowed in box.items():
            if key in self._variables:
                if self._variables[key] not in allowed:
                    return False
            elif key in self._book.variables:
                if self._book.variables[key].question not in self.reachable:
                    return False
            elif not self._possible[key]:
                return False
        return True

    def _any_possible(self, some: list[Box]) -> bool:
        return any(self._box_possible(box) for box in some)

    def _settled(self, some: list[Box]) -> bool:
        """Whether a rule has fired already, by answers alone."""
        return any(
            all(key in self._variables and self._variables[key] in box[key] for key in box)
            for box in some
        )

    def open_in_rules(self, undecided: _State) -> set[str]:
        """Unanswered variables of every rule that can still change the result."""
        stated = self._parent.stated
        found: set[str] = set()
        for id in self._book.red_flags:
            found |= self._open_variables(stated[id])
            found |= self._open_variables(stated[f"{id}?"])
        for id, condition in self._book.conditions.items():
            core = stated[core_id(id)]
            if not self._any_possible(core):
                continue
            found |= self._open_variables(core)
            for rule in condition.blocked_by:
                found |= self._open_variables(stated[rule])
            if any(self._settled(stated[rule]) for rule in condition.blocked_by):
                continue
            for rule in (*condition.supports, *condition.against):
                found |= undecided._open_variables(stated[rule])
        return found

    def _open_variables(self, some: list[Box]) -> set[str]:
        """Unanswered variables of the boxes that are still possible, through findings."""
        found: set[str] = set()
        for box in some:
            if self._box_possible(box):
                for key in box:
                    if key in self._possible:
                        found |= self._open_in_finding(key)
                    elif key not in self._variables:
                        found.add(key)
        return found

    def _open_in_finding(self, name: str) -> set[str]:
        if name not in self._open:
            self._open[name] = self._open_variables(self._parent.findings[name])
        return self._open[name]


def inlined(book: Rulebook, when: When) -> When:
    """A condition with its findings written out, so that it speaks of variables only."""
    match when:
        case Is():
            return when
        case Holds(conclusion):
            id = conclusion.removeprefix("finding:")
            if id.endswith("?"):  # the twin of a finding, in which unsure satisfies
                inner = widened(book.findings[id.removesuffix("?")].when, lambda name: f"{name}?")
            else:
                inner = book.findings[id].when
            return inlined(book, inner)
        case _:
            return replace(when, of=tuple(inlined(book, part) for part in when.of))
