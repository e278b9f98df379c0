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
from triage.rulebook.box_cover import example
from triage.rulebook.stated import At

WORD = re.compile(r"[^\W\d_]+")
UNIT = re.compile(r"[\u00b5\u03bc](?:g|l|m|mol|V)")
"""Micrograms and the like, with either of the two letters for "micro"."""
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
"""Scripts with letters that look like those of another."""
TRIED = 40
"""How many answer sets are tried in two orders."""


def look_alikes(context: Context) -> Iterator[Found]:
    """E22: a word that mixes letters of two scripts, or hides a letter in another form."""
    for at, text in context.texts.items():
        if text.isascii():
            continue
        for word in WORD.findall(text):
            if UNIT.fullmatch(word):
                continue
            scripts = {name for char in word if (name := _script(char))}
            if len(scripts) > 1:
                odd = next(char for char in word if _script(char) not in ("LATIN", ""))
                what = f"`{shortened(word)}` mixes letters of two scripts, `{odd}` is {_name(odd)}"
                yield Found(check="E22", at=at, message=what, help="type the word anew")
                break
            disguised = [char for char in word if _is_disguised(char)]
            if disguised:
                plain = unicodedata.normalize("NFKC", word)
                what = f"`{shortened(word)}` is written in letters that only look like `{plain}`"
                yield Found(check="E22", at=at, message=what, help=f"write `{shortened(plain)}`")
                break


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
            yield Found(check="E29", at=at, message=what, help="please report this")
            return
