"""What a change of the rules does to saved cases: each is assessed by both rule books."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from triage.cases.loading import load_cases
from triage.cases.people import SUFFIX, load_people
from triage.changes.joint import SIDES, Joint, Side
from triage.errors import AnswersError
from triage.inference.answers import Answers, as_shown, is_asked, value_from, variables_for
from triage.inference.many_people import fired_by
from triage.inference.weighing import weigh
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import Urgency, below, rank


class Result(Struct, frozen=True):
    """What one rule book makes of answers."""

    urgency: Urgency
    first: str | None
    """The first candidate shown."""
    shown: tuple[str, ...]
    red_flags: tuple[str, ...]
    """Certain, or by *unsure*."""


class CaseChange(Struct, frozen=True):
    """A saved case with another result."""

    file: str
    case: str
    before: Result
    after: Result

    @property
    def lowered(self) -> bool:
        """Whether the case gets a lower urgency."""
        return below(self.after.urgency, self.before.urgency)

    @property
    def raised(self) -> bool:
        """Whether the case gets a higher urgency."""
        return below(self.before.urgency, self.after.urgency)


class CaseChanges(Struct, frozen=True):
    """All saved cases, compared."""

    looked_at: int
    changed: tuple[CaseChange, ...]
    """Lowered ones first, then other urgencies, then other candidates and red flags."""
    by: Mapping[str, int]
    """How many files were read by the words of each rule book."""


def result(book: Rulebook, fired: Collection[str]) -> Result:
    """What a rule book makes of the rules that fired."""
    weighed = weigh(book, fired)
    shown = tuple(candidate.id for candidate in weighed.candidates if candidate.shown)
    flags = tuple(sorted(flag.id for flag in weighed.flags))
    return Result(weighed.urgency, shown[0] if shown else None, shown, flags)


def compare(joint: Joint, files: Iterable[Path]) -> CaseChanges:
    """Every case, or person with a known answer, of the files under both rule books.

    A file is read by the new rule book where that can, else by the old one, since an edit may
    come with its cases or without.

    Raises:
        AnswersError: a file can be read by neither; the slips are those by the new one.
    """
    by = {"old": 0, "new": 0}
    named: list[tuple[str, str]] = []
    seen: dict[Side, list[Mapping[str, str]]] = {"old": [], "new": []}
    for file in files:
        written, cases = _read(joint, file)
        by[written] += 1
        for name, given in cases:
            named.append((file.as_posix(), name))
            for side in SIDES:
                answers = _seen(joint, written, side, given)
                seen[side].append(answers.variables(joint.books[side]))
    results = [
        [result(joint.books[side], fired) for fired in fired_by(joint.books[side], seen[side])]
        for side in SIDES
    ]
    found = [
        CaseChange(file, case, before, after)
        for (file, case), before, after in zip(named, *results, strict=True)
        if before != after
    ]
    return CaseChanges(len(named), tuple(sorted(found, key=_worst_first)), by)


def _read(joint: Joint, file: Path) -> tuple[Side, list[Named]]:
    try:
        return "new", _named(file, joint.books["new"])
    except AnswersError as slips:
        try:
            return "old", _named(file, joint.books["old"])
        except AnswersError:
            raise slips from None


Named: TypeAlias = tuple[str, Mapping[str, Value]]
"""A case or a person by its name, with the answers that are given."""


def _named(file: Path, book: Rulebook) -> list[Named]:
    if file.name.endswith(SUFFIX):
        return [(one.id, one.answers.given) for one in load_people(file, book)]
    return [(one.name, one.answers.given) for one in load_cases(file, book, file.as_posix())]


def _seen(joint: Joint, written: Side, side: Side, given: Mapping[str, Value]) -> Answers:
    """The answers that count by one rule book, of answers written for one of the two."""
    if written == side:
        return Answers(given)
    book = joint.books[side]
    partner = {
        group.questions[side]: group.questions[written]
        for group in joint.groups.values()
        if len(group.questions) == len(SIDES)
    }
    found: dict[str, Value] = {}
    variables: dict[str, str] = {}
    for id in book.questions:
        value = given.get(partner.get(id, ""))
        if value is None or not is_asked(id, variables, book):
            continue
        question = book.questions[id]
        plain = dict(value) if isinstance(value, Mapping) else value
        if isinstance(plain, dict):
            plain = {item: word for item, word in plain.items() if item in question.answers}
        try:
            found[id] = value_from(book, id, plain)
        except AnswersError:
            continue  # an answer that this rule book does not offer counts as not answered
        variables.update(variables_for(book, id, found[id]))
    return Answers(as_shown(book, found))


def _worst_first(change: CaseChange) -> tuple[bool, bool, int, str, str]:
    lost = rank(change.before.urgency) - rank(change.after.urgency)
    return (not change.lowered, lost == 0, -abs(lost), change.file, change.case)
