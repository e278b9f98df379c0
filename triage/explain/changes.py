"""The smallest changes of one or two answers that give another result.

A *change* gives one question another answer. For an answered question, and for one that is
asked but not answered, these are tried, and nothing else:

- yes-no and pick-one: every other answer, *unsure* included;
- tick-all: one item to another of yes, no and unsure; if nothing was answered, that item
  alone, or nothing ticked;
- number: a number of every other band, and *unsure*;
- medicines: one name more (one medicine for each set of classes that it adds, and a name that
  is not in the list), one name less, none where nothing is known, and *unsure*.

Answers that the change no longer leads to are set aside, as in the interview. The *result* is
the urgency and the first condition shown. Two answers are changed together only for that one
of the two that no single change moves.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from msgspec import Struct

from triage.inference import reference
from triage.inference.answers import (
    Answers,
    is_asked,
    variables_for,
    voice_of,
    with_settled,
)
from triage.inference.assessment import plain_value
from triage.inference.explained import Altered, Change
from triage.inference.prepared import prepared
from triage.inference.weighing import Weighed, weigh
from triage.once import once
from triage.presentation.words import answer_words, word_shown
from triage.rulebook.kinds import Question
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.model import Rulebook
from triage.rulebook.rules import Rule
from triage.rulebook.urgency import Urgency, rank
from triage.rulebook.when import Holds, Is, Key, When, key_of, leaves, satisfied

MOST = 2


def what_would_change(book: Rulebook, answers: Answers, most: int = MOST) -> tuple[Change, ...]:
    """The smallest changes that move the urgency or the first candidate, single ones first.

    `most` is how many answers may be changed together, 1 or 2. The order is: fewer answers,
    higher urgency afterwards, then the order of the questions.

    Raises:
        ValueError: `most` is neither 1 nor 2.
    """
    if most not in (1, MOST):
        raise ValueError("one or two answers can be changed together")
    return _Search(book, answers).changes(most)


def changes_with(
    book: Rulebook, answers: Answers, wants: Sequence[Callable[[Weighed], bool]]
) -> list[tuple[Altered, ...]]:
    """For each want, every change of one answer after which it holds, in the order of questions.

    Who the person is, by which some danger signs are ruled out, is no answer to change.
    """
    search = _Search(book, answers)
    found: list[list[Altered]] = [[] for _ in wants]
    held: dict[frozenset[str], list[bool]] = {}
    for other, difference in search.moves:
        if other.question in book.danger_gates:
            continue
        turned = search.rules.turned(difference)
        if turned not in held:
            weighed = search.rules.weighed(turned)
            held[turned] = [want(weighed) for want in wants]
        for number, holds in enumerate(held[turned]):
            if holds:
                found[number].append(search.altered(other))
    return [*map(tuple, found)]


Difference: TypeAlias = Mapping[str, str | None]
"""Variables that have another answer; None: they are not answered any more."""


class _Other(Struct, frozen=True):
    """Another answer to one question."""

    question: str
    item: str | None
    value: Value


class _Result(Struct, frozen=True):
    urgency: Urgency
    first: str | None


class _Tried(Struct, frozen=True):
    others: tuple[_Other, ...]
    result: _Result


class _Effect(Struct, frozen=True):
    """What one change does."""

    names: Difference
    turned: frozenset[str]
    looked_at: frozenset[int]
    """The rules that depend on any of it."""
    decides: frozenset[str]
    """The questions whose being asked depends on any of it."""


class _Search:
    """All changes of one answer set."""

    def __init__(self, book: Rulebook, answers: Answers) -> None:
        self.book = book
        self.given = answers.given
        self.variables = answers.variables(book)
        self.voice = voice_of(book, self.variables)
        self.rules = _Rules(book, self.variables)
        self.before = self.rules.result(frozenset())
        self.gates: dict[str, set[str]] = {}
        """Variable to the questions whose being asked depends on it."""
        for id, question in book.questions.items():
            for leaf in leaves(question.ask_when) if question.ask_when is not None else ():
                if isinstance(leaf, Is):
                    self.gates.setdefault(leaf.variable, set()).add(id)

    def changes(self, most: int) -> tuple[Change, ...]:
        """The smallest changes, in order."""
        tried = [
            _Tried((other,), self.rules.result(self.rules.turned(difference)))
            for other, difference in self.moves
        ]
        moving = [one for one in tried if one.result != self.before]
        if most == MOST:
            level = not any(one.result.urgency != self.before.urgency for one in moving)
            first = not any(one.result.first != self.before.first for one in moving)
            if level or first:
                moving += self._pairs(level=level, first=first)
        place = {id: number for number, id in enumerate(self.book.questions)}

        def order(one: _Tried) -> tuple[int, int, list[int]]:
            return (
                len(one.others),
                -rank(one.result.urgency),
                [place[other.question] for other in one.others],
            )

        # sorting is stable: answers to the same question stay in the order of the question
        return tuple(self._change(one) for one in sorted(moving, key=order))

    @once
    def singles(self) -> list[_Other]:
        """Every change of one answer that a rule or another question depends on."""
        return [other for other, _ in self.moves]

    @once
    def moves(self) -> list[tuple[_Other, Difference]]:
        """The same, each with the variables that are others then."""
        moves = (
            (other, self._moved(other))
            for id in self.book.questions
            if id in self.given or is_asked(id, self.variables, self.book)
            for other in self._others(id)
        )
        return [(other, difference) for other, difference in moves if self._matters(difference)]

    def _others(self, id: str) -> list[_Other]:
        return list(_others(self.book, id, self.given.get(id)))

    def _matters(self, difference: Difference) -> bool:
        """Whether any rule or question depends on what a change sets."""
        return any(name in self.gates or name in self.rules.users for name in difference)

    def _moved(self, other: _Other) -> Difference:
        """Every variable that is another after one change.

        Where neither a question nor a line depends on what is other, it is all in this answer.
        """
        id = other.question
        if id in self._as_given:
            before = self._seen[id]
            after = variables_for(self.book, id, other.value)
            names = (name for name in {**before, **after} if before.get(name) != after.get(name))
            alone = {name: after.get(name) for name in names}
            if self._leading.isdisjoint(alone):
                return alone
        return self._difference({id: other.value})

    @once
    def _seen(self) -> dict[str, dict[str, str]]:
        """What each answer that was given says."""
        return {id: variables_for(self.book, id, value) for id, value in self.given.items()}

    @once
    def _as_given(self) -> frozenset[str]:
        """The answered questions; none where some answers do not lead to each other."""
        return frozenset(self.given if self._active({}).keys() == self.given.keys() else ())

    @once
    def _leading(self) -> frozenset[str]:
        """Variables on which other variables depend: by a question, or by a line that covers."""
        covered = prepared(self.book).covered
        lines = (line for by in covered.values() for line in by.lines)
        again = (leaf for by in covered.values() for when in by.again for leaf in leaves(when))
        named = (leaf.variable for leaf in again if isinstance(leaf, Is))
        return frozenset((*self.gates, *covered, *lines, *named))

    def _active(self, instead: Mapping[str, Value]) -> dict[str, Value]:
        """The answers that count when some are others."""
        return self._walked(instead)[0]

    def _walked(self, instead: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, str]]:
        """The same, with what they say by themselves."""
        given = {**self.given, **instead}
        active: dict[str, Value] = {}
        variables: dict[str, str] = {}
        for id in self.book.questions:
            if id in given and is_asked(id, variables, self.book):
                active[id] = given[id]
                variables.update(
                    variables_for(self.book, id, instead[id]) if id in instead else self._seen[id]
                )
        return active, variables

    def _difference(self, instead: Mapping[str, Value]) -> dict[str, str | None]:
        """Every variable that is another when some answers are, with its answer; None where it
        has none any more."""
        after = with_settled(self.book, self._walked(instead)[1])
        names = self.variables.keys() | after.keys()
        return {
            name: after.get(name) for name in names if after.get(name) != self.variables.get(name)
        }

    def _result(self, others: tuple[_Other, ...]) -> _Result:
        difference = self._difference({other.question: other.value for other in others})
        return self.rules.result(self.rules.turned(difference))

    def _pairs(self, *, level: bool, first: bool) -> Iterator[_Tried]:
        """Pairs that move what no single change moves."""
        effects = [self._effect(other) for other in self.singles]
        for one, two in combinations(range(len(self.singles)), 2):
            left, right = self.singles[one], self.singles[two]
            if left.question != right.question:
                result = self._together(left, right, effects[one], effects[two])
                if self._moves(result, level=level, first=first):
                    yield _Tried((left, right), result)
        for left in self.singles:
            for right in self._opened_by(left):
                result = self._result((left, right))
                if self._moves(result, level=level, first=first):
                    yield _Tried((left, right), result)

    def _effect(self, other: _Other) -> _Effect:
        names = self._moved(other)
        turned, looked_at = self.rules.step(names)
        decides = {id for name in names for id in self.gates.get(name, ())}
        return _Effect(names, turned, looked_at, frozenset(decides))

    def _together(self, left: _Other, right: _Other, one: _Effect, two: _Effect) -> _Result:
        """The result of two changes, put together from each one where that is exact."""
        tangled = (
            not one.decides.isdisjoint(two.decides)
            or right.question in one.decides
            or left.question in two.decides
        )
        if tangled:
            return self._result((left, right))
        # no question is decided by both, so the answers add up; and where no rule was looked
        # at for both, the rules that turn add up too
        if one.looked_at.isdisjoint(two.looked_at):
            return self.rules.result(one.turned | two.turned)
        return self.rules.result(self.rules.both(one, two))

    def _moves(self, result: _Result, *, level: bool, first: bool) -> bool:
        return (level and result.urgency != self.before.urgency) or (
            first and result.first != self.before.first
        )

    def _opened_by(self, other: _Other) -> list[_Other]:
        """Answers to the questions that are only asked after a change."""
        variables = Answers(self._active({other.question: other.value})).variables(self.book)
        return [
            follow
            for id in self.book.questions
            if id not in self.given
            and not is_asked(id, self.variables, self.book)
            and is_asked(id, variables, self.book)
            for follow in self._others(id)
        ]

    # in words

    def _change(self, tried: _Tried) -> Change:
        active = self._active({other.question: other.value for other in tried.others})
        return Change(
            answers=tuple(self.altered(other) for other in tried.others),
            set_aside=tuple(id for id in self.given if id not in active),
            urgency_before=self.before.urgency,
            urgency_after=tried.result.urgency,
            first_before=self.before.first,
            first_after=tried.result.first,
        )

    def altered(self, other: _Other) -> Altered:
        """A change in words."""
        question = self.book.questions[other.question]
        about = question.short
        if other.item is not None:
            about = f"{about}: {question.answers[other.item].text}"
        was = self.given.get(other.question)
        return Altered(
            question=other.question,
            item=other.item,
            about=self.voice.says(about),
            was="" if was is None else self._words(question, other, was),
            instead=self._words(question, other, other.value),
            answer=plain_value(other.value),
        )

    def _words(self, question: Question, other: _Other, value: Value) -> str:
        if other.item is not None and isinstance(value, Mapping):
            word = value[other.item]
            return "" if word == NOT_ASKED else word_shown(word)
        if isinstance(value, int) and value == other.value:
            return question.seen(other.question, value, self.book)[other.question]
        return answer_words(self.book, other.question, value, self.voice)


class _Rules:
    """The rules that weighing looks at, prepared for many answer sets that differ little."""

    def __init__(self, book: Rulebook, variables: Mapping[str, str]) -> None:
        self.book = book
        self.variables = variables
        fired = reference.fire(book, variables)
        # what only passes a suggestion or an urgency on is worked out by weighing itself
        self.stated = list(book.stated_rules.values())
        self.held = frozenset(rule.id for rule in self.stated if rule.id in fired)
        self.users: dict[Key, list[int]] = {}
        for number, rule in enumerate(self.stated):
            for leaf in dict.fromkeys(leaves(rule.when)):
                self.users.setdefault(key_of(leaf), []).append(number)
        self._results: dict[frozenset[str], _Result] = {}

    def turned(self, difference: Difference) -> frozenset[str]:
        """The rules that fire now and did not before, or the other way round."""
        return self.step(difference)[0]

    def step(self, difference: Difference) -> tuple[frozenset[str], frozenset[int]]:
        """The rules that turned, and the numbers of all that had to be looked at."""
        seen = {number for name in difference for number in self.users.get(name, ())}
        waiting = sorted(seen)
        turned: set[str] = set()
        # rules come after the rules whose conclusions they use, so the lowest number is ready
        while waiting:
            rule = self.stated[heapq.heappop(waiting)]
            if self._holds(rule.when, difference, turned) != (rule.id in self.held):
                turned.add(rule.id)
                self._look_at_users(rule, seen, waiting)
        return frozenset(turned), frozenset(seen)

    def both(self, one: _Effect, two: _Effect) -> frozenset[str]:
        """The rules that turn when two changes come together and their answers add up.

        A rule that depends on one change only turns as it did for that change, unless a rule
        that it uses comes out differently now. So only few are looked at again.
        """
        difference = {**one.names, **two.names}
        seen = set(one.looked_at & two.looked_at)
        waiting = sorted(seen)
        turned = set(one.turned | two.turned)
        while waiting:
            number = heapq.heappop(waiting)
            rule = self.stated[number]
            turns = self._holds(rule.when, difference, turned) != (rule.id in self.held)
            (turned.add if turns else turned.discard)(rule.id)
            as_before = [
                rule.id in effect.turned for effect in (one, two) if number in effect.looked_at
            ]
            if any(turns != before for before in as_before or [False]):
                self._look_at_users(rule, seen, waiting)
        return frozenset(turned)

    def _look_at_users(self, rule: Rule, seen: set[int], waiting: list[int]) -> None:
        for number in self.users.get(rule.concludes, ()):
            if number not in seen:
                seen.add(number)
                heapq.heappush(waiting, number)

    def _holds(self, when: When, difference: Difference, turned: set[str]) -> bool:
        def leaf(of: Is | Holds) -> bool:
            if isinstance(of, Holds):
                return (of.conclusion.rule in self.held) != (of.conclusion.rule in turned)
            name = of.variable
            word = difference[name] if name in difference else self.variables.get(name)
            return word in self.book.allowed(of)

        return satisfied(when, leaf)

    def weighed(self, turned: frozenset[str]) -> Weighed:
        """What is weighed where these rules turn."""
        return weigh(self.book, self.held ^ turned)

    def result(self, turned: frozenset[str]) -> _Result:
        """The urgency and the first condition shown."""
        if turned not in self._results:
            weighed = self.weighed(turned)
            first = next((c.id for c in weighed.candidates if c.shown), None)
            self._results[turned] = _Result(weighed.urgency, first)
        return self._results[turned]


# other answers


def _others(book: Rulebook, id: str, was: Value | None) -> Iterator[_Other]:
    """Every other answer to a question, in the order of the question."""
    for item, value in book.questions[id].others(id, was, book):
        yield _Other(id, item, value)
