"""What a process of `triage rules mutate` keeps, and its work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from triage.cases.loading import Case
from triage.cases.mutation import Mutant, mutants
from triage.cases.noticing import PreparedCases, Verdict
from triage.rulebook.model import Rulebook


class Bench(Struct, frozen=True):
    """The cases, prepared, and every change of the rule book."""

    prepared_cases: PreparedCases
    listed: Mapping[str, Mutant]
    """By id; an id is what processes send each other, since a rule book is large."""

    @classmethod
    def of(cls, book: Rulebook, cases: Sequence[Case], only: str | None) -> Bench:
        """Everything that is made once for a rule book and its cases.

        Where a case fails already, nothing is listed: to prove the changes takes long.
        """
        prepared_cases = PreparedCases(book, cases)
        if prepared_cases.failing:
            return cls(prepared_cases, {})
        listed = mutants(book, only_red_flags=only is not None)
        return cls(prepared_cases, {mutant.id: mutant for mutant in listed})

    def verdict(self, id: str) -> Verdict:
        """Whether some case notices this change."""
        return self.prepared_cases.verdict(self.listed[id])
