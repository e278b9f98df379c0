"""Writing rule files: whole or not at all."""

from __future__ import annotations

from pathlib import Path

from triage.errors import Problem, RulesError, shortened
from triage.whole_file import AS_USUAL, tidy, write_whole


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, or make the file.

    It is written beside the old one and then takes its place, so that nobody ever finds half of
    it. What the file may be used for stays as it was, and a link still leads to it.

    Raises:
        RulesError: the file cannot be written.
    """
    try:
        write_whole(path.resolve(), text.encode(), rights=AS_USUAL, keep_rights=True)
        tidy(path.resolve())
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        what = f"`{shortened(str(path))}` cannot be written, `{reason.lower()}`"
        raise RulesError(Problem(what, "nothing was changed in it")) from None
