"""`triage replay`: read the files, run the cases in one or more processes, print, write."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import IO, TypeVar

import click
from msgspec import Struct

from triage.cases import answer_lines, loading, people, run_report
from triage.cases.accuracy import misses, outcomes, report
from triage.cases.loading import Case
from triage.cases.recording import recorded
from triage.cases.running import Ran, collect, matches, run_answers, run_case
from triage.cli.rules import chosen
from triage.errors import AnswersError, EngineError, Problem, printable, shortened
from triage.inference.answers import Answers
from triage.inference.engine import Engine
from triage.rulebook.model import Rulebook

FAILED = 1
"""The exit code when a case fails."""
LARGEST_CHUNK = 25
"""Cases that a process gets at a time: few, so that all have work until the end."""
QUIET_SECONDS = 2.0
"""A run that is over sooner shows no progress."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Rulebook, Engine, Item], Result]


class Options(Struct, frozen=True, kw_only=True):
    """What was asked for on the command line."""

    paths: tuple[Path, ...]
    rules_folder: Path | None = None
    junit_xml: Path | None = None
    as_json: bool = False
    fail_fast: bool = False
    words: str | None = None
    jobs: int = 1
    interview: bool = False
    record: Path | None = None


def run(options: Options) -> int:
    """Replay everything and print what came of it; returns the exit code.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: a path, a case or an answer set cannot be used as written, or a file
            cannot be written.
        EngineError: the two evaluators disagree on bare answers, or a process ended early.
    """
    book = chosen(options.rules_folder)
    if options.record is not None and options.record.exists():
        raise _already_there(options.record)
    files = collect(options.paths, (loading.SUFFIX, answer_lines.SUFFIX))
    cases, sets = _loaded(book, files, options.words)
    pool = _Pool(book, options.rules_folder, options.jobs)
    rans: list[Ran] = []
    work = partial(run_case_of, options.interview)
    with closing(pool.in_order(work, cases, "cases")) as running:
        for ran in running:
            rans.append(ran)
            if ran.wrong and options.fail_fast:
                break
    stopped = len(rans) < len(cases)
    tallies = [
        answer_lines.tally(file, pool.in_order(run_answers, answers, "answer sets"))
        for file, answers in ({} if stopped else sets).items()
    ]
    if options.junit_xml is not None:
        _write(options.junit_xml, run_report.as_junit(rans), "w")
    if options.record is not None:
        _write(options.record, recorded(rans), "x")
    show = run_report.as_json if options.as_json else run_report.text_report
    click.echo(show(rans, len(cases), tallies), nl=False)
    return FAILED if any(ran.wrong for ran in rans) else 0


def run_case_of(typed: bool, book: Rulebook, engine: Engine, case: Case) -> Ran:
    """Run one case, as work for a process."""
    return run_case(book, engine, case, typed=typed)


def report_text(paths: Sequence[Path], rules_folder: Path | None, words: str | None) -> str:
    """How often the result is right over people with a known answer, and who is missed.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: a path or a person cannot be used as written.
    """
    book = chosen(rules_folder)
    problems: list[Problem] = []
    everybody: list[people.Person] = []
    for file in collect(paths, (people.SUFFIX,)):
        try:
            everybody += people.load_people(file, book)
        except AnswersError as error:
            problems += error.problems
    if problems:
        raise AnswersError(*problems)
    some = [one for one in everybody if words is None or matches(words, one.id, one.place)]
    if not some:
        raise _no_match(words or "", "person")
    found = outcomes(book, some)
    missed = "\n".join(f"  {printable(line)}" for line in misses(found)) or "  nobody"
    return f"{report(found)}\n\nnot as known:\n{missed}"


def _loaded(
    book: Rulebook, files: Sequence[Path], words: str | None
) -> tuple[list[Case], dict[str, list[Answers]]]:
    """All cases that match, and all bare answer sets by file; with every slip of every file."""
    problems: list[Problem] = []
    cases: list[Case] = []
    sets: dict[str, list[Answers]] = {}
    for file in files:
        name = file.as_posix()
        try:
            if name.endswith(answer_lines.SUFFIX):
                sets[name] = answer_lines.load_lines(file, book, name)
            else:
                cases += loading.load_cases(file, book, name)
        except AnswersError as error:
            problems += error.problems
    if problems:
        raise AnswersError(*problems)
    if words is not None:
        cases = [case for case in cases if matches(words, case.name, case.place)]
        if not cases:
            raise _no_match(words, "case")
    return cases, sets


def _no_match(words: str, noun: str) -> AnswersError:
    what = f"no {noun} has `{shortened(words)}` in its name or file name"
    return AnswersError(Problem(what, "with several words, all of them must be there"))


# files that are written


def _already_there(path: Path) -> AnswersError:
    what = f"the file `{shortened(path.as_posix())}` is already there"
    return AnswersError(Problem(what, "give `--record` a new name, nothing is overwritten"))


def _write(path: Path, text: str, mode: str) -> None:
    try:
        with path.open(mode, encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise _already_there(path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        what = f"`{shortened(path.as_posix())}` cannot be written, `{reason.lower()}`"
        advice = "name a file in a folder that is there and that you can write to"
        raise AnswersError(Problem(what, advice)) from None


# processes


class _Pool:
    """Runs work on many items: here, or in processes of which each has its own engine."""

    def __init__(self, book: Rulebook, rules_folder: Path | None, jobs: int) -> None:
        self._book = book
        self._rules_folder = rules_folder
        self._jobs = jobs

    def in_order(
        self, work: Work[Item, Result], items: Sequence[Item], noun: str
    ) -> Generator[Result, None, None]:
        """Every result, in the order of the items.

        Raises:
            EngineError: a process ended early.
        """
        progress = Progress(len(items), noun, sys.stderr)
        results = self._elsewhere(work, items) if self._jobs > 1 else self._here(work, items)
        try:
            for result in results:
                yield result
                progress.step()
        finally:
            results.close()
            progress.end()

    def _here(
        self, work: Work[Item, Result], items: Sequence[Item]
    ) -> Generator[Result, None, None]:
        if items:
            engine = Engine(self._book)
            for item in items:
                yield work(self._book, engine, item)

    def _elsewhere(
        self, work: Work[Item, Result], items: Sequence[Item]
    ) -> Generator[Result, None, None]:
        size = min(LARGEST_CHUNK, max(1, len(items) // (4 * self._jobs)))
        chunks = (items[at : at + size] for at in range(0, len(items), size))
        # new processes in place of copies: a copy of a program with threads may hang
        with ProcessPoolExecutor(
            self._jobs, get_context("spawn"), _start_worker, (self._rules_folder,)
        ) as pool:
            # few at a time, so that stopping early leaves little undone work behind
            waiting = [pool.submit(_run_chunk, work, c) for c in islice(chunks, 2 * self._jobs)]
            try:
                while waiting:
                    done: Future[list[Result]] = waiting.pop(0)
                    yield from done.result()
                    waiting += [pool.submit(_run_chunk, work, chunk) for chunk in islice(chunks, 1)]
            except BrokenProcessPool:
                what = "a process ended before its work was done"
                raise EngineError(Problem(what, "try it with `--jobs 1`")) from None
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


class _Worker(Struct):
    """What a process keeps: the rule book and its own engine."""

    book: Rulebook
    engine: Engine


_worker: list[_Worker] = []


def _start_worker(rules_folder: Path | None) -> None:
    book = chosen(rules_folder)
    _worker.append(_Worker(book, Engine(book)))


def _run_chunk(work: Work[Item, Result], items: Sequence[Item]) -> list[Result]:
    (mine,) = _worker
    return [work(mine.book, mine.engine, item) for item in items]


class Progress:
    """A line on a terminal that says how far a long run is; nothing anywhere else."""

    def __init__(
        self,
        total: int,
        noun: str,
        stream: IO[str],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total
        self._noun = noun
        self._stream = stream
        self._now = now
        self._done = 0
        self._next = now() + QUIET_SECONDS if stream.isatty() else None
        self._shown = ""

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._next is not None and self._now() >= self._next:
            self._next = self._now() + 0.2  # often enough to be seen moving
            self._shown = f"{self._done} of {self._total} {self._noun}"
            self._stream.write(f"\r{self._shown}")
            self._stream.flush()

    def end(self) -> None:
        """Take the line away again."""
        if self._shown:
            self._stream.write(f"\r{' ' * len(self._shown)}\r")
            self._stream.flush()
