"""Two rule books compared: by rule, by patient, and on saved cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from msgspec import Struct

from triage.changes import by_case, by_rule, questions, second_look
from triage.changes.by_case import CaseChanges, Result, result
from triage.changes.by_chance import DrawnChanges
from triage.changes.by_rule import Change, renamed_conditions
from triage.changes.candidates import Move, Weighing
from triage.changes.joint import SIDES, Joint
from triage.changes.questions import Asking, Idle
from triage.changes.search import cost
from triage.changes.second_look import Relooked
from triage.changes.urgency import Kind, Levels, Unseen
from triage.inference.many_people import fired_by
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Box, meet

MOST_TRIED = 3000
"""How many answer sets are tried for another first candidate."""


class Switch(Struct, frozen=True):
    """Answers that get another first candidate, found by trying."""

    before: str | None
    after: str | None
    example: Mapping[str, str]


class Comparison(Struct, frozen=True):
    """Everything that differs between two rule books."""

    joint: Joint
    rules: tuple[Change, ...]
    lowered: tuple[Kind, ...]
    raised: tuple[Kind, ...]
    unseen: tuple[Unseen, ...]
    """What rules may raise besides: too much of it to be looked at one by one."""
    relooked: tuple[Relooked, ...]
    """Lines that one of them asks about again at a second look, with another urgency."""
    moves: tuple[Move, ...]
    switches: tuple[Switch, ...]
    """Other first candidates; these alone are not proved to be all."""
    tried: int
    """On how many answer sets other first candidates were looked for."""
    asking: tuple[Asking, ...]
    idle: tuple[Idle, ...]
    cases: CaseChanges | None
    """None where no cases were named."""
    people: CaseChanges | None
    """None where no people were named."""
    drawn: DrawnChanges | None
    """None where no people were drawn."""
    not_decided: tuple[str, ...]
    """What was given up, in words; nothing is known about it."""
    lowering_not_decided: bool
    """Whether it is not known if an urgency was lowered somewhere."""

    @property
    def lowers(self) -> bool:
        """Whether some answers get a lower urgency, or it could not be decided."""
        files = (self.cases, self.people)
        in_files = any(one.lowered for some in files if some is not None for one in some.changed)
        relooked = any(one.direction == "lowered" for one in self.relooked)
        return bool(self.lowered) or relooked or self.lowering_not_decided or in_files

    @property
    def differs(self) -> bool:
        """Whether anything at all is told."""
        return bool(
            self.rules or self.lowered or self.raised or self.unseen or self.moves or self.relooked
            or self.switches or self.asking or self.idle or self.not_decided
            or (self.cases and self.cases.changed) or (self.people and self.people.changed)
        )  # fmt: skip


def compare(
    old: Rulebook,
    new: Rulebook,
    cases: Iterable[Path] | None = None,
    people: Iterable[Path] | None = None,
    drawn: DrawnChanges | None = None,
) -> Comparison:
    """What a change of a rule book does.

    What is said about urgency, fits and `ask-when` holds over all answers: nothing is missed
    and nothing is made up. Other first candidates are looked for on many answer sets, and are
    true where they are found, but there may be more. `drawn` is what was counted of drawn people.

    Raises:
        AnswersError: files of cases or people that neither rule book can read.
    """
    joint = Joint(old, new)
    levels = Levels(joint)
    kinds, given_up, unseen = levels.compare()
    weighing = Weighing(joint, renamed_conditions(old, new))
    moves = weighing.compare()
    asking, no_gates = questions.compare(joint)
    altered = {move.condition for move in moves} | _placed_otherwise(old, new)
    trials = _trials(joint, kinds, moves, altered) if altered else ()
    tried = list(islice(trials, MOST_TRIED))
    not_decided = [
        *(f"whether `{one.rule}` leads to {one.direction} urgencies" for one in given_up),
        *(f"how the fits of `{id}` change" for id in weighing.undecided),
        *(f"who is asked `{id}`" for id in no_gates),
    ]
    return Comparison(
        joint=joint,
        rules=tuple(by_rule.changes(joint)),
        lowered=tuple(kind for kind in kinds if kind.direction == "lowered"),
        raised=tuple(kind for kind in kinds if kind.direction == "raised"),
        unseen=tuple(unseen),
        relooked=second_look.compare(joint),
        moves=tuple(moves),
        switches=tuple(_switches(joint, tried, weighing.renamed)),
        tried=len(tried),
        asking=tuple(asking),
        idle=tuple(questions.idle(joint)),
        cases=None if cases is None else by_case.compare(joint, cases),
        people=None if people is None else by_case.compare(joint, people),
        drawn=drawn,
        not_decided=tuple(not_decided),
        lowering_not_decided=any(one.direction == "lowered" for one in given_up),
    )


def results(joint: Joint, some: list[Mapping[str, str]]) -> list[tuple[Result, Result]]:
    """What both rule books make of joint answer sets."""
    found = []
    for side in SIDES:
        book = joint.books[side]
        fired = fired_by(book, [joint.view(side, assigned) for assigned in some])
        found.append([result(book, rules) for rules in fired])
    return list(zip(*found, strict=True))


def _trials(
    joint: Joint, kinds: list[Kind], moves: list[Move], altered: set[str]
) -> Iterator[dict[str, str]]:
    """Answer sets that may put another candidate first: examples, alone and beside others."""
    examples = [kind.example for kind in kinds]
    examples += [part.example for move in moves for part in move.parts]
    for example in examples:
        yield dict(example)
    moved = {move.condition for move in moves}
    fixed = [
        {key: frozenset((word,)) for key, word in move.parts[0].example.items()} for move in moves
    ]
    for id in sorted(altered - moved):
        fixed += _suggesting(joint, id)[:1]
    others = [_suggesting(joint, id) for id in joint.books["new"].conditions if id not in altered]
    for start in fixed:
        for boxes in others:
            for box in boxes:
                both = meet(start, box)
                found = joint.completed(both) if both else None
                if found is not None:
                    yield found


def _placed_otherwise(old: Rulebook, new: Rulebook) -> set[str]:
    """Conditions whose place among candidates rests on something that changed."""
    return {
        id
        for id, one in new.conditions.items()
        if (other := old.conditions.get(id)) is not None
        and (one.urgency, one.benign, one.never_alone)
        != (other.urgency, other.benign, other.never_alone)
    }


def _suggesting(joint: Joint, id: str) -> list[Box]:
    """Boxes in which a condition is suggested, bare and with each one of its supports."""
    condition = joint.books["new"].conditions[id]
    cores = joint.boxes("new", condition.core.when)[:1]
    found = list(cores)
    for support in condition.supports.values():
        for core in cores:
            both = [b for box in joint.boxes("new", support.when) if (b := meet(core, box))]
            found += both[:1]
    return found


def _switches(
    joint: Joint, tried: list[dict[str, str]], renamed: Mapping[str, str]
) -> Iterator[Switch]:
    """Every pair of first candidates that was seen to change, with the shortest answer set."""
    best: dict[tuple[str | None, str | None], dict[str, str]] = {}
    for assigned, (before, after) in zip(tried, results(joint, [*tried]), strict=True):
        pair = (before.first, after.first)
        if renamed.get(pair[0] or "", pair[0]) == pair[1]:
            continue
        if pair not in best or cost(joint, assigned) < cost(joint, best[pair]):
            best[pair] = assigned
    for (one, other), assigned in sorted(best.items(), key=lambda item: str(item[0])):
        yield Switch(one, other, assigned)
