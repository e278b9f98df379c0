"""Which files make up a rule book, and what stands in each."""

from __future__ import annotations

from collections.abc import Mapping

from triage.rulebook.model import (
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
    Review,
    Scoring,
    Section,
    Source,
    Text,
)


class RulebookFile(Frozen, kw_only=True):
    """rulebook.yaml: version and the order of the sections."""

    version: Text
    title: Text
    sections: tuple[Section, ...]
    review: Review = Review()


class QuestionsFile(Frozen, kw_only=True):
    """questions/<section>.yaml: the questions of one section, in the order of asking."""

    questions: Mapping[Id, Question]


class FindingsFile(Frozen, kw_only=True):
    """findings.yaml: named intermediate conclusions."""

    findings: Mapping[Id, Finding]


class RedFlagsFile(Frozen, kw_only=True):
    """red-flags.yaml: the danger signs."""

    red_flags: Mapping[FlagId, RedFlag]
    review: Review = Review()


class MedicinesFile(Frozen, kw_only=True):
    """medicines.yaml: classes and names."""

    classes: Mapping[Id, MedicineClass]
    medicines: Mapping[Id, Medicine]


class SourcesFile(Frozen, kw_only=True):
    """sources.yaml: every cited source, once."""

    sources: Mapping[str, Source]


SINGLE_FILES: dict[str, type[Frozen]] = {
    "rulebook.yaml": RulebookFile,
    "advisory.yaml": Advisory,
    "scoring.yaml": Scoring,
    "sources.yaml": SourcesFile,
    "findings.yaml": FindingsFile,
    "red-flags.yaml": RedFlagsFile,
    "medicines.yaml": MedicinesFile,
}
"""Files that stand once in a rule book. The last three may be left out."""

OPTIONAL = {"findings.yaml", "medicines.yaml"}

FOLDERS: dict[str, type[Frozen]] = {"questions": QuestionsFile, "conditions": Condition}
"""Folders with one file for each section of questions, and for each condition."""
