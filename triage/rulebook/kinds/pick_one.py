"""A question that is answered with one of its answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import field
from msgspec.structs import replace

from triage.errors import Problem
from triage.rulebook.kinds.base import (
    Answers,
    AnyKind,
    Book,
    Choice,
    Part,
    Slip,
    Value,
    choices_as_asked,
    slips_of_choices,
)
from triage.rulebook.kinds.written_answers import one_word
from triage.rulebook.parts.medicines import ListOfMedicines
from triage.rulebook.variables import Variable
from triage.rulebook.when import UNSURE
from triage.rulebook.yaml_tree import Node


class PickOne(AnyKind, frozen=True, kw_only=True, tag="pick-one"):
    """A question that is answered with one of its answers."""

    answers: Answers = field(default_factory=dict)
    """The choices, in the order of the list, each under its id."""

    describes: ClassVar[bool] = True

    def slips(self, id: str) -> Iterator[Slip]:
        """There must be answers, and rules must be able to name them."""
        yield from slips_of_choices(self.kind, id, self.answers, ("yes", "no"))

    def variables(self, id: str, book: ListOfMedicines) -> list[Variable]:
        """One, under the id of the question, with a word for each answer."""
        del book
        return [Variable(id, id, None, (*self.answers, UNSURE))]

    def parts(self, id: str, book: ListOfMedicines) -> list[Part]:
        """A rule that lists the other answers tells one apart too."""
        del book
        return [
            Part(f"{id}.{name}", id, name, answer.summary_only)
            for name, answer in self.answers.items()
        ]

    def kept_for_summary(self, book: ListOfMedicines) -> bool:
        """Whether each answer is."""
        del book
        return all(answer.summary_only for answer in self.answers.values())

    def read(self, id: str, node: Node, problems: list[Problem], book: Book) -> Value | None:
        """The id of an answer."""
        del book
        return one_word(id, (*self.answers, UNSURE), node, problems)

    def as_asked(self) -> AnyKind:
        """Without marks of answers too."""
        return replace(super().as_asked(), answers=choices_as_asked(self.answers))

    def unsaid(self, *, danger: bool) -> Value:
        """Who reports something would not leave out a danger."""
        return "no" if danger and "no" in self.answers else UNSURE

    def clause_of(self, variable: Variable, word: str, book: ListOfMedicines) -> str:
        """As the answer says it."""
        del variable, book
        return self.answers[word].yes

    def label(self, word: str) -> str:
        """As the answer reads in the list."""
        return self.answers[word].text

    def chosen(self, id: str) -> list[Choice]:
        """The answers."""
        del id
        return [Choice(name, answer.text, answer.yes) for name, answer in self.answers.items()]

    def reported(self, value: Value) -> list[str]:
        """The answer, if it is not a no."""
        picked = isinstance(value, str) and value != "no"
        return [self.answers[str(value)].text] if picked else []

    def not_present(self, value: Value) -> list[str]:
        """What a no means."""
        return [self.answers["no"].yes] if value == "no" else []
