"""From each hazard to rules, questions, cases and tests, and back: docs/traceability.md.

python -m tests.traceability      write the document again
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.hazards import ROOT, Hazard, read_hazards, risk_matrix
from triage import Rulebook, own_rulebook
from triage.cases.loading import SUFFIX, Case, load_cases
from triage.rulebook.when import Holds, Is, leaves

DOCUMENT = ROOT / "docs/traceability.md"
PLAN = ROOT / "docs/safety/risk-plan.md"

OPENING = """\
# From hazard to rule, question, case and test

Written by `python -m tests.traceability` from the hazard log, the rule files and the case files;
a test fails when it is out of date. Do not edit it by hand.

Severity and likelihood are estimates of the developers, without the controls and without any
data of use; the scales and the risk from 1 to 5 stand in the [risk plan](safety/risk-plan.md).
No clinician has seen them.
"""


def document(hazards: list[Hazard], book: Rulebook, cases: Mapping[str, list[Case]]) -> str:
    """The whole document."""
    parts = [
        OPENING,
        *_section("Hazards", _hazards(hazards)),
        *_section("Red flags", _red_flags(hazards, book, cases)),
        *_section("Other rules that a control names", _other_rules(hazards, book, cases)),
        *_section("Questions", _questions(hazards, book)),
        *_section("Case files", _case_files(hazards, book, cases)),
        *_section("Tests", _tests(hazards)),
        *(f"[{hazard.matter.id}]: {_from_docs(hazard.path)}" for hazard in hazards),
    ]
    return "\n".join(parts) + "\n"


def questions_of(book: Rulebook, rule_id: str) -> list[str]:
    """The questions that a red flag, a finding or a condition rests on, however deep."""
    if rule_id in book.conditions:
        condition = book.conditions[rule_id]
        groups = (condition.supports, condition.against, condition.blocked_by)
        pending = [condition.core.when, *(r.when for group in groups for r in group.values())]
    else:
        by_id = {rule.id: rule.when for rule in book.rules}
        pending = [by_id[rule_id if rule_id in by_id else f"finding:{rule_id}"]]
    found: set[str] = set()
    seen: set[str] = set()
    while pending:
        for leaf in leaves(pending.pop()):
            match leaf:
                case Is(name):
                    found.add(book.variables[name].question)
                case Holds(conclusion):
                    finding = conclusion.id
                    if finding in book.findings and finding not in seen:
                        seen.add(finding)
                        pending.append(book.findings[finding].when)
    return [id for id in book.questions if id in found]


def named_by(case: Case) -> set[str]:
    """Rules that must have fired, red flags that must be raised, conditions that must come."""
    expect = case.expect
    named = {*(expect.red_flags or ()), *expect.has_red_flags, *expect.levels}
    named |= {*expect.because_of, *(expect.suggested or ()), *expect.includes}
    named |= {*(expect.offered or ()), *expect.fits} | ({expect.first} if expect.first else set())
    return named


def all_cases(book: Rulebook) -> dict[str, list[Case]]:
    """All scripted cases of this repository, by the name of their file."""
    paths = sorted((ROOT / "tests/cases").rglob(f"*{SUFFIX}"))
    return {path.relative_to(ROOT).as_posix(): load_cases(path, book) for path in paths}


def current() -> str:
    """The document as it should stand there now."""
    hazards, problems = read_hazards()
    assert not problems, "\n".join(map(str, problems))
    book = own_rulebook()
    return document(hazards, book, all_cases(book))


# tables


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "\n".join(rows) + "\n"


def _row(*cells: str) -> str:
    escaped = (cell.replace("|", "&#124;") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _head(*cells: str) -> list[str]:
    return [_row(*cells), "|" + "---|" * len(cells)]


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _from_docs(path: str) -> str:
    return Path(path).relative_to("docs").as_posix()


def _by_name(hazards: list[Hazard], kind: str) -> dict[str, list[Hazard]]:
    found: dict[str, list[Hazard]] = defaultdict(list)
    for hazard in hazards:
        for name in hazard.gathered(kind):  # type: ignore[arg-type]
            found[name].append(hazard)
    return found


def _links(hazards: Iterable[Hazard]) -> str:
    return ", ".join(f"[{hazard.matter.id}]" for hazard in hazards)


def _hazards(hazards: list[Hazard]) -> Iterator[str]:
    risk = risk_matrix(PLAN.read_text("utf-8"))
    counted = ("Rules", "Cases", "Tests")
    yield from _head("Hazard", "Title", "Severity", "Likelihood", "Risk", "Controls", *counted)
    for hazard in hazards:
        matter = hazard.matter
        yield _row(
            _links([hazard]),
            matter.title,
            matter.severity,
            matter.likelihood,
            str(risk[matter.severity, matter.likelihood]),
            *(str(len(found)) for found in (matter.controls, hazard.gathered("rules"))),
            *(str(len(hazard.gathered(kind))) for kind in ("cases", "tests")),
        )


def _examples(book: Rulebook, cases: Mapping[str, list[Case]]) -> dict[str, tuple[int, str]]:
    """For each rule, how many cases expect it, and the plainest of them."""
    count: dict[str, int] = defaultdict(int)
    best: dict[str, tuple[list[bool], str, str]] = {}
    for file, inside in cases.items():
        for case in inside:
            for id in named_by(case):
                count[id] += 1
                offered = (_drawbacks(book, id, file, case), file, case.name)
                best[id] = min(best.get(id, offered), offered)
    return {id: (count[id], f"{file}::{name}") for id, (_, file, name) in best.items()}


def _drawbacks(book: Rulebook, id: str, file: str, case: Case) -> list[bool]:
    """What makes a case a worse example of a rule, the worst first."""
    flag = book.red_flags.get(id)
    return [
        flag is not None and case.expect.urgency != flag.urgency,
        not case.name.startswith(f"{id} "),
        id not in file and case.expect.first != id,
    ]


def _shown(examples: Mapping[str, tuple[int, str]], id: str) -> tuple[str, str]:
    number, example = examples.get(id, (0, ""))
    return str(number), f"`{example}`" if example else "none"


def _red_flags(
    hazards: list[Hazard], book: Rulebook, cases: Mapping[str, list[Case]]
) -> Iterator[str]:
    yield "*Cases* are those that expect the red flag, and one of them.\n"
    examples = _examples(book, cases)
    flag_hazards = _by_name(hazards, "rules")
    yield from _head("Red flag", "Urgency", "Not sure", "Hazards", "Questions", "Cases", "One case")
    for id, flag in book.red_flags.items():
        yield _row(
            f"`{id}`",
            flag.urgency,
            flag.if_unsure,
            _links(flag_hazards[id]),
            _code(questions_of(book, id)),
            *_shown(examples, id),
        )


def _other_rules(
    hazards: list[Hazard], book: Rulebook, cases: Mapping[str, list[Case]]
) -> Iterator[str]:
    examples = _examples(book, cases)
    yield from _head("Rule", "Hazards", "Questions", "Cases", "One case")
    for id, found in sorted(_by_name(hazards, "rules").items()):
        if id not in book.red_flags:
            questions = _code(questions_of(book, id))
            yield _row(f"`{id}`", _links(found), questions, *_shown(examples, id))


def _questions(hazards: list[Hazard], book: Rulebook) -> Iterator[str]:
    yield "Questions that a red flag rests on, in the order of asking.\n"
    flag_hazards = _by_name(hazards, "rules")
    asked_for: dict[str, list[str]] = defaultdict(list)
    for id in book.red_flags:
        for question in questions_of(book, id):
            asked_for[question].append(id)
    yield from _head("Question", "Section", "Red flags", "Hazards")
    for question in book.questions:
        flags = asked_for[question]
        if flags:
            behind = {hazard.matter.id: hazard for id in flags for hazard in flag_hazards[id]}
            links = _links(behind[id] for id in sorted(behind))
            yield _row(f"`{question}`", book.section_of[question], _code(flags), links)


def _case_files(
    hazards: list[Hazard], book: Rulebook, cases: Mapping[str, list[Case]]
) -> Iterator[str]:
    yield "The hazards are those of the red flags that a case of the file expects.\n"
    flag_hazards = _by_name(hazards, "rules")
    yield from _head("Case file", "Cases", "Red flags", "Hazards")
    for file, inside in cases.items():
        flags = {id for case in inside for id in named_by(case) if id in book.red_flags}
        behind = {hazard.matter.id: hazard for id in flags for hazard in flag_hazards[id]}
        links = _links(behind[id] for id in sorted(behind)) or "none"
        yield _row(f"`{file}`", str(len(inside)), str(len(flags)), links)


def _tests(hazards: list[Hazard]) -> Iterator[str]:
    yield from _head("Test or case that a control names", "Hazards")
    named = {**_by_name(hazards, "tests"), **_by_name(hazards, "cases")}
    for name, found in sorted(named.items()):
        yield _row(f"`{name}`", _links(found))


if __name__ == "__main__":
    DOCUMENT.write_text(current(), "utf-8")
