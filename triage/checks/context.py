"""What every check looks at, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from triage.checks.safety import Lowering, lowerings
from triage.inference.prepared import prepared
from triage.once import once
from triage.presentation.case_facts import Untested
from triage.rulebook.model import Rulebook
from triage.rulebook.stated import At, Stated, stated
from triage.rulebook.when import UNSURE, Box, meet

Level: TypeAlias = Literal["error", "warning", "hint"]


class Found(Struct, frozen=True, kw_only=True):
    """One thing that a check has found."""

    check: str
    """The id of the check."""
    at: At
    message: str
    help: str = ""
    level: Level | None = None
    """Where it is not the level of the check."""


class Context(Struct, frozen=True, kw_only=True, dict=True):
    """One rule book, and what is known around it."""

    book: Rulebook
    texts: Mapping[At, str]
    """Every text of the rule files, by place."""
    today: date | None = None
    untested: Untested | None = None
    """None where no cases were given."""
    before: Rulebook | None = None
    """The rule book to compare with, where one was given."""
    folder: Path | None = None
    """Where the rule files stand, for commands in advice."""

    @once
    def rules(self) -> tuple[Stated, ...]:
        """Every rule that stands in a rule file."""
        return tuple(stated(self.book))

    @once
    def by_id(self) -> dict[str, Stated]:
        """The same, by id."""
        return {rule.id: rule for rule in self.rules}

    @once
    def lowerings(self) -> tuple[Lowering, ...]:
        """Every move towards danger that lowers the urgency."""
        return tuple(move for first in ("no", UNSURE) for move in lowerings(self.book, first))

    def boxes(self, rule: str) -> list[Box]:
        """The boxes of a rule over variables only, with findings written out."""
        return prepared(self.book).relevance.expanded(rule, self.book.stated_rules[rule].when)

    def question_at(self, id: str) -> At:
        """Where a question stands."""
        return (f"questions/{self.book.section_of[id]}.yaml", "questions", id)

    def can_be_given(self, box: Box, settled: frozenset[str] = frozenset()) -> bool:
        """Whether some interview leads to answers inside a box, with every `ask-when` on the way.

        `settled` are the questions whose `ask-when` the box satisfies already.
        """
        gates = prepared(self.book).relevance.gates
        for key in box:
            question = self.book.variables[key].question
            if question in gates and question not in settled:
                return any(
                    self.can_be_given(both, settled | {question})
                    for gate in gates[question]
                    if (both := meet(box, gate)) is not None
                )
        return True
