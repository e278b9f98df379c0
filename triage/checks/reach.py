"""What can be reached at all: fits, questions and answers that have an effect."""

from __future__ import annotations

from triage.inference.prepared import prepared
from triage.inference.scoring import of_core, worth
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import core_id, firm_id
from triage.rulebook.when import Box, Is, leaves, meet


def most_points(book: Rulebook, id: str, *, firm: bool = False) -> int:
    """The most points that any answer set can give a condition; -1 if its core cannot hold.

    With `firm`, only answer sets count in which its firm part holds as well.
    """
    condition = book.conditions[id]
    relevance = prepared(book).relevance
    options = [
        (worth(book)[rule.strength], relevance.expanded(name, rule.when))
        for name, rule in condition.supports.items()
    ]
    options.sort(key=lambda option: -option[0])
    cores = relevance.expanded(core_id(id), condition.core.when)
    if firm and condition.firm is not None:
        ways = relevance.expanded(firm_id(id), condition.firm)
        cores = [both for core in cores for way in ways if (both := meet(core, way)) is not None]
    start = of_core(book, condition).points
    return max((start + _best(box, options) for box in cores), default=-1)


def _best(box: Box, options: list[tuple[int, list[Box]]]) -> int:
    """The most that can be added by options that all hold together with a box."""
    if not options:
        return 0
    (value, some), rest = options[0], options[1:]
    ahead = sum(more for more, _ in rest)
    best = 0
    for other in some:
        both = meet(box, other)
        if both is not None:
            best = max(best, value + _best(both, rest))
        if best == value + ahead:
            return best
    return max(best, _best(box, rest)) if best < ahead else best


def answers_used(book: Rulebook, *, kinds: bool = True) -> dict[str, set[str]]:
    """Every answer that some rule, gate or named kind names, by variable."""
    used: dict[str, set[str]] = {}
    gates = [question.ask_when for question in book.questions.values()]
    whens = [rule.when for rule in book.rules if not rule.concludes.unsure]
    whens += [kind.when for kind in book.kinds.values() if kinds]
    for when in (*whens, *(gate for gate in gates if gate), book.other_person_when):
        for leaf in leaves(when) if when else ():
            if isinstance(leaf, Is):
                variable = book.variables[leaf.variable]
                # the longest of several lengths is as much an answer as the shortest
                name = variable.question if variable.item is None else variable.name
                used.setdefault(name, set()).update(book.allowed(leaf))
    return used


def without_effect(book: Rulebook) -> list[tuple[str, str]]:
    """Questions and answers that change nothing and are not declared `summary-only`.

    Pairs of what, and what is wrong with it. A tick-all item counts as used when a rule names
    it; a choice of a pick-one question when a rule tells it apart from some other choice.
    """
    used = answers_used(book)
    in_rules = answers_used(book, kinds=False)
    slips = []
    for id, question in book.questions.items():
        for part in question.parts(id, book):
            words = used.get(part.variable)
            if words is None and not part.summary_only:
                slips.append((part.name, "has no effect"))
            # a named kind changes no result, so what tells one may be kept for the summary;
            # one class of medicines may be kept for it and be part of another one
            words = in_rules.get(part.variable)
            told_apart = words is not None and (part.word is None or part.word in words)
            if told_apart and part.summary_only and question.shape != "medicines":
                slips.append((part.name, "is marked `summary-only`, but a rule uses it"))
    return slips
