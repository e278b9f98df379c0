"""Tables written as Parquet, CSV, JSON Lines or Arrow IPC, block by block."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv, parquet

from triage.batch.formats import Format, batches, parts_of
from triage.batch.reading import SEPARATOR
from triage.inference.columns import BLOCK


class Writer:
    """Writes blocks of rows with the same columns into one file."""

    def __init__(self, path: Path, format: Format) -> None:
        self._path = path
        self._format = format
        self._file: Any = None
        self._inner: Any = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Add a block."""
        match self._format:
            case "parquet":
                if self._inner is None:
                    self._inner = parquet.ParquetWriter(self._path, batch.schema)
                self._inner.write_batch(batch)
            case "arrow":
                if self._inner is None:
                    self._inner = pa.ipc.new_file(str(self._path), batch.schema)
                self._inner.write_batch(batch)
            case "csv":
                plain = pa.RecordBatch.from_pydict(
                    {name: _flat(batch.column(name)) for name in batch.schema.names}
                )
                if self._inner is None:
                    self._inner = csv.CSVWriter(str(self._path), plain.schema)
                self._inner.write_batch(plain)
            case "jsonl":
                if self._file is None:
                    self._file = self._path.open("w", encoding="utf-8")
                for row in batch.to_pylist():
                    self._file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Put everything on the disk."""
        for one in (self._inner, self._file):
            if one is not None:
                one.close()
        if self._inner is None and self._file is None:
            self._path.touch()


def _flat(column: pa.Array) -> pa.Array:
    """A list as text with separators; words as text."""
    if pa.types.is_list(column.type):
        rows = [
            None if row is None else SEPARATOR.join(map(str, row)) for row in column.to_pylist()
        ]
        return pa.array(rows, pa.string())
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def joined(parts: Sequence[Path], format: Format, into: Path) -> None:
    """One file of several, in their order."""
    if format in ("csv", "jsonl"):
        with into.open("wb") as whole:
            for number, part in enumerate(parts):
                with part.open("rb") as one:
                    if number and format == "csv":
                        one.readline()  # the names of the columns stand once
                    while chunk := one.read(1 << 20):
                        whole.write(chunk)
        return
    writer = Writer(into, format)
    for part in parts:
        for group in range(parts_of(part, format)):
            for batch in batches(part, format, group, BLOCK):
                writer.write(batch)
    writer.close()
