"""Generated people and generated small rule books."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from triage import Answers, Rulebook
from triage.inference.answers import (
    as_shown,
    is_asked,
    items_hidden,
    value_from,
    variables_for,
)
from triage.rulebook.conclusions import finding
from triage.rulebook.kinds import Number, PickOne, Question, TickAll, YesNo
from triage.rulebook.kinds.base import Answer, Value
from triage.rulebook.lengths import in_words
from triage.rulebook.parts.advisory import Advisory, UnderAge, UrgencyText
from triage.rulebook.parts.conditions import Block, Condition, Core, Evidence
from triage.rulebook.parts.findings import Finding
from triage.rulebook.parts.red_flags import RedFlag
from triage.rulebook.parts.scoring import Points, Scoring
from triage.rulebook.parts.sections import Section
from triage.rulebook.urgency import LADDER, rank
from triage.rulebook.when import All, AtLeast, Holds, Is, When
from triage.rulebook.when import Any as AnyOf


@st.composite
def raw_answers(draw: st.DrawFn, book: Rulebook, *, complete: bool = False) -> dict[str, Any]:
    """Answers in the order of the questions, never to a question that is not asked."""
    given: dict[str, Any] = {}
    read: dict[str, Value] = {}
    variables: dict[str, str] = {}
    # most people have few signs: how many is itself drawn, so that both kinds are seen
    often = draw(st.sampled_from([1, 1, 2, 5]))
    # a line that is ticked at a second look leads to questions that were passed over before
    for id, question in [*book.questions.items()] * (2 if complete else 1):
        if id in given or not is_asked(id, variables, book):
            continue
        if not complete and draw(st.integers(0, 9)) == 0:
            continue
        value = _raw_value(draw, book, question, often)
        if complete and isinstance(value, dict):  # nobody ticks what is not shown
            hidden = items_hidden(book, id, variables)
            value = {item: word for item, word in value.items() if item not in hidden}
        given[id] = value
        read[id] = value_from(book, id, value)
        # an item that these answers do not show says nothing, and leads to nothing
        shown = as_shown(book, read)
        again = any(answer.repeats is not None for answer in question.answers.values())
        for other in shown if again else [id]:
            variables.update(variables_for(book, other, shown[other]))
    return {id: given[id] for id in book.questions if id in given}


def _raw_value(draw: st.DrawFn, book: Rulebook, question: Question, often: int) -> Any:
    if draw(st.integers(0, 11)) == 0:
        return "unsure"
    match question.kind:
        case "yes-no":
            return draw(st.sampled_from(["yes", "no"]))
        case "pick-one":
            return draw(st.sampled_from([*question.answers]))
        case "tick-all":
            items = draw(st.lists(st.sampled_from([*question.answers]), max_size=often))
            alone = {item for item in items if question.answers[item].exclusive}
            items = [item for item in items if item not in alone] or items[:1]
            return {
                item: draw(st.sampled_from(["yes", "yes", "unsure"]))
                for item in dict.fromkeys(items)
            }
        case "number":
            return draw(st.integers(question.lowest, question.highest))
        case "span":
            days = [day for band in question.bands.values() for day in (band.from_, band.to)]
            lengths = [in_words(day) for day in days if day is not None]
            words = [word for band in question.bands.values() for word in band.words]
            return draw(st.sampled_from([*lengths, *words]))
        case "free-text":
            return draw(st.sampled_from(["none", "It came after a fall, and I am afraid."]))
        case "medicines":
            known = st.sampled_from([*book.medicines, "no such medicine"])
            return draw(st.lists(known, max_size=3, unique=True)) if book.medicines else []


def answer_sets(book: Rulebook, *, complete: bool = False) -> st.SearchStrategy[Answers]:
    """Checked answer sets."""
    from triage import answers_from

    return raw_answers(book, complete=complete).map(lambda given: answers_from(book, given))


# small rule books

SMALL_QUESTIONS = {
    "danger": TickAll(
        short="danger",
        ask="Danger?",
        why="It matters.",
        always=True,
        answers={
            "sharp": Answer(text="Sharp", yes="it is sharp", no="it is not sharp"),
            "dull": Answer(text="Dull", yes="it is dull", no="it is not dull"),
        },
    ),
    "age": Number(
        short="your age",
        ask="How old?",
        why="It matters.",
        cut_points=(18, 60),
        clause="you are {number} years old",
    ),
    "pace": PickOne(
        short="the pace",
        ask="How fast?",
        why="It matters.",
        answers={id: Answer(text=id, yes=f"it is {id}") for id in ("fast", "slow", "even")},
    ),
    "pain": YesNo(short="pain", ask="Pain?", why="It matters.", yes="it hurts", no="no pain"),
    "pain-kind": PickOne(
        short="the kind of pain",
        ask="What kind?",
        why="It matters.",
        ask_when=Is("pain", ("yes", "unsure")),
        answers={id: Answer(text=id, yes=f"it is {id}") for id in ("hot", "cold")},
    ),
}

_LEAVES: list[When] = [
    *(Is(f"danger.{item}", (word,)) for item in ("sharp", "dull") for word in ("yes", "no")),
    Is("danger.sharp", ("yes", "unsure")),
    Is("age", ("under 18",)),
    Is("age", ("at least 18",)),
    Is("age", ("18 to 59", "unsure")),
    Is("pace", ("fast",)),
    Is("pace", ("slow", "even")),
    Is("pace", ("unsure",)),
    Is("pain", ("yes",)),
    Is("pain", ("no",)),
    Is("pain-kind", ("hot",)),
    Is("pain-kind", ("cold", "unsure")),
]


def conditions_of_rules(findings: tuple[str, ...] = ()) -> st.SearchStrategy[When]:
    """Conditions over the small questions, nested to a small depth."""
    leaves = st.sampled_from([*_LEAVES, *(Holds(finding(id)) for id in findings)])

    def joined(parts: st.SearchStrategy[When]) -> st.SearchStrategy[When]:
        some = st.lists(parts, min_size=1, max_size=3).map(tuple)
        at_least = some.flatmap(
            lambda of: st.integers(1, len(of)).map(lambda count: AtLeast(count, of))
        )
        return st.one_of(some.map(All), some.map(AnyOf), at_least)

    return st.recursive(leaves, joined, max_leaves=5)


@st.composite
def small_rulebooks(draw: st.DrawFn) -> Rulebook:
    """Rule books over five questions: findings that use findings, flags, conditions."""
    findings = {
        "first": Finding(name="the first", when=draw(conditions_of_rules()), sources=("GK",)),
        "second": Finding(
            name="the second", when=draw(conditions_of_rules(("first",))), sources=("GK",)
        ),
    }
    when = conditions_of_rules(("first", "second"))
    flags = {}
    for number in range(draw(st.integers(1, 3))):
        level = draw(st.sampled_from(LADDER))
        lower = [other for other in LADDER if rank(other) <= rank(level)]
        flags[f"RF{number + 1:02}"] = RedFlag(
            title="a danger",
            when=draw(when),
            urgency=level,
            if_unsure=draw(st.sampled_from(lower)),
            because="It matters.",
            sources=("GK",),
        )
    conditions = {
        name: _condition(draw, name, when)
        for name in ("alpha", "beta", "gamma")[: draw(st.integers(1, 3))]
    }
    return Rulebook(
        version="0",
        title="Small",
        digest="0" * 64,
        sections=(Section(id="one", title="One"),),
        questions=SMALL_QUESTIONS,
        section_of=dict.fromkeys(SMALL_QUESTIONS, "one"),
        findings=findings,
        red_flags=flags,
        conditions=conditions,
        classes={},
        medicines={},
        sources={},
        regions={},
        scoring=Scoring(
            core=4,
            points=Points(strong=3, moderate=2, weak=1),
            fits_well=7,
            fits_partly=4,
            shown_at_most=draw(st.integers(1, 3)),
            rare_needs_supports=2,
        ),
        advisory=Advisory(
            advisory="See your doctor.",
            not_reviewed="Not reviewed.",
            no_candidates="Nothing fits.",
            urgency={level: UrgencyText(title=level, what_to_do=("Go.",)) for level in LADDER},
            watch_for=("Worse.",),
            under_age=UnderAge(question="age", under=16, text="Ask an adult."),
            local_number="Call {numbers}.",
            check_number="Check it.",
            not_looked_at=("Much.",),
            bring=("Notes.",),
            opening=("Hello.",),
        ),
    )


def _condition(draw: st.DrawFn, name: str, when: st.SearchStrategy[When]) -> Condition:
    def evidence() -> Evidence:
        strength = draw(st.sampled_from(["strong", "moderate", "weak"]))
        return Evidence(when=draw(when), strength=strength, because="so", sources=("GK",))

    yes_no = st.booleans()
    return Condition(
        name=name.capitalize(),
        frequency=draw(st.sampled_from(["common", "rare"])),
        what_it_is="A thing.",
        who_it_affects="Anyone.",
        how_it_starts="Slowly.",
        inheritance="None.",
        doctor_may_check=("you",),
        doctor_may_discuss=("rest",),
        urgency=draw(st.sampled_from(LADDER)),
        never_alone=draw(yes_no),
        benign=draw(yes_no),
        core=Core(when=draw(when), because="so", enough=draw(yes_no), sources=("GK",)),
        supports={f"{name}-for-{n}": evidence() for n in range(draw(st.integers(0, 2)))},
        firm=draw(st.one_of(st.none(), when)),
        firm_missing=draw(st.sampled_from([None, "it is too new to be sure"])),
        against={f"{name}-against-{n}": evidence() for n in range(draw(st.integers(0, 1)))},
        blocked_by={
            f"{name}-block-{n}": Block(when=draw(when), because="so", instead="it", sources=("GK",))
            for n in range(draw(st.integers(0, 1)))
        },
        sources=("GK",),
    )
