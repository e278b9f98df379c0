"""`triage ask`: the questionnaire in a terminal.

Numbered prompts that are only ever appended: no cursor movement, no redrawing. Everything
clinical is decided by the interview and the engine; this module asks, listens and prints.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from triage.cli.chosen_book import chosen
from triage.cli.endings import Endings, Stopped, last_words
from triage.cli.engine_thread import EngineInBackground
from triage.cli.keeping import Keeper, home_expanded, written
from triage.cli.places import not_taken, try_places
from triage.cli.prompt import read_reply
from triage.cli.reading import Input
from triage.cli.style import bold
from triage.errors import AnswersError, EngineError, Problem, UsageError, printable
from triage.guarded_file import same_file
from triage.inference.answers import about_other_person
from triage.interview.state import Interview
from triage.presentation.layout import NARROWEST, Page, Style, unstyled
from triage.presentation.question import answers_text, question_text, why_text
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import is_emergency

if TYPE_CHECKING:
    from triage.inference.assessment import Assessment
    from triage.inference.engine import Engine

ENDED_EARLY = 5
FULL_HINTS = 3
"""After so many questions the line of what can be typed gets short."""
ERRORS_BEFORE_REPEAT = 2
BROKEN = "A part of this tool failed, so it stops here. Report it, please."
REPLACES = (
    "{file} has earlier answers. Your first answer replaces them."
    " To keep them, type q now, and choose another name."
)
OTHER_SUMMARY = "Where shall the summary go? Type another file name, or press Enter to leave it: "


class Options(NamedTuple):
    """What was asked for on the command line."""

    rules_folder: Path | None = None
    plain: bool = False
    answers: str | None = None
    resume: Path | None = None
    save: Path | None = None
    summary: Path | None = None
    region: str | None = None

    def files_read(self) -> dict[str, Path]:
        """The files that are read, by their options."""
        answers = None if self.answers in (None, "-") else Path(self.answers or "")
        named = {"--answers": answers, "--resume": self.resume}
        return {option: path for option, path in named.items() if path is not None}


def run(options: Options) -> int:
    """Hold one interview; returns the exit code.

    Raises:
        UsageError: the options contradict each other, or a file cannot be written.
        RulesError: the rule files cannot be used as written.
        AnswersError: the answers or the saved interview cannot be used as written.
    """
    if options.answers is not None and options.resume is not None:
        what = "`--answers` and `--resume` do not go together"
        raise UsageError(Problem(what, "resume the saved interview, and type what is missing"))
    save, resume, summary = (
        path and home_expanded(path) for path in (options.save, options.resume, options.summary)
    )
    options = options._replace(save=save, resume=resume, summary=summary)
    book = chosen(options.rules_folder, options.region)
    try_places(options.save, options.summary)
    session = Session(book, options, Endings())
    session.read_files()
    with session.endings:
        try:
            with session.endings.heard():
                session.hold()
        except Stopped as stopped:
            session.end_early(can_answer=stopped.can_answer)
        except KeyboardInterrupt:
            session.end_early(can_answer=session.input.person_there)
        except OSError:  # nobody reads the output any more; perhaps somebody reads the messages
            session.end_early(can_answer=False)
        except (Exception, SystemExit):  # noqa: BLE001 - no slip of ours takes answers with it
            session.end_early(can_answer=session.input.person_there, why=BROKEN)
        else:
            return ENDED_EARLY if session.undone else 0
    return ENDED_EARLY


class Session:
    """One interview in one terminal."""

    def __init__(self, book: Rulebook, options: Options, endings: Endings) -> None:
        self.book = book
        self.options = options
        self.endings = endings
        self.heading: Style = unstyled if options.plain else bold
        self.input = Input(endings)
        self.keeper = Keeper(
            options.save,
            input=self.input,
            say=self._say,
            show=click.echo,
            endings=endings,
            rules_folder=options.rules_folder,
            taken=self._not_the_summary,
        )
        self.engine = EngineInBackground(book)
        self.interview = Interview(book)
        self.confirm: tuple[str, ...] = ()
        """Danger signs of a resumed interview that are still to be confirmed."""
        self.known_emergencies: frozenset[str] = frozenset()
        self.engine_failed = False
        self.undone = False
        """Whether something that was asked for could not be done."""
        self.banner = ""
        self.asked = 0
        self._read: tuple[str, ...] = ()
        self._before = self.interview.given

    # the parts of an interview

    def read_files(self) -> None:
        """Begin with the answers of a file, where one was named, and say what will be replaced.

        Raises:
            AnswersError: the file cannot be used as written.
        """
        if self.options.answers is not None:
            from triage.cli.assess import answers_in

            answers = answers_in(self.book, self.options.answers)
            self.interview = Interview(self.book, answers.given, tuple(answers.given))
            self._read = (f"{len(answers.given)} answers were read. What is missing is asked.",)
        if self.options.resume is not None:
            from triage.interview.saving import resume

            resumed = resume(self.book, self.options.resume)
            self.interview, self.confirm = resumed.interview, resumed.confirm
            count = len(self.interview.answers.given)
            self._read = (f"{count} answers were read from your file.", *resumed.changes)
            if self.confirm:
                asked = "Danger signs may have changed, so they are asked again first."
                self._read = (*self._read, asked)
        self._before = self.interview.given
        save, resumed_file = self.options.save, self.options.resume
        goes_on = save and resumed_file and same_file(save, resumed_file)
        if save is not None and save.exists() and not goes_on:
            self._read = (*self._read, REPLACES.format(file=save))

    def hold(self) -> None:
        """From the opening text to the result, and to the files that were asked for."""
        self._say_opening()
        _ = self.interview.progress  # worked out before the engine takes half of the time
        self.engine.start()
        for line in self._read:
            self._say(line)
        self.input.line("Press Enter to start. ")
        self._ask_everything()
        self._say_result()

    def _ask_everything(self) -> None:
        """Every question, until the person wants the result or stops at an emergency."""
        if self._confirm_danger_signs():
            return
        while True:
            while not self.interview.finished:
                self._ask()
                if self._stop_for_emergency():
                    return
            if self._check_answers():
                return

    def _confirm_danger_signs(self) -> bool:
        """Ask the danger signs of a resumed interview again; True when the person stops."""
        asked: set[str] = set()
        waiting = list(self.confirm)
        while waiting:
            id = waiting.pop(0)
            asked.add(id)
            if id in self.interview.answers.given:
                self.interview = self.interview.change(id)
                self._say("Please look at this answer again.")
                while self.interview.revisiting is not None:
                    self._ask()
                if self._stop_for_emergency():
                    return True
            if not waiting:
                # a changed answer can bring back a danger sign that had been set aside
                from triage.interview.saving import to_confirm

                waiting = [id for id in to_confirm(self.interview) if id not in asked]
        return False

    def end_early(self, *, can_answer: bool, why: str = "") -> None:
        """Keep the answers and say what stands so far; no ending leaves a person without it."""
        from triage.inference.assessing import assess
        from triage.presentation.result import short_text

        answered = self.interview.given is not self._before
        if answered and self.keeper.at_end(self.interview, can_answer=can_answer):
            kept = ""
        else:
            kept = " Nothing was saved." if self.keeper.nothing else " Not all was saved."
        so_far = assess(self.book, self.interview.answers)
        words = short_text(so_far, self._width(), self.heading)
        last_words(f"\n{why or 'Stopped.'}{kept}\n\n{words}")

    def _say_opening(self) -> None:
        page = self._page()
        page.heading(self.book.title)
        for line in self.book.advisory.opening:
            page.text(line)
        page.text(
            "Type n if you are not sure, b to go back, ? for why we ask, s to save, q to stop."
        )
        click.echo(f"{page}\n")

    def _ask(self) -> None:
        """Ask until the interview moves: an answer, a step back, or an answer kept."""
        interview = self.interview
        id = interview.current
        assert id is not None
        self.asked += 1
        self._show_question()
        errors = 0
        while True:
            question = self.book.questions[id]
            keeps = id in interview.answers.given
            other = self._other_person()
            reply = read_reply(self.input, self.book, question, keeps=keeps, other_person=other)
            match reply.kind:
                case "answer":
                    try:
                        self.interview = interview.answer(reply.value, id)
                    except AnswersError as error:
                        self._say(str(error))
                        continue
                    self.keeper.keep(self.interview)
                    for note in reply.notes:
                        self._say(note)
                    if question.shape == "medicines" and not self._medicines_settled(id):
                        self.interview = interview
                        self._show_question()
                        continue
                    return self._say_age_note(id)
                case "keep":
                    self.interview = interview.keep()
                    return None
                case "back":
                    if self._went_back():
                        return None
                case "why":
                    click.echo(why_text(self.book, id, self._width(), other_person=other))
                    self._show_question()
                case "repeat":
                    self._show_question()
                case "save":
                    self.keeper.save_now(self.interview)
                case "quit":
                    raise Stopped(can_answer=True)
                case _:
                    errors += 1
                    self._say(reply.message)
                    if errors % ERRORS_BEFORE_REPEAT == 0:
                        self._show_question()

    def _medicines_settled(self, id: str) -> bool:
        """Tell how medicines were read and ask what is only near; False to type them again."""
        names = self.interview.answers.given[id]
        if isinstance(names, tuple):
            from triage.cli.medicines_prompt import settled

            kept = settled(self.book, names, self.input.line, self._say)
            if kept is None:
                return False
            if kept != names:
                self.interview = self.interview.answer(kept, id)
                self.keeper.keep(self.interview)
        return True

    def _went_back(self) -> bool:
        before = self.interview.back()
        if before is self.interview:
            self._say("This is the first question.")
            return False
        self.interview = before
        return True

    def _show_question(self) -> None:
        id = self.interview.current
        assert id is not None
        kept = self.interview.answers.given.get(id)
        other = self._other_person()
        page = self._page()
        if self.banner:
            page.text(self.banner)
        progress = self.interview.progress
        number = progress.answered + (0 if kept is not None else 1)
        page.heading(f"{progress.section}: question {number} of about {progress.about}")
        hint = self.asked <= FULL_HINTS
        question_text(page, self.book, id, full_hint=hint, other_person=other)
        if kept is not None:
            from triage.presentation.words import answer_words

            page.text(f"Your answer was: {answer_words(self.book, id, kept, other_person=other)}.")
            page.text("Press Enter to keep it.")
        click.echo(f"\n{page}")

    def _say_age_note(self, id: str) -> None:
        note = self.book.advisory.under_age
        age = self.interview.answers.given.get(id)
        if note.question == id and isinstance(age, int) and age < note.under:
            self._say(note.text)

    def _assessment(self) -> Assessment:
        """The result so far; once the engine has failed, without it."""
        from triage.inference.assessing import assess

        assessment = assess(self.book, self.interview.answers, self._running_engine)
        if assessment.engine_failed and not self.engine_failed:
            self.engine_failed = True
            self._say(assessment.no_candidates)
        return assessment

    def _running_engine(self) -> Engine:
        if self.engine_failed:  # what has failed once is not trusted again
            raise EngineError(Problem("the rule engine failed before"))
        return self.engine.get()

    def _stop_for_emergency(self) -> bool:
        """Interrupt when an answer means an emergency; True when the person stops here."""
        from triage.presentation.result import emergency_text

        assessment = self._assessment()
        emergency = is_emergency(assessment.urgency)
        found = frozenset(reason.id for reason in assessment.decided_by if emergency)
        new = found - self.known_emergencies
        self.known_emergencies = found
        self.banner = assessment.title if emergency else ""
        if not new:
            return False
        click.echo(f"\n{emergency_text(assessment, self._width(), self.heading)}")
        page = self._page()
        page.item("I understand. Stop here and show everything.", mark="1 ")
        page.item("That answer was a mistake. Change it.", mark="2 ")
        page.item("Go on, to prepare notes for the doctor.", mark="3 ")
        click.echo(page)
        while True:
            match self.input.line("Type 1, 2 or 3: "):
                case "1":
                    return True
                case "2":
                    self.interview = self.interview.back()
                    self.known_emergencies = frozenset()
                    return False
                case "3":
                    return False
                case "q" | "quit":
                    raise Stopped(can_answer=True)
                case _:
                    self._say("Type 1, 2 or 3.")

    def _check_answers(self) -> bool:
        """Show all answers; True when the person wants the result, False after a change."""
        ids = list(self.interview.answers.given)
        page = self._page()
        if self.banner:
            page.text(self.banner)
        answers_text(
            page, self.book, self.interview.answers.given, other_person=self._other_person()
        )
        click.echo(f"\n{page}\n")
        while True:
            typed = self.input.line("Type a number to change an answer, or Enter for your result: ")
            match typed.lower():
                case "":
                    return True
                case "q" | "quit":
                    raise Stopped(can_answer=True)
                case "s" | "save":
                    self.keeper.save_now(self.interview)
                case "b" | "back":
                    self.interview = self.interview.back()
                    return False
                case number if number.isascii() and number.isdecimal() and number.strip("0"):
                    digits = number.lstrip("0")
                    if len(digits) <= len(str(len(ids))) and int(digits) <= len(ids):
                        self.interview = self.interview.change(ids[int(digits) - 1])
                        return False
                    self._say(f"Type a number from 1 to {len(ids)}, or press Enter.")
                case _:
                    self._say(f"Type a number from 1 to {len(ids)}, or press Enter.")

    def _say_result(self) -> None:
        """The result; then the files, of which none takes another one with it when it fails."""
        from triage.presentation.result import result_text

        assessment = self._assessment()
        click.echo(f"\n{result_text(assessment, self._width(), self.heading)}", nl=False)
        person = self.input.person_there
        if self.options.save is not None:
            kept = self.keeper.at_end(self.interview, can_answer=person)
            self.undone = not kept and bool(self.interview.given)
        if self.options.summary is not None:
            written = self._write_summary(self.options.summary, assessment, can_answer=person)
            self.undone = self.undone or not written
        self.undone = self.undone or self.engine_failed

    def _write_summary(self, file: Path, assessment: Assessment, *, can_answer: bool) -> bool:
        from triage.presentation.summary_file import write_summary

        today = f"{datetime.now().astimezone():%d %B %Y}"

        def write(path: Path) -> None:
            write_summary(path, self.book, self.interview.answers, assessment, filled_in=today)

        input = self.input if can_answer else None
        path = written(file, write, input, self._say, OTHER_SUMMARY)
        where = f"is in {path}" if path else "was not written"
        self._say(f"The summary for your doctor {where}.")
        return path is not None

    def _not_the_summary(self, path: Path) -> None:
        others = {"--summary": self.options.summary} if self.options.summary else {}
        not_taken(path, "--save", {**self.options.files_read(), **others}, may_be=("--resume",))

    # small helpers

    def _other_person(self) -> bool:
        return about_other_person(self.book, self.interview.variables)

    def _width(self) -> int:
        return max(NARROWEST, shutil.get_terminal_size().columns)

    def _page(self) -> Page:
        return Page(self._width(), self.heading)

    def _say(self, text: str) -> None:
        page = self._page()
        for line in text.splitlines():
            page.text(printable(line))
        click.echo(page)
