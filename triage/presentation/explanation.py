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
    FirmPart,
    Ground,
    Missing,
    Weight,
    WhyNot,
)
from triage.presentation.document import Block, Heading, Item, Items, Paragraph
from triage.presentation.first_screen import FIT_WORDS
from triage.presentation.layout import WIDEST, Style, unstyled
from triage.presentation.text_page import as_text
from triage.rulebook.urgency import below
from triage.words import explanation as words
from triage.words.result import SEE_YOUR_DOCTOR


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
    yield Heading(1, words.urgency(chain.urgency))
    yield Paragraph(chain.title)
    deciding = [flag.id for flag in chain.red_flags if flag.decides]
    deciding += [candidate.id for candidate in chain.candidates if candidate.decides]
    yield Paragraph(words.decided_by(deciding))
    if chain.red_flags:
        yield Heading(2, words.RED_FLAGS)
    flags = []
    for flag in chain.red_flags:
        told = words.red_flag(
            id=flag.id, title=flag.title, level=flag.urgency, certain=flag.certain
        )
        flags.append(Item(told, _list(_below(flag.ground))))
    yield Items("", tuple(flags))
    if chain.findings:
        yield Heading(2, words.FINDINGS)
    yield Items("", tuple(map(_ground, chain.findings)))
    yield Heading(2, words.SUGGESTIONS)
    if not chain.candidates:
        yield Paragraph(words.NOTHING_FITS)
    yield Items("", tuple(map(_candidate, chain.candidates)), numbered=True, apart=True)
    if chain.blocked:
        yield Heading(2, words.NOT_OFFERED)
    yield Items("", tuple(map(_blocked, chain.blocked)))


def _candidate(candidate: CandidateLink) -> Item:
    return Item(
        words.candidate(
            name=candidate.name,
            id=candidate.id,
            fit=FIT_WORDS[candidate.fit],
            points=candidate.points,
            level=candidate.urgency,
            shown=candidate.shown,
        ),
        (
            Items(words.core(candidate.core_points), (_ground(candidate.core),)),
            *(_firm(candidate.firm) if candidate.firm is not None else ()),
            _weights(words.FOR_IT, candidate.supports),
            _weights(words.AGAINST_IT, candidate.against),
        ),
    )


def _firm(firm: FirmPart) -> Iterator[Block]:
    """What it needs to fit well: the answers behind it, or what is missing."""
    if firm.ground is not None:
        yield Items(words.FIRM, tuple(_below(firm.ground)))
        return
    yield Items(words.not_firm(firm.because), tuple(map(_missing, firm.missing)))
    if firm.other_ways:
        yield Paragraph(words.other_ways(firm.other_ways))


def _blocked(blocked: BlockedLink) -> Item:
    core = _ground(blocked.core)
    return Item(
        words.ground(blocked.name, blocked.id),
        _list((core, *_blocks(blocked.blocks, blocked.instead))),
    )


def why_not_blocks(found: WhyNot) -> Iterator[Block]:
    """Why a condition is not suggested, in lay words."""
    yield Heading(1, words.why_not(found.name))
    match found.state:
        case "offered":
            yield Paragraph(words.suggested(found.place))
        case "fits-but-not-shown":
            yield Paragraph(words.not_shown(found.place, found.not_shown_because))
        case "blocked":
            yield Paragraph(words.BLOCKED)
        case "core-missing":
            yield Paragraph(words.CORE_MISSING)
    if found.missing:
        yield Heading(2, words.WHAT_IS_MISSING)
        yield Items("", tuple(map(_missing, found.missing)))
        if found.other_ways:
            yield Paragraph(words.other_ways(found.other_ways))
    if found.firm is not None:
        yield Heading(2, words.FITS_WELL)
        yield from _firm(found.firm)
    if found.blocks:
        yield Heading(2, words.KEEPS_FROM_OFFERING)
        yield Items("", tuple(_blocks(found.blocks, found.instead)))
    if found.speaks_against:
        yield Heading(2, words.SPEAKS_AGAINST)
        yield _weights("", found.speaks_against)
    if found.speaks_for:
        yield Heading(2, words.SPEAKS_FOR)
        yield _weights("", found.speaks_for)
    if found.open:
        yield Heading(2, words.NOT_KNOWN)
        unknown = (words.open_rule(r.topics, r.because, r.rule) for r in found.open)
        yield Items("", tuple(unknown))


def changes_blocks(changes: Sequence[Change], names: Mapping[str, str]) -> Iterator[Block]:
    """What would change the result; `names` are the conditions' names by id."""
    yield Heading(1, words.WOULD_CHANGE)
    yield Paragraph(words.NEVER_ADVICE)
    if not changes:
        yield Paragraph(words.NO_CHANGE)
    higher = [c for c in changes if below(c.urgency_before, c.urgency_after)]
    same = [c for c in changes if c.urgency_after == c.urgency_before]
    lower = [c for c in changes if below(c.urgency_after, c.urgency_before)]
    for title, some in (
        (words.HIGHER, higher),
        (words.OTHER_FIRST, same),
        (words.LOWER, lower),
    ):
        if some:
            yield Heading(2, title)
        yield Items("", tuple(_change(change, names) for change in some))


def advisory_blocks(advisory: str, review: str) -> Iterator[Block]:
    """What ends every explanation; `review` is empty once the rules are signed."""
    yield Heading(1, SEE_YOUR_DOCTOR)
    yield Paragraph(advisory)
    yield Paragraph(review)


def _list(items: Iterable[str | Item]) -> tuple[Block, ...]:
    return (Items("", tuple(items)),)


def _ground(ground: Ground) -> Item:
    return Item(words.ground(ground.because, ground.rule), _list(_below(ground)))


def _below(ground: Ground) -> Iterator[str | Item]:
    """The answers and findings behind it."""
    yield from (said.words for said in ground.answers)
    yield from map(_ground, ground.findings)


def _weights(title: str, weights: Sequence[Weight]) -> Items:
    return Items(title, tuple(map(_weight, weights)))


def _weight(weight: Weight) -> Item:
    ground = weight.ground
    told = words.weight(ground.because, ground.rule, weight.strength, weight.points)
    return Item(told, _list(_below(ground)))


def _blocks(blocks: Sequence[Ground], instead: Sequence[str]) -> Iterator[Item]:
    for block, other in zip(blocks, instead, strict=True):
        item = _ground(block)
        there = Paragraph(words.instead(other))
        yield Item(item.text, (*item.below, there))


def _missing(missing: Missing) -> str:
    match missing.known:
        case "answered-otherwise":
            here = words.you_said(missing.answered)
        case "not-sure":
            here = missing.answered
        case "not-answered":
            here = words.NOT_ANSWERED
        case "not-asked":
            here = words.not_asked(missing.asked_when)
    return words.missing(missing.needed, here)


def _change(change: Change, names: Mapping[str, str]) -> str:
    parts = []
    if change.urgency_after != change.urgency_before:
        parts.append(words.other_urgency(change.urgency_after, change.urgency_before))
    if change.first_after != change.first_before:
        after, before = _first(change.first_after, names), _first(change.first_before, names)
        parts.append(words.other_first(after, before))
    return words.change(map(_altered, change.answers), change.set_aside, parts)


def _altered(altered: Altered) -> str:
    return words.altered(about=altered.about, instead=altered.instead, was=altered.was)


def _first(id: str | None, names: Mapping[str, str]) -> str:
    return words.NOTHING if id is None else names[id]
