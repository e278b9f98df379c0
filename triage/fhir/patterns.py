"""Conditions over a text of codes, as regular expressions that look at it without taking from it.

The text is `;code;code;`. A client reads a condition as one literal, however long it is; written
with operators of FHIRPath it would be parsed anew at every click, and take most of the time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, TypeAlias


class AnyCode(NamedTuple):
    """That one of these stands in the text."""

    codes: frozenset[str]


class Between(NamedTuple):
    """That a number stands in the text, as `id=number`, and lies between these."""

    id: str
    low: int
    high: int


class AllOf(NamedTuple):
    """That each of these holds."""

    parts: tuple[Condition, ...]


class OneOf(NamedTuple):
    """That one of these holds."""

    parts: tuple[Condition, ...]


class Not(NamedTuple):
    """That this does not hold."""

    part: Condition


Condition: TypeAlias = AnyCode | Between | AllOf | OneOf | Not

NEVER: Condition = AnyCode(frozenset())
ALWAYS: Condition = AllOf(())


def any_code(*codes: str) -> Condition:
    """That one of these stands in the text."""
    return AnyCode(frozenset(codes))


def one_of(parts: Iterable[Condition]) -> Condition:
    """That one of these holds, in its shortest form."""
    codes: frozenset[str] = frozenset()
    others: dict[Condition, None] = {}
    for part in _flat(OneOf, parts):
        if part == ALWAYS:
            return ALWAYS
        if isinstance(part, AnyCode):
            codes |= part.codes
        else:
            others[part] = None
    found: list[Condition] = [AnyCode(codes)] if codes else []
    found += others
    return NEVER if not found else found[0] if len(found) == 1 else OneOf(tuple(found))


def all_of(parts: Iterable[Condition]) -> Condition:
    """That each of these holds, in its shortest form."""
    found = tuple(dict.fromkeys(_flat(AllOf, parts)))
    if NEVER in found:
        return NEVER
    return found[0] if len(found) == 1 else AllOf(found)


def no(part: Condition) -> Condition:
    """That this does not hold."""
    if part in (NEVER, ALWAYS):
        return ALWAYS if part == NEVER else NEVER
    return part.part if isinstance(part, Not) else Not(part)


def at_least(needed: int, parts: Collection[Condition]) -> Condition:
    """That so many of these hold."""
    if needed <= 0:
        return ALWAYS
    if needed > len(parts):
        return NEVER
    first, *rest = parts
    with_first = all_of([first, at_least(needed - 1, rest)])
    return one_of([with_first, at_least(needed, rest)])


def _flat(kind: type[OneOf | AllOf], parts: Iterable[Condition]) -> Iterator[Condition]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def codes_in(condition: Condition) -> Iterator[str]:
    """Every code that a condition looks for."""
    match condition:
        case AnyCode(codes):
            yield from codes
        case Not(part):
            yield from codes_in(part)
        case AllOf(parts) | OneOf(parts):
            for part in parts:
                yield from codes_in(part)


def written(condition: Condition) -> str:
    """The regular expression, to be looked for at the start of the text."""
    match condition:
        case AnyCode(codes):
            return f"(?={_looked_for(codes)})" if codes else "(?!)"
        case Between(id, low, high):
            return f"(?=.*;{_plain(id)}=(?:{'|'.join(_numbers(low, high))});)"
        case Not(AnyCode(codes)):
            return f"(?!{_looked_for(codes)})"
        case Not(part):
            return f"(?!{written(part)})"
        case AllOf(parts):
            return "".join(map(written, parts))
        case OneOf(parts):
            return f"(?:{'|'.join(map(written, parts))})"


def _looked_for(codes: Collection[str]) -> str:
    """Codes that begin alike, or end so, are written together."""
    twice = {code for code in codes if code + _NOT_SURE in codes}
    left = [code for code in codes if code.removesuffix(_NOT_SURE) not in twice or code in twice]
    said: list[str] = []
    for (before, ends_so), some in groupby(
        sorted(left, key=lambda code: (_begun(code), code in twice, code)),
        lambda code: (_begun(code), code in twice),
    ):
        ends = [code.removeprefix(before) for code in some]
        end = "(?:[.]unsure)?" if ends_so else ""
        if before and len(ends) > 1:
            said.append(f"{_plain(before)}(?:{'|'.join(map(_plain, ends))}){end}")
        else:
            said += [_plain(before + one) + end for one in ends]
    return f".*;{said[0]};" if len(said) == 1 else f".*;(?:{'|'.join(said)});"


_NOT_SURE = ".unsure"


def _begun(code: str) -> str:
    before, dot, _ = code.rpartition(".")
    return before + dot


def _plain(code: str) -> str:
    if not re.fullmatch("[a-z0-9.:/@!#-]+", code):
        raise ValueError(code)
    return code.replace(".", "[.]")


def _numbers(low: int, high: int) -> Iterator[str]:
    """Every number between two, the shortest way: blocks of tens, of hundreds and so on."""
    while low <= high:
        size = 1
        while low % (size * 10) == 0 and low and low + size * 10 - 1 <= high:
            size *= 10
        first = low // size
        last = min(high + 1 - size, (first // 10 * 10 + 9) * size) // size
        stem, digits = str(first)[:-1], f"[{first % 10}-{last % 10}]"
        yield stem + (digits if last > first else str(first % 10)) + "[0-9]" * (len(str(size)) - 1)
        low = (last + 1) * size
