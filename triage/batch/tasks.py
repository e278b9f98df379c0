"""What is assessed, part by part: files of tables, or people who are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
from msgspec import Struct

from triage.batch import simulating
from triage.batch.formats import Format, batches, parts_of, schema_of
from triage.inference.columns import BLOCK
from triage.rulebook.model import Rulebook


class File(Struct, frozen=True):
    """A file of answer sets."""

    path: Path
    format: Format


class Chance(Struct, frozen=True):
    """People who are drawn."""

    people: int
    seed: int


class Task(Struct, frozen=True):
    """One part of what is assessed."""

    number: int
    part: int
    source: File | Chance

    @property
    def named(self) -> str:
        """What messages call the source."""
        return str(self.source.path) if isinstance(self.source, File) else "the drawn people"

    def columns(self, book: Rulebook) -> list[str]:
        """The columns of the source."""
        match self.source:
            case File(path, format):
                return list(schema_of(path, format).names)
            case Chance():
                return simulating.columns(book)

    def blocks(self, book: Rulebook) -> Iterator[pa.RecordBatch]:
        """The rows of the part, in blocks."""
        match self.source:
            case File(path, format):
                return batches(path, format, self.part, BLOCK)
            case Chance(people, seed):
                return simulating.blocks(book, people, seed, self.part)

    def mark(self) -> list[object]:
        """What tells this part from any other, also after its file was changed."""
        match self.source:
            case File(path):
                found = path.stat()
                return [str(path.absolute()), self.part, found.st_size, found.st_mtime_ns]
            case Chance(people, seed):
                return [people, seed, self.part]


def of_files(files: Sequence[Path], format: Callable[[Path], Format]) -> tuple[Task, ...]:
    """Every part of every file, in their order."""
    found: list[Task] = []
    for file in files:
        kind = format(file)
        for part in range(parts_of(file, kind)):
            found.append(Task(len(found), part, File(file, kind)))
    return tuple(found)


def drawn(people: int, seed: int) -> tuple[Task, ...]:
    """Every part of so many people who are drawn."""
    source = Chance(people, seed)
    return tuple(Task(n, n, source) for n in range(simulating.parts_for(people)))
