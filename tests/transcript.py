"""The short transcript in the README, made by the program itself.

python -m tests.transcript      write it into the README again
"""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from triage.cli.main import main

README = Path(__file__).parent.parent / "README.md"
TYPED = "\n1\n52\n1\n1, 0\n2\nu\nq\n\n"
BLOCK = re.compile(
    r"(?<=<!-- transcript -->\n```text\n).*?(?=```\n<!-- end of transcript -->)", re.DOTALL
)


def transcript() -> str:
    """What is on the screen when somebody ticks a danger sign by mistake, and stops later."""
    result = CliRunner().invoke(main, ["ask", "--plain"], input=TYPED)
    lines = [line.rstrip() for line in result.output.splitlines()]
    return "\n".join(lines).strip() + "\n"


if __name__ == "__main__":
    text = README.read_text("utf-8")
    README.write_text(BLOCK.sub(lambda _: transcript(), text), "utf-8")
