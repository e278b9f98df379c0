"""How often the result is right, over the people in tests/people.

python benchmarks/accuracy.py            the figures
python benchmarks/accuracy.py --misses   also each miss in a line
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    from triage import own_rulebook
    from triage.cases.accuracy import misses, outcomes, report
    from triage.cases.people import SUFFIX, load_people

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    book = own_rulebook()
    for folder in sorted((ROOT / "tests" / "people").iterdir()):
        for silence in (
            ("as written", "left out") if folder.name == "published" else ("as written",)
        ):
            people = [
                person
                for path in sorted(folder.glob(f"*{SUFFIX}"))
                for person in load_people(path, book, silence)
            ]
            found = outcomes(book, people)
            print(f"## {folder.name}, what nobody said {silence}\n{report(found)}\n")
            if arguments.misses:
                print("\n".join(misses(found)), "\n")


if __name__ == "__main__":
    main()
