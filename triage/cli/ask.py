"""`triage ask`: the questionnaire in a terminal.

Numbered prompts that are only ever appended: no cursor movement, no redrawing. Everything
clinical is decided by the interview and the engine; this module asks, listens and prints.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from triage.cli.engine_thread import EngineInBackground
from triage.cli.prompt import Input, Stopped, read_reply
from triage.cli.rules import chosen
from triage.cli.style import bold
from triage.errors import AnswersError, EngineError, Problem, printable
from triage.inference.answers import about_other_person
from triage.interview.state import Interview
from triage.presentation.layout import NARROWEST, Page, Style, unstyled
from triage.presentation.question import question_text, why_text
from triage.rulebook.model import Rulebook
from triage.rulebook.words import addressed

if TYPE_CHECKING:
    from triage.inference.assessment import Assessment
    from triage.inference.engine import Engine

ENDED_EARLY = 5
FULL_HINTS = 3
"""After so many questions the line of what can be typed gets short."""
ERRORS_BEFORE_REPEAT = 2


class Options(NamedTuple):
    """What was asked for on the command line."""

    rules_folder: Path | None = None
    plain: bool = False
    answers: str | None = None
    resume: Path | None = None
    save: Path | None = None
    summary: Path | None = None
    region: str | None = None


def run(options: Options) -> int:
    """Hold one interview; returns the exit code.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: the answers or the saved interview cannot be used as written.
    """
    book = chosen(options.rules_folder, options.region)
    if options.summary is not None:
        from triage.presentation.summary_file import form_for

        form_for(options.summary)  # a name that cannot be used is said before the first question
    session = Session(book, options)
    with _hang_up_stops():
        try:
            session.hold()
        except Stopped as stopped:
            session.end_early(can_answer=stopped.can_answer)
            return ENDED_EARLY
        except OSError as error:
            if error.filename is not None:
                raise
            # nobody reads the output any more; perhaps somebody reads the messages
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
            session.end_early(can_answer=False, on_messages=True)
            return ENDED_EARLY
    return ENDED_EARLY if session.engine_failed else 0


@contextlib.contextmanager
def _hang_up_stops() -> Iterator[None]:
    """Let a closed terminal end the interview like any other stop."""

    def stop(_number: int, _frame: object) -> None:
        raise Stopped(can_answer=False)

    number = getattr(signal, "SIGHUP", None)
    if number is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(number, stop)
    try:
        yield
    finally:
        signal.signal(number, before)


class Session:
    """One interview in one terminal."""

    def __init__(self, book: Rulebook, options: Options) -> None:
        self.book = book
        self.options = options
        self.heading: Style = unstyled if options.plain else bold
        self.input = Input()
        self.engine = EngineInBackground(book)
        self.interview = Interview(book)
        self.confirm: tuple[str, ...] = ()
        """Danger signs of a resumed interview that are still to be confirmed."""
        self.known_emergencies: frozenset[str] = frozenset()
        self.engine_failed = False
        self.banner = ""
        self.asked = 0

    # the parts of an interview

    def hold(self) -> None:
        """From the opening text to the result."""
        self._say_opening()
        _ = self.interview.progress  # worked out before the engine takes half of the time
        self.engine.start()
        self._start_from_files()
        self.input.line("Press Enter to start. ")
        if self._confirm_danger_signs():
            return self._say_result()
        while True:
            while not self.interview.finished:
                self._ask()
                if self._stop_for_emergency():
                    return self._say_result()
            if self._check_answers():
                return self._say_result()

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

    def end_early(self, *, can_answer: bool, on_messages: bool = False) -> None:
        """Say what stands so far; an ending never leaves a person without the advisory."""
        from triage.inference.assessment import assess
        from triage.presentation.result import short_text

        with contextlib.suppress(OSError):
            saved = self._offer_to_save() if can_answer else False
            kept = "" if saved else " Nothing was saved."
            click.echo(f"\nStopped.{kept}\n", err=on_messages)
            so_far = assess(self.book, self.interview.answers)
            click.echo(short_text(so_far, self._width(), self.heading), nl=False, err=on_messages)

    def _start_from_files(self) -> None:
        if self.options.answers is not None:
            from triage.cli.assess import answers_in

            answers = answers_in(self.book, self.options.answers)
            self.interview = Interview(self.book, answers.given, tuple(answers.given))
            self._say(f"{len(answers.given)} answers were read. What is missing is asked.")
        if self.options.resume is not None:
            from triage.interview.saving import resume

            resumed = resume(self.book, self.options.resume)
            self.interview, self.confirm = resumed.interview, resumed.confirm
            self._say(f"{len(self.interview.answers.given)} answers were read from your file.")
            for change in resumed.changes:
                self._say(change)
            if self.confirm:
                self._say("Danger signs may have changed, so they are asked again first.")

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
                    for note in reply.notes:
                        self._say(note)
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
                    self._save_now()
                case "quit":
                    raise Stopped(can_answer=True)
                case _:
                    errors += 1
                    self._say(reply.message)
                    if errors % ERRORS_BEFORE_REPEAT == 0:
                        self._show_question()

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
        from triage.inference.fallback import FAILED, assess_safely

        outcome = assess_safely(self.book, self.interview.answers, self._running_engine)
        if not outcome.agreed and not self.engine_failed:
            self.engine_failed = True
            self._say(FAILED)
        return outcome.assessment

    def _running_engine(self) -> Engine:
        if self.engine_failed:  # what has failed once is not trusted again
            raise EngineError(Problem("the rule engine failed before"))
        return self.engine.get()

    def _stop_for_emergency(self) -> bool:
        """Interrupt when an answer means an emergency; True when the person stops here."""
        from triage.presentation.result import emergency_text

        assessment = self._assessment()
        emergency = assessment.urgency == "emergency"
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
                case "q":
                    raise Stopped(can_answer=True)
                case _:
                    self._say("Type 1, 2 or 3.")

    def _check_answers(self) -> bool:
        """Show all answers; True when the person wants the result, False after a change."""
        from triage.presentation.words import answer_words

        given = self.interview.answers.given
        ids = list(given)
        other = self._other_person()
        page = self._page()
        if self.banner:
            page.text(self.banner)
        page.heading("Check your answers")
        section = ""
        titles = {entry.id: entry.title for entry in self.book.sections}
        for place, id in enumerate(ids, start=1):
            if self.book.section_of[id] != section:
                section = self.book.section_of[id]
                page.gap()
                page.text(titles[section])
            short = addressed(self.book.questions[id].short, other_person=other)
            shown = answer_words(self.book, id, given[id], other_person=other)
            page.item(f"{short[:1].upper()}{short[1:]}: {shown}", mark=f"{place:>2} ")
        click.echo(f"\n{page}\n")
        while True:
            typed = self.input.line("Type a number to change an answer, or Enter for your result: ")
            match typed.lower():
                case "":
                    return True
                case "q":
                    raise Stopped(can_answer=True)
                case "s":
                    self._save_now()
                case "b":
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
        from triage.presentation.result import result_text

        assessment = self._assessment()
        click.echo(f"\n{result_text(assessment, self._width(), self.heading)}", nl=False)
        if self.options.summary is not None:
            from triage.presentation.summary_file import write_summary

            answers = self.interview.answers
            today = f"{datetime.now().astimezone():%d %B %Y}"
            write_summary(self.options.summary, self.book, answers, assessment, filled_in=today)
            self._say(f"The summary for your doctor is in {self.options.summary}.")
        if self.options.save is not None:
            self._write_save(self.options.save)

    # saving

    def _save_now(self) -> None:
        file = self.options.save
        if file is None:
            typed = self.input.line("Save to which file? Type a name, or Enter to leave it: ")
            file = Path(typed) if typed else None
        if file is None:
            self._say("Nothing was saved.")
        else:
            self._write_save(file)

    def _write_save(self, file: Path) -> bool:
        from triage.interview.saving import save

        try:
            save(self.interview, file)
        except AnswersError as error:
            self._say(str(error))
            return False
        self._say(f"Your answers are saved in {file}. Only you can read the file.")
        self._say(f"Go on later with: triage ask --resume {file}{self._same_rules()}")
        return True

    def _offer_to_save(self) -> bool:
        """Ask for a file where a person can still answer; True when it is saved."""
        if not self.interview.answers.given:
            return False
        if self.options.save is not None:
            return self._write_save(self.options.save)
        try:
            typed = self.input.line(
                "To finish later, type a file name. To leave without saving, press Enter: "
            )
        except Stopped:
            return False
        return bool(typed) and self._write_save(Path(typed))

    def _same_rules(self) -> str:
        folder = self.options.rules_folder
        return "" if folder is None else f" --rules {folder}"

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
