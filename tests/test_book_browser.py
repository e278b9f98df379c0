"""The book in a real browser: searched, filtered, followed, printed, and open to everybody.

It needs Chromium and, in `tests/browser`, the two packages that `npm ci` brings. Where they
are missing, the tests are left out and say so.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import own_cases
from tests.small_book import write_book
from tests.test_rule_show import CASES
from tests.test_summary_browser import HERE, browser
from triage import Rulebook, load_rulebook
from triage.cases.loading import load_cases
from triage.cases.rule_cases import case_facts, coverage_facts
from triage.presentation.book.page import book_page

A4_AT_12_MM = (297 - 24) / 25.4 * 96
"""Pixels of paper between the margins of one page."""
A4_POINTS = (595, 842)
ENOUGH_OF_A_PAGE = 0.5
"""Of a printed page, but for the last one; less than that looks like a slip, and wastes paper."""
SOON_ENOUGH = 5_000
"""Milliseconds, with room for a busy machine; measured well below one second."""

SEARCHES: list[tuple[dict[str, Any], set[str]]] = [
    ({"words": "fullest"}, set()),
    ({"words": "HF01", "filters": {"kind": "red-flag"}}, {"red-flag-HF01"}),
    ({"words": "STEROIDS can"}, {"condition-long-hiccups"}),
    ({"words": "calmex"}, {"medicine-calmone"}),
    ({"filters": {"kind": "finding"}}, {"finding-full-stomach"}),
    ({"filters": {"kind": "condition", "urgency": "two-weeks"}}, {"condition-long-hiccups"}),
    (
        {"filters": {"kind": "condition", "review": "never signed"}},
        {"condition-long-hiccups", "condition-short-hiccups"},
    ),
    (
        {"filters": {"cases": "no"}},
        {"condition-long-hiccups", "condition-short-hiccups"},
    ),
    ({"filters": {"cases": "yes"}}, {"red-flag-HF01", "finding-full-stomach"}),
]
SECTION_OF = {
    "red-flag": "red-flags",
    "condition": "conditions",
    "medicine": "medicines",
    "finding": "findings",
}


def opened(
    page: str, folder: Path, views: str, searches: list[Any], axe: str = "axe"
) -> dict[str, Any]:
    file = folder / "book.html"
    file.write_text(page, "utf-8")
    command = ["node", str(HERE / "check_book.js"), browser(), str(file), str(folder)]
    command += [json.dumps(searches), views, axe]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert 0 == done.returncode, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The hiccups in every view, with all searches; a browser takes seconds, so it is opened once."""
    browser()
    folder = tmp_path_factory.mktemp("small")
    hiccups = load_rulebook(write_book(folder / "rules"))
    path = folder / "small.case.yaml"
    path.write_text(CASES, "utf-8")
    cases = load_cases(path, hiccups)
    page = book_page(hiccups, case_facts(hiccups, cases), coverage_facts(hiccups, cases))
    searches = [search for search, _ in SEARCHES]
    return opened(page, folder, "narrow,wide,narrow-dark,print", searches)


class TestHiccups:
    def test_everybody_can_read_it(self, small: dict[str, Any]) -> None:
        """Axe finds nothing on a narrow and a wide screen, in the dark and on paper."""
        assert ["narrow", "wide", "narrow-dark", "print"] == [v["name"] for v in small["views"]]
        for view in small["views"]:
            assert [] == view["violations"], view["name"]

    def test_it_asks_for_nothing(self, small: dict[str, Any]) -> None:
        """No request leaves the page, and its own policy finds nothing to refuse."""
        for part in (*small["views"], small["searched"]):
            assert [] == part["requests"]
            assert [] == part["errors"]

    def test_nothing_is_cut_off(self, small: dict[str, Any]) -> None:
        """Nobody scrolls sideways at 320 pixels, and the pictures show all their words."""
        for view in small["views"]:
            assert view["wider"] <= 0, view["name"]
            assert view["drawings"] > 0
            assert [] == view["cut"], view["name"]

    @pytest.mark.parametrize("number", range(len(SEARCHES)))
    def test_a_search_leaves_what_was_looked_for(self, small: dict[str, Any], number: int) -> None:
        """Words and filters together, and it is said how much is left."""
        wanted = SEARCHES[number][1]
        got = small["searched"]["results"][number]

        assert wanted == set(got["shown"])
        assert got["said"].startswith(f"{len(wanted)} of ")
        assert {SECTION_OF[id.rsplit("-", 1)[0]] for id in _plain(wanted)} == set(got["sections"])

    def test_a_link_to_something_hidden_shows_it(self, small: dict[str, Any]) -> None:
        """A search never makes a link of what it has left dead."""
        assert {"found": True, "hidden": False} == small["searched"]["followed"]
        assert small["plain"]["count"] == len(small["searched"]["all"]["shown"])
        assert "" == small["searched"]["all"]["said"]

    def test_it_is_used_without_a_mouse(self, small: dict[str, Any]) -> None:
        """The first stop leads past the search, and is seen; the next is the search."""
        assert ["skip", "seen", "find-words"] == small["keyboard"][:3]

    def test_it_is_read_without_its_script(self, small: dict[str, Any]) -> None:
        """Everything is there, and no search that would not work."""
        assert not small["plain"]["form"]
        assert 0 == small["plain"]["hidden"]
        assert 0 < small["plain"]["count"]

    def test_it_prints_on_a4(self, small: dict[str, Any]) -> None:
        """Nothing that belongs together is higher than a page, and no link is lost."""
        paper = small["views"][-1]

        assert paper["highest"] < A4_AT_12_MM
        assert not paper["form"]
        assert 0 == paper["addresses"]
        assert 0 == paper["undressed"]
        (size,) = small["printed"]["sizes"]
        numbers = [round(float(n)) for n in size.split("[")[1].rstrip("]").split()]
        assert A4_POINTS == tuple(numbers[2:])


def nearly_empty(pages: list[float]) -> list[str]:
    """Every printed page but the last with little on it: its number, and how much."""
    return [
        f"{number}: {part:.2f}"
        for number, part in enumerate(pages[:-1], 1)
        if part < ENOUGH_OF_A_PAGE
    ]


@pytest.mark.parametrize(
    ("part", "most"),
    [("RF01", 2), ("cervical-dystonia", 6), ("age", 3), ("red-flags", 88), ("questions", 120)],
)
def test_a_part_has_a_length_that_somebody_reads(
    book: Rulebook, part: str, most: int, tmp_path: Path
) -> None:
    """A red flag is a sheet of paper, a condition a few; no page of it is nearly empty."""
    file = tmp_path / "part.html"
    file.write_text(book_page(book, only=(part,)), "utf-8")
    command = ["node", str(HERE / "print_page.js"), browser(), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert 0 == done.returncode, done.stderr
    pages: list[float] = json.loads(done.stdout)

    assert 1 <= len(pages) <= most
    assert [] == nearly_empty(pages)


def _plain(ids: set[str]) -> set[str]:
    """Ids whose last part holds no hyphen, so that the kind before it can be told."""
    kinds = sorted(SECTION_OF, key=len, reverse=True)
    return {next(f"{k}-x" for k in kinds if id.startswith(f"{k}-")) for id in ids}


def test_the_whole_book_with_all_cases_opens_fast(book: Rulebook, tmp_path: Path) -> None:
    """Thousands of cases and all rules: read on a phone, searched, no link dead."""
    browser()
    facts = case_facts(book, list(own_cases()))
    found = opened(book_page(book, facts), tmp_path, "narrow", [{"words": "neck"}], "no-axe")

    assert [] == found["views"][0]["cut"]
    assert found["views"][0]["wider"] <= 0
    assert [] == found["links"]["dead"]
    assert 0 == found["links"]["twice"]
    assert found["speed"]["loaded"] < SOON_ENOUGH
    assert found["speed"]["search"] < SOON_ENOUGH
    assert 0 < len(found["searched"]["results"][0]["shown"]) < found["plain"]["count"]


def test_the_whole_book_prints(book: Rulebook, tmp_path: Path) -> None:
    """All rules, each with some of its cases; a browser takes a minute to print all of these."""
    browser()
    facts = case_facts(book, list(own_cases()[::12]))
    found = opened(book_page(book, facts), tmp_path, "print", [], "no-axe")

    (paper,) = found["views"]
    assert [] == paper["cut"]
    assert paper["highest"] < A4_AT_12_MM
    assert paper["wider"] <= 0
    assert [] == nearly_empty(found["printed"]["filled"])
