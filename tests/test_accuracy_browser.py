"""The accuracy report as a page, in a real browser; see `test_summary_browser`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.conftest import ROOT, the_book
from tests.test_summary_browser import (
    HERE,
    VIEWS,
    axe_finds_nothing_to_mend,
    browser,
    nothing_is_asked_for,
    nothing_is_cut_off,
)
from triage.cases.accuracy import outcomes
from triage.cases.accuracy_page import as_page
from triage.cases.people import load_people


def test_a_browser_shows_the_report_to_everybody_and_asks_for_nothing(tmp_path: Path) -> None:
    """Drawings and tables are there on a phone, on a desk and on paper."""
    book = the_book()
    file = min((ROOT / "tests" / "people" / "written").glob("*.people.yaml"))
    page = tmp_path / "accuracy.html"
    page.write_text(as_page(book, outcomes(book, load_people(file, book))), "utf-8")
    command = ["node", str(HERE / "check_page.js"), browser(), str(page), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)

    assert 0 == done.returncode, done.stderr
    views = json.loads(done.stdout)
    assert VIEWS == {view["name"] for view in views}
    for view in views:
        axe_finds_nothing_to_mend(view)
        nothing_is_asked_for(view)
        nothing_is_cut_off(view)
