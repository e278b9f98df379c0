"""The safety promises P3, P4, P7 and P11, proved over all answers of a rule book.

Each function returns the answer sets that break a promise, in words; an empty list is the
proof. The urgency is the highest level of all *contributions*: red flags, their twins for
*unsure*, and conditions that are suggested and whose firm part, if any, holds. Only two things
can make an answer lower it: a contribution that needs the old answer, and a block that needs the
new one. Both are looked for in the boxes, and each must be made up for by something at least as
urgent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from triage.inference.prepared import prepared
from triage.rulebook.box_cover import UNANSWERED, example, restricted, uncovered
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.medicines import UNKNOWN_NAME
from triage.rulebook.urgency import Urgency, at_least, is_raised
from triage.rulebook.when import UNSURE, Box, answer_boxes, meet


class Contribution(NamedTuple):
    """Something that can reach a level: a red flag, its twin, or a condition."""

    id: str
    level: Urgency
    boxes: list[Box]
    blocks: list[Box]
    unsure: bool = False
    """Whether it is the twin of a red flag, in which *unsure* satisfies."""


def contributions(book: Rulebook) -> list[Contribution]:
    """Everything that can raise the urgency above the lowest level."""
    relevance = prepared(book).relevance

    def written_out(rule: str) -> list[Box]:
        return relevance.expanded(rule, book.stated_rules[rule].when)

    found = []
    for id, flag in book.red_flags.items():
        found.append(Contribution(id, flag.urgency, written_out(id), []))
        found.append(
            Contribution(id, flag.if_unsure, written_out(unsure_rule(id)), [], unsure=True)
        )
    for id, condition in book.conditions.items():
        blocks = [box for rule in condition.blocked_by for box in written_out(rule)]
        found.append(Contribution(id, condition.urgency, relevance.raising(id), blocks))
    return [contribution for contribution in found if is_raised(contribution.level)]


def danger_answers(book: Rulebook) -> dict[str, frozenset[str]]:
    """For each variable of the red flags, the answers that set one off.

    Only variables that can be answered *no* or *yes* count: no age and no duration is a danger
    sign by itself, and there is no way "towards yes" in them.
    """
    found: dict[str, set[str]] = {}
    for id, flag in book.red_flags.items():
        if not is_raised(flag.urgency):
            continue
        for box in prepared(book).relevance.expanded(id, flag.when):
            for key, allowed in box.items():
                graded = {"yes", "no"} & set(book.variables[key].answers)
                if graded and key not in book.danger_gates:
                    found.setdefault(key, set()).update(allowed - {UNSURE, "no"})
    return {key: frozenset(words) for key, words in sorted(found.items()) if words}


def medicine_variables(book: Rulebook) -> tuple[str, ...]:
    """The variables that follow from what is typed as a medicine."""
    return tuple(
        name
        for name, variable in book.variables.items()
        if book.questions[variable.question].shape == "medicines"
    )


def calmed(book: Rulebook) -> list[str]:
    """Promise P11: where a text about medicines that was not understood lowers the urgency.

    It leaves every class that is not named at *unsure*, and makes *unknown-name* a *yes*. So
    beside other names each step from *no* to *unsure* must lose nothing, and alone the one step
    from *unsure* to an unknown name. Steps come one after the other, so one at a time is all.
    Nor may a question fall away with such a step, since a danger sign may rest on its answer.
    """
    search = _Search(book)
    gates = prepared(book).relevance.gates
    found = []
    for key in medicine_variables(book):
        unknown = book.variables[key].item == UNKNOWN_NAME
        for old, new in [("no", UNSURE), *([(UNSURE, "yes")] if unknown else [])]:
            for lost, left in search.losses(key, old, new):
                found.append(f"{key}: {new} for {old} loses {lost.id} with {example(book, left)}")
            found += [
                f"{key}: `{id}` is asked after {old} and not after {new}"
                for id, gate in gates.items()
                if any(key in box and old in box[key] and new not in box[key] for box in gate)
            ]
    return found


class Lowering(NamedTuple):
    """A move towards danger that lowers the urgency."""

    key: str
    """The variable whose answer is changed."""
    old: str
    """The answer before; empty where it was not answered."""
    new: str
    lost: str
    """The contribution that is lost."""
    level: Urgency
    answers: dict[str, str]
    """The other answers of one example."""


def lowered(book: Rulebook, first: str) -> list[str]:
    """The moves of `lowerings` in words."""
    return [
        f"{m.key}: from {m.old or 'unanswered'} to {m.new} loses {m.lost} ({m.level}) "
        f"with {m.answers}"
        for m in lowerings(book, first)
    ]


def lowerings(book: Rulebook, first: str) -> list[Lowering]:
    """Promises P3 and P4: moves towards a danger answer that lower the urgency.

    `first` is "no" for moves from every harmless answer (P4, and to *unsure* P3), or "unsure"
    for moves from *unsure* to a danger answer (P4).
    """
    search = _Search(book)
    slips = []
    for key, danger in danger_answers(book).items():
        domain = [*book.variables[key].answers, UNANSWERED]
        harmless = [word for word in domain if word not in danger and word != UNSURE]
        moves = (
            [(old, new) for old in harmless for new in (UNSURE, *sorted(danger))]
            if first == "no"
            else [(UNSURE, new) for new in sorted(danger)]
        )
        for old, new in moves:
            for lost, left in search.losses(key, old, new):
                slips.append(Lowering(key, old, new, lost.id, lost.level, example(book, left)))
    return slips


class _Search:
    """What moves lose, where many moves ask the same about the same answers."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._every = contributions(book)
        self._about: dict[str, list[Contribution]] = {}
        for contribution in self._every:
            boxes = (*contribution.boxes, *contribution.blocks)
            for key in {key for box in boxes for key in box}:
                self._about.setdefault(key, []).append(contribution)
        self._covers: dict[tuple[str, str, Urgency], list[Box]] = {}
        self._found: dict[tuple[str, str, Urgency, frozenset[object]], Box | None] = {}

    def losses(self, key: str, old: str, new: str) -> Iterator[tuple[Contribution, Box]]:
        """What a move loses, with answers under which nothing makes up for it."""
        for contribution in self._about.get(key, ()):
            left = self._lost(contribution, key, old, new)
            if left is not None:
                yield contribution, left

    def _lost(self, lost: Contribution, key: str, old: str, new: str) -> Box | None:
        """Answers under which a move loses a contribution that nothing makes up for."""
        for suspect in _suspects(lost, key, old, new):
            at = (key, new, lost.level, frozenset(suspect.items()))
            if at not in self._found:
                cover = self._cover(key, new, lost.level)
                self._found[at] = uncovered(self._book, suspect, cover)
            if self._found[at] is not None:
                return self._found[at]
        return None

    def _cover(self, key: str, new: str, level: Urgency) -> list[Box]:
        """What reaches a level where a variable has an answer, whatever else is blocked."""
        at = (key, new, level)
        if at not in self._covers:
            found = [
                part
                for contribution in self._every
                if at_least(contribution.level, level) and not contribution.blocks
                for box in contribution.boxes
                if (part := restricted(box, key, new)) is not None
            ]
            self._covers[at] = sorted(found, key=len)  # a short one contains more
        return self._covers[at]


def _suspects(lost: Contribution, key: str, old: str, new: str) -> Iterator[Box]:
    """Answers of a contribution that a move may lose."""
    needs = [b for b in lost.blocks if key in b and new in b[key] and old not in b[key]]
    for box in lost.boxes:
        words = box.get(key)
        if words is not None and old not in words:
            continue
        gone = words is not None and new not in words
        if not gone and not needs:
            continue
        # every other answer as it was, this one changed
        after = {**box, key: frozenset({new})}
        if gone:
            yield after
        for block in needs:
            both = meet(after, block)
            if both is not None:
                yield both


def hidden(book: Rulebook) -> list[str]:
    """What `hidings` finds, in words."""
    found = [
        f"{rule}: `{question}` is not asked with {answers}"
        for rule, question, answers in hidings(book)
    ]
    return list(dict.fromkeys(found))


def hidings(book: Rulebook) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Promise P7: red flags whose signs some path neither asks nor names: flag, question, example.

    A sign is asked; or a line that was shown and left unticked names it. Only age, sex or
    pregnancy may leave out a question or a line, and what is not known shows it; or answers that
    the flag itself needs.
    """
    relevance = prepared(book).relevance
    for id in book.red_flags:
        for rule in (id, unsure_rule(id)):
            for box in relevance.expanded(rule, book.stated_rules[rule].when):
                for question in sorted({book.variables[key].question for key in box}):
                    left = _hiding(book, box, question)
                    if left is not None:
                        yield id, question, example(book, left)
                for key in sorted(box):
                    left = _line_hiding(book, box, key)
                    if left is not None:
                        yield id, book.variables[key].question, example(book, left)


def _hiding(book: Rulebook, box: Box, question: str) -> Box | None:
    """Answers of a box with which a question of it is neither asked nor closed by its lines."""
    when = book.questions[question].ask_when
    if when is None:
        return None
    gate = answer_boxes(when, book.allowed)
    if _by_danger_gates(book, gate):
        return None
    own = {key for key in box if book.variables[key].question == question}
    rest = {key: allowed for key, allowed in box.items() if key not in own}
    signs = prepared(book).covered
    for key in own & signs.keys():
        first = signs[key].lines[0]
        if _hiding(book, {**rest, first: ANSWERED}, book.variables[first].question) is not None:
            return {**rest, first: ANSWERED}
        left = _line_hiding(book, rest, first)
        if left is not None:
            return left
        # the line is always shown, so it has an answer; and left unticked it names the sign
        others = {line: frozenset({"no", UNANSWERED}) for line in signs[key].lines[1:]}
        named = {first: frozenset({"no"}), **others}
        rest = {**rest, first: rest.get(first, ANSWERED) & ANSWERED}
        gate = [*gate, named]
    return uncovered(book, rest, gate)


ANSWERED = frozenset({"yes", "no", UNSURE})


def _line_hiding(book: Rulebook, box: Box, key: str) -> Box | None:
    """Answers of a box with which the item of a variable is not shown."""
    show = prepared(book).relevance.shows.get(key)
    if show is None or _by_danger_gates(book, show):
        return None
    rest = {name: allowed for name, allowed in box.items() if name != key}
    return uncovered(book, rest, show)


def _by_danger_gates(book: Rulebook, gate: list[Box]) -> bool:
    """Whether only age, sex or pregnancy decide, and what is not known is a reason to ask."""
    decides = {key for part in gate for key in part}
    return decides <= set(book.danger_gates) and any(
        all(UNSURE in allowed for allowed in part.values()) for part in gate
    )
