"""Two pages for clinicians that tell rules one by one, held against the rules."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT, the_book

BOOK = the_book()
LEVELS = {
    "emergency": "emergency",
    "same-day": "today",
    "two-weeks": "two weeks",
    "routine": "routine",
}


def rows_of(page: str) -> list[list[str]]:
    """The cells of each row of the tables of a page, without heads."""
    lines = (ROOT / "docs" / page).read_text("utf-8").splitlines()
    rows = [
        line
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if line[:1] == "|" and not below.startswith("|---") and not line.startswith("|---")
    ]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_danger_sign_has_one_row_with_its_level() -> None:
    """No new danger sign comes in without anybody saying what it is for and what slips past."""
    rows = rows_of("red-flags.md")

    assert sorted(BOOK.red_flags) == sorted(row[0] for row in rows)
    for id, level, *rest in rows:
        assert LEVELS[BOOK.red_flags[id].urgency] == level, id
        assert len(rest) == 3, id
        assert all(rest), id


def strengths() -> dict[str, tuple[str, tuple[str, ...]]]:
    """The strength and direction of each rule of a condition, as the page says them, and its sources."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for condition in BOOK.conditions.values():
        for rules, direction in ((condition.supports, "for"), (condition.against, "against")):
            for id, rule in rules.items():
                noted = re.findall(r"S\d+", rule.note or "")
                found[id] = (f"{rule.strength}, {direction}", (*rule.sources, *noted))
    return found


RATED = [row for row in rows_of("strengths.md") if row[0].startswith("`")]


@pytest.mark.parametrize("row", RATED, ids=lambda row: row[0].strip("`"))
def test_a_strength_that_is_told_is_that_of_the_rule(row: list[str]) -> None:
    """A strength is not changed in the rules and left as it was on the page."""
    strength, sources = strengths()[row[0].strip("`")]

    assert strength == row[3]
    assert set(re.findall(r"S\d+", row[2])) <= set(sources)


def test_danger_signs_and_sources_of_the_page_on_strengths_are_there() -> None:
    """Nothing on the page leads nowhere."""
    text = (ROOT / "docs/strengths.md").read_text("utf-8")

    assert set(re.findall(r"\bRF\d\d(?:-[a-z-]+[a-z])?\b", text)) <= set(BOOK.red_flags)
    assert set(re.findall(r"\bS\d{2,3}\b", text)) <= set(BOOK.sources)
