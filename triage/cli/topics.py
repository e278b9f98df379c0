"""Help topics that are longer than an option's help."""

from __future__ import annotations

import shutil

from triage.errors import AnswersError, Problem, did_you_mean, shortened
from triage.presentation.layout import Page
from triage.words import help as words


def topic_text(topic: str) -> str:
    """The text of a topic.

    Raises:
        AnswersError: there is no such topic.
    """
    paragraphs = words.TOPICS.get(topic.lower())
    if paragraphs is None:
        advice = did_you_mean(topic, words.TOPICS, words.topics(words.TOPICS))
        raise AnswersError(Problem(words.unknown(shortened(topic)), advice))
    page = Page(shutil.get_terminal_size().columns)
    for paragraph in paragraphs:
        page.text(paragraph)
        page.gap()
    return f"{page}".rstrip() + "\n"
