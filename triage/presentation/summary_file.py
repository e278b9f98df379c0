"""Writing a summary to a file: only for the person who asked, and whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from triage.errors import AnswersError, Problem, shortened
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
from triage.whole_file import OWNER_ONLY, tidy, write_whole

FORMS: dict[str, Callable[[Summary], str]] = {
    ".txt": summary_text,
    ".md": summary_markdown,
    ".json": summary_json,
    ".html": summary_html,
}
"""What the end of a file name asks for."""


def form_for(path: Path) -> Callable[[Summary], str]:
    """The form that a file name asks for; asked before the first question, too.

    Raises:
        AnswersError: the name asks for none of them.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        what = f"a summary cannot be written as `{shortened(path.name)}`"
        raise AnswersError(Problem(what, f"end the name with {', '.join(FORMS)}"))
    return form


def write_summary(
    path: Path, book: Rulebook, answers: Answers, assessment: Assessment, *, filled_in: str = ""
) -> None:
    """Write the summary of answers and result, in the form that the file name asks for.

    The file can be read by its owner alone. It is written beside the old one and then takes
    its place, so that nobody ever finds half of it.

    Raises:
        AnswersError: the name asks for no form, or the file cannot be written.
    """
    text = form_for(path)(summarise(book, answers, assessment, filled_in=filled_in))
    try:
        write_whole(path, text.encode(), rights=OWNER_ONLY)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        what = f"`{shortened(str(path))}` cannot be written, `{reason.lower()}`"
        advice = "name a file in a folder that is there and that you can write to"
        raise AnswersError(Problem(what, advice)) from None
    tidy(path)  # a summary that was killed in the middle stays in nobody's folder
