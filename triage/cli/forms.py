"""The forms in which a result or an explanation can be printed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.presentation.document import Block

FORMS = ("text", "json", "markdown", "html")


def printed(blocks: Iterable[Block], output: str, title: str, *, styled: bool) -> str:
    """Blocks as text for this terminal, as Markdown, or as one HTML page with this title."""
    if output == "markdown":
        from triage.presentation.markdown_page import as_markdown

        return as_markdown(blocks)
    if output == "html":
        from triage.presentation.html_page import as_html

        return as_html(blocks, title)
    from triage.cli.style import bold
    from triage.presentation.layout import unstyled
    from triage.presentation.text_page import as_text

    width = shutil.get_terminal_size().columns
    return as_text(blocks, width, bold if styled else unstyled)
