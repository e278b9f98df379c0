"""What people could not say in the first edition has its line now, or a reason why not."""

from __future__ import annotations

import re

from tests.conftest import ROOT, the_book

PAGE = ROOT / "docs" / "what-people-say.md"


def test_each_saying_has_a_line_that_is_there() -> None:
    """A line that goes away would leave a saying without a place."""
    book = the_book()
    known = {*book.questions}
    known |= {f"{id}.{item}" for id, one in book.questions.items() for item in one.answers}
    rows = [row for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| ")]
    rows = [row for row in rows if not row.startswith("| Saying |")]
    assert len(rows) > 40
    for row in rows:
        saying, place = row.strip("| ").split(" | ")
        whole = ""
        for name in re.findall(r"`([^`]+)`", place):
            whole = name if not name.startswith(".") else whole.split(".", maxsplit=1)[0] + name
            assert whole in known, f"{saying}: {whole}"
