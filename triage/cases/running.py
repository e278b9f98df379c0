"""Running cases: which files, what came of each, and the same case typed into the interview.

Nothing is printed or written here, and nothing is kept between cases, so that cases can run
in any number of processes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from triage.cases.interviewing import typed_differently
from triage.cases.loading import SUFFIX, Case, load_cases
from triage.cases.near_names import is_meant, wrong_ending
from triage.cases.replaying import Wrong, replay
from triage.cases.smallest import with_reasons
from triage.errors import AnswersError, EngineError, Place, Problem, shortened
from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.reference import Evaluator
from triage.inference.weighing import deciding, weigh
from triage.rulebook.folders import files_below
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import Urgency


class Came(Struct, frozen=True):
    """What came of the answers, in ids of the rule book."""

    urgency: Urgency
    decided_by: tuple[str, ...]
    """The red flags and conditions that reach the urgency; none for the lowest one."""
    suggested: tuple[str, ...]
    """What is shown, best first."""
    also_fit: tuple[str, ...]
    red_flags: tuple[str, ...]
    """Certain, or by *unsure*."""


class Ran(Struct, frozen=True):
    """One case that was run."""

    case: Case
    wrong: tuple[Wrong, ...]
    """Everything that is not as expected; empty when the case holds."""
    came: Came
    fired: tuple[str, ...]
    """The rules that fired, sorted by id."""


# files


def collect(paths: Iterable[Path], suffixes: Sequence[str]) -> list[Path]:
    """The files with these endings: named ones as they come, those of a folder sorted.

    Folders are read to the bottom, but for hidden ones. A file that is reached twice counts
    once.

    Raises:
        AnswersError: a path does not exist, has another ending, or is a folder without any
            such file, or with one that is meant so and ends otherwise; with every slip.
    """
    found: dict[Path, Path] = {}
    problems: list[Problem] = []
    endings = ", ".join(suffixes)
    for path in paths:
        name = shortened(path.as_posix())
        if not _exists(path):
            what = f"there is no file or folder `{name}`"
            problems.append(Problem(what, "check the name and the folder"))
            continue
        inside = [path]
        if path.is_dir():
            everything, told = files_below(path, follow_links=True)
            inside = [file for file in everything if file.name.endswith(tuple(suffixes))]
            meant = (file for file in everything if is_meant(file, suffixes))
            told += (wrong_ending(file.as_posix(), endings) for file in meant)
            if not inside and not told:
                what = f"the folder `{name}` has no file to replay"
                told = [Problem(what, f"such a file ends in {endings}")]
            problems += told
        elif not path.name.endswith(tuple(suffixes)):
            problems.append(wrong_ending(path.as_posix(), endings))
        for file in inside:
            found.setdefault(file.resolve(), file)
    if problems:
        raise AnswersError(*problems)
    return list(found.values())


def cases_in(paths: Iterable[Path], book: Rulebook) -> list[Case]:
    """All cases of files and folders.

    Raises:
        AnswersError: a path has no case files, or a file cannot be used as written; with every
            slip of every file.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    for path in collect(paths, (SUFFIX,)):
        try:
            cases += load_cases(path, book, path.as_posix())
        except AnswersError as error:
            problems += error.problems
    if problems:
        raise AnswersError(*problems)
    return cases


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def matches(words: str, name: str, place: Place) -> bool:
    """Whether every one of the words stands in the name of a case or of its file."""
    text = f"{place.file} {name}".casefold()
    return all(word in text for word in words.casefold().split())


def no_match(words: str, noun: str) -> AnswersError:
    """What is said where none of them has all these words."""
    what = f"no {noun} has `{shortened(words)}` in its name or file name"
    return AnswersError(Problem(what, "with several words, all of them must be there"))


# running


def run_case(book: Rulebook, engine: Evaluator, case: Case, *, typed: bool = False) -> Ran:
    """Run a case by both evaluators; with `typed`, through the interview as well."""
    wrong, fired = replay(book, engine, case)
    if typed:
        wrong += map(Wrong, typed_differently(book, case.answers))
    return Ran(case, with_reasons(book, case, wrong), came_of(book, fired), tuple(fired))


def run_answers(book: Rulebook, engine: Evaluator, answers: Answers) -> Came:
    """What comes of bare answers, by both evaluators.

    Raises:
        EngineError: the two evaluators disagree; nothing can be trusted then.
    """
    variables = answers.variables(book)
    fired = engine.fire(variables)
    if fired != reference.fire(book, variables):
        what = "the two evaluators disagree on these answers"
        raise EngineError(Problem(what, "report the answers, please"))
    return came_of(book, fired)


def came_of(book: Rulebook, fired: Collection[str]) -> Came:
    """What the rules that fired, by id, come to."""
    weighed = weigh(book, fired)
    signs, names = deciding(weighed)
    return Came(
        urgency=weighed.urgency,
        decided_by=(*(flag.id for flag in signs), *(one.id for one in names)),
        suggested=tuple(one.id for one in weighed.candidates if one.shown),
        also_fit=tuple(one.id for one in weighed.candidates if not one.shown),
        red_flags=tuple(flag.id for flag in weighed.flags),
    )
