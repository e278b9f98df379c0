"""Run all checks over a folder of rule files, and say what they find, each at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from triage.checks.context import Context, Found, Level
from triage.checks.ignoring import ignored, slips, split
from triage.checks.registry import BY_ID, CHECKS, Check
from triage.errors import Place, Problem, RulesError
from triage.presentation.case_facts import Untested
from triage.rulebook import check_ids
from triage.rulebook.loading import load_with
from triage.rulebook.model import Rulebook
from triage.rulebook.reading import Reader
from triage.rulebook.stated import At


class Reported(Struct, frozen=True, kw_only=True):
    """What a check has found, ready to be shown."""

    check: Check
    level: Level
    place: Place | None
    """None where it is about the folder."""
    message: str
    help: str


class Report(Struct, frozen=True, kw_only=True):
    """What all checks say about one folder."""

    book: Rulebook | None
    """None where the rule files cannot be used; the loader's problems are the findings then."""
    findings: tuple[Reported, ...]
    """By file and line."""
    problems: tuple[Problem, ...] = ()
    """The same as the loader says them, where it refuses the rule files."""
    passed: tuple[Reported, ...] = ()
    """What was found and is ignored with a reason."""
    left_out: tuple[Check, ...] = ()
    """Checks that need something that was not given."""

    def count(self, level: Level) -> int:
        """How many findings have this level."""
        return sum(finding.level == level for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """3 for unusable rules, 1 for errors and warnings, else 0."""
        if self.book is None:
            return 3
        return 1 if self.count("error") or self.count("warning") else 0


def check_folder(
    folder: Path,
    today: date,
    *,
    untested: Callable[[Rulebook], Untested] | None = None,
    before: Rulebook | None = None,
) -> Report:
    """Run every check that has what it needs. It never raises RulesError."""
    reader = Reader()
    try:
        book = load_with(reader, folder)
    except RulesError as error:
        refused = tuple(_refused(problem) for problem in error.problems)
        return Report(book=None, findings=refused, problems=error.problems)
    context = Context(
        book=book,
        texts=reader.texts,
        today=today,
        untested=untested(book) if untested else None,
        before=before,
        folder=folder,
    )
    given = {"nothing"} | ({"cases"} if untested else set()) | ({"another"} if before else set())
    ran = {check.id for check in CHECKS if check.find and check.needs in given}
    found = [
        one for check in CHECKS if check.id in ran and check.find for one in check.find(context)
    ]
    written = ignored(reader.texts)
    known = {check.id: check.why_not_ignored for check in CHECKS}
    never = [id for id, why in known.items() if why]
    left, passed, of_use = split(found, written, never)
    left += slips(written, of_use, known, ran)
    places = (reader.keys, reader.values)
    return Report(
        book=book,
        findings=_sorted(_placed(one, *places) for one in dict.fromkeys(left)),
        passed=_sorted(_placed(one, *places) for one in dict.fromkeys(passed)),
        left_out=tuple(c for c in CHECKS if c.find and c.needs not in given),
    )


def _sorted(findings: Iterable[Reported]) -> tuple[Reported, ...]:
    def key(finding: Reported) -> tuple[Place, str, str]:
        return (finding.place or Place("", 0, 0), finding.check.id, finding.message)

    return tuple(sorted(findings, key=key))


def _refused(problem: Problem) -> Reported:
    return Reported(
        check=BY_ID[problem.check or check_ids.UNREADABLE],
        level="error",
        place=problem.place,
        message=problem.message,
        help=problem.help,
    )


def _placed(found: Found, keys: Mapping[At, Place], values: Mapping[At, Place]) -> Reported:
    at = found.at
    # a key that is left out has no place, so the finding stands at what holds it
    while len(at) > 1 and at not in keys and at not in values:
        at = at[:-1]
    check = BY_ID[found.check]
    return Reported(
        check=check,
        level=found.level or check.level,
        place=keys.get(at) or values.get(at) or Place(str(at[0]), 1, 1),
        message=found.message,
        help=found.help,
    )
