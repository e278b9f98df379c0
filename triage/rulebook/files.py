"""Which files make up a rule book, and what stands in each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from triage.errors import Place, Problem, RulesError, did_you_mean, shortened
from triage.rulebook.folders import files_below
from triage.rulebook.kinds import Question
from triage.rulebook.parts.advisory import Advisory
from triage.rulebook.parts.base import FlagId, Frozen, Id, Sources, Text
from triage.rulebook.parts.conditions import Condition
from triage.rulebook.parts.findings import Finding
from triage.rulebook.parts.medicines import Medicine, MedicineClass, OrdinaryMedicine, Purpose
from triage.rulebook.parts.named_kinds import NamedKind
from triage.rulebook.parts.red_flags import RedFlag
from triage.rulebook.parts.regions import Region
from triage.rulebook.parts.scoring import Scoring
from triage.rulebook.parts.sections import Section
from triage.rulebook.parts.signatures import Reviews
from triage.rulebook.parts.sources import Source
from triage.rulebook.when import When


class RulebookFile(Frozen, frozen=True, kw_only=True):
    """rulebook.yaml: version and the order of the sections."""

    version: Text
    """The version of the rule book; results name it."""
    title: Text
    """What the rule book is about."""
    sections: tuple[Section, ...]
    """The sections, in the order of asking."""
    other_person_when: When | None = None
    """Answers that mean that the questions are about somebody else than the person typing."""
    danger_gates: tuple[Id, ...] = ()
    """Questions that may decide whether a danger sign is asked about, such as age."""


class QuestionsFile(Frozen, frozen=True, kw_only=True):
    """questions/<section>.yaml: the questions of one section, in the order of asking."""

    questions: Mapping[Id, Question]
    """The questions of one section, in the order of asking, each under its id."""


class FindingsFile(Frozen, frozen=True, kw_only=True):
    """findings.yaml: named intermediate conclusions."""

    findings: Mapping[Id, Finding]
    """Named intermediate conclusions, each under its id."""


class RedFlagsFile(Frozen, frozen=True, kw_only=True):
    """red-flags.yaml: the danger signs."""

    red_flags: Mapping[FlagId, RedFlag]
    """The danger signs, each under its number, such as AB01."""


class MedicinesFile(Frozen, frozen=True, kw_only=True):
    """medicines.yaml: classes and names."""

    classes: Mapping[Id, MedicineClass]
    """Classes of medicines that rules can name."""
    medicines: Mapping[Id, Medicine]
    """Medicines, each under its id."""
    purposes: Mapping[Id, Purpose] = {}
    """What medicines are taken for, by people who do not know the name; each under its id."""


class OrdinaryMedicinesFile(Frozen, frozen=True, kw_only=True):
    """ordinary-medicines.yaml: names that are understood and that no rule reads."""

    sources: Sources
    """Ids from sources.yaml that the choice of medicines rests on."""
    ordinary: Mapping[Id, OrdinaryMedicine]
    """Medicines that no rule reads, each under its id."""


class GlossaryFile(Frozen, frozen=True, kw_only=True):
    """glossary.yaml: words that may not be known, in plain words."""

    terms: Mapping[Text, Text]
    """Words that may not be known, each with plain words for it."""


class KindsFile(Frozen, frozen=True, kw_only=True):
    """named-kinds.yaml: what doctors call it, where no condition fits it."""

    not_known: Text
    """What is said where the answers tell none of them."""
    kinds: Mapping[Id, NamedKind]
    """Named kinds, each under its id."""


class SourcesFile(Frozen, frozen=True, kw_only=True):
    """sources.yaml: every cited source, once."""

    sources: Mapping[str, Source]
    """Every cited source, once, each under its id."""


SINGLE_FILES: dict[str, type[Frozen]] = {
    "rulebook.yaml": RulebookFile,
    "advisory.yaml": Advisory,
    "scoring.yaml": Scoring,
    "sources.yaml": SourcesFile,
    "findings.yaml": FindingsFile,
    "glossary.yaml": GlossaryFile,
    "named-kinds.yaml": KindsFile,
    "red-flags.yaml": RedFlagsFile,
    "medicines.yaml": MedicinesFile,
    "ordinary-medicines.yaml": OrdinaryMedicinesFile,
    "reviews.yaml": Reviews,
}
"""Files that stand once in a rule book; those of `OPTIONAL` may be left out."""

OPTIONAL = {
    "findings.yaml",
    "glossary.yaml",
    "named-kinds.yaml",
    "medicines.yaml",
    "ordinary-medicines.yaml",
    "reviews.yaml",
}

FOLDERS: dict[str, type[Frozen]] = {
    "questions": QuestionsFile,
    "conditions": Condition,
    "regions": Region,
}
"""Folders with one file for each section of questions, each condition and each region."""

CASES = "cases/"
CASE_SUFFIXES = (".case.yaml", ".people.yaml")
"""Cases and written people, in the folder where a rule book keeps its own."""

MOST_FILES = 500
DEEPEST = 3
"""Folders deeper in a rule book are not looked into."""


def rule_files(folder: Path) -> list[str]:
    """The names of the rule files in a folder, sorted, relative to it.

    Raises:
        RulesError: there is no such folder, it holds no rule files, or files that do not
            belong to a rule book.
    """
    if not _is_folder(folder):
        stop(Problem(f"there is no folder `{shortened(str(folder))}`", "name a rules folder"))
    names: list[str] = []
    found, problems = files_below(folder, deepest=DEEPEST, follow_links=True)
    for path in sorted(found, key=lambda path: len(path.parts)):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() not in {".yaml", ".yml"}:
            if _lost_its_ending(path, name):
                slip = f"`{shortened(name)}` is passed over, since it does not end in `.yaml`"
                advice = "give it its ending back, or take it out of the folder"
                problems.append(Problem(slip, advice, Place(name, 1, 1)))
            continue
        if name.startswith(CASES) and name.endswith(CASE_SUFFIXES):
            continue  # scripted people may travel with their rules, but are none
        if name in SINGLE_FILES or (name.rpartition("/")[0] in FOLDERS and path.suffix == ".yaml"):
            names.append(name)
        else:
            known = [*SINGLE_FILES, *(f"{sub}/<name>.yaml" for sub in FOLDERS)]
            otherwise = f"a rule book has: {', '.join(known)}"
            advice = did_you_mean(name, known, otherwise, problems)
            slip = f"`{shortened(name)}` is not a file of a rule book"
            problems.append(Problem(slip, advice, Place(name, 1, 1)))
    if not names:
        slip = f"there are no rule files in `{shortened(str(folder))}`"
        stop(Problem(slip, "a rule book has rulebook.yaml and the files beside it"), *problems)
    if len(names) > MOST_FILES:
        stop(Problem(f"there are `{len(names)}` rule files", f"at most {MOST_FILES} are read"))
    if problems:
        stop(*problems)
    return names


def _lost_its_ending(path: Path, name: str) -> bool:
    """Whether a file in one of the folders looks like a rule file that an editor renamed.

    A backup beside its rule file is none, and neither is a page that explains the folder.
    """
    if name.rpartition("/")[0] not in FOLDERS or path.suffix.lower() == ".md":
        return False
    return not (path.parent / f"{path.name.partition('.')[0]}.yaml").exists()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, or inside a folder that may not be read
        return False


def stop(*problems: Problem) -> NoReturn:
    """Raise RulesError with the problems, sorted by place."""

    def key(problem: Problem) -> tuple[str, int, int]:
        return problem.place or ("", 0, 0)

    raise RulesError(*sorted(set(problems), key=lambda p: (key(p), p.message)))
