"""Rules in English: generated, so that they cannot differ from the rules.

A clinician who never saw a rule file must be able to read every rule here and find nothing
left out. So the words are exact: what must all hold, what of it is enough, and how many of how
many, each said once, with lists in brackets where they stand inside other lists.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from triage.inference.scoring import worth
from triage.rulebook.conclusions import Conclusion, finding
from triage.rulebook.kinds.base import UNSURE_WORD
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Block, Core, Evidence, Firm, Strength
from triage.rulebook.parts.findings import Finding
from triage.rulebook.parts.red_flags import RedFlag
from triage.rulebook.stated import Stated, stated
from triage.rulebook.when import (
    All,
    Any,
    AtLeast,
    Holds,
    Is,
    Key,
    When,
)
from triage.rulebook.words import clause
from triage.words.voice import Voice

_said = Voice.TO_READER.says


class Outline(Struct, frozen=True):
    """A condition of a rule as a list of lists."""

    text: str
    """What must hold; for a list, how much of it."""
    key: Key | None = None
    """What it is about; None for a list."""
    parts: tuple[Outline, ...] = ()


def stated_rules(book: Rulebook) -> dict[str, Stated]:
    """Every rule that stands in a rule file, by the id that it has in a trace."""
    return {rule.id: rule for rule in stated(book)}


# words


def when_words(book: Rulebook, when: When) -> str:
    """A condition of a rule as an English phrase, to stand after "when".

    Findings are named, not written out. Answers to one question that all do are joined by
    "or else"; every other list says how much of it must hold.
    """
    match when:
        case Is(name, answers):
            return ", or else ".join(_clauses(book, name, answers))
        case Holds(conclusion):
            # the twin of a finding, in which unsure satisfies
            holds = "may hold" if conclusion.unsure else "holds"
            return f'the finding "{finding_name(book, conclusion)}" {holds}'
        case AtLeast(_, of):
            return f"{_lead(when)} {_listed(book, of)}"
        case All(of) | Any(of):
            return when_words(book, of[0]) if len(of) == 1 else f"{_lead(when)} {_listed(book, of)}"


def _lead(when: All | Any | AtLeast) -> str:
    """How much of a list must hold."""
    match when:
        case AtLeast(count, _):
            return f"at least {count} of these:"
        case All(of):
            return "both of these:" if len(of) == 2 else "all of these:"
        case _:
            return "any of these:"


def _listed(book: Rulebook, parts: Iterable[When]) -> str:
    return "; ".join(
        when_words(book, part) if _is_plain(part) else f"({when_words(book, part)})"
        for part in parts
    )


def _is_plain(when: When) -> bool:
    """Whether a condition reads without a list; a list of one is no list."""
    match when:
        case Is() | Holds():
            return True
        case AtLeast():
            return False
        case All(of) | Any(of):
            return len(of) == 1 and _is_plain(of[0])


def outline(book: Rulebook, when: When) -> Outline:
    """The same words as `when_words`, as a list of lists: long conditions read better so."""
    match when:
        case All(of) | Any(of) if len(of) == 1:
            return outline(book, of[0])
        case Is(variable, _):
            return Outline(when_words(book, when), variable)
        case Holds(conclusion):
            return Outline(when_words(book, when), conclusion)
        case _:
            return Outline(_lead(when), parts=tuple(outline(book, part) for part in when.of))


def finding_name(book: Rulebook, conclusion: Conclusion) -> str:
    """The name of a finding, and whether it is its twin."""
    id = conclusion.id
    return _said(book.findings[id].name) if id in book.findings else id


def _clauses(book: Rulebook, name: str, answers: Iterable[str]) -> list[str]:
    return [_said(clause(book, name, word)) for word in answers]


def rule_words(book: Rulebook, rule_id: str) -> str:
    """A whole rule as one or two English sentences, with its level or strength.

    Args:
        rule_id: a red flag, a finding with or without `finding:`, or a rule of a condition.

    Raises:
        KeyError: the rule book has no such rule.
    """
    stated = stated_rules(book)
    found = stated.get(rule_id) or stated[finding(rule_id).rule]
    return stated_words(book, found)


def stated_words(book: Rulebook, stated: Stated, when: str = "") -> str:
    """The same for a rule at hand; `when` may stand for its condition where that is long."""
    rule = stated.rule
    when = when or when_words(book, rule.when)
    name = _said(book.conditions[stated.condition].name) if stated.condition else ""
    match rule:
        case RedFlag():
            return (
                f'The red flag "{_said(rule.title)}" is reached when {_ended(when)} '
                f"The urgency is then at least {rule.urgency}. Where it is reached only because an "
                f"answer is {UNSURE_WORD}, it is at least {rule.if_unsure}."
            )
        case Finding():
            return f'The finding "{_said(rule.name)}" holds when {_ended(when)}'
        case Core():
            alone = " That alone makes it fit well." if rule.enough else ""
            return (
                f'The condition "{name}" can be suggested only when {_ended(when)}{alone} '
                f"The reason: {_ended(_said(rule.because))}"
            )
        case Firm():
            return (
                f'The condition "{name}" fits well, and raises the urgency, only when '
                f"{_ended(when)} Without that it fits partly at most and raises no urgency, since "
                f"{_ended(_said(rule.because))}"
            )
        case Evidence():
            side = "for" if stated.role == "support" else "against"
            risk = " It is a risk fact." if rule.risk else ""
            return (
                f'It is {strength_words(book, rule.strength)} evidence {side} "{name}" when '
                f"{_ended(when)}{risk} The reason: {_ended(_said(rule.because))}"
            )
        case Block():
            return (
                f'The condition "{name}" is not offered when {_ended(when)} '
                f"The reason: {_ended(_said(rule.because))} "
                f"To look at instead: {_ended(_said(rule.instead))}"
            )


def strength_words(book: Rulebook, strength: Strength) -> str:
    """A strength with what it is worth in this rule book."""
    points = worth(book)[strength]
    return f"{strength} ({points} point{'' if points == 1 else 's'})"


def asked_words(book: Rulebook, id: str) -> str:
    """When a question is asked, as an English sentence.

    Raises:
        KeyError: the rule book has no such question.
    """
    question = book.questions[id]
    text = (
        "It is asked of everybody"
        if question.ask_when is None
        else f"It is asked when {when_words(book, question.ask_when)}"
    )
    if question.asked_anyway:
        return f"{_ended(text)} It is asked even when no rule depends on it any more."
    return f"{_ended(text)} It is left out when no rule depends on it any more."


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
