"""Writing a summary to a file: only for the person who asked, and whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from triage.errors import AnswersError, Problem, shortened
from triage.guarded_file import Kind, Target, check, put
from triage.inference.answers import Answers
from triage.inference.assessment import Assessment
from triage.presentation.summary import (
    summarise,
    summary_html,
    summary_json,
    summary_markdown,
    summary_text,
)
from triage.presentation.summary_model import Summary
from triage.rulebook.model import Rulebook
from triage.whole_file import OWNER_ONLY
from triage.words import summary as words

FORMS: dict[str, Callable[[Summary], str]] = {
    ".txt": summary_text,
    ".md": summary_markdown,
    ".json": summary_json,
    ".html": summary_html,
}
"""What the end of a file name asks for."""
_TITLE = re.escape(words.TITLE.encode())
_ANSWERS_TO = rb"\s+".join(map(re.escape, words.ANSWERS_TO.encode().split()))
KIND = Kind(
    words.KIND,
    re.compile(
        rb"(?:# )?(?i:" + _TITLE + rb")\s.{1,400}?:\s+" + _ANSWERS_TO + rb"\s"
        rb"|<!DOCTYPE html>\s+(?:<[^>]*>\s*)*?<title>" + _TITLE + rb": "
        rb'|\{\s*"format": \d+,\s*"subject": "[^\n]*",\s*"filled-in": "',
        re.DOTALL,
    ),
)
"""How a summary begins, in each of the forms."""


def form_for(path: Path) -> Callable[[Summary], str]:
    """The form that a file name asks for; asked before the first question, too.

    Raises:
        AnswersError: the name asks for none of them.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise AnswersError(Problem(words.no_form(shortened(path.name)), words.forms(FORMS)))
    return form


def check_summary(path: Path) -> None:
    """Say before the first question what would keep a summary from being written at the end.

    Raises:
        AnswersError: the name asks for no form, or something else stands there, or nothing can
            be written there.
    """
    form_for(path)
    check(_target(path))


def write_summary(
    path: Path, book: Rulebook, answers: Answers, assessment: Assessment, *, filled_in: str = ""
) -> None:
    """Write the summary of answers and result, in the form that the file name asks for.

    The file can be read by its owner alone. An earlier summary of that name is replaced.

    Raises:
        AnswersError: the name asks for no form, something else stands there, or the file cannot
            be written.
    """
    text = form_for(path)(summarise(book, answers, assessment, filled_in=filled_in))
    put(_target(path), text)


def _target(path: Path) -> Target:
    return Target(path, KIND, rights=OWNER_ONLY)
