"""The browser with which pages are looked at."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser(folder: Path, package: str) -> str:
    """The browser on this machine.

    Without one, without node, or without a package that stands in the folder, the test is left out.
    """
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    if shutil.which("node") is None:
        pytest.skip("there is no node here: install Node.js 20 or newer")
    if not (folder / "node_modules" / package).is_dir():
        pytest.skip(f"there are no node modules here: npm ci --prefix tests/{folder.name}")
    return found
