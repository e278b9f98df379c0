"""Everything that can go wrong for a user, and how it is said.

    TriageError          base of all of them
      RulesError         the rule files cannot be used as written      exit 3
        DamagedError     what is installed is not what was built       exit 3
      AnswersError       an answer set cannot be used as written       exit 4
      EngineError        the two evaluators could not do their work    exit 5

A message is lower case, one sentence, with the slip in backticks and, where it helps,
a second line that says what to do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """Where in a file something stands; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{printable(self.file)}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One slip: where, what, and what to do about it."""

    message: str
    help: str = ""
    place: Place | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        advice = f"\n  help: {printable(self.help)}" if self.help else ""
        return f"{where}{printable(self.message)}{advice}"


class TriageError(Exception):
    """Base of all errors that are a user's to mend; carries one or more problems."""

    exit_code = 1
    also: tuple[str, ...] = ()
    """Said after the problems, to a person who gets no result."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join([*map(str, problems), *self.also]))


class RulesError(TriageError):
    """The rule files cannot be used as written."""

    exit_code = 3


ADVISORY = (
    "Please see your doctor about these movements, whatever this result says. This is not a "
    "diagnosis. Only a doctor who examines the person can say what the cause is. Do not start, "
    "stop or change a medicine because of this result; ask the doctor or pharmacist first."
)
"""As in the rule book that comes with triage, for when that cannot be trusted."""
EMERGENCY = (
    "If this may be an emergency, do not wait: call 999, 911, 112 or your local emergency number "
    "now. Or go to an emergency department now."
)


class DamagedError(RulesError):
    """What is installed is not what was built, so it gives no result."""

    also = (EMERGENCY, ADVISORY)


class AnswersError(TriageError):
    """An answer set cannot be used as written."""

    exit_code = 4


class EngineError(TriageError):
    """The rule engine could not do its work."""

    exit_code = 5


MOST_TOLD = 50
"""Problems that are printed in one go; nobody reads thousands."""


def told(problems: Sequence[Problem], most: int = MOST_TOLD) -> list[str]:
    """Problems as they are printed: the first ones, then how many more there are."""
    lines = [f"error: {problem}" for problem in problems[:most]]
    left = len(problems) - most
    if left > 0:
        lines.append(f"and {left} more, mend these first")
    return lines


def printable(text: str) -> str:
    r"""Show control, format and direction-changing characters as escapes, so that no text
    from a file or a keyboard can steer a terminal. Line breaks become a visible `\n`.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(char) for char in text)


def _escaped(char: str) -> str:
    # Cc control, Cf format (direction marks, zero width), Cs surrogates, Zl/Zp separators
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return char.encode("unicode_escape", "backslashreplace").decode("ascii")
    return char


def shortened(text: str, limit: int = 60) -> str:
    """The slip, short enough to stand inside one sentence."""
    return text if len(text) <= limit else text[: limit - 3] + "..."


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A help line with the nearest known word, else `otherwise`."""
    import difflib  # only where something went wrong

    choices = list(known)
    near = difflib.get_close_matches(word[:80].lower(), choices, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else otherwise
