"""The accuracy report as a page, in a real browser; see `test_summary_browser`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, the_book
from tests.test_accuracy import SOME
from tests.test_summary_browser import (
    views_for_everybody,
)
from triage.cases.accuracy import Outcome, outcomes
from triage.cases.accuracy_page import as_page
from triage.cases.people import load_people


def published() -> list[Outcome]:
    """All published people: long lists of misses, and whole levels that come out too high."""
    book = the_book()
    files = sorted((ROOT / "tests" / "people" / "published").glob("*.people.yaml"))
    return outcomes(book, [person for file in files for person in load_people(file, book)])


@pytest.mark.parametrize("found", [lambda: SOME, published], ids=["a level with nobody", "many"])
def test_a_browser_shows_the_report_to_everybody_and_asks_for_nothing(
    found, tmp_path: Path
) -> None:
    """On a phone, on a desk, in the dark and on paper, drawings and tables are there for all."""
    page = tmp_path / "accuracy.html"
    page.write_text(as_page(the_book(), found()), "utf-8")

    for view in views_for_everybody(page):
        # three drawings, each with its name, are seen as pictures
        assert "svg-img-alt" in view["passes"], view["name"]
