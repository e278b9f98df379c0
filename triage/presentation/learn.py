"""`triage learn`: finding a condition by any name, and the page about it.

Every word about a condition comes from the rule book. Nothing here is a result: nobody's
answers are looked at, and nothing says who has what.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from triage.errors import printable, shortened
from triage.presentation.layout import WIDEST, Page, Style, unstyled
from triage.rulebook.model import (
    Code,
    Condition,
    Evidence,
    Frequency,
    Read,
    Rulebook,
    Source,
    Strength,
)
from triage.rulebook.reviews import review_text
from triage.rulebook.urgency import Urgency, is_emergency
from triage.rulebook.words import addressed

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

FREQUENCY_WORDS: dict[Frequency, str] = {
    "very-common": "Very common",
    "common": "Common",
    "uncommon": "Uncommon",
    "rare": "Rare",
    "very-rare": "Very rare",
}
STRENGTH_WORDS: dict[Strength, str] = {
    "strong": "strongly",
    "moderate": "clearly",
    "weak": "a little",
}
READ_WORDS: dict[Read, str] = {
    "full": "Read: the whole page, table or abstract.",
    "part": "Read: a part.",
    "no": "Not read.",
}
SYSTEM_WORDS: dict[str, str] = {
    "icd-10-cm": "ICD-10-CM",
    "mondo": "MONDO",
    "omim": "OMIM",
    "hpo": "HPO",
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

_said = partial(addressed, other_person=False)


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
    return "in-text" if wanted <= in_names | set(_stems(_said(text))) else None


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
    condition = book.conditions[id]
    page = Page(width, heading)
    page.heading(_said(condition.name))
    if condition.also_called:
        page.text(f"Also called: {_said('; '.join(condition.also_called))}.")
    page.gap()
    page.text(NO_DIAGNOSIS)
    if is_emergency(condition.urgency):
        page.text(f"When it is suspected, do not read on first. {_title(book, condition.urgency)}.")
    for title, text in (
        ("What it is", condition.what_it_is),
        ("Who it affects", condition.who_it_affects),
        ("How it starts", condition.how_it_starts),
        ("Does it run in families?", condition.inheritance),
    ):
        page.heading(title)
        page.text(_said(text))
    _for(page, condition)
    _against(page, condition)
    page.heading("What a doctor may check")
    page.items(map(_said, condition.doctor_may_check))
    page.heading("What a doctor may discuss")
    page.text(NO_ADVICE)
    page.items(map(_said, condition.doctor_may_discuss))
    if condition.must_say:
        page.heading("Please note")
        page.items(map(_said, condition.must_say))
    page.heading("How soon to be seen when it is suspected")
    page.text(f"{_title(book, condition.urgency)}.")
    if is_emergency(condition.urgency):
        page.items(map(_said, book.advisory.urgency[condition.urgency].what_to_do))
    else:
        page.text("A danger sign makes it sooner. To be asked about danger signs, type: triage")
    _codes(page, condition.codes)
    _sources(page, book, condition)
    _ending(page, book)
    return f"{page}\n"


def _for(page: Page, condition: Condition) -> None:
    page.heading("What speaks for it")
    page.text("People often notice some of these. None of them proves it.")
    page.text("First of all:")
    page.item(_sentence(condition.core.because))
    _reasons(page, condition.supports, "for")


def _against(page: Page, condition: Condition) -> None:
    page.heading("What speaks against it")
    if not condition.against and not condition.blocked_by:
        page.text("Our rules name nothing.")
    _reasons(page, condition.against, "against")
    if condition.blocked_by:
        page.text("Something else is looked at first:")
        for block in condition.blocked_by.values():
            page.item(f"{_sentence(block.because)} Look at this instead: {_said(block.instead)}.")


def _reasons(page: Page, rules: Mapping[str, Evidence], side: str) -> None:
    for strength in get_args(Strength):
        texts = [_sentence(r.because) for _, r in sorted(rules.items()) if r.strength == strength]
        if texts:
            page.text(f"Speaks {STRENGTH_WORDS[strength]} {side} it:")
            page.items(dict.fromkeys(texts))


def _sentence(text: str) -> str:
    said = _said(text)
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '!', '?')) else '.'}"


def _title(book: Rulebook, level: Urgency) -> str:
    return _said(book.advisory.urgency[level].title)


def _codes(page: Page, codes: Iterable[Code]) -> None:
    by_system: dict[str, list[str]] = {}
    for code in codes:
        remarks = [] if code.verified == "yes" else ["not verified"]
        remarks += [code.note.rstrip(".")] if code.note else []
        shown = f"{code.code} ({', '.join(remarks)})" if remarks else code.code
        by_system.setdefault(code.system, []).append(shown)
    page.heading("Codes for the doctor")
    if not by_system:
        page.text("Our sources give none.")
    for system, shown_codes in by_system.items():
        page.item(f"{SYSTEM_WORDS.get(system, system)}: {'; '.join(shown_codes)}")


def _sources(page: Page, book: Rulebook, condition: Condition) -> None:
    cited = set(_cited(condition))
    page.heading("Sources, and how far they were read")
    for id, source in book.sources.items():
        if id in cited:
            page.item(_source(id, source))
            if source.link:
                page.text(source.link, indent="  ")


def _source(id: str, source: Source) -> str:
    note = f" {_sentence(source.read_note)}" if source.read_note else ""
    by = f"By {source.by}. Year: {source.year}."
    return f"{id}: {source.title}. {by} {READ_WORDS[source.read]}{note}"


def _cited(condition: Condition) -> Iterator[str]:
    yield from condition.sources
    yield from condition.core.sources
    for rules in (condition.supports, condition.against, condition.blocked_by):
        for rule in rules.values():
            yield from rule.sources


def _ending(page: Page, book: Rulebook) -> None:
    """What ends every page: that nobody has reviewed the rules, and the advisory."""
    if said := review_text(book):
        page.heading("About these rules")
        page.text(said)
    page.heading("See your doctor")
    page.text(book.advisory.advisory)


def list_text(
    book: Rulebook,
    width: int = WIDEST,
    heading: Style = unstyled,
    *,
    folder: Path | None = None,
) -> str:
    """All conditions, the most common first; ends with a line break."""
    page = Page(width, heading)
    page.heading(f"{book.title}: {len(book.conditions)} conditions to read about")
    page.text("They are information, not a diagnosis. The groups are a rough guide.")
    for frequency, title in FREQUENCY_WORDS.items():
        group = [c for c in book.conditions.values() if c.frequency == frequency]
        if group:
            page.heading(title)
        for condition in sorted(group, key=lambda c: (c.name.casefold(), c.name)):
            page.item(_line(condition, page.width - 2))
    page.heading("How to look one up")
    page.text("Type triage learn and a name, or words that describe it. Small slips are forgiven.")
    if book.conditions:
        page.text("For example:")
        page.command(*_learn(min(book.conditions), folder), indent="  ")
    _ending(page, book)
    return f"{page}\n"


def _line(condition: Condition, room: int) -> str:
    """The name, with as many of the other names as one line has room for."""
    name = printable(_said(condition.name))
    line = name
    others: list[str] = []
    for other in condition.also_called:
        longer = f"{name} ({'; '.join([*others, printable(_said(other))])})"
        if len(longer) <= room:
            others.append(printable(_said(other)))
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
    page = Page(width, heading)
    pages = "1 page" if len(ids) == 1 else f"{len(ids)} pages"
    page.heading(f"`{shortened(words)}` leads to {pages}")
    page.text(NO_RESULT)
    page.text("To read one, type the line below its name.")
    _choices(page, book, ids, folder)
    _ending(page, book)
    return f"{page}\n"


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
    page = Page(width, heading)
    page.heading(f"`{shortened(words)}` may also mean")
    _choices(page, book, ids, folder)
    return f"\n{page}\n"


def _choices(page: Page, book: Rulebook, ids: list[str], folder: Path | None) -> None:
    for id in ids:
        page.item(_line(book.conditions[id], page.width - 2))
        page.command(*_learn(id, folder), indent="  ")


def _learn(id: str, folder: Path | None) -> tuple[str | Path, ...]:
    """The command for the page about a condition of the rule book in a folder, or of our own."""
    return ("triage", "learn", id, *(("--rules", folder) if folder else ()))
