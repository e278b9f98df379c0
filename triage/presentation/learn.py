"""`triage learn`: finding a condition by any name, and the page about it.

Every word about a condition comes from the rule book. Nothing here is a result: nobody's
answers are looked at, and nothing says who has what.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
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

How = Literal["exact", "beginning", "in-names", "in-text", "near-beginning", "near"]

LONGEST_SEARCH = 100
SHORTEST_BEGINNING = 2

# A slip must match this closely (difflib ratio) and be long enough to be told apart.
CLOSE = 0.8
SHORTEST_FOR_SLIPS = 4
# Names this close are offered where nothing was found.
WORTH_OFFERING = 0.6
OFFERED_AT_MOST = 3

NO_DIAGNOSIS = "This page is information, not a diagnosis. Only a doctor can tell."
NO_ADVICE = (
    "For information only: this recommends nothing and names no dose."
    " What is right, if anything, is for a doctor and the person to decide."
)

NO_RESULT = (
    "This is a search for words, not a result. To be asked about what is wrong, type: triage"
)

STRENGTH_WORDS: dict[Strength, str] = {
    "strong": "strongly",
    "moderate": "clearly",
    "weak": "a little",
}

_SMALL_WORDS = frozenset(
    """
    a an the and or of in on at to for from by with without my your his her their our its
    i me you he she it they we is are was be been am do does did have has had when while
    that this these those what which who how as if but
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_ENDINGS = ("ing", "ies", "ed", "es", "s", "y", "e")
_SHORTEST_STEM = 3


class Match(NamedTuple):
    """A condition that typed words may mean, and how it was found."""

    id: str
    how: How


def find(book: Rulebook, words: str) -> list[str]:
    """Ids of the conditions that typed words may mean, the closest first."""
    return [match.id for match in matches(book, words)]


def matches(book: Rulebook, words: str) -> list[Match]:
    """The conditions that typed words may mean, and how each was found.

    The same name comes first, then names that begin so, names with these words in them, and
    descriptions with these words in them. Only where there is none of these, slips are
    forgiven. Within one way the order is that of closeness, then of ids.
    """
    typed = _stems(words[:LONGEST_SEARCH])
    if not typed:
        return []
    found = []
    for id, condition in book.conditions.items():
        how = _how(typed, id, condition)
        if how:
            found.append(Match(id, how))
    if not found:
        return _near(book, typed)
    ways = get_args(How)
    return sorted(found, key=lambda match: (ways.index(match.how), match.id))


def nearest(book: Rulebook, words: str) -> list[str]:
    """Ids of the conditions whose names come nearest, to offer where nothing was found."""
    typed = _stems(words[:LONGEST_SEARCH])
    rated = [
        (-max(_closeness(typed, id, condition, WORTH_OFFERING)), id)
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
    wanted = {word for word in typed if word not in _SMALL_WORDS}
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
    if word in _SMALL_WORDS:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2]
    return word[:-1] if doubled else word


def learn_text(book: Rulebook, id: str, width: int = WIDEST, heading: Style = unstyled) -> str:
    """The page about one condition, ready to print; ends with a line break."""
    return as_text(_about(book, book.conditions[id]), width, heading)


def _about(book: Rulebook, condition: Condition) -> Iterator[Block]:
    title = f"{said(book.advisory.urgency[condition.urgency].title)}."
    yield Heading(1, said(condition.name))
    if condition.also_called:
        yield Paragraph(f"Also called: {said('; '.join(condition.also_called))}.")
    yield Paragraph(NO_DIAGNOSIS, apart=True)
    if is_emergency(condition.urgency):
        yield Paragraph(f"When it is suspected, do not read on first. {title}")
    for about, text in (
        ("What it is", condition.what_it_is),
        ("Who it affects", condition.who_it_affects),
        ("How it starts", condition.how_it_starts),
        ("Does it run in families?", condition.inheritance),
    ):
        yield Heading(2, about)
        yield Paragraph(said(text))
    yield from _for(condition)
    yield from _against(condition)
    yield Heading(2, "What a doctor may check")
    yield listed(condition.doctor_may_check)
    yield Heading(2, "What a doctor may discuss")
    yield Paragraph(NO_ADVICE)
    yield listed(condition.doctor_may_discuss)
    yield from titled("Please note", [listed(condition.must_say)])
    yield Heading(2, "How soon to be seen when it is suspected")
    yield Paragraph(title)
    if is_emergency(condition.urgency):
        yield listed(book.advisory.urgency[condition.urgency].what_to_do)
    else:
        yield Paragraph(
            "A danger sign makes it sooner. To be asked about danger signs, type: triage"
        )
    yield from _codes(condition.codes)
    yield from _sources(book, condition)
    yield from _ending(book)


def _for(condition: Condition) -> Iterator[Block]:
    yield Heading(2, "What speaks for it")
    yield Paragraph("People often notice some of these. None of them proves it.")
    yield Items("First of all:", (_sentence(condition.core.because),))
    yield from _reasons(condition.supports, "for")


def _against(condition: Condition) -> Iterator[Block]:
    yield Heading(2, "What speaks against it")
    if not condition.against and not condition.blocked_by:
        yield Paragraph("Our rules name nothing.")
    yield from _reasons(condition.against, "against")
    blocks = (
        f"{_sentence(block.because)} Look at this instead: {said(block.instead)}."
        for block in condition.blocked_by.values()
    )
    yield Items("Something else is looked at first:", tuple(blocks))


def _reasons(rules: Mapping[str, Evidence], side: str) -> Iterator[Block]:
    for strength in get_args(Strength):
        texts = [_sentence(r.because) for _, r in sorted(rules.items()) if r.strength == strength]
        lead = f"Speaks {STRENGTH_WORDS[strength]} {side} it:"
        yield Items(lead, tuple(dict.fromkeys(texts)))


def _sentence(text: str) -> str:
    words = said(text)
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '!', '?')) else '.'}"


def _codes(codes: Iterable[Code]) -> Iterator[Block]:
    by_system: dict[str, list[str]] = {}
    for code in codes:
        by_system.setdefault(code.system, []).append(code_words(code))
    yield Heading(2, "Codes for the doctor")
    if not by_system:
        yield Paragraph("Our sources give none.")
    shown = (f"{system_words(system)}: {'; '.join(some)}" for system, some in by_system.items())
    yield Items("", tuple(shown))


def _sources(book: Rulebook, condition: Condition) -> Iterator[Block]:
    cited = set(_cited(condition))
    yield Heading(2, "Sources, and how far they were read")
    items = (_source(id, source) for id, source in book.sources.items() if id in cited)
    yield Items("", tuple(items))


def _source(id: str, source: Source) -> Item:
    note = f" {_sentence(source.read_note)}" if source.read_note else ""
    by = f"By {source.by}. Year: {source.year}."
    words = f"{id}: {source.title}. {by} {READ_WORDS[source.read]}{note}"
    return Item(words, (Paragraph((outside(source.link),)),))


def _cited(condition: Condition) -> Iterator[str]:
    yield from condition.sources
    yield from condition.core.sources
    for rules in (condition.supports, condition.against, condition.blocked_by):
        for rule in rules.values():
            yield from rule.sources


def _ending(book: Rulebook) -> Iterator[Block]:
    """What ends every page: that nobody has reviewed the rules, and the advisory."""
    yield from titled("About these rules", [Paragraph(review_text(book))])
    yield Heading(2, "See your doctor")
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
    yield Heading(1, f"{book.title}: {len(book.conditions)} conditions to read about")
    yield Paragraph("They are information, not a diagnosis. The groups are a rough guide.")
    for frequency, title in FREQUENCY_WORDS.items():
        group = [c for c in book.conditions.values() if c.frequency == frequency]
        group.sort(key=lambda c: (c.name.casefold(), c.name))
        yield from titled(title, [Items("", tuple(_line(one, room) for one in group))])
    yield Heading(2, "How to look one up")
    yield Paragraph(
        "Type triage learn and a name, or words that describe it. Small slips are forgiven."
    )
    if book.conditions:
        yield Paragraph("For example:")
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
        longer = f"{name} ({'; '.join([*others, printable(said(other))])})"
        if len(longer) <= room:
            others.append(printable(said(other)))
            line = longer
    return line


def choice_text(
    book: Rulebook,
    words: str,
    ids: list[str],
    width: int = WIDEST,
    heading: Style = unstyled,
    *,
    folder: Path | None = None,
) -> str:
    """The conditions that typed words may mean, and how to choose one; ends with a line break."""
    pages = "1 page" if len(ids) == 1 else f"{len(ids)} pages"
    blocks = (
        Heading(1, f"`{shortened(words)}` leads to {pages}"),
        Paragraph(NO_RESULT),
        Paragraph("To read one, type the line below its name."),
        _choices(book, ids, _room(width), folder),
        *_ending(book),
    )
    return as_text(blocks, width, heading)


def others_text(
    book: Rulebook,
    words: str,
    ids: list[str],
    width: int = WIDEST,
    heading: Style = unstyled,
    *,
    folder: Path | None = None,
) -> str:
    """More conditions that typed words may mean, to stand after a page; ends with a line break."""
    title = Heading(1, f"`{shortened(words)}` may also mean")
    choices = _choices(book, ids, _room(width), folder)
    return f"\n{as_text((title, choices), width, heading)}"


def _choices(book: Rulebook, ids: list[str], room: int, folder: Path | None) -> Items:
    lines = ((id, _line(book.conditions[id], room)) for id in ids)
    return Items("", tuple(Item(line, (learn_command(id, folder),)) for id, line in lines))
