"""Pages of results, in a real browser: readable by everybody, and quiet.

It needs Chromium and, in `tests/browser`, the two packages that `npm ci` brings. Where they
are missing, the tests are left out and say so.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from tests import browsers
from tests.conftest import ROOT
from tests.test_summary import PEOPLE, TYPICAL, summary_of
from triage.cli.main import main
from triage.presentation.summary import summary_html

HERE = ROOT / "tests" / "browser"
VIEWS = {"narrow", "wide", "narrow-dark", "wide-dark", "print", "print-dark"}
ENOUGH_CONTRAST = 4.5


def browser() -> str:
    """The browser on this machine; without one, or without node, the test is left out."""
    return browsers.browser(HERE, "axe-core")


def page_of(name: str) -> str:
    """The summary for a person, or what a command says of many answers."""
    if name in PEOPLE:
        return summary_html(summary_of(PEOPLE[name], "3 May 2026"))
    answers = yaml.safe_dump({**TYPICAL, "danger-now": {"breath": "yes", "fever": "unsure"}})
    return CliRunner().invoke(main, [name, "-", "--format", "html"], input=answers).output


@pytest.mark.parametrize("name", [*PEOPLE, "assess", "explain"])
def test_a_browser_shows_the_page_to_everybody_and_asks_for_nothing(
    name: str, tmp_path: Path
) -> None:
    """On a narrow and a wide screen, in the light, in the dark and on paper.

    One test for each page, since a browser takes seconds.
    """
    page = tmp_path / "page.html"
    page.write_text(page_of(name), "utf-8")
    pictures = [str(tmp_path)] if name == "typical" else []  # they are half of the time
    views = views_for_everybody(page, *pictures)
    for view in views if pictures else []:
        picture = (tmp_path / f"{view['name']}.png").read_bytes()
        assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize("person", PEOPLE)
def test_on_paper_it_is_one_side(person: str, tmp_path: Path) -> None:
    """A doctor has a minute: one side of A4."""
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(page_of(person), "utf-8")
    command = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={paper}", page.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )

    assert [b"1"] == re.findall(rb"/Count (\d+)", paper.read_bytes())


def views_for_everybody(page: Path, *pictures: str) -> list[dict[str, Any]]:
    """What a browser shows of a page in every view, after it was seen that all can use each.

    `pictures` is a folder for a picture of each view, where some are wanted.
    """
    command = ["node", str(HERE / "check_page.js"), browser(), str(page), *pictures]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)

    assert 0 == done.returncode, done.stderr
    views = json.loads(done.stdout)
    assert VIEWS == {view["name"] for view in views}
    for view in views:
        axe_finds_nothing_to_mend(view)
        nothing_is_asked_for(view)
        nothing_is_cut_off(view)
    # nothing is hidden on a phone or on paper
    assert 1 == len({" ".join(view["text"].split()) for view in views})
    return views


def axe_finds_nothing_to_mend(view: dict[str, Any]) -> None:
    assert [] == view["violations"], view["name"]
    assert "color-contrast" in view["passes"], view["name"]
    # all that axe leaves open is the text in the drawing, which is measured here
    assert all(slip.startswith("color-contrast: <text") for slip in view["incomplete"])
    assert view["drawnContrast"] >= ENOUGH_CONTRAST, view["name"]


def nothing_is_asked_for(view: dict[str, Any]) -> None:
    """No request leaves the page, and the page's own policy finds nothing to refuse."""
    assert [] == view["requests"], view["name"]
    assert [] == view["errors"], view["name"]


def nothing_is_cut_off(view: dict[str, Any]) -> None:
    """At 320 pixels nobody has to scroll sideways, and the drawing shows all its words."""
    assert view["wider"] <= 0, view["name"]
    assert 0 == view["cut"], view["name"]
    if not view["name"].startswith("print"):
        assert view["styled"], view["name"]
