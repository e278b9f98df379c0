"""Saved interviews: what has changed since, and what keeps a file from being saved or read.

What ends a run is a message: one sentence in lower case, and a line of help.
"""

from __future__ import annotations

# going on with it

RULES_CHANGED = "The rules have changed since these answers were saved."


def rules_changed(*, then: str, now: str) -> str:
    """The rule book has another version."""
    return f"The rules have changed since these answers were saved: version {then} then, {now} now."


def not_asked_any_more(question: str) -> str:
    """A question has gone; of it, only its id is known."""
    return f"The question `{question}` is not asked any more, so its answer was left out."


def answer_gone(topic: str) -> str:
    """A question has other answers now."""
    gone = "no longer has the answer that was saved, so it was left out"
    return f"The question about {topic} {gone}."


def question_changed(topic: str) -> str:
    """A question means something else now."""
    return f"The question about {topic} has changed, so its answer was left out."


def new_questions(number: int) -> str:
    """Questions that were not there before."""
    if number == 1:
        return "One question is new. It is asked where it can change the result."
    return f"{number} questions are new. They are asked where they can change the result."


# deleting it


def deleted(file: str) -> str:
    """A saved interview is gone."""
    return f"The saved interview {file} was deleted. {_COPIES}"


def rest_deleted(file: str) -> str:
    """Nothing but what a power cut left was there, and that is gone."""
    return f"What an interrupted saving left of {file} was deleted. {_COPIES}"


_COPIES = "Copies and backups elsewhere are still there."


def not_deleted(file: str, reason: str) -> str:
    """The system does not let us."""
    return f"{file} cannot be deleted, `{reason}`"


def no_file(file: str) -> str:
    """There is nothing of that name."""
    return f"there is no file {file}"


CHECK_NAME = "check the name and the folder"

# reading it

NOT_SAVED_INTERVIEW = "this is not a saved interview"
NAME_SAVED = "name a file that triage saved"
START_ANEW = "start a new interview, or resume another file"
OTHER_VERSION = "use the version of triage that saved it, or a newer one"
NOT_JSON = "it ends too early or is not JSON"
NESTED = "it is nested too deeply"
ENDLESS_NUMBER = "it has a number without end"
PATH_DOES_NOT_FIT = "`path` does not fit `answers`"


def damaged(slip: str) -> str:
    """Somebody or something has changed the file."""
    return f"this saved interview is damaged, {slip}"


def no_question(id: str) -> str:
    """The file answers what nobody asks."""
    return f"it has no question `{id}`"


def format_not_known(format: str) -> str:
    """The file comes from another version of the program."""
    return f"the format `{format}` of this saved interview is not known"


def twice(key: str) -> str:
    """A key stands in the file twice."""
    return f"`{key}` stands in it a second time"


def not_known(key: str) -> str:
    """A key that does not belong there."""
    return f"`{key}` is not known"


def lacks(key: str) -> str:
    """A key that has to be there."""
    return f"`{key}` is missing"


def unreadable(key: str) -> str:
    """What stands behind a key makes no sense."""
    return f"`{key}` cannot be read"


# writing it

KIND = "a saved interview"
"""What may be replaced."""
ADD_NAME = "add the name of a file"
MAKE_FOLDER = "make it first, or choose another one"
DISK_FULL = "the disk is full, so nothing was saved"
MAKE_ROOM = "make some room, or choose a folder on another disk"
OWN_FOLDER = "choose a folder of your own"
SHORTER_NAME = "choose a shorter one"
NAME_NOT_USABLE = "the name cannot be used"


def changed_meanwhile(file: str) -> str:
    """Somebody else writes there."""
    return f"{file} was changed by somebody else meanwhile, so it was left as it is"


def is_folder(file: str) -> str:
    """A folder stands where the file shall be."""
    return f"{file} is a folder"


def no_folder(folder: str) -> str:
    """The folder is not there."""
    return f"there is no folder `{folder}`"


def folder_closed(folder: str) -> str:
    """The folder belongs to somebody else, or to nobody."""
    return f"nothing can be saved in the folder `{folder}`"


def name_too_long(file: str) -> str:
    """The system has no room for such a name."""
    return f"the name {file} is too long"


def not_saved(file: str, reason: str) -> str:
    """The system does not let us, for any other reason."""
    return f"{file} cannot be saved, `{reason}`"
