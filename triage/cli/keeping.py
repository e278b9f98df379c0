"""Keeping answers: in the file that was named, after every answer and however a run ends.

Where a file cannot be written, whoever can answer is asked for another name until one can be, or
until they say no.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from triage.cli.endings import Endings, Stopped
from triage.cli.reading import Input
from triage.errors import AnswersError
from triage.interview.state import Interview
from triage.words import keeping as words
from triage.words import keys

NO = frozenset({""}) | keys.NO | keys.NONE | keys.QUIT | keys.BACK
"""Typed where a file name is asked for, these leave without a file."""
NO_NAME = keys.WHY | keys.REPEAT | keys.SAVE | keys.YES | keys.NOT_SURE
"""These are answers to other prompts; nobody wants a file of that name."""

Say = Callable[[str], None]


def home_expanded(path: Path) -> Path:
    """A path whose `~` is the home folder; as it is where there is no such home."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def ask_for_file(
    input: Input, say: Say, prompt: str, write: Callable[[Path], None], again: str = words.ANOTHER
) -> Path | None:
    """Ask for a name until something is written there; None when the person says no.

    Raises:
        Stopped: the person stopped, or cannot answer any more.
    """
    while True:
        typed = input.line(prompt)
        if typed.lower() in NO:
            return None
        if len(typed) == 1 or typed.lower() in NO_NAME:
            say(words.how_to_name(Path.cwd()))
            continue
        path = home_expanded(Path(typed))
        try:
            write(path)
        except AnswersError as error:
            say(str(error))
            prompt = again
        else:
            return path


def written(
    path: Path,
    write: Callable[[Path], None],
    input: Input | None,
    say: Say,
    prompt: str = words.ANOTHER,
) -> Path | None:
    """Write to a path; where that fails, ask for others. Where it is written, None for nowhere.

    Without `input`, nobody can be asked.

    Raises:
        Stopped: the person stopped, or cannot answer any more.
    """
    try:
        write(path)
    except AnswersError as error:
        say(str(error))
        return None if input is None else ask_for_file(input, say, prompt, write, prompt)
    return path


class Keeper:
    """The file with the answers of one run, as new as the last answer once it has a name."""

    def __init__(
        self,
        file: Path | None,
        *,
        input: Input,
        say: Say,
        show: Say,
        endings: Endings,
        rules_folder: Path | None,
        taken: Callable[[Path], None],
    ) -> None:
        self.file = file
        self.nothing = True
        """Whether no file has any of the answers."""
        self._input = input
        self._say = say
        self._show = show
        self._endings = endings
        self._rules_folder = rules_folder
        self._taken = taken
        self._told = ""

    @property
    def not_kept(self) -> str:
        """What is said where the last answers were not kept."""
        return words.NOTHING_SAVED if self.nothing else words.NOT_ALL_SAVED

    def keep(self, interview: Interview) -> None:
        """Bring the file up to date after an answer, where one was named."""
        if self.file is None:
            return
        try:
            self._save(interview, self.file)
            self._told = ""
        except AnswersError as error:
            if str(error) != self._told:  # once is enough
                self._told = str(error)
                self._say(words.not_saved_now(str(error)))

    def save_now(self, interview: Interview) -> None:
        """The person asks for it; says where the answers are and how to go on."""
        if not self._saved(interview, words.SAVE_WHERE, can_answer=True):
            self._say(words.NOTHING_SAVED if self.nothing else words.LAST_NOT_SAVED)

    def at_end(self, interview: Interview, *, can_answer: bool) -> bool:
        """Keep the answers however a run ends; whether they are kept."""
        with self._endings.held(), suppress(OSError, Stopped):
            return bool(interview.given) and self._saved(
                interview, words.TO_FINISH_LATER, can_answer=can_answer
            )
        return False

    def _saved(self, interview: Interview, prompt: str, *, can_answer: bool) -> bool:
        def write(path: Path) -> None:
            self._taken(path)
            self._save(interview, path)

        input = self._input if can_answer else None
        if self.file is not None:
            file = written(self.file, write, input, self._say)
        else:
            file = ask_for_file(input, self._say, prompt, write) if input else None
        if file is None:
            return False
        self.file = file
        with suppress(OSError):  # kept is kept, also where nobody can be told
            self._tell(file)
        return True

    def _save(self, interview: Interview, path: Path) -> None:
        from triage.interview.saving import save

        with self._endings.held():  # nothing ends it in the middle
            save(interview, path)
        self.nothing = False

    def _tell(self, file: Path) -> None:
        from triage.presentation.pasted import pasted

        rules = () if self._rules_folder is None else ("--rules", self._rules_folder)
        self._say(words.saved_in(file))
        self._say(words.GO_ON_WITH)
        self._show(pasted("triage", "ask", "--resume", file, *rules))
