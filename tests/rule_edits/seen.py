"""Edits as people really make them, and what they then see on the screen.

For each there is a file in the folder `golden`: the lines that were changed, then what
`triage rules check` says of a slip, or what `triage rules diff` says of a harmless edit.

python -m tests.rule_edits.seen      write what is seen now, to be read before it is committed
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from tests.small_book import FILES, LONG, SECTION, SHORT, with_slip, write_book
from triage.cli.rules_check import command as check
from triage.cli.rules_diff import command as diff

FOLDER = Path(__file__).parent / "golden"
FLAGS = "red-flags.yaml"
REASON = "  because: they pass by themselves"
SECOND = "        - after.fizzy-drink: yes"
SUPPORT = "  short-after-meal:\n"
TABLE = "  sign\tstrength\tsource\n  big meal\tstrong\tH1\n"


class Seen(NamedTuple):
    """One edit: text of one file replaced."""

    name: str
    file: str
    right: str
    wrong: str
    harmless: bool = False


EDITS = (
    Seen("missing colon", SHORT, "    strength: strong", "    strength strong"),
    Seen("no space after the colon", SHORT, "urgency: routine", "urgency:routine"),
    Seen("line too far left", SHORT, REASON, f" {REASON.strip()}"),
    Seen("line too far right", SHORT, REASON, f"    {REASON.strip()}"),
    Seen("key in the wrong block", SHORT, "    sources: [H1]\nsources", "    sources: [H1]\n  sources"),
    Seen("block moved out", FLAGS, "  HF01:", "HF01:"),
    Seen("list item without dash", "findings.yaml", SECOND, SECOND.replace("- ", "")),
    Seen("list item shifted", "findings.yaml", SECOND, f"  {SECOND}"),
    Seen("curly quotes", SHORT, "they pass by themselves", "\u201cthey pass: by themselves\u201d"),
    Seen("curly quotes around a word", SHORT, "strength: strong", "strength: \u201cstrong\u201d"),
    Seen("colon in a sentence", FLAGS, "The heart may be", "Be quick: the heart may be"),
    Seen("pasted table", SHORT, SUPPORT, TABLE + SUPPORT),
    Seen("non-breaking space", FLAGS, "    if-unsure:", "\u00a0\u00a0\u00a0\u00a0if-unsure:"),
    Seen("tab", FLAGS, "    if-unsure:", "\tif-unsure:"),
    Seen("age between cut points", LONG, "age: at least 18", "age: 20 to 59"),
    Seen("age as a sign", LONG, "age: at least 18", "age: 18+"),
    Seen("misspelt key", FLAGS, "    if-unsure:", "    if-unsur:"),
    Seen("misspelt answer", LONG, "- lasted: days", "- lasted: day"),
    Seen("bracket not closed", LONG, "[days, unsure]", "[days, unsure"),
    Seen("cut point moved", SECTION, "cut-points: [18, 60]", "cut-points: [21, 60]"),
    Seen("level written as two words", FLAGS, "if-unsure: same-day", "if-unsure: same day"),
    Seen("two answers in words", SHORT, "{lasted: minutes}", "{lasted: minutes or days}"),
    Seen("spaces and a comment", SHORT, "urgency: routine", "urgency:  routine  # so", harmless=True),
    Seen("quotes around a word", SHORT, "strength: strong", 'strength: "strong"', harmless=True),
    Seen("wording", SECTION, "ask: How old are you?", "ask: What is your age?", harmless=True),
    Seen("level for those not sure", FLAGS, "if-unsure: same-day", "if-unsure: emergency", harmless=True),
)  # fmt: skip


def seen(edit: Seen) -> str:
    """The lines that were changed, and what stands on the screen after the command."""
    files = with_slip(edit.file, edit.right, edit.wrong)
    lines = (text[edit.file].splitlines() for text in (FILES, files))
    changed = list(unified_diff(*lines, n=0, lineterm=""))[3:]
    said = [f"# {edit.name}, in {edit.file}", *changed, ""]
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # the commands name folders as they are typed
        try:
            write_book(Path("before"))
            write_book(Path("rules"), files)
            typed = _typed(diff, "before", "rules") if edit.harmless else _typed(check, "rules")
            said += typed
        finally:
            os.chdir(here)
    return "\n".join(said) + "\n"


def _typed(command: object, *words: str) -> Iterator[str]:
    name = getattr(command, "name", "")
    got = CliRunner().invoke(command, list(words))  # type: ignore[arg-type]
    yield f"$ triage rules {name} {' '.join(words)}"
    yield from got.output.rstrip("\n").splitlines()
    yield f"(exit code {got.exit_code})"


def file_of(edit: Seen) -> Path:
    """Where it is kept what is seen."""
    return FOLDER / f"{edit.name.replace(' ', '-')}.txt"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for edit in EDITS:
        file_of(edit).write_text(seen(edit), "utf-8")
