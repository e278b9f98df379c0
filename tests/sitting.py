"""Somebody who sits through the interview, and how much that is: questions, lines, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.walking import calm
from triage import Interview, Rulebook
from triage.presentation.kind_words import kind_words
from triage.presentation.layout import Page
from triage.presentation.question import question_text
from triage.words.voice import Voice

WORDS_A_MINUTE = 200
SECONDS_A_QUESTION = 4
MOST = 200


@dataclass(frozen=True)
class Sat:
    """How much one person was asked."""

    asked: Mapping[str, int]
    """The questions in their order, each with how many choices it offered."""
    words: int
    """Words on the screens, each line as it stands there."""

    @property
    def questions(self) -> int:
        """How many there were."""
        return len(self.asked)

    @property
    def lines(self) -> int:
        """How many choices there were."""
        return sum(self.asked.values())

    @property
    def minutes(self) -> float:
        """At the pace of an average reader, with a moment for each answer."""
        return self.words / WORDS_A_MINUTE + self.questions * SECONDS_A_QUESTION / 60


def sat_through(book: Rulebook, given: Mapping[str, object]) -> Sat:
    """Ask somebody everything; what they say nothing about is answered calmly."""
    interview, read = Interview(book), 0
    asked: dict[str, int] = {}
    while (question := interview.question) is not None and len(asked) < MOST:
        id = interview.current or ""
        page = Page(80)
        question_text(page, question, Voice.TO_READER, number=len(asked) + 1)
        asked[id] = asked.get(id, 0) + len(question.answers)
        read += len(str(page).split()) + len(kind_words(question).prompt.split())
        answer = given.get(id, calm(interview)) if id not in interview.path else []
        interview = interview.answer(answer)
    return Sat(asked, read)
