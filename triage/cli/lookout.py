"""Looking out for an emergency: the result after every answer, and what is new in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

from triage.cli.endings import Stopped
from triage.cli.engine_thread import EngineInBackground
from triage.cli.reading import Input
from triage.errors import EngineError, Problem
from triage.interview.state import Interview
from triage.presentation.layout import Page
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import is_emergency
from triage.words import emergency as words
from triage.words import keys

if TYPE_CHECKING:
    from triage.inference.assessment import Assessment
    from triage.inference.engine import Engine

Next: TypeAlias = Literal["stop", "change", "go-on"]
CHOICES: dict[str, tuple[Next, str]] = {
    "1": ("stop", words.UNDERSTOOD),
    "2": ("change", words.MISTAKE),
    "3": ("go-on", words.GO_ON),
}


class Lookout:
    """What the answers of one interview come to, and which emergencies were told already."""

    def __init__(self, book: Rulebook, say: Callable[[str], None]) -> None:
        self.engine = EngineInBackground(book)
        self.engine_failed = False
        self.banner = ""
        """What stands above every question while it is an emergency."""
        self.new: frozenset[str] = frozenset()
        """What the last emergency rests on that was not told before."""
        self._book = book
        self._say = say
        self._told: frozenset[str] = frozenset()

    def assessment(self, interview: Interview) -> Assessment:
        """The result so far; once the engine has failed, without it."""
        from triage.inference.assessing import assess

        assessment = assess(self._book, interview.answers, self._running_engine)
        if assessment.engine_failed and not self.engine_failed:
            self.engine_failed = True
            self._say(assessment.no_candidates)
        return assessment

    def new_emergency(self, interview: Interview) -> Assessment | None:
        """The result, where an answer means an emergency that was not told yet."""
        assessment = self.assessment(interview)
        emergency = is_emergency(assessment.urgency)
        found = frozenset(reason.id for reason in assessment.decided_by if emergency)
        self.new = found - self._told
        self._told = found
        self.banner = assessment.title if emergency else ""
        return assessment if self.new else None

    def tell_again(self) -> None:
        """Take no emergency as told: the answer behind it may change and come back."""
        self._told = frozenset()

    def _running_engine(self) -> Engine:
        if self.engine_failed:  # what has failed once is not trusted again
            raise EngineError(Problem("the rule engine failed before"))
        return self.engine.get()


def list_choices(page: Page) -> None:
    """What can be done about an emergency, by numbers."""
    for number, (_, choice) in CHOICES.items():
        page.item(choice, mark=f"{number} ")


def chosen_next(input: Input, say: Callable[[str], None]) -> Next:
    """Ask which it is.

    Raises:
        Stopped: the person stopped.
    """
    while True:
        typed = input.line(words.ONE_TO_THREE)
        if typed in CHOICES:
            return CHOICES[typed][0]
        if typed in keys.QUIT:
            raise Stopped(can_answer=True)
        say(words.ONLY_ONE_TO_THREE)
