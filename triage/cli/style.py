"""Styling, the little there is."""

from __future__ import annotations

import click


def bold(text: str) -> str:
    """A heading on a terminal that shows styles."""
    return click.style(text, bold=True)
