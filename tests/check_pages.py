"""The pages of docs/checks, made from the registry and from the folder of each check.

What a check finds, how bad that is and how to ignore it stands in `triage/checks/registry.py`;
the examples and the reason in `tests/checks/E06`: `bad.yaml`, `good.yaml` and `why.md`.

python -m tests.check_pages      write all pages again
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.conftest import ROOT
from tests.rule_patches import CHECKS as FOLDERS
from tests.rule_patches import patch
from triage.checks.ignoring import FEWEST_WORDS
from triage.checks.registry import CHECKS, Check

PAGES = ROOT / "docs/checks"


def check_pages() -> dict[str, str]:
    """Every page by the name of its file; the same bytes for the same checks."""
    return {"README.md": index(), **{check.page: page(check) for check in CHECKS}}


def page(check: Check) -> str:
    """The page of one check."""
    why = (FOLDERS / check.id / "why.md").read_text("utf-8")
    return (
        f"{top(check)}\n"
        f"## Avoid\n\n{block(patch(check.id, 'bad'))}\n"
        f"## Prefer\n\n{block(patch(check.id, 'good'))}\n"
        f"## Why\n\n{why}\n"
        f"## How to ignore\n\n{ignoring(check)}\n"
    )


def top(check: Check) -> str:
    """The head of a page: what it finds, and how bad that is."""
    only = {
        "nothing": "",
        "cases": "\nIt runs where cases are given: `triage rules check --cases PATH`.",
        "another": "\nIt runs where another rule book is given: "
        "`triage rules check --against FOLDER`.",
    }[check.needs]
    loader = ""
    if check.by_loader and check.find is not None:
        loader = "\nSome of it the loader refuses already (exit code 3)."
    elif check.by_loader:
        loader = "\nThe loader refuses such a rule book (exit code 3)."
    return f"# {check.id} {check.name}\n\n{check.level}: {check.title}.{loader}{only}\n"


def block(changes: Mapping[str, Sequence[Mapping[str, str]]]) -> str:
    """The changed lines of an example, by file."""
    parts = []
    for file, some in changes.items():
        shown = "\n".join(change.get("new", change.get("with", "")).rstrip() for change in some)
        name = "a case file" if file == "cases" else f"`{file}`"
        parts.append(f"In {name}:\n\n```yaml\n{_dedented(shown)}\n```\n")
    return "\n".join(parts)


def _dedented(text: str) -> str:
    lines = text.split("\n")
    depth = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[depth:] for line in lines)


def ignoring(check: Check) -> str:
    """How to ignore it, or why that is not possible."""
    if check.why_not_ignored:
        return f"It cannot be ignored: {check.why_not_ignored}."
    if check.level == "hint":
        opening = "It is a hint and changes no exit code. To silence it, write"
    else:
        opening = "Write"
    return (
        f"{opening} a reason of at least {FEWEST_WORDS} words on the rule, finding, question, "
        f"source or condition\nthat it is about:\n\n"
        f"```yaml\nignore:\n  {check.id}: say here why it is right as it is\n```"
    )


def index() -> str:
    """docs/checks/README.md."""
    rows = [
        f"| [{check.id}]({check.page}) | {check.name} | {check.level} | {check.title} | "
        f"{'no' if check.why_not_ignored else 'yes'} |"
        for check in CHECKS
    ]
    safe = ", ".join(check.id for check in CHECKS if check.safety)
    table = "\n".join(rows)
    return f"""# Checks of a rule book

`triage rules check FOLDER` runs them all, and says each finding with file, line and column.
Errors and warnings give exit code 1, hints 0; rules that cannot be used give 3.
{_needing("cases")} need cases (`--cases PATH`),
{_needing("another")} another rule book (`--against FOLDER`).

They are exact over all answers, except those on wording, which look for plain signs only.
{safe} guard safety promises and cannot be ignored.

| Check | Name | Level | Finds | Can be ignored |
|---|---|---|---|---|
{table}
"""


def _needing(what: str) -> str:
    return " and ".join(check.id for check in CHECKS if check.needs == what)


if __name__ == "__main__":
    for name, text in check_pages().items():
        (PAGES / name).write_text(text, "utf-8")
