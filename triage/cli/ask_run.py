"""`triage ask`: the questionnaire in a terminal.

Numbered prompts that are only ever appended: no cursor movement, no redrawing. Everything
clinical is decided by the interview and the engine; this module asks, listens and prints.
"""

from __future__ import annotations

import shutil

import click

from triage.cli.ask_files import Options, begin, summarised
from triage.cli.chosen_book import chosen
from triage.cli.endings import Endings, Stopped, last_words
from triage.cli.keeping import Keeper
from triage.cli.lookout import Lookout, chosen_next, list_choices
from triage.cli.numbers import whole
from triage.cli.places import try_places
from triage.cli.prompt import read_reply
from triage.cli.reading import Input
from triage.cli.style import bold
from triage.errors import AnswersError, printable
from triage.inference.answers import voice_of
from triage.interview.state import Interview
from triage.presentation.layout import NARROWEST, Page, Style, unstyled
from triage.presentation.question import answers_text, question_text, understood, why_text
from triage.rulebook.kinds import Question, Span
from triage.rulebook.lengths import DAYS, days_in
from triage.rulebook.model import Rulebook
from triage.words import emergency as emergency_words
from triage.words import interview as words
from triage.words import keys
from triage.words import question as question_words
from triage.words import typed as typed_words
from triage.words.voice import Voice

ENDED_EARLY = 5
ERRORS_BEFORE_REPEAT = 2


def run(options: Options) -> int:
    """Hold one interview; returns the exit code.

    Raises:
        UsageError: the options contradict each other, or a file cannot be written.
        RulesError: the rule files cannot be used as written.
        AnswersError: the answers or the saved interview cannot be used as written.
    """
    options = options.usable()
    book = chosen(options.rules_folder, options.region)
    try_places(options.save, options.summary)
    session = Session(book, options, Endings())
    session.begin()
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
            session.end_early(can_answer=session.input.person_there, why=words.BROKEN)
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
            taken=options.keep_apart,
        )
        self.lookout = Lookout(book, self._say)
        self.interview = Interview(book)
        self.confirm: tuple[str, ...] = ()
        """Danger signs of a resumed interview that are still to be confirmed."""
        self.undone = False
        """Whether something that was asked for could not be done."""
        self._parts_told: set[str] = set()
        self._read: tuple[str, ...] = ()
        self._before = self.interview.given

    # the parts of an interview

    def begin(self) -> None:
        """Read the answers of a file, where one was named.

        Raises:
            AnswersError: the file cannot be used as written.
        """
        self.interview, self.confirm, self._read = begin(self.book, self.options)
        self._before = self.interview.given

    def hold(self) -> None:
        """From the opening text to the result, and to the files that were asked for."""
        self._say_opening()
        # with the answers of a file it looks at all rules: before the engine takes half of the time
        _ = self.interview.progress
        self.lookout.engine.start()
        for line in self._read:
            self._say(line)
        self._wait_for_start()
        self._ask_everything()
        self._say_result()

    def _wait_for_start(self) -> None:
        """Wait for Enter; a question mark tells more, and q ends it here."""
        while (key := keys.as_key(self.input.line(words.START))) in keys.WHY:
            for line in self.book.advisory.opening_more:
                self._say(line)
        if key in keys.QUIT:
            raise Stopped(can_answer=True)

    def _ask_everything(self) -> None:
        """Every question, until the person wants the result or stops at an emergency."""
        if self._begun_before():
            return
        while True:
            while not self.interview.finished:
                self._ask()
                if self._stop_for_emergency():
                    return
            if self._check_answers():
                return

    def _begun_before(self) -> bool:
        """Answers from a file: an emergency in them, and danger signs that may have come since.

        True when the person stops there.
        """
        if self.interview.given and (self._stop_for_emergency() or self._revisited()):
            return True
        asked: set[str] = set()
        waiting = list(self.confirm)
        while waiting:
            id = waiting.pop(0)
            asked.add(id)
            if id in self.interview.answers.given:
                self.interview = self.interview.change(id)
                if self._revisited():
                    return True
            if not waiting:
                # a changed answer can bring back a danger sign that had been set aside
                from triage.interview.saving import to_confirm

                waiting = [id for id in to_confirm(self.interview) if id not in asked]
        return False

    def _revisited(self) -> bool:
        """Ask what is being asked again; True when the person stops at an emergency."""
        while self.interview.revisiting is not None:
            self._ask()
            if self._stop_for_emergency():
                return True
        return False

    def end_early(self, *, can_answer: bool, why: str = "") -> None:
        """Keep the answers and say what stands so far; no ending leaves a person without it."""
        from triage.inference.assessing import assess
        from triage.presentation.result import short_text

        answered = self.interview.given is not self._before
        if answered and self.keeper.at_end(self.interview, can_answer=can_answer):
            kept = ""
        else:
            kept = f" {self.keeper.not_kept}"
        so_far = assess(self.book, self.interview.answers)
        result = short_text(so_far, self._width(), self.heading)
        last_words(f"\n{why or words.STOPPED}{kept}\n\n{result}")

    def _say_opening(self) -> None:
        page = self._page()
        for line in self.book.advisory.opening:
            page.text(line)
        page.text(words.KEYS)
        click.echo(page)

    def _ask(self) -> None:
        """Ask until the interview moves: an answer, a step back, or an answer kept."""
        interview = self.interview
        id = interview.current
        assert id is not None
        self._show_question()
        errors = 0
        while True:
            question = interview.question
            assert question is not None
            keeps = id == interview.revisiting
            voice = self._voice()
            reply = read_reply(self.input, self.book, question, voice, keeps=keeps)
            match reply.kind:
                case "answer" if self._is_longer_than_life(question, reply.value):
                    self._say(typed_words.longer_than_life(str(reply.value)))
                case "answer":
                    try:
                        self.interview = interview.answer(reply.value, id)
                    except AnswersError as error:
                        self._say(str(error))
                        continue
                    self.keeper.keep(self.interview)
                    for note in reply.notes:
                        self._say(note)
                    self._say(understood(question, self.interview.given[id], voice))
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
                    click.echo(why_text(self.book, id, question, self._width(), voice))
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
            self._say(words.FIRST_QUESTION)
            return False
        self.interview = before
        return True

    def _show_question(self) -> None:
        id = self.interview.current
        assert id is not None
        voice = self._voice()
        page = self._page()
        if self.lookout.banner:
            page.heading(self.lookout.banner)
        progress = self.interview.progress
        section = progress.section
        if progress.begins and section not in self._parts_told:
            self._parts_told.add(section)
            page.heading(
                question_words.part(number=progress.part, of=progress.parts, section=section)
            )
            page.gap()
        question = self.interview.question
        assert question is not None
        question_text(page, question, voice, progress.number)
        kept = self.interview.answers.given.get(id)
        if kept is not None and id != self.interview.revisiting:
            page.text(question_words.MORE_OF_LIST)
        elif kept is not None:
            from triage.presentation.words import answer_words

            page.text(question_words.answer_was(answer_words(self.book, id, kept, voice)))
        click.echo(f"\n{page}")

    def _is_longer_than_life(self, question: Question, typed: object) -> bool:
        """Whether a length of time is longer than the person has lived, which is a slip."""
        days = days_in(str(typed)) if isinstance(question, Span) else None
        age = self.interview.answers.given.get(self.book.asks_age or "")
        return days is not None and isinstance(age, int) and days >= (age + 1) * DAYS["year"] + 1

    def _say_age_note(self, id: str) -> None:
        note = self.book.advisory.under_age
        age = self.interview.answers.given.get(id)
        themselves = self._voice() is Voice.TO_READER  # whoever answers for a child is no child
        if themselves and note.question == id and isinstance(age, int) and age < note.under:
            self._say(note.text)

    def _stop_for_emergency(self) -> bool:
        """Interrupt when an answer means an emergency; True when the person stops here."""
        from triage.presentation.first_screen import other_advice
        from triage.presentation.result import emergency_text

        assessment = self.lookout.new_emergency(self.interview)
        if assessment is None:
            return False
        new = self.lookout.new
        click.echo(f"\n{emergency_text(assessment, new, self._width(), self.heading)}", nl=False)
        page = self._page()
        list_choices(page)
        click.echo(page)
        self.input.forget_typed_ahead()
        wanted = chosen_next(self.input, self._say)
        if wanted == "change":
            self.interview = self.interview.back()
            self.lookout.tell_again()
        elif wanted == "go-on":
            self._say(emergency_words.also(other_advice(assessment, new)))
        return wanted == "stop"

    def _check_answers(self) -> bool:
        """Show all answers; True when the person wants the result, False after a change."""
        numbers = {self.interview.number_of(id): id for id in self.interview.answers.given}
        page = self._page()
        if self.lookout.banner:
            page.text(self.lookout.banner)
        answers_text(page, self.interview, self._voice())
        click.echo(f"\n{page}")
        while True:
            typed = self.input.line(words.CHANGE_OR_RESULT)
            match keys.as_key(typed):
                case "":
                    return True
                case key if key in keys.QUIT:
                    raise Stopped(can_answer=True)
                case key if key in keys.SAVE:
                    self.keeper.save_now(self.interview)
                case key if key in keys.BACK:
                    self.interview = self.interview.back()
                    return False
                case _:
                    id = numbers.get(whole(typed.rstrip(".)")) or 0)
                    if id is not None:
                        self.interview = self.interview.change(id)
                        return False
                    self._say(words.NUMBER_OF_ANSWER)

    def _say_result(self) -> None:
        """The result; then the files, of which none takes another one with it when it fails."""
        from triage.cli.result_screen import ResultScreen

        assessment = self.lookout.assessment(self.interview)
        screen = ResultScreen(
            self.interview,
            assessment,
            self.input,
            self._say,
            lambda: self.keeper.save_now(self.interview),
            width=self._width,
            heading=self.heading,
        )
        person = screen.show() and self.input.person_there
        if self.options.save is not None:
            kept = self.keeper.at_end(self.interview, can_answer=person)
            self.undone = not kept and bool(self.interview.given)
        if self.options.summary is not None:
            input = self.input if person else None
            there = summarised(self.options.summary, self.interview, assessment, input, self._say)
            self.undone = self.undone or not there
        self.undone = self.undone or self.lookout.engine_failed
        screen.last()

    # small helpers

    def _voice(self) -> Voice:
        return voice_of(self.book, self.interview.variables)

    def _width(self) -> int:
        return max(NARROWEST, shutil.get_terminal_size().columns)

    def _page(self) -> Page:
        return Page(self._width(), self.heading)

    def _say(self, text: str) -> None:
        page = self._page()
        for line in text.splitlines():
            page.text(printable(line))
        if text:
            click.echo(page)
