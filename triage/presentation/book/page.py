"""The whole rule book as one HTML page that needs nothing else and asks for nothing.

It can be read, searched and printed by somebody who knows no Python, without a network. The
same rule book and cases give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from triage.presentation.book import sections
from triage.presentation.book.look import BOOK_STYLE, SCRIPT
from triage.presentation.book.parts import behind, part_named, without_dead_links
from triage.presentation.book.sections import html_of
from triage.presentation.case_facts import CaseFact, CoverageFacts
from triage.presentation.describe import grounds
from triage.presentation.describe.shelf import Shelf
from triage.presentation.describe.words import STATE_WORDS, said
from triage.presentation.document import Code, Items, Link, Paragraph
from triage.presentation.html_page import page, safe
from triage.presentation.rule_links import Links
from triage.rulebook.model import Rulebook
from triage.rulebook.reviews import review_text
from triage.rulebook.urgency import LADDER

KINDS: dict[str, str] = {
    "red-flag": "Red flags",
    "condition": "Conditions",
    "finding": "Findings",
    "named-kind": "Named kinds",
    "question": "Questions",
    "class": "Medicine classes",
    "medicine": "Medicines",
    "source": "Sources",
    "word": "Glossary",
    "region": "Regions",
    "case": "Cases",
}
HOW_TO_READ = (
    "Every rule here rests on answers that somebody gave. A question that was not asked satisfies "
    "nothing, and not sure satisfies only a rule that lists it. So no rule can take back what "
    "another has found.",
    "Answers lead to findings, findings to evidence, evidence to suggestions. A red flag raises "
    "the urgency, whatever else was answered. The urgency of a result is the highest that anything "
    "reached.",
    "Every underlined word leads to the rule, question, finding, source or case that it names, and "
    "from there back. The page can be printed: all of it, or only what a search has left. It never "
    "asks the network for anything.",
)


TITLE_ENDS = ": the rule book"
BEGINS = re.compile(
    rb"<!DOCTYPE html>\s+(?:<[^>]*>\s*)*?<title>[^<]*" + TITLE_ENDS.encode() + rb"</title>"
)
"""How every page of a rule book begins."""


def book_page(
    book: Rulebook,
    cases: tuple[CaseFact, ...] = (),
    covered: CoverageFacts | None = None,
    only: tuple[str, ...] = (),
) -> str:
    """The whole page, or parts of it. Without cases, what is about cases is left out.

    Raises:
        AnswersError: the book has no such part.
    """
    links = Links(book)
    if only:
        return _part_page(links, cases, only)
    shelf = Shelf(links, cases, covered, in_book=True)
    parts = _sections(shelf)
    listed = Items("", tuple((Link(title, f"#{id}"),) for id, (title, _) in parts.items()))
    contents = html_of([listed])
    title = safe(said(f"{book.title}{TITLE_ENDS}"))
    content = (
        '<a class="skip" href="#main">Skip to the rule book</a>\n'
        f'<main id="main" tabindex="-1">\n<h1>{title}</h1>\n{_opening(book)}\n{_search(shelf)}\n'
        f'<nav class="index" aria-label="Contents">{contents}</nav>\n{_body(parts)}\n</main>'
    )
    return page(title, content, BOOK_STYLE, SCRIPT)


def _part_page(links: Links, cases: tuple[CaseFact, ...], only: tuple[str, ...]) -> str:
    """Parts of the book, for printing: nothing to search with, and no link to what is not there."""
    part = part_named(links, only)
    shelf = Shelf(links, cases, in_book=True, wanted=part.has_entry)
    parts = {id: one for id, one in _sections(shelf).items() if part.has(id)}
    short = html_of(behind(links, part.behind))
    if short:
        parts["behind"] = ("What it rests on, in short", short)
    title = safe(said(f"{links.book.title}, {', '.join(dict.fromkeys(only))}{TITLE_ENDS}"))
    content = f"<main>\n<h1>{title}</h1>\n{_opening(links.book)}\n{_body(parts)}\n</main>"
    return without_dead_links(page(title, content, BOOK_STYLE))


def _sections(shelf: Shelf) -> dict[str, tuple[str, str]]:
    """By its id: the title and content of every section that has some."""
    written = {
        "how-to-read": ("How to read this", html_of(map(Paragraph, HOW_TO_READ))),
        "red-flags": ("Red flags", sections.red_flags(shelf)),
        "conditions": ("Conditions", sections.conditions(shelf)),
        "findings": ("Findings", sections.findings(shelf)),
        "named-kinds": ("Named kinds", sections.named_kinds(shelf)),
        "questions": ("Questions", sections.questions(shelf)),
        "medicines": ("Medicines", sections.medicines(shelf)),
        "sources": ("Sources", sections.sources(shelf)),
        "glossary": ("Glossary", sections.glossary(shelf)),
        "scoring": ("How points become fits", html_of(grounds.scoring(shelf))),
        "texts": ("Texts of every result", html_of(grounds.texts(shelf))),
        "regions": ("Regions", sections.regions(shelf)),
        "reviews": ("Reviews", html_of(grounds.reviews(shelf))),
        "coverage": ("What the cases cover", html_of(grounds.coverage(shelf))),
        "cases": ("Cases", sections.cases(shelf)),
    }
    return {id: part for id, part in written.items() if part[1]}


def _body(parts: dict[str, tuple[str, str]]) -> str:
    return "\n".join(
        f'<section id="{id}" aria-labelledby="{id}-title">'
        f'<h2 id="{id}-title">{safe(title)}</h2>\n{content}\n</section>'
        for id, (title, content) in parts.items()
    )


def _opening(book: Rulebook) -> str:
    version = (f"Version {book.version}, digest ", Code(book.digest), ".")
    return html_of(
        [
            Paragraph(review_text(book), "notice"),
            Paragraph(said(book.advisory.advisory), "notice"),
            Paragraph(version, "quiet"),
        ]
    )


# searching


def _search(shelf: Shelf) -> str:
    """Hidden until the script is there; without it the page is a plain page."""
    kinds = [(kind, title) for kind, title in KINDS.items() if _has(shelf, kind)]
    words = (STATE_WORDS[standing.state] for standing in shelf.standings.values())
    states = [(word, word) for word in dict.fromkeys(words)]
    choices = [
        _choice("kind", "Only this kind", kinds),
        _choice("urgency", "Only this urgency", [(level, level) for level in reversed(LADDER)]),
        _choice("review", "Only this review state", states),
    ]
    if shelf.cases:
        covered = [("yes", "a case for every rule"), ("no", "a rule without a case")]
        choices.append(_choice("cases", "Only what has", covered))
    return (
        '<form class="find" id="find" role="search" hidden>'
        '<label>Words to find<input type="search" id="find-words" autocomplete="off"></label>'
        f'<div class="filters">{"".join(choices)}</div>'
        '<p><button type="button" id="find-all">Show everything</button></p>'
        '<p role="status" id="find-said"></p></form>'
    )


def _has(shelf: Shelf, kind: str) -> bool:
    if kind == "word":
        return bool(shelf.book.glossary)
    return bool(shelf.cases) if kind == "case" else bool(shelf.entries(kind))


def _choice(name: str, label: str, options: Iterable[tuple[str, str]]) -> str:
    listed = "".join(f'<option value="{safe(v)}">{safe(words)}</option>' for v, words in options)
    return (
        f'<label>{safe(label)}<select name="{name}"><option value="">all</option>{listed}'
        "</select></label>"
    )
