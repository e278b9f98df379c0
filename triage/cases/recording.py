"""Writing cases with what came of them as their expectation, for somebody to review.

What is written reads back as the same answers. It says what the rules do, not what they
should do: a person has to read it before it guards anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

import msgspec

from triage.cases.loading import SUFFIX, Case, Expect
from triage.cases.running import Came, Ran
from triage.errors import unseen
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.kinds.written_answers import NONE_WORD
from triage.rulebook.when import UNSURE

HEAD = "# Recorded from what the rules do now. Read every expectation before you keep it.\n"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?: [A-Za-z0-9][A-Za-z0-9_-]*)*")


def recorded(rans: Iterable[Ran]) -> str:
    """A case file with the same cases and new expectations."""
    names: set[str] = set()
    parts = [HEAD, "cases:\n"]
    for ran in rans:
        name = _free(ran, names)
        names.add(name)
        parts.append(f"  {_scalar(name)}:\n    answers:")
        given = ran.case.answers.given
        parts.append("\n" if given else " {}\n")
        parts += [f"      {_scalar(id)}: {_value(value)}\n" for id, value in given.items()]
        parts.append("    expect:\n")
        parts += [f"      {line}\n" for line in _expected(ran.came)]
    return "".join(parts)


def suggested(cases: Iterable[Case]) -> str:
    """A case file with these cases, whose expectations say what the rules do now."""
    parts = [HEAD, "cases:\n"]
    for case in cases:
        answers = ", ".join(f"{_scalar(i)}: {_value(v)}" for i, v in case.answers.given.items())
        parts.append(f"  {_scalar(case.name)}:\n    answers: {{{answers}}}\n")
        parts.append(f"    expect: {{{', '.join(_wanted(case.expect))}}}\n")
    return "".join(parts)


def _wanted(expect: Expect) -> Iterator[str]:
    for field in msgspec.structs.fields(Expect):
        wanted = getattr(expect, field.name)
        if wanted == field.default:
            continue
        if isinstance(wanted, Mapping):
            if wanted:
                pairs = ", ".join(f"{_scalar(k)}: {_scalar(v)}" for k, v in wanted.items())
                yield f"{field.encode_name}: {{{pairs}}}"
        else:
            text = _list(wanted) if isinstance(wanted, tuple) else _scalar(wanted)
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
    first = f"first: {_scalar(came.suggested[0])}" if came.suggested else "offered: []"
    return [f"urgency: {came.urgency}", first, f"red-flags: {_list(came.red_flags)}"]


def _value(value: Value) -> str:
    if isinstance(value, Mapping):
        words = set(value.values())
        if words == {UNSURE}:
            return UNSURE
        # an item that is left out is a no, or a line that is not shown to somebody like this
        some = {item: word for item, word in value.items() if word not in ("no", NOT_ASKED)}
        if UNSURE in words:
            return "{" + ", ".join(f"{_scalar(i)}: {_scalar(w)}" for i, w in some.items()) + "}"
        return _list(tuple(some)) if some else NONE_WORD
    if isinstance(value, tuple):
        return _list(value) if value else NONE_WORD
    return _scalar(str(value))


def _list(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(_scalar(word) for word in words) + "]"


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return '"' + "".join(_char(char) for char in text) + '"'


def _char(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return f"\\U{ord(char):08x}" if unseen(char) else char
