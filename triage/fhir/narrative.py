"""The text of a resource, for whoever reads it without knowing its parts.

Every one carries the advisory and, until the rules are signed, that they are not. It is a page of
the same blocks as every other page, so that typed text stays text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from triage.inference.assessment import Assessment
from triage.presentation.document import Block, Paragraph
from triage.presentation.html_page import lines
from triage.presentation.markdown_page import as_markdown

Json: TypeAlias = dict[str, Any]
XHTML = "http://www.w3.org/1999/xhtml"


def narrative(assessment: Assessment, blocks: Iterable[Block]) -> Json:
    """A narrative with these blocks, and below them what every result says.

    Its status is `additional`: the words of rules and questions stand in no other element.
    """
    said = [*blocks, Paragraph(assessment.advisory), Paragraph(assessment.review)]
    body = "\n".join(lines(said))
    return {"status": "additional", "div": f'<div xmlns="{XHTML}">\n{body}\n</div>'}


def notes(texts: Iterable[str]) -> list[Json]:
    """Annotations, which are Markdown; what is empty is left out."""
    return [{"text": as_markdown([Paragraph(text)]).strip()} for text in texts if text]
