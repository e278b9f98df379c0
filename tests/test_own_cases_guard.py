"""How well the cases of this repository guard its rules: coverage, and changes they notice."""

from __future__ import annotations

import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.conftest import ROOT, own_cases, the_book
from triage.cases.coverage import coverage
from triage.cases.mutation import Mutant, mutants
from triage.cases.noticing import PreparedCases
from triage.cases.suggesting import reason

SURVIVORS = ROOT / "docs" / "surviving-changes.md"
HEAD = """\
# Changes of rules that no case notices

`triage rules mutate tests/cases` changes one thing in one rule at a time. No change of a red
flag is missed by the cases. The changes below are missed, because no answers can show them in a
fit or in the urgency; the reason is worked out from the rules over all answers. A step in
strength may still move a candidate past another one within the same fit, which no case pins.
A test compares this page with the rules.

Made with `python -m tests.test_own_cases_guard`.
"""


@cache
def survivors() -> tuple[Mutant, ...]:
    prepared_cases = PreparedCases(the_book(), own_cases())
    return tuple(m for m in mutants(the_book()) if prepared_cases.verdict(m).noticed_by is None)


def page() -> str:
    """The page about the changes that no case notices, each with its reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for mutant in survivors():
        by_reason[reason(the_book(), mutant) or "unexplained"].append(mutant.id)
    parts = [HEAD]
    for why, ids in sorted(by_reason.items()):
        listed = "\n".join(f"- `{id}`" for id in ids)
        parts.append(f"## {why[0].upper()}{why[1:]}\n\n{listed}\n")
    return "\n".join(parts)


def test_every_rule_and_nearly_every_box_is_reached() -> None:
    """A way to reach a red flag or a suggestion that nobody tried may be wrong."""
    found = coverage(the_book(), own_cases())

    assert 100 == found.share("rules").percent
    assert 100 == found.share("boxes", "red-flags").percent
    assert 100 == found.share("boxes", "core").percent
    assert 95 <= found.share("boxes").percent


def test_every_change_of_a_rule_is_noticed_or_has_a_reason() -> None:
    """Whoever weakens a danger sign by one line, answer, cut point or level hears of it.

    What the cases miss elsewhere is listed, and nobody could have noticed it. One test, since
    it takes half a minute to try every change.
    """
    assert [] == [mutant.id for mutant in survivors() if mutant.red_flag]
    now = page()
    assert "nexplained" not in now
    assert SURVIVORS.read_text(encoding="utf-8") == now


if __name__ == "__main__":
    SURVIVORS.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{SURVIVORS.relative_to(Path.cwd())}\n")
