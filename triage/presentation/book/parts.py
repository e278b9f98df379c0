"""Small pieces of HTML for the book: escaped text, stable anchors, links, lists."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from functools import partial

from triage.errors import printable
from triage.presentation.case_facts import CaseFact
from triage.presentation.rule_links import Entry, Links
from triage.presentation.rule_words import Outline
from triage.rulebook.words import addressed

_said = partial(addressed, other_person=False)


def safe(text: str) -> str:
    """Text that a browser shows as it is."""
    return html.escape(printable(text))


def said(text: str) -> str:
    """A text of the rule book as it is said to the patient, safe to show."""
    return safe(_said(text))


def anchor(kind: str, id: str) -> str:
    """Where something stands on the page; the same as long as its id is the same."""
    return f"{kind}-{re.sub('[^A-Za-z0-9-]', lambda found: f'_{ord(found.group()):x}_', id)}"


def case_anchor(case: CaseFact) -> str:
    """Where a case stands; another line in its file does not change it."""
    told = f"{case.file}\\n{case.name}".encode()
    return f"case-{hashlib.sha256(told).hexdigest()[:10]}"


def link(entry: Entry, words: str = "") -> str:
    """A link to an entry; its id where no words are given."""
    shown = safe(words) if words else f"<code>{safe(entry.id)}</code>"
    return f'<a href="#{anchor(entry.kind, entry.id)}">{shown}</a>'


def links_to(entries: Iterable[Entry]) -> str:
    """Links one after the other."""
    return ", ".join(link(entry) for entry in entries)


def case_link(case: CaseFact) -> str:
    """A link to a case, by its name."""
    return f'<a href="#{case_anchor(case)}">{safe(case.name)}</a>'


def outside(address: str | None) -> str:
    """An address as it is written; a link only where it leads to the web."""
    if not address:
        return ""
    if re.match(r"https?://", address):
        return f'<a href="{safe(address)}" rel="noopener noreferrer">{safe(address)}</a>'
    return safe(address)


def paragraph(content: str, style: str = "") -> str:
    """A paragraph of HTML; empty where there is nothing to say."""
    if not content:
        return ""
    return f'<p class="{style}">{content}</p>' if style else f"<p>{content}</p>"


def items(contents: Iterable[str], style: str = "") -> str:
    """A list of HTML; empty where there are none."""
    listed = "".join(f"<li>{content}</li>" for content in contents)
    kind = f' class="{style}"' if style else ""
    return f"<ul{kind}>{listed}</ul>" if listed else ""


def titled(level: int, title: str, content: str) -> str:
    """A heading with what stands below it; empty where nothing does."""
    return f"<h{level}>{safe(title)}</h{level}>{content}" if content else ""


def told(links: Links, line: Outline) -> str:
    """A condition of a rule as lists, each answer with a link to its question or finding."""
    text = safe(line.text)
    if line.key:
        text = link(links.key_entry(line.key), line.text)
    return text + items(told(links, part) for part in line.parts)


def table(caption: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of HTML cells of which the first is a heading; empty where there is no row."""
    whole = [tuple(row) for row in rows]
    if not whole:
        return ""
    # a column in which nothing stands only takes room
    kept = [n for n, cells in enumerate(zip(*whole, strict=True)) if any(cells)]
    named = tuple(columns)
    heads = "".join(f'<th scope="col">{safe(named[n])}</th>' for n in kept)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{row[n]}</td>" for n in kept[1:])}</tr>'
        for row in whole
    )
    return (
        f'<table class="parts"><caption>{safe(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )
