"""Every answer set of two small rule books, tried on both, without any cleverness.

Nothing here uses `triage.changes`, but for the words in which a comparison tells what it found.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, NamedTuple

from triage import Rulebook
from triage.changes.comparing import Comparison
from triage.changes.joint import Joint
from triage.changes.urgency import Kind
from triage.inference import reference
from triage.inference.answers import is_asked, variables_for
from triage.inference.weighing import Weighed, weigh
from triage.rulebook.bands import span
from triage.rulebook.kinds import Question
from triage.rulebook.urgency import rank

address = id
"""Names a value while it is kept: what can be said to a question is made once for all answer sets."""

Said = dict[str, Any]
"""What somebody would say to every question of both rule books; None: nothing."""


class Seen(NamedTuple):
    """What one rule book makes of an answer set."""

    variables: dict[str, str]
    asked: frozenset[str]
    weighed: Weighed


class Tried(NamedTuple):
    """One answer set, on both rule books."""

    number: int
    said: Said
    old: Seen
    new: Seen
    words: dict[str, str]
    """What is said, in the words of a comparison; filled in once one is there."""

    @property
    def answered(self) -> int:
        return sum(value is not None for value in self.said.values())


def try_all(
    old: Rulebook,
    new: Rulebook,
    renamed: dict[str, str] | None = None,
    *,
    silent: tuple[str, ...] = (),
    most_names: int = 3,
) -> list[Tried]:
    """Every answer set of two rule books, on both. `renamed` questions are asked once.

    Args:
        silent: questions to which nothing is said, to save time.
        most_names: how many medicines are named together at most.
    """
    spoken = renamed or {}
    asked = {**{spoken.get(id, id): q for id, q in old.questions.items()}, **new.questions}
    choices = []
    for id in asked:
        before = next((i for i in old.questions if spoken.get(i, i) == id), id)
        some = [q for q in (old.questions.get(before), new.questions.get(id)) if q]
        said_to_it = [] if id in silent else values(some, (old, new), most_names)
        choices.append([None, *said_to_it])
    one, other = _Book(old, spoken), _Book(new, {})
    found = []
    for combination in product(*choices):
        said = dict(zip(asked, combination, strict=True))
        found.append(Tried(len(found), said, one.seen(said), other.seen(said), {}))
    return found


def values(questions: list[Question], books: tuple[Rulebook, ...], most_names: int) -> list[Any]:
    """Everything that can be said to a question, by either rule book."""
    kinds = {question.kind for question in questions}
    assert len(kinds) == 1, "a question of another kind is another question; rename it"
    match kinds.pop():
        case "yes-no":
            return ["yes", "no", "unsure"]
        case "pick-one":
            return [*dict.fromkeys(id for q in questions for id in q.answers), "unsure"]
        case "number":
            cuts = {cut for q in questions for cut in q.cut_points}
            return [questions[0].lowest, *sorted(cuts), "unsure"]
        case "tick-all":
            items = [*dict.fromkeys(id for q in questions for id in q.answers)]
            if len(items) > 3:
                raise AssertionError("too many to try all")
            return [
                dict(zip(items, words, strict=True))
                for words in product(("no", "yes", "unsure"), repeat=len(items))
            ]
        case _:
            listed = (
                name
                for book in books
                for id, medicine in book.medicines.items()
                for name in (id, *medicine.brands)
            )
            names = [*dict.fromkeys(listed), "zzzzzz", "unsure"]
            some = (c for count in range(most_names + 1) for c in combinations(names, count))
            return [*some, "unsure"]


class _Book:
    def __init__(self, book: Rulebook, renamed: dict[str, str]) -> None:
        self.book = book
        self.renamed = renamed
        # a rule book that is compared with many others is tried once
        self.known: dict[frozenset[tuple[str, str]], Weighed] = book.__dict__.setdefault(
            "_tried", {}
        )
        self.meant: dict[tuple[str, int], dict[str, str]] = {}
        """By a question and one of the things said to it, which stay the same objects."""

    def seen(self, said: Said) -> Seen:
        variables: dict[str, str] = {}
        asked = set()
        for id, question in self.book.questions.items():
            if not is_asked(id, variables, self.book):
                continue
            asked.add(id)
            value = said[self.renamed.get(id, id)]
            mark = id, address(value)
            if mark not in self.meant:
                self.meant[mark] = self._variables(id, question, value)
            variables.update(self.meant[mark])
        known = frozenset(variables.items())
        if known not in self.known:
            self.known[known] = weigh(self.book, reference.fire(self.book, variables))
        return Seen(variables, frozenset(asked), self.known[known])

    def _variables(self, id: str, question: Question, value: Any) -> dict[str, str]:
        """What is known when this is said; nothing where this rule book does not offer it."""
        if isinstance(value, dict):
            value = {item: value[item] for item in question.answers}
        offered = question.kind != "pick-one" or value in (*question.answers, "unsure")
        return {**variables_for(self.book, id, value)} if value is not None and offered else {}


def outcome(seen: Seen, condition: str | None) -> tuple[str, int, bool] | None:
    """How a condition comes out: fit, points and place; None where it is not suggested."""
    for candidate in seen.weighed.candidates:
        if candidate.id == condition:
            return candidate.fit, candidate.points, candidate.held_down
    return None


def is_inside(one: Tried, box: dict[str, frozenset[str]]) -> bool:
    """Whether an answer set lies in a box of a comparison."""
    return all(one.words[key] in words for key, words in box.items())


def _said_as(joint: Joint, key: str) -> str:
    """The question that is asked about a word of a comparison."""
    return joint.groups[joint.keys[key].group].name.removesuffix(" (old)").removesuffix(" (new)")


def answer(joint: Joint, value: Any, key: str) -> str:
    """What somebody says, in the words of a comparison."""
    group = joint.groups[joint.keys[key].group]
    match value:
        case None:
            return ""
        case dict():
            return str(value[key.removeprefix(f"{group.name}.")])
        case int():
            return next(
                word
                for word in joint.keys[key].values
                if (ends := span(word)) and ends[0] <= value and (ends[1] or 10**6) >= value
            )
        case tuple():
            side = (
                "old" if key.endswith("(old)") or key not in joint.key_of["new"].values() else "new"
            )
            name = next(name for name, known in joint.key_of[side].items() if known == key)
            classes = joint.books[side].catalogue.answers(value)
            return classes[name.removeprefix("medicine.")]
        case _:
            if group.kind == "medicines" or value in joint.keys[key].values:
                return str(value)
            return ""


def slips(found: Comparison, tried: list[Tried]) -> Iterator[str]:
    """Everything in which a comparison differs from trying all answers; nothing if all is well."""
    words: dict[tuple[str, int], str] = {}
    places = [(key, _said_as(found.joint, key)) for key in found.joint.keys]
    for one in tried:
        for key, said in places:
            value = one.said[said]
            mark = key, address(value)
            if mark not in words:
                words[mark] = answer(found.joint, value, key)
            one.words[key] = words[mark]
    yield from _urgency(found, tried)
    yield from _candidates(found, tried)
    yield from _asking(found, tried)
    yield from _firsts(found, tried)


def _urgency(found: Comparison, tried: list[Tried]) -> Iterator[str]:
    joint = found.joint
    if found.not_decided:
        yield f"given up: {found.not_decided}"
    for direction, kinds in (("lowered", found.lowered), ("raised", found.raised)):
        where: list[list[Tried]] = [[] for _ in kinds]
        for one in tried:
            before, after = one.old.weighed.urgency, one.new.weighed.urgency
            high, low = (before, after) if direction == "lowered" else (after, before)
            moved = rank(low) < rank(high)
            held = False
            for number, kind in enumerate(kinds):
                top = kind.before if direction == "lowered" else kind.after
                if moved and top == high and is_inside(one, kind.box):
                    where[number].append(one)
                    held = True
            if moved and not held:
                yield f"missed: {direction} {before} -> {after} with {one.said}"
        for kind, some in zip(kinds, where, strict=True):
            like = [
                one
                for one in some
                if (one.old.weighed.urgency, one.new.weighed.urgency) == (kind.before, kind.after)
            ]
            # a condition may be blocked for some of them, whom another rule takes to that level
            lows = [
                rank(one.new.weighed.urgency if direction == "lowered" else one.old.weighed.urgency)
                for one in some
                if _reaches(kind, (one.old if direction == "lowered" else one.new).weighed)
            ]
            if not like:
                yield f"made up: {kind}"
                continue
            if min(lows) != min(rank(kind.before), rank(kind.after)):
                yield f"another level is lower: {kind}"
            yield from _shortest(joint, kind.example, like, str(kind))


def _reaches(kind: Kind, weighed: Weighed) -> bool:
    """Whether the rule of a kind is one of those that reach its higher level."""
    flags = {flag.id for flag in weighed.flags if flag.certain or kind.unsure}
    return kind.rule in flags | {one.id for one in weighed.candidates if one.raises}


def _shortest(joint: Joint, example: Any, like: list[Tried], what: str) -> Iterator[str]:
    exact = {key: frozenset((example.get(key, ""),)) for key in joint.keys}
    same = [one for one in like if is_inside(one, exact)]
    if not same:
        yield f"the example shows something else: {what}"
    elif same[0].answered != min(one.answered for one in like):
        yield f"there is a shorter example: {what}"


def _candidates(found: Comparison, tried: list[Tried]) -> Iterator[str]:
    joint = found.joint
    ids = {**joint.books["new"].conditions, **joint.books["old"].conditions}
    told = {(move.condition, move.before, move.after): move for move in found.moves}
    where: dict[Any, list[Tried]] = {}
    for one in tried:
        for id in ids:
            before, after = outcome(one.old, id), outcome(one.new, id)
            if before != after:
                fits = (before and before[0], after and after[0])
                where.setdefault((id, *fits), []).append(one)
    for move in where.keys() ^ told.keys():
        yield f"{'missed' if move in where else 'made up'}: {move}"
    for mark in where.keys() & told.keys():
        move, some = told[mark], where[mark]
        inside = {one.number for one in some}
        for part in move.parts:
            here = [one for one in tried if is_inside(one, part.box)]
            wrong = [one for one in here if one.number not in inside]
            if wrong:
                yield f"made up: {mark} {part.box} with {wrong[0].said}"
        if not move.more:
            for one in some:
                if not any(is_inside(one, part.box) for part in move.parts):
                    yield f"missed: {mark} with {one.said}"
        yield from _shortest(joint, move.parts[0].example, some, str(mark))


def _asking(found: Comparison, tried: list[Tried]) -> Iterator[str]:
    joint = found.joint
    told = {(asking.question, asking.turn): asking for asking in found.asking}
    where: dict[tuple[str, str], list[Tried]] = {}
    for group in joint.groups.values():
        old, new = group.questions.get("old"), group.questions.get("new")
        for one in tried:
            before, after = old in one.old.asked, new in one.new.asked
            if before != after:
                mark = (new or old or "", "asked" if after else "not-asked")
                where.setdefault(mark, []).append(one)
    for mark in where.keys() ^ told.keys():
        yield f"{'missed' if mark in where else 'made up'}: {mark}"
    for mark in where.keys() & told.keys():
        inside = {one.number for one in where[mark]}
        for part in told[mark].parts:
            here = [one for one in tried if is_inside(one, part.box)]
            if any(one.number not in inside for one in here):
                yield f"made up: {mark} {part.box}"
        yield from _shortest(joint, told[mark].parts[0].example, where[mark], str(mark))


def _firsts(found: Comparison, tried: list[Tried]) -> Iterator[str]:
    joint = found.joint
    for switch in found.switches:
        exact = {key: frozenset((switch.example.get(key, ""),)) for key in joint.keys}
        one = next(one for one in tried if is_inside(one, exact))
        shown = [
            next((c.id for c in seen.weighed.candidates if c.shown), None)
            for seen in (one.old, one.new)
        ]
        if shown != [switch.before, switch.after]:
            yield f"not so: {switch}"
