"""How well the cases of this repository guard its rules: coverage, and changes they notice."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from tests.conftest import ROOT, own_cases, the_book
from triage.cases.coverage import coverage
from triage.cases.mutation import Mutant
from triage.cases.noticing import PreparedCases

SURVIVORS = ROOT / "docs" / "surviving-changes.md"
HEAD = """\
# Changes of rules that no case notices

`triage rules mutate tests/cases` changes one thing in one rule at a time. No change of a red
flag is missed by the cases. The changes below are missed. They move what speaks for or against a
name, and neither a danger sign nor a question. For most, whether any answers could show them is not
proved: the wide cores of this edition have too many ways to try them all.
CI compares this page with the rules.

Made with `python -m tests.test_own_cases_guard`; with `--check` it only says whether it differs.
"""


def survivors(*, only_red_flags: bool) -> list[Mutant]:
    cases = PreparedCases(the_book(), own_cases())
    return cases.survivors(only_red_flags=only_red_flags)


def page() -> str:
    """The page about the changes that no case notices, by the kind of change."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for mutant in survivors(only_red_flags=False):
        by_kind["strength" if "/strength: " in mutant.id else "other"].append(mutant.id)
    titles = {"strength": "Steps in the strength of a reason", "other": "Other changes"}
    parts = [HEAD]
    for kind, title in titles.items():
        listed = "\n".join(f"- `{id}`" for id in sorted(by_kind[kind]))
        if listed:
            parts.append(f"## {title}\n\n{listed}\n")
    return "\n".join(parts)


def test_every_rule_and_nearly_every_box_is_reached() -> None:
    """A way to reach a red flag or a suggestion that nobody tried may be wrong."""
    found = coverage(the_book(), own_cases())

    assert 100 == found.share("rules").percent
    assert 100 == found.share("boxes", "red-flags").percent
    assert 100 == found.share("boxes", "core").percent
    assert 95 <= found.share("boxes").percent


def test_every_change_of_a_danger_sign_is_noticed() -> None:
    """Whoever weakens a danger sign by one line, answer, cut point or level hears of it.

    What the cases miss elsewhere takes twice as long to find. It is listed, and CI compares the
    list, so that it can only grow by being seen.
    """
    assert [] == [mutant.id for mutant in survivors(only_red_flags=True)]


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        same = SURVIVORS.read_text(encoding="utf-8") == page()
        sys.exit(0 if same else "docs/surviving-changes.md is not that of these rules and cases")
    SURVIVORS.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{SURVIVORS.relative_to(Path.cwd())}\n")
