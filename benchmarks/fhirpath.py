"""The urgency that a FHIR form works out, for everybody, by two implementations of FHIRPath.

python benchmarks/fhirpath.py                fhirpath.js: every scripted case and every person
python benchmarks/fhirpath.py --python 3     and fhirpathpy: one in three of them
python benchmarks/fhirpath.py --jobs 2       in so many processes

Ends with 1 where an urgency is another than that of the rules; with a medicine that was typed and
stands in no list, it may only be higher. It needs `npm ci --prefix tests/fhir_validation`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=int, default=0, metavar="EVERY")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()

    from tests import fhirpath

    everybody = fhirpath.everybody()
    print(f"{len(everybody)} sets of answers")
    with ProcessPoolExecutor(args.jobs) as pool:
        right = told(pool, "fhirpath.js", fhirpath.by_javascript, everybody, args.jobs)
        if args.python:
            some = everybody[:: args.python]
            right = told(pool, "fhirpathpy", fhirpath.by_python, some, args.jobs) and right
    sys.exit(0 if right else 1)


def told(
    pool: ProcessPoolExecutor,
    name: str,
    by: Callable[[Sequence[Any]], list[Any]],
    asked: Sequence[Any],
    jobs: int,
) -> bool:
    """Says what an implementation comes to; whether nothing is wrong."""
    from tests.fhirpath import by_rules, typed_freely
    from triage.rulebook.urgency import at_least

    start = time.perf_counter()
    parts = [asked[job::jobs] for job in range(jobs)]
    found = [
        (answers, said)
        for part, some in zip(parts, pool.map(by, parts), strict=True)
        for answers, (said,) in zip(part, some, strict=True)
    ]
    took = time.perf_counter() - start
    typed = [(answers, said) for answers, said in found if typed_freely(answers)]
    higher = [said for answers, said in typed if said != by_rules(answers)]
    wrong = [
        answers
        for answers, said in found
        if said != (wanted := by_rules(answers))
        and not (typed_freely(answers) and at_least(said, wanted))
    ]
    print(
        f"{name}: {len(found)} worked out in {took:.0f} s, {len(wrong)} wrong; {len(typed)} with a "
        f"medicine that stands in no list, {len(higher)} of them higher"
    )
    for answers in wrong[:5]:
        print(f"  {dict(answers.given)}")
    return not wrong


if __name__ == "__main__":
    main()
