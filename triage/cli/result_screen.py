"""The end of an interview at a terminal: the result screen by screen, each on a key.

What is shown is only ever appended. Without somebody at a terminal everything follows at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.ask_files import summarised, today
from triage.cli.endings import Stopped, last_words
from triage.cli.reading import Input
from triage.interview.state import Interview
from triage.presentation.first_screen import MOST_NAMES
from triage.presentation.layout import Style
from triage.rulebook.urgency import is_emergency
from triage.words import keys
from triage.words import result as words

if TYPE_CHECKING:
    from triage.inference.assessment import Assessment
    from triage.presentation.document import Block


class ResultScreen:
    """The result of one interview on one screen."""

    def __init__(
        self,
        interview: Interview,
        assessment: Assessment,
        input: Input,
        say: Callable[[str], None],
        save: Callable[[], None],
        *,
        width: Callable[[], int],
        heading: Style,
    ) -> None:
        self._interview = interview
        self._assessment = assessment
        self._input = input
        self._say = say
        self._save = save
        self._width = width
        self._heading = heading

    def show(self) -> bool:
        """The result, and what is asked for by keys; False where nobody is there any more."""
        from triage.presentation.result import first_text, result_text

        at_once = not (self._input.person_there and sys.stdout.isatty())
        text = result_text if at_once else first_text
        click.echo(f"\n{text(self._assessment, self._width(), self._heading)}", nl=False)
        try:
            while not at_once and (typed := self._key()) not in keys.END:
                self._more(typed)
        except Stopped:
            # the result was there, so it ends as it would have; but nothing more can be read
            with suppress(OSError):
                self._say(self._assessment.advisory)
            return False
        return True

    def last(self) -> None:
        """How soon, and what to do: the last thing on the screen."""
        from triage.presentation.result import last_text

        last_words(f"\n{last_text(self._assessment, self._width(), self._heading)}")

    def _key(self) -> str:
        return self._input.line(words.keys(self._names)).lower()

    @property
    def _names(self) -> int:
        """How many conditions can be read about by their number."""
        shown = not is_emergency(self._assessment.urgency)
        return min(len(self._assessment.suggested), MOST_NAMES) if shown else 0

    def _more(self, typed: str) -> None:
        from triage.presentation.result import (
            danger_blocks,
            limits_blocks,
            more_blocks,
            other_blocks,
            why_blocks,
        )

        assessment = self._assessment
        match typed:
            case key if key in keys.RESULT_WHY:
                below = (why_blocks, other_blocks, limits_blocks)
                self._print(block for blocks in below for block in blocks(assessment))
            case key if key in keys.RESULT_DANGER:
                self._print(danger_blocks(assessment))
            case key if key in keys.RESULT_PAGE:
                self._page()
            case key if key in keys.SAVE:
                self._save()
            case number if number in map(str, range(1, self._names + 1)):
                self._print(more_blocks(assessment, int(number) - 1))
            case _:
                self._say(words.only_keys(self._names))

    def _page(self) -> None:
        """The page for the doctor on the screen, and in a file where one is named."""
        from triage.presentation.result import bring_blocks
        from triage.presentation.summary import summarise, summary_text

        answers = self._interview.answers
        page = summarise(self._interview.book, answers, self._assessment, filled_in=today())
        click.echo(f"\n{summary_text(page, self._width())}")
        self._print(bring_blocks(self._assessment))
        name = self._input.line(words.KEEP_PAGE)
        if name:
            summarised(Path(name), self._interview, self._assessment, self._input, self._say)

    def _print(self, blocks: Iterable[Block]) -> None:
        from triage.presentation.text_page import as_text

        click.echo(f"\n{as_text(blocks, self._width(), self._heading)}")
