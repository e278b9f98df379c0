"""The interview as a pure state machine: no printing, no clock, no files.

A state is never changed; every step gives a new one. Answers are kept by question id.
Answers that the path no longer leads to are set aside, and count again when it does. Answers that
speak of something else now are asked anew (`asked_anew`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from triage.inference.answers import (
    Answers,
    is_asked,
    items_hidden,
    settled_by_lines,
    value_as_shown,
    value_from,
    variables_for,
)
from triage.inference.prepared import prepared
from triage.inference.relevance import Wanted
from triage.inference.second_look import taken_back, with_second_look
from triage.interview.asked_anew import asked_anew
from triage.once import once
from triage.rulebook.kinds import Medicines, Question, TickAll
from triage.rulebook.kinds.base import NAMES, NOT_ASKED, Value
from triage.rulebook.lines import LEFT_UNTICKED
from triage.rulebook.model import Rulebook
from triage.words.english import either

MOST_NAMES = 3
"""With more medicines of a class than these, the question names what they are for."""


class Progress(Struct, frozen=True):
    """Where an interview is. Numbers of questions and of parts only ever go up."""

    number: int
    """The number of the current question, which stays with it; 0 at the end."""
    section: str
    """The title of the section of the current question; empty at the end."""
    part: int
    """Which part that section is, in the order in which this person comes to them."""
    parts: int
    """How many parts there are for this person, as far as can be said now."""
    begins: bool
    """Whether the current question is the first one of its part."""


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
        """The answers that count, and what rules see of them while questions are still asked.

        A sign whose line is left unticked is *no*; one that stands open is not known yet. What
        was said of an item that is no longer shown is set aside, unless it is ticked.
        """
        variables: dict[str, str] = {}
        active: dict[str, Value] = {}
        for id, value in with_second_look(self.book, self.given).items():
            if is_asked(id, variables, self.book):
                active[id] = value_as_shown(self.book, id, value, variables)
                variables.update(variables_for(self.book, id, active[id]))
        closed, _ = settled_by_lines(self.book, variables)
        for_good = (sign for sign in closed if not prepared(self.book).covered[sign].again)
        return active, variables | dict.fromkeys(for_good, LEFT_UNTICKED)

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
    def _wanted(self) -> Wanted:
        return prepared(self.book).relevance.wanted(frozenset(self._active), self.variables)

    @once
    def current(self) -> str | None:
        """The question to ask now; None when nothing is left that could change the result."""
        if self.revisiting is not None:
            return self.revisiting
        for id, question in self.book.questions.items():
            if (
                self._is_wanted(id, question)
                and is_asked(id, self.variables, self.book)
                and (not isinstance(question, TickAll) or self.items(id))
            ):
                return id
        return None

    def _is_wanted(self, id: str, question: Question) -> bool:
        """Whether its answer is still needed. The first question is asked in any case, so it comes
        before it is worked out what all rules still depend on.
        """
        if question.asked_anyway and id not in self._active:
            return True
        return id in self._wanted.questions

    def items(self, id: str) -> tuple[str, ...]:
        """The items of a tick-all question that are shown, in their order.

        All of a danger screen, and of a list in which people look for their own; otherwise those
        that an open rule, or the doctor's page, can still read. Where the question was answered
        before, those that were not shown then, and are needed now; all of it when it is
        asked again on purpose.
        """
        question = self.book.questions[id]
        assert isinstance(question, TickAll)
        before = {name: self.variables[name] for name in self.variables if name != id}
        hidden = items_hidden(self.book, id, before)
        may = [item for item in question.answers if item not in hidden]
        if question.gate or question.keep:
            needed = may
        else:
            open_ = self._wanted.variables
            needed = [
                item
                for item in may
                if f"{id}.{item}" in open_ or question.answers[item].summary_only
            ]
        given = self._active.get(id)
        if not isinstance(given, Mapping):
            return tuple(needed or may)
        if self.revisiting == id:
            said = {item for item, word in given.items() if word != NOT_ASKED}
            return tuple(item for item in may if item in said or item in needed)
        return tuple(item for item in needed if given[item] == NOT_ASKED)

    @property
    def question(self) -> Question | None:
        """The current question itself, with the items that are shown and the medicines named."""
        if self.current is None:
            return None
        question = self._with_names(self.book.questions[self.current])
        if not isinstance(question, TickAll):
            return question
        shown = {item: question.answers[item] for item in self.items(self.current)}
        return replace(question, answers=shown)

    def _with_names(self, question: Question) -> Question:
        """A question about a class of medicines, with those that were named in its words."""
        if question.ask_named is None:
            return question
        asked = self.book.questions
        given = (v for id, v in self._active.items() if isinstance(asked[id], Medicines))
        typed = [name for value in given if isinstance(value, tuple) for name in value]
        of_class = self.book.catalogue.of_class
        named = dict.fromkeys(name for one in question.names_of for name in of_class(typed, one))
        if not 1 <= len(named) <= MOST_NAMES:
            return question
        return replace(question, ask=question.ask_named.replace(NAMES, either(named)))

    @property
    def finished(self) -> bool:
        """Whether every question that matters is answered."""
        return self.current is None

    def number_of(self, id: str) -> int:
        """The number of a question: its place in the order in which they are first answered."""
        return self.path.index(id) + 1 if id in self.path else len(self.path) + 1

    @property
    def progress(self) -> Progress:
        """The number of the current question, and its part."""
        section_of = self.book.section_of
        begun = list(dict.fromkeys(section_of[id] for id in self.path))
        if self.current is None:
            return Progress(0, "", len(begun), len(begun), begins=False)
        section = section_of[self.current]
        begins = section not in begun
        begun += [section] if begins else []
        ahead = self._sections_ahead
        titles = {one.id: one.title for one in self.book.sections}
        return Progress(
            number=self.number_of(self.current),
            section=titles[section],
            part=begun.index(section) + 1,
            parts=len(ahead.union(begun)),
            begins=begins,
        )

    @property
    def _sections_ahead(self) -> frozenset[str]:
        if not self._active:
            return prepared(self.book).first_sections
        return frozenset(self.book.section_of[id] for id in self._wanted.questions)

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
        if not isinstance(value, Mapping):
            return self._with({**self.given, asked: value}, asked, path)
        said = frozenset(given) if isinstance(given, Mapping) else frozenset()
        told = said.union(self.items(asked))
        value = self._as_shown(asked, value, told)
        given_now = taken_back(self.book, {**self.given, asked: value}, asked, told)
        return self._with(given_now, asked, path)

    def _with(self, given: Mapping[str, Value], asked: str, path: tuple[str, ...]) -> Interview:
        """The state after an answer, without those that it makes stale: they are asked anew."""
        stale = asked_anew(self.book, self.given, given, asked)
        counts = {id: value for id, value in given.items() if id not in stale}
        return replace(self, given=counts, path=path, revisiting=None)

    def _as_shown(
        self, id: str, value: Mapping[str, str], told: frozenset[str]
    ) -> Mapping[str, str]:
        """What an answer tells of the items that were shown, or that it names one by one; the
        others stay as they were.
        """
        before = self.given.get(id)  # also what was said of an item that is hidden just now
        kept = before if isinstance(before, Mapping) else {}
        return {
            item: word if item in told or word == "yes" else kept.get(item, NOT_ASKED)
            for item, word in value.items()
        }

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
