"""`ignore:` in rule files: which checks pass over a part, and why.

    ignore:
      E06: kept apart because the second text is for children

It stands on the rule, question, source or condition that it is about, and holds for
everything below. It changes no result, so it is no part of the rule book's digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from triage.checks.context import Found
from triage.errors import shortened
from triage.rulebook import check_ids
from triage.rulebook.stated import At

FEWEST_WORDS = 4
KEY = "ignore"


def ignored(texts: Mapping[At, str]) -> dict[At, str]:
    """Every `ignore` in the rule files, by place, with its reason."""
    return {at: text for at, text in texts.items() if len(at) >= 3 and at[-2] == KEY}


def split(
    found: Iterable[Found], written: Mapping[At, str], never: Iterable[str]
) -> tuple[list[Found], list[Found], set[At]]:
    """What is left, what is ignored, and the places of the `ignore` lines that were of use.

    `never` are the ids of the checks that cannot be ignored. A line without a reason that can
    be read as one ignores nothing.
    """
    safe = set(never)
    reasons = {at for at, reason in written.items() if len(reason.split()) >= FEWEST_WORDS}
    left: list[Found] = []
    passed: list[Found] = []
    of_use: set[At] = set()
    for one in found:
        by = [
            place
            for end in range(1, len(one.at) + 1)
            if (place := (*one.at[:end], KEY, one.check)) in reasons
        ]
        if by and one.check not in safe:
            passed.append(one)
            of_use.update(by)
        else:
            left.append(one)
    return left, passed, of_use


def slips(
    written: Mapping[At, str], of_use: set[At], known: Mapping[str, str], ran: set[str]
) -> Iterator[Found]:
    """E31: an `ignore` that cannot be, has no reason, or is of no use.

    `known` says of every check why it cannot be ignored, empty where it can; `ran` are the
    checks that were run.
    """
    for at, reason in written.items():
        id = str(at[-1])
        if id not in known:
            what, advice = f"unknown check `{shortened(id)}`", _nearest(id, known)
            yield Found(check=check_ids.IGNORE, at=at, message=what, help=advice)
        elif known[id]:
            what = f"`{id}` cannot be ignored"
            yield Found(check=check_ids.IGNORE, at=at, message=what, help=known[id])
        elif len(reason.split()) < FEWEST_WORDS:
            what = f"`{shortened(reason)}` is no reason to ignore `{id}`"
            advice = f"say why in {FEWEST_WORDS} words or more"
            yield Found(check=check_ids.IGNORE, at=at, message=what, help=advice)
        elif at not in of_use and id in ran:
            what = f"`{id}` finds nothing here that is ignored"
            yield Found(
                check=check_ids.IGNORE, at=at, message=what, help="delete the line", level="warning"
            )


def _nearest(id: str, known: Iterable[str]) -> str:
    """A help line with the check that was meant: E6 is E06, e6 too."""
    number = id[1:] if id[:1] in "Ee" else id
    meant = f"E{int(number):02}" if number.isdecimal() and number.isascii() else ""
    if meant in known:
        return f"did you mean `{meant}`?"
    return "checks are listed in docs/checks/README.md"
