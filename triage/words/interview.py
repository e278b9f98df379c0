"""The questionnaire in a terminal, from the opening to the files that were asked for."""

from __future__ import annotations

from pathlib import Path

# the beginning

KEYS = "Type numbers. u is not sure, b back, ? help, r repeat, s save, q stop."
START = "Press Enter to start. "
DANGER_SIGNS_FIRST = (
    "Danger signs may have come since you saved. So they are asked again first, and nothing else."
    " Press Enter where nothing has changed."
)


def read_from_answers(count: int) -> str:
    """Answers came from an answer file."""
    return f"{count} answers were read. What is missing is asked."


def read_from_saved(count: int) -> str:
    """Answers came from a saved interview."""
    return f"{count} answers were read from your file."


def will_be_replaced(file: Path) -> str:
    """The file that was named for saving is no empty one."""
    return (
        f"{file} has earlier answers. Your first answer replaces them."
        " To keep them, type q now, and choose another name."
    )


# between questions

FIRST_QUESTION = "This is the first question."

# the list of answers

CHANGE_OR_RESULT = "Number to change it, or Enter for your result: "
NUMBER_OF_ANSWER = (
    "Type the number of a question to change its answer, or press Enter for your result."
    " Also: b back, s save, q stop."
)

# the end

STOPPED = "Stopped."
BROKEN = "A part of this tool failed, so it stops here. Report it, please."
OTHER_SUMMARY = "Where shall the summary go? Type another file name, or press Enter to leave it: "
SUMMARY_NOT_WRITTEN = "The summary for your doctor was not written."


def summary_is_in(file: Path) -> str:
    """Where the summary is."""
    return f"The summary for your doctor is in {file}."
