"""What one answer that is read otherwise does to the right name.

Everybody published whose right name is among three is answered again, with one thing changed each
time: a movement line that is *not sure*, a movement taken for its neighbour, or a line that the
reader left out. A name that hangs on one word is one that the next person will miss.

python benchmarks/one_answer.py                  how often the right name is lost
python benchmarks/one_answer.py --rules FOLDER   with another rule book of the same questions
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.unseen import stories  # noqa: E402
from triage import Rulebook, load_rulebook, own_rulebook  # noqa: E402
from triage.cases.people import SUFFIX, load_people  # noqa: E402
from triage.inference import reference  # noqa: E402
from triage.inference.answers import Answers, answers_from  # noqa: E402
from triage.inference.weighing import weigh  # noqa: E402

NEIGHBOURS = {
    "shakes": ("jerks",),
    "jerks": ("shakes", "flows"),
    "flows": ("jerks", "pulled"),
    "pulled": ("flows", "jerks"),
    "even": ("uneven", "jerks"),
    "uneven": ("even",),
    "twitches": ("flows",),
    "chews": ("pulled",),
    "tic": ("jerks",),
    "shut": ("flicker",),
}
"""For what kind of movement people take another. Editorial."""
AMONG = 3


class Person(NamedTuple):
    answers: Answers
    names: Collection[str]


class Change(NamedTuple):
    kind: str
    answers: Answers


def published(book: Rulebook) -> Iterator[Person]:
    """Everybody whose right name is known to the rule book."""
    folder = ROOT / "tests" / "people" / "published"
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        for one in load_people(path, book):
            yield Person(one.answers, {one.known.condition, *one.known.also} & {*book.conditions})
    for story in stories():
        if story.kind == "published":
            yield Person(answers_from(book, story.answers), story.names)


def changes(answers: Answers) -> Iterator[Change]:
    """Each answer set that has one thing read otherwise."""
    given = answers.given
    for question, ticked in given.items():
        if not isinstance(ticked, Mapping):
            continue
        for line in (line for line, word in ticked.items() if word == "yes"):
            if not question.startswith("does-"):
                yield Change("a line is left out", _with(given, question, {line: "no"}))
                continue
            yield Change("not sure how it moves", _with(given, question, {line: "unsure"}))
            for other in NEIGHBOURS.get(line, ()):
                if ticked.get(other) == "no":
                    swapped = _with(given, question, {line: "no", other: "yes"})
                    yield Change("taken for its neighbour", swapped)


def _with(given: Mapping[str, Any], question: str, words: Mapping[str, str]) -> Answers:
    return Answers({**given, question: {**given[question], **words}})


def is_named(book: Rulebook, answers: Answers, names: Collection[str]) -> bool:
    weighed = weigh(book, reference.fire(book, answers.variables(book)))
    shown = [one.id for one in weighed.candidates if one.shown][:AMONG]
    return any(id in names for id in shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=Path)
    folder = parser.parse_args().rules
    book = load_rulebook(folder) if folder else own_rulebook()
    tried, lost = Counter[str](), Counter[str]()
    right = [one for one in published(book) if is_named(book, *one)]
    for person in right:
        for change in changes(person.answers):
            tried[change.kind] += 1
            lost[change.kind] += not is_named(book, change.answers, person.names)
    sys.stdout.write(f"{len(right)} people whose right name is among {AMONG}\n")
    for kind, number in tried.items():
        share = lost[kind] / number
        sys.stdout.write(f"{kind}: the name is lost in {lost[kind]} of {number} = {share:.1%}\n")


if __name__ == "__main__":
    main()
