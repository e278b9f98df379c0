"""Answer sets on whole columns: what rules see of them, for many people at once.

It comes to the same as `answers.answers_from` and `Answers.variables` do for one person: a second
look counts, an item that is not shown says nothing, and lines of danger screens settle the signs
that they cover. An answer to a question that was not asked is an error, so it is told for whom.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from triage.inference.columns import Plane, Said, holds
from triage.inference.prepared import prepared
from triage.rulebook.expanding import TICKED
from triage.rulebook.kinds import Question
from triage.rulebook.lines import LEFT_UNTICKED
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE, Is, When

Words = dict[str, Plane]
"""For each word of a variable: the people who have it."""


class Seen:
    """What rules see of a block of answer sets."""

    def __init__(self, book: Rulebook, given: Mapping[str, Words], size: int) -> None:
        """Take the answers in.

        Args:
            book: the rule book.
            given: for each variable its words, as they were written.
            size: the numbers in a plane.
        """
        self._book = book
        self._nobody: Plane = np.zeros(size, np.uint64)
        self._raw = {name: dict(words) for name, words in given.items()}
        self._by_name: dict[str, Words] = {}
        self._answered: dict[str, Plane] = {}
        self._asked: dict[str, Plane] = {}
        self.not_asked: dict[str, Plane] = {}
        """By question: the people who answered it although their answers do not lead to it."""
        self._take_second_look()
        for id, question in book.questions.items():
            self._take(id, question)
        self._settle()

    @property
    def said(self) -> Said:
        """For every variable and word the people who have it."""
        return {
            (name, word): plane
            for name, words in self._by_name.items()
            for word, plane in words.items()
        }

    def _take_second_look(self) -> None:
        raw = {name: dict(words) for name, words in self._raw.items()}
        for later, item, earlier, line in prepared(self._book).repeated:
            again: Words = raw.get(f"{later}.{item}", {})
            first: Words = self._raw.get(f"{earlier}.{line}", {})
            nobody = self._nobody
            yes: Plane = first.get("yes", nobody) | again.get("yes", nobody)
            unsure: Plane = (first.get(UNSURE, nobody) | again.get(UNSURE, nobody)) & ~yes
            no: Plane = first.get("no", nobody) & ~(yes | unsure)
            self._raw[f"{earlier}.{line}"] = {"yes": yes, "no": no, UNSURE: unsure}

    def _leaf(self, of: Is) -> Plane:
        words = self._by_name.get(of.variable, {})
        found = self._nobody
        for word in self._book.allowed(of):
            if word in words:
                found = found | words[word]
        return found

    def _holds(self, when: When) -> Plane:
        return holds(when, self._leaf, self._nobody)

    def _may_hold(self, when: When) -> Plane:
        def leaf(of: Is) -> Plane:
            open_ = ~self._answered.get(of.variable, self._nobody)
            return self._leaf(of) | (
                open_ & self._is_asked(self._book.variables[of.variable].question)
            )

        return holds(when, leaf, self._nobody)

    def _is_asked(self, id: str) -> Plane:
        when = self._book.questions[id].ask_when
        return ~self._nobody if when is None else self._holds(when)

    def _take(self, id: str, question: Question) -> None:
        of_question = prepared(self._book).variables_of.get(id, ())
        names = [name for name in of_question if name in self._raw]
        if not names:
            return
        given = self._nobody
        for name in names:
            for plane in self._raw[name].values():
                given = given | plane
        if question.ask_when is not None:
            wrong = given & ~self._holds(question.ask_when)
            if wrong.any():
                self.not_asked[id] = wrong
        for name in names:
            words = self._raw[name]
            item = self._book.variables[name].item
            if item is not None and question.shape == "ticks":
                hidden = self._hidden(question, item, words)
                if hidden is not None:
                    words = {word: p if word == "yes" else p & ~hidden for word, p in words.items()}
            self._by_name[name] = words
        for name in names:
            self._answered[name] = _all_of(self._by_name[name], self._nobody)

    def _hidden(self, question: Question, item: str, words: Words) -> Plane | None:
        """The people to whom an item is not shown."""
        answer = question.answers[item]
        hidden = None
        if answer.show_when is not None:
            hidden = ~self._may_hold(answer.show_when)
        if answer.repeats is not None:
            earlier, _, line = answer.repeats.partition(".")
            first = self._by_name.get(answer.repeats, {})
            left_out = first.get("yes", self._nobody)
            if not self._book.questions[earlier].answers[line].direct:
                left_out = left_out | first.get(UNSURE, self._nobody)
            ticked = self._nobody
            for word in TICKED:
                ticked = ticked | words.get(word, self._nobody)
            left_out = left_out & ~ticked
            hidden = left_out if hidden is None else hidden | left_out
        return hidden

    def _settle(self) -> None:
        answered = dict(self._answered)
        for sign, by in prepared(self._book).covered.items():
            open_ = ~answered.get(sign, self._nobody)
            lines = [self._by_name[line] for line in by.lines if line in self._by_name]
            known = self._nobody
            ticked = self._nobody
            for words in lines:
                known = known | _all_of(words, self._nobody)
                for word in TICKED:
                    ticked = ticked | words.get(word, self._nobody)
            for when in by.again:
                ticked = ticked | self._again(when, answered)
            still_open = open_ & known & ticked
            closed = open_ & known & ~ticked
            words = dict(self._by_name.get(sign, {}))
            words[UNSURE] = words.get(UNSURE, self._nobody) | still_open
            words[LEFT_UNTICKED] = words.get(LEFT_UNTICKED, self._nobody) | closed
            self._by_name[sign] = words

    def _again(self, when: When, answered: Mapping[str, Plane]) -> Plane:
        """Where a condition holds of what was answered, not of what lines settle."""

        def leaf(of: Is) -> Plane:
            return self._leaf(of) & answered.get(of.variable, self._nobody)

        return holds(when, leaf, self._nobody)


def _all_of(words: Words, nobody: Plane) -> Plane:
    found = nobody
    for plane in words.values():
        found = found | plane
    return found
