"""JSON Lines: a file of bare answer sets, one JSON object on each line, without expectations.

What comes of them is counted: how often each urgency, how often each first candidate.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct

from triage.cases.running import Came
from triage.errors import AnswersError, Place, Problem, shortened
from triage.inference.answers import Answers, answers_from
from triage.json_text import RepeatedKeyError, each_once
from triage.rulebook import strict_yaml
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import LADDER

SUFFIX = ".jsonl"
LARGEST_FILE = 1_000_000_000
LONGEST_LINE = strict_yaml.LARGEST_FILE
"""Bytes, as many as an answer set in a file of its own may have."""
AT_A_TIME = 100
"""Answer sets that are held in memory."""
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


class AnswerSets(Sequence[Answers]):
    """The answer sets of a file, each read when it is needed, so that few are held at a time."""

    def __init__(self, path: Path, book: Rulebook, shown_as: str) -> None:
        self._path = path
        self._book = book
        self._shown_as = shown_as
        self._lines = array("Q")
        """The number of the line of each set."""
        self._starts = array("Q")
        """Where in the file it begins."""

    def add(self, number: int, start: int) -> None:
        """One more set stands there."""
        self._lines.append(number)
        self._starts.append(start)

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return self._read(range(*at.indices(len(self))))
        return self._read((range(len(self))[at],))[0]

    def __iter__(self) -> Iterator[Answers]:
        for at in range(0, len(self), AT_A_TIME):
            yield from self[at : at + AT_A_TIME]

    def _read(self, wanted: Iterable[int]) -> list[Answers]:
        found = []
        with _opened(self._path, self._shown_as) as file:
            for at in wanted:
                file.seek(self._starts[at])
                place = Place(self._shown_as, self._lines[at], 1)
                line = _line(file, place).removesuffix("\n")
                found.append(answers_from_line(self._book, line, place))
        return found


def load_lines(path: Path, book: Rulebook, shown_as: str) -> AnswerSets:
    """All answer sets of one file, each checked; empty lines are passed over.

    Raises:
        AnswersError: with every slip up to a limit, each with its line.
    """
    found = AnswerSets(path, book, shown_as)
    problems: list[Problem] = []
    with _opened(path, shown_as) as file:
        start = number = 0
        while len(problems) < MOST_PROBLEMS:
            number += 1
            place = Place(shown_as, number, 1)
            try:
                line = _line(file, place)
                if not line:
                    break
                if line.strip():
                    answers_from_line(book, line.removesuffix("\n"), place)
                    found.add(number, start)
            except AnswersError as error:
                problems += error.problems
            start = file.tell()
    if not found and not problems:
        what = "there are no answer sets"
        problems.append(Problem(what, "write one on each line", Place(shown_as, 1, 1)))
    if problems:
        raise AnswersError(*problems)
    return found


def _opened(path: Path, shown_as: str) -> BinaryIO:
    problem = strict_yaml.unusable(path, shown_as, LARGEST_FILE)
    if problem is None:
        try:
            return path.open("rb")
        except OSError as error:
            problem = strict_yaml.unreadable(error, shown_as)
    raise AnswersError(problem)


def _line(file: BinaryIO, place: Place) -> str:
    """The next line with its end; nothing at the end of the file.

    Only line feeds end a line, other separators may stand inside a JSON text.

    Raises:
        AnswersError: it is too long, or not text; the file stands behind it then.
    """
    try:
        data = file.readline(LONGEST_LINE)
        if len(data) == LONGEST_LINE and not data.endswith(b"\n"):
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            limit = f"a line may have at most {LONGEST_LINE / 1e6:g} MB"
            raise AnswersError(Problem("the line is too long", limit, place))
    except OSError as error:
        raise AnswersError(strict_yaml.unreadable(error, place.file)) from None
    text, problems = strict_yaml.decode(data, place.file)
    if problems:
        raise AnswersError(*(_moved(problem, place) for problem in problems))
    return text


def _moved(problem: Problem, place: Place) -> Problem:
    column = problem.place.column if problem.place else 1
    return problem._replace(place=place._replace(column=column))


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
            object_pairs_hook=each_once,
        )
    except RepeatedKeyError as repeated:
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
    levels: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    for one in came:
        levels[one.urgency] += 1
        firsts[next(iter(one.suggested), NOTHING)] += 1
    return Tally(
        file=file,
        count=levels.total(),
        urgency={level: levels[level] for level in reversed(LADDER)},
        first=dict(sorted(firsts.items(), key=lambda item: (-item[1], item[0]))),
    )
