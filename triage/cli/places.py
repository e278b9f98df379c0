"""Where a run is to write is tried before the first question: nobody answers for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from triage.errors import AnswersError, Problem, UsageError


def try_places(save: Path | None, summary: Path | None) -> None:
    """See that both files can be written at the end; nothing of the trial stays.

    Raises:
        UsageError: a file could not be written, or something else stands there.
    """
    try:
        if save is not None:
            from triage.interview.saving import try_out

            try_out(save)
        if summary is not None:
            from triage.interview.saving import try_folder
            from triage.presentation.summary_file import check_summary

            try_folder(summary)
            check_summary(summary)
    except AnswersError as error:
        raise UsageError(*error.problems) from None


def not_taken(
    path: Path, option: str, others: Mapping[str, Path], may_be: tuple[str, ...] = ()
) -> None:
    """See that no other option names the same file.

    Raises:
        AnswersError: one does.
    """
    from triage.guarded_file import same_file

    for other, there in others.items():
        if other not in may_be and same_file(path, there):
            what = f"`{option}` and `{other}` name the same file, `{path}`"
            raise AnswersError(Problem(what, "give each its own file"))
