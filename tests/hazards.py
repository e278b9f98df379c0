"""The hazard log: one file for each hazard, read strictly and held against rules and tests.

A file begins with its front matter, read as strictly as a rule file; below it stands, in words,
how the hazard could come about, what could happen, and the risk that is left.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from triage.cases.loading import SUFFIX
from triage.errors import Place, Problem, did_you_mean, shortened
from triage.rulebook import strict_yaml, yaml_tree
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.base import Frozen, Text
from triage.rulebook.parts.conditions import core_id
from triage.rulebook.reading import UNUSABLE, Reader

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs/safety/hazards"
HEADINGS = ("How it could come about", "What could happen", "Residual risk")

Severity = Literal["minor", "significant", "considerable", "major", "catastrophic"]
Likelihood = Literal["very-low", "low", "medium", "high", "very-high"]


class Evidence(Frozen, frozen=True, kw_only=True):
    """What shows that a control is there."""

    rules: tuple[Text, ...] = ()
    """Ids of red flags, findings, conditions, or rules of conditions."""
    cases: tuple[Text, ...] = ()
    """Scripted cases: the file, two colons, the name of the case."""
    tests: tuple[Text, ...] = ()
    """Tests, as pytest names them."""


class Control(Frozen, frozen=True, kw_only=True):
    """One thing that keeps a hazard from happening, or makes it do less harm."""

    control: Text
    evidence: Evidence


class Matter(Frozen, frozen=True, kw_only=True):
    """The front matter of a hazard. Both estimates are those without the controls."""

    id: Annotated[str, Meta(pattern=r"^[A-Z][0-9]{2}$")]
    title: Text
    severity: Severity
    likelihood: Likelihood
    controls: Annotated[tuple[Control, ...], Meta(min_length=1)]


class Hazard(NamedTuple):
    """A hazard as it stands in its file."""

    path: str
    """From the top of the repository."""
    matter: Matter
    places: Mapping[tuple[str | int, ...], Place]
    """Where each part of the front matter stands."""

    def gathered(self, kind: Literal["rules", "cases", "tests"]) -> list[str]:
        """All evidence of one kind, in the order of the file, each once."""
        every = (getattr(control.evidence, kind) for control in self.matter.controls)
        return list(dict.fromkeys(name for names in every for name in names))


class Known(NamedTuple):
    """What evidence may name."""

    rules: frozenset[str]
    cases: frozenset[str]
    tests: frozenset[str]


def read_hazard(text: str, shown_as: str) -> tuple[Hazard | None, list[Problem]]:
    """A hazard, and every slip in its file."""
    found = re.match(r"---\n(.*?\n)---\n(.*)", text, re.DOTALL)
    if found is None:
        place = Place(shown_as, 1, 1)
        return None, [Problem("there is no front matter", "begin with `---`", place)]
    # an empty line in place of the first `---`, so that places are those of the file
    node, problems = strict_yaml.parse("\n" + found[1], shown_as)
    reader = Reader()
    matter = UNUSABLE if node is None else reader.read(node, Matter, ())
    problems += reader.problems
    if not isinstance(matter, Matter):
        return None, problems
    first_line = found[1].count("\n") + 3
    problems += _body_problems(matter, found[2], Place(shown_as, first_line, 1))
    if not Path(shown_as).name.startswith(f"{matter.id}-"):
        place = reader.values["id",]
        help = f"call the file `{matter.id}-....md`"
        problems.append(Problem(f"the id `{matter.id}` is not that of the file", help, place))
    return Hazard(shown_as, matter, dict(reader.values)), problems


def _body_problems(matter: Matter, body: str, place: Place) -> list[Problem]:
    problems = []
    title = f"# {matter.id}: {matter.title}"
    if title not in body.splitlines():
        problems.append(Problem("the title is not that of the front matter", f"`{title}`", place))
    parts = re.split(r"^## (.+)$", body, flags=re.MULTILINE)
    if tuple(parts[1::2]) != HEADINGS:
        wanted = ", ".join(f"`## {heading}`" for heading in HEADINGS)
        problems.append(Problem("the headings are not those of a hazard", wanted, place))
    for heading, words in zip(parts[1::2], parts[2::2], strict=True):
        if not words.strip():
            problems.append(Problem(f"nothing stands below `{shortened(heading)}`", "", place))
    return problems


def read_hazards(folder: Path = FOLDER) -> tuple[list[Hazard], list[Problem]]:
    """All hazards of a folder, in the order of their ids, and every slip in their files."""
    hazards: list[Hazard] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.md")):
        shown_as = path.relative_to(ROOT).as_posix() if ROOT in path.parents else path.name
        hazard, slips = read_hazard(path.read_text("utf-8"), shown_as)
        problems += slips
        if hazard is not None:
            hazards.append(hazard)
    ids = [hazard.matter.id for hazard in hazards]
    problems += [
        Problem(f"the id `{hazard.matter.id}` is used twice", "", hazard.places["id",])
        for hazard in hazards
        if ids.count(hazard.matter.id) > 1
    ]
    return hazards, problems


def evidence_problems(hazards: Iterable[Hazard], known: Known) -> list[Problem]:
    """Evidence that is not there: unknown names, and controls that nothing shows."""
    problems: list[Problem] = []
    kinds = (("rules", "rule"), ("cases", "case"), ("tests", "test"))
    for hazard in hazards:
        for number, control in enumerate(hazard.matter.controls):
            at = ("controls", number, "evidence")
            if not control.evidence.cases and not control.evidence.tests:
                what = f"no test and no case shows `{shortened(control.control)}`"
                problems.append(Problem(what, "", hazard.places[at]))
            for kind, one in kinds:
                names = getattr(known, kind)
                for index, name in enumerate(getattr(control.evidence, kind)):
                    if name not in names:
                        place = hazard.places[*at, kind, index]
                        help = did_you_mean(name, names)
                        problems.append(Problem(f"there is no {one} `{name}`", help, place))
    return problems


def red_flags_without_hazard(hazards: Iterable[Hazard], book: Rulebook) -> list[str]:
    """Red flags that no hazard names."""
    named = {name for hazard in hazards for name in hazard.gathered("rules")}
    return [id for id in book.red_flags if id not in named]


# what there is


def known_in(book: Rulebook, root: Path = ROOT) -> Known:
    """Rules of a rule book, and cases and tests as they stand in their files."""
    return Known(
        rules=frozenset(rule_ids(book)),
        cases=frozenset(names_of_cases(root)),
        tests=frozenset(names_of_tests(root)),
    )


def rule_ids(book: Rulebook) -> list[str]:
    """Every id that evidence may name as a rule."""
    ids = [*book.red_flags, *book.findings, *book.conditions]
    for id, condition in book.conditions.items():
        ids += [core_id(id), *condition.supports, *condition.against, *condition.blocked_by]
    return ids


def names_of_tests(root: Path = ROOT) -> list[str]:
    """Every test function, as pytest names it without its parameters; no test is run."""
    names: list[str] = []
    for path in sorted((root / "tests").rglob("test_*.py")):
        file = path.relative_to(root).as_posix()
        names += [f"{file}::{name}" for name in _tests_of(ast.parse(path.read_bytes()))]
    return names


def _tests_of(module: ast.Module) -> list[str]:
    names: list[str] = []
    for part in module.body:
        if isinstance(part, ast.FunctionDef) and part.name.startswith("test"):
            names.append(part.name)
        elif isinstance(part, ast.ClassDef) and part.name.startswith("Test"):
            inside = (inner for inner in part.body if isinstance(inner, ast.FunctionDef))
            names += [f"{part.name}::{it.name}" for it in inside if it.name.startswith("test")]
    return names


def names_of_cases(root: Path = ROOT) -> list[str]:
    """Every scripted case of this repository, as pytest names it."""
    names: list[str] = []
    for path in sorted((root / "tests/cases").rglob(f"*{SUFFIX}")):
        node, _ = strict_yaml.parse(path.read_text("utf-8"), path.name)
        file = path.relative_to(root).as_posix()
        names += [f"{file}::{name}" for name in _cases_of(node)]
    return names


def _cases_of(node: yaml_tree.Node | None) -> list[str]:
    top = dict[str, yaml_tree.Node]()
    if isinstance(node, yaml_tree.Mapping):
        top = {key.text: value for key, value in node.entries}
    cases = top.get("cases")
    return [key.text for key, _ in cases.entries] if isinstance(cases, yaml_tree.Mapping) else []


def risk_matrix(plan: str) -> dict[tuple[str, str], int]:
    """The table of the risk plan: severity and likelihood give a risk from 1 to 5."""
    head = re.search(r"^\| likelihood \|(.+)\|$", plan, re.MULTILINE)
    assert head is not None, "the risk plan has no matrix"
    columns = [word.strip() for word in head[1].split("|")]
    rows = re.findall(r"^\| \*\*([a-z-]+)\*\* \|(.+)\|$", plan, re.MULTILINE)
    return {
        (severity, likelihood): int(cell)
        for likelihood, cells in rows
        for severity, cell in zip(columns, cells.split("|"), strict=True)
    }
