"""What becomes of an emergency when its reader misses one line of a danger screen.

Each person of tests/people who comes out as an emergency is answered again once for each line
that they ticked, with that line left (promise P14). Those whose label says less than emergency are
counted apart: that they come out lower with a line missed is no loss of an emergency.

python benchmarks/missed_lines.py    how often, how far it falls, and who falls below same day
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from triage.cases.people import Person
    from triage.inference.answers import Answers
    from triage.rulebook.model import Rulebook

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


class Fallen(NamedTuple):
    """A person who comes out as an emergency, with one line missed."""

    person: Person
    line: str
    urgency: str
    """What comes out without the line."""
    again: bool
    """Whether they are asked about it once more at the second look."""


def emergencies(book: Rulebook, people: Sequence[Person]) -> list[Person]:
    """Those who come out as an emergency."""
    from triage.cases.accuracy import outcomes

    return [one.person for one in outcomes(book, people) if one.urgency == "emergency"]


def fallen(book: Rulebook, grave: Sequence[Person]) -> list[Fallen]:
    """Every line that each of these people ticked on a danger screen, missed."""
    from triage.inference.many_people import fired_by
    from triage.inference.weighing import weigh

    every = [(person, *one) for person in grave for one in missed(book, person)]
    fired = fired_by(book, [left.variables(book) for _, _, left, _ in every])
    return [
        Fallen(person, line, weigh(book, rules).urgency, again)
        for (person, line, _, again), rules in zip(every, fired, strict=True)
    ]


def missed(book: Rulebook, person: Person) -> Iterator[tuple[str, Answers, bool]]:
    """Each line that this person ticked on a danger screen, with the answers without it, and
    whether they are asked about it again at the second look.
    """
    from triage.inference.answers import Answers, is_asked, variables_for
    from triage.inference.prepared import prepared
    from triage.rulebook.kinds import TickAll

    given = person.answers.given
    for id, question in book.questions.items():
        screen = isinstance(question, TickAll) and question.gate
        if not screen or book.section_of[id] != "safety" or not isinstance(given.get(id), dict):
            continue
        for line, word in given[id].items():
            if word != "yes":
                continue
            left, variables = {}, dict[str, str]()
            for other in (other for other in book.questions if other in given):
                if is_asked(other, variables, book):  # what only this line led to is not asked
                    left[other] = {**given[id], line: "no"} if other == id else given[other]
                    variables.update(variables_for(book, other, left[other]))
            again = {item for later, item, *first in prepared(book).repeated if first == [id, line]}
            asked = any(is_asked(later, variables, book) for later, *_ in prepared(book).repeated)
            yield f"{id}.{line}", Answers(left), bool(again) and asked


def main() -> None:
    from triage import own_rulebook
    from triage.cases.people import SUFFIX, load_people
    from triage.rulebook.urgency import LADDER

    book = own_rulebook()
    for folder in sorted((ROOT / "tests" / "people").iterdir()):
        people = [p for path in sorted(folder.glob(f"*{SUFFIX}")) for p in load_people(path, book)]
        grave = emergencies(book, people)
        for emergency in (True, False):
            some = [p for p in grave if (p.known.urgency == "emergency") == emergency]
            label = "emergencies" if emergency else "people of a lower label who come out as one"
            fell, seen = Counter[str](), Counter[str]()
            low = []
            for person, line, urgency, again in fallen(book, some):
                fell[urgency] += 1
                seen[urgency] += again
                if not again and LADDER.index(urgency) < LADDER.index("same-day"):
                    low.append(f"  {person.id} without {line}: {urgency}")
            print(f"{folder.name}: {len(some)} {label}, {fell.total()} lines missed")
            for urgency in reversed(LADDER):
                print(f"  {urgency:<10} {fell[urgency]:3}, asked again {seen[urgency]:3}")
            print("\n".join(low or ["  nobody falls below same day who is not asked again"]))


if __name__ == "__main__":
    main()
