"""Whether any case notices a changed rule.

Every change is tried on every case that it could touch, so only what it can move is worked out
anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from triage.cases.loading import Case, Expect
from triage.cases.mutation import Mutant
from triage.cases.replaying import compared
from triage.inference import reference
from triage.inference.assessment import assessment_of
from triage.inference.prepared import prepared
from triage.inference.weighing import weigh
from triage.rulebook.conclusions import Conclusion, unsure_rule
from triage.rulebook.model import Rulebook
from triage.rulebook.rules import Rule
from triage.rulebook.when import Holds, Is, leaves, satisfied_by, widened


class Verdict(Struct, frozen=True):
    """Whether a mutant was noticed."""

    mutant: str
    noticed_by: str | None
    """The first case that fails; None where the mutant survives."""


class PreparedCases:
    """Cases prepared for one rule book, so that a mutant is tried on few of them.

    All cases are evaluated at once: for every answer and every rule there is a number whose
    bit n says whether case n has that answer, or fires that rule. Only the cases in which a
    mutant fires other rules, or weighs them otherwise, are assessed again.
    """

    def __init__(self, book: Rulebook, cases: Sequence[Case]) -> None:
        self.book = book
        self.failing = tuple(case.name for case in cases if _wrong(book, case))
        """Cases that fail on the rule book itself; they cannot notice anything."""
        self.cases = [case for case in cases if not _wrong(book, case)] if self.failing else cases
        self._seen = [case.answers.variables(book) for case in self.cases]
        self._answered = _answered(self._seen)
        self._rules: dict[str, Rule] = {}
        self._fired: dict[str, int] = {}
        self._fired = self._fire(book, self._answered, frozenset())
        self._rules = {rule.id: rule for rule in book.rules}
        self._named = [frozenset(_named(case)) for case in self.cases]
        self._shapes: dict[int, Shape] = {}

    def verdict(self, mutant: Mutant) -> Verdict:
        """Whether some case notices the mutant."""
        # copies, so that what is worked out for them is not kept with the mutant
        book, whole = _like(self.book, mutant), _like(self.book, mutant)
        # what was not asked is said in texts, and only some cases look at those
        prepared(book).__dict__["relevance"] = prepared(self.book).relevance
        answered, others = self._answered, 0
        if mutant.book.questions is not self.book.questions:  # rules see something else of cases
            answered, others = self._seen_through(book)
        moved = frozenset(
            name for name in answered if answered[name] is not self._answered.get(name)
        )
        fired = self._fire(book, answered, moved)
        touched = others
        for id in self._fired.keys() | fired.keys():
            touched |= self._fired.get(id, 0) ^ fired.get(id, 0)
        if not touched:  # the same rules fire; their weight may differ
            touched = self._fired.get(mutant.rule, 0)
        numbers = [n for n in range(len(self.cases)) if touched >> n & 1]
        numbers.sort(key=lambda n: (mutant.rule not in self._named[n], n))
        for number in numbers:
            case = self.cases[number]
            if self._may_differ(book, number, fired) and _wrong(
                whole if _expects_more(case) else book, case
            ):
                return Verdict(mutant.id, f"{case.place.file}: {case.name}")
        return Verdict(mutant.id, None)

    def _seen_through(self, book: Rulebook) -> tuple[dict[str, dict[str, int]], int]:
        """What cases answered where a line was changed, and those of them that look at texts."""
        seen = [case.answers.variables(book) for case in self.cases]
        moved: set[str] = set()
        others = 0
        for number, (now, before) in enumerate(zip(seen, self._seen, strict=True)):
            if now != before:
                moved |= {n for n in now.keys() | before.keys() if now.get(n) != before.get(n)}
                others |= _expects_more(self.cases[number]) << number
        again = _answered([{n: now[n] for n in moved if n in now} for now in seen])
        return self._answered | {name: again.get(name, {}) for name in moved}, others

    def _fire(
        self, book: Rulebook, answered: Mapping[str, Mapping[str, int]], otherwise: frozenset[str]
    ) -> dict[str, int]:
        concluded: dict[Conclusion, int] = {}
        fired: dict[str, int] = {}
        moved: set[Conclusion] = set()
        """Conclusions that are not those of the same cases as before."""
        everybody = (1 << len(self.cases)) - 1

        def leaf(of: Is | Holds) -> int:
            if isinstance(of, Holds):
                return concluded.get(of.conclusion, 0)
            words = answered.get(of.variable, {})
            return reduce(or_, (words.get(word, 0) for word in book.allowed(of)), 0)

        for rule in book.rules:
            before = self._fired.get(rule.id)
            if (
                before is not None
                and self._rules[rule.id] is rule
                and (not moved or moved.isdisjoint(_uses(rule)))
                and (not otherwise or otherwise.isdisjoint(_asks(rule)))
            ):
                which = before
            else:
                which = satisfied_by(rule.when, leaf, everybody)
            fired[rule.id] = which
            if which != before:
                moved.add(rule.concludes)
            concluded[rule.concludes] = concluded.get(rule.concludes, 0) | which
        return fired

    def _may_differ(self, book: Rulebook, number: int, fired: Mapping[str, int]) -> bool:
        """False where nothing that the case expects can be another than before."""
        if _expects_more(self.cases[number]):
            return True
        if any(
            (self._fired.get(id, 0) ^ fired.get(id, 0)) >> number & 1 for id in self._named[number]
        ):
            return True
        if number not in self._shapes:
            self._shapes[number] = _shape(self.book, number, self._fired)
        return self._shapes[number] != _shape(book, number, fired)


Shape: TypeAlias = tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str, bool], ...]]
"""Urgency, red flags with their levels, and the candidates in order: fit, and whether shown."""


def _shape(book: Rulebook, number: int, fired: Mapping[str, int]) -> Shape:
    # weighing looks at which rules fired, not at why
    weighed = weigh(book, {id: frozenset() for id, which in fired.items() if which >> number & 1})
    return (
        weighed.urgency,
        tuple((flag.id, flag.urgency) for flag in weighed.flags),
        tuple((c.id, c.fit, c.shown) for c in weighed.candidates),
    )


_BY_SHAPE = frozenset(
    {
        *("urgency", "urgency_at_least", "first", "suggested", "offered", "includes"),
        *("not_suggested", "fits", "red_flags", "has_red_flags", "not_red_flags", "levels"),
        *("because_of", "not_because_of"),
    }
)
"""Expectations that look at the shape and at fired rules only."""


def _expects_more(case: Case) -> bool:
    """Whether a case expects something else, for example a text."""
    return any(
        getattr(case.expect, name) != getattr(NOTHING, name)
        for name in Expect.__struct_fields__
        if name not in _BY_SHAPE
    )


NOTHING = Expect()


def _named(case: Case) -> tuple[str, ...]:
    return (*case.expect.because_of, *case.expect.not_because_of)


def _wrong(book: Rulebook, case: Case) -> list[str]:
    """What is not as expected, by the reference evaluator."""
    fired = reference.fire(book, case.answers.variables(book))
    return compared(book, case, assessment_of(book, case.answers, fired), set(fired))


def _answered(seen: Sequence[Mapping[str, str]]) -> dict[str, dict[str, int]]:
    """For every variable and word, the cases that have it, as bits of a number."""
    found: dict[str, dict[str, int]] = {}
    for number, one in enumerate(seen):
        for name, word in one.items():
            words = found.setdefault(name, {})
            words[word] = words.get(word, 0) | 1 << number
    return found


def _asks(rule: Rule) -> set[str]:
    return {part.variable for part in leaves(rule.when) if isinstance(part, Is)}


def _uses(rule: Rule) -> set[Conclusion]:
    return {part.conclusion for part in leaves(rule.when) if isinstance(part, Holds)}


def _like(book: Rulebook, mutant: Mutant) -> Rulebook:
    copy = replace(mutant.book)
    # medicines and what can be answered do not differ, so what is known of them holds here too
    copy.__dict__["variables"] = book.variables
    copy.__dict__["_allowed"] = book._allowed  # noqa: SLF001
    if mutant.when is not None:  # nor do the other rules
        changed = {
            mutant.rule: mutant.when,
            unsure_rule(mutant.rule): widened(mutant.when),
        }
        copy.__dict__["rules"] = tuple(
            replace(rule, when=changed[rule.id]) if rule.id in changed else rule
            for rule in book.rules
        )
    copy.__dict__["_catalogue"] = book.catalogue
    return copy
