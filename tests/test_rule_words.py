"""Rules in English and as tables: nothing left out, nothing that can be read in two ways."""

from __future__ import annotations

from itertools import product

import pytest

from tests.small_book import RED_FLAGS, write_book, write_slip
from triage import Rulebook, load_rulebook
from triage.presentation.decision_table import Column, DecisionTable, decision_table
from triage.presentation.rule_words import (
    Outline,
    asked_words,
    outline,
    rule_words,
    stated_rules,
    when_words,
)
from triage.rulebook.conclusions import finding
from triage.rulebook.when import All, Any, AtLeast, Holds, Is, When

PAIN = Is("chest-pain", ("yes",))
MEAL = Is("after.big-meal", ("yes",))
FIZZ = Is("after.fizzy-drink", ("no",))
ADULT = Is("age", ("at least 18",))
STEROID = Is("medicine.steroid", ("yes",))
STOMACH = Holds(finding("full-stomach"))


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


PHRASES: list[tuple[When, str]] = [
    (PAIN, "your chest hurts"),
    (Is("chest-pain", ("no", "unsure")), "your chest does not hurt, or else you were not sure"),
    (ADULT, "your age is at least 18"),
    (STEROID, "you take or took a medicine of this kind: steroids"),
    (STOMACH, 'the finding "a full stomach" holds'),
    (Holds(finding("full-stomach").twin), 'the finding "a full stomach" may hold'),
    (All((PAIN, ADULT)), "both of these: your chest hurts; your age is at least 18"),
    (All((PAIN, MEAL, FIZZ)), "all of these: your chest hurts; you ate a lot; you did not drink"),
    (Any((PAIN, MEAL)), "any of these: your chest hurts; you ate a lot"),
    (AtLeast(2, (PAIN, MEAL, FIZZ)), "at least 2 of these: your chest hurts; you ate a lot; you"),
    (AtLeast(1, (PAIN,)), "at least 1 of these: your chest hurts"),
    (All((PAIN,)), "your chest hurts"),
    (
        All((PAIN, Any((MEAL, All((FIZZ, ADULT)))))),
        "both of these: your chest hurts; (any of these: you ate a lot; "
        "(both of these: you did not drink fizz; your age is at least 18))",
    ),
    (
        Any((PAIN, All((All((MEAL, FIZZ)),)))),
        "any of these: your chest hurts; (both of these: you ate a lot; you did not drink fizz)",
    ),
]


@pytest.mark.parametrize(("when", "words"), PHRASES)
def test_a_condition_reads_as_a_phrase_that_says_how_much_of_it_must_hold(
    hiccups: Rulebook, when: When, words: str
) -> None:
    """Both, all, any, at least two: a clinician must never have to guess which."""
    assert words == when_words(hiccups, when)[: len(words)]


RULES = {
    "HF01": 'The red flag "Pain in the chest" is reached when your chest hurts. The urgency is '
    "then at least emergency. Where it is reached only because an answer is not sure, it is at "
    "least same-day.",
    "finding:full-stomach": 'The finding "a full stomach" holds when any of these: you ate a lot; '
    "you drank fizz.",
    "long-hiccups-core": 'The condition "long hiccups" can be suggested only when they last days, '
    "or else you were not sure about how long they last. The reason: they do not pass.",
    "long-on-steroid": 'It is moderate (2 points) evidence for "long hiccups" when you take or '
    "took a medicine of this kind: steroids. It is a risk fact. The reason: steroids can bring "
    "hiccups.",
    "long-in-adults": 'It is weak (1 point) evidence for "long hiccups" when at least 2 of these: '
    "your age is at least 18; they last days; you did not eat a lot. The reason: they stay mostly "
    "in adults.",
    "long-with-pain": 'The condition "long hiccups" is not offered when your chest hurts. The '
    "reason: the pain comes first. To look at instead: the chest.",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_reads_as_a_sentence_with_its_level_or_strength(
    hiccups: Rulebook, rule: str
) -> None:
    """The whole of a rule can be judged from its sentence alone."""
    assert RULES[rule] == rule_words(hiccups, rule)


def test_a_finding_may_be_named_with_or_without_its_prefix(hiccups: Rulebook) -> None:
    """`full-stomach` is what stands in the rule file."""
    assert RULES["finding:full-stomach"] == rule_words(hiccups, "full-stomach")


def test_evidence_against_says_so(tmp_path) -> None:
    """What speaks against a condition must never read as if it spoke for it."""
    book = load_rulebook(
        write_slip(tmp_path, "conditions/short-hiccups.yaml", "supports:", "against:")
    )

    words = rule_words(book, "short-after-meal")
    assert words.startswith('It is strong (3 points) evidence against "short hiccups" when ')


def test_a_core_that_is_enough_says_so(tmp_path) -> None:
    """Where the core alone makes a condition fit well, the sentence must tell."""
    right = "  when: {lasted: minutes}\n"
    path = write_slip(tmp_path, "conditions/short-hiccups.yaml", right, f"{right}  enough: yes\n")

    assert "That alone makes it fit well." in rule_words(load_rulebook(path), "short-hiccups-core")


def test_an_unknown_rule_is_no_sentence(hiccups: Rulebook) -> None:
    """Nothing is made up for a rule that is not there."""
    with pytest.raises(KeyError):
        rule_words(hiccups, "HF99")


def test_a_question_says_when_it_is_asked(hiccups: Rulebook) -> None:
    """What leads to a question can be read, and that others are asked of everybody."""
    assert asked_words(hiccups, "lasted").startswith(
        "It is asked when your chest does not hurt, or else you were not sure about pain in the "
        "chest. It is left out when no rule"
    )
    assert asked_words(hiccups, "chest-pain").startswith("It is asked of everybody. ")


def test_an_outline_has_the_words_of_the_phrase_in_the_same_order(hiccups: Rulebook) -> None:
    """A list of lists must say the same as the sentence."""
    nested = All((PAIN, Any((MEAL, FIZZ))))
    expected = Outline(
        "both of these:",
        parts=(
            Outline("your chest hurts", "chest-pain"),
            Outline(
                "any of these:",
                parts=(
                    Outline("you ate a lot", "after.big-meal"),
                    Outline("you did not drink fizz", "after.fizzy-drink"),
                ),
            ),
        ),
    )

    assert expected == outline(hiccups, nested)


def test_every_rule_of_the_real_book_reads_the_same_as_phrase_and_as_outline(
    book: Rulebook,
) -> None:
    """No rule is left without words, and both forms tell the same."""
    for stated in stated_rules(book).values():
        flat = _flat(outline(book, stated.rule.when))
        phrase = when_words(book, stated.rule.when)
        assert flat == phrase, stated.id
        assert "finding:" not in phrase


def _flat(one: Outline) -> str:
    if not one.parts:
        return one.text
    listed = "; ".join(f"({_flat(part)})" if part.parts else _flat(part) for part in one.parts)
    return f"{one.text} {listed}"


# decision tables


def test_a_table_has_a_column_for_each_thing_asked_and_a_row_for_each_way(
    hiccups: Rulebook,
) -> None:
    """Two of three can hold in three ways; what a way does not ask for stays empty."""
    found = decision_table(
        hiccups, hiccups.conditions["long-hiccups"].supports["long-in-adults"].when
    )

    assert ["your age", "how long they last", "A big meal"] == [c.title for c in found.columns]
    assert ["age", "lasted", "after.big-meal"] == [c.key for c in found.columns]
    assert (
        ("at least 18", "Days", ""),
        ("at least 18", "", "no"),
        ("", "Days", "no"),
    ) == found.rows


CELLS: list[tuple[When, str, str]] = [
    (Is("lasted", ("minutes", "unsure")), "how long they last", "Minutes or not sure"),
    (Is("age", ("under 18", "at least 60")), "your age", "under 18 or at least 60"),
    (Is("age", ("under 18", "18 to 59")), "your age", "under 60"),
    (Is("age", ("at least 18", "unsure")), "your age", "at least 18 or not sure"),
    (Is("age", ("18 to 59",)), "your age", "18 to 59"),
    (STOMACH, "finding: a full stomach", "holds"),
    (STEROID, "steroids", "yes"),
    (Is("medicine.unknown-name", ("no",)), "a name that is not in the list", "no"),
]


@pytest.mark.parametrize(("when", "title", "cell"), CELLS)
def test_a_cell_says_all_answers_that_do(
    hiccups: Rulebook, when: When, title: str, cell: str
) -> None:
    """Answers stand in the words of the question, ages side by side as one."""
    found = decision_table(hiccups, when)

    assert [title] == [column.title for column in found.columns]
    assert ((cell,),) == found.rows


def test_a_way_that_adds_nothing_is_left_out(hiccups: Rulebook) -> None:
    """Pain, or pain after a meal, is pain."""
    found = decision_table(hiccups, Any((PAIN, All((PAIN, MEAL)))))

    assert DecisionTable((Column("chest-pain", "pain in the chest"),), (("yes",),)) == found


def test_what_can_never_hold_has_no_row(hiccups: Rulebook) -> None:
    """An age under 18 and over 60 is nobody's."""
    never = All((Is("age", ("under 18",)), Is("age", ("at least 60",))))

    assert () == decision_table(hiccups, never).rows


def test_a_table_holds_exactly_where_the_condition_does(hiccups: Rulebook) -> None:
    """Checked for every set of answers, unanswered included."""
    when = All((AtLeast(2, (PAIN, MEAL, Is("lasted", ("days", "unsure")))), Any((ADULT, MEAL))))
    found = decision_table(hiccups, when)
    domains = {
        "chest-pain": ["", "yes", "no", "unsure"],
        "after.big-meal": ["", "yes", "no", "unsure"],
        "lasted": ["", "minutes", "days", "unsure"],
        "age": ["", "under 18", "18 to 59", "at least 60", "unsure"],
    }
    cells = {"Days or not sure": ("days", "unsure"), "at least 18": ("18 to 59", "at least 60")}
    for words in product(*domains.values()):
        known = dict(zip(domains, words, strict=True))
        by_table = any(
            all(
                not cell or known[column.key] in cells.get(cell, (cell,))
                for column, cell in zip(found.columns, row, strict=True)
            )
            for row in found.rows
        )
        assert _holds(hiccups, when, known) == by_table, known


def _holds(book: Rulebook, when: When, known: dict[str, str]) -> bool:
    match when:
        case Is(name, _):
            return known[name] in book.allowed(when)
        case AtLeast(count, of):
            return count <= sum(_holds(book, part, known) for part in of)
        case Any(of):
            return any(_holds(book, part, known) for part in of)
        case _:
            return all(_holds(book, part, known) for part in when.of)


def test_the_words_follow_the_rule_and_not_the_other_way_round(tmp_path) -> None:
    """A changed answer, level or word of a rule file is seen at once."""
    assert RED_FLAGS.count("chest-pain: yes") == 1
    path = write_slip(tmp_path, "red-flags.yaml", "chest-pain: yes", "after.fizzy-drink: yes")

    assert "is reached when you drank fizz." in rule_words(load_rulebook(path), "HF01")
