"""A question that is answered with a whole number, which rules see as a band."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec.structs import replace

from triage.errors import Problem, shortened
from triage.rulebook import check_ids
from triage.rulebook.bands import (
    band_of,
    bands,
    bands_within,
    comparison,
    ends_of,
    joined,
    moved,
    span,
)
from triage.rulebook.kinds.base import UNSURE_WORD, AnyKind, Book, Slip, Value
from triage.rulebook.kinds.written_answers import one_text, slip_at
from triage.rulebook.parts.base import Text
from triage.rulebook.parts.medicines import ListOfMedicines
from triage.rulebook.variables import Variable
from triage.rulebook.when import UNSURE
from triage.rulebook.yaml_tree import Node

LONGEST_COMPARISON = 40
MOST_CUT_POINTS = 200
AT_CUTS = ("cut-points",)


class Number(AnyKind, frozen=True, kw_only=True, tag="number"):
    """A question that is answered with a whole number."""

    cut_points: tuple[int, ...] = ()
    """Rules may compare with these numbers and no others."""
    lowest: int = 0
    """The lowest number that can be typed."""
    highest: int = 120
    """The highest number that can be typed."""
    clause: Text = ""
    """The clause with `{number}` in it."""

    counts: ClassVar[bool] = True
    describes: ClassVar[bool] = True

    @property
    def unit(self) -> str:
        """What is counted, as the clause says it: "years" in "you are {number} years old"."""
        found = re.search(r"\{number\} ([a-z]+)", self.clause)
        return found[1] if found else ""

    def said(self, value: object) -> str:
        """The clause with a number in it: "you are 1 year old", "you are less than 1 year old"."""
        number, unit = str(value), self.unit
        if number == "0" and unit:  # of what is counted whole there may be a part
            return self.said(1).replace("1 ", "less than 1 ", 1)
        clause = self.clause.replace("{number}", number)
        one = unit.removesuffix("s") if number == "1" else unit
        return clause.replace(f"{number} {unit}", f"{number} {one}", 1) if unit else clause

    def slips(self, id: str) -> Iterator[Slip]:
        """The number must fit into the clause, and the cut points rise within the range."""
        cuts, lowest, highest = self.cut_points, self.lowest, self.highest
        if len(cuts) > MOST_CUT_POINTS:
            what = f"`{id}` has {len(cuts)} cut points"
            help = f"at most {MOST_CUT_POINTS} are read"
            yield Slip(what, help, at=AT_CUTS, at_value=True, unreadable=True)
            return
        if "{number}" not in self.clause:
            what = f"the number question `{id}` needs a `clause` with `{{number}}` in it"
            yield Slip(what, "for example: you are {number} years old")
        if lowest < 0:
            what = f"the `lowest` of `{id}` is `{lowest}`"
            yield Slip(what, "numbers start at 0", check_ids.BANDS, ("lowest",), at_value=True)
        elif highest <= lowest:
            what = f"the `highest` of `{id}` is `{highest}`, its `lowest` is `{lowest}`"
            yield Slip(what, "the highest must be the higher", check_ids.BANDS)
        if list(cuts) != sorted(set(cuts)):
            what = f"the `cut-points` of `{id}` do not rise"
            yield Slip(what, "write them from low to high", check_ids.BANDS, AT_CUTS, at_value=True)
        elif cuts and lowest < highest and not lowest < cuts[0] <= cuts[-1] <= highest:
            what = f"the `cut-points` of `{id}` leave its range"
            help = f"they must be above {lowest} and not above {highest}"
            yield Slip(what, help, check_ids.BANDS, AT_CUTS, at_value=True)

    def slip_in_rule(self, variable: Variable, word: str) -> Slip | None:
        """A comparison has to start and end at cut points."""
        if word == UNSURE:
            return None
        readable = word.isascii() and len(word) <= LONGEST_COMPARISON
        wanted = span(word) if readable else None
        cuts = ", ".join(map(str, self.cut_points)) or "none"
        known = f"the cut points of `{variable.name}` ({cuts})"
        if wanted is None:
            what = f"`{shortened(word)}` cannot be compared with `{variable.name}`"
            words = bands(self.cut_points)
            like = ", ".join(f"`{word}`" for word in dict.fromkeys((*words[:2], words[-1])))
            help = f"write it like {like} or `unsure`, by {known}"
            return Slip(what, help, check_ids.BANDS, AT_CUTS)
        low, high = wanted
        starts = {self.lowest, 0, *self.cut_points}
        ends = {cut - 1 for cut in self.cut_points} | {None}
        if low in starts and high in ends and bands_within(self.cut_points, word):
            return None
        wrong = "start at" if low not in starts else "end just below"
        what = f"`{shortened(word)}` does not {wrong} a cut point of `{variable.name}`"
        more = [low] if low not in starts else []
        if high is not None and high not in ends:
            more.append(high + 1)
        add = f"add {' and '.join(map(str, more))} to {known}" if more else f"keep to {known}"
        near = self._nearest(low, high)
        return Slip(what, f"write `{near}`, or {add}" if near else add, check_ids.BANDS, AT_CUTS)

    def _nearest(self, low: int, high: int | None) -> str:
        """The comparison that starts and ends at the cut points nearest to these numbers."""
        if not self.cut_points:
            return ""
        if low:
            low = min(self.cut_points, key=lambda cut: abs(cut - low))
        if high is not None:
            end = high + 1
            high = min(self.cut_points, key=lambda cut: abs(cut - end)) - 1
        words = comparison(low, high)
        return words if bands_within(self.cut_points, words) else ""

    def variables(self, id: str, book: ListOfMedicines) -> list[Variable]:
        """One, under the id of the question, with a word for each band."""
        del book
        return [Variable(id, id, None, (*bands(self.cut_points), UNSURE))]

    def covered(self, word: str) -> Iterable[str]:
        """A comparison stands for all bands within it."""
        return bands_within(self.cut_points, word)

    def near(self, word: str) -> list[str] | None:
        """The comparison with one of its ends moved."""
        return None if word == UNSURE else moved(self.cut_points, word)

    def read(self, id: str, node: Node, problems: list[Problem], book: Book) -> Value | None:
        """A whole number within the range, or *unsure*."""
        del book
        allowed = f"write a whole number from {self.lowest} to {self.highest}, or unsure"
        written = one_text(id, "number", allowed, node, problems)
        if written is None:
            return None
        text = written.strip()
        if text.lower() == UNSURE:
            return UNSURE
        if text.isascii() and text.isdecimal() and len(text) <= 6:
            number = int(text)
            if self.lowest <= number <= self.highest:
                return number
        what = f"`{shortened(written)}` is not a whole number for `{id}`"
        if re.fullmatch(r"-?[0-9]+", text):
            what = f"`{shortened(text)}` is out of range for `{id}`"
        problems.append(slip_at(node, what, allowed))
        return None

    def as_asked(self) -> AnyKind:
        """Without cut points too."""
        return replace(super().as_asked(), cut_points=())

    def seen(self, id: str, value: Value, book: Book) -> dict[str, str]:
        """The band that the number falls in."""
        if isinstance(value, int):
            return {id: band_of(self.cut_points, value)}
        return super().seen(id, value, book)

    def example(self, id: str, box: Mapping[str, frozenset[str]], book: Book) -> Value | None:
        """The middle of the first band that has numbers; in an open band its beginning."""
        (variable,) = self.variables(id, book)
        allowed = box.get(id, frozenset(variable.answers))
        for word, low, last in self._in_range():
            if word in allowed:
                is_open = ends_of(word)[1] is None
                return low if is_open else (low + last) // 2
        return UNSURE if UNSURE in allowed else None

    def others(self, id: str, was: Value | None, book: Book) -> Iterator[tuple[str | None, Value]]:
        """For each other band the number that is nearest, the smallest change."""
        del id, book
        now = band_of(self.cut_points, was) if isinstance(was, int) else None
        for word, first, last in self._in_range():
            if word != now:
                yield None, min(max(was, first), last) if isinstance(was, int) else first
        if was != UNSURE:
            yield None, UNSURE

    def _in_range(self) -> Iterator[tuple[str, int, int]]:
        """Each band in which there are numbers, with the first and the last that can be typed."""
        for word in bands(self.cut_points):
            low, high = ends_of(word)
            first = max(low, self.lowest)
            last = self.highest if high is None else min(high, self.highest)
            if first <= last:
                yield word, first, last

    def joint_words(self, both: Sequence[AnyKind], own: Sequence[Sequence[str]]) -> list[str]:
        """The bands that the cut points of all of them make together."""
        del own
        asked = [one for one in both if isinstance(one, Number)]
        lowest = min(question.lowest for question in asked)
        highest = max(question.highest for question in asked)
        cuts = tuple(sorted({cut for question in asked for cut in question.cut_points}))
        ends = ((word, *ends_of(word)) for word in bands(cuts))
        words = [w for w, low, high in ends if low <= highest and (high is None or high >= lowest)]
        return [*words, UNSURE]

    def seen_of(self, word: str, own: Sequence[str]) -> tuple[str, ...]:
        """The band of our own that such a band lies in."""
        del own
        return (word if word == UNSURE else band_of(self.cut_points, ends_of(word)[0]),)

    def answer_for(self, word: str) -> Value:
        """A number of the band that can be typed."""
        if word == UNSURE:
            return word
        return min(max(ends_of(word)[0], self.lowest), self.highest)

    def clause_of(self, variable: Variable, word: str, book: ListOfMedicines) -> str:
        """A band does not fit in the clause, which has room for a number."""
        del variable, book
        return f"{self.short} is {word}"

    def clause_given(self, variable: Variable, word: str, value: Any, book: Book) -> str:
        """The clause with the exact number."""
        del variable, word, book
        return self.said(value)

    def runs(self, words: Iterable[str]) -> list[str]:
        """Bands side by side as one: `under 18` and `18 to 59` are `under 60`; unsure last."""
        some = [*words]
        found = []
        for low, high in joined(word for word in some if word != UNSURE):
            if high is None:
                found.append(f"at least {low}")
            else:
                found.append(f"{low} to {high}" if low else f"under {high + 1}")
        return [*found, *([UNSURE] if UNSURE in some else [])]

    def labels(self, words: Iterable[str]) -> list[str]:
        """Bands side by side as one, in the fewest words; unsure last."""
        some = [*words]
        order = bands(self.cut_points)
        found = []
        for low, high in joined(sorted((w for w in some if w != UNSURE), key=order.index)):
            if high is None:
                found.append(f"at least {low}" if low else "any number")
            elif low == high:
                found.append(str(low))
            else:
                found.append(f"{low} to {high}" if low else f"under {high + 1}")
        return [*found, *([UNSURE_WORD] if UNSURE in some else [])]

    def reported(self, value: Value) -> list[str]:
        """The number."""
        return [str(value)] if isinstance(value, int) else []
