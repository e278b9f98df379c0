"""Cases that would notice what no case notices: a changed rule, an unreached box, a fit.

What is found here says what the rules do now, not what they should do. Each case is written
with what came of it as its expectation, for somebody to read and keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from triage.cases.coverage import Coverage, Item, box_words, stated_boxes
from triage.cases.loading import Case, Expect
from triage.cases.mutation import Mutant
from triage.errors import Place
from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.examples import complete
from triage.inference.prepared import prepared
from triage.inference.reference import Fired
from triage.inference.relevance import written_out
from triage.inference.weighing import Weighed, weigh
from triage.rulebook.box_cover import remainder
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Fit, core_id, firm_id
from triage.rulebook.stated import rules_of
from triage.rulebook.urgency import at_least, below
from triage.rulebook.when import All, Box, Holds, Is, RuleBox, meet

NOWHERE = Place("", 1, 1)


# changes that no case notices


def telling(book: Rulebook, mutant: Mutant) -> Case | None:
    """A case that holds in the rule book and fails in the mutant.

    None where none was found, for example because another rule always says the same.
    """
    name = f"notices {mutant.id}"
    for id in book.conditions:
        # a firm part shows best in the fit of somebody whom the core fits
        for answers in _people_with(book, id, []) if mutant.rule == firm_id(id) else ():
            expect = _weighed(*_both_weighed(book, mutant, answers))
            if expect is not None:
                return Case(name, NOWHERE, answers, expect)
    for answers in _apart(book, mutant):
        expect = _difference(book, mutant, answers)
        if expect is not None:
            return Case(name, NOWHERE, answers, expect)
    return None


def _apart(book: Rulebook, mutant: Mutant) -> Iterator[Answers]:
    """Answer sets in which the changed rule may do something else."""
    if mutant.shown_by is not None:
        yield mutant.shown_by
    old, new = book.stated_rules, mutant.book.stated_rules
    # a finding shows best in itself, and what uses it follows
    for id in _with_twin(mutant.rule):
        if id in old and old[id].when != new[id].when:
            ours = written_out(book, old[id].when)
            theirs = written_out(mutant.book, new[id].when)
            yield from _completed(book, _outside(book, ours, theirs))
            yield from _completed(book, _outside(book, theirs, ours))
    if mutant.rule in book.red_flags:
        certain = prepared(book).relevance.expanded(mutant.rule, old[mutant.rule].when)
        twin = unsure_rule(mutant.rule)
        possible = prepared(book).relevance.expanded(twin, old[twin].when)
        yield from _completed(book, _outside(book, possible, certain))
        yield from _completed(book, certain)
        return
    for id, condition in book.conditions.items():
        if mutant.rule == id or mutant.rule in {**condition.supports, **condition.against}:
            start = [] if mutant.rule == id else [mutant.rule]
            yield from _people_with(book, id, start)


def _with_twin(rule: str) -> tuple[str, str]:
    return rule, unsure_rule(rule)


def _outside(book: Rulebook, some: Iterable[Box], others: list[Box]) -> Iterator[Box]:
    for box in some:
        yield from remainder(book, box, others)


def _completed(book: Rulebook, some: Iterable[Box]) -> Iterator[Answers]:
    for box in some:
        answers = complete(book, box)
        if answers is not None:
            yield answers


def _people_with(book: Rulebook, id: str, start: Sequence[str]) -> Iterator[Answers]:
    """One person for every set of rules that can fire for and against a condition together.

    Only people in whom its core, and the rules of `start`, hold.
    """
    condition = book.conditions[id]
    others = [stated.id for stated in rules_of(id, condition) if stated.role != "core"]
    weights = [rule for rule in others if rule not in start]
    ways = {
        rule: prepared(book).relevance.expanded(rule, book.stated_rules[rule].when)
        for rule in (core_id(id), *start, *weights)
    }
    somewhere: list[Box] = [{}]
    for rule in (core_id(id), *start):
        somewhere = [box for some in somewhere for box in _with(some, ways[rule])]
    seen: set[frozenset[str]] = set()
    for box in somewhere:
        for fired, part in _split(book, box, [(rule, ways[rule]) for rule in weights]):
            if fired not in seen and (answers := complete(book, part)) is not None:
                seen.add(fired)
                yield answers


def _split(
    book: Rulebook, box: Box, rules: Sequence[tuple[str, list[Box]]]
) -> Iterator[tuple[frozenset[str], Box]]:
    """The parts of a box in which different rules fire, with the rules; all of the box."""
    if not rules:
        yield frozenset(), box
        return
    (rule, ways), rest = rules[0], rules[1:]
    for part in remainder(book, box, ways):
        yield from _split(book, part, rest)
    for part in _with(box, ways):
        yield from ((fired | {rule}, inner) for fired, inner in _split(book, part, rest))


def _with(box: Box, ways: Iterable[Box]) -> Iterator[Box]:
    return (both for way in ways if (both := meet(box, way)) is not None)


def _difference(book: Rulebook, mutant: Mutant, answers: Answers) -> Expect | None:
    """What to expect of the answers so that the mutant fails; None where nothing differs."""
    fired, other = (reference.fire(one, answers.variables(one)) for one in (book, mutant.book))
    now, then = weigh(book, fired), weigh(mutant.book, other)
    levels = {flag.id: flag.urgency for flag in now.flags}
    if mutant.rule in book.red_flags:
        level = levels.get(mutant.rule)
        if level == {flag.id: flag.urgency for flag in then.flags}.get(mutant.rule):
            return None
        if level is None:
            return Expect(urgency=now.urgency, not_red_flags=(mutant.rule,))
        return Expect(urgency=now.urgency, levels={mutant.rule: level})
    if now.urgency != then.urgency:
        return Expect(urgency=now.urgency, includes=_suggested(now))
    for id in (core_id(mutant.rule), *_with_twin(mutant.rule)):
        if (id in fired) != (id in other):
            return _fires(now, fired, id)
    return _weighed(now, then)


def _both_weighed(book: Rulebook, mutant: Mutant, answers: Answers) -> tuple[Weighed, Weighed]:
    now, then = (weigh(b, reference.fire(b, answers.variables(b))) for b in (book, mutant.book))
    return now, then


def _fires(now: Weighed, fired: Fired, rule: str) -> Expect:
    if rule in fired:
        return Expect(urgency=now.urgency, because_of=(rule,))
    return Expect(urgency=now.urgency, not_because_of=(rule,))


def _weighed(now: Weighed, then: Weighed) -> Expect | None:
    ours, theirs = _shown(now), _shown(then)
    fits = {id: fit for id, fit in ours.items() if theirs.get(id, fit) != fit}
    if fits:
        return Expect(urgency=now.urgency, fits=fits)
    if list(ours) != list(theirs):
        return Expect(urgency=now.urgency, offered=tuple(ours))
    return None


def _shown(weighed: Weighed) -> Mapping[str, Fit]:
    return {one.id: one.fit for one in weighed.candidates if one.shown}


def _suggested(weighed: Weighed) -> tuple[str, ...]:
    return tuple(one.id for one in weighed.candidates)


def reason(book: Rulebook, mutant: Mutant) -> str | None:
    """Why no answers can show a change, where that is proved; None elsewhere."""
    if mutant.rule in book.conditions:
        return _always_louder(book, mutant)
    id = next(
        (id for id, c in book.conditions.items() if mutant.rule in {**c.supports, **c.against}), ""
    )
    if not id or not mutant.what.startswith("strength"):
        return None
    for answers in _people_with(book, id, [mutant.rule]):
        fired = reference.fire(book, answers.variables(book))  # a step in strength fires the same
        if _fit(book, id, fired) != _fit(mutant.book, id, fired):
            return None
    return "no answers let this step move the fit"


def _always_louder(book: Rulebook, mutant: Mutant) -> str | None:
    """Whether something else has the level of a condition wherever the condition raises it."""
    id, level = mutant.rule, book.conditions[mutant.rule].urgency
    if below(level, mutant.book.conditions[id].urgency):
        return None

    def ways(rule: str) -> list[Box]:
        return prepared(book).relevance.expanded(rule, book.stated_rules[rule].when)

    flags = [
        way
        for flag, rule in book.red_flags.items()
        for name, urgency in ((flag, rule.urgency), (unsure_rule(flag), rule.if_unsure))
        if at_least(urgency, level)
        for way in ways(name)
    ]
    others = {
        other: [block for rule in condition.blocked_by for block in ways(rule)]
        for other, condition in book.conditions.items()
        if other != id and at_least(condition.urgency, level)
    }
    raising = prepared(book).relevance.raising
    for box in raising(id):
        # another condition counts where nothing that goes with this box can block it
        free = [other for other, blocks in others.items() if not any(meet(box, b) for b in blocks)]
        louder = flags + [way for other in free for way in raising(other)]
        if any(complete(book, part) for part in remainder(book, box, louder)):
            return None
    return "something else of this level always holds with it"


def _fit(book: Rulebook, id: str, fired: Fired) -> Fit | None:
    return next((one.fit for one in weigh(book, fired).candidates if one.id == id), None)


# what no case reaches


def reaching(book: Rulebook, found: Coverage) -> list[Case]:
    """A case for every box and every fit that no case reaches, as far as one was found."""
    missing = frozenset(found.missing("boxes"))
    cases = [
        case
        for rule, some in stated_boxes(book).items()
        for number, box in enumerate(some, start=1)
        if Item("boxes", rule, box_words(box)) in missing
        if (case := _in_box(book, rule, box, f"way {number}")) is not None
    ]
    for item in found.missing("fits"):
        case = _in_fit(book, item.rule, item.detail)
        cases += [case] if case is not None else []
    return cases


def _in_box(book: Rulebook, rule: str, box: RuleBox, way: str) -> Case | None:
    parts = tuple(
        Is(key, tuple(sorted(words))) if isinstance(key, str) else Holds(key)
        for key, words in box.items()
    )
    ways = written_out(book, All(parts))
    for answers in _completed(book, ways):
        now = weigh(book, reference.fire(book, answers.variables(book)))
        levels = {flag.id: flag.urgency for flag in now.flags if flag.id == rule}
        expect = Expect(urgency=now.urgency, because_of=(rule,), levels=levels)
        return Case(f"reaches {rule} in {way}", NOWHERE, answers, expect)
    return None


def _in_fit(book: Rulebook, id: str, fit: str) -> Case | None:
    for answers in _people_with(book, id, ()):
        now = weigh(book, reference.fire(book, answers.variables(book)))
        shown = _shown(now)
        if shown.get(id) == fit:
            expect = Expect(urgency=now.urgency, fits={id: shown[id]})
            return Case(f"reaches {id} in {fit}", NOWHERE, answers, expect)
    return None
