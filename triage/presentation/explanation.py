"""Explanations as text: the chain, why not, and what would change the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage.inference.explained import Altered, Chain, Change, Ground, Missing, Weight, WhyNot
from triage.presentation.layout import WIDEST, Page, Style, unstyled
from triage.presentation.result import BAND_WORDS
from triage.rulebook.urgency import below

NEVER_ADVICE = (
    "This is for people who write and check rules. It is never a reason to answer differently: "
    "answer what is true."
)


def chain_text(chain: Chain, width: int = WIDEST, heading: Style = unstyled) -> str:
    """Why: from answers through findings to suggestion and urgency; ends with a line break."""
    page = Page(width, heading)
    page.heading(f"Urgency: {chain.urgency}")
    page.text(chain.title)
    deciding = [flag.id for flag in chain.red_flags if flag.decides]
    deciding += [candidate.id for candidate in chain.candidates if candidate.decides]
    page.text(f"Decided by: {', '.join(deciding) or 'nothing; it is the lowest level'}.")
    if chain.red_flags:
        page.heading("Red flags")
    for flag in chain.red_flags:
        sure = "" if flag.certain else ", since it is not sure"
        page.item(f"{flag.id} {flag.title} -> {flag.urgency}{sure}")
        _ground(page, flag.ground, "  ", name=False)
    if chain.findings:
        page.heading("Findings")
    for finding in chain.findings:
        _ground(page, finding)
    page.heading("Suggestions")
    if not chain.candidates:
        page.text("No condition fits.")
    for place, candidate in enumerate(chain.candidates, start=1):
        hidden = "" if candidate.shown else ", not shown"
        page.gap()
        page.item(
            f"{candidate.name} ({candidate.id}): {BAND_WORDS[candidate.band]}, "
            f"{candidate.points} points, {candidate.urgency}{hidden}",
            mark=f"{place}.",
        )
        page.text(f"Core, {_points(candidate.core_points)}:", "   ")
        _ground(page, candidate.core, "   ")
        _weights(page, "Speaks for it:", candidate.supports, "   ")
        _weights(page, "Speaks against it:", candidate.against, "   ")
    if chain.blocked:
        page.heading("Fits, but is not offered")
    for blocked in chain.blocked:
        page.item(f"{blocked.name} ({blocked.id})")
        _ground(page, blocked.core, "  ")
        _blocks(page, blocked.blocks, blocked.instead, "  ")
    return f"{page}\n"


def why_not_text(found: WhyNot, width: int = WIDEST, heading: Style = unstyled) -> str:
    """Why a condition is not suggested, in lay words; ends with a line break."""
    page = Page(width, heading)
    page.heading(f"Why not {found.name}?")
    match found.state:
        case "offered":
            page.text(f"It is suggested already, in place {found.place}.")
        case "fits-but-not-shown":
            page.text(
                f"It fits, in place {found.place}, but is not shown: {found.not_shown_because}."
            )
        case "blocked":
            page.text("What it needs is there, but something keeps it from being offered.")
        case "core-missing":
            page.text("Something that it needs is missing.")
    if found.missing:
        page.heading("What is missing")
        for missing in found.missing:
            page.item(_missing(missing))
        if found.other_ways:
            ways = "way lacks" if found.other_ways == 1 else "ways lack"
            page.text(f"This is the nearest; {found.other_ways} other {ways} as few answers.")
    if found.blocks:
        page.heading("What keeps it from being offered")
        _blocks(page, found.blocks, found.instead, "")
    if found.speaks_against:
        page.heading("What speaks against it")
        _weights(page, "", found.speaks_against)
    if found.speaks_for:
        page.heading("What speaks for it")
        _weights(page, "", found.speaks_for)
    if found.open:
        page.heading("What is not known")
        for rule in found.open:
            page.item(f"{'; '.join(rule.topics)} ({rule.because}; {rule.rule})")
    return f"{page}\n"


def changes_text(
    changes: Sequence[Change],
    names: Mapping[str, str],
    width: int = WIDEST,
    heading: Style = unstyled,
) -> str:
    """What would change the result; `names` are the conditions' names by id."""
    page = Page(width, heading)
    page.heading("What would change the result")
    page.text(NEVER_ADVICE)
    if not changes:
        page.text("No change of one or two answers moves the urgency or the first suggestion.")
    higher = [c for c in changes if below(c.urgency_before, c.urgency_after)]
    same = [c for c in changes if c.urgency_after == c.urgency_before]
    lower = [c for c in changes if below(c.urgency_after, c.urgency_before)]
    for title, some in (
        ("The urgency would be higher", higher),
        ("Only the first suggestion would be another", same),
        ("The urgency would be lower", lower),
    ):
        if some:
            page.heading(title)
        for change in some:
            page.item(_change(change, names))
    return f"{page}\n"


def _ground(page: Page, ground: Ground, indent: str = "", *, name: bool = True) -> None:
    if name:
        page.item(f"{ground.because} ({ground.rule})", indent=indent)
        indent += "  "
    for said in ground.answers:
        page.item(said.words, indent=indent)
    for finding in ground.findings:
        _ground(page, finding, indent)


def _weights(page: Page, title: str, weights: Sequence[Weight], indent: str = "") -> None:
    if weights and title:
        page.text(title, indent)
    for weight in weights:
        ground = weight.ground
        worth = f"{weight.strength}, {_points(weight.points, signed=True)}"
        page.item(f"{ground.because} ({ground.rule}: {worth})", indent=indent)
        _ground(page, ground, f"{indent}  ", name=False)


def _points(points: int, *, signed: bool = False) -> str:
    number = f"{points:+}" if signed else str(points)
    return f"{number} point" if abs(points) == 1 else f"{number} points"


def _blocks(page: Page, blocks: Sequence[Ground], instead: Sequence[str], indent: str) -> None:
    for block, other in zip(blocks, instead, strict=True):
        _ground(page, block, indent)
        page.text(f"Look at this instead: {other}.", f"{indent}  ")


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
