"""The interview as a pure state machine: no printing, no clock, no files.

A state is never changed; every step gives a new one. Answers are kept by question id.
Answers that the path no longer leads to are set aside, and count again when it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from triage.inference.answers import Answers, is_asked, value_from, variables_for
from triage.inference.prepared import prepared
from triage.once import once
from triage.rulebook.kinds import Question
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook


class Progress(Struct, frozen=True):
    """How far an interview is; `about` goes down as questions fall away, and up with follow-ups."""

    answered: int
    """How many questions have an answer that counts."""
    about: int
    """How many there will be in all, as far as can be said now."""
    section: str
    """The title of the section of the current question; empty at the end."""


class Interview(Struct, frozen=True, dict=True, eq=False):
    """One interview at one moment."""

    book: Rulebook
    """The rule book whose questions are asked."""
    given: Mapping[str, Value] = {}
    """Every answer ever given, by question id; the latest one counts."""
    path: tuple[str, ...] = ()
    """Question ids in the order in which they were first answered."""
    revisiting: str | None = None
    """A question that is being asked again."""

    @once
    def _counted(self) -> tuple[dict[str, Value], dict[str, str]]:
        """The answers that count, and what rules see of them."""
        variables: dict[str, str] = {}
        active: dict[str, Value] = {}
        for id in self.book.questions:
            if id in self.given and is_asked(id, variables, self.book):
                active[id] = self.given[id]
                variables.update(variables_for(self.book, id, self.given[id]))
        return active, variables

    @property
    def _active(self) -> Mapping[str, Value]:
        return self._counted[0]

    @property
    def answers(self) -> Answers:
        """The answers that count, in the order of the questions."""
        return Answers(self._active)

    @property
    def variables(self) -> Mapping[str, str]:
        """What rules see of the answers that count."""
        return self._counted[1]

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Answered questions that the answers no longer lead to."""
        return tuple(id for id in self.given if id not in self._active)

    @once
    def _wanted(self) -> frozenset[str]:
        return prepared(self.book).relevance.questions(frozenset(self._active), self.variables)

    @once
    def current(self) -> str | None:
        """The question to ask now; None when nothing is left that could change the result."""
        if self.revisiting is not None:
            return self.revisiting
        for id in self.book.questions:
            if id in self._wanted and is_asked(id, self.variables, self.book):
                return id
        return None

    @property
    def question(self) -> Question | None:
        """The current question itself."""
        return self.book.questions[self.current] if self.current else None

    @property
    def finished(self) -> bool:
        """Whether every question that matters is answered."""
        return self.current is None

    @property
    def progress(self) -> Progress:
        """How many are answered, about how many there will be, and the current section."""
        section_id = self.book.section_of[self.current] if self.current else ""
        titles = {section.id: section.title for section in self.book.sections}
        # questions that only later answers may lead to are not counted yet
        ahead = (id for id in self._wanted if is_asked(id, self.variables, self.book))
        remaining = sum(1 for _ in ahead)
        return Progress(
            answered=len(self._active),
            about=len(self._active) + remaining,
            section=titles.get(section_id, ""),
        )

    def answer(self, given: Any, id: str | None = None) -> Interview:
        """Answer the current question (or another one, by id).

        Raises:
            AnswersError: the question does not have this answer.
            ValueError: there is no question left.
        """
        asked = id or self.current
        if asked is None:
            raise ValueError("the interview is finished")
        value = value_from(self.book, asked, given)
        path = self.path if asked in self.path else (*self.path, asked)
        return replace(self, given={**self.given, asked: value}, path=path, revisiting=None)

    def keep(self) -> Interview:
        """Leave the answer of a revisited question as it is."""
        return replace(self, revisiting=None)

    def back(self) -> Interview:
        """Go to the question that was answered before; the same state at the first one."""
        earlier = [id for id in self.path if id in self._active]
        if self.revisiting in earlier:
            earlier = earlier[: earlier.index(self.revisiting or "")]
        return replace(self, revisiting=earlier[-1]) if earlier else self

    def change(self, id: str) -> Interview:
        """Ask an answered question again.

        Raises:
            ValueError: it has not been answered, or is set aside.
        """
        if id not in self._active:
            raise ValueError(f"{id} has no answer that counts")
        return replace(self, revisiting=id)
