"""The smallest difference between what came of a case and what it expects.

For each kind of expectation: which rule did not fire and which answer it lacks, by which answers a
rule fired that should not, or how the points of two conditions came about.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from triage.cases.loading import Case, Expect
from triage.cases.replaying import Wrong, in_one_line
from triage.cases.rule_sentences import RuleSentences
from triage.explain.lacking import Lacking, lacking
from triage.explain.why import why_not
from triage.inference.assessment import assessment_of
from triage.inference.prepared import prepared
from triage.inference.scoring import thresholds
from triage.inference.weighing import Candidate, Order, in_danger, order_of
from triage.presentation.layout import WIDEST
from triage.presentation.result import result_text
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import FITS
from triage.rulebook.raising import raising_rules
from triage.rulebook.urgency import LADDER, Urgency, at_least, below
from triage.rulebook.when import UNSURE, Box

ALIKE = 0.6
"""A sentence that is less like the expected words, from 0 to 1, is not worth showing."""
ORDERED_BY = {
    "fit": "the better fit goes first",
    "held_down": "a rare condition that only weak signs point to goes behind others of its fit",
    "calms": "beside a danger sign, a name that calms goes behind",
    "points": "of the same fit, more points go first",
    "urgency": "of the same fit and points, the more urgent goes first",
    "id": "all else being equal, the ids decide",
}
"""Why one condition goes before another, by the field of `Order` that decides."""
LEADS = "beside a danger sign, the first name that does not calm leads"


def with_reasons(book: Rulebook, case: Case, wrong: Iterable[Wrong]) -> tuple[Wrong, ...]:
    """Everything that is not as expected, each with its smallest difference."""
    listed = [*wrong]
    reasons = _Reasons(book, case) if any(one.key for one in listed) else None
    return tuple(
        replace(one, why=tuple(reasons.of(one))) if reasons and one.key else one for one in listed
    )


class _Reasons:
    """Why one case is not as expected."""

    def __init__(self, book: Rulebook, case: Case) -> None:
        self.book = book
        self.case = case
        self.say = RuleSentences(book, case.answers)
        self.of_kind: dict[str, Callable[[str], Iterator[str]]] = {
            "urgency": self._urgency,
            "urgency_at_least": self._urgency_at_least,
            "first": self._first,
            "suggested": lambda _: self._suggested(),
            "offered": lambda _: self._offered(),
            "includes": self.say.not_suggested,
            "not_suggested": self.say.is_suggested,
            "fits": self._fits,
            "red_flags": lambda _: self._red_flags(),
            "has_red_flags": self._no_flag,
            "not_red_flags": self._flag,
            "levels": self._level,
            "because_of": self.say.did_not_fire,
            "not_because_of": lambda rule: iter((self.say.did_fire(rule),)),
            "asked": self._not_asked,
            "not_asked": self._asked,
            "says": self._says,
            "never_says": self._never_says,
        }

    def of(self, wrong: Wrong) -> Iterator[str]:
        """The smallest difference, in sentences."""
        return self.of_kind[wrong.key](wrong.about)

    # urgency

    def _urgency(self, level: str) -> Iterator[str]:
        came = self.say.weighed.urgency
        wanted = _level(level)
        if below(came, wanted):
            yield from self._too_low(lambda other: other == wanted, level)
            return
        for flag in self.say.weighed.flags:
            if flag.urgency == came:
                yield self.say.did_fire(flag.rule)
        for one in self.say.weighed.candidates:
            if one.raises and one.urgency == came:
                for rule in raising_rules(one.id, self.book.conditions[one.id]):
                    yield self.say.did_fire(rule)

    def _urgency_at_least(self, level: str) -> Iterator[str]:
        wanted = _level(level)
        return self._too_low(lambda other: at_least(other, wanted), f"{level} or more")

    def _too_low(self, counts: Callable[[Urgency], bool], level: str) -> Iterator[str]:
        """The nearest rule that would reach a level; one that the case itself names goes before."""
        found = [*self._reaching(counts)]
        named = _named(self.case.expect)
        meant = [one for one in found if one[0].removesuffix("?") in named]
        near = self.say.nearest_of(meant or found)
        if near is None:
            yield f"no red flag and no condition of this rule book has {level}"
        elif near.rule in self.book.conditions:
            yield f"nearest to {level} is {near.rule}{_more(near.others)}"
            yield from self.say.not_suggested(near.rule)
            yield from self.say.firm(near.rule)
        else:
            lacks = self.say.it_lacks(self.say.rules[near.rule], near.lacks)
            yield f"nearest to {level} is {self.say.named(near.rule)}, {lacks}{_more(near.others)}"

    def _reaching(self, counts: Callable[[Urgency], bool]) -> Iterator[tuple[str, Lacking]]:
        """What would reach a level and does not, with what it lacks: red flags and conditions."""
        for id, flag in self.book.red_flags.items():
            if counts(flag.urgency):
                if id not in self.say.fired:
                    yield id, self.say.lacks(id)
            elif counts(flag.if_unsure) and unsure_rule(id) not in self.say.fired:
                yield unsure_rule(id), _by_unsure(self.say.lacks(unsure_rule(id)))
        for id, condition in self.book.conditions.items():
            if counts(condition.urgency):
                rules = raising_rules(id, condition)
                missing = [self.say.lacks(rule) for rule in rules if rule not in self.say.fired]
                needed = {name: allowed for one in missing for name, allowed in one.needed}
                yield id, Lacking(tuple(needed.items()), 0)

    # suggestions

    def _first(self, id: str) -> Iterator[str]:
        return self._before(id, next(iter(self._shown()), None))

    def _suggested(self) -> Iterator[str]:
        return self._set(self.case.expect.suggested or (), self.say.suggested)

    def _set(self, wanted: Sequence[str], came: Iterable[str]) -> Iterator[str]:
        there = [*came]
        for id in wanted:
            if id not in there:
                yield from self._hidden(id)
        for id in there:
            if id not in wanted:
                yield from self.say.is_suggested(id)

    def _offered(self) -> Iterator[str]:
        wanted, came = self.case.expect.offered or (), self._shown()
        if {*wanted} != {*came}:
            yield from self._set(wanted, came)
            return
        first = next(pair for pair in zip(wanted, came, strict=True) if pair[0] != pair[1])
        yield from self._before(*first)

    def _shown(self) -> list[str]:
        return [one.id for one in self.say.weighed.candidates if one.shown]

    def _hidden(self, id: str) -> Iterator[str]:
        """Why a condition is not shown."""
        if id not in self.say.suggested:
            yield from self.say.not_suggested(id)
        elif not self.say.suggested[id].shown:
            found = why_not(self.book, self.case.answers, id)
            yield f"{id} fits, in place {found.place}, but is not shown: {found.not_shown_because}"

    def _before(self, id: str, other: str | None) -> Iterator[str]:
        """Why one condition does not stand before another."""
        yield from self._hidden(id)
        one = self.say.suggested.get(id)
        if one is None or other is None:
            return
        ahead = self.say.suggested[other]
        yield f"{self._why_ahead(one, ahead)}:"
        yield self.say.points(ahead)
        yield self.say.points(one)
        yield from self.say.next_point(id)

    def _why_ahead(self, one: Candidate, ahead: Candidate) -> str:
        danger = in_danger(self.say.weighed.flags)
        here = order_of(self.book, one, danger=danger)
        there = order_of(self.book, ahead, danger=danger)
        if here < there:
            return LEADS
        fields = zip(Order._fields, here, there, strict=True)
        return next(ORDERED_BY[name] for name, left, right in fields if left != right)

    def _fits(self, id: str) -> Iterator[str]:
        yield from self._hidden(id)
        one = self.say.suggested.get(id)
        if one is None or not one.shown:
            return
        needs = [f"{fit} needs {points}" for fit, points in thresholds(self.book).items()]
        yield f"{self.say.points(one)}; {', '.join(needs)}"
        if FITS.index(one.fit) > FITS.index(self.case.expect.fits[id]):
            yield from self.say.firm(id)
            if one.held_down:
                yield "it is rare, and only weak signs point to it, so it fits a little at most"
            yield from self.say.next_point(id)
        else:
            yield from map(self.say.did_fire, one.supports[1:])

    # red flags

    def _red_flags(self) -> Iterator[str]:
        wanted = self.case.expect.red_flags or ()
        came = [flag.id for flag in self.say.weighed.flags]
        for id in wanted:
            if id not in came:
                yield from self._no_flag(id)
        for id in came:
            if id not in wanted:
                yield from self._flag(id)

    def _no_flag(self, id: str) -> Iterator[str]:
        return self.say.did_not_fire(id)

    def _flag(self, id: str) -> Iterator[str]:
        yield self.say.did_fire(id if id in self.say.fired else unsure_rule(id))

    def _level(self, id: str) -> Iterator[str]:
        flag, wanted = self.book.red_flags[id], self.case.expect.levels[id]
        if wanted not in (flag.urgency, flag.if_unsure):
            levels = str(flag.urgency)
            if flag.if_unsure != flag.urgency:
                levels += f", and {flag.if_unsure} where only unsure answers reach it"
            yield f"{self.say.named(id)} is never {wanted}: it is {levels}"
        elif wanted == flag.urgency and id not in self.say.fired:
            yield from self._no_flag(id)
        elif id in self.say.fired:
            yield self.say.did_fire(id)
        else:
            yield from self.say.did_not_fire(unsure_rule(id))

    # questions

    def _not_asked(self, id: str) -> Iterator[str]:
        variables = self.say.trace.variables
        relevance = prepared(self.book).relevance
        if not self.say.is_asked(id):
            parts = (
                f"`{self.say.answers(name, allowed)}` ({self.say.of_the_case(name)})"
                for name, allowed in self.say.gate_lacks(id).needed
            )
            yield f"its `ask-when` does not hold, it lacks {' and '.join(parts)}"
            return
        ways = {rule: [*self._ways_without(id, rule)] for rule in relevance.stated}
        found = [(rule, lacking(self.book, some, variables)) for rule, some in ways.items() if some]
        near = self.say.nearest_of([one for one in found if one[1].needed])
        if near is None:
            yield "no rule that can still change the result reads its answer"
        else:
            what = self.say.it_lacks(self.say.rules[near.rule], near.lacks)
            yield "no rule that can still change the result reads its answer"
            yield f"nearest to reading it is {self.say.named(near.rule)}, {what}"

    def _ways_without(self, id: str, rule: str) -> Iterator[Box]:
        """The ways of a rule that read a question, without it and without what is not known."""
        variables = self.say.trace.variables
        for box in prepared(self.book).relevance.expanded(rule, self.say.rules[rule].when):
            if any(self.book.variables[name].question == id for name in box):
                yield {
                    name: allowed
                    for name, allowed in box.items()
                    if self.book.variables[name].question != id and name in variables
                }

    def _asked(self, id: str) -> Iterator[str]:
        question = self.book.questions[id]
        if question.asked_anyway:
            yield "it is always asked"
            return
        earlier = {*[*self.book.questions][: [*self.book.questions].index(id)]}
        known = {
            name: word
            for name, word in self.say.trace.variables.items()
            if self.book.variables[name].question in earlier
        }
        rules = [rule for rule in prepared(self.book).relevance.stated if not rule.endswith("?")]
        reads = [rule for rule in rules if self._still_reads(rule, id, known)]
        if reads:
            more = _more(len(reads) - 1, "does")
            yield f"when it comes up, {self.say.named(reads[0])} still rests on its answer{more}"

    def _still_reads(self, rule: str, id: str, known: Mapping[str, str]) -> bool:
        ways = prepared(self.book).relevance.expanded(rule, self.say.rules[rule].when)
        return any(
            any(self.book.variables[name].question == id for name in box)
            and all(known.get(name) in (None, *allowed) for name, allowed in box.items())
            for box in ways
        )

    # texts

    def _says(self, words: str) -> Iterator[str]:
        lines = self._lines()
        found = difflib.get_close_matches(in_one_line(words), [*lines], 1, ALIKE)
        if found:
            yield f"nearest in the result is `{lines[found[0]]}`"
        else:
            yield "no sentence of the result is like them"

    def _never_says(self, words: str) -> Iterator[str]:
        for plain, line in self._lines().items():
            if in_one_line(words) in plain:
                yield f"they stand in `{line}`"
                return

    def _lines(self) -> dict[str, str]:
        """The sentences of the result, by how they are compared."""
        text = result_text(assessment_of(self.book, self.case.answers, self.say.fired))
        whole: list[str] = []
        last = ""
        for line in text.splitlines():
            # only a line that had no room for the next word goes on in the next one
            first = next(iter(line.split()), "")
            if first and last.strip() and len(f"{last} {first}") > WIDEST:
                whole[-1] += f" {line.strip()}"
            else:
                whole.append(line.strip().removeprefix("- "))
            last = line
        lines = (line for one in whole for line in re.split(r"(?<=[.!?]) ", one))
        return {in_one_line(line): line for line in lines if line}


def _named(expect: Expect) -> set[str]:
    """Red flags and conditions that a case says it is about."""
    flags = (*(expect.red_flags or ()), *expect.has_red_flags, *expect.levels)
    conditions = (*(expect.suggested or ()), *(expect.offered or ()), *expect.includes)
    first = (expect.first,) if expect.first else ()
    return {*flags, *conditions, *first, *expect.fits, *expect.because_of}


def _by_unsure(lacks: Lacking) -> Lacking:
    """What is lacking, by *unsure* where that would do: by *yes*, a flag has its higher level."""
    needed = (
        (name, frozenset({UNSURE}) if UNSURE in allowed else allowed)
        for name, allowed in lacks.needed
    )
    return lacks._replace(needed=tuple(needed))


def _level(word: str) -> Urgency:
    return next(level for level in LADDER if level == word)


def _more(number: int, verb: str = "lacks") -> str:
    if number == 0:
        return ""
    if verb == "does":
        return f", and {number} more {'rule does' if number == 1 else 'rules do'}"
    return f"; {number} {'other lacks' if number == 1 else 'others lack'} as few"
