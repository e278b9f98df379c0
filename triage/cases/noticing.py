"""Whether any case notices a changed rule.

Every change is tried on every case that it could touch, so only what it can move is worked out
anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from itertools import chain
from operator import or_
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from triage.cases.loading import Case, Expect
from triage.cases.mutation import Mutant, all_changes
from triage.cases.replaying import WhatCame, Wrong, compared, weighed_otherwise
from triage.inference import reference
from triage.inference.answers import holds, with_settled
from triage.inference.assessment import assessment_of
from triage.inference.many_people import Population, Said, leaves_for, numbers, people
from triage.inference.prepared import prepared
from triage.inference.weighing import Weighed, weigh
from triage.rulebook.conclusions import Conclusion
from triage.rulebook.lines import LEFT_UNTICKED, Covered, settled
from triage.rulebook.model import Rulebook
from triage.rulebook.rules import Rule, rules_from
from triage.rulebook.when import UNSURE, Holds, Is, leaves, satisfied_by

Part = TypeVar("Part")


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
        self._asking: dict[str, set[str]] = defaultdict(set)
        self._using: dict[Conclusion, set[str]] = defaultdict(set)
        """The rules that ask for an answer, or use a conclusion."""
        self._reaching: dict[Conclusion, list[str]] = defaultdict(list)
        """The rules that come to a conclusion."""
        for rule in book.rules:
            self._reaching[rule.concludes].append(rule.id)
            for part in leaves(rule.when):
                if isinstance(part, Is):
                    self._asking[part.variable].add(rule.id)
                else:
                    self._using[part.conclusion].add(rule.id)
        self._try_on(cases)
        failing = [n for n in range(len(cases)) if self._notices(book, n, {})]
        self.failing = tuple(cases[n].name for n in failing)
        """Cases that fail on the rule book itself; they cannot notice anything."""
        if failing:
            self._try_on([case for n, case in enumerate(cases) if n not in failing])

    def _try_on(self, cases: Sequence[Case]) -> None:
        """Evaluate these cases on the rule book itself."""
        self.cases = cases
        self._more = [_expects_more(case) for case in cases]
        self._given = [case.answers.variables_by(self.book, {}) for case in cases]
        self._seen = [with_settled(self.book, given) for given in self._given]
        self._population = Population(self.book, self._seen)
        self._answered, self._fired = self._population.said, self._population.fired
        self._rules: dict[str, Rule] = {rule.id: rule for rule in self.book.rules}
        self._fires: list[set[str]] = [set() for _ in cases]
        for id, which in self._fired.items():
            for number in numbers(which):
                self._fires[number].add(id)
        naming: dict[str, list[int]] = defaultdict(list)
        for number, case in enumerate(cases):
            for rule in {*case.expect.because_of, *case.expect.not_because_of}:
                naming[rule].append(number)
        self._naming = {rule: people(some, len(cases)) for rule, some in naming.items()}
        """The cases that name a rule: they are the first to notice a change of it."""

    def verdict(self, mutant: Mutant) -> Verdict:
        """Whether some case notices the mutant."""
        book = _like(self.book, mutant)
        answered, others, moved = self._answered, 0, frozenset[str]()
        if mutant.book.questions is not self.book.questions:  # rules see something else of cases
            answered, others, moved = self._seen_through(book)
        fired = self._fire(book, answered, moved)
        touched = others
        for id, which in fired.items():
            touched |= self._fired.get(id, 0) ^ which
        if not touched:  # the same rules fire; their weight may differ
            touched = self._fired.get(mutant.rule, 0)

        first = touched & self._naming.get(mutant.rule, 0)
        for number in chain(numbers(first), numbers(touched ^ first)):
            if self._notices(book, number, fired):
                case = self.cases[number]
                return Verdict(mutant.id, f"{case.place.file}: {case.name}")
        return Verdict(mutant.id, None)

    def survivors(self, *, only_red_flags: bool = False) -> list[Mutant]:
        """Every mutant that no case notices, in the order of `mutants`.

        What a case notices means something else, so that is proved of the others alone.
        """
        return [
            mutant
            for mutant, differs in all_changes(self.book, only_red_flags)
            if self.verdict(mutant).noticed_by is None and differs()
        ]

    def _notices(self, book: Rulebook, number: int, fired: Mapping[str, int]) -> bool:
        """Whether a case fails, where these rules fire in other cases than before."""
        case = self.cases[number]
        if self._more[number]:  # for example a text, and what was not asked is said in texts
            return bool(_wrong(book, case))
        rules = self._fires[number].copy()
        for id, which in fired.items():
            if which >> number & 1:
                rules.add(id)
            else:
                rules.discard(id)
        return bool(weighed_otherwise(case.expect, _came(weigh(book, rules)), rules))

    def _seen_through(self, book: Rulebook) -> tuple[Said, int, frozenset[str]]:
        """What cases answered where a line was changed, those of them that look at texts, and
        the signs that some of them see otherwise."""
        now, before = prepared(book).covered, prepared(self.book).covered
        signs = {sign for sign in now.keys() | before.keys() if now.get(sign) != before.get(sign)}
        lines = {
            line for of in (now, before) for sign in signs & of.keys() for line in of[sign].lines
        }
        # a line comes before what it covers
        for sign, by in before.items():
            if not signs.isdisjoint(by.lines):
                signs.add(sign)
        few = {sign: by for sign, by in now.items() if sign in signs}
        looked_at = {*few, *(line for by in few.values() for line in by.lines)}
        met = (which for line in lines for which in self._answered.get(line, {}).values())
        words: dict[str, dict[str, int]] = {}
        looks_at_texts = 0
        for number in numbers(reduce(or_, met, 0)):
            given, seen = self._given[number], self._seen[number]
            own = signs - given.keys()
            others = {name: seen[name] for name in looked_at - own if name in seen}
            again = self._settled_again(few, given, others, own)
            for sign, word in again.items():
                if word == seen.get(sign, ""):
                    continue
                looks_at_texts |= self._more[number] << number
                which = words.setdefault(sign, dict(self._answered.get(sign, {})))
                if sign in seen:
                    which[seen[sign]] ^= 1 << number
                if word:
                    which[word] = which.get(word, 0) | 1 << number
        return {**self._answered, **words}, looks_at_texts, frozenset(words)

    def _settled_again(
        self,
        lines: Mapping[str, Covered],
        given: Mapping[str, str],
        others: Mapping[str, str],
        signs: AbstractSet[str],
    ) -> dict[str, str]:
        """What these lines make of signs that nobody answered; empty where they say nothing.

        `others` is what is seen of the lines, and of signs that somebody answered.
        """
        closed, still_open = settled(lines, others, lambda when: holds(when, given, self.book))
        said = dict.fromkeys(closed, LEFT_UNTICKED) | dict.fromkeys(still_open, UNSURE)
        return dict.fromkeys(signs, "") | said

    def _fire(self, book: Rulebook, answered: Said, moved: frozenset[str]) -> dict[str, int]:
        """For each rule that fires in other cases than before, those.

        Only a rule that was changed, or that sees something else, is worked out anew.
        """
        concluded = dict(self._population.concluded)
        fired: dict[str, int] = {}
        stale = {rule for name in moved for rule in self._asking.get(name, ())}
        everybody = (1 << len(self.cases)) - 1

        leaf = leaves_for(book, answered, concluded)
        for rule in book.rules:
            if self._rules.get(rule.id) is rule and rule.id not in stale:
                continue
            which = satisfied_by(rule.when, leaf, everybody)
            if which != self._fired.get(rule.id, 0):
                fired[rule.id] = which
                same = (id for id in self._reaching[rule.concludes] if id != rule.id)
                others = (fired.get(id, self._fired.get(id, 0)) for id in same)
                concluded[rule.concludes] = reduce(or_, others, which)
                stale |= self._using.get(rule.concludes, set())
        for id in self._rules.keys() - {rule.id for rule in book.rules}:
            fired[id] = 0
        return fired


def _came(weighed: Weighed) -> WhatCame:
    return WhatCame(
        weighed.urgency,
        (),
        {one.id: one.fit for one in weighed.candidates if one.shown},
        tuple(one.id for one in weighed.candidates if not one.shown),
        {flag.id: flag.urgency for flag in weighed.flags},
    )


_WEIGHED = frozenset(
    {
        *("urgency", "urgency_at_least", "first", "suggested", "offered", "includes"),
        *("not_suggested", "fits", "red_flags", "has_red_flags", "not_red_flags", "levels"),
        *("because_of", "not_because_of"),
    }
)
"""Expectations that look at what was weighed and at fired rules only."""
NOTHING = Expect()


def _expects_more(case: Case) -> bool:
    """Whether a case expects something else, for example a text."""
    return any(
        getattr(case.expect, name) != getattr(NOTHING, name)
        for name in Expect.__struct_fields__
        if name not in _WEIGHED
    )


def _wrong(book: Rulebook, case: Case) -> list[Wrong]:
    """What is not as expected, by the reference evaluator."""
    fired = reference.fire(book, case.answers.variables(book))
    return compared(book, case, assessment_of(book, case.answers, fired), set(fired))


def _like(book: Rulebook, mutant: Mutant) -> Rulebook:
    # a copy, so that what is worked out for it is not kept with the mutant
    copy = replace(mutant.book)
    # medicines and what can be answered do not differ, so what is known of them holds here too
    copy.__dict__["variables"] = book.variables
    copy.__dict__["_allowed"] = book._allowed  # noqa: SLF001
    copy.__dict__["rules"] = _rules(book, mutant.book)
    copy.__dict__["_catalogue"] = book.catalogue
    return copy


def _rules(book: Rulebook, changed: Rulebook) -> tuple[Rule, ...]:
    """The rules of a changed rule book; those that are as before are the same objects."""
    before, now = (
        {
            rule.id: rule
            for rule in rules_from(
                _other(one.findings, other.findings),
                _other(one.red_flags, other.red_flags),
                _other(one.conditions, other.conditions),
            )
        }
        for one, other in ((book, changed), (changed, book))
    )
    new = {id: rule for id, rule in now.items() if before.get(id) != rule}
    gone = before.keys() - now.keys()
    if any(not _uses(rule) <= _uses(before[id]) for id, rule in new.items() if id in before):
        return changed.rules  # it uses a conclusion that may only be reached after its place
    kept = (new.pop(rule.id, rule) for rule in book.rules if rule.id not in gone)
    return (*kept, *new.values())


def _uses(rule: Rule) -> set[Conclusion]:
    return {part.conclusion for part in leaves(rule.when) if isinstance(part, Holds)}


def _other(these: Mapping[str, Part], those: Mapping[str, Part]) -> dict[str, Part]:
    """What is not the same object there."""
    return {id: part for id, part in these.items() if those.get(id) is not part}
