"""JSON Lines: a file of bare answer sets, one JSON object on each line, without expectations.

What comes of them is counted: how often each urgency, how often each first candidate.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from triage.cases.running import Came
from triage.errors import AnswersError, Place, Problem, shortened
from triage.inference.answers import Answers, answers_from
from triage.rulebook import strict_yaml
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import LADDER

SUFFIX = ".jsonl"
LARGEST_FILE = 1_000_000_000
MOST_PROBLEMS = 50
"""After so many slips the rest of a file is not read."""
NOTHING = "nothing"
"""Stands for the first candidate where nothing is suggested."""


class Tally(Struct, frozen=True):
    """What came of the answer sets of one file, counted."""

    file: str
    count: int
    urgency: Mapping[str, int]
    """Every level, highest first."""
    first: Mapping[str, int]
    """Each first candidate that came, the most frequent first."""


def load_lines(path: Path, book: Rulebook, shown_as: str) -> list[Answers]:
    """All answer sets of one file; empty lines are passed over.

    Raises:
        AnswersError: with every slip up to a limit, each with its line.
    """
    text, problems = strict_yaml.read_file(path, shown_as, LARGEST_FILE)
    found: list[Answers] = []
    # only line feeds end a line, other separators may stand inside a JSON text
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and len(problems) < MOST_PROBLEMS:
            try:
                found.append(answers_from_line(book, line, Place(shown_as, number, 1)))
            except AnswersError as error:
                problems += error.problems
    if not found and not problems:
        what = "there are no answer sets"
        problems.append(Problem(what, "write one on each line", Place(shown_as, 1, 1)))
    if problems:
        raise AnswersError(*problems)
    return found


def answers_from_line(book: Rulebook, line: str, place: Place) -> Answers:
    """The answer set of one line.

    Raises:
        AnswersError: with every slip, all at the place of the line.
    """
    try:
        # numbers stay what was typed, as in the other files
        given = json.loads(
            line,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            object_pairs_hook=_without_repeats,
        )
    except _RepeatedError as repeated:
        what = f"`{shortened(str(repeated))}` stands here a second time"
        raise AnswersError(Problem(what, "keep one of them", place)) from None
    except json.JSONDecodeError as error:
        what = "this line is not a JSON object"
        advice = 'for example: {"age": 52}'
        raise AnswersError(Problem(what, advice, place._replace(column=error.colno))) from None
    except RecursionError:
        raise AnswersError(Problem("this line is nested too deeply", "", place)) from None
    if not isinstance(given, dict):
        raise AnswersError(
            Problem("this line is not a JSON object", 'for example: {"age": 52}', place)
        )
    try:
        return answers_from(book, _as_typed(given))
    except AnswersError as error:
        raise AnswersError(*(p._replace(place=p.place or place) for p in error.problems)) from None


class _RepeatedError(Exception):
    """A key that stands twice in one object."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedError(key)
        found[key] = value
    return found


def _as_typed(value: Any) -> Any:
    match value:
        case dict():
            return {key: _as_typed(part) for key, part in value.items()}
        case list():
            return [_as_typed(part) for part in value]
        case bool() | None:
            return json.dumps(value)
        case _:
            return value


def tally(file: str, came: Iterable[Came]) -> Tally:
    """Count what came of the answer sets of one file."""
    all_came = list(came)
    levels = Counter(one.urgency for one in all_came)
    firsts = Counter(next(iter(one.suggested), NOTHING) for one in all_came)
    return Tally(
        file=file,
        count=len(all_came),
        urgency={level: levels[level] for level in reversed(LADDER)},
        first=dict(sorted(firsts.items(), key=lambda item: (-item[1], item[0]))),
    )
