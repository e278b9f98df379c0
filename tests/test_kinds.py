"""Every kind of question says for itself all that the program has to know about it."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.conftest import the_book
from tests.small_book import EVERY_KIND, FILES, QUESTIONS, write_book, write_slip
from triage import RulesError, load_rulebook
from triage.changes.by_rule import changes
from triage.changes.joint import Joint
from triage.cli.prompt import how_to_answer, meaning
from triage.presentation.kind_words import kind_words
from triage.rulebook.kinds import Number, Question
from triage.rulebook.kinds.written_answers import NOWHERE
from triage.rulebook.when import UNSURE
from triage.rulebook.yaml_tree import Scalar
from triage.words.voice import Voice

BOOK = the_book()
KINDS = get_args(Question)
FILE = "questions/hiccups.yaml"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return load_rulebook(write_book(tmp_path_factory.mktemp("rules"), EVERY_KIND))


def of_kind(book, kind):
    """The first question of a kind, with its id."""
    return next((id, q) for id, q in book.questions.items() if isinstance(q, kind))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__struct_config__.tag)
class TestEachKind:
    """What must hold for a kind of question, whichever it is."""

    def test_is_asked_in_the_small_rule_book(self, small, kind):
        """The small rule book has a question of each kind, so every test meets it."""
        assert f"kind: {kind.__struct_config__.tag}\n" in EVERY_KIND[FILE]
        assert of_kind(small, kind)

    def test_has_its_words(self, small, kind):
        """The patient is told what to type, and the reader of the rules what an answer is."""
        _, question = of_kind(small, kind)
        words = kind_words(question)
        assert words.answered_by.endswith(".")
        assert words.prompt.endswith("or u:")
        assert words.again.startswith("Type ")
        assert how_to_answer(question).endswith("or u if you are not sure.")

    def test_says_something_about_every_variable(self, small, kind):
        """Each answer that a rule can name is a clause, and not being sure has a topic."""
        id, question = of_kind(small, kind)
        for variable in question.variables(id, small):
            assert UNSURE == variable.answers[-1]
            assert question.topic(variable, small)
            assert question.heading(variable, small)
            for word in variable.answers[:-1]:
                assert question.clause_of(variable, word, small), word

    def test_other_answers_are_answers(self, small, kind):
        """What could be answered instead is an answer of the question, and another one."""
        id, question = of_kind(small, kind)
        others = [value for _, value in question.others(id, None, small)]
        seen = [question.seen(id, value, small) for value in others]
        names = {variable.name for variable in question.variables(id, small)}
        assert bool(others) == bool(names), "there are others where they could change something"
        assert all(names == words.keys() for words in seen)
        assert len(seen) == len({tuple(words.items()) for words in seen})

    def test_an_example_lies_where_it_is_wanted(self, small, kind):
        """The plainest answer for a word of a variable gives that word."""
        id, question = of_kind(small, kind)
        for variable in question.variables(id, small):
            for word in variable.answers:
                box = {variable.name: frozenset((word,))}
                value = question.example(id, box, small)
                if value is not None:
                    assert word == question.seen(id, value, small)[variable.name]

    def test_every_way_is_told_apart(self, small, kind):
        """A table of answers has a row for each, and *not sure* last."""
        id, question = of_kind(small, kind)
        ways = [*question.ways(id, small)]
        assert [UNSURE] * bool(question.variables(id, small)) == [way for way, _ in ways[-1:]]
        assert len(ways) == len({way for way, _ in ways})

    def test_not_sure_can_be_typed(self, small, kind):
        """Whatever is asked, u is an answer."""
        id, question = of_kind(small, kind)
        reply = meaning("u", small, question, Voice.TO_READER, keeps=False)
        assert (UNSURE, "answer") == (reply.value, reply.kind)
        assert question.read(id, Scalar(NOWHERE, "unsure"), [], small) is not None


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "kind: yes-no",
            "kind: yes-no\n    cut-points: [3]",
            "questions/hiccups.yaml:12:5: a yes-no question has no `cut-points`\n"
            "  help: delete them",
        ),
        (
            "kind: number",
            "kind: number\n    no: not an age",
            "questions/hiccups.yaml:19:5: a number question has no `no`\n  help: delete it",
        ),
    ],
    ids=["cut points of a yes or no", "a clause of another kind"],
)
def test_a_key_of_another_kind_is_named(tmp_path, right, wrong, said):
    """What would be passed over is said at its place: nobody may believe that it does something."""
    folder = write_slip(tmp_path, FILE, right, wrong)
    with pytest.raises(RulesError) as caught:
        load_rulebook(folder)
    assert said == str(caught.value)


MOOD = """\
  mood:
    kind: pick-one
    short: your mood
    ask: How do you feel?
    why: It is polite.
    answers:
      good: {text: Good, yes: you feel good}
"""
MOOD_IN_NUMBERS = """\
  mood:
    kind: number
    short: your mood
    ask: How do you feel?
    why: It is polite.
    clause: you feel like {number}
"""


def test_another_kind_is_told_with_all_that_follows(tmp_path):
    """Where a question is answered in another way now, the comparison says so."""
    old, new = (
        load_rulebook(write_book(tmp_path / name, {**FILES, FILE: QUESTIONS + mood}))
        for name, mood in (("old", MOOD), ("new", MOOD_IN_NUMBERS))
    )
    found = [change for change in changes(Joint(old, new)) if "mood" in (change.id, change.of)]
    assert [
        ("mood", "kind", "pick-one", "number"),
        ("good", "", "Good", ""),
        ("mood", "clause", "", "you feel like {number}"),
    ] == [(change.id, change.field, change.before, change.after) for change in found]


def test_one_year_is_one_year() -> None:
    """A child of one is told in the singular, and nobody of eleven is."""
    age = next(q for q in the_book().questions.values() if isinstance(q, Number))

    assert ["you are 1 year old", "you are 11 years old", "you are less than 1 year old"] == [
        age.said(number) for number in (1, 11, 0)
    ]
