"""The questionnaire in a terminal, from the opening to the files that were asked for."""

from __future__ import annotations

from pathlib import Path

# the beginning

KEYS = "Type n if you are not sure, b to go back, ? for why we ask, s to save, q to stop."
START = "Press Enter to start. "
DANGER_SIGNS_FIRST = "Danger signs may have changed, so they are asked again first."
LOOK_AGAIN = "Please look at this answer again."


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

CHANGE_OR_RESULT = "Type a number to change an answer, or Enter for your result: "


def number_of_answer(most: int) -> str:
    """What was typed is the number of no answer."""
    return f"Type a number from 1 to {most}, or press Enter."


# the end

STOPPED = "Stopped."
BROKEN = "A part of this tool failed, so it stops here. Report it, please."
OTHER_SUMMARY = "Where shall the summary go? Type another file name, or press Enter to leave it: "
SUMMARY_NOT_WRITTEN = "The summary for your doctor was not written."


def summary_is_in(file: Path) -> str:
    """Where the summary is."""
    return f"The summary for your doctor is in {file}."
