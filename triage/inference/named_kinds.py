"""What doctors call it, for people whom no condition fits.

A named kind is no rule: it rests on answers and findings, and nothing rests on it. So it
can neither raise an urgency nor suggest a condition.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.inference.reference import Basis, Fired, basis_of
from triage.rulebook.conclusions import finding
from triage.rulebook.model import Rulebook


def kinds_told(book: Rulebook, variables: Mapping[str, str], fired: Fired) -> dict[str, Basis]:
    """The kinds that these answers tell, each with what tells it, in the order of the rule book.

    A wider kind is left out where one that is part of it is told.
    """
    if not book.kinds:
        return {}
    held = {name for id in book.findings if (name := finding(id)).rule in fired}
    held |= {name for id in book.findings if (name := finding(id).twin).rule in fired}
    told = {
        id: found
        for id, kind in book.kinds.items()
        if (found := basis_of(kind.when, book, variables, held)) is not None
    }
    wider = {other for id in told for other in _wider(book, id)}
    return {id: found for id, found in told.items() if id not in wider}


def _wider(book: Rulebook, id: str) -> list[str]:
    found = []
    while (other := book.kinds[id].part_of) is not None:
        found.append(other)
        id = other
    return found
