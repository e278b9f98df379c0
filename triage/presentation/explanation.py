"""Explanations in words: the chain, why not, and what would change the result.

Each begins with a heading of level 1. Where several stand in one document, below a title of its
own, `lowered` moves them down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from triage.inference.explained import (
    Altered,
    BlockedLink,
    CandidateLink,
    Chain,
    Change,
    Ground,
    Missing,
    Weight,
    WhyNot,
)
from triage.presentation.document import Block, Heading, Item, Items, Paragraph
from triage.presentation.layout import WIDEST, Style, unstyled
from triage.presentation.result import FIT_WORDS
from triage.presentation.text_page import as_text
from triage.rulebook.urgency import below

NEVER_ADVICE = (
    "This is for people who write and check rules. It is never a reason to answer differently: "
    "answer what is true."
)


def chain_text(chain: Chain, width: int = WIDEST, heading: Style = unstyled) -> str:
    """Why: from answers through findings to suggestion and urgency; ends with a line break."""
    return as_text(chain_blocks(chain), width, heading)


def why_not_text(found: WhyNot, width: int = WIDEST, heading: Style = unstyled) -> str:
    """Why a condition is not suggested, in lay words; ends with a line break."""
    return as_text(why_not_blocks(found), width, heading)


def changes_text(
    changes: Sequence[Change],
    names: Mapping[str, str],
    width: int = WIDEST,
    heading: Style = unstyled,
) -> str:
    """What would change the result; `names` are the conditions' names by id."""
    return as_text(changes_blocks(changes, names), width, heading)


def chain_blocks(chain: Chain) -> Iterator[Block]:
    """Why: from answers through findings to suggestion and urgency."""
    yield Heading(1, f"Urgency: {chain.urgency}")
    yield Paragraph(chain.title)
    deciding = [flag.id for flag in chain.red_flags if flag.decides]
    deciding += [candidate.id for candidate in chain.candidates if candidate.decides]
    yield Paragraph(f"Decided by: {', '.join(deciding) or 'nothing; it is the lowest level'}.")
    if chain.red_flags:
        yield Heading(2, "Red flags")
    flags = []
    for flag in chain.red_flags:
        sure = "" if flag.certain else ", since it is not sure"
        words = f"{flag.id} {flag.title} -> {flag.urgency}{sure}"
        flags.append(Item(words, _list(_below(flag.ground))))
    yield Items("", tuple(flags))
    if chain.findings:
        yield Heading(2, "Findings")
    yield Items("", tuple(map(_ground, chain.findings)))
    yield Heading(2, "Suggestions")
    if not chain.candidates:
        yield Paragraph("No condition fits.")
    yield Items("", tuple(map(_candidate, chain.candidates)), numbered=True, apart=True)
    if chain.blocked:
        yield Heading(2, "Fits, but is not offered")
    yield Items("", tuple(map(_blocked, chain.blocked)))


def _candidate(candidate: CandidateLink) -> Item:
    hidden = "" if candidate.shown else ", not shown"
    return Item(
        f"{candidate.name} ({candidate.id}): {FIT_WORDS[candidate.fit]}, "
        f"{candidate.points} points, {candidate.urgency}{hidden}",
        (
            Items(f"Core, {_points(candidate.core_points)}:", (_ground(candidate.core),)),
            _weights("Speaks for it:", candidate.supports),
            _weights("Speaks against it:", candidate.against),
        ),
    )


def _blocked(blocked: BlockedLink) -> Item:
    core = _ground(blocked.core)
    return Item(
        f"{blocked.name} ({blocked.id})",
        _list((core, *_blocks(blocked.blocks, blocked.instead))),
    )


def why_not_blocks(found: WhyNot) -> Iterator[Block]:
    """Why a condition is not suggested, in lay words."""
    yield Heading(1, f"Why not {found.name}?")
    match found.state:
        case "offered":
            yield Paragraph(f"It is suggested already, in place {found.place}.")
        case "fits-but-not-shown":
            yield Paragraph(
                f"It fits, in place {found.place}, but is not shown: {found.not_shown_because}."
            )
        case "blocked":
            yield Paragraph("What it needs is there, but something keeps it from being offered.")
        case "core-missing":
            yield Paragraph("Something that it needs is missing.")
    if found.missing:
        yield Heading(2, "What is missing")
        yield Items("", tuple(map(_missing, found.missing)))
        if found.other_ways:
            ways = "way lacks" if found.other_ways == 1 else "ways lack"
            yield Paragraph(f"This is the nearest; {found.other_ways} other {ways} as few answers.")
    if found.blocks:
        yield Heading(2, "What keeps it from being offered")
        yield Items("", tuple(_blocks(found.blocks, found.instead)))
    if found.speaks_against:
        yield Heading(2, "What speaks against it")
        yield _weights("", found.speaks_against)
    if found.speaks_for:
        yield Heading(2, "What speaks for it")
        yield _weights("", found.speaks_for)
    if found.open:
        yield Heading(2, "What is not known")
        unknown = (f"{'; '.join(r.topics)} ({r.because}; {r.rule})" for r in found.open)
        yield Items("", tuple(unknown))


def changes_blocks(changes: Sequence[Change], names: Mapping[str, str]) -> Iterator[Block]:
    """What would change the result; `names` are the conditions' names by id."""
    yield Heading(1, "What would change the result")
    yield Paragraph(NEVER_ADVICE)
    if not changes:
        yield Paragraph(
            "No change of one or two answers moves the urgency or the first suggestion."
        )
    higher = [c for c in changes if below(c.urgency_before, c.urgency_after)]
    same = [c for c in changes if c.urgency_after == c.urgency_before]
    lower = [c for c in changes if below(c.urgency_after, c.urgency_before)]
    for title, some in (
        ("The urgency would be higher", higher),
        ("Only the first suggestion would be another", same),
        ("The urgency would be lower", lower),
    ):
        if some:
            yield Heading(2, title)
        yield Items("", tuple(_change(change, names) for change in some))


def advisory_blocks(advisory: str, review: str) -> Iterator[Block]:
    """What ends every explanation; `review` is empty once the rules are signed."""
    yield Heading(1, "See your doctor")
    yield Paragraph(advisory)
    yield Paragraph(review)


def _list(items: Iterable[str | Item]) -> tuple[Block, ...]:
    return (Items("", tuple(items)),)


def _ground(ground: Ground) -> Item:
    return Item(f"{ground.because} ({ground.rule})", _list(_below(ground)))


def _below(ground: Ground) -> Iterator[str | Item]:
    """The answers and findings behind it."""
    yield from (said.words for said in ground.answers)
    yield from map(_ground, ground.findings)


def _weights(title: str, weights: Sequence[Weight]) -> Items:
    return Items(title, tuple(map(_weight, weights)))


def _weight(weight: Weight) -> Item:
    ground = weight.ground
    worth = f"{weight.strength}, {_points(weight.points, signed=True)}"
    return Item(f"{ground.because} ({ground.rule}: {worth})", _list(_below(ground)))


def _points(points: int, *, signed: bool = False) -> str:
    number = f"{points:+}" if signed else str(points)
    return f"{number} point" if abs(points) == 1 else f"{number} points"


def _blocks(blocks: Sequence[Ground], instead: Sequence[str]) -> Iterator[Item]:
    for block, other in zip(blocks, instead, strict=True):
        item = _ground(block)
        there = Paragraph(f"Look at this instead: {other}.")
        yield Item(item.text, (*item.below, there))


def _missing(missing: Missing) -> str:
    match missing.known:
        case "answered-otherwise":
            here = f"you said: {missing.answered}"
        case "not-sure":
            here = missing.answered
        case "not-answered":
            here = "it was not answered"
        case "not-asked":
            here = f"it was not asked; it is asked when {missing.asked_when}"
    return f"needed: {missing.needed}; {here}"


def _change(change: Change, names: Mapping[str, str]) -> str:
    parts = []
    if change.urgency_after != change.urgency_before:
        parts.append(f"{change.urgency_after} instead of {change.urgency_before}")
    if change.first_after != change.first_before:
        after, before = _first(change.first_after, names), _first(change.first_before, names)
        parts.append(f"first {after} instead of {before}")
    aside = f" (set aside: {', '.join(change.set_aside)})" if change.set_aside else ""
    return f"{' and '.join(_altered(one) for one in change.answers)}{aside} -> {'; '.join(parts)}"


def _altered(altered: Altered) -> str:
    was = f"instead of “{altered.was}”" if altered.was else "where nothing was answered"
    return f"{altered.about}: “{altered.instead}” {was}"


def _first(id: str | None, names: Mapping[str, str]) -> str:
    return "nothing" if id is None else names[id]
