"""Reading answers for a doctor: sorted under headings and put into words.

Which question belongs where comes from the rule book: its sections in their order, the kind of
a question, and what decides whether it is asked. Nothing here knows a question by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from triage.inference.answers import Answers, is_asked, voice_of
from triage.inference.medicines_read import MedicineRead, medicines_read
from triage.presentation.summary_model import (
    Asked,
    AskedGroup,
    Fact,
    Group,
    MedicineNamed,
    Medicines,
    Span,
)
from triage.presentation.words import answer_words, named, read_words
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE, Is, leaves
from triage.words import summary as words
from triage.words.answers import not_understood
from triage.words.english import capital, listed


class Reader:
    """Sorts answers under headings and puts them into words."""

    def __init__(self, book: Rulebook, answers: Answers) -> None:
        self.book = book
        self.given = answers.given
        self.variables = answers.variables(book)
        self.voice = voice_of(book, self.variables)
        self._decides_person = _decides_person(book)
        self.about_ids = _about_the_person(book, self._decides_person)
        # what is asked because of a medicine is read with the medicines
        self._because_of_medicines = [
            id for id, question in book.questions.items() if any(question.classes_asked_about())
        ]

    def to(self, text: str) -> str:
        """A text of the rule book, as it was said to the person who typed."""
        return self.voice.says(text)

    def label(self, id: str) -> str:
        """What a question is about, as the first words of a line."""
        short = self.to(self.book.questions[id].short)
        for word in words.OWN:
            short = short.removeprefix(word)
        return capital(short)

    def fact(self, id: str, texts: Iterable[str]) -> Fact:
        """What a question brought, in these words."""
        said = tuple(capital(self.to(text)) for text in texts)
        return Fact(question=id, label=self.label(id), words=said)

    # headings

    def about(self) -> tuple[Fact, ...]:
        """Who the answers are about."""
        return tuple(self._about_fact(id) for id in self.about_ids if id in self.given)

    def groups(self, words_of: Callable[[str, Value], list[str]]) -> tuple[Group, ...]:
        """One group for each section in which the answers have such words."""
        groups = []
        for section in self.book.sections:
            found = (
                self.fact(id, words)
                for id, value in self._given_in(section.id)
                if (words := words_of(id, value))
            )
            facts = tuple(found)
            if facts:
                groups.append(Group(section=section.id, title=section.title, facts=facts))
        return tuple(groups)

    def reported(self, id: str, value: Value) -> list[str]:
        """What somebody said yes to, or described."""
        question = self.book.questions[id]
        if self._stands_elsewhere(id) or value == UNSURE:
            return []
        return question.reported(value)

    def not_present(self, id: str, value: Value) -> list[str]:
        """What somebody said no to."""
        question = self.book.questions[id]
        if self._stands_elsewhere(id):
            return []
        return question.not_present(value)

    def not_sure(self, id: str, value: Value) -> list[str]:
        """What somebody was not sure about, wherever else it stands."""
        question = self.book.questions[id]
        if isinstance(value, Mapping):
            items = _with(value, UNSURE)
            if len(items) < len(value):
                return [question.answers[item].text for item in items]
            return [words.NOT_SURE_OF_ANY] if items else []
        return [words.NOT_SURE_ITEM] if value == UNSURE else []

    def own_words(self) -> tuple[str, ...]:
        """What somebody wrote freely, as it was typed."""
        questions = self.book.questions
        return tuple(
            self._answer(id, value)
            for id, value in self.given.items()
            if questions[id].shape == "words" and questions[id].reported(value)
        )

    def medicines(self) -> tuple[Medicines, ...]:
        """A block for each question that names medicines."""
        blocks = []
        facts = tuple(self._whole(id) for id in self._because_of_medicines if id in self.given)
        for id, question in self.book.questions.items():
            if question.shape != "medicines":
                continue
            value = self.given.get(id)
            named = value if isinstance(value, tuple) else ()
            answer: Literal["named", "none", "unsure", "not-asked"] = "named"
            if not named:
                answer = (
                    "unsure" if value == UNSURE else "none" if id in self.given else "not-asked"
                )
            blocks.append(
                Medicines(
                    label=self.label(id),
                    answer=answer,
                    named=tuple(self._medicines(named)),
                    facts=facts,
                )
            )
            facts = ()  # they stand once, with the first block
        return tuple(blocks)

    def times(self) -> tuple[Span, ...]:
        """Answers that say when."""
        spans = []
        for id, value in self.given.items():
            found = self.book.questions[id].days_ago(value)
            if found is None:
                continue
            said, farthest, nearest = found
            spans.append(
                Span(
                    question=id,
                    label=self.label(id),
                    words=self.to(said),
                    days_from=farthest,
                    days_to=nearest,
                )
            )
        return tuple(spans)

    def unanswered(self, *, led_to: bool) -> tuple[str, ...]:
        """Questions without an answer, to which these answers lead or do not lead."""
        return tuple(
            self.label(id)
            for id in self.book.questions
            if id not in self.given and is_asked(id, self.variables, self.book) == led_to
        )

    def questions_and_answers(self) -> tuple[AskedGroup, ...]:
        """Every answer, under its section, beside the question as it was asked."""
        groups = []
        for section in self.book.sections:
            asked = tuple(self._asked(id, value) for id, value in self._given_in(section.id))
            if asked:
                groups.append(AskedGroup(section=section.id, title=section.title, asked=asked))
        return tuple(groups)

    # single answers

    def _given_in(self, section: str) -> Iterator[tuple[str, Value]]:
        for id, value in self.given.items():
            if self.book.section_of[id] == section:
                yield id, value

    def _stands_elsewhere(self, id: str) -> bool:
        apart = id in self.about_ids or id in self._because_of_medicines
        return apart or self.book.questions[id].shape == "words"

    def _asked(self, id: str, value: Value) -> Asked:
        question = self.book.questions[id]
        left = _with(value, "no") if isinstance(value, Mapping) else []
        return Asked(
            question=id,
            ask=self.to(question.ask),
            answer=self._answer(id, value),
            not_ticked=tuple(self.to(question.answers[item].text) for item in left),
        )

    def _answer(self, id: str, value: Value) -> str:
        if isinstance(value, tuple) and value:
            return listed(dict.fromkeys(one.name for one in self._medicines(value)))
        if self.book.questions[id].shape == "words":
            return answer_words(self.book, id, value, self.voice)
        return capital(answer_words(self.book, id, value, self.voice))

    def _about_fact(self, id: str) -> Fact:
        value = self.given[id]
        chosen = self.book.questions[id].answers.get(value) if isinstance(value, str) else None
        if id in self._decides_person and chosen is not None:
            # "Me" says nothing to a doctor; the clause does
            return self.fact(id, [chosen.yes])
        return self._whole(id)

    def _whole(self, id: str) -> Fact:
        """An answer of any kind, with what was not ticked left out."""
        return self.fact(id, [self._answer(id, self.given[id])])

    def _medicines(self, named: tuple[str, ...]) -> Iterator[MedicineNamed]:
        for read in medicines_read(self.book, named):
            kinds = (kind.name for id, kind in self.book.classes.items() if id in read.classes)
            yield MedicineNamed(
                typed=read.typed,
                how=read.how,
                name=_name(read),
                classes=tuple(kinds),
            )


def _decides_person(book: Rulebook) -> frozenset[str]:
    """The questions that decide whether the answers are about another person."""
    when = book.other_person_when
    names = (leaf.variable for leaf in leaves(when) if isinstance(leaf, Is)) if when else ()
    return frozenset(book.variables[name].question for name in names)


def _about_the_person(book: Rulebook, decides_person: frozenset[str]) -> tuple[str, ...]:
    """The questions that say who it is about, in the order of asking.

    They are what decides whether it is another person, and what can be picked or counted in
    the section with the first number: a number is an age.
    """
    home = book.section_of[book.asks_age] if book.asks_age else None
    return tuple(
        id
        for id, question in book.questions.items()
        if id in decides_person or (book.section_of[id] == home and question.describes)
    )


def _with(value: Mapping[str, str], word: str) -> list[str]:
    return [item for item, answer in value.items() if answer == word]


def _name(read: MedicineRead) -> str:
    """A medicine with all that was typed, since a dose may stand there."""
    if read.how == "not-understood":
        return not_understood(read.typed)
    if read.how != "understood":
        return read_words(read)
    (name,) = read.read_as
    return named(name, typed=read.typed)
