"""A short run, made by the program itself: as text, and as the picture in the README.

python -m tests.transcript      write both again
"""

from __future__ import annotations

import re
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from triage.cli.main import main

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/a-run.md"
TYPED = "\n1\n52\n1\n1, 0\n2\nu\nq\n\n"
BLOCK = re.compile(
    r"(?<=<!-- transcript -->\n```text\n).*?(?=```\n<!-- end of transcript -->)", re.DOTALL
)


def transcript() -> str:
    """What is on the screen when somebody ticks a danger sign by mistake, and stops later."""
    return _run("--plain")


def styled_transcript() -> str:
    """The same with what makes headings bold, as at a terminal that shows styles."""
    with patch("triage.cli.main.wants_plain", lambda: False):
        return _run()


def _run(*options: str) -> str:
    result = CliRunner().invoke(main, ["ask", *options], input=TYPED, color=True)
    lines = [line.rstrip() for line in result.output.splitlines()]
    return "\n".join(lines).strip() + "\n"


if __name__ == "__main__":
    from tests.picture import PICTURE, picture

    text = PAGE.read_text("utf-8")
    PAGE.write_text(BLOCK.sub(lambda _: transcript(), text), "utf-8")
    PICTURE.write_text(picture(styled_transcript()), "utf-8")
