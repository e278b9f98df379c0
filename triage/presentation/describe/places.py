"""Where each thing of a rule book stands in the book, and links to it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from triage.presentation.case_facts import CaseFact
from triage.presentation.document import Code, Inline, Link, together
from triage.presentation.rule_links import Entry


def anchor(kind: str, id: str) -> str:
    """Where something stands in the book; the same as long as its id is the same."""
    return f"{kind}-{re.sub('[^A-Za-z0-9-]', lambda found: f'_{ord(found.group()):x}_', id)}"


def case_anchor(case: CaseFact) -> str:
    """Where a case stands; another line in its file does not change it."""
    told = f"{case.file}\\n{case.name}".encode()
    return f"case-{hashlib.sha256(told).hexdigest()[:10]}"


def link(entry: Entry, words: str = "") -> Link:
    """A link to an entry; its id where no words are given."""
    return Link(words or Code(entry.id), f"#{anchor(entry.kind, entry.id)}")


def links_to(entries: Iterable[Entry]) -> tuple[Inline, ...]:
    """Links one after the other."""
    return together((link(entry),) for entry in entries)


def case_link(case: CaseFact) -> Link:
    """A link to a case, by its name."""
    return Link(case.name, f"#{case_anchor(case)}")


def outside(address: str | None) -> Link | str:
    """An address as it is written; a link only where it leads to the web."""
    return Link(address, address) if address else ""
