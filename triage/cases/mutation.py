"""Rule books with one thing changed in one rule, and whether any case notices.

A change that no case notices shows where the cases do not guard the rules. Changes that leave
a rule with the same meaning are left out exactly: both sets of boxes cover each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from triage.cases.loading import Case, Expect
from triage.cases.replaying import compared
from triage.inference import reference
from triage.inference.assessment import assessment_of
from triage.inference.examples import complete
from triage.inference.relevance import written_out
from triage.inference.weighing import weigh
from triage.rulebook import conclusions
from triage.rulebook.box_cover import remainder
from triage.rulebook.conclusions import Conclusion
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Block, Condition, Evidence, Strength, core_id
from triage.rulebook.parts.red_flags import RedFlag
from triage.rulebook.urgency import LADDER, at_least
from triage.rulebook.when import (
    UNSURE,
    All,
    Any,
    AtLeast,
    Holds,
    Is,
    When,
    widened,
)

Step = TypeVar("Step", bound=str)
STRENGTHS: tuple[Strength, ...] = ("weak", "moderate", "strong")


class Mutant(Struct, frozen=True):
    """A rule book with one thing changed."""

    id: str
    """The rule and the change; the same for the same rule book."""
    rule: str
    what: str
    red_flag: bool
    book: Rulebook


class Verdict(Struct, frozen=True):
    """Whether a mutant was noticed."""

    mutant: str
    noticed_by: str | None
    """The first case that fails; None where the mutant survives."""


def mutants(book: Rulebook, *, only_red_flags: bool = False) -> list[Mutant]:
    """Every mutant of a rule book, in the order of the rule files; red flags first."""
    found = [mutant for id in book.red_flags for mutant in _of_red_flag(book, id)]
    if not only_red_flags:
        found += [mutant for id in book.findings for mutant in _of_finding(book, id)]
        found += [mutant for id in book.conditions for mutant in _of_condition(book, id)]
    return found


def _of_red_flag(book: Rulebook, id: str) -> Iterator[Mutant]:
    flag = book.red_flags[id]

    def put(new: RedFlag) -> Rulebook:
        return replace(book, red_flags={**book.red_flags, id: new})

    yield from _of_when(
        book, id, flag.when, lambda when: put(replace(flag, when=when)), twin=True, red_flag=True
    )
    for step in _steps(flag.urgency, LADDER):
        # the loader refuses an `if-unsure` above the urgency, so nobody can slip that way
        if at_least(step, flag.if_unsure):
            what = f"urgency: {flag.urgency} -> {step}"
            yield Mutant(
                f"{id}/{what}", id, what, red_flag=True, book=put(replace(flag, urgency=step))
            )
    for step in _steps(flag.if_unsure, LADDER):
        if at_least(flag.urgency, step):
            what = f"if-unsure: {flag.if_unsure} -> {step}"
            yield Mutant(
                f"{id}/{what}", id, what, red_flag=True, book=put(replace(flag, if_unsure=step))
            )


def _of_finding(book: Rulebook, id: str) -> Iterator[Mutant]:
    finding = book.findings[id]

    def put(when: When) -> Rulebook:
        return replace(book, findings={**book.findings, id: replace(finding, when=when)})

    yield from _of_when(book, conclusions.finding(id).rule, finding.when, put, twin=True)


def _of_condition(book: Rulebook, id: str) -> Iterator[Mutant]:
    condition = book.conditions[id]

    def put(new: Condition) -> Rulebook:
        return replace(book, conditions={**book.conditions, id: new})

    for step in _steps(condition.urgency, LADDER):
        what = f"urgency: {condition.urgency} -> {step}"
        yield Mutant(
            f"{id}/{what}", id, what, red_flag=False, book=put(replace(condition, urgency=step))
        )
    core = condition.core
    yield from _of_when(
        book,
        core_id(id),
        core.when,
        lambda when: put(replace(condition, core=replace(core, when=when))),
    )
    for rule in condition.supports:
        yield from _of_evidence(
            book, rule, condition.supports, lambda new: put(replace(condition, supports=new))
        )
    for rule in condition.against:
        yield from _of_evidence(
            book, rule, condition.against, lambda new: put(replace(condition, against=new))
        )
    for rule, block in condition.blocked_by.items():
        yield from _of_block(book, condition, rule, block, put)


def _of_evidence(
    book: Rulebook,
    rule: str,
    group: Mapping[str, Evidence],
    put: Callable[[Mapping[str, Evidence]], Rulebook],
) -> Iterator[Mutant]:
    old = group[rule]
    yield from _of_when(
        book, rule, old.when, lambda when: put({**group, rule: replace(old, when=when)})
    )
    for step in _steps(old.strength, STRENGTHS):
        what = f"strength: {old.strength} -> {step}"
        new = put({**group, rule: replace(old, strength=step)})
        yield Mutant(f"{rule}/{what}", rule, what, red_flag=False, book=new)


def _of_block(
    book: Rulebook,
    condition: Condition,
    rule: str,
    old: Block,
    put: Callable[[Condition], Rulebook],
) -> Iterator[Mutant]:
    def with_when(when: When) -> Rulebook:
        blocks = {**condition.blocked_by, rule: replace(old, when=when)}
        return put(replace(condition, blocked_by=blocks))

    yield from _of_when(book, rule, old.when, with_when)


def _steps(now: Step, ladder: Sequence[Step]) -> list[Step]:
    """One step down and one step up, where there is one."""
    place = ladder.index(now)
    return [ladder[n] for n in (place - 1, place + 1) if 0 <= n < len(ladder)]


def _of_when(
    book: Rulebook,
    rule: str,
    when: When,
    changed: Callable[[When], Rulebook],
    *,
    twin: bool = False,
    red_flag: bool = False,
) -> Iterator[Mutant]:
    """`twin` says whether the rule has a twin, in which *unsure* satisfies."""
    seen = {when}
    for what, new in changes(book, when):
        if new in seen:
            continue
        seen.add(new)
        same = equivalent(book, when, new)
        if same and twin:
            same = equivalent(book, widened(when), widened(new))
        if not same:
            yield Mutant(f"{rule}/{what}", rule, what, red_flag, changed(new))


def changes(book: Rulebook, when: When, where: str = "") -> Iterator[tuple[str, When]]:
    """Every condition with one thing changed, and the change in words.

    `where` are the places of the parts that lead to this one, from 1.
    """
    if isinstance(when, Holds):
        return
    if isinstance(when, Is):
        for number, word in enumerate(when.answers):
            for other in _other_answers(book, when, word):
                answers = (*when.answers[:number], other, *when.answers[number + 1 :])
                place = f" at {where}" if where else ""
                yield f"{when.variable}{place}: {word} -> {other}", Is(when.variable, answers)
        return
    for number, part in enumerate(when.of):
        here = f"{where}.{number + 1}" if where else f"{number + 1}"
        rest = (*when.of[:number], *when.of[number + 1 :])
        if rest:
            yield f"without part {here}", _with_parts(when, rest)
        for what, new in changes(book, part, here):
            parts = (*when.of[:number], new, *when.of[number + 1 :])
            yield what, _with_parts(when, parts)


def _with_parts(when: All | Any | AtLeast, parts: tuple[When, ...]) -> When:
    if isinstance(when, AtLeast):
        return AtLeast(min(when.count, len(parts)), parts)
    return type(when)(parts)


def _other_answers(book: Rulebook, leaf: Is, word: str) -> list[str]:
    variable = book.variables[leaf.variable]
    question = book.questions[variable.question]
    near = question.near(word)
    if near is not None:
        return near
    # the next answer in the list that the rule does not name; *unsure* only if nothing else is
    place = variable.answers.index(word)
    turned = (*variable.answers[place + 1 :], *variable.answers[:place])
    free = [w for w in turned if w not in book.allowed(leaf)]
    return sorted(free, key=lambda w: w == UNSURE)[:1]


def equivalent(book: Rulebook, one: When, other: When) -> bool:
    """Whether two conditions hold on exactly the same answers of everybody.

    Findings are written out, and what is not answered counts as an answer of its own. Answers
    that nobody can give together, such as one to a question that is not asked, do not count.
    """
    ours = written_out(book, one)
    theirs = written_out(book, other)
    return not any(
        complete(book, part)
        for some, others in ((ours, theirs), (theirs, ours))
        for box in some
        for part in remainder(book, box, others)
    )


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
        self._answered: dict[str, dict[str, int]] = {}
        for number, case in enumerate(self.cases):
            for name, word in case.answers.variables(book).items():
                words = self._answered.setdefault(name, {})
                words[word] = words.get(word, 0) | 1 << number
        self._fired = self._fire(book)
        self._named = [frozenset(_named(case)) for case in self.cases]
        self._shapes: dict[int, Shape] = {}

    def verdict(self, mutant: Mutant) -> Verdict:
        """Whether some case notices the mutant."""
        # a copy, so that what is worked out for it is not kept with the mutant
        book = _like(self.book, mutant.book)
        fired = self._fire(book)
        touched = 0
        for id in self._fired.keys() | fired.keys():
            touched |= self._fired.get(id, 0) ^ fired.get(id, 0)
        if not touched:  # the same rules fire; their weight may differ
            touched = self._fired.get(mutant.rule, 0)
        numbers = [n for n in range(len(self.cases)) if touched >> n & 1]
        numbers.sort(key=lambda n: (mutant.rule not in self._named[n], n))
        for number in numbers:
            if self._may_differ(book, number, fired) and _wrong(book, self.cases[number]):
                case = self.cases[number]
                return Verdict(mutant.id, f"{case.place.file}: {case.name}")
        return Verdict(mutant.id, None)

    def _fire(self, book: Rulebook) -> dict[str, int]:
        concluded: dict[Conclusion, int] = {}
        fired: dict[str, int] = {}
        for rule in book.rules:
            which = fired[rule.id] = self._holds(book, rule.when, concluded)
            concluded[rule.concludes] = concluded.get(rule.concludes, 0) | which
        return fired

    def _holds(self, book: Rulebook, when: When, concluded: Mapping[Conclusion, int]) -> int:
        match when:
            case Is(variable, _):
                words = self._answered.get(variable, {})
                which = 0
                for word in book.allowed(when):
                    which |= words.get(word, 0)
                return which
            case Holds(conclusion):
                return concluded.get(conclusion, 0)
            case All(of):
                needed = len(of)
            case Any(of):
                needed = 1
            case AtLeast(needed, of):
                pass
        # counted[k] are the cases in which at least k parts hold
        counted = [(1 << len(self.cases)) - 1] + [0] * needed
        for part in of:
            which = self._holds(book, part, concluded)
            for k in range(needed, 0, -1):
                counted[k] |= counted[k - 1] & which
        return counted[needed]

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
"""Urgency, red flags with their levels, and the candidates in order: band, and whether shown."""


def _shape(book: Rulebook, number: int, fired: Mapping[str, int]) -> Shape:
    # weighing looks at which rules fired, not at why
    weighed = weigh(book, {id: frozenset() for id, which in fired.items() if which >> number & 1})
    return (
        weighed.urgency,
        tuple((flag.id, flag.urgency) for flag in weighed.flags),
        tuple((c.id, c.band, c.shown) for c in weighed.candidates),
    )


_BY_SHAPE = frozenset(
    {
        *("urgency", "urgency_at_least", "first", "suggested", "offered", "includes"),
        *("not_suggested", "bands", "red_flags", "has_red_flags", "not_red_flags", "levels"),
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


def _like(book: Rulebook, mutant: Rulebook) -> Rulebook:
    copy = replace(mutant)
    # questions and medicines do not differ, so what was worked out about them holds here too
    copy.__dict__["variables"] = book.variables
    copy.__dict__["_allowed"] = book._allowed  # noqa: SLF001
    copy.__dict__["_catalogue"] = book.catalogue
    return copy
