"""The files of an interview: what it begins with, and the summary that it ends with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from triage.cli.keeping import home_expanded, written
from triage.cli.places import not_taken
from triage.cli.reading import Input
from triage.errors import Problem, UsageError
from triage.interview.state import Interview
from triage.rulebook.model import Rulebook
from triage.words import interview as words

if TYPE_CHECKING:
    from triage.inference.assessment import Assessment


class Options(NamedTuple):
    """What was asked for on the command line."""

    rules_folder: Path | None = None
    plain: bool = False
    answers: str | None = None
    resume: Path | None = None
    save: Path | None = None
    summary: Path | None = None
    region: str | None = None

    def usable(self) -> Options:
        """These with whole paths.

        Raises:
            UsageError: they contradict each other.
        """
        if self.answers is not None and self.resume is not None:
            what = "`--answers` and `--resume` do not go together"
            raise UsageError(Problem(what, "resume the saved interview, and type what is missing"))
        save, resume, summary = (
            path and home_expanded(path) for path in (self.save, self.resume, self.summary)
        )
        return self._replace(save=save, resume=resume, summary=summary)

    def keep_apart(self, path: Path) -> None:
        """See that answers are not kept where another option reads or writes.

        Raises:
            AnswersError: they would.
        """
        answers = None if self.answers in (None, "-") else Path(self.answers or "")
        named = {"--answers": answers, "--resume": self.resume, "--summary": self.summary}
        others = {option: file for option, file in named.items() if file}
        not_taken(path, "--save", others, may_be=("--resume",))


class Beginning(NamedTuple):
    """An interview before its first question."""

    interview: Interview
    confirm: tuple[str, ...] = ()
    """Danger signs of a resumed interview that are to be asked again."""
    notes: tuple[str, ...] = ()
    """What was read and what will be replaced, a line each."""


def begin(book: Rulebook, options: Options) -> Beginning:
    """With the answers of a file, where one was named.

    Raises:
        AnswersError: the file cannot be used as written.
    """
    begun = Beginning(Interview(book))
    if options.answers is not None:
        from triage.cli.assess import answers_in

        answers = answers_in(book, options.answers)
        note = words.read_from_answers(len(answers.given))
        begun = Beginning(Interview(book, answers.given, tuple(answers.given)), notes=(note,))
    if options.resume is not None:
        from triage.interview.saving import resume

        resumed = resume(book, options.resume)
        count = len(resumed.interview.answers.given)
        notes = [words.read_from_saved(count), *resumed.changes]
        if resumed.confirm:
            notes.append(words.DANGER_SIGNS_FIRST)
        begun = Beginning(resumed.interview, resumed.confirm, tuple(notes))
    save = options.save
    if save is not None and save.exists() and not _goes_on(options):
        begun = begun._replace(notes=(*begun.notes, words.will_be_replaced(save)))
    return begun


def _goes_on(options: Options) -> bool:
    """Whether answers are kept in the file that they came from."""
    from triage.guarded_file import same_file  # a start without a file needs none of this

    return bool(options.save and options.resume and same_file(options.save, options.resume))


def today() -> str:
    """The day, as a summary says it."""
    return f"{datetime.now().astimezone():%d %B %Y}"


def summarised(
    file: Path,
    interview: Interview,
    assessment: Assessment,
    input: Input | None,
    say: Callable[[str], None],
) -> bool:
    """Write the summary there, or where the person says, and say so; False if it is nowhere.

    Without `input` nobody can be asked.
    """
    from triage.presentation.summary_file import write_summary

    def write(path: Path) -> None:
        write_summary(path, interview.book, interview.answers, assessment, filled_in=today())

    path = written(file, write, input, say, words.OTHER_SUMMARY)
    say(words.summary_is_in(path) if path else words.SUMMARY_NOT_WRITTEN)
    return path is not None
