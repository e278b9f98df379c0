"""Explanations: why a result is as it is, why not, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words.english import both, commas, listed

NEVER_ADVICE = (
    "This is for people who write and check rules. It is never a reason to answer differently: "
    "answer what is true."
)


def title_of_page(subject: str) -> str:
    """The title of a page with an explanation."""
    return f"{subject}: an explanation"


# why

RED_FLAGS = "Red flags"
FINDINGS = "Findings"
SUGGESTIONS = "Suggestions"
NOT_OFFERED = "Fits, but is not offered"
NOTHING_FITS = "No condition fits."
FOR_IT = "Speaks for it:"
AGAINST_IT = "Speaks against it:"


def urgency(level: str) -> str:
    """The heading of the chain."""
    return f"Urgency: {level}"


def decided_by(rules: Iterable[str]) -> str:
    """The rules that the urgency rests on."""
    return f"Decided by: {commas(rules) or 'nothing; it is the lowest level'}."


def red_flag(*, id: str, title: str, level: str, certain: bool) -> str:
    """A red flag, and what it asks for."""
    sure = "" if certain else ", since it is not sure"
    return f"{id} {title} -> {level}{sure}"


def candidate(*, name: str, id: str, fit: str, points: int, level: str, shown: bool) -> str:
    """A condition that is suggested, with its points."""
    hidden = "" if shown else ", not shown"
    return f"{name} ({id}): {fit}, {points} points, {level}{hidden}"


def core(points: int) -> str:
    """Above the core of a condition."""
    return f"Core, {_points(str(points), points)}:"


FIRM = "What it needs to fit well is there:"


def not_firm(because: str) -> str:
    """Above what is missing for it to fit well."""
    return f"It fits partly at most and raises no urgency, since {because}:"


def ground(because: str, rule: str) -> str:
    """What something rests on, and its rule."""
    return f"{because} ({rule})"


def weight(because: str, rule: str, strength: str, points: int) -> str:
    """What speaks for or against it, and how much."""
    return f"{because} ({rule}: {strength}, {_points(f'{points:+}', points)})"


def instead(other: str) -> str:
    """What to look at in place of it."""
    return f"Look at this instead: {other}."


def _points(number: str, points: int) -> str:
    return f"{number} point" if abs(points) == 1 else f"{number} points"


# why not

WHAT_IS_MISSING = "What is missing"
FITS_WELL = "What it needs to fit well"
KEEPS_FROM_OFFERING = "What keeps it from being offered"
SPEAKS_AGAINST = "What speaks against it"
SPEAKS_FOR = "What speaks for it"
NOT_KNOWN = "What is not known"
BLOCKED = "What it needs is there, but something keeps it from being offered."
CORE_MISSING = "Something that it needs is missing."
NEVER_ALONE = "it is never offered alone, or never beside this danger sign"


def why_not(name: str) -> str:
    """The question that is answered."""
    return f"Why not {name}?"


def suggested(place: int | None) -> str:
    """It is in the result."""
    return f"It is suggested already, in place {place}."


def not_shown(place: int | None, because: str) -> str:
    """It fits, and is not shown."""
    return f"It fits, in place {place}, but is not shown: {because}."


def others_first(most: int) -> str:
    """Why it is not shown."""
    return f"at most {most} are shown, and others come first"


def other_ways(number: int) -> str:
    """How many ways lack as few answers."""
    ways = "way lacks" if number == 1 else "ways lack"
    return f"This is the nearest; {number} other {ways} as few answers."


def open_rule(topics: Iterable[str], because: str, rule: str) -> str:
    """A rule that would hold if something were known."""
    return f"{listed(topics)} ({because}; {rule})"


def missing(needed: str, here: str) -> str:
    """What a condition needs, and what was answered."""
    return f"needed: {needed}; {here}"


NOT_ANSWERED = "it was not answered"


def you_said(answered: str) -> str:
    """It was answered otherwise."""
    return f"you said: {answered}"


def not_asked(asked_when: str) -> str:
    """The question was not asked."""
    return f"it was not asked; it is asked when {asked_when}"


def not_this(label: str) -> str:
    """An item that was not ticked, where the rule book has no clause for it."""
    return f"not this: {label}"


# what would change it

WOULD_CHANGE = "What would change the result"
NO_CHANGE = "No change of one or two answers moves the urgency or the first suggestion."
HIGHER = "The urgency would be higher"
OTHER_FIRST = "Only the first suggestion would be another"
LOWER = "The urgency would be lower"
NOTHING = "nothing"
UNLISTED = "a name that is not in the list"


def change(altered: Iterable[str], set_aside: Iterable[str], parts: Iterable[str]) -> str:
    """Other answers, and what comes of them."""
    left = commas(set_aside)
    aside = f" (set aside: {left})" if left else ""
    return f"{both(altered)}{aside} -> {listed(parts)}"


def other_urgency(after: str, before: str) -> str:
    """The urgency moves."""
    return f"{after} instead of {before}"


def other_first(after: str, before: str) -> str:
    """The first suggestion moves."""
    return f"first {after} instead of {before}"


def altered(*, about: str, instead: str, was: str) -> str:
    """Another answer to one question; `was` is empty where there was none."""
    before = f"instead of “{was}”" if was else "where nothing was answered"
    return f"{about}: “{instead}” {before}"
