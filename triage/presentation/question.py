"""One question as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from triage.interview.state import Interview
from triage.late_import import importing
from triage.presentation.kind_words import kind_words
from triage.presentation.layout import Page
from triage.rulebook.kinds import Number, Question, TickAll, YesNo
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE
from triage.words import question as words
from triage.words.answers import NONE, NONE_OF_THESE, NOT_SURE, NOTHING_TO_ADD
from triage.words.english import spaced
from triage.words.voice import Voice

FEW = 6
"""So many words of a long line tell which one it was."""
YEARS = "years"


def choices(question: Question, voice: Voice) -> list[tuple[str, str]]:
    """The numbered choices of a question, as pairs of answer word and label."""
    labelled = kind_words(question).choices
    return [(id, voice.says(label)) for id, label in labelled]


def question_text(page: Page, question: Question, voice: Voice, number: int) -> None:
    """The question with its number, its hint and its choices; what can be typed is the prompt."""
    page.text(words.numbered(number=number, ask=voice.says(question.ask)))
    if question.hint:
        page.text(voice.says(question.hint))
    if isinstance(question, YesNo):
        return
    for place, (_, label) in enumerate(choices(question, voice), start=1):
        page.item(label, mark=f"{place:>2} ")
    if isinstance(question, TickAll) and question.gate:
        page.item(NONE_OF_THESE, mark=" 0 ")


def understood(question: Question, value: Value, voice: Voice) -> str:
    """What was answered, in a few words, so that a mistyped number is seen at once.

    Empty for names of medicines, of which each is told as it was read.
    """
    if value == UNSURE:
        return words.understood(NOT_SURE)
    if question.shape == "words":
        said = map(_begins, question.reported(value))
        return words.understood(next(map(words.for_the_doctor, said), NOTHING_TO_ADD))
    match value:
        case int() if isinstance(question, Number):
            if value == 0 and question.unit == YEARS:
                return words.UNDER_ONE_YEAR
            return words.understood(voice.says(question.said(value)))
        case tuple():
            return "" if value else words.understood(NONE)
        case str() | int():
            labels = dict(choices(question, voice))
            return words.understood(labels.get(str(value), str(value)))
        case _:
            return _ticked(question, value, voice)


def _begins(text: str) -> str:
    """The first words of somebody's own."""
    some = text.split()
    return words.cut(some[:FEW]) if len(some) > FEW + 2 else text.rstrip(".")


def _ticked(question: Question, value: Mapping[str, str], voice: Voice) -> str:
    labels = dict(choices(question, voice))
    short = _shortened(labels)
    ticked = [short[id] for id in labels if value.get(id) == "yes"]
    unsure = [short[id] for id in labels if value.get(id) == UNSURE]
    if len(unsure) == len(labels) > 1:
        return words.understood(NOT_SURE)
    said = [words.chosen(ticked)] if ticked else []
    said += [words.not_sure_about(unsure)] if unsure else []
    return spaced(*map(words.understood, said or [NONE_OF_THESE]))


def _shortened(labels: Mapping[str, str]) -> dict[str, str]:
    """The first words of each label, where they tell it from the others."""
    begins = {id: " ".join(label.split()[:FEW]) for id, label in labels.items()}
    times = Counter(begins.values())
    return {
        id: words.cut(label.split()[:FEW])
        if len(label.split()) > FEW + 2 and times[begins[id]] == 1
        else label
        for id, label in labels.items()
    }


def answers_text(page: Page, interview: Interview, voice: Voice) -> None:
    """What was chosen or is not sure, each with the number of its question; then what was not."""
    with importing():
        from triage.presentation.words import answer_words

    book = interview.book
    none: list[str] = []
    no: list[str] = []
    page.text(words.CHECK_YOUR_ANSWERS)
    numbered = sorted((interview.number_of(id), id) for id in interview.answers.given)
    for number, id in numbered:
        value = interview.answers.given[id]
        if value == "no" and isinstance(book.questions[id], YesNo):
            no.append(str(number))
        elif isinstance(value, Mapping) and not {"yes", UNSURE} & {*value.values()}:
            none.append(str(number))
        else:
            short = voice.says(book.questions[id].short)
            shown = answer_words(book, id, value, voice)
            page.item(words.answered(about=short, answer=shown), mark=f"{number:>2} ")
    if none:
        page.text(words.none_of_these(none))
    if no:
        page.text(words.answered_no(no))


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


def why_text(book: Rulebook, id: str, question: Question, width: int, voice: Voice) -> str:
    """Why a question is asked, and what can be typed at it, with the items that are shown."""
    page = Page(width)
    page.gap()
    page.text(words.why_we_ask(voice.says(question.why)))
    for term, meaning in terms_in(book, id):
        page.item(words.term(term, voice.says(meaning)))
    if question.sources:
        # what a text is called can frighten: it names diseases that hardly anybody has
        page.text(words.PUBLISHED)
    page.text(spaced(kind_words(question).again, words.ALSO_TYPED))
    return str(page)
