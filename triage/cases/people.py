"""People with a known answer: what somebody would say, and what it was.

A `*.people.yaml` file holds people as they would tell it, the answers they would give, and the
condition and urgency that a reader of the case knows. `unsaid` says what is answered where the
person says nothing: *no*, or *not sure*.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from triage.errors import AnswersError, Place, Problem, shortened
from triage.inference.answers import (
    Answers,
    answers_from_node,
    as_shown,
    is_asked,
    value_from,
    variables_for,
)
from triage.inference.prepared import prepared
from triage.inference.second_look import with_second_look
from triage.rulebook import strict_yaml, yaml_tree
from triage.rulebook.kinds.base import NOT_ASKED, Value
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.base import Frozen
from triage.rulebook.reading import Reader, Unusable
from triage.rulebook.urgency import Urgency
from triage.rulebook.when import UNSURE
from triage.rulebook.yaml_tree import Mapping as MappingNode
from triage.rulebook.yaml_tree import Node, Scalar

SUFFIX = ".people.yaml"
OUT_OF_SCOPE = "out-of-scope"


class Known(Frozen, frozen=True, kw_only=True):
    """What a reader of the case knows."""

    condition: str
    also: tuple[str, ...] = ()
    """Other conditions that are as good an answer."""
    urgency: Urgency
    why: str
    below: str | None = None
    """Why an emergency may come out below emergency from these answers."""


class PersonFile(Frozen, frozen=True, kw_only=True):
    """A person as the file has it, but for the answers."""

    told: str
    kind: Literal[
        "typical", "early", "atypical", "many-unsure", "several-things", "published", "story"
    ]
    unsaid: Literal["no", "unsure"]
    known: Known
    source: str | None = None


class Person(Struct, frozen=True):
    """One person, with every question that is asked answered."""

    id: str
    place: Place
    kind: str
    answers: Answers
    known: Known
    folder: str = ""
    """The name of the folder that its file lies in: people of one folder are one set."""


Silence = Literal["as written", "left out"]
"""What is done with questions and lines about which a person says nothing: as the file's `unsaid`
says, or they are not answered at all. Of what a part does, the lines that are not said do not
fit, for whoever said one of them has looked for the line that fits."""


def load_people(path: Path, book: Rulebook, silence: Silence = "as written") -> list[Person]:
    """All people of one file.

    Raises:
        AnswersError: with every slip.
    """
    text, problems = strict_yaml.read_file(path, path.name)
    node: Node | None = None
    if not problems:
        node, problems = strict_yaml.parse(text, path.name)
    if problems:
        raise AnswersError(*problems)
    listed = _entries(node).get("people")
    found: list[Person] = []
    for key, content in listed.entries if isinstance(listed, MappingNode) else ():
        try:
            one = _person(book, path.name, key, content, silence)
            found.append(replace(one, folder=path.resolve().parent.name))
        except AnswersError as error:
            problems += error.problems
    if not found and not problems:
        problems.append(Problem("there are no people", "write them under `people:`"))
    if problems:
        raise AnswersError(*problems)
    return found


def _entries(node: Node | None) -> dict[str, Node]:
    return {k.text: v for k, v in node.entries} if isinstance(node, MappingNode) else {}


def _person(
    book: Rulebook, file: str, key: Scalar, node: Node, silence: Silence = "as written"
) -> Person:
    entries = _entries(node)
    answers = entries.get("answers")
    if not isinstance(answers, MappingNode):
        slip = f"the person `{shortened(key.text)}` has no answers"
        raise AnswersError(Problem(slip, "write them under `answers:`", key.place))
    rest = MappingNode(
        node.place,
        tuple((k, v) for k, v in getattr(node, "entries", ()) if k.text != "answers"),
    )
    reader = Reader()
    read = reader.read(rest, PersonFile, (file, key.text))
    if isinstance(read, Unusable) or reader.problems:
        raise AnswersError(*reader.problems)
    ids = {*book.conditions, OUT_OF_SCOPE}
    for id in (read.known.condition, *read.known.also):
        if id not in ids:
            slip = f"unknown condition `{shortened(id)}`"
            raise AnswersError(Problem(slip, "", key.place))
    complete = _completed(book, answers, read.unsaid, silence)
    return Person(key.text, key.place, read.kind, complete, read.known)


def _completed(book: Rulebook, given: MappingNode, unsaid: str, silence: Silence) -> Answers:
    """The questions that are asked, answered: as given, or by `unsaid`.

    A line that is ticked at the second look counts as ticked at the first, so what it opens is
    answered too.
    """
    said = {key.text: _plain(value) for key, value in given.entries}
    if not said.keys() <= book.questions.keys():
        answers_from_node(book, given)  # says which is unknown, with help
    found = _answered(book, said, unsaid, silence)
    again = with_second_look(book, found)
    if again != found:
        ticked = {id: value for id, value in again.items() if value != found.get(id)}
        found = _answered(book, {**said, **ticked}, unsaid, silence)
    return Answers(_led_to(book, as_shown(book, found)))


def _led_to(book: Rulebook, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Without what a line opens that is not shown to this person, such as one on pregnancy."""
    variables: dict[str, str] = {}
    kept: dict[str, Value] = {}
    for id, value in answers.items():
        if is_asked(id, variables, book):
            kept[id] = value
            variables.update(variables_for(book, id, value))
    return kept


def _answered(
    book: Rulebook, said: Mapping[str, Any], unsaid: str, silence: Silence
) -> dict[str, Value]:
    variables: dict[str, str] = {}
    found: dict[str, Value] = {}
    for id, question in book.questions.items():
        if not is_asked(id, variables, book) or (silence == "left out" and id not in said):
            continue
        value = said[id] if id in said else _silence(book, id, unsaid)
        if isinstance(value, Mapping):
            picked = silence == "as written" or id in book.made_from
            rest = dict.fromkeys(question.answers, unsaid if picked else NOT_ASKED)
            value = {**rest, **value}
        found[id] = value_from(book, id, value)
        variables.update(variables_for(book, id, found[id]))
    return found


def _silence(book: Rulebook, id: str, unsaid: str) -> Value:
    return UNSURE if unsaid == UNSURE else silent(book, id)


def silent(book: Rulebook, id: str) -> Value:
    """What it means where somebody tells of a patient and says nothing to a question."""
    # who tells of a patient would not leave out what a red flag depends on
    return book.questions[id].unsaid(danger=id in prepared(book).behind_red_flags)


def _plain(node: Node) -> Any:
    match node:
        case Scalar(_, text):
            return text
        case yaml_tree.Sequence(_, items):
            return [_plain(item) for item in items]
        case MappingNode(_, entries):
            return {key.text: _plain(value) for key, value in entries}
