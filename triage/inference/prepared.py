"""What is worked out once for a rule book and used for every person."""

from __future__ import annotations

from collections.abc import Mapping

from triage.inference.relevance import Relevance, written_out
from triage.once import once
from triage.rulebook.conclusions import Conclusion
from triage.rulebook.expanding import opened_by
from triage.rulebook.kinds import TickAll
from triage.rulebook.lines import Covered, Repeated, covered, repeated
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import is_emergency
from triage.rulebook.when import Is, leaves


class Prepared:
    """The parts, each made when it is first needed."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._flags_for: dict[frozenset[tuple[str, str]], int] = {}

    @once
    def covered(self) -> dict[str, Covered]:
        """The signs that lines cover."""
        return covered(self._book.questions)

    @once
    def repeated(self) -> tuple[Repeated, ...]:
        """The lines that ask again."""
        return repeated(self._book.questions)

    @once
    def variables_of(self) -> dict[str, list[str]]:
        """The variables of each question, by their names."""
        found: dict[str, list[str]] = {}
        for name, variable in self._book.variables.items():
            found.setdefault(variable.question, []).append(name)
        return found

    @once
    def relevance(self) -> Relevance:
        """What is still open."""
        return Relevance(self._book)

    @once
    def first_sections(self) -> frozenset[str]:
        """The sections ahead of somebody who has not answered anything."""
        book = self._book
        anyway = {
            book.section_of[id]
            for id, question in book.questions.items()
            if question.asked_anyway
            and (question.ask_when is None or written_out(book, question.ask_when))
        }
        if anyway.issuperset(book.section_of.values()):
            return frozenset(anyway)  # no rule can add one, so the first question need not wait
        wanted = self.relevance.questions(frozenset(), {})
        return frozenset(book.section_of[id] for id in wanted)

    @once
    def behind_red_flags(self) -> frozenset[str]:
        """The questions that a red flag depends on, by itself or through findings."""
        todo = [flag.when for flag in self._book.red_flags.values()]
        found: set[str] = set()
        seen: set[Conclusion] = set()
        while todo:
            for leaf in leaves(todo.pop()):
                if isinstance(leaf, Is):
                    found.add(self._book.variables[leaf.variable].question)
                elif leaf.conclusion not in seen:
                    seen.add(leaf.conclusion)
                    todo.append(self._book.findings[leaf.conclusion.id].when)
        return frozenset(found)

    def flags_for(self, person: Mapping[str, str]) -> int:
        """How many danger signs somebody is asked about of whom only this is known."""
        who = frozenset(person.items())
        if who not in self._flags_for:
            not_asked = self.relevance.flags_not_asked(frozenset(person), person, ())
            self._flags_for[who] = len(not_asked)
        return self._flags_for[who]

    @once
    def emergency_alone(self) -> frozenset[str]:
        """The questions by whose answer alone an emergency can come.

        Age, sex and whatever else decides who is asked about danger may stand beside it.
        """
        book = self._book
        found = set()
        for id, flag in book.red_flags.items():
            if is_emergency(flag.urgency):
                for box in self.relevance.expanded(id, flag.when):
                    asked = {book.variables[name].question for name in box}
                    moving = {one for one in asked if not self._stays(one)}
                    found |= moving if len(moving) == 1 else set()
        return frozenset(found)

    @once
    def danger_screens(self) -> tuple[str, ...]:
        """The gates of which a line is a danger sign, or opens a question about an emergency."""
        return tuple(
            id
            for id, question in self._book.questions.items()
            if isinstance(question, TickAll)
            and question.gate
            and any(
                line.direct or not self.emergency_alone.isdisjoint(line.opens)
                for line in question.answers.values()
            )
        )

    @once
    def opened_by_danger(self) -> dict[str, tuple[str, ...]]:
        """The questions that lines of danger screens open, each with these lines."""
        of_screens = {
            f"{id}.{item}"
            for id in self.danger_screens
            for item in self._book.questions[id].answers
        }
        found = {
            id: tuple(line for line in lines if line in of_screens)
            for id, lines in opened_by(self._book.questions).items()
        }
        return {id: lines for id, lines in found.items() if lines}

    @once
    def danger_questions(self) -> frozenset[str]:
        """Danger screens, what their lines open, and what alone can mean an emergency."""
        return self.emergency_alone | {*self.danger_screens, *self.opened_by_danger}

    def _stays(self, id: str) -> bool:
        question = self._book.questions[id]
        return id in self._book.danger_gates or question.counts


def prepared(book: Rulebook) -> Prepared:
    """The prepared parts of a rule book, kept with it."""
    # of two threads that make them at the same time, both get those of the first
    kept: Prepared = book.__dict__.get("_prepared") or book.__dict__.setdefault(
        "_prepared", Prepared(book)
    )
    return kept
