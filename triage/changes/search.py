"""The shortest answer set in one region and outside others, found exactly.

Best first: the search splits a box only where its most reassuring answer set breaks a rule, and
every split leaves out that one answer set and no wanted one. The number of questions answered
never falls when a box is split, so the first answer set that fits is a shortest one; where none
fits, there is none.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count

from msgspec import Struct

from triage.changes.joint import Assigned, Joint
from triage.rulebook.when import UNSURE, Box, meet

MOST_STEPS = 20_000
"""After so many splits a search is given up, and said to be."""


class UndecidedError(Exception):
    """A search was given up; nothing is known about its region."""


class Cover(Struct, frozen=True):
    """A region to keep out of: a box, but for the parts of it that are in `unless`."""

    box: Box
    unless: tuple[Box, ...] = ()

    def holds(self, assigned: Assigned) -> bool:
        """Whether an answer set lies in it."""
        return inside(self.box, assigned) and not any(inside(b, assigned) for b in self.unless)


class Covers:
    """Many regions, so that those which an answer set lies in are found at once."""

    def __init__(self, covers: Iterable[Cover]) -> None:
        some = [*covers]
        used = Counter(key for cover in some for key in cover.box)
        self._by_answer: dict[tuple[str, str], list[Cover]] = {}
        self._always: list[Cover] = []
        for cover in some:
            # keys that must be answered; a box over answered keys only has nothing else
            keys = [key for key, words in cover.box.items() if "" not in words]
            if not keys:
                self._always.append(cover)
                continue
            rarest = min(keys, key=used.__getitem__)
            for word in cover.box[rarest]:
                self._by_answer.setdefault((rarest, word), []).append(cover)

    def around(self, assigned: Assigned) -> Cover | None:
        """A region that an answer set lies in."""
        for answer in assigned.items():
            for cover in self._by_answer.get(answer, ()):
                if cover.holds(assigned):
                    return cover
        return next((cover for cover in self._always if cover.holds(assigned)), None)


def inside(box: Box, assigned: Assigned) -> bool:
    """Whether an answer set lies in a box."""
    for key, words in box.items():  # noqa: SIM110 - asked millions of times
        if assigned.get(key, "") not in words:
            return False
    return True


def cost(joint: Joint, assigned: Assigned) -> tuple[int, int]:
    """How many questions are answered, and how many answers are not reassuring."""
    questions = {joint.keys[key].group for key in assigned}
    alarming = sum(word == "yes" or 2 * (word == UNSURE) for word in assigned.values())
    return len(questions), alarming


def shortest(joint: Joint, start: Sequence[Box], avoid: Sequence[Covers]) -> dict[str, str] | None:
    """A shortest answer set in one of the boxes and outside every cover; None if there is none.

    Raises:
        UndecidedError: the search was given up.
    """
    queue: list[tuple[tuple[int, int], int, Box, dict[str, str]]] = []
    tie = count()
    known: set[frozenset[tuple[str, frozenset[str]]]] = set()

    def put(box: Box) -> None:
        mark = frozenset(box.items())
        if mark not in known:
            known.add(mark)
            assigned = joint.completed(box)
            if assigned is not None:
                heapq.heappush(queue, (cost(joint, assigned), next(tie), box, assigned))

    for box in start:
        put(box)
    for _ in range(MOST_STEPS):
        if not queue:
            return None
        _, _, box, assigned = heapq.heappop(queue)
        cover = next((found for covers in avoid if (found := covers.around(assigned))), None)
        if cover is None:
            return assigned
        for key in sorted(cover.box):
            left = box.get(key, joint.keys[key].domain) - cover.box[key]
            if left:
                put({**box, key: left})
        for part in cover.unless:
            both = meet(box, part)
            if both is not None:
                put(both)
    raise UndecidedError


def without(joint: Joint, boxes: Sequence[Box], cover: Cover) -> list[Box]:
    """The boxes with a region taken out, again as boxes; they may overlap."""
    found: list[Box] = []
    for box in boxes:
        both = meet(box, cover.box)
        if both is None:
            found.append(box)
            continue
        for key, words in cover.box.items():
            left = box.get(key, joint.keys[key].domain) - words
            if left:
                found.append({**box, key: left})
        found += [part for block in cover.unless if (part := meet(both, block)) is not None]
    return found
