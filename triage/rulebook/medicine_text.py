"""What a text about medicines says, as people type it and as it stands on packs.

Known names are found anywhere in the text, the longest first. What stands around them is passed
over only where it is in `pack_words`: every other word could be a name, so it counts as near to a
known name, or as not understood. Nothing is ever dropped because it looks harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from triage.once import once
from triage.rulebook import pack_words as words
from triage.rulebook.medicine_tokens import Token, tokens_of
from triage.rulebook.near_names import HALF, WHOLE, NearNames

How = Literal["medicine", "ordinary", "purpose", "near", "not-understood", "unsure", "none"]
MOST_UNKNOWN = 6
"""With more unknown words than these, a text is no name: near names are not looked for."""
SHORTEST_WITH_ENDING = 7
MOST_JOINED = 3
"""So many words may be one name that was written apart."""


class Known(NamedTuple):
    """What a name or a phrase stands for."""

    kind: Literal["medicine", "ordinary", "for", "called", "unsure", "passed"]
    """`for` is what a medicine is taken for, `called` a word for a medicine of that kind."""
    id: str


class Offer(NamedTuple):
    """A name that a misspelled word may mean."""

    known: Known
    name: str


class Part(NamedTuple):
    """One thing that a text says."""

    how: How
    words: str
    """The words of the text that say it."""
    means: tuple[Known, ...] = ()
    """What it is; what it may be, where it is only near."""
    offers: tuple[Offer, ...] = ()


def key(name: str) -> tuple[str, ...]:
    """A name for looking up: its words and numbers, without what joins them."""
    return tuple(t.text for t in tokens_of(name) if t.kind in ("word", "number"))


def plain(name: str) -> str:
    """A name without dose, form and salt, by which two spellings are known to be one."""
    without_dose = re.sub(r"\b[0-9][0-9.,]* ?(mg|mcg|ug|g|micrograms?|ml)\b", " ", name.casefold())
    parts = key(without_dose) or key(name)
    left = [part for part in parts if part not in words.SAME_WITHOUT]
    return " ".join(left or parts)


class Lexicon:
    """Every name and phrase that is known, prepared for reading."""

    def __init__(self, entries: Iterable[tuple[str, Known]]) -> None:
        """The first of several entries of one name counts."""
        self._known: dict[tuple[str, ...], Known] = {}
        self._shown: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        fixed = [(phrase, Known("unsure", "")) for phrase in words.UNSURE_PHRASES]
        fixed += [(phrase, Known("passed", "")) for phrase in words.PASSED_PHRASES]
        for name, known in (*entries, *fixed):
            parts = key(name)
            if parts and parts not in self._known:
                self._known[parts] = known
                self._shown[parts] = name
                self._longest[parts[0]] = max(len(parts), self._longest.get(parts[0], 0))

    def named(self, name: str) -> Known | None:
        """What exactly this name stands for."""
        return self._known.get(key(name))

    def at(self, tokens: list[Token], start: int) -> tuple[Known, int] | None:
        """The longest name that begins at a token, and where it ends.

        Doses, forms and what joins two parts of a name may stand inside it.
        """
        most = self._longest.get(tokens[start].text, 0)
        found: tuple[Known, int] | None = None
        parts: tuple[str, ...] = ()
        for place in range(start, len(tokens) if most else start):
            token = tokens[place]
            longer = (*parts, token.text)
            if token.kind in ("word", "number") and self._begins(longer):
                parts = longer
                if parts in self._known:
                    found = self._known[parts], place + 1
                if len(parts) == most:
                    break
            elif not _may_stand_inside(token):
                break
        return found

    @once
    def _beginnings(self) -> frozenset[tuple[str, ...]]:
        return frozenset(parts[:end] for parts in self._known for end in range(1, len(parts) + 1))

    def _begins(self, parts: tuple[str, ...]) -> bool:
        return parts in self._beginnings

    # names that are written otherwise

    @once
    def _joined(self) -> dict[str, tuple[str, ...]]:
        """Names of medicines, written as one word."""
        joined: dict[str, tuple[str, ...]] = {}
        for parts, known in self._known.items():
            if known.kind in ("medicine", "ordinary"):
                joined.setdefault("".join(parts), parts)
        return joined

    @once
    def _near(self) -> NearNames:
        return NearNames(self._joined)

    def as_one_word(self, word: str) -> Known | None:
        """The medicine whose name this is, but for spaces, hyphens or a foreign ending."""
        for written in (word, *_other_endings(word)):
            if written in self._joined:
                return self._known[self._joined[written]]
        return None

    def near(self, word: str) -> tuple[Offer, ...]:
        """The medicines that a misspelled word may mean, the nearest first.

        Those count that are about as near as the nearest. Where that is an ordinary one, a
        medicine that rules read counts from farther away.
        """
        found = [(cost, self._joined[name]) for cost, name in self._near.of(word)]
        offers: dict[Known, Offer] = {}
        for cost, parts in found:
            nearest, known = self._known[found[0][1]], self._known[parts]
            wary = nearest.kind == "ordinary" and known.kind == "medicine"
            if cost <= found[0][0] + (WHOLE if wary else HALF):
                offers.setdefault(known, Offer(known, self._shown[parts]))
        return tuple(offers.values())


def _other_endings(word: str) -> Iterator[str]:
    """A name as English ends it, where other languages end it otherwise: risperidona."""
    if len(word) >= SHORTEST_WITH_ENDING:
        yield f"{word}e"
        if word[-1] in "aoe":
            yield word[:-1]
            yield f"{word[:-1]}e"


_INSIDE = words.UNITS | words.FORMS | words.SALTS | {"plus"}


def _may_stand_inside(token: Token) -> bool:
    return token.kind in ("number", "soft", "slash") or token.text in _INSIDE


# reading


class _Said(NamedTuple):
    """A known name or phrase in a text, or a run of unknown words (`known` is None)."""

    known: Known | None
    start: int
    end: int


class _Segment(NamedTuple):
    """What stands between two marks that part medicines."""

    before: str
    """The kind of the mark before it; empty at the start."""
    said: tuple[_Said, ...]
    around: tuple[Token, ...]
    """Words that are passed over, and numbers and marks."""


def read(lexicon: Lexicon, typed: str) -> tuple[Part, ...]:
    """What a text says, in the order of its words; at least one part."""
    tokens = tokens_of(typed)
    if _means_none(tokens):
        return (Part("none", typed.strip()),)
    segments = list(_segments(lexicon, tokens))
    parts = tuple(_settled(list(_parts(lexicon, typed, tokens, segments))))
    if all(part.how == "not-understood" for part in parts):  # then it is shown as it was typed
        return (Part("not-understood", " ".join(typed.split())),)
    return parts


def _segments(lexicon: Lexicon, tokens: list[Token]) -> Iterator[_Segment]:
    before, said, around = "", list[_Said](), list[Token]()
    place = 0
    while place < len(tokens):
        token = tokens[place]
        hit = lexicon.at(tokens, place)
        if hit is not None:
            if hit[0].kind == "passed":
                around += tokens[place : hit[1]]
            else:
                said.append(_Said(hit[0], place, hit[1]))
            place = hit[1]
            continue
        if token.kind in ("hard", "soft", "slash"):
            yield _Segment(before, tuple(said), tuple(around))
            before, said, around = token.kind, [], []
        elif token.kind != "word" or _passed_over(token.text):
            around.append(token)
        elif said and said[-1].known is None and said[-1].end == place:
            said[-1] = said[-1]._replace(end=place + 1)
        else:
            said.append(_Said(None, place, place + 1))
        place += 1
    yield _Segment(before, tuple(said), tuple(around))


def _passed_over(word: str) -> bool:
    return word in words.PASSED_OVER or (len(word) == 1 and word.isascii())


def _parts(
    lexicon: Lexicon, text: str, tokens: list[Token], segments: list[_Segment]
) -> Iterator[Part]:
    runs = [said for segment in segments for said in segment.said if said.known is None]
    look = sum(said.end - said.start for said in runs) <= MOST_UNKNOWN
    named = any(segment.said for segment in segments)
    exact = [
        said
        for segment in segments
        for said in segment.said
        if said.known is not None and said.known.kind in ("medicine", "ordinary")
    ]
    indication = False
    """Whether the segment before ended in what its medicine is for."""
    for segment in segments:
        if not segment.said:
            if segment.around and not (named and _goes_with_a_name(segment)):
                words_here = text[segment.around[0].start : segment.around[-1].end]
                asks = all(token.kind == "ask" for token in segment.around)
                yield Part("unsure" if asks else "not-understood", words_here)
            continue
        indication = indication and segment.before == "soft" and _only_for(segment)
        for said in segment.said:
            if said.known is None:
                if not _explained(tokens, segment, said):
                    yield from _unknown(lexicon, text, tokens[said.start : said.end], look=look)
            elif said.known.kind in ("for", "called"):
                if not (indication or _describes(tokens, segment, said, exact)):
                    yield _part("purpose", text, tokens, said)
                else:
                    indication = said.known.kind == "for"
            elif said.known.kind == "medicine" and _denied(lexicon, tokens, segment, said):
                part = _part("near", text, tokens, said)
                yield part._replace(offers=(Offer(said.known, part.words),))
            else:
                yield _part(_HOW[said.known.kind], text, tokens, said)


def _denied(lexicon: Lexicon, tokens: list[Token], segment: _Segment, said: _Said) -> bool:
    """Whether a word such as "never" stands before a name: then nobody knows, and it is asked.

    Whoever was asked and says that it is right has the name in brackets behind it.
    """
    start = tokens[said.start].start
    if not any(one.text in words.DENYING and one.start < start for one in segment.around):
        return False
    behind = tokens[said.end : said.end + 2]
    confirmed = len(behind) == 2 and behind[0].kind == "open" and lexicon.at(tokens, said.end + 1)
    return not (confirmed and confirmed[0] == said.known)


_HOW: dict[str, How] = {"medicine": "medicine", "ordinary": "ordinary", "unsure": "unsure"}


def _part(how: How, text: str, tokens: list[Token], said: _Said) -> Part:
    shown = text[tokens[said.start].start : tokens[said.end - 1].end]
    known = said.known
    return Part(how, shown, (known,) if known is not None and known.id else ())


def _goes_with_a_name(segment: _Segment) -> bool:
    """Whether words without a name tell of a medicine that is named beside them."""
    here = {token.text for token in segment.around}
    number = any(token.kind == "number" for token in segment.around)
    measured = here & words.UNITS and (number or segment.before == "slash")
    if measured or here & words.WITH_ANOTHER:
        return True
    if here & words.LAY or (here & words.INJECTIONS and not number):
        return False
    nameless = here & (words.FORMS | words.INJECTIONS) - words.DIRECTIONS
    return not nameless or segment.before in ("hard", "slash", "")


def _only_for(segment: _Segment) -> bool:
    forms = words.FORMS | words.LAY | words.INJECTIONS
    return all(said.known is not None and said.known.kind == "for" for said in segment.said) and (
        not any(token.text in forms for token in segment.around)
    )


def _describes(tokens: list[Token], segment: _Segment, said: _Said, named: list[_Said]) -> bool:
    """Whether a purpose tells what a medicine that is named before it is for, or what it is."""
    before = [other.end for other in named if other.end <= said.start]
    if not before:
        return False
    between = tokens[before[-1] : said.start]
    beside = not any(token.kind in ("hard", "soft") for token in between)
    if beside:
        own = tokens[said.start : said.end]
        if any(token.kind == "open" for token in between) or all(
            token.text in words.FORMS | words.LAY | words.DIRECTIONS for token in own
        ):
            return True
    said_for = any(token.text in words.DESCRIBES for token in between)
    is_for = said.known is not None and said.known.kind == "for"
    return said_for and is_for and (beside or _only_for(segment))


def _explained(tokens: list[Token], segment: _Segment, said: _Said) -> bool:
    """Whether an unknown name is followed by brackets that hold a known one and nothing else."""
    place = said.end
    while place < len(tokens) and tokens[place].kind in ("word", "number"):
        if tokens[place].kind == "word" and not _passed_over(tokens[place].text):
            return False
        place += 1
    if place == len(tokens) or tokens[place].kind != "open":
        return False
    close = next((p for p in range(place, len(tokens)) if tokens[p].kind == "close"), len(tokens))
    inside = [other for other in segment.said if place < other.start < close]
    exact = {"medicine", "ordinary"}
    return bool(inside) and all(other.known and other.known.kind in exact for other in inside)


def _unknown(lexicon: Lexicon, text: str, run: list[Token], *, look: bool) -> Iterator[Part]:
    """Unknown words: a name that is written apart or misspelled, or not understood."""
    left: list[Token] = []
    place = 0
    while place < len(run):
        found = _otherwise_written(lexicon, run, place) if look else None
        if found is None:
            left.append(run[place])
            place += 1
            continue
        if left:
            yield Part("not-understood", text[left[0].start : left[-1].end])
            left = []
        offers, count = found
        shown = text[run[place].start : run[place + count - 1].end]
        means = tuple(offer.known for offer in offers)
        exact = len(offers) == 1 and not offers[0].name
        how: How = "near"
        if exact:
            how = "medicine" if means[0].kind == "medicine" else "ordinary"
        yield Part(how, shown, means, () if exact else offers)
        place += count
    if left:
        yield Part("not-understood", text[left[0].start : left[-1].end])


def _otherwise_written(
    lexicon: Lexicon, run: list[Token], place: int
) -> tuple[tuple[Offer, ...], int] | None:
    """What some words are but for spaces, or are near to; an offer without a name is certain."""
    counts = range(1, min(MOST_JOINED, len(run) - place) + 1 if len(run) <= MOST_JOINED else 2)
    written = {count: "".join(t.text for t in run[place : place + count]) for count in counts}
    for count in reversed(counts):
        known = lexicon.as_one_word(written[count])
        if known is not None:
            return (Offer(known, ""),), count
    for count in counts:
        offers = lexicon.near(written[count])
        if offers:
            return offers, count
    return None


def _settled(parts: list[Part]) -> Iterator[Part]:
    """The parts, each once; a near name is settled by the exact name in the same text."""
    exact = {part.means[0] for part in parts if part.how in ("medicine", "ordinary")}
    seen = set()
    for part in parts:
        if part.how == "near" and exact & set(part.means):
            continue
        mark = part.means if part.how in ("medicine", "ordinary", "purpose") else part
        if mark not in seen:
            seen.add(mark)
            yield part


def _means_none(tokens: list[Token]) -> bool:
    said = [token.text for token in tokens if token.kind in ("word", "number", "soft", "ask")]
    if not all(word in words.ABOUT_NOTHING or word in words.JOINS for word in said):
        return False
    plain = words.NEGATIONS - words.WEAK_NEGATIONS
    return any(word in plain for word in said) or (
        any(word in words.WEAK_NEGATIONS for word in said)
        and any(word in words.LAY or word in ("any", "anything") for word in said)
    )
