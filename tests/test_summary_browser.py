"""The summary as a page, in a real browser: readable by everybody, and quiet.

It needs Chromium and, in `tests/browser`, the two packages that `npm ci` brings. Where they
are missing, the tests are left out and say so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.test_summary import PEOPLE, summary_of
from triage.presentation.summary import summary_html

HERE = ROOT / "tests" / "browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

pytestmark = pytest.mark.xdist_group("browser")


def browser() -> str:
    """The browser on this machine; without one, or without node, the test is left out."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    if shutil.which("node") is None:
        pytest.skip("there is no node here: install Node.js 20 or newer")
    if not (HERE / "node_modules" / "axe-core").is_dir():
        pytest.skip("there are no node modules here: npm ci --prefix tests/browser")
    return found


Seen = tuple[Path, list[dict[str, Any]]]

_kept: dict[str, Seen] = {}
"""What was seen of each page; a browser takes seconds."""


@pytest.fixture(params=PEOPLE)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """One page as the browser saw it: the folder of pictures, and what was found in each view."""
    person = request.param
    if person not in _kept:
        found = browser()
        folder = tmp_path_factory.mktemp("browser")
        page = folder / "summary.html"
        page.write_text(summary_html(summary_of(PEOPLE[person], "3 May 2026")), "utf-8")
        command = ["node", str(HERE / "check_page.js"), found, str(page), str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
        assert 0 == done.returncode, done.stderr
        _kept[person] = folder, json.loads(done.stdout)
    return _kept[person]


def test_axe_finds_nothing_to_mend(seen: Seen) -> None:
    """On a narrow and a wide screen, in the light, in the dark and on paper."""
    _, views = seen

    assert {"narrow", "wide", "narrow-dark", "wide-dark", "print", "print-dark"} == {
        view["name"] for view in views
    }
    for view in views:
        assert [] == view["violations"], view["name"]
        assert "color-contrast" in view["passes"], view["name"]
        # all that axe leaves open is the text in the drawing, which is measured here
        assert all(slip.startswith("color-contrast: <text") for slip in view["incomplete"])
        assert view["drawnContrast"] >= 4.5, view["name"]


def test_the_page_asks_the_network_for_nothing(seen: Seen) -> None:
    """No request leaves the page, and the page's own policy finds nothing to refuse."""
    for view in seen[1]:
        assert [] == view["requests"], view["name"]
        assert [] == view["errors"], view["name"]


def test_nothing_is_wider_than_the_screen(seen: Seen) -> None:
    """At 320 pixels nobody has to scroll sideways, and no word of the drawing is cut off."""
    for view in seen[1]:
        assert view["wider"] <= 0, view["name"]
        assert 0 == view["cut"], view["name"]
        if not view["name"].startswith("print"):
            assert view["styled"], view["name"]


def test_every_view_says_the_same(seen: Seen) -> None:
    """Nothing is hidden on a phone or on paper."""
    said = {" ".join(view["text"].split()) for view in seen[1]}

    assert 1 == len(said)


def test_there_is_a_picture_of_each_view(seen: Seen) -> None:
    """For people to look at."""
    folder, views = seen
    for view in views:
        picture = folder / f"{view['name']}.png"
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size > 10_000
