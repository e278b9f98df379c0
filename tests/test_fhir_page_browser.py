"""The page of `triage fhir page` in a real browser, opened from the disk.

It needs Chromium and what `tests/fhir_clients` brings; where that is missing, the test is left out
and says so.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.fhir_driving import HERE, browser
from triage.cli.main import main
from triage.fhir import words


@pytest.mark.parametrize("width", [320, 1280])
def test_a_clinic_page_works_offline_and_sends_nothing(width: int, tmp_path: Path) -> None:
    """Somebody ticks a danger sign, is told what to do, and takes the answers along as a file."""
    chromium = browser()
    page, saved = tmp_path / "form", tmp_path / "saved.json"
    made = CliRunner().invoke(main, ["fhir", "page", str(page), "--lforms", str(HERE / "lforms")])
    assert made.exit_code == 0, made.output

    script = [HERE / "save_page.js", chromium, page / "index.html", saved]
    command = ["node", *map(str, script), str(width)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)

    assert ([], []) == (found["outside"], found["errors"])
    assert (words.SAVED, words.NOT_READ) == (found["state"], found["refused"])
    assert not found["wide"]
    result = CliRunner().invoke(main, ["assess", str(saved)])
    assert result.output.startswith("EMERGENCY")
