"""Which files make up a rule book, and what stands in each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from triage.errors import Place, Problem, RulesError, did_you_mean, shortened
from triage.rulebook.model import (
    UNREVIEWED,
    Advisory,
    Condition,
    Finding,
    FlagId,
    Frozen,
    Id,
    Medicine,
    MedicineClass,
    Question,
    RedFlag,
    Region,
    Review,
    Scoring,
    Section,
    Source,
    Text,
)
from triage.rulebook.when import When


class RulebookFile(Frozen, frozen=True, kw_only=True):
    """rulebook.yaml: version and the order of the sections."""

    version: Text
    title: Text
    sections: tuple[Section, ...]
    other_person_when: When | None = None
    """Answers that mean that the questions are about somebody else than the person typing."""
    review: Review = UNREVIEWED


class QuestionsFile(Frozen, frozen=True, kw_only=True):
    """questions/<section>.yaml: the questions of one section, in the order of asking."""

    questions: Mapping[Id, Question]
    review: Review = UNREVIEWED


class FindingsFile(Frozen, frozen=True, kw_only=True):
    """findings.yaml: named intermediate conclusions."""

    findings: Mapping[Id, Finding]
    review: Review = UNREVIEWED


class RedFlagsFile(Frozen, frozen=True, kw_only=True):
    """red-flags.yaml: the danger signs."""

    red_flags: Mapping[FlagId, RedFlag]
    review: Review = UNREVIEWED


class MedicinesFile(Frozen, frozen=True, kw_only=True):
    """medicines.yaml: classes and names."""

    classes: Mapping[Id, MedicineClass]
    medicines: Mapping[Id, Medicine]
    review: Review = UNREVIEWED


class GlossaryFile(Frozen, frozen=True, kw_only=True):
    """glossary.yaml: words that may not be known, in plain words."""

    terms: Mapping[Text, Text]
    review: Review = UNREVIEWED


class SourcesFile(Frozen, frozen=True, kw_only=True):
    """sources.yaml: every cited source, once."""

    sources: Mapping[str, Source]
    review: Review = UNREVIEWED


SINGLE_FILES: dict[str, type[Frozen]] = {
    "rulebook.yaml": RulebookFile,
    "advisory.yaml": Advisory,
    "scoring.yaml": Scoring,
    "sources.yaml": SourcesFile,
    "findings.yaml": FindingsFile,
    "glossary.yaml": GlossaryFile,
    "red-flags.yaml": RedFlagsFile,
    "medicines.yaml": MedicinesFile,
}
"""Files that stand once in a rule book; those of `OPTIONAL` may be left out."""

OPTIONAL = {"findings.yaml", "glossary.yaml", "medicines.yaml"}

FOLDERS: dict[str, type[Frozen]] = {
    "questions": QuestionsFile,
    "conditions": Condition,
    "regions": Region,
}
"""Folders with one file for each section of questions, each condition and each region."""

MOST_FILES = 500


def rule_files(folder: Path) -> list[str]:
    """The names of the rule files in a folder, sorted, relative to it.

    Raises:
        RulesError: there is no such folder, it holds no rule files, or files that do not
            belong to a rule book.
    """
    if not _is_folder(folder):
        stop(Problem(f"there is no folder `{shortened(str(folder))}`", "name a rules folder"))
    names: list[str] = []
    problems: list[Problem] = []
    for path in [path for depth in ("*", "*/*", "*/*/*") for path in sorted(folder.glob(depth))]:
        name = path.relative_to(folder).as_posix()
        if name.startswith(".") or "/." in name or path.is_dir():
            continue
        if path.suffix.lower() not in {".yaml", ".yml"}:
            continue
        if name in SINGLE_FILES or (name.rpartition("/")[0] in FOLDERS and path.suffix == ".yaml"):
            names.append(name)
        else:
            known = [*SINGLE_FILES, *(f"{sub}/<name>.yaml" for sub in FOLDERS)]
            advice = did_you_mean(name, known, f"a rule book has: {', '.join(known)}")
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
