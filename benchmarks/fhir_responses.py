"""Responses broken at random: each is refused in words, or read without losing a sign.

python benchmarks/fhir_responses.py                    10,000 of them
python benchmarks/fhir_responses.py --number 500 --seed 5

Ends with a failed assertion, and the response, where a sign is lost or something else goes wrong.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.test_fhir import mutated_responses  # noqa: E402


def main() -> None:
    """Break, read and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    read, refused = mutated_responses(wanted.number, wanted.seed)
    print(f"{wanted.number} broken responses: {read} read with every sign, {refused} refused")


if __name__ == "__main__":
    main()
