"""The sheets as a workbook, as Excel and others read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from triage.xlsform.survey import Row, Sheets

EVER = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zone
"""When it was made, as it says: the same rule book gives the same bytes."""
TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
WIDE = 40
"""Letters of a column."""


def workbook_of(sheets: Sheets) -> bytes:
    """The bytes of the file, the same for the same sheets.

    Raises:
        ValueError: a text is too long for a cell.
    """
    file = BytesIO()
    with Workbook(file, TEXT) as workbook:
        workbook.set_properties({"created": EVER})
        for name, rows in sheets._asdict().items():
            _write(workbook, name, rows)
    return file.getvalue()


def _write(workbook: Workbook, name: str, rows: Sequence[Row]) -> None:
    sheet = workbook.add_worksheet(name)
    columns = [*dict.fromkeys(column for row in rows for column in row)]
    sheet.set_column(0, len(columns) - 1, WIDE)
    sheet.freeze_panes(1, 0)
    for place, row in enumerate([dict(zip(columns, columns, strict=True)), *rows]):
        for at, column in enumerate(columns):
            text = row.get(column)
            if text and sheet.write_string(place, at, text):
                raise ValueError(column)
