"""Which scripted cases fire which rule, for those who read the rules."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import PurePath

from triage.cases.coverage import GROUPS, KINDS, Coverage, coverage
from triage.cases.loading import Case
from triage.inference.many_people import fired_by
from triage.inference.weighing import weigh
from triage.presentation.case_facts import CaseFact, CoverageFact, CoverageFacts
from triage.presentation.rule_words import stated_rules
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.model import Rulebook

GROUP_WORDS = {"red-flags": "red flags", "core": "core rules", "all": "all rules"}


def case_facts(book: Rulebook, cases: Iterable[Case]) -> tuple[CaseFact, ...]:
    """What came of each case, in the order of the cases."""
    stated = stated_rules(book)
    twins = {unsure_rule(id): id for id in book.red_flags}
    listed = list(cases)
    named_as = _short_names(case.place.file for case in listed)
    facts = []
    every = fired_by(book, [case.answers.variables(book) for case in listed])
    for case, fired in zip(listed, every, strict=True):
        weighed = weigh(book, fired)
        named = {*case.expect.because_of, *case.expect.has_red_flags}
        facts.append(
            CaseFact(
                name=case.name,
                file=named_as[case.place.file],
                line=case.place.line,
                urgency=weighed.urgency,
                suggested=tuple(candidate.id for candidate in weighed.candidates),
                fired=frozenset(
                    rule if rule in stated else twins[rule]
                    for rule in fired
                    if rule in stated or rule in twins
                ),
                expected=frozenset(named | set(case.expect.red_flags or ())),
            )
        )
    return tuple(facts)


def _short_names(files: Iterable[str]) -> dict[str, str]:
    """Each file without the folders that all of them share.

    A folder of somebody's machine has no place in what is printed.
    """
    names = {file: PurePath(file) for file in files}
    try:
        shared = os.path.commonpath([path.parent for path in names.values()])
    except ValueError:  # no file, or some with the whole path and some without
        return {file: file for file in names}
    return {file: path.relative_to(shared).as_posix() for file, path in names.items()}


def coverage_facts(book: Rulebook, cases: Iterable[Case]) -> CoverageFacts:
    """How much of the rule book the cases reach, and what none of them does."""
    return as_facts(coverage(book, cases))


def as_facts(found: Coverage) -> CoverageFacts:
    """Coverage as plain words; single answers that no case decides are too many to name."""
    shares = []
    missing: list[tuple[str, str]] = []
    for kind in KINDS:
        # fits belong to conditions, so there are none of red flags and core
        groups = GROUPS if kind != "fits" else ("all",)
        shares += [
            CoverageFact(kind, GROUP_WORDS[group], str(found.share(kind, group)))
            for group in groups
        ]
        if kind != "answers":
            missing += [(kind, str(item)) for item in found.missing(kind)]
    return CoverageFacts(tuple(shares), tuple(missing))
