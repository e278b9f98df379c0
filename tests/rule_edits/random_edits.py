"""Random edits of the generated small rule books."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from msgspec.structs import replace

from tests.strategies import conditions_of_rules
from triage import Rulebook
from triage.rulebook.kinds import Question
from triage.rulebook.kinds.base import Answer
from triage.rulebook.parts.conditions import Block
from triage.rulebook.parts.scoring import Points
from triage.rulebook.urgency import LADDER, rank
from triage.rulebook.when import Is

WHEN = conditions_of_rules(("first", "second"))
GATES = [None, Is("pain", ("yes",)), Is("pain", ("no", "unsure")), Is("pace", ("fast",))]


def _question(book: Rulebook, id: str, new: Question) -> Rulebook:
    return replace(book, questions={**book.questions, id: new})


@st.composite
def edited(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    """A rule book with one to three things changed."""
    for _ in range(draw(st.integers(1, 3))):
        book = draw(st.sampled_from(EDITS))(draw, book)
    return book


def _flag(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    id = draw(st.sampled_from(sorted(book.red_flags)))
    level = draw(st.sampled_from(LADDER))
    lower = draw(st.sampled_from([other for other in LADDER if rank(other) <= rank(level)]))
    old = book.red_flags[id]
    when = draw(st.one_of(st.just(old.when), WHEN))
    new = replace(old, when=when, urgency=level, if_unsure=lower)
    return replace(book, red_flags={**book.red_flags, id: new})


def _no_flag(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    id = draw(st.sampled_from(sorted(book.red_flags)))
    return (
        replace(book, red_flags={k: v for k, v in book.red_flags.items() if k != id})
        if len(book.red_flags) > 1
        else book
    )


def _finding(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    id = draw(st.sampled_from(["first", "second"]))
    when = draw(conditions_of_rules(() if id == "first" else ("first",)))
    return replace(book, findings={**book.findings, id: replace(book.findings[id], when=when)})


def _condition(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    id = draw(st.sampled_from(sorted(book.conditions)))
    old = book.conditions[id]
    change = draw(
        st.sampled_from(["core", "urgency", "frequency", "enough", "top", "firm", "block", "less"])
    )
    match change:
        case "core":
            new = replace(old, core=replace(old.core, when=draw(WHEN)))
        case "urgency":
            new = replace(old, urgency=draw(st.sampled_from(LADDER)))
        case "frequency":
            new = replace(old, frequency=draw(st.sampled_from(["common", "rare"])))
        case "enough":
            new = replace(old, core=replace(old.core, enough=draw(st.booleans())))
        case "top":
            new = replace(old, top_fit=draw(st.sampled_from(["fits-partly", "fits-a-little"])))
        case "firm":
            new = replace(old, firm=draw(st.one_of(st.none(), WHEN)))
        case "block":
            block = Block(when=draw(WHEN), because="so", instead="it", sources=("GK",))
            new = replace(old, blocked_by={**old.blocked_by, f"{id}-block-new": block})
        case _:
            new = replace(old, supports={}, blocked_by={})
    return replace(book, conditions={**book.conditions, id: new})


def _evidence(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    some = [(id, rule) for id, c in book.conditions.items() for rule in c.supports]
    if not some:
        return book
    id, rule = draw(st.sampled_from(some))
    old = book.conditions[id]
    strength = draw(st.sampled_from(["strong", "moderate", "weak"]))
    when = draw(st.one_of(st.just(old.supports[rule].when), WHEN))
    risk = draw(st.booleans())
    new = replace(old.supports[rule], strength=strength, when=when, risk=risk)
    changed = replace(old, supports={**old.supports, rule: new})
    return replace(book, conditions={**book.conditions, id: changed})


def _scoring(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    points = Points(strong=draw(st.integers(2, 4)), moderate=2, weak=1)
    return replace(
        book,
        scoring=replace(
            book.scoring,
            points=points,
            fits_well=draw(st.integers(6, 9)),
            fits_partly=draw(st.integers(3, 5)),
            rare_needs_supports=draw(st.integers(1, 2)),
        ),
    )


def _gate(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    question = replace(book.questions["pain-kind"], ask_when=draw(st.sampled_from(GATES)))
    return _question(book, "pain-kind", question)


def _cuts(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    cuts = draw(st.sampled_from([(18, 60), (18, 40, 60), (12, 18, 60)]))
    return _question(book, "age", replace(book.questions["age"], cut_points=cuts))


def _choice(_: st.DrawFn, book: Rulebook) -> Rulebook:
    old = book.questions["pain-kind"]
    more = {**old.answers, "dull": Answer(text="dull", yes="it is dull")}
    return _question(book, "pain-kind", replace(old, answers=more))


def _pace(_: st.DrawFn, book: Rulebook) -> Rulebook:
    old = book.questions["pace"]
    more = {**old.answers, "jumpy": Answer(text="jumpy", yes="it is jumpy")}
    return _question(book, "pace", replace(old, answers=more))


EDITS: list[Callable[[st.DrawFn, Rulebook], Rulebook]] = [
    _flag, _flag, _no_flag, _finding, _condition, _condition, _evidence, _evidence, _scoring,
    _gate, _cuts, _choice, _pace,
]  # fmt: skip
