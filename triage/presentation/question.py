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
from triage.words import question as words
from triage.words.voice import Voice


def choices(question: Question, voice: Voice) -> list[tuple[str, str]]:
    """The numbered choices of a question, as pairs of answer word and label."""
    labelled = kind_words(question).choices
    return [(id, voice.says(label)) for id, label in labelled]


def question_text(page: Page, question: Question, voice: Voice, *, full_hint: bool) -> None:
    """The question, its hint, its choices and what can be typed."""
    page.gap()
    page.text(voice.says(question.ask))
    if question.hint:
        page.text(voice.says(question.hint))
    numbered = choices(question, voice)
    if numbered:
        page.gap()
    for number, (_, label) in enumerate(numbered, start=1):
        page.item(label, mark=f"{number:>2} ")
    page.gap()
    page.text(_typing(question, full_hint))


def _typing(question: Question, full_hint: bool) -> str:
    how = kind_words(question).typing
    if full_hint:
        return words.all_keys(how)
    return words.few_keys(how)


def answers_text(page: Page, book: Rulebook, given: Mapping[str, Value], voice: Voice) -> None:
    """All answers by section, each with the number by which it can be changed."""
    with importing():
        from triage.presentation.words import answer_words

    page.heading(words.CHECK_YOUR_ANSWERS)
    section = ""
    titles = {entry.id: entry.title for entry in book.sections}
    for place, (id, value) in enumerate(given.items(), start=1):
        if book.section_of[id] != section:
            section = book.section_of[id]
            page.gap()
            page.text(titles[section])
        short = voice.says(book.questions[id].short)
        shown = answer_words(book, id, value, voice)
        page.item(words.answered(about=short, answer=shown), mark=f"{place:>2} ")


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


def why_text(book: Rulebook, id: str, width: int, voice: Voice) -> str:
    """Why a question is asked, and what else can be typed."""
    question = book.questions[id]
    page = Page(width)
    page.gap()
    page.text(words.why_we_ask(voice.says(question.why)))
    for term, meaning in terms_in(book, id):
        page.item(words.term(term, voice.says(meaning)))
    titles = [book.sources[source].title for source in question.sources if source in book.sources]
    if titles:
        page.text(words.source(titles))
    page.text(words.ALSO_TYPED)
    return str(page)
