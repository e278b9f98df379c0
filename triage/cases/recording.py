"""Writing cases with what came of them as their expectation, for somebody to review.

What is written reads back as the same answers. It says what the rules do, not what they
should do: a person has to read it before it guards anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

import msgspec

from triage.cases.loading import SUFFIX, Case, Expect
from triage.cases.running import Came, Ran
from triage.inference.answer_text import listed, scalar, value_text

HEAD = "# Recorded from what the rules do now. Read every expectation before you keep it.\n"


def recorded(rans: Iterable[Ran]) -> str:
    """A case file with the same cases and new expectations."""
    names: set[str] = set()
    parts = [HEAD, "cases:\n"]
    for ran in rans:
        name = _free(ran, names)
        names.add(name)
        parts.append(f"  {scalar(name)}:\n    answers:")
        given = ran.case.answers.given
        parts.append("\n" if given else " {}\n")
        parts += [f"      {scalar(id)}: {value_text(value)}\n" for id, value in given.items()]
        parts.append("    expect:\n")
        parts += [f"      {line}\n" for line in _expected(ran.came)]
    return "".join(parts)


def suggested(cases: Iterable[Case]) -> str:
    """A case file with these cases, whose expectations say what the rules do now."""
    parts = [HEAD, "cases:\n"]
    for case in cases:
        answers = ", ".join(f"{scalar(i)}: {value_text(v)}" for i, v in case.answers.given.items())
        parts.append(f"  {scalar(case.name)}:\n    answers: {{{answers}}}\n")
        parts.append(f"    expect: {{{', '.join(_wanted(case.expect))}}}\n")
    return "".join(parts)


def _wanted(expect: Expect) -> Iterator[str]:
    for field in msgspec.structs.fields(Expect):
        wanted = getattr(expect, field.name)
        if wanted == field.default:
            continue
        if isinstance(wanted, Mapping):
            if wanted:
                pairs = ", ".join(f"{scalar(k)}: {scalar(v)}" for k, v in wanted.items())
                yield f"{field.encode_name}: {{{pairs}}}"
        else:
            text = listed(wanted) if isinstance(wanted, tuple) else scalar(wanted)
            yield f"{field.encode_name}: {text}"


def _free(ran: Ran, taken: set[str]) -> str:
    """The name of the case; where two files have the same one, with the file."""
    name = ran.case.name
    if name in taken:
        name = f"{name} ({PurePath(ran.case.place.file).name.removesuffix(SUFFIX)})"
    number, unique = 2, name
    while unique in taken:
        unique, number = f"{name} {number}", number + 1
    return unique


def _expected(came: Came) -> list[str]:
    # without anything to stand first, what is said is that nothing is shown
    first = f"first: {scalar(came.suggested[0])}" if came.suggested else "offered: []"
    return [f"urgency: {came.urgency}", first, f"red-flags: {listed(came.red_flags)}"]
