"""The picture of the questions in the order of asking, and of which lead to which.

A question that is asked for each ticked item of another one is drawn once, as it is written, and
a danger screen stands out: everybody sees it, and its lines lead to what is asked in detail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from triage.once import once
from triage.presentation.describe.pictures import (
    BOLD_LETTER,
    GAP,
    LANE,
    LETTER,
    LINE,
    picture,
    stroke,
    text_at,
    wrapped,
)
from triage.presentation.rule_links import Links
from triage.rulebook.kinds import TickAll
from triage.words.voice import Voice

CAPTION = (
    "The questions in the order of asking. A stroke leads from a question to those that are asked "
    "only after some of its answers. Danger screens are bold: a line of them that is ticked or not "
    "sure leads to its details. Each question below says the same in words."
)

_said = Voice.TO_READER.says


class Lane(NamedTuple):
    """A stroke from a question down to the last question that it may lead to."""

    gate: str
    first: int
    last: int
    place: int
    """0 for the lane nearest to the words."""


class Flow:
    """The questions of a rule book as they are drawn: by the ids under which they are written."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.book = links.book

    @once
    def made(self) -> dict[str, list[str]]:
        """Each question in order of asking, with the questions that it becomes; mostly itself."""
        found: dict[str, list[str]] = {}
        for id in self.book.questions:
            found.setdefault(self.book.made_from.get(id, id), []).append(id)
        return found

    @once
    def order(self) -> dict[str, int]:
        """The number of each question, from 0."""
        return {id: number for number, id in enumerate(self.made)}

    @once
    def screens(self) -> frozenset[str]:
        """The danger screens: always asked, whatever was answered."""
        every = self.book.questions.items()
        return frozenset(id for id, one in every if isinstance(one, TickAll) and one.gate)

    def leads_to(self, id: str) -> tuple[str, ...]:
        """The questions whose asking depends on a question."""
        later = (other for one in self.made[id] for other in self.links.leads_to(one))
        return self._written(id, later)

    def led_to_by(self, id: str) -> tuple[str, ...]:
        """The questions that decide whether a question is asked."""
        gates = (other for one in self.made[id] for other in self.links.led_to_by(one))
        return self._written(id, gates)

    def _written(self, id: str, others: Iterator[str]) -> tuple[str, ...]:
        found = dict.fromkeys(self.book.made_from.get(other, other) for other in others)
        return tuple(other for other in found if other != id)

    def words(self, id: str) -> str:
        """Number and words of a question."""
        number = self.order[id] + 1
        if id in self.book.questions:
            return f"{number}. {_said(self.book.questions[id].short)}"
        item = self.book.made_for[self.made[id][0]]
        asked = self.order[self.book.variables[item].question] + 1
        return f"{number}. {_said(self.book.made_shorts[id])}, for each ticked in {asked}"

    def told(self, id: str) -> str:
        """The same with the questions that lead to it."""
        gates = [str(self.order[gate] + 1) for gate in self.led_to_by(id)]
        words = self.words(id)
        return f"{words} (asked because of {' and '.join(gates)})" if gates else words


def lanes(flow: Flow) -> list[Lane]:
    """A lane for each question that decides about others; lanes that meet stand side by side."""
    found: list[Lane] = []
    for id, first in flow.order.items():
        last = max((flow.order[other] for other in flow.leads_to(id)), default=first)
        if last > first:
            taken = {lane.place for lane in found if lane.last >= first}
            place = next(n for n in range(len(taken) + 1) if n not in taken)
            found.append(Lane(id, first, last, place))
    return found


def flow_pictures(links: Links) -> Iterator[tuple[str, str]]:
    """For each section of the rule book, its id and the picture of its questions in order.

    The pictures stand one below the other, and lanes go on from one to the next: so a printer
    may begin a new page between any two of them.
    """
    flow = Flow(links)
    book = links.book
    every = lanes(flow)
    left = 12 + LANE * (max((lane.place for lane in every), default=-1) + 1)
    for section in book.sections:
        asked = [id for id, made in flow.made.items() if book.section_of[made[0]] == section.id]
        if not asked:
            continue
        drawn: list[str] = []
        tops: dict[str, float] = {}
        top = 4.0
        for word in wrapped(_said(section.title), left, BOLD_LETTER):
            drawn.append(text_at(left, top + 13, word, bold=True))
            top += LINE
        top += GAP / 2
        for id in asked:
            tops[id] = top + LINE / 2
            bold = id in flow.screens
            for word in wrapped(flow.words(id), left, BOLD_LETTER if bold else LETTER):
                drawn.append(text_at(left, top + 13, word, bold=bold))
                top += LINE
            top += GAP
        drawn += _lanes(flow, every, tops, left, top)
        yield (
            section.id,
            picture(
                f"picture-flow-{section.id}",
                f"The flow of questions: {_said(section.title)}",
                "; ".join(map(flow.told, asked)),
                top,
                drawn,
            ),
        )


def _lanes(
    flow: Flow, every: Sequence[Lane], tops: dict[str, float], left: float, bottom: float
) -> Iterator[str]:
    """The parts of all lanes that stand in one section, with an arrow to each question."""
    places = {flow.order[id]: y for id, y in tops.items()}
    first, last = min(places), max(places)
    for lane in every:
        if lane.last < first or lane.first > last:
            continue
        x = left - 10 - LANE * lane.place
        start = places.get(lane.first, 0)
        end = places.get(lane.last, bottom)
        yield stroke(f"M{x:g} {start:g}V{end:g}", 1.4)
        if lane.first in places:
            yield f'<circle cx="{x:g}" cy="{start:g}" r="4" fill="currentColor"/>'
        for id in flow.leads_to(lane.gate):
            if id in tops:
                y = tops[id]
                yield stroke(f"M{x:g} {y:g}H{left - 6:g}", 1.4)
                head = f"M{left - 7:g} {y - 3.5:g}l6 3.5l-6 3.5Z"
                yield f'<path d="{head}" fill="currentColor"/>'
