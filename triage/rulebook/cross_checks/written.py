"""What was read of a rule book, and where it stands: what every cross-check looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from triage.errors import Place
from triage.rulebook.kinds import Question
from triage.rulebook.limits import MOST_NAMED
from triage.rulebook.model import Rulebook
from triage.rulebook.reading import Reader
from triage.rulebook.variables import Variable


class Written:
    """A rule book as far as it could be read, with the places of all that is in it."""

    def __init__(self, book: Rulebook, questions: Mapping[str, Question], reader: Reader) -> None:
        self.book = book
        self.questions = questions
        """The questions as they stand in the files, before any is made of another."""
        self.reader = reader
        self.variables: dict[str, Variable] = {}
        self.unread = {
            "questions": self._not_read("questions", questions),
            "findings": self._not_read("findings", book.findings),
            "classes": self._not_read("classes", book.classes),
            "sources": self._not_read("sources", book.sources),
        }
        """Names that are written down but could not be read: no slip to use them."""
        for id, question in book.questions.items():
            for variable in question.variables(id, book):
                self.variables[variable.name] = variable

    def _not_read(self, group: str, known: Mapping[str, Any]) -> set[str]:
        broken = {path[:3] for path in self.reader.broken}
        return {
            str(path[2])
            for path in self.reader.keys
            if len(path) == 3 and path[1] == group and (path in broken or path[2] not in known)
        }

    def questions_file(self, question: str) -> str:
        """The file that a question stands in."""
        return f"questions/{self.book.section_of[question]}.yaml"

    def value(self, *path: str | int) -> Place | None:
        """Where a value stands."""
        return self.reader.values.get(path)

    def key(self, *path: str | int) -> Place | None:
        """Where the key of a value stands."""
        return self.reader.keys.get(path) or self.value(*path)

    def asks_for_medicines(self) -> list[str]:
        """The questions about medicines."""
        return [id for id, q in self.book.questions.items() if q.shape == "medicines"]

    def too_many(self, file: str, group: str, named: Mapping[str, Any]) -> bool:
        """Whether there are more than are read, which is then said."""
        if len(named) <= MOST_NAMED:
            return False
        what = f"there are {len(named)} {group}"
        self.reader.problem(self.value(file, group), what, f"at most {MOST_NAMED} are read")
        return True


def reaches_itself(start: str, edges: Mapping[str, Any]) -> bool:
    """Whether some steps lead from something back to it."""
    todo = list(edges.get(start, ()))
    seen: set[str] = set()
    while todo:
        step = todo.pop()
        if step == start:
            return True
        if step not in seen:
            seen.add(step)
            todo += edges.get(step, ())
    return False
