"""Whether one engine, used for very many people, keeps its memory flat.

python benchmarks/memory.py                  50,000 people
python benchmarks/memory.py --people 5000    fewer

After a warm-up, how many blocks of memory Python has in use, and what the process takes, are
looked at ten times.
Everybody has other answers than the one before, so that the engine starts afresh for each; a
part of them goes through the whole result as well, by both evaluators.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from triage.inference.answers import Answers, is_asked, value_from, variables_for  # noqa: E402
from triage.inference.assessing import assess  # noqa: E402
from triage.inference.engine import Engine  # noqa: E402
from triage.rulebook.model import Rulebook  # noqa: E402

WARM_UP = 500
LOOKS = 10
RESULT_FOR = 10
"""One in so many people gets a whole result."""
MOST_GROWTH = 0.1
"""Blocks for each person; whatever kept something of everybody would keep one at least."""


class Look(NamedTuple):
    """The memory at one moment."""

    people: int
    blocks: int
    """Blocks of memory that Python has in use."""
    resident: int
    """Bytes that the process takes; 0 where the system does not tell."""


def people(book: Rulebook, seed: int = 0) -> Iterator[Answers]:
    """People without end, each with an answer to every question that they are led to."""
    chance = random.Random(seed)
    while True:
        given = {}
        variables: dict[str, str] = {}
        for id, question in book.questions.items():
            if not is_asked(id, variables, book):
                continue
            match question.kind:
                case "yes-no":
                    answer: object = chance.choice(["yes", "no", "no", "unsure"])
                case "pick-one":
                    answer = chance.choice([*question.answers, "unsure"])
                case "tick-all":
                    answer = [
                        item
                        for item, about in question.answers.items()
                        if chance.random() < 0.15 and not about.exclusive
                    ]
                case "number":
                    answer = chance.choice(
                        [chance.randint(question.lowest, question.highest), "unsure"]
                    )
                case "span":
                    word = chance.choice([*question.bands, "unsure"])
                    answer = question.answer_for(word)
                case "free-text":
                    answer = chance.choice(["none", "It came after a fall."])
                case _:
                    names = list(book.medicines)
                    answer = chance.sample(names, min(len(names), chance.choice([0, 0, 1, 2])))
            given[id] = value_from(book, id, answer)
            variables.update(variables_for(book, id, given[id]))
        yield Answers(given)


def resident() -> int:
    """Bytes that this process takes, 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    import resource

    return pages * resource.getpagesize()


def looks(book: Rulebook, engine: Engine, count: int, warm_up: int = WARM_UP) -> list[Look]:
    """Run so many people through one engine, and look at the memory in between."""
    found: list[Look] = []
    every = max(1, count // LOOKS)
    for place, answers in enumerate(people(book), start=1 - warm_up):
        if place % RESULT_FOR == 0:
            assess(book, answers, lambda: engine)
        else:
            engine.fire(answers.variables(book))
        if place >= 0 and place % every == 0:
            engine.fire({})  # what it holds of the last person is not the same every time
            gc.collect()
            found.append(Look(place, sys.getallocatedblocks(), resident()))
        if place >= count:
            break
    return found


def growth(found: list[Look]) -> float:
    """Blocks more for each person, from the first three looks to the last three, by medians."""
    first, last = (sorted(found[three], key=lambda look: look.blocks)[1] for three in _ENDS)
    return (last.blocks - first.blocks) / (found[-2].people - found[1].people)


_ENDS = (slice(None, 3), slice(-3, None))


def main() -> int:
    from triage import own_rulebook

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    count = parser.parse_args().people
    book = own_rulebook()
    found = looks(book, Engine(book), count)
    for look in found:
        print(f"{look.people:7} people: {look.blocks} blocks, process {look.resident / 1e6:.1f} MB")
    grown = growth(found)
    print(f"grown by {grown:.4f} blocks for each person (at most {MOST_GROWTH})")
    return 0 if grown < MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
