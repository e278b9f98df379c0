"""What a reviewer of a change must decide, on one page: counts, and one example of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from triage.changes.by_case import CaseChanges
from triage.changes.by_chance import DrawnChanges
from triage.changes.candidates import Move
from triage.changes.comparing import Comparison
from triage.changes.told import (
    change_words,
    count_words,
    kind_words,
    many_words,
    move_words,
    result_words,
)
from triage.changes.urgency import Direction, Kind
from triage.changes.words import example_words

MOST_LINES = 25
"""A summary has no more lines on a terminal."""
MOST_NAMED = 3
"""So many rules or names are named; of the others it is said how many there are."""
LONGEST_EXAMPLE = 400
"""A longer example stands with the details only."""
MOST_LOOKED_AT = 40
"""Among so many the shortest example is looked for."""
NOTHING = "no difference: every answer set gets the same result"


class Point(Struct, frozen=True):
    """One thing to decide."""

    about: str
    """A word for programs."""
    said: str
    example: str = ""
    """Empty where there is none that is short enough."""


def points(found: Comparison, *, accepted: bool = False) -> list[Point]:
    """What there is to decide, the gravest first; one point alone where nothing differs."""
    made = (
        _lowered(found, accepted=accepted),
        _relooked(found, "lowered", accepted=accepted),
        _not_decided(found),
        _of_files("people", "person", "people", found.people),
        _of_files("cases", "saved case", "saved cases", found.cases),
        _drawn(found.drawn),
        _raised(found),
        _relooked(found, "raised", accepted=accepted),
        _names(found),
        _fits(found),
        _questions(found),
        _written(found),
    )
    said = [point for point in made if point is not None]
    return said if found.differs else [Point("nothing", NOTHING), *said]


def within(
    some: Sequence[Point], lines: Callable[[Sequence[Point]], int], most: int = MOST_LINES
) -> list[Point]:
    """The points, without the examples of the last of them where the page would be too long."""
    kept = list(some)
    for place in reversed(range(len(kept))):
        if lines(kept) <= most:
            break
        kept[place] = replace(kept[place], example="")
    return kept


def _lowered(found: Comparison, *, accepted: bool) -> Point | None:
    if not found.lowered:
        return None
    decide = _decide(accepted=accepted)
    said = f"URGENCY LOWERED through {_rules(found.lowered)}. {decide}"
    return Point("lowered", said, _example_of_kinds(found, found.lowered))


def _decide(*, accepted: bool) -> str:
    """What to do about a lowered urgency."""
    return "Accepted with --accept-lowered." if accepted else "If meant, add --accept-lowered."


def _relooked(found: Comparison, direction: Direction, *, accepted: bool) -> Point | None:
    """Lines that are asked about twice by one rule book, for those who pass over them once."""
    some = [one for one in found.relooked if one.direction == direction]
    if not some:
        return None
    listed = _listed([one.line for one in some], "line")
    first = f"ticked only there, {some[0].line}: {some[0].before} -> {some[0].after}"
    if direction == "raised":
        return Point("raised", f"urgency raised at the second look, by {listed}", first)
    decide = _decide(accepted=accepted)
    return Point("lowered", f"URGENCY LOWERED at the second look, by {listed}. {decide}", first)


def _raised(found: Comparison) -> Point | None:
    rules = [*(kind.rule for kind in found.raised), *(one.rule for one in found.unseen)]
    if not rules:
        return None
    said = f"urgency raised through {_listed(rules, 'rule')}"
    return Point("raised", said, _example_of_kinds(found, found.raised))


def _rules(kinds: Iterable[Kind]) -> str:
    some = tuple(kinds)
    listed = _listed([kind.rule for kind in some], "rule")
    return f"{listed}, for {many_words(len(some), 'kind')} of answers"


def _example_of_kinds(found: Comparison, kinds: Sequence[Kind]) -> str:
    """The first kind's levels matter most, and among those the shortest answers."""
    alike = [kind for kind in kinds if (kind.before, kind.after) == _levels(kinds[0])]
    return _shortest(
        f"{kind_words(found, kind)}, {kind.before} -> {kind.after}, with "
        f"{example_words(found.joint, kind.example)}"
        for kind in alike
    )


def _levels(kind: Kind) -> tuple[str, str]:
    return kind.before, kind.after


def _not_decided(found: Comparison) -> Point | None:
    if not found.not_decided:
        return None
    said = f"not decided: {many_words(len(found.not_decided), 'thing')}, too large to search"
    if found.lowering_not_decided:
        said = f"NOT DECIDED WHETHER AN URGENCY IS LOWERED; {said}"
    return Point("not-decided", said, _shortest(found.not_decided))


def _of_files(about: str, one: str, many: str, changes: CaseChanges | None) -> Point | None:
    if changes is None:
        return None
    some, whole = changes.changed, changes.looked_at
    said = f"{len(some)} of {whole} {one if whole == 1 else many} with another result"
    lowered = sum(change.lowered for change in some)
    raised = sum(change.raised for change in some)
    said += f" ({lowered} lowered, {raised} raised)"
    first = [change for change in some if change.lowered] or some
    return Point(about, said, _shortest(f"{c.case}, {result_words(c)}" for c in first))


def _drawn(changes: DrawnChanges | None) -> Point | None:
    if changes is None:
        return None
    said = (
        f"of {changes.looked_at:,} invented people, drawn by chance, {changes.lowered:,} lowered, "
        f"{changes.raised:,} raised, {changes.other_first:,} with another first name"
    )
    most = sorted(changes.levels.items(), key=lambda one: (-one[1], one[0]))
    return Point(
        "drawn", said, ", ".join(f"{before} -> {after} {n:,}" for (before, after), n in most)
    )


def _names(found: Comparison) -> Point | None:
    come = [move for move in found.moves if move.before is None]
    go = [move for move in found.moves if move.after is None]
    said = [
        f"{_listed([move.condition for move in some], 'name')} {turn}"
        for some, turn in ((come, "newly suggested to some"), (go, "no longer suggested to some"))
        if some
    ]
    return Point("names", "; ".join(said), _example_of_moves(found, [*come, *go])) if said else None


def _fits(found: Comparison) -> Point | None:
    other = [m for m in found.moves if None not in (m.before, m.after) and m.before != m.after]
    inner = [m for m in found.moves if m.before == m.after]
    moved = {move.condition for move in other}
    points_only = [m.condition for m in inner if m.condition not in moved]
    said = [f"{_listed(sorted(moved), 'name')} with another fit"] if other else []
    said += [f"{_listed(points_only, 'name')} with other points only"] if points_only else []
    if found.switches:
        said.append(f"{many_words(len(found.switches), 'other first candidate')} seen")
    if not said:
        return None
    return Point("fits", "; ".join(said), _example_of_moves(found, other or inner))


def _example_of_moves(found: Comparison, moves: Iterable[Move]) -> str:
    return _shortest(
        f"{move.condition}, {move_words(move)}, with {example_words(found.joint, part.example)}"
        for move in moves
        for part in move.parts
    )


def _questions(found: Comparison) -> Point | None:
    asked = [*(one.question for one in found.asking), *(one.question for one in found.idle)]
    if not asked:
        return None
    example = _shortest(
        f"{one.question}, {'asked' if one.turn == 'asked' else 'not asked'} with "
        f"{example_words(found.joint, part.example)}"
        for one in found.asking
        for part in one.parts
    )
    return Point("questions", f"{_listed(asked, 'question')} asked of others", example)


def _written(found: Comparison) -> Point | None:
    if not found.rules:
        return None
    written = [change for change in found.rules if change.turn != "affected"]
    things = count_words(((c.group, c.of, c.id) for c in written), "thing")
    said = f"{things} written otherwise"
    moved = found.lowered or found.raised or found.unseen or found.relooked
    if not (moved or found.lowering_not_decided):
        said += "; no urgency changes"
    if not (found.moves or any("the fits" in one for one in found.not_decided)):
        said += "; no fit or points change"
    return Point("written", said, _shortest(map(change_words, found.rules)))


def _listed(some: Iterable[str], what: str) -> str:
    """How many there are, and the first few by name."""
    names = list(dict.fromkeys(some))
    left = len(names) - MOST_NAMED
    listed = ", ".join(names[:MOST_NAMED]) + (f" and {left} more" if left > 0 else "")
    return f"{many_words(len(names), what)} ({listed})"


def _shortest(some: Iterable[str]) -> str:
    fitting = (one for one in islice(some, MOST_LOOKED_AT) if len(one) <= LONGEST_EXAMPLE)
    return min(fitting, key=len, default="")
