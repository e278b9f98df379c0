"""A question that is answered with one line of text, which only the doctor reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from triage.errors import Problem, unseen
from triage.rulebook import check_ids
from triage.rulebook.kinds.base import AnyKind, Book, Part, Shape, Slip, Value
from triage.rulebook.kinds.written_answers import NONE_WORD, one_text, slip_at
from triage.rulebook.parts.medicines import ListOfMedicines
from triage.rulebook.variables import Variable
from triage.rulebook.when import UNSURE
from triage.rulebook.yaml_tree import Node

MOST_LETTERS = 200
"""So much fits on the page for the doctor and is read there."""


class FreeText(AnyKind, frozen=True, kw_only=True, tag="free-text"):
    """A question that is answered with one line of text, which no rule reads."""

    shape: ClassVar[Shape] = "words"

    def slips(self, id: str) -> Iterator[Slip]:
        """No open rule depends on it, so it is asked always or never."""
        if not self.always:
            what = f"no rule reads `{id}`, so nobody would be asked"
            yield Slip(what, "write `always: yes`", check_ids.SKIP_LOGIC)

    def variables(self, id: str, book: ListOfMedicines) -> list[Variable]:
        """None: rules see nothing of it."""
        del id, book
        return []

    def parts(self, id: str, book: ListOfMedicines) -> list[Part]:
        """Nothing that a rule should use."""
        del id, book
        return []

    def kept_for_summary(self, book: ListOfMedicines) -> bool:
        """It is for nothing else."""
        del book
        return True

    def read(self, id: str, node: Node, problems: list[Problem], book: Book) -> Value | None:
        """One line of letters that can be seen; *none* where nothing is said."""
        del book
        help = f"write one line of at most {MOST_LETTERS} characters, or none"
        written = one_text(id, "line of text", help, node, problems)
        if written is None:
            return None
        lines, text = written.strip().splitlines(), " ".join(written.split())
        what = ""
        if len(lines) > 1:
            what = f"`{id}` has {len(lines)} lines"
        elif slip := unseen(text):
            what, help = f"the invisible character `{slip}` is not allowed in `{id}`", "delete it"
        elif len(text) > MOST_LETTERS:
            what = f"`{id}` has {len(text)} characters"
        if what:
            problems.append(slip_at(node, what, help))
            return None
        return NONE_WORD if text.lower() in (NONE_WORD, UNSURE) else text

    def seen(self, id: str, value: Value, book: Book) -> dict[str, str]:
        """Nothing."""
        del id, value, book
        return {}

    def unsaid(self, *, danger: bool) -> Value:
        """Nothing was said."""
        del danger
        return NONE_WORD

    def example(self, id: str, box: Mapping[str, frozenset[str]], book: Book) -> Value | None:
        """Nothing is said; no box speaks of it."""
        del id, box, book
        return NONE_WORD

    def others(self, id: str, was: Value | None, book: Book) -> Iterator[tuple[str | None, Value]]:
        """None that would change anything."""
        del id, was, book
        yield from ()

    def ways(self, id: str, book: ListOfMedicines) -> Iterator[tuple[str, dict[str, str]]]:
        """None: nothing follows from it."""
        del id, book
        yield from ()

    def reported(self, value: Value) -> list[str]:
        """What was typed, word for word."""
        return [] if value == NONE_WORD else [str(value)]
