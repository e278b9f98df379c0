"""Keeping answers in a file during the questionnaire."""

from __future__ import annotations

from pathlib import Path

# asking for a file

SAVE_WHERE = "Save to which file? Type a name, or press Enter to leave it: "
TO_FINISH_LATER = "To finish later, type a file name. To leave without saving, press Enter: "
ANOTHER = "Type another file name, or press Enter to leave it: "


def how_to_name(folder: Path) -> str:
    """What a file name is, for somebody who asks or typed something else."""
    return (
        "Type the name of a file, for example my-answers.json. It is made in the folder"
        f" {folder}. Only you can read it. Or press Enter to leave it."
    )


# what came of it

NOTHING_SAVED = "Nothing was saved."
NOT_ALL_SAVED = "Not all was saved."
LAST_NOT_SAVED = "The last answers are not saved."
GO_ON_WITH = "Go on later with:"


def saved_in(file: Path) -> str:
    """Where the answers are."""
    return f"Your answers are saved in {file}. Only you can read the file."


def not_saved_now(why: str) -> str:
    """Saving stopped working in the middle."""
    return f"{why}\nYour answers are not saved now. Type s for another name."
