"""Answer sets: from what somebody wrote or typed to checked answers.

An answer set maps question ids to answers. It is read strictly: an unknown question, an
answer that the question does not have, or an answer to a question that these answers would
never lead to, is an error that says what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Number
from typing import Any

from msgspec import Struct

from triage.errors import AnswersError, Place, Problem, did_you_mean, shortened
from triage.inference.prepared import prepared
from triage.inference.second_look import not_repeated, with_second_look
from triage.rulebook import strict_yaml, yaml_tree
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.kinds.written_answers import MOST_ANSWERS, NOWHERE, slip_at, too_many
from triage.rulebook.lines import LEFT_UNTICKED, Covered, settled
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE, Holds, Is, When, leaves, satisfied
from triage.rulebook.yaml_tree import Node, Scalar
from triage.words.voice import Voice


class Answers(Struct, frozen=True):
    """Checked answers, in the order of the questions."""

    given: Mapping[str, Value] = {}
    """By question id: a word; a number; item to yes, no or unsure; names of medicines."""

    def variables(self, book: Rulebook) -> dict[str, str]:
        """What rules see: every variable of the answered questions, with its answer.

        A sign that only an unticked line covers is *no*; one whose line is ticked or not sure,
        and that is not answered itself, is *unsure*.
        """
        return self.variables_by(book, prepared(book).covered)

    def variables_by(self, book: Rulebook, signs: Mapping[str, Covered]) -> dict[str, str]:
        """The same, with other lines than those of the rule book."""
        seen: dict[str, str] = {}
        for id, value in self.given.items():
            seen.update(variables_for(book, id, value))
        return with_settled(book, seen, signs)


def with_settled(
    book: Rulebook, answered: Mapping[str, str], signs: Mapping[str, Covered] | None = None
) -> dict[str, str]:
    """What was answered, with the signs that lines settle."""
    closed, still_open = settled_by_lines(book, answered, signs)
    settled = dict.fromkeys(closed, LEFT_UNTICKED) | dict.fromkeys(still_open, UNSURE)
    return {**answered, **settled}


def settled_by_lines(
    book: Rulebook, answered: Mapping[str, str], signs: Mapping[str, Covered] | None = None
) -> tuple[list[str], list[str]]:
    """The unanswered signs that lines settle as *no*, and those whose line stands open."""
    by = prepared(book).covered if signs is None else signs
    return settled(by, answered, lambda when: holds(when, answered, book))


def variables_for(book: Rulebook, id: str, value: Value) -> dict[str, str]:
    """The variables that one answer sets."""
    return book.questions[id].seen(id, value, book)


def holds(when: When, variables: Mapping[str, str], book: Rulebook) -> bool:
    """Whether an `ask-when` holds (it uses no findings)."""

    def said(leaf: Is | Holds) -> bool:
        return isinstance(leaf, Is) and variables.get(leaf.variable) in book.allowed(leaf)

    return satisfied(when, said)


def is_asked(id: str, variables: Mapping[str, str], book: Rulebook) -> bool:
    """Whether the answers so far lead to a question."""
    when = book.questions[id].ask_when
    return when is None or holds(when, variables, book)


def voice_of(book: Rulebook, variables: Mapping[str, str]) -> Voice:
    """How texts are said: the answers tell whether they are about the person typing."""
    when = book.other_person_when
    about_other = when is not None and holds(when, variables, book)
    return Voice.ABOUT_OTHER if about_other else Voice.TO_READER


# reading


def read_answers(book: Rulebook, text: str, shown_as: str) -> Answers:
    """Answers from the text of an answer file (YAML or JSON).

    Raises:
        AnswersError: with every slip, each with its place in the file.
    """
    node, problems = strict_yaml.parse(text, shown_as)
    if problems:
        raise AnswersError(*problems)
    if node is None:
        node = yaml_tree.Mapping(Place(shown_as, 1, 1), ())
    return answers_from_node(book, node)


def answers_from(book: Rulebook, given: Mapping[str, Any]) -> Answers:
    """Answers from plain data: question id to a word, a number, or a list of words.

    Raises:
        AnswersError: with every slip.
    """
    problems: list[Problem] = []
    node = _node(given, "", problems)
    if problems:
        raise AnswersError(*problems)
    return answers_from_node(book, node)


def value_from(book: Rulebook, id: str, given: Any) -> Value:
    """One checked answer, from plain data.

    Raises:
        AnswersError: the question does not have this answer.
    """
    problems: list[Problem] = []
    node = _node(given, id, problems)
    value = None if problems else book.questions[id].read(id, node, problems, book)
    if value is None or problems:
        raise AnswersError(*problems)
    return value


def _node(given: Any, asked: str, problems: list[Problem]) -> Node:
    """Plain data as a tree; what is no answer at all is a slip, and never *none of these*."""
    match given:
        case Mapping():
            pairs = (
                (Scalar(NOWHERE, str(key)), _node(value, asked or str(key), problems))
                for key, value in given.items()
            )
            return yaml_tree.Mapping(NOWHERE, tuple(pairs))
        case list() | tuple():
            items = tuple(_node(item, asked, problems) for item in given)
            return yaml_tree.Sequence(NOWHERE, items)
        case bool():
            return Scalar(NOWHERE, "true" if given else "false")
        case str() | Number():
            return Scalar(NOWHERE, str(given))
    of = f" for `{shortened(asked)}`" if asked else ""
    what = f"no word, number or list is given{of}"
    help = "leave out what is not known, or write `unsure`; `none` is none of these"
    problems.append(Problem(what, help))
    return Scalar(NOWHERE, UNSURE)


def _example(book: Rulebook) -> str:
    """An answer that this rule book knows."""
    id, question = next(iter(book.questions.items()))
    return f"for example: {id}: {next(iter(question.answers), UNSURE)}"


def answers_from_node(book: Rulebook, node: Node) -> Answers:
    """Answers from a tree that was read strictly.

    Raises:
        AnswersError: with every slip, each with its place.
    """
    problems: list[Problem] = []
    if not isinstance(node, yaml_tree.Mapping):
        what = "answers must be a block of `question: answer` lines"
        raise AnswersError(slip_at(node, what, _example(book)))
    if len(node.entries) > MOST_ANSWERS:
        raise AnswersError(too_many(node, "the answer set", len(node.entries)))
    found: dict[str, Value] = {}
    keys: dict[str, Node] = {}
    for key, content in node.entries:
        question = book.questions.get(key.text)
        if question is None:
            look = "see the folder questions"
            advice = did_you_mean(key.text, book.questions, look, problems)
            problems.append(slip_at(key, f"unknown question `{shortened(key.text)}`", advice))
            continue
        value = question.read(key.text, content, problems, book)
        if value is not None:
            found[key.text] = value
            keys[key.text] = key
    ordered = as_shown(book, {id: found[id] for id in book.questions if id in found})
    if not problems:
        problems += _unreachable(book, ordered, keys)
    if problems:
        raise AnswersError(*sorted(problems, key=lambda problem: problem.place or NOWHERE))
    return Answers(ordered)


def as_shown(book: Rulebook, found: Mapping[str, Value]) -> dict[str, Value]:
    """The same answers; an item that they do not show says nothing, unless it is ticked."""
    variables: dict[str, str] = {}
    shown: dict[str, Value] = {}
    for id, value in with_second_look(book, found).items():
        shown[id] = value_as_shown(book, id, value, variables)
        variables.update(variables_for(book, id, shown[id]))
    return shown


def value_as_shown(book: Rulebook, id: str, value: Value, variables: Mapping[str, str]) -> Value:
    """One answer, where an item that the answers before it do not show says nothing."""
    if not isinstance(value, Mapping):
        return value
    own = {f"{id}.{item}": word for item, word in value.items()}
    unsaid = {item for item in items_hidden(book, id, {**variables, **own}) if value[item] != "yes"}
    return {**value, **dict.fromkeys(unsaid, NOT_ASKED)} if unsaid else value


def items_hidden(book: Rulebook, id: str, variables: Mapping[str, str]) -> set[str]:
    """The items of a question that the answers so far do not show."""
    return {
        item
        for item, answer in book.questions[id].answers.items()
        if answer.show_when is not None and not _may_hold(answer.show_when, variables, book)
    } | not_repeated(book, id, variables)


def lines_hidden(book: Rulebook, variables: Mapping[str, str]) -> list[str]:
    """The variables of all lines of lists that such a person is not shown."""
    return [f"{id}.{item}" for id in book.questions for item in items_hidden(book, id, variables)]


def _may_hold(when: When, variables: Mapping[str, str], book: Rulebook) -> bool:
    """Whether a `show-when` holds, or would with an answer to what is asked and not answered.

    So an age that nobody told shows what some ages would, as one that is not sure.
    """

    def may_be_said(leaf: Is | Holds) -> bool:
        if not isinstance(leaf, Is):
            return False
        if leaf.variable in variables:
            return variables[leaf.variable] in book.allowed(leaf)
        return is_asked(book.variables[leaf.variable].question, variables, book)

    return satisfied(when, may_be_said)


def _unreachable(
    book: Rulebook, found: Mapping[str, Value], keys: Mapping[str, Node]
) -> list[Problem]:
    variables: dict[str, str] = {}
    problems = []
    for id, value in found.items():
        if not is_asked(id, variables, book):
            needs = book.questions[id].ask_when
            assert needs is not None
            questions = sorted({book.variables[leaf].question for leaf in _variables_in(needs)})
            named = ", ".join(f"`{name}`" for name in questions)
            what = f"`{id}` is not asked with these answers"
            problems.append(slip_at(keys[id], what, f"it depends on {named}, or leave it out"))
        variables.update(variables_for(book, id, value))
    return problems


def _variables_in(when: When) -> list[str]:
    return [leaf.variable for leaf in leaves(when) if isinstance(leaf, Is)]
