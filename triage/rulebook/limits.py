"""How much a rule book may hold, so that none can keep a machine busy for ever.

Every limit is many times what a rule book needs that people read; one of 50 conditions has
fewer than 100 boxes in its largest rule. What is counted here is counted without building it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage.late_import import importing
from triage.rulebook.conclusions import Conclusion, finding
from triage.rulebook.model import Rulebook
from triage.rulebook.raising import raising_when
from triage.rulebook.reading import Path
from triage.rulebook.when import Holds, Is, When, count_boxes, leaves

MOST_BOXES = 1_000
"""Ways in which one rule can fire, with its findings written out."""
MOST_LEAVES = 1_000
"""Answers that one rule names, with its findings written out."""
MOST_BOXES_IN_ALL = 20_000
MOST_NAMED = 1_000
"""Findings, and medicine classes: each may lead to all others."""
LONGEST_CHAIN = 20
"""Findings that stand on findings that stand on findings."""


def conditions_of(book: Rulebook) -> Iterator[tuple[Path, When]]:
    """Every condition of the rule files and where it stands, findings first."""
    for id, one in book.findings.items():
        yield ("findings.yaml", "findings", id, "when"), one.when
    if book.other_person_when is not None:
        yield ("rulebook.yaml", "other-person-when"), book.other_person_when
    for id, question in book.questions.items():
        if question.ask_when is not None:
            file = f"questions/{book.section_of[id]}.yaml"
            yield (file, "questions", id, "ask-when"), question.ask_when
    for id, flag in book.red_flags.items():
        yield ("red-flags.yaml", "red-flags", id, "when"), flag.when
    for id, kind in book.kinds.items():
        yield ("named-kinds.yaml", "kinds", id, "when"), kind.when
    for name, condition in book.conditions.items():
        file = f"conditions/{name}.yaml"
        yield (file, "core", "when"), condition.core.when
        if condition.firm is not None:
            yield (file, "firm"), condition.firm
        for group, rules in (
            ("supports", condition.supports),
            ("against", condition.against),
            ("blocked-by", condition.blocked_by),
        ):
            for id, rule in rules.items():
                yield (file, group, id, "when"), rule.when


def beyond(book: Rulebook) -> list[tuple[Path, str, str]]:
    """What is beyond a limit: where, what is wrong, and what to do about it.

    Every name in the rule book must be known, and no finding may depend on itself.
    """
    found: list[tuple[Path, str, str]] = []
    ways: dict[Conclusion, int] = {}
    size: dict[Conclusion, int] = {}
    depth: dict[Conclusion, int] = {}
    in_all = 0
    for id in _in_order(book):
        when = book.findings[id].when
        name = finding(id)
        used = [leaf.conclusion for leaf in leaves(when) if isinstance(leaf, Holds)]
        depth[name] = 1 + max((depth[one] for one in used), default=0)
        if depth[name] == LONGEST_CHAIN + 1:  # said once for a chain, however long it is
            what = f"`{id}` stands on more than {LONGEST_CHAIN} findings, one on the other"
            path: Path = ("findings.yaml", "findings", id, "when")
            found.append((path, what, "name the answers that decide it"))
        ways[name] = count_boxes(when, ways.__getitem__, MOST_BOXES)
        size[name] = _size(when, size)
    for path, when in conditions_of(book):
        many = count_boxes(when, ways.__getitem__, MOST_BOXES)
        in_all += many
        if many > MOST_BOXES:
            what = f"this condition can come true in more than `{MOST_BOXES}` ways"
            found.append((path, what, "shorten its lists, or make several rules of it"))
        elif _size(when, size) > MOST_LEAVES:
            what = f"this condition names more than `{MOST_LEAVES}` answers"
            found.append((path, what, "its findings are counted too, use fewer"))
    for path, when in () if found else _together(book):
        many = count_boxes(when, ways.__getitem__, MOST_BOXES)
        in_all += many
        if many > MOST_BOXES:
            what = f"with its core, this can come true in more than `{MOST_BOXES}` ways"
            found.append((path, what, "shorten the lists of one of the two"))
    if not found and in_all > MOST_BOXES_IN_ALL:
        what = f"the rules can come true in `{in_all}` ways, all in all"
        found.append((("rulebook.yaml",), what, f"at most {MOST_BOXES_IN_ALL} are read"))
    return found


def _together(book: Rulebook) -> Iterator[tuple[Path, When]]:
    """What makes each condition raise the urgency, where that is more than its core."""
    for id, condition in book.conditions.items():
        if condition.firm is not None:
            yield (f"conditions/{id}.yaml", "firm"), raising_when(condition, book.findings)


def _size(when: When, known: Mapping[Conclusion, int]) -> int:
    found = sum(1 if isinstance(leaf, Is) else known[leaf.conclusion] for leaf in leaves(when))
    return min(found, MOST_LEAVES + 1)


def _in_order(book: Rulebook) -> Iterator[str]:
    """The ids of findings, each after the findings that it uses."""
    with importing():
        from graphlib import TopologicalSorter  # only where rule files are read

    uses = {
        id: [leaf.conclusion.id for leaf in leaves(one.when) if isinstance(leaf, Holds)]
        for id, one in book.findings.items()
    }
    return iter(tuple(TopologicalSorter(uses).static_order()))
