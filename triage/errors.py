"""Everything that can go wrong for a user, and how it is said.

    TriageError          base of all of them
      RulesError         the rule files cannot be used as written      exit 3
        DamagedError     what is installed is not what was built       exit 3
      AnswersError       an answer set cannot be used as written       exit 4
      EngineError        the two evaluators could not do their work    exit 5
      UsageError         what was typed cannot be done as it stands    exit 2

A message is lower case, one sentence, with the slip in backticks and, where it helps,
a second line that says what to do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from triage.late_import import importing
from triage.words.failing import ADVISORY, EMERGENCY


class Place(NamedTuple):
    """Where in a file something stands."""

    file: str
    """The name of the file, as it was given."""
    line: int
    """Its line, counted from 1."""
    column: int
    """Its column, counted from 1."""

    def __str__(self) -> str:
        return f"{printable(self.file)}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One slip: where, what, and what to do about it."""

    message: str
    """What is wrong, in one sentence, with the slip in backticks."""
    help: str = ""
    """What to do about it."""
    place: Place | None = None
    """Where it stands; None where it stands in no file."""
    check: str = ""
    """The id of the check of a rule book whose page tells more about it; empty where none does."""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        advice = f"\n  help: {printable(self.help)}" if self.help else ""
        return f"{where}{printable(self.message)}{advice}"


class TriageError(Exception):
    """Base of all errors that are a user's to mend; carries one or more problems."""

    exit_code = 1
    problems: tuple[Problem, ...]
    """Every slip, in the order of the text that has them."""
    also: tuple[str, ...] = ()
    """Said after the problems, to a person who gets no result."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join([*map(str, problems), *self.also]))


class RulesError(TriageError):
    """The rule files cannot be used as written."""

    exit_code = 3


class DamagedError(RulesError):
    """What is installed is not what was built, so it gives no result."""

    also = (EMERGENCY, ADVISORY)


class AnswersError(TriageError):
    """An answer set cannot be used as written."""

    exit_code = 4


class EngineError(TriageError):
    """The rule engine could not do its work."""

    exit_code = 5


class UsageError(TriageError):
    """What was asked for cannot be done, and that was seen before anything was begun."""

    exit_code = 2


MOST_TOLD = 50
"""Problems that are printed in one go; nobody reads thousands."""


def told(problems: Sequence[Problem], most: int = MOST_TOLD) -> list[str]:
    """Problems as they are printed: the first ones, then how many more there are."""
    lines = [f"error: {problem}" for problem in problems[:most]]
    left = len(problems) - most
    if left > 0:
        lines.append(f"and {left} more, mend these first")
    return lines


_IGNORABLE = re.compile(
    # what Unicode lets a screen leave out (Default_Ignorable_Code_Point): joiners, fillers,
    # variation selectors, tags; then what is drawn as a blank: braille, music, Khitan
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\u2800\U0001d159\U00016fe4]"
)
# Cc control, Cf format (direction marks, zero width), Cs surrogates (a byte of a file name that
# is no text), Co and Cn without a meaning, Zl and Zp separators
_NO_LETTER = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def unseen(text: str) -> str:
    """The first character that a reader does not see, as an escape; nothing where all are seen.

    Other blanks than a space count too: what looks like one name must be one.
    """
    if text.isprintable() and (text.isascii() or not _IGNORABLE.search(text)):
        return ""
    return next(
        (escaped(char) for char in text if not char.isprintable() or _IGNORABLE.match(char)), ""
    )


def printable(text: str) -> str:
    r"""Show characters that nobody sees, or that steer a terminal, as escapes, so that no text
    from a file or a keyboard can do so. Line breaks become a visible `\n`.
    """
    if text.isprintable() and (text.isascii() or not _IGNORABLE.search(text)):
        return text
    return "".join(
        escaped(char)
        if unicodedata.category(char) in _NO_LETTER or _IGNORABLE.match(char)
        else char
        for char in text
    )


def escaped(char: str) -> str:
    r"""A character by its number, such as `\u202e`."""
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")


_COMMAND = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)
_OLD_COMMAND = re.compile(r"(##[a-z.-]*)\[", re.IGNORECASE)


def no_commands(text: str) -> str:
    r"""The same lines, so written that no build server takes one for a command to itself.

    Such a line begins, after blanks, with `::error::`, or has `##[error]` or `##vso[` in it.
    """
    if "::" in text:
        text = _COMMAND.sub(r"\1:\\", text)
    if "##" in text:
        text = _OLD_COMMAND.sub(r"\1\\[", text)
    return text


def shortened(text: str, limit: int = 60) -> str:
    """The slip, short enough to stand inside one sentence."""
    return text if len(text) <= limit else text[: limit - 3] + "..."


MOST_ADVICE = MOST_TOLD
"""For how many slips of one reading the nearest right word is looked up, which takes a while."""
MOST_NEAR = 2000
"""Among so many words the nearest one is looked for."""


def did_you_mean(
    word: str, known: Iterable[str], otherwise: str = "", slips: Sequence[object] = ()
) -> str:
    """A help line with the nearest known word, else `otherwise`.

    With `slips`, those of one reading so far, nothing is looked up after the first ones.
    """
    if len(slips) >= MOST_ADVICE:
        return otherwise
    some = tuple(islice(known, MOST_NEAR))
    part, dot, _ = word[:80].partition(".")
    own = tuple(one for one in some if one.startswith(f"{part}.")) if dot else ()
    near = _nearest(word[:80].lower(), own or some)
    if own and not near:  # what is like it elsewhere would be about another part
        return f"`{part}` has: {', '.join(one.partition('.')[2] for one in own)}"
    return f"did you mean `{near}`?" if near else otherwise


@lru_cache(maxsize=256)  # the same slip may stand in many places
def _nearest(word: str, known: tuple[str, ...]) -> str:
    """The most like word that is like enough, else nothing; among equals the last by letters.

    The same as `difflib.get_close_matches` gives, which compares many words in vain.
    """
    with importing():
        import difflib  # only where something went wrong

    matcher = difflib.SequenceMatcher(b=word)
    likely = []
    for choice in known:
        matcher.set_seq1(choice)
        if matcher.real_quick_ratio() >= LIKE_ENOUGH:
            likely.append((matcher.quick_ratio(), choice))
    best, found = LIKE_ENOUGH, ""
    for most, choice in sorted(likely, reverse=True):
        if most < best:
            break
        matcher.set_seq1(choice)
        if (ratio := matcher.ratio()) > best or (ratio == best and choice > found):
            best, found = ratio, choice
    return found


LIKE_ENOUGH = 0.6
