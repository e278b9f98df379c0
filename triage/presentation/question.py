"""One question as text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from triage.late_import import importing
from triage.presentation.kind_words import kind_words
from triage.presentation.layout import Page
from triage.rulebook.kinds import Question
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook
from triage.rulebook.words import addressed


def choices(question: Question, *, other_person: bool = False) -> list[tuple[str, str]]:
    """The numbered choices of a question, as pairs of answer word and label."""
    labelled = kind_words(question).choices
    return [(id, addressed(label, other_person=other_person)) for id, label in labelled]


def question_text(
    page: Page, book: Rulebook, id: str, *, full_hint: bool, other_person: bool
) -> None:
    """The question, its hint, its choices and what can be typed."""
    question = book.questions[id]
    page.gap()
    page.text(addressed(question.ask, other_person=other_person))
    if question.hint:
        page.text(addressed(question.hint, other_person=other_person))
    numbered = choices(question, other_person=other_person)
    if numbered:
        page.gap()
    for number, (_, label) in enumerate(numbered, start=1):
        page.item(label, mark=f"{number:>2} ")
    page.gap()
    page.text(_typing(question, full_hint))


def _typing(question: Question, full_hint: bool) -> str:
    how = kind_words(question).typing
    if full_hint:
        return f"{how}, or n not sure, b back, ? why we ask, r repeat, s save, q stop."
    return f"{how} (n not sure, ? for more)."


def answers_text(
    page: Page, book: Rulebook, given: Mapping[str, Value], *, other_person: bool
) -> None:
    """All answers by section, each with the number by which it can be changed."""
    with importing():
        from triage.presentation.words import answer_words

    page.heading("Check your answers")
    section = ""
    titles = {entry.id: entry.title for entry in book.sections}
    for place, (id, value) in enumerate(given.items(), start=1):
        if book.section_of[id] != section:
            section = book.section_of[id]
            page.gap()
            page.text(titles[section])
        short = addressed(book.questions[id].short, other_person=other_person)
        shown = answer_words(book, id, value, other_person=other_person)
        page.item(f"{short[:1].upper()}{short[1:]}: {shown}", mark=f"{place:>2} ")


def terms_in(book: Rulebook, id: str) -> list[tuple[str, str]]:
    """The words of the glossary that a question uses, with their meaning."""
    question = book.questions[id]
    texts = [question.ask, question.hint or "", *(a.text for a in question.answers.values())]
    words = " ".join(texts).lower()
    return [
        (term, meaning)
        for term, meaning in book.glossary.items()
        if re.search(rf"\b{re.escape(term)}s?\b", words)
    ]


def why_text(book: Rulebook, id: str, width: int, *, other_person: bool) -> str:
    """Why a question is asked, and what else can be typed."""
    question = book.questions[id]
    page = Page(width)
    page.gap()
    page.text(f"Why we ask: {addressed(question.why, other_person=other_person)}")
    for term, meaning in terms_in(book, id):
        page.item(f"{term}: {addressed(meaning, other_person=other_person)}")
    titles = [book.sources[source].title for source in question.sources if source in book.sources]
    if titles:
        page.text(f"Source: {'; '.join(titles)}.")
    page.text("You can type: n not sure, b back, r repeat the question, s save, q stop.")
    return str(page)
