"""`triage learn`: finding a condition by any name, and the page about it.

Every word about a condition comes from the rule book. Nothing here is a result: nobody's
answers are looked at, and nothing says who has what.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from triage.errors import printable, shortened
from triage.presentation.describe.places import outside
from triage.presentation.describe.words import (
    FREQUENCY_WORDS,
    READ_WORDS,
    code_words,
    learn_command,
    listed,
    said,
    system_words,
)
from triage.presentation.document import Block, Heading, Item, Items, Paragraph, titled
from triage.presentation.layout import WIDEST, Page, Style, unstyled
from triage.presentation.text_page import as_text
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Code, Condition, Evidence, Strength
from triage.rulebook.parts.sources import Source
from triage.rulebook.reviews import review_text
from triage.rulebook.urgency import is_emergency
from triage.words import learn as words
from triage.words.result import SEE_YOUR_DOCTOR

How = Literal["exact", "beginning", "in-names", "in-text", "near-beginning", "near"]

LONGEST_SEARCH = 100
SHORTEST_BEGINNING = 2

# A slip must match this closely (difflib ratio) and be long enough to be told apart.
CLOSE = 0.8
SHORTEST_FOR_SLIPS = 4
# Names this close are offered where nothing was found.
WORTH_OFFERING = 0.6
OFFERED_AT_MOST = 3

STRENGTH_WORDS: dict[Strength, str] = {
    "strong": words.STRONGLY,
    "moderate": words.CLEARLY,
    "weak": words.A_LITTLE,
}

_SHORTEST_STEM = 3


class Match(NamedTuple):
    """A condition that typed words may mean, and how it was found."""

    id: str
    how: How


def find(book: Rulebook, typed: str) -> list[str]:
    """Ids of the conditions that typed words may mean, the closest first."""
    return [match.id for match in matches(book, typed)]


def matches(book: Rulebook, typed: str) -> list[Match]:
    """The conditions that typed words may mean, and how each was found.

    The same name comes first, then names that begin so, names with these words in them, and
    descriptions with these words in them. Only where there is none of these, slips are
    forgiven. Within one way the order is that of closeness, then of ids.
    """
    stems = _stems(typed[:LONGEST_SEARCH])
    if not stems:
        return []
    found = []
    for id, condition in book.conditions.items():
        how = _how(stems, id, condition)
        if how:
            found.append(Match(id, how))
    if not found:
        return _near(book, stems)
    ways = get_args(How)
    return sorted(found, key=lambda match: (ways.index(match.how), match.id))


def nearest(book: Rulebook, typed: str) -> list[str]:
    """Ids of the conditions whose names come nearest, to offer where nothing was found."""
    stems = _stems(typed[:LONGEST_SEARCH])
    rated = [
        (-max(_closeness(stems, id, condition, WORTH_OFFERING)), id)
        for id, condition in book.conditions.items()
    ]
    return [id for less, id in sorted(rated) if less][:OFFERED_AT_MOST]


def _how(typed: list[str], id: str, condition: Condition) -> How | None:
    """The closest way in which a condition fits, without forgiving slips."""
    names = _names(id, condition)
    if typed in names:
        return "exact"
    start = " ".join(typed)
    if len(start) >= SHORTEST_BEGINNING and any(" ".join(n).startswith(start) for n in names):
        return "beginning"
    wanted = {word for word in typed if word not in words.SMALL_WORDS}
    if not wanted:
        return None
    in_names = {word for name in names for word in name}
    if wanted <= in_names:
        return "in-names"
    text = f"{condition.what_it_is} {condition.fits_name or ''}"
    return "in-text" if wanted <= in_names | set(_stems(said(text))) else None


def _near(book: Rulebook, typed: list[str]) -> list[Match]:
    if len(" ".join(typed)) < SHORTEST_FOR_SLIPS:
        return []
    rated: list[tuple[bool, float, str]] = []
    for id, condition in book.conditions.items():
        beginning, anywhere = _closeness(typed, id, condition, CLOSE)
        if beginning or anywhere:
            rated.append((not beginning, -(beginning or anywhere), id))
    return [Match(id, "near" if inside else "near-beginning") for inside, _, id in sorted(rated)]


def _closeness(
    typed: list[str], id: str, condition: Condition, cutoff: float
) -> tuple[float, float]:
    """How close the typed words come to the beginning of a name, and to any part of one.

    0 for less than `cutoff`. A part has as many words as were typed, give or take one.
    """
    wanted = " ".join(typed)
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    beginning = anywhere = 0.0
    for name in _names(id, condition):
        for first in range(len(name)):
            for last in range(first + max(1, len(typed) - 1), first + len(typed) + 2):
                if last > len(name):
                    break
                matcher.set_seq1(" ".join(name[first:last]))
                if matcher.real_quick_ratio() < cutoff or matcher.quick_ratio() < cutoff:
                    continue
                ratio = matcher.ratio()
                if ratio >= cutoff:
                    anywhere = max(anywhere, ratio)
                    beginning = beginning if first else max(beginning, ratio)
    return beginning, anywhere


def _names(id: str, condition: Condition) -> list[list[str]]:
    return [_stems(name) for name in (id, condition.name, *condition.also_called)]


def _stems(text: str) -> list[str]:
    """Words without case, accents, apostrophes and common endings."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return [_stem(word) for word in re.findall(r"[^\W_]+", re.sub(r"['’`]", "", letters))]  # noqa: RUF001 - as people type it


def _stem(word: str) -> str:
    if word in words.SMALL_WORDS:
        return word
    for ending in words.ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2]
    return word[:-1] if doubled else word


def learn_text(book: Rulebook, id: str, width: int = WIDEST, heading: Style = unstyled) -> str:
    """The page about one condition, ready to print; ends with a line break."""
    return as_text(_about(book, book.conditions[id]), width, heading)


def _about(book: Rulebook, condition: Condition) -> Iterator[Block]:
    title = words.how_soon(said(book.advisory.urgency[condition.urgency].title))
    yield Heading(1, said(condition.name))
    if condition.also_called:
        yield Paragraph(words.also_called(map(said, condition.also_called)))
    yield Paragraph(words.NO_DIAGNOSIS, apart=True)
    if is_emergency(condition.urgency):
        yield Paragraph(words.not_first(title))
    for about, text in (
        (words.WHAT_IT_IS, condition.what_it_is),
        (words.WHO_IT_AFFECTS, condition.who_it_affects),
        (words.HOW_IT_STARTS, condition.how_it_starts),
        (words.IN_FAMILIES, condition.inheritance),
    ):
        yield Heading(2, about)
        yield Paragraph(said(text))
    yield from _for(condition)
    yield from _against(condition)
    yield Heading(2, words.MAY_CHECK)
    yield listed(condition.doctor_may_check)
    yield Heading(2, words.MAY_DISCUSS)
    yield Paragraph(words.NO_ADVICE)
    yield listed(condition.doctor_may_discuss)
    yield from titled(words.PLEASE_NOTE, [listed(condition.must_say)])
    yield Heading(2, words.HOW_SOON)
    yield Paragraph(title)
    if is_emergency(condition.urgency):
        yield listed(book.advisory.urgency[condition.urgency].what_to_do)
    else:
        yield Paragraph(words.DANGER_SIGN_SOONER)
    yield from _codes(condition.codes)
    yield from _sources(book, condition)
    yield from _ending(book)


def _for(condition: Condition) -> Iterator[Block]:
    yield Heading(2, words.SPEAKS_FOR)
    yield Paragraph(words.NONE_PROVES_IT)
    yield Items(words.FIRST_OF_ALL, (_sentence(condition.core.because),))
    if condition.firm_missing is not None:
        yield Paragraph(words.fits_partly_where(said(condition.firm_missing)))
    yield from _reasons(condition.supports, words.speaks_for)


def _against(condition: Condition) -> Iterator[Block]:
    yield Heading(2, words.SPEAKS_AGAINST)
    if not condition.against and not condition.blocked_by:
        yield Paragraph(words.NOTHING_AGAINST)
    yield from _reasons(condition.against, words.speaks_against)
    blocks = (
        words.looked_at_first(_sentence(block.because), said(block.instead))
        for block in condition.blocked_by.values()
    )
    yield Items(words.LOOKED_AT_FIRST, tuple(blocks))


def _reasons(rules: Mapping[str, Evidence], lead: Callable[[str], str]) -> Iterator[Block]:
    for strength in get_args(Strength):
        texts = [_sentence(r.because) for _, r in sorted(rules.items()) if r.strength == strength]
        yield Items(lead(STRENGTH_WORDS[strength]), tuple(dict.fromkeys(texts)))


def _sentence(text: str) -> str:
    return words.sentence(said(text))


def _codes(codes: Iterable[Code]) -> Iterator[Block]:
    by_system: dict[str, list[str]] = {}
    for code in codes:
        by_system.setdefault(code.system, []).append(code_words(code))
    yield Heading(2, words.CODES)
    if not by_system:
        yield Paragraph(words.NO_CODES)
    shown = (words.codes(system_words(system), some) for system, some in by_system.items())
    yield Items("", tuple(shown))


def _sources(book: Rulebook, condition: Condition) -> Iterator[Block]:
    cited = set(_cited(condition))
    yield Heading(2, words.SOURCES)
    items = (_source(id, source) for id, source in book.sources.items() if id in cited)
    yield Items("", tuple(items))


def _source(id: str, source: Source) -> Item:
    told = words.source(
        id=id,
        title=source.title,
        by=source.by,
        year=source.year,
        read=READ_WORDS[source.read],
        note=_sentence(source.read_note) if source.read_note else "",
    )
    return Item(told, (Paragraph((outside(source.link),)),))


def _cited(condition: Condition) -> Iterator[str]:
    yield from condition.sources
    yield from condition.core.sources
    for rules in (condition.supports, condition.against, condition.blocked_by):
        for rule in rules.values():
            yield from rule.sources


def _ending(book: Rulebook) -> Iterator[Block]:
    """What ends every page: that nobody has reviewed the rules, and the advisory."""
    yield from titled(words.ABOUT_RULES, [Paragraph(review_text(book))])
    yield Heading(2, SEE_YOUR_DOCTOR)
    yield Paragraph(book.advisory.advisory)


def list_text(
    book: Rulebook,
    width: int = WIDEST,
    heading: Style = unstyled,
    *,
    folder: Path | None = None,
) -> str:
    """All conditions, the most common first; ends with a line break."""
    return as_text(_every(book, _room(width), folder), width, heading)


def _every(book: Rulebook, room: int, folder: Path | None) -> Iterator[Block]:
    yield Heading(1, words.conditions(book.title, len(book.conditions)))
    yield Paragraph(words.ROUGH_GUIDE)
    for frequency, title in FREQUENCY_WORDS.items():
        group = [c for c in book.conditions.values() if c.frequency == frequency]
        group.sort(key=lambda c: (c.name.casefold(), c.name))
        yield from titled(title, [Items("", tuple(_line(one, room) for one in group))])
    yield Heading(2, words.HOW_TO_LOOK_UP)
    yield Paragraph(words.TYPE_A_NAME)
    if book.conditions:
        yield Paragraph(words.FOR_EXAMPLE)
        yield learn_command(min(book.conditions), folder)
    yield from _ending(book)


def _room(width: int) -> int:
    """The characters of one line of a list."""
    return Page(width).width - 2


def _line(condition: Condition, room: int) -> str:
    """The name, with as many of the other names as one line has room for."""
    name = printable(said(condition.name))
    line = name
    others: list[str] = []
    for other in condition.also_called:
        longer = words.with_other_names(name, [*others, printable(said(other))])
        if len(longer) <= room:
            others.append(printable(said(other)))
            line = longer
    return line


def choice_text(
    book: Rulebook,
    typed: str,
    ids: list[str],
    width: int = WIDEST,
    heading: Style = unstyled,
    *,
    folder: Path | None = None,
) -> str:
    """The conditions that typed words may mean, and how to choose one; ends with a line break."""
    blocks = (
        Heading(1, words.leads_to(shortened(typed), len(ids))),
        Paragraph(words.NO_RESULT),
        Paragraph(words.TYPE_THE_LINE),
        _choices(book, ids, _room(width), folder),
        *_ending(book),
    )
    return as_text(blocks, width, heading)


def others_text(
    book: Rulebook,
    typed: str,
    ids: list[str],
    width: int = WIDEST,
    heading: Style = unstyled,
    *,
    folder: Path | None = None,
) -> str:
    """More conditions that typed words may mean, to stand after a page; ends with a line break."""
    title = Heading(1, words.may_also_mean(shortened(typed)))
    choices = _choices(book, ids, _room(width), folder)
    return f"\n{as_text((title, choices), width, heading)}"


def _choices(book: Rulebook, ids: list[str], room: int, folder: Path | None) -> Items:
    lines = ((id, _line(book.conditions[id], room)) for id in ids)
    return Items("", tuple(Item(line, (learn_command(id, folder),)) for id, line in lines))
