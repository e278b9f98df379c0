"""Files of tables, by their ending: Parquet, CSV, JSON Lines and Arrow IPC."""

from __future__ import annotations

import json as plain_json
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import pyarrow as pa
from pyarrow import csv, json, parquet

from triage.errors import AnswersError, Problem, shortened

Format: TypeAlias = Literal["parquet", "csv", "jsonl", "arrow"]
FORMATS: tuple[Format, ...] = get_args(Format)
ENDINGS: dict[str, Format] = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".arrow": "arrow",
    ".feather": "arrow",
}
"""What a file is, by its ending."""
_CSV = csv.ConvertOptions(strings_can_be_null=True, column_types={})


def format_of(path: Path) -> Format | None:
    """What a file is, by its ending; None for any other."""
    return ENDINGS.get(path.suffix.lower())


def files_in(path: Path, format: Format | None) -> list[Path]:
    """The files of a table: the file itself, or those of a folder and the folders in it.

    Raises:
        AnswersError: there is none, or its ending tells nothing.
    """
    if path.is_dir():
        found = sorted(
            file
            for file in path.rglob("*")
            if file.is_file() and (format or format_of(file)) and file.name[0] not in "._"
        )
        if not found:
            what = f"`{shortened(str(path))}` holds no file of answer sets"
            raise AnswersError(Problem(what, f"they end with {', '.join(ENDINGS)}"))
        return found
    if format is None and format_of(path) is None:
        what = f"it is not known what `{shortened(path.name)}` is"
        raise AnswersError(Problem(what, f"let it end with {', '.join(ENDINGS)}, or say `--table`"))
    return [path]


def parts_of(file: Path, format: Format) -> int:
    """How many parts a file has that can be read alone: its row groups, else one."""
    if format != "parquet":
        return 1
    with _Named(file):
        return max(1, int(_footer(file).num_row_groups))


def schema_of(file: Path, format: Format) -> pa.Schema:
    """The columns of a file.

    Raises:
        AnswersError: it cannot be read as what it should be.
    """
    with _Named(file):
        match format:
            case "parquet":
                return parquet.read_schema(file)
            case "arrow":
                with pa.memory_map(str(file)) as source, pa.ipc.open_file(source) as opened:
                    return opened.schema
            case "csv":
                with csv.open_csv(file, convert_options=_CSV) as stream:
                    return stream.schema
            case "jsonl":
                return _json_lines(file).schema


def batches(file: Path, format: Format, part: int, size: int) -> Iterator[pa.RecordBatch]:
    """One part of a file in blocks of so many rows.

    Raises:
        AnswersError: it cannot be read as what it should be.
    """
    with _Named(file):
        match format:
            case "parquet":
                # words come as they are kept, each once with its numbers
                footer = _footer(file)
                words = _texts_in(footer)
                with closing(
                    parquet.ParquetFile(file, metadata=footer, read_dictionary=words)
                ) as opened:
                    groups = [part] if footer.num_row_groups else []
                    yield from opened.iter_batches(batch_size=size, row_groups=groups)
            case "arrow":
                with pa.memory_map(str(file)) as source, pa.ipc.open_file(source) as opened:
                    for number in range(opened.num_record_batches):
                        yield from _cut(opened.get_batch(number), size)
            case "csv":
                with csv.open_csv(file, convert_options=_CSV) as stream:
                    yield from _joined(stream, size)
            case "jsonl":
                yield from _json_lines(file).to_batches(max_chunksize=size)


def _footer(file: Path) -> parquet.FileMetaData:
    """What a Parquet file says of its parts. It grows with them, so it is not read for each."""
    found = file.stat()
    return _footer_of(file, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=1)
def _footer_of(file: Path, _size: int, _changed: int) -> parquet.FileMetaData:
    return parquet.read_metadata(file)


def _texts_in(footer: parquet.FileMetaData) -> list[str]:
    """Where a Parquet file has words, also in lists."""
    columns = footer.schema
    some = map(columns.column, range(len(columns)))
    return [one.path for one in some if one.logical_type.type == "STRING"]


def _cut(batch: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    for start in range(0, max(1, batch.num_rows), size):
        yield batch.slice(start, size)


def _json_lines(file: Path) -> pa.Table:
    """A table of JSON Lines, also where a column has numbers in some rows and words in others."""
    try:
        return json.read_json(file)
    except pa.ArrowInvalid:
        lines = file.read_text("utf-8").splitlines()
        rows = [plain_json.loads(line) for line in lines if line.strip()]
        if not rows or not all(isinstance(row, dict) for row in rows):
            raise
        names = dict.fromkeys(name for row in rows for name in row)
        return pa.table({name: _as_words([row.get(name) for row in rows]) for name in names})


def _as_words(values: Sequence[Any]) -> pa.Array:
    """Answers of one column as words, or as lists of words where some are lists."""
    if any(isinstance(value, list) for value in values):
        lists = [v if v is None or isinstance(v, list) else [v] for v in values]
        return pa.array([v and [_word(one) for one in v] for v in lists], pa.list_(pa.string()))
    if any(isinstance(value, dict) for value in values):
        return pa.array(values)
    return pa.array([None if value is None else _word(value) for value in values], pa.string())


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _joined(stream: Any, size: int) -> Iterator[pa.RecordBatch]:
    """Blocks of so many rows from whatever a stream gives."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in stream:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= size:
            table = pa.Table.from_batches(waiting).combine_chunks()
            *full, last = table.to_batches(max_chunksize=size)
            yield from full
            waiting, rows = ([last], last.num_rows) if last.num_rows < size else ([], 0)
            if not waiting:
                yield last
    if waiting:
        yield from pa.Table.from_batches(waiting).combine_chunks().to_batches(max_chunksize=size)


class _Named:
    """Turns what pyarrow raises about a file into an error that names it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, pa.ArrowException | OSError | ValueError):
            what = f"`{shortened(str(self._file))}` cannot be read"
            help = "it is cut off, damaged or of another kind; write it again, or name another file"
            raise AnswersError(Problem(what, help)) from None
