"""Checks of names and letters: what a reviewer sees is what the machine reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from triage.checks.context import Context, Found
from triage.errors import shortened
from triage.inference import reference
from triage.inference.weighing import weigh
from triage.rulebook import check_ids
from triage.rulebook.box_cover import example
from triage.rulebook.stated import At

WORD = re.compile(r"[^\W\d_]+")
UNIT = re.compile(r"[\u00b5\u03bc](?:g|l|m|mol|V)")
"""Micrograms and the like, with either of the two letters for "micro"."""
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "DESERET")
"""Scripts with letters that look like those of another."""
PEOPLE_AND_TITLES = ("reviews.yaml", "sources.yaml")
"""Where a word may be in the letters of another language."""
TRIED = 40
"""How many answer sets are tried in two orders."""


def look_alikes(context: Context) -> Iterator[Found]:
    """E22: a word that mixes letters of two scripts, is all of another, or hides a letter."""
    foreign = [text for text in context.texts.values() if _scripts(text) - {"LATIN"}]
    in_latin = 2 * len(foreign) < len(context.texts)
    for at, text in _written(context):
        if text.isascii():
            continue
        for word in WORD.findall(text):
            slip = _look_alike(word, alone=in_latin and at[0] not in PEOPLE_AND_TITLES)
            if slip is not None:
                what, advice = slip
                yield Found(check=check_ids.LOOK_ALIKES, at=at, message=what, help=advice)
                break


def _written(context: Context) -> Iterator[tuple[At, str]]:
    """Every text, and the names under which texts stand, where they are free."""
    yield from context.texts.items()
    yield from ((("glossary.yaml", "terms", term), term) for term in context.book.glossary)
    yield from ((("sources.yaml", "sources", id), id) for id in context.book.sources)


def _look_alike(word: str, *, alone: bool) -> tuple[str, str] | None:
    """What is wrong with a word, and what to do; with `alone`, also a word of another script."""
    if UNIT.fullmatch(word):
        return None
    scripts = _scripts(word)
    if len(scripts) > 1:
        odd = next(char for char in word if _script(char) not in ("LATIN", ""))
        what = f"`{shortened(word)}` mixes letters of two scripts, `{odd}` is {_name(odd)}"
        return what, "type the word anew"
    if alone and scripts and scripts != {"LATIN"} and len(word) > 1:  # a single one is a symbol
        (script,) = scripts
        what = f"`{shortened(word)}` is all in {script.lower()} letters, which can look like others"
        return what, "type the word anew, in the letters of the other texts"
    if any(_is_disguised(char) for char in word):
        plain = unicodedata.normalize("NFKC", word)
        what = f"`{shortened(word)}` is written in letters that only look like `{plain}`"
        return what, f"write `{shortened(plain)}`"
    return None


def _scripts(text: str) -> set[str]:
    return set() if text.isascii() else {name for char in text if (name := _script(char))}


def _is_disguised(char: str) -> bool:
    """Whether it is a letter in another form: bold, double, wide, in a circle."""
    form = unicodedata.decomposition(char).partition(" ")[0]
    return form in ("<font>", "<wide>", "<narrow>", "<circle>", "<square>")


def _script(char: str) -> str:
    first = unicodedata.name(char, "").partition(" ")[0]
    return first if first in SCRIPTS else ""


def _name(char: str) -> str:
    return unicodedata.name(char, "unknown").lower()


def order_decides(context: Context) -> Iterator[Found]:
    """E29: the same rules and answers in another order give another result.

    The loader refuses what stands twice, so this only finds a mistake of the program.
    """
    book = context.book

    def turned(named: Mapping[str, Any]) -> dict[str, Any]:
        return dict(reversed(list(named.items())))

    other = replace(
        book,
        findings=turned(book.findings),
        red_flags=turned(book.red_flags),
        conditions=turned(book.conditions),
    )
    tried = [box for rule in context.rules for box in context.boxes(rule.id)]
    step = max(1, len(tried) // TRIED)
    at: At = ("rulebook.yaml",)
    for box in tried[::step]:
        answers = example(book, box)
        turned_answers = dict(reversed(answers.items()))
        one = weigh(book, reference.fire(book, answers))
        two = weigh(other, reference.fire(other, turned_answers))
        if one != two:
            what = f"the order of rules or answers decides with {answers}"
            yield Found(
                check=check_ids.ORDER_DECIDES, at=at, message=what, help="please report this"
            )
            return
