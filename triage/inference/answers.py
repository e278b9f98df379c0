"""Answer sets: from what somebody wrote or typed to checked answers.

An answer set maps question ids to answers. It is read strictly: an unknown question, an
answer that the question does not have, or an answer to a question that these answers would
never lead to, is an error that says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from triage.errors import AnswersError, Place, Problem, did_you_mean, shortened, unseen
from triage.inference.prepared import prepared
from triage.rulebook import strict_yaml, yaml_tree
from triage.rulebook.bands import band_of
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.medicines import LONGEST_NAME, MEDICINES_PREFIX, MOST_NAMES
from triage.rulebook.parts.questions import Question
from triage.rulebook.when import UNSURE, All, AtLeast, Holds, Is, When, leaves
from triage.rulebook.when import Any as AnyOf
from triage.rulebook.yaml_tree import Node, Scalar

Value: TypeAlias = str | int | Mapping[str, str] | tuple[str, ...]
"""A checked answer: a word; a number; item to yes, no or unsure; names of medicines."""

NONE_WORD = "none"
MOST_ANSWERS = 500
"""More than anybody is asked; a longer block or list is no answer set."""


class Answers(Struct, frozen=True):
    """Checked answers, in the order of the questions."""

    given: Mapping[str, Value] = {}

    def variables(self, book: Rulebook) -> dict[str, str]:
        """What rules see: every variable of the answered questions, with its answer."""
        seen: dict[str, str] = {}
        for id, value in self.given.items():
            seen.update(variables_for(book, id, value))
        return seen


def variables_for(book: Rulebook, id: str, value: Value) -> dict[str, str]:
    """The variables that one answer sets."""
    question = book.questions[id]
    match question.kind, value:
        case "tick-all", Mapping():
            return {f"{id}.{item}": word for item, word in value.items()}
        case "number", int():
            return {id: band_of(question.cut_points, value)}
        case "medicines", _:
            catalogue = prepared(book).catalogue
            classes = catalogue.unsure() if value == UNSURE else catalogue.answers(_names(value))
            return {f"{MEDICINES_PREFIX}.{name}": word for name, word in classes.items()}
        case _:
            return {id: str(value)}


def _names(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def holds(when: When, variables: Mapping[str, str], book: Rulebook) -> bool:
    """Whether an `ask-when` holds (it uses no findings)."""
    match when:
        case Is(variable, _):
            return variables.get(variable) in book.allowed(when)
        case All(of):
            return all(holds(part, variables, book) for part in of)
        case AnyOf(of):
            return any(holds(part, variables, book) for part in of)
        case AtLeast(count, of):
            return sum(holds(part, variables, book) for part in of) >= count
        case Holds():
            return False


def is_asked(id: str, variables: Mapping[str, str], book: Rulebook) -> bool:
    """Whether the answers so far lead to a question."""
    when = book.questions[id].ask_when
    return when is None or holds(when, variables, book)


def about_other_person(book: Rulebook, variables: Mapping[str, str]) -> bool:
    """Whether the questions are about somebody else than the person typing."""
    when = book.other_person_when
    return when is not None and holds(when, variables, book)


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
    return answers_from_node(book, _node(given))


def value_from(book: Rulebook, id: str, given: Any) -> Value:
    """One checked answer, from plain data.

    Raises:
        AnswersError: the question does not have this answer.
    """
    problems: list[Problem] = []
    value = _value(book, id, _node(given), problems)
    if value is None or problems:
        raise AnswersError(*problems)
    return value


_NOWHERE = Place("", 0, 0)


def _node(given: Any) -> Node:
    if isinstance(given, Mapping):
        pairs = ((Scalar(_NOWHERE, str(key)), _node(value)) for key, value in given.items())
        return yaml_tree.Mapping(_NOWHERE, tuple(pairs))
    if isinstance(given, list | tuple):
        return yaml_tree.Sequence(_NOWHERE, tuple(_node(item) for item in given))
    return Scalar(_NOWHERE, str(given))


def _problem(node: Node, message: str, help: str = "") -> Problem:
    return Problem(message, help, node.place if node.place != _NOWHERE else None)


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
        raise AnswersError(_problem(node, what, _example(book)))
    if len(node.entries) > MOST_ANSWERS:
        raise AnswersError(_too_many(node, "the answer set", len(node.entries)))
    found: dict[str, Value] = {}
    keys: dict[str, Node] = {}
    for key, content in node.entries:
        question = book.questions.get(key.text)
        if question is None:
            look = "see the folder questions"
            advice = did_you_mean(key.text, book.questions, look, problems)
            problems.append(_problem(key, f"unknown question `{shortened(key.text)}`", advice))
            continue
        value = _value(book, key.text, content, problems)
        if value is not None:
            found[key.text] = value
            keys[key.text] = key
    ordered = {id: found[id] for id in book.questions if id in found}
    if not problems:
        problems += _unreachable(book, ordered, keys)
    if problems:
        raise AnswersError(*sorted(problems, key=lambda problem: problem.place or _NOWHERE))
    return Answers(ordered)


def _too_many(node: Node, where: str, count: int) -> Problem:
    return _problem(node, f"{where} has {count} answers", f"at most {MOST_ANSWERS} are read")


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
            problems.append(_problem(keys[id], what, f"it depends on {named}, or leave it out"))
        variables.update(variables_for(book, id, value))
    return problems


def _variables_in(when: When) -> list[str]:
    return [leaf.variable for leaf in leaves(when) if isinstance(leaf, Is)]


def _value(book: Rulebook, id: str, node: Node, problems: list[Problem]) -> Value | None:
    question = book.questions[id]
    match question.kind:
        case "yes-no":
            return _word(id, ("yes", "no", UNSURE), node, problems)
        case "pick-one":
            return _word(id, (*question.answers, UNSURE), node, problems)
        case "tick-all":
            return _ticked(id, question, node, problems)
        case "number":
            return _number(id, question, node, problems)
        case "medicines":
            return _medicines(book, id, node, problems)


def _word(id: str, known: tuple[str, ...], node: Node, problems: list[Problem]) -> str | None:
    if not isinstance(node, Scalar):
        problems.append(_problem(node, f"`{id}` takes one answer", f"answers: {', '.join(known)}"))
        return None
    word = node.text.strip().lower()
    if word not in known:
        what = f"unknown answer `{shortened(node.text)}` for `{id}`"
        if not node.text.strip():
            what = f"`{id}` has no answer"
        advice = did_you_mean(node.text, known, f"answers: {', '.join(known)}", problems)
        problems.append(_problem(node, what, advice))
        return None
    return word


def _ticked(
    id: str, question: Question, node: Node, problems: list[Problem]
) -> Mapping[str, str] | None:
    before = len(problems)
    items = tuple(question.answers)
    words = dict.fromkeys(items, "no")
    if isinstance(node, Scalar):
        word = _word(id, (NONE_WORD, UNSURE, *items), node, problems)
        if word == UNSURE:
            words = dict.fromkeys(items, UNSURE)
        elif word is not None and word != NONE_WORD:
            words[word] = "yes"
    elif (count := len(_parts(node))) > MOST_ANSWERS:
        problems.append(_too_many(node, f"`{id}`", count))
    elif isinstance(node, yaml_tree.Sequence):
        ticked = [_word(id, (NONE_WORD, *items), item, problems) for item in node.items]
        if NONE_WORD in ticked and len(ticked) > 1:
            what = f"`{id}` says `{NONE_WORD}` together with other answers"
            problems.append(_problem(node, what, "write either none, or the ones that apply"))
        words.update((word, "yes") for word in ticked if word in words)
    else:
        given: set[str] = set()
        for key, content in node.entries:
            item = _word(id, items, key, problems)
            if item in given:
                what = f"`{shortened(key.text)}` stands here a second time"
                problems.append(_problem(key, what, "keep one of them"))
            if item is not None:
                given.add(item)
                word = _word(f"{id}.{item}", ("yes", "no", UNSURE), content, problems)
                words[item] = word or UNSURE
    return words if len(problems) == before else None


def _parts(node: Node) -> tuple[Any, ...]:
    match node:
        case Scalar():
            return ()
        case yaml_tree.Sequence(_, items):
            return items
        case _:
            return node.entries


def _number(id: str, question: Question, node: Node, problems: list[Problem]) -> int | str | None:
    allowed = f"write a whole number from {question.lowest} to {question.highest}, or unsure"
    if isinstance(node, Scalar):
        text = node.text.strip()
        if text.lower() == UNSURE:
            return UNSURE
        if text.isascii() and text.isdecimal() and len(text) <= 6:
            number = int(text)
            if question.lowest <= number <= question.highest:
                return number
        if re.fullmatch(r"-?[0-9]+", text):
            what = f"`{shortened(text)}` is out of range for `{id}`"
            problems.append(_problem(node, what, allowed))
            return None
        what = f"`{shortened(node.text)}` is not a whole number for `{id}`"
        problems.append(_problem(node, what if text else f"`{id}` has no answer", allowed))
    else:
        problems.append(_problem(node, f"`{id}` takes one number", allowed))
    return None


def _medicines(
    book: Rulebook, id: str, node: Node, problems: list[Problem]
) -> tuple[str, ...] | str | None:
    catalogue = prepared(book).catalogue
    if isinstance(node, Scalar):
        if node.text.strip() and (slip := _slip_of_name(id, " ".join(node.text.split()))):
            problems.append(_problem(node, *slip))
            return None
        # a word that says *none* or *unsure* says it alone and in a list
        readable = bool(node.text.strip()) and node.text.isprintable()
        alone = {part.how for part in catalogue.read(node.text)} if readable else set()
        if alone == {"unsure"}:
            return UNSURE
        if alone == {"none"}:
            return ()
        what = f"`{id}` takes a list of names, here is `{shortened(node.text)}`"
        if not node.text.strip():
            what = f"`{id}` has no answer"
        problems.append(_problem(node, what, "write [name, name], none or unsure"))
        return None
    if not isinstance(node, yaml_tree.Sequence):
        problems.append(_problem(node, f"`{id}` takes a list of names", "write [name, name]"))
        return None
    texts: list[str] = []
    for item in node.items[: MOST_NAMES + 1]:
        lines = item.text.splitlines() if isinstance(item, Scalar) else []
        for line in lines or [""]:
            text = " ".join(line.split())
            slip = _slip_of_name(id, text)
            if slip is not None:
                problems.append(_problem(item, *slip))
                return None
            texts.append(text)
    count = max(len(texts), len(node.items))
    if count > MOST_NAMES:
        what = f"`{id}` lists {count} names"
        problems.append(_problem(node, what, f"at most {MOST_NAMES} are read"))
        return None
    said = {text: {part.how for part in catalogue.read(text)} for text in texts}
    named = tuple(sorted(text for text in said if said[text] != {"none"}))
    if named and len(named) < len(said):
        what = f"`{id}` says `{NONE_WORD}` together with other answers"
        problems.append(_problem(node, what, "write either none, or the ones that apply"))
        return None
    unsure = bool(named) and all(said[text] == {"unsure"} for text in named)
    return UNSURE if unsure else named


def _slip_of_name(id: str, text: str) -> tuple[str, str] | None:
    """What is wrong with a text that is to name a medicine, and what to do about it."""
    if not text or len(text) > LONGEST_NAME:
        what = f"a name in `{id}` is empty or longer than {LONGEST_NAME} characters"
        return what, "write the name on the box"
    if slip := unseen(text):
        what = f"the invisible character `{slip}` is not allowed in a name"
        return what, "delete it, or type the name again"
    return None
