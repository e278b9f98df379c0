"""How long it takes to compare the rule book with an edited copy of it.

python benchmarks/rule_diff.py
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from msgspec.structs import replace

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from triage.cases.loading import SUFFIX  # noqa: E402
from triage.changes.comparing import compare  # noqa: E402
from triage.rulebook.model import Rulebook  # noqa: E402
from triage.rulebook.own import own_rulebook  # noqa: E402
from triage.rulebook.when import UNSURE, Holds, Is, leaves  # noqa: E402


def edits(book: Rulebook) -> dict[str, Rulebook]:
    """The same rule book, and copies with one thing changed."""
    flag = next(id for id, one in book.red_flags.items() if one.urgency == "emergency")
    lower = replace(book.red_flags[flag], urgency="same-day")
    used = Counter(
        leaf.conclusion.id
        for rule in book.rules
        if not rule.id.endswith("?")
        for leaf in leaves(rule.when)
        if isinstance(leaf, Holds) and leaf.conclusion.startswith("finding:")
    )
    finding, times = used.most_common(1)[0]
    other = Is(next(iter(book.variables)), (UNSURE,))
    points = replace(book.scoring.points, moderate=book.scoring.points.moderate - 1)
    return {
        "identical": book,
        f"one red flag ({flag}) lowered": replace(book, red_flags={**book.red_flags, flag: lower}),
        f"one finding ({finding}, used {times} times) replaced": replace(
            book,
            findings={**book.findings, finding: replace(book.findings[finding], when=other)},
        ),
        "a threshold moved": replace(
            book, scoring=replace(book.scoring, fits_well=book.scoring.fits_well + 1)
        ),
        "points moved": replace(book, scoring=replace(book.scoring, points=points)),
    }


def main() -> None:
    """Print how long each comparison takes, without and with the saved cases."""
    book = own_rulebook()
    cases = sorted((ROOT / "tests" / "cases").rglob(f"*{SUFFIX}"))
    for name, new in edits(book).items():
        start = time.perf_counter()
        found = compare(book, new)
        alone = time.perf_counter() - start
        start = time.perf_counter()
        compare(book, new, cases)
        both = time.perf_counter() - start
        print(
            f"{name}: {alone:.2f} s, with {len(cases)} case files {both:.2f} s; "
            f"{len(found.lowered)} lowered, {len(found.raised)} raised, {len(found.moves)} moves, "
            f"{len(found.switches)} other first candidates on {found.tried} answer sets, "
            f"{len(found.not_decided)} not decided"
        )


if __name__ == "__main__":
    main()
