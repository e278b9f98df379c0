"""What every check looks at, and what it hands back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from triage.inference.prepared import prepared
from triage.once import once
from triage.rulebook.model import Rulebook, core_id
from triage.rulebook.when import Box, When, meet

Level: TypeAlias = Literal["error", "warning", "hint"]
At: TypeAlias = tuple[str | int, ...]
"""Where in the rule files something stands: file, then keys and positions in lists."""
Kind: TypeAlias = Literal["finding", "red-flag", "core", "supports", "against", "blocked-by"]


class Found(Struct, frozen=True, kw_only=True):
    """One thing that a check has found."""

    check: str
    """The id of the check."""
    at: At
    message: str
    help: str = ""
    level: Level | None = None
    """Where it is not the level of the check."""


class Stated(NamedTuple):
    """A rule that stands in a rule file."""

    id: str
    """As in the trace: `finding:full-stomach`, `RF01`, `short-hiccups-core`."""
    kind: Kind
    when: When
    at: At
    words: str
    """What the rule is about, in words."""
    condition: str = ""
    """The condition that it belongs to, where it belongs to one."""

    def __str__(self) -> str:
        return f"`{self.id.removeprefix('finding:')}` ({self.words})"


class Untested(Struct, frozen=True, kw_only=True):
    """What cases leave untested; worked out by whoever has the cases."""

    silent: frozenset[str]
    """Rules that fire in no case; a red flag that no *unsure* reaches ends with `?`."""
    branches: tuple[tuple[str, str], ...]
    """Rule and box that no case reaches, for rules that some case reaches."""
    never_alone: frozenset[str]
    """Red flags that fire only in cases in which another one fires too."""
    never_missed: frozenset[str]
    """Rules without a case in which one other answer would have made them fire."""
    survivors: tuple[tuple[str, str], ...]
    """Rule and change that no case notices."""


class Context(Struct, frozen=True, kw_only=True, dict=True):
    """One rule book, and what is known around it."""

    book: Rulebook
    texts: Mapping[At, str]
    """Every text of the rule files, by place."""
    today: date | None = None
    untested: Untested | None = None
    """None where no cases were given."""
    before: Rulebook | None = None
    """The rule book to compare with, where one was given."""

    @once
    def rules(self) -> tuple[Stated, ...]:
        """Every rule that stands in a rule file."""
        return tuple(_stated(self.book))

    @once
    def by_id(self) -> dict[str, Stated]:
        """The same, by id."""
        return {rule.id: rule for rule in self.rules}

    def boxes(self, rule: str) -> list[Box]:
        """The boxes of a rule over variables only, with findings written out."""
        when = self.by_id[rule.removesuffix("?")].when
        if rule.endswith("?"):
            when = next(r.when for r in self.book.rules if r.id == rule)
        return prepared(self.book).relevance.expanded(rule, when)

    def question_at(self, id: str) -> At:
        """Where a question stands."""
        return (f"questions/{self.book.section_of[id]}.yaml", "questions", id)

    def can_be_given(self, box: Box, settled: frozenset[str] = frozenset()) -> bool:
        """Whether some interview leads to answers inside a box, with every `ask-when` on the way.

        `settled` are the questions whose `ask-when` the box satisfies already.
        """
        gates = prepared(self.book).relevance.gates
        for key in box:
            question = self.book.variables[key].question
            if question in gates and question not in settled:
                return any(
                    self.can_be_given(both, settled | {question})
                    for gate in gates[question]
                    if (both := meet(box, gate)) is not None
                )
        return True


def _stated(book: Rulebook) -> Iterator[Stated]:
    for id, finding in book.findings.items():
        at: At = ("findings.yaml", "findings", id)
        yield Stated(f"finding:{id}", "finding", finding.when, at, finding.name)
    for id, flag in book.red_flags.items():
        yield Stated(id, "red-flag", flag.when, ("red-flags.yaml", "red-flags", id), flag.title)
    for name, condition in book.conditions.items():
        file = f"conditions/{name}.yaml"
        core = condition.core
        yield Stated(core_id(name), "core", core.when, (file, "core"), core.because, name)
        for id, rule in condition.supports.items():
            yield Stated(id, "supports", rule.when, (file, "supports", id), rule.because, name)
        for id, rule in condition.against.items():
            yield Stated(id, "against", rule.when, (file, "against", id), rule.because, name)
        for id, block in condition.blocked_by.items():
            at = (file, "blocked-by", id)
            yield Stated(id, "blocked-by", block.when, at, block.because, name)
