"""Plain text on a terminal: wrapped on words, safe to print, the same with and without style."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

from triage.errors import no_commands, printable
from triage.late_import import importing

NARROWEST = 40
WIDEST = 80

Style = Callable[[str], str]


def unstyled(text: str) -> str:
    """No style at all."""
    return text


class Page:
    """Lines of text for one width; headings may be styled, nothing else is."""

    def __init__(self, width: int = WIDEST, heading: Style = unstyled) -> None:
        self.width = max(NARROWEST, min(width, WIDEST))
        self._heading = heading
        self._lines: list[str] = []

    def heading(self, text: str) -> None:
        """A heading, with an empty line above."""
        self.gap()
        self._lines += [self._heading(line) for line in self._wrap(text)]

    def text(self, text: str, indent: str = "") -> None:
        """A paragraph."""
        self._lines += self._wrap(text, indent, indent)

    def command(self, *words: str | Path, indent: str = "") -> None:
        """A command that can be pasted: a line of its own, and whole however long it is."""
        with importing():
            from triage.presentation.pasted import pasted  # few pages have one

        self._lines.append(indent + pasted(*words))

    def item(self, text: str, mark: str = "-", indent: str = "") -> None:
        """A list item."""
        first = f"{indent}{mark} "
        self._lines += self._wrap(text, first, " " * len(first))

    def items(self, texts: Iterable[str], indent: str = "") -> None:
        """A list."""
        for text in texts:
            self.item(text, indent=indent)

    def gap(self) -> None:
        """An empty line, unless one is there."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def _wrap(self, text: str, first: str = "", rest: str = "") -> list[str]:
        lines = textwrap.wrap(
            no_commands(printable(text)),
            width=self.width - ("::" in text),  # room for what takes the meaning from a command
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        ) or [first.rstrip()]
        # a word that stood inside a line may stand at the start of one now
        return [no_commands(line) for line in lines]

    def __str__(self) -> str:
        return "\n".join(self._lines)
