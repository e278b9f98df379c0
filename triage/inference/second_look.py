"""A second look: lines that ask again about lines of an earlier list.

A long list is easily skimmed over, so a line that was left unticked is asked again; so is a danger
sign itself of which somebody was not sure. What is ticked at the second look counts as ticked at
the first: rules know of one line only, and what it opens is asked. It never takes anything back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from triage.inference.prepared import prepared
from triage.rulebook.expanding import TICKED
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.model import Rulebook

TOWARDS_YES = ("no", "unsure", "yes")


def with_second_look(book: Rulebook, given: Mapping[str, Value]) -> dict[str, Value]:
    """The answers in the order of the questions, each line as near to *yes* as either look says."""
    found = dict(given)
    for later, item, earlier, line in prepared(book).repeated:
        again, first = given.get(later), found.get(earlier)
        if not isinstance(again, Mapping) or again[item] not in TICKED:
            continue
        if not isinstance(first, Mapping):
            first = dict.fromkeys(book.questions[earlier].answers, NOT_ASKED)
        if first[line] == NOT_ASKED or _nearer_to_yes(again[item], first[line]):
            found[earlier] = {**first, line: again[item]}
    return {id: found[id] for id in book.questions if id in found}


def taken_back(
    book: Rulebook, given: Mapping[str, Value], answered: str, told: Collection[str]
) -> dict[str, Value]:
    """The answers, where a line that is unticked now is unticked at its second look too.

    `told` are the lines that were answered now: a list may be asked again for one new line, and
    what was ticked at the second look of the others then stays.
    """
    found = dict(given)
    for later, item, earlier, line in prepared(book).repeated:
        again, first = found.get(later), found.get(earlier)
        if earlier != answered or not isinstance(again, Mapping) or not isinstance(first, Mapping):
            continue
        if line in told and first[line] == "no" and again[item] in TICKED:
            found[later] = {**again, item: "no"}
    return found


def not_repeated(book: Rulebook, id: str, variables: Mapping[str, str]) -> set[str]:
    """The lines of a second look that it leaves out.

    Those that were ticked before, and those that were not sure and opened a list of details: who
    saw the details would see nothing new.
    """
    return {
        item
        for later, item, earlier, line in prepared(book).repeated
        if later == id
        and variables.get(f"{id}.{item}") not in TICKED
        and (first := variables.get(f"{earlier}.{line}", "no")) != "no"
        and (first != "unsure" or not book.questions[earlier].answers[line].direct)
    }


def _nearer_to_yes(one: str, other: str) -> bool:
    return TOWARDS_YES.index(one) > TOWARDS_YES.index(other)
