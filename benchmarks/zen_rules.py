"""The stated rules of a rule book in ZEN, the rule engine of GoRules (the extra `benchmarks`).

Each rule is an expression of ZEN with its findings written out, and all of them stand in one array
that is compiled once: the fastest form that was found. A decision table that collects its hits took
twice as long, an expression node with a name for each rule three times.

ZEN tells which rules hold, without reasons, and does not weigh.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.inference.relevance import inlined
from triage.rulebook.model import Rulebook
from triage.rulebook.when import Holds, Is, When, needed_of


class Zen:
    """ZEN, ready for one rule book.

    Raises:
        ModuleNotFoundError: zen-engine is not installed.
    """

    def __init__(self, book: Rulebook) -> None:
        import zen

        self._names = {name: f"v{number}" for number, name in enumerate(book.variables)}
        every = {
            id: as_zen(inlined(book, rule.when), book, self._names)
            for id, rule in book.stated_rules.items()
        }
        held = {id: text for id, text in every.items() if zen.validate_expression(text) is None}
        self.left_out = tuple(sorted(every.keys() - held.keys()))
        """Rules that ZEN cannot hold: it does not read their expression."""
        self._ids = tuple(held)
        self._every = zen.compile_expression(f"[{', '.join(held.values())}]")

    def context(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Answers under names that ZEN reads as names."""
        return {self._names[name]: word for name, word in answers.items()}

    def evaluate(self, context: Mapping[str, str]) -> list[bool]:
        """For each rule that it holds, whether it fires; without more, so that it can be timed."""
        found: list[bool] = self._every.evaluate(context)
        return found

    def fired(self, answers: Mapping[str, str]) -> set[str]:
        """The rules that fire on these answers."""
        holds = self.evaluate(self.context(answers))
        return {id for id, one in zip(self._ids, holds, strict=True) if one}


def as_zen(when: When, book: Rulebook, names: Mapping[str, str]) -> str:
    """A condition of answers as an expression of ZEN. What is not answered is null there, which
    equals no word."""
    match when:
        case Is(variable, _):
            words = [f'"{word}"' for word in sorted(book.allowed(when))]
            if len(words) == 1:
                return f"{names[variable]} == {words[0]}"
            return f"{names[variable]} in [{', '.join(words)}]"
        case Holds():
            raise ValueError(when)
    needed = needed_of(when)
    parts = [f"({as_zen(part, book, names)})" for part in when.of]
    if needed in (1, len(parts)):
        return (" or " if needed == 1 else " and ").join(parts)
    return f"{' + '.join(f'({part} ? 1 : 0)' for part in parts)} >= {needed}"
