"""The comparison of two rule books as a page, in a real browser; see `test_summary_browser`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from msgspec.structs import replace

from tests.conftest import the_book
from tests.test_book_browser import nearly_empty
from tests.test_summary_browser import (
    HERE,
    browser,
    views_for_everybody,
)
from triage.changes.comparing import compare
from triage.changes.report import as_html, report
from triage.rulebook.when import Is


def page() -> str:
    """A finding that hardly anybody has any more, a sign that is taken out, one that is new, and a
    name that is gone."""
    book = the_book()
    never = Is(next(iter(book.variables)), ("unsure",))
    flags = dict(book.red_flags)
    new = flags.pop("RF01")
    conditions = {id: one for id, one in book.conditions.items() if id != "sleep-bruxism"}
    finding = replace(book.findings["locked-jaw"], when=never)
    changed = replace(
        book,
        red_flags={**flags, "RF99": replace(new, title="Another title")},
        conditions=conditions,
        findings={**book.findings, "locked-jaw": finding},
    )
    return as_html(report(compare(book, changed), "before", "after"))


def test_a_browser_shows_the_diff_to_everybody_and_asks_for_nothing(tmp_path: Path) -> None:
    """A reviewer reads it on a phone, on a desk, in the dark and on paper."""
    file = tmp_path / "diff.html"
    file.write_text(page(), "utf-8")

    for view in views_for_everybody(file):
        assert "URGENCY LOWERED" in view["text"], view["name"]
    command = ["node", str(HERE / "print_page.js"), browser(), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert 0 == done.returncode, done.stderr
    assert [] == nearly_empty(json.loads(done.stdout))
