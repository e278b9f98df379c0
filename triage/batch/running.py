"""A whole run: parts of files in, parts out, in several processes, and nothing lost or doubled.

Each part is written whole under another name and then put in its place, so whatever ends a run, a
later one with the same words goes on with the parts that are missing.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

import msgspec
import numpy as np
import pyarrow as pa
from msgspec import Struct

from triage.batch import simulating
from triage.batch.formats import Format
from triage.batch.reading import BlockReader, RowProblem, columns_of
from triage.batch.results import URGENCY, Assessor, plain, without
from triage.batch.tasks import Chance, Task
from triage.batch.writing import Writer, joined
from triage.errors import AnswersError, EngineError, Problem, UsageError, shortened
from triage.rulebook.loading import load_rulebook
from triage.rulebook.model import Rulebook
from triage.rulebook.own import own_rulebook
from triage.whole_file import name_new
from triage.worker_process import end_with_the_first

MANIFEST = "_run.json"
PARTS = ".parts"
"""Put after the name of a single file: the folder where its parts are made."""


class Wanted(Struct, frozen=True):
    """What a run is to do."""

    rules: Path | None
    tasks: tuple[Task, ...]
    out: Path
    """The folder for the parts."""
    format: Format
    """How the parts are written."""
    select: tuple[str, ...]
    """The columns of the result."""
    keep: tuple[str, ...]
    """The columns of the input that stand beside them."""
    group: str | None
    """The column by which the summary counts too."""
    errors: bool
    """Whether rows with a slip are reported and the rest goes on."""


class Counts(Struct):
    """What came out, counted."""

    rows: int = 0
    with_errors: int = 0
    urgency: dict[str, int] = {}
    first_name: dict[str, dict[str, int]] = {}
    """By the first name, or an empty text, the urgencies."""
    groups: dict[str, dict[str, int]] = {}
    """By the word of the group column the urgencies."""

    def add(self, other: Counts) -> None:
        """Count others in."""
        self.rows += other.rows
        self.with_errors += other.with_errors
        _add(self.urgency, other.urgency)
        for mine, theirs in (
            (self.first_name, other.first_name),
            (self.groups, other.groups),
        ):
            for key, some in theirs.items():
                _add(mine.setdefault(key, {}), some)

    def most_first(self) -> list[tuple[str, dict[str, int]]]:
        """The first names with their urgencies, the most frequent first."""
        return sorted(self.first_name.items(), key=lambda one: (-sum(one[1].values()), one[0]))


def _add(into: dict[str, int], some: dict[str, int]) -> None:
    for key, number in some.items():
        into[key] = into.get(key, 0) + number


class Told(Struct, frozen=True):
    """A slip in a row, with its place in the input."""

    file: str
    part: int
    row: int
    column: str
    what: str


def as_lines(told: Iterable[Told]) -> str:
    """Each slip as a line of JSON."""
    return "".join(f"{msgspec.json.encode(one).decode()}\n" for one in told)


def run(
    book: Rulebook, wanted: Wanted, jobs: int, done: Callable[[int, int], None] = lambda *_: None
) -> tuple[Counts, tuple[Told, ...]]:
    """Assess all parts that are not there yet, and count all.

    Args:
        book: the rule book that `wanted.rules` names, or the installed one.
        wanted: what to do.
        jobs: how many processes work at the same time.
        done: told after each part, how many of how many there are.

    Raises:
        AnswersError: a file, a column or a row cannot be used.
        EngineError: a process ended early.
        UsageError: the folder holds the parts of another run.
        KeyboardInterrupt: it was ended; whole parts stay.
    """
    for task in wanted.tasks[:1]:
        drawn = [simulating.CONDITION] if isinstance(task.source, Chance) else []
        kept = [*wanted.keep, *([wanted.group] if wanted.group else []), *drawn]
        columns_of(book, task.columns(book), kept)
    with _only_with_parts(wanted):
        _prepare(book, wanted)
        left = [task for task in wanted.tasks if not _counts_of(wanted, task).is_file()]
        finished = len(wanted.tasks) - len(left)
        with _Ending() as ending:
            for _ in _each(wanted, left, jobs, ending):
                finished += 1
                done(finished, len(wanted.tasks))
    counts = Counts()
    told: list[Told] = []
    for task in wanted.tasks:
        kept = msgspec.json.decode(_counts_of(wanted, task).read_bytes(), type=_Kept)
        counts.add(kept.counts)
        told += kept.told
    return counts, tuple(told)


def finish(wanted: Wanted, into: Path) -> None:
    """One file of all parts, in their order; the parts are taken away.

    Raises:
        UsageError: something of this name is there by now, or it cannot be written; the parts stay.
    """
    hidden = _hidden(into)
    with _writing(into, hidden):
        joined([_part_of(wanted, task) for task in wanted.tasks], wanted.format, hidden)
        name_new(hidden, into)
    shutil.rmtree(wanted.out)


def _prepare(book: Rulebook, wanted: Wanted) -> None:
    """Make the folder, or see that it holds the parts of the same run."""
    said = {
        "rule-book": book.digest,
        "format": wanted.format,
        "columns": [*wanted.keep, *wanted.select],
        "group": wanted.group,
        "errors": wanted.errors,
        "input": [task.mark() for task in wanted.tasks],
    }
    manifest = wanted.out / MANIFEST
    if os.path.lexists(wanted.out) and not wanted.out.is_dir():
        what = f"`{shortened(str(wanted.out))}` is there and is no folder"
        raise UsageError(Problem(what, "name another folder, nothing is overwritten"))
    with _writing(wanted.out):
        wanted.out.mkdir(parents=True, exist_ok=True)
    if manifest.is_file():
        if json.loads(manifest.read_text("utf-8")) != said:
            what = f"`{shortened(str(wanted.out))}` holds the parts of another run"
            raise UsageError(Problem(what, "delete it, or name another folder"))
    elif any(wanted.out.iterdir()):
        what = f"`{shortened(str(wanted.out))}` is not empty"
        raise UsageError(Problem(what, "name another folder"))
    else:
        _whole(manifest, json.dumps(said, indent=1).encode())
    for half in wanted.out.glob(".*.making"):
        half.unlink()


class _Kept(Struct):
    counts: Counts
    told: list[Told]


def _part_of(wanted: Wanted, task: Task) -> Path:
    return wanted.out / f"part-{task.number:05}.{wanted.format}"


def _counts_of(wanted: Wanted, task: Task) -> Path:
    return wanted.out / f"_part-{task.number:05}.json"


def _whole(path: Path, content: bytes) -> None:
    hidden = _hidden(path)
    with _writing(path, hidden):
        hidden.write_bytes(content)
        hidden.replace(path)


def _hidden(path: Path) -> Path:
    """Where a file is made until it is whole."""
    return path.with_name(f".{path.name}.making")


@contextmanager
def _writing(place: Path, hidden: Path | None = None) -> Iterator[None]:
    """Say it where the disk refuses, and leave nothing half."""
    try:
        yield
    except OSError as error:
        if hidden is not None:
            hidden.unlink(missing_ok=True)
        why = (os.strerror(error.errno) if error.errno else "the disk refuses").lower()
        what = f"`{shortened(str(place))}` cannot be written: {why}"
        raise UsageError(
            Problem(what, "make room, or give another name; whole parts stay")
        ) from None


@contextmanager
def _only_with_parts(wanted: Wanted) -> Iterator[None]:
    """A run that has made no whole part leaves no folder behind that it made itself."""
    there = wanted.out.is_dir()
    try:
        yield
    except BaseException:
        if not there and not any(_counts_of(wanted, task).is_file() for task in wanted.tasks):
            shutil.rmtree(wanted.out, ignore_errors=True)
        raise


class _Ending:
    """Ctrl-C is kept until a part is whole, instead of breaking in anywhere."""

    def __init__(self) -> None:
        self.asked = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _ask(self, *_: object) -> None:
        self.asked = True

    def look(self) -> None:
        """End here, if it was asked for."""
        if self.asked:
            raise KeyboardInterrupt


def _each(wanted: Wanted, tasks: list[Task], jobs: int, ending: _Ending) -> Iterator[int]:
    """The number of each part when it is done.

    One of the processes is this one, in a thread, so that a single part needs no other, and the
    first thread can listen for Ctrl-C.
    """
    others = min(jobs, len(tasks)) - 1
    pools: list[Executor] = [ThreadPoolExecutor(1)]
    hands = [*pools]
    if others > 0:
        pools.append(ProcessPoolExecutor(others, get_context("spawn"), end_with_the_first))
        hands = [*pools[1:] * others, *hands]  # the others first: they take time to get ready
    todo = iter(tasks)
    waiting: dict[Future[int], Executor] = {}
    try:
        for pool, task in zip(hands, todo, strict=False):
            waiting[pool.submit(_one, wanted, task)] = pool
        while waiting:
            ready, _ = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
            ending.look()
            for future in ready:
                pool = waiting.pop(future)
                number = future.result()  # a part that failed is the last one
                for task in islice(todo, 1):
                    waiting[pool.submit(_one, wanted, task)] = pool
                yield number
    except BrokenProcessPool:
        what = "a process ended before its part was done"
        help = "whole parts stay: start it again to go on, with fewer `--jobs`"
        raise EngineError(Problem(what, help)) from None
    finally:
        # what is begun is ended, so that only whole parts stay
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)


_ready: dict[Path | None, tuple[Rulebook, Assessor]] = {}


def _prepared(rules: Path | None) -> tuple[Rulebook, Assessor]:
    if rules not in _ready:
        book = own_rulebook() if rules is None else load_rulebook(rules)
        _ready[rules] = book, Assessor(book)
    return _ready[rules]


def _one(wanted: Wanted, task: Task) -> int:
    """Assess one part, put it in its place, and give its number."""
    book, assessor = _prepared(wanted.rules)
    reader = BlockReader(book)
    counts, told = Counts(), list[Told]()
    place = _part_of(wanted, task)
    hidden = _hidden(place)
    start = 0
    with _writing(place, hidden):
        with closing(Writer(hidden, wanted.format)) as writer:
            for batch in task.blocks(book):
                block = reader.read(batch)
                here = [
                    Told(task.named, task.part, start + one.row, one.column, one.what)
                    for one in block.problems
                ]
                if here and not wanted.errors:
                    raise AnswersError(_as_problem(here[0]))
                told += here
                names = list(dict.fromkeys((*wanted.select, URGENCY, "names")))
                columns = assessor.columns(block.seen.said, batch.num_rows, names)
                columns = without(columns, block.problems, batch.num_rows)
                made = dict(zip(names, columns, strict=True))
                _count(counts, made, batch, wanted.group, block.problems)
                kept = {name: plain(batch.column(name)) for name in wanted.keep}
                writer.write(
                    pa.RecordBatch.from_pydict(kept | {name: made[name] for name in wanted.select})
                )
                start += batch.num_rows
        hidden.replace(place)
    _whole(_counts_of(wanted, task), msgspec.json.encode(_Kept(counts, told)))
    return task.number


def _as_problem(one: Told) -> Problem:
    what = f"{one.file}: row group {one.part}, row {one.row}, column `{one.column}`: {one.what}"
    return Problem(what, "mend it, or go on without such rows with `--errors FILE`")


def _count(
    counts: Counts,
    made: dict[str, pa.Array],
    batch: pa.RecordBatch,
    group: str | None,
    problems: Sequence[RowProblem],
) -> None:
    counts.rows += batch.num_rows
    counts.with_errors += len({one.row for one in problems})
    levels = made[URGENCY]
    _add(counts.urgency, _times(levels))
    for key, some in _pairs(_first_of(made["names"]), levels).items():
        _add(counts.first_name.setdefault(key, {}), some)
    if group is not None:
        for key, some in _pairs(batch.column(group), levels).items():
            _add(counts.groups.setdefault(key, {}), some)


def _times(column: pa.Array) -> dict[str, int]:
    return {
        str(one["values"]): one["counts"]
        for one in column.value_counts().to_pylist()
        if one["values"] is not None
    }


def _first_of(names: pa.Array) -> pa.Array:
    """The first of each list; null where it is empty."""
    offsets = names.offsets.to_numpy()
    starts, ends = offsets[:-1], offsets[1:]
    empty = starts == ends
    return names.values.take(pa.array(np.where(empty, 0, starts), mask=empty))


def _pairs(one: pa.Array, levels: pa.Array) -> dict[str, dict[str, int]]:
    keys = one if pa.types.is_dictionary(one.type) else one.dictionary_encode()
    words = [*map(str, keys.dictionary.to_pylist()), ""]
    codes = keys.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False).astype(np.int64)
    level = levels.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    seen = Counter(zip(codes[level >= 0].tolist(), level[level >= 0].tolist(), strict=True))
    ladder = levels.dictionary.to_pylist()
    found: dict[str, dict[str, int]] = {}
    for (key, place), times in seen.items():
        found.setdefault(words[key], {})[ladder[place]] = times
    return found
