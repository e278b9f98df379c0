"""The summary of a batch as a page, in a real browser; see `test_summary_browser`."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from tests.test_summary_browser import (
    views_for_everybody,
)
from triage.cli.main import main


def test_a_browser_shows_the_summary_to_everybody_and_asks_for_nothing(tmp_path: Path) -> None:
    """On a phone, on a desk, in the dark and on paper; and it says that the people are invented."""
    file = tmp_path / "summary.html"
    words = ["batch", "--simulate", "2000", str(tmp_path / "out.parquet"), "--html", str(file)]
    made = CliRunner().invoke(main, [*words, "--by", "drawn-condition"])
    assert 0 == made.exit_code, made.output

    for view in views_for_everybody(file):
        assert "svg-img-alt" in view["passes"], view["name"]
        assert "These are invented people" in view["text"]
        assert "have not been reviewed by a clinician" in view["text"]
