"""The summary of a batch as a page, in a real browser; see `test_summary_browser`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from click.testing import CliRunner

from tests.test_summary_browser import (
    HERE,
    VIEWS,
    axe_finds_nothing_to_mend,
    browser,
    nothing_is_asked_for,
    nothing_is_cut_off,
)
from triage.cli.main import main


def test_a_browser_shows_the_summary_to_everybody_and_asks_for_nothing(tmp_path: Path) -> None:
    """On a phone, on a desk, in the dark and on paper; and it says that the people are invented."""
    file = tmp_path / "summary.html"
    words = ["batch", "--simulate", "2000", str(tmp_path / "out.parquet"), "--html", str(file)]
    made = CliRunner().invoke(main, [*words, "--by", "drawn-condition"])
    assert 0 == made.exit_code, made.output
    command = ["node", str(HERE / "check_page.js"), browser(), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)

    assert 0 == done.returncode, done.stderr
    views = json.loads(done.stdout)
    assert VIEWS == {view["name"] for view in views}
    for view in views:
        axe_finds_nothing_to_mend(view)
        nothing_is_asked_for(view)
        nothing_is_cut_off(view)
        assert "svg-img-alt" in view["passes"], view["name"]
        assert "These are invented people" in view["text"]
        assert "have not been reviewed by a clinician" in view["text"]
    assert 1 == len({" ".join(view["text"].split()) for view in views})
