"""A question that is answered with a length of time, which rules see as one of its bands.

Parts that began apart may be typed as several lengths. The question itself is the band of the
shortest, on which danger signs rest; `longest` after a dot is the band of the longest, for names
that need time. Where one length is typed both are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from msgspec import field
from msgspec.structs import replace

from triage.errors import Problem, shortened
from triage.rulebook import check_ids
from triage.rulebook.kinds.base import RESERVED, AnyKind, Book, Choice, Slip, Value
from triage.rulebook.kinds.written_answers import one_text, slip_at
from triage.rulebook.lengths import days_in, in_words
from triage.rulebook.parts.base import Frozen, Id, Text
from triage.rulebook.parts.medicines import ListOfMedicines
from triage.rulebook.variables import Variable
from triage.rulebook.when import UNSURE
from triage.rulebook.yaml_tree import Node
from triage.words.answers import counting_the_first
from triage.words.typed import A_LENGTH


class SpanBand(Frozen, frozen=True, kw_only=True):
    """Lengths of time that rules take for the same."""

    text: Text
    """How the band reads in a list."""
    yes: Text
    """What such a length means, as a clause: "you have had it for weeks"."""
    from_: int = field(name="from")
    """The fewest days."""
    to: int | None = None
    """The most days; without an end where it is left out."""
    words: tuple[Text, ...] = ()
    """What stands for it without a number: "since birth"."""


def longest_of(question: str) -> str:
    """The variable for the longest of several lengths."""
    return f"{question}.longest"


class Span(AnyKind, frozen=True, kw_only=True, tag="span"):
    """A question that is answered with a length of time, such as "3 weeks"."""

    bands: Mapping[Id, SpanBand] = field(default_factory=dict)
    """What rules tell apart, from short to long, each under its id."""

    def slips(self, id: str) -> Iterator[Slip]:
        """Bands leave no hole: the first begins at 0, each ends before the next, the last never."""
        if not self.bands:
            what = f"the span question `{id}` has no bands"
            yield Slip(what, "list them under `bands:`", unreadable=True)
        for name in self.bands:
            if name in RESERVED:
                yield Slip(f"a band cannot be called `{name}`", "rename it", at=("bands", name))
        for (before, one), (after, other) in pairwise(self.bands.items()):
            if one.to is None or other.from_ != one.to + 1:
                what = f"`{after}` does not begin on the day after `{before}` ends"
                help = "let each band begin where the one before it ends"
                yield Slip(what, help, check_ids.BANDS, ("bands", after))
        yield from self._open_slips()
        for name, band in self.bands.items():
            if band.from_ < 0 or (band.to is not None and band.to < band.from_):
                what = f"`{name}` ends before it begins, or begins before 0"
                yield Slip(what, "write days from low to high", check_ids.BANDS, ("bands", name))

    def _open_slips(self) -> Iterator[Slip]:
        """A length that falls in no band could never be answered."""
        names = [*self.bands]
        if names and self.bands[names[0]].from_ > 0:
            what = f"the first band `{names[0]}` does not begin at 0"
            yield Slip(what, "write `from: 0`", check_ids.BANDS, ("bands", names[0]))
        if names and self.bands[names[-1]].to is not None:
            what = f"the last band `{names[-1]}` ends"
            help = "delete its `to`, so that it takes every longer time"
            yield Slip(what, help, check_ids.BANDS, ("bands", names[-1]))

    def variables(self, id: str, book: ListOfMedicines) -> list[Variable]:
        """The shortest length and the longest, with a word for each band."""
        del book
        words = (*self.bands, UNSURE)
        return [Variable(id, id, None, words), Variable(longest_of(id), id, None, words)]

    def band_of(self, text: str) -> str | None:
        """The band that a typed length falls in; of several, the band of the shortest."""
        return next(iter(self.bands_of(text)), None)

    def bands_of(self, text: str) -> list[str]:
        """The bands of all lengths that are typed, from short to long; none if one is unclear."""
        lengths = [self._band_of_one(part) for part in re.split(r"[,;]", text) if part.strip()]
        return [] if None in lengths else [name for name in self.bands if name in lengths]

    def _band_of_one(self, text: str) -> str | None:
        plain = " ".join(text.lower().split())
        for name, band in self.bands.items():
            if plain in band.words:
                return name
        days = days_in(plain)
        inside = (
            name
            for name, band in self.bands.items()
            if days is not None and band.from_ <= days and (band.to is None or days <= band.to)
        )
        return next(inside, None)

    def read(self, id: str, node: Node, problems: list[Problem], book: Book) -> Value | None:
        """A number of days, weeks, months or years, or *unsure*."""
        del book
        help = f"write a length of time, such as {A_LENGTH}, or unsure"
        written = one_text(id, "length of time", help, node, problems)
        if written is None:
            return None
        text = " ".join(written.lower().split())
        if text == UNSURE or self.band_of(text) is not None:
            return text
        what = f"`{shortened(written)}` is not a length of time for `{id}`"
        problems.append(slip_at(node, what, help))
        return None

    def seen(self, id: str, value: Value, book: Book) -> dict[str, str]:
        """The band of the shortest and of the longest; not sure leaves both not sure."""
        del book
        found = self.bands_of(str(value)) or [UNSURE]
        return {id: found[0], longest_of(id): found[-1]}

    def example(self, id: str, box: Mapping[str, frozenset[str]], book: Book) -> Value | None:
        """What people say of a band; two lengths only where one is not enough."""
        shortest, longest = (
            [w for w in each.answers if w in box.get(each.name, each.answers)]
            for each in self.variables(id, book)
        )
        both = next((word for word in shortest if word in longest), None)
        if both is not None:
            return self.answer_for(both)
        pairs = combinations(self.bands, 2)
        found = ((one, other) for one, other in pairs if one in shortest and other in longest)
        one, other = next(found, ("", ""))
        return f"{self.answer_for(other)}, {self.answer_for(one)}" if one else None

    def ways(self, id: str, book: ListOfMedicines) -> Iterator[tuple[str, dict[str, str]]]:
        """Each band, by its word."""
        del book
        yield from ((word, {id: word, longest_of(id): word}) for word in (*self.bands, UNSURE))

    def others(self, id: str, was: Value | None, book: Book) -> Iterator[tuple[str | None, Value]]:
        """What people say of each other band."""
        now = None if was is None else self.seen(id, was, book)[id]
        words = (word for word in (*self.bands, UNSURE) if word != now)
        yield from ((None, self.answer_for(word)) for word in words)

    def joint_words(self, both: Sequence[AnyKind], own: Sequence[Sequence[str]]) -> list[str]:
        """The shortest lengths from which the bands of any of them begin."""
        del own
        asked = [one for one in both if isinstance(one, Span)]
        days = sorted({band.from_ for question in asked for band in question.bands.values()})
        return [*map(in_words, days), UNSURE]

    def joint_several(self, words: Sequence[str]) -> list[str]:
        """Every two lengths, the longer one first."""
        lengths = (word for word in words if word != UNSURE)
        return [f"{longer}, {shorter}" for shorter, longer in combinations(lengths, 2)]

    def seen_of(self, word: str, own: Sequence[str]) -> tuple[str, ...]:
        """The bands of our own that such a length, or the two of them, fall in."""
        del own
        found = self.bands_of(word) or [UNSURE]
        return found[0], found[-1]

    def answer_for(self, word: str) -> Value:
        """What people say of a band, or its shortest length; other words are answers themselves."""
        band = self.bands.get(word)
        if band is None:
            return word
        return band.words[0] if band.words else in_words(band.from_)

    def clause_of(self, variable: Variable, word: str, book: ListOfMedicines) -> str:
        """As the band says it; two rule books tell more lengths apart than one."""
        del book
        told = self.bands[word].yes if word in self.bands else f"{self.short} is {word}"
        return told if variable.name == variable.question else counting_the_first(told)

    def clause_given(self, variable: Variable, word: str, value: Any, book: Book) -> str:
        """The same; of one length the longest need not be told apart."""
        if len(self.bands_of(str(value))) > 1:
            return self.clause_of(variable, word, book)
        return self.clause_of(replace(variable, name=variable.question), word, book)

    def heading(self, variable: Variable, book: ListOfMedicines) -> str:
        """What it is about, or that of the part that began first."""
        del book
        first = variable.name == variable.question
        return self.short if first else counting_the_first(self.short)

    def days_ago(self, value: Value) -> tuple[str, int | None, int] | None:
        """The length as it was typed, with the days of its band."""
        band = self.bands.get(self.band_of(str(value)) or "")
        return None if band is None else (str(value), band.to, band.from_)

    def label(self, word: str) -> str:
        """As the band reads in a list."""
        return self.bands[word].text

    def chosen(self, id: str) -> list[Choice]:
        """The bands."""
        del id
        return [Choice(name, band.text, band.yes) for name, band in self.bands.items()]

    def reported(self, value: Value) -> list[str]:
        """What was typed."""
        return [] if value == UNSURE else [str(value)]
