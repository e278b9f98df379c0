"""Walking through a document as somebody who types what stands in it, word for word.

- a `sh` block is typed; a `text` block right after it is all that is then on the screen
- `text exit-1` says that the last command ends with this code, else it is 0
- a `sh` block without a `text` block prints nothing
- a `diff` block is a change of the file that the paragraph above names
- a `yaml` block below a paragraph that says "new file `name`" is written into that file

python -m tests.document_walk      write what is on the screen now into docs/for-clinicians.md
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs/for-clinicians.md"
BLOCK = re.compile(r"^```(\w+)(?: exit-(\d))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """One block of the document, and what comes right after it on the screen."""

    kind: str
    content: str
    above: str
    """The paragraph above the block."""
    shown: str
    exit_code: int
    place: tuple[int, int] | None
    """Where in the document `shown` stands; None where nothing is shown."""


class Outcome(NamedTuple):
    """What happened on the screen."""

    step: Step
    printed: str
    exit_code: int

    def is_as_told(self) -> bool:
        """Whether the document shows what was printed, but for digests and the day."""
        return settled(self.step.shown) == settled(self.printed)


def settled(text: str) -> str:
    """The text without what changes with every edit of a rule, and every day."""
    text = re.sub(r"digest [0-9a-f]{12}", "digest (12 letters)", text)
    text = re.sub(r"(?<=\.yaml):\d+(:\d+)?", ":(a line)", text)
    text = re.sub(r"\d+\.\d MB", "(some) MB", text)
    return re.sub(r" on \d{4}-\d\d-\d\d", " on (a day)", text)


def steps(text: str) -> Iterator[Step]:
    """The blocks of a document in order, each `text` with the commands before it."""
    found = list(BLOCK.finditer(text))
    for index, block in enumerate(found):
        kind, _, content = block.groups()
        if kind == "text":
            continue
        before = text[: block.start()].rstrip()
        above = " ".join(before[before.rfind("\n\n") :].split())
        following = found[index + 1] if index + 1 < len(found) else None
        shown, code, place = "", 0, None
        if (
            following is not None
            and following[1] == "text"
            and not text[block.end() : following.start()].strip()
        ):
            shown, code = following[3], int(following[2] or 0)
            place = (following.start(3), following.end(3))
        yield Step(kind, content, above, shown, code, place)


def walk(text: str, folder: Path, programs: str) -> Iterator[Outcome]:
    """Do what the document says, in a folder that holds what a clone holds.

    `programs` is the folder of the program `triage`.
    """
    for step in steps(text):
        match step.kind:
            case "sh":
                yield Outcome(step, *_typed(step.content, folder, programs))
            case "diff":
                _change(folder / _named(step.above), step.content)
            case "yaml" if "new file `" in step.above:
                path = folder / _named(step.above)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(step.content, "utf-8")


def _typed(commands: str, folder: Path, programs: str) -> tuple[str, int]:
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        ["sh", "-c", commands],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "".join(f"{line}\n" for line in lines), done.returncode


def _named(paragraph: str) -> str:
    """The last file that a paragraph names."""
    names: list[str] = re.findall(r"`([\w./-]+\.yaml)`", paragraph)
    return names[-1]


def _change(path: Path, lines: str) -> None:
    """Put the lines with `+` in place of those with `-`, where all others stand as they are."""
    pairs = [(line[:1], line[1:]) for line in lines.splitlines(keepends=True)]
    before = "".join(line for sign, line in pairs if sign != "+")
    after = "".join(line for sign, line in pairs if sign != "-")
    text = path.read_text("utf-8")
    assert text.count(before) == 1, f"these lines stand {text.count(before)} times in {path.name}"
    path.write_text(text.replace(before, after), "utf-8")


def clone(folder: Path) -> Path:
    """What the walk needs of the repository, in a folder that may be changed."""
    for name in ("rules", "tests/cases"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def programs() -> str:
    """Where `triage` is, beside the Python that runs this."""
    return str(Path(sys.executable).parent)


def renewed(text: str, where: str) -> str:
    """The document with what is on the screen now."""
    with tempfile.TemporaryDirectory() as folder:
        outcomes = list(walk(text, clone(Path(folder) / "clone"), where))
    for outcome in reversed(outcomes):
        if outcome.step.place is not None and not outcome.is_as_told():
            start, end = outcome.step.place
            text = text[:start] + outcome.printed + text[end:]
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text("utf-8"), programs()), "utf-8")
