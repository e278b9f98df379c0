"""How long the questionnaire is, over the people in tests/people.

python benchmarks/length.py                the medians, and the longest
python benchmarks/length.py --questions    also how often each question is asked, and its lines
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    from tests.sitting import sat_through
    from triage import own_rulebook
    from triage.cases.people import SUFFIX, load_people

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", action="store_true")
    questions = parser.parse_args().questions
    book = own_rulebook()
    for folder in sorted((ROOT / "tests" / "people").iterdir()):
        if not folder.is_dir():
            continue
        people = [p for path in sorted(folder.glob(f"*{SUFFIX}")) for p in load_people(path, book)]
        sat = [sat_through(book, person.answers.given) for person in people]
        print(folder.name, len(sat))
        for unit in ("questions", "lines", "words", "minutes"):
            of = [getattr(one, unit) for one in sat]
            print(f"  {unit:<10} {median(of):7.1f} in the middle {max(of):7.1f} at most")
        if questions:
            asked = Counter[str]()
            lines = Counter[str]()
            for one in sat:
                for id, number in one.asked.items():
                    asked[id] += 1
                    lines[id] += number
            for id, times in asked.most_common():
                print(f"  {id:<28} {times / len(sat):5.0%} {lines[id] / times:5.1f} lines")


if __name__ == "__main__":
    main()
