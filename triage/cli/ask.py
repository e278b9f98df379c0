"""`triage ask`: the questionnaire in a terminal.

Numbered prompts that are only ever appended: no cursor movement, no redrawing. Everything
clinical is decided by the interview and the engine; this module asks, listens and prints.
"""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.prompt import Input, Reply, Stopped, read_reply
from triage.cli.rules import chosen
from triage.cli.style import bold
from triage.errors import AnswersError, printable
from triage.inference.answers import about_other_person
from triage.inference.assessment import Assessment, assess, assess_both
from triage.interview.state import Interview
from triage.presentation.layout import NARROWEST, Page, Style, unstyled
from triage.presentation.question import question_text, why_text
from triage.presentation.result import emergency_text, result_text, short_text
from triage.presentation.words import answer_words
from triage.rulebook.model import Rulebook
from triage.rulebook.words import addressed

if TYPE_CHECKING:
    from triage.inference.engine import Engine

ENDED_EARLY = 5
FULL_HINTS = 3


def run(rules_folder: Path | None, *, plain: bool) -> int:
    """Hold one interview; returns the exit code.

    Raises:
        RulesError: the rule files cannot be used as written.
    """
    book = chosen(rules_folder)
    session = Session(book, unstyled if plain else bold)
    try:
        session.hold()
    except Stopped:
        session.end_early()
        return ENDED_EARLY
    return 0


class EngineInBackground:
    """The engine, built while the person reads the opening text."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._build, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _build(self) -> None:
        try:
            from triage.inference.engine import Engine

            self._engine = Engine(self._book)
        except BaseException as error:  # noqa: BLE001 - raised again where it is needed
            self._error = error

    def get(self) -> Engine:
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._engine


class Session:
    """One interview in one terminal."""

    def __init__(self, book: Rulebook, heading: Style) -> None:
        self.book = book
        self.heading = heading
        self.input = Input()
        self.engine = EngineInBackground(book)
        self.interview = Interview(book)
        self.known_emergencies: frozenset[str] = frozenset()
        self.asked = 0

    # the parts of an interview

    def hold(self) -> None:
        """From the opening text to the result."""
        self._say_opening()
        self.engine.start()
        self.input.line("Press Enter to start. ")
        while True:
            while not self.interview.finished:
                self._ask()
                if self._stop_for_emergency():
                    return self._say_result()
            if self._check_answers():
                return self._say_result()

    def end_early(self) -> None:
        """Say what stands so far; an ending never leaves a person without the advisory."""
        click.echo("\nStopped. Nothing was saved.\n")
        so_far = assess(self.book, self.interview.answers)
        click.echo(short_text(so_far, self._width(), self.heading), nl=False)

    def _say_opening(self) -> None:
        page = self._page()
        page.heading(self.book.title)
        for line in self.book.advisory.opening:
            page.text(line)
        page.text("Type n if you are not sure, b to go back, ? for why we ask, q to stop.")
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
            reply = read_reply(self.input, self.book, question, keeps=keeps)
            match reply.kind:
                case "answer":
                    try:
                        self.interview = interview.answer(reply.value, id)
                    except AnswersError as error:
                        click.echo(str(error))
                        continue
                    for note in reply.notes:
                        self._say(note)
                    return
                case "keep":
                    self.interview = interview.keep()
                    return
                case "back":
                    if self._went_back():
                        return
                case "why":
                    click.echo(
                        why_text(self.book, id, self._width(), other_person=self._other_person())
                    )
                    self._show_question()
                case "quit":
                    raise Stopped
                case _:
                    errors += 1
                    self._say(reply.message)
                    if errors % 2 == 0:
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
        progress = self.interview.progress
        number = progress.answered + (0 if kept is not None else 1)
        page.heading(f"{progress.section}: question {number} of about {progress.about}")
        question_text(page, self.book, id, full_hint=self.asked <= FULL_HINTS, other_person=other)
        if kept is not None:
            page.text(f"Your answer was: {answer_words(self.book, id, kept, other_person=other)}.")
            page.text("Press Enter to keep it.")
        click.echo(f"\n{page}")

    def _assessment(self) -> Assessment:
        interview = self.interview
        return assess(self.book, interview.answers, self.engine.get().fire(interview.variables))

    def _stop_for_emergency(self) -> bool:
        """Interrupt when an answer means an emergency; True when the person stops here."""
        assessment = self._assessment()
        found = frozenset(
            reason.id for reason in assessment.decided_by if assessment.urgency == "emergency"
        )
        new = found - self.known_emergencies
        self.known_emergencies = found
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
                    raise Stopped
                case _:
                    self._say("Type 1, 2 or 3.")

    def _check_answers(self) -> bool:
        """Show all answers; True when the person wants the result, False after a change."""
        given = self.interview.answers.given
        ids = list(given)
        other = self._other_person()
        page = self._page()
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
            if not typed:
                return True
            if typed == "q":
                raise Stopped
            if typed == "b":
                self.interview = self.interview.back()
                return False
            if typed.isdecimal() and 1 <= int(typed) <= len(ids):
                self.interview = self.interview.change(ids[int(typed) - 1])
                return False
            self._say(f"Type a number from 1 to {len(ids)}, or press Enter.")

    def _say_result(self) -> None:
        assessment = assess_both(self.book, self.interview.answers, self.engine.get())
        click.echo(f"\n{result_text(assessment, self._width(), self.heading)}", nl=False)

    # small helpers

    def _other_person(self) -> bool:
        return about_other_person(self.book, self.interview.variables)

    def _width(self) -> int:
        return max(NARROWEST, shutil.get_terminal_size().columns)

    def _page(self) -> Page:
        return Page(self._width(), self.heading)

    def _say(self, text: str) -> None:
        page = self._page()
        page.text(printable(text))
        click.echo(page)


__all__ = ["ENDED_EARLY", "Reply", "Session", "run"]
