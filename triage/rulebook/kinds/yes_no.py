"""A question that is answered with yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from triage.errors import Problem
from triage.rulebook.kinds.base import THREE, AnyKind, Book, Choice, Slip, Value
from triage.rulebook.kinds.written_answers import one_word
from triage.rulebook.parts.base import Text
from triage.rulebook.parts.medicines import ListOfMedicines
from triage.rulebook.variables import Variable
from triage.rulebook.yaml_tree import Node


class YesNo(AnyKind, frozen=True, kw_only=True, tag="yes-no"):
    """A question that is answered with yes or no."""

    yes: Text = ""
    """The clause for yes."""
    no: Text = ""
    """The clause for no."""

    says_yes: ClassVar[bool] = True

    def slips(self, id: str) -> Iterator[Slip]:
        """Both answers need a clause."""
        if not (self.yes and self.no):
            what = f"the yes-no question `{id}` needs `yes` and `no`"
            yield Slip(what, "say what each answer means")

    def variables(self, id: str, book: ListOfMedicines) -> list[Variable]:
        """One, under the id of the question."""
        del book
        return [Variable(id, id, None, THREE)]

    def read(self, id: str, node: Node, problems: list[Problem], book: Book) -> Value | None:
        """One of the three words."""
        del book
        return one_word(id, THREE, node, problems)

    def unsaid(self, *, danger: bool) -> Value:
        """Who reports something would say it."""
        del danger
        return "no"

    def clause_of(self, variable: Variable, word: str, book: ListOfMedicines) -> str:
        """As the rule file says it."""
        del variable, book
        return self.yes if word == "yes" else self.no

    def chosen(self, id: str) -> list[Choice]:
        """Yes and no."""
        del id
        return [Choice("yes", "", self.yes), Choice("no", "", self.no)]

    def reported(self, value: Value) -> list[str]:
        """The clause for yes."""
        return [self.yes] if value == "yes" else []

    def not_present(self, value: Value) -> list[str]:
        """The clause for no."""
        return [self.no] if value == "no" else []
