"""What the cases reach: rules, boxes of rules, single answers of boxes, fits.

A box is one way in which a rule can fire (see `triage.rulebook.when`). An answer of a box
*decides* where the rule would not have fired without it: every box that the answers satisfy
names its variable. A box that lies within another box of the same rule adds nothing to the
rule and is not counted.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from triage.cases.loading import Case
from triage.cases.running import Ran
from triage.inference.many_people import fired_by
from triage.inference.weighing import weigh
from triage.rulebook.conclusions import Conclusion, unsure_rule
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import FITS, core_id
from triage.rulebook.when import Key, RuleBox, boxes, within

Group: TypeAlias = Literal["red-flags", "core", "all"]
Kind: TypeAlias = Literal["rules", "boxes", "answers", "fits"]
GROUPS: tuple[Group, ...] = ("red-flags", "core", "all")
KINDS: tuple[Kind, ...] = ("rules", "boxes", "answers", "fits")


class Item(Struct, frozen=True, order=True):
    """One thing that cases can reach."""

    kind: Kind
    rule: str
    """The rule; for a fit, the condition."""
    detail: str = ""
    """Which box, answer or fit."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}" if self.detail else self.rule


class Share(Struct, frozen=True):
    """So many of so many."""

    reached: int
    of: int

    @property
    def percent(self) -> float:
        """100 where there is nothing to reach."""
        return 100 * self.reached / self.of if self.of else 100.0

    def __str__(self) -> str:
        # rounded down, so that 100 % is never said while something is missing
        return f"{self.reached} of {self.of} ({int(self.percent * 10) / 10:.1f} %)"


class Coverage(Struct, frozen=True):
    """What there is to reach, by group, and what was reached."""

    items: Mapping[Group, frozenset[Item]]
    reached: frozenset[Item]

    def share(self, kind: Kind, group: Group = "all") -> Share:
        """How much of one kind was reached."""
        some = {item for item in self.items[group] if item.kind == kind}
        return Share(len(some & self.reached), len(some))

    def missing(self, kind: Kind, group: Group = "all") -> list[Item]:
        """What no case reaches, sorted."""
        return sorted(i for i in self.items[group] - self.reached if i.kind == kind)

    def lowest(self) -> float:
        """The lowest share of rules and boxes, in percent, over red flags, core and all."""
        kinds: tuple[Kind, ...] = ("rules", "boxes")
        return min(self.share(kind, group).percent for kind in kinds for group in GROUPS)


def coverage(book: Rulebook, cases: Iterable[Case]) -> Coverage:
    """What the cases reach in this rule book."""
    seen = [case.answers.variables(book) for case in cases]
    return _coverage(book, zip(seen, fired_by(book, seen), strict=True))


def coverage_of(book: Rulebook, rans: Iterable[Ran]) -> Coverage:
    """The same for cases that were run already, by the rules that fired then."""
    return _coverage(book, ((ran.case.answers.variables(book), {*ran.fired}) for ran in rans))


def _coverage(book: Rulebook, rans: Iterable[tuple[Mapping[str, str], set[str]]]) -> Coverage:
    stated = stated_boxes(book)
    unsure = _by_unsure(book)
    reached: set[Item] = set()
    for variables, fired in rans:
        reached |= {Item("rules", rule) for rule in fired if rule in stated}
        reached |= {
            Item("rules", twin)
            for id in unsure
            if (twin := unsure_rule(id)) in fired and id not in fired
        }
        known = with_conclusions(book, variables, fired)
        for rule, some in stated.items():
            if rule in fired:
                reached |= set(_satisfied(rule, some, known))
        for candidate in weigh(book, fired).candidates:
            reached.add(Item("fits", candidate.id, candidate.fit))
    return Coverage(_items(book, stated, unsure), frozenset(reached))


def stated_boxes(book: Rulebook) -> dict[str, list[RuleBox]]:
    """Every rule that stands in a rule file, with its boxes; none lies within another."""
    return {
        rule.id: _outermost(boxes(rule.when, book.allowed))
        for rule in book.stated_rules.values()
        if not rule.concludes.unsure
    }


def with_conclusions(
    book: Rulebook, variables: Mapping[str, str], fired: Container[str]
) -> dict[Key, str]:
    """What a leaf can ask about: every answer, and what the rules that fired conclude."""
    known: dict[Key, str] = dict(variables.items())
    known.update((rule.concludes, "holds") for rule in book.rules if rule.id in fired)
    return known


def box_words(box: RuleBox) -> str:
    """A box as it would stand in a rule file: `age: under 18 + fever: yes`."""
    return " + ".join(
        _leaf(key, answers) for key, answers in sorted(box.items(), key=lambda item: str(item[0]))
    )


def _leaf(key: Key, answers: frozenset[str]) -> str:
    if isinstance(key, Conclusion):
        return f"{key.kind} {key.id}"
    words = sorted(answers)
    return f"{key}: {words[0]}" if len(words) == 1 else f"{key}: [{', '.join(words)}]"


def _outermost(some: list[RuleBox]) -> list[RuleBox]:
    # equal boxes are kept once already, so only truly smaller ones are left out
    return [box for box in some if not any(o is not box and within(box, o) for o in some)]


def _by_unsure(book: Rulebook) -> list[str]:
    """Red flags that *unsure* can reach at their `if-unsure` level only."""
    rules = book.stated_rules
    found = []
    for id in book.red_flags:
        certain = boxes(rules[id].when, book.allowed)
        possible = boxes(rules[unsure_rule(id)].when, book.allowed)
        if not all(any(within(box, other) for other in certain) for box in possible):
            found.append(id)
    return found


def _satisfied(rule: str, some: Sequence[RuleBox], known: Mapping[Key, str]) -> Iterator[Item]:
    held = [box for box in some if all(known.get(key) in box[key] for key in box)]
    deciding = set.intersection(*(set(box) for box in held)) if held else set()
    for box in held:
        words = box_words(box)
        yield Item("boxes", rule, words)
        for key in deciding:
            yield _answer(rule, words, key, known[key])


def _answer(rule: str, box: str, key: Key, word: str) -> Item:
    leaf = _leaf(key, frozenset((word,)))
    return Item("answers", rule, leaf if leaf == box else f"{leaf} (in {box})")


def _items(
    book: Rulebook, stated: Mapping[str, list[RuleBox]], unsure: Iterable[str]
) -> dict[Group, frozenset[Item]]:
    by_rule: dict[str, set[Item]] = {}
    for rule, some in stated.items():
        found = by_rule[rule] = {Item("rules", rule)}
        for box in some:
            words = box_words(box)
            found.add(Item("boxes", rule, words))
            found |= {
                _answer(rule, words, key, word) for key, answers in box.items() for word in answers
            }
    flags = {item for id in book.red_flags for item in by_rule[id]}
    flags |= {Item("rules", unsure_rule(id)) for id in unsure}
    cores = {item for id in book.conditions for item in by_rule[core_id(id)]}
    fits = {
        Item("fits", id, fit)
        for id, condition in book.conditions.items()
        for fit in FITS[FITS.index(condition.top_fit) :]
    }
    every = flags.union(fits, *by_rule.values())
    return {"red-flags": frozenset(flags), "core": frozenset(cores), "all": frozenset(every)}
