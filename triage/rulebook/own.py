"""The rule book that travels with the package."""

from __future__ import annotations

from pathlib import Path

from triage.rulebook.model import Rulebook
from triage.rulebook.snapshot import read_snapshot


def own_folder() -> Path:
    """Where the rule files are: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def own_rulebook() -> Rulebook:
    """The package's own rule book, from its snapshot where that is up to date.

    Raises:
        RulesError: the rule files cannot be used as written.
    """
    folder = own_folder()
    kept = read_snapshot(folder)
    if kept is not None:
        return kept
    from triage.rulebook.loading import load_rulebook

    return load_rulebook(folder)
