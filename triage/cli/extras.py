"""What is said where something needs an extra that is not installed."""

from __future__ import annotations

from triage.errors import Problem, UsageError


def needs(what: str, extra: str, error: ImportError) -> UsageError:
    """The error for a command or an option that cannot load what it needs."""
    said = f"{what} needs {error.name or extra}"
    return UsageError(Problem(said, f"install it with: pip install 'movement-triage[{extra}]'"))
