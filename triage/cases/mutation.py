"""Rule books with one thing changed in one rule, or in a line that covers a sign of a red flag.

A change that no case notices (see `noticing`) shows where the cases do not guard the rules.
Changes that leave a rule with the same meaning are left out exactly: both sets of boxes cover
each other. So are lines that no answers were found to rest on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from triage.inference.answers import Answers
from triage.inference.examples import complete
from triage.inference.prepared import prepared
from triage.inference.relevance import inlined, written_out
from triage.rulebook import conclusions
from triage.rulebook.box_cover import UNANSWERED, remainder
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.kinds import TickAll
from triage.rulebook.lines import covered, lines, signs_of
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import (
    Block,
    Condition,
    Evidence,
    Strength,
    core_id,
    firm_id,
)
from triage.rulebook.parts.red_flags import RedFlag
from triage.rulebook.urgency import LADDER, at_least
from triage.rulebook.when import (
    UNSURE,
    All,
    Any,
    AtLeast,
    Box,
    Holds,
    Is,
    When,
    count_boxes,
    meet,
    widened,
)

Step = TypeVar("Step", bound=str)
STRENGTHS: tuple[Strength, ...] = ("weak", "moderate", "strong")
MOST_COMPARED = 200
"""Of a core and a firm part together, so many ways are compared; more than that take minutes."""


class Mutant(Struct, frozen=True):
    """A rule book with one thing changed."""

    id: str
    """The rule and the change; the same for the same rule book."""
    rule: str
    what: str
    red_flag: bool
    book: Rulebook
    when: When | None = None
    """What the rule asks for now, where that is what was changed."""
    shown_by: Answers | None = None
    """Answers that show the change, where it is one of a line."""


Differs = Callable[[], bool]
"""Whether a change means something else; to prove that takes far longer than to make it."""


def mutants(book: Rulebook, *, only_red_flags: bool = False) -> list[Mutant]:
    """Every mutant of a rule book, in the order of the rule files; red flags first."""
    return [mutant for mutant, differs in all_changes(book, only_red_flags) if differs()]


def all_changes(book: Rulebook, only_red_flags: bool) -> Iterator[tuple[Mutant, Differs]]:
    """Every change in the same order, also those that may leave a rule with the same meaning."""
    found = [_of_red_flag(book, id) for id in book.red_flags]
    if not only_red_flags:
        found += [_of_finding(book, id) for id in book.findings]
        found += [_of_condition(book, id) for id in book.conditions]
    return chain.from_iterable(found)


def _always() -> bool:
    return True


def _of_red_flag(book: Rulebook, id: str) -> Iterator[tuple[Mutant, Differs]]:
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
            new = put(replace(flag, urgency=step))
            yield Mutant(f"{id}/{what}", id, what, red_flag=True, book=new), _always
    for step in _steps(flag.if_unsure, LADDER):
        if at_least(flag.urgency, step):
            what = f"if-unsure: {flag.if_unsure} -> {step}"
            new = put(replace(flag, if_unsure=step))
            yield Mutant(f"{id}/{what}", id, what, red_flag=True, book=new), _always
    yield from _of_lines(book, id)


def _of_lines(book: Rulebook, id: str) -> Iterator[tuple[Mutant, Differs]]:
    """A red flag for which a line no longer covers one of its signs."""
    twin = unsure_rule(id)
    ways = prepared(book).relevance.expanded(twin, book.stated_rules[twin].when)
    signs = {sign for box in ways for sign in box}
    for name, line in lines(book.questions):
        question = book.questions[book.variables[name].question]
        if not (isinstance(question, TickAll) and question.gate):
            continue  # what a body map no longer covers, the loader refuses
        for sign in signs_of(line):
            if sign not in signs:
                continue
            fewer = _without_sign(book, name, sign)
            answers = _resting_on(book, fewer, ways, sign, name)
            if answers is not None:
                what = f"{name} no longer covers {sign}"
                new = f"{id}/{what}"
                mutant = Mutant(new, id, what, red_flag=True, book=fewer, shown_by=answers)
                yield mutant, _always


def _without_sign(book: Rulebook, name: str, sign: str) -> Rulebook:
    variable = book.variables[name]
    id, item = variable.question, variable.item or ""
    question = book.questions[id]
    assert isinstance(question, TickAll)  # no other question has lines
    line = question.answers[item]
    names = {key: words for key, words in line.names.items() if key != sign}
    not_named = {key: reason for key, reason in line.not_named.items() if key != sign}
    answers = {**question.answers, item: replace(line, names=names, not_named=not_named)}
    return replace(book, questions={**book.questions, id: replace(question, answers=answers)})


def _resting_on(
    book: Rulebook, changed: Rulebook, ways: Sequence[Box], sign: str, line: str
) -> Answers | None:
    """Answers with which a red flag may hold because this line is ticked, and nothing else.

    `ways` are all the ways in which it may hold; those that ask for the sign are tried.

    The line is ticked, what it covers is not answered, and other lines are left where they can.
    """
    signs, fewer = prepared(book).covered, covered(changed.questions)
    for box in (box for box in ways if sign in box):
        own = {key for key in box if key in signs and line in signs[key].lines}
        left = {other for key in own for other in signs[key].lines} - {line}
        start = {key: allowed for key, allowed in box.items() if key not in own}
        others = dict.fromkeys(left, frozenset({"no", UNANSWERED}))
        wanted = meet(start, {**others, line: frozenset({"yes"})})
        answers = complete(book, wanted) if wanted is not None else None
        if answers is not None and [True, False] == [
            _satisfied(ways, answers.variables_by(book, by)) for by in (signs, fewer)
        ]:
            return answers
    return None


def _satisfied(ways: Iterable[Box], seen: Mapping[str, str]) -> bool:
    return any(all(seen.get(key) in allowed for key, allowed in box.items()) for box in ways)


def _of_finding(book: Rulebook, id: str) -> Iterator[tuple[Mutant, Differs]]:
    finding = book.findings[id]

    def put(when: When) -> Rulebook:
        return replace(book, findings={**book.findings, id: replace(finding, when=when)})

    yield from _of_when(book, conclusions.finding(id).rule, finding.when, put, twin=True)


def _of_condition(book: Rulebook, id: str) -> Iterator[tuple[Mutant, Differs]]:
    condition = book.conditions[id]

    def put(new: Condition) -> Rulebook:
        return replace(book, conditions={**book.conditions, id: new})

    for step in _steps(condition.urgency, LADDER):
        what = f"urgency: {condition.urgency} -> {step}"
        new = put(replace(condition, urgency=step))
        yield Mutant(f"{id}/{what}", id, what, red_flag=False, book=new), _always
    core = condition.core
    yield from _of_when(
        book,
        core_id(id),
        core.when,
        lambda when: put(replace(condition, core=replace(core, when=when))),
    )
    yield from _of_firm(book, id, condition, put)
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


def _of_firm(
    book: Rulebook, id: str, condition: Condition, put: Callable[[Condition], Rulebook]
) -> Iterator[tuple[Mutant, Differs]]:
    """A firm part with one thing changed, and one that asks for no more than the core."""
    if condition.firm is None:
        return
    rule, firm, core = firm_id(id), condition.firm, condition.core.when
    yield from _of_when(
        book, rule, firm, lambda when: put(replace(condition, firm=when)), beside=core
    )
    what = "holds wherever the core does"
    new = put(replace(condition, firm=core))
    mutant = Mutant(f"{rule}/{what}", rule, what, red_flag=False, book=new, when=core)
    yield mutant, lambda: not equivalent(book, core, All((core, firm)))


def _of_evidence(
    book: Rulebook,
    rule: str,
    group: Mapping[str, Evidence],
    put: Callable[[Mapping[str, Evidence]], Rulebook],
) -> Iterator[tuple[Mutant, Differs]]:
    old = group[rule]
    yield from _of_when(
        book, rule, old.when, lambda when: put({**group, rule: replace(old, when=when)})
    )
    for step in _steps(old.strength, STRENGTHS):
        what = f"strength: {old.strength} -> {step}"
        new = put({**group, rule: replace(old, strength=step)})
        yield Mutant(f"{rule}/{what}", rule, what, red_flag=False, book=new), _always


def _of_block(
    book: Rulebook,
    condition: Condition,
    rule: str,
    old: Block,
    put: Callable[[Condition], Rulebook],
) -> Iterator[tuple[Mutant, Differs]]:
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
    put: Callable[[When], Rulebook],
    *,
    twin: bool = False,
    red_flag: bool = False,
    beside: When | None = None,
) -> Iterator[tuple[Mutant, Differs]]:
    """`twin` says whether the rule has a twin, in which *unsure* satisfies.

    Only where `beside` holds, the rule matters.
    """
    seen = {when}
    for what, new in changes(book, when):
        if new in seen:
            continue
        seen.add(new)
        mutant = Mutant(f"{rule}/{what}", rule, what, red_flag, put(new), new)
        yield mutant, partial(_differs, book, when, new, twin=twin, beside=beside)


def _differs(book: Rulebook, when: When, new: When, *, twin: bool, beside: When | None) -> bool:
    same = equivalent(book, when, new)
    if not same and beside is not None:
        pair = (All((beside, when)), All((beside, new)))
        same = all(_few(book, one) for one in pair) and equivalent(book, *pair)
    if same and twin:
        same = equivalent(book, widened(when), widened(new))
    return not same


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


def _few(book: Rulebook, when: When) -> bool:
    """Whether a condition has so few ways that they can be compared; a wide core has thousands."""
    return count_boxes(inlined(book, when), lambda _: 1, MOST_COMPARED) <= MOST_COMPARED


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
