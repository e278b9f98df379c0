"""The whole rule book as one HTML page that needs nothing else and asks for nothing.

It can be read, searched and printed by somebody who knows no Python, without a network. The
same rule book and cases give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from triage.presentation.book import rules, things
from triage.presentation.book.look import BOOK_STYLE, SCRIPT
from triage.presentation.book.parts import items, paragraph, safe, said
from triage.presentation.book.shelf import Shelf
from triage.presentation.case_facts import CaseFact, CoverageFacts
from triage.presentation.html_page import page
from triage.presentation.rule_links import Links
from triage.rulebook.model import Rulebook
from triage.rulebook.reviews import review_text
from triage.rulebook.urgency import LADDER

KINDS: dict[str, str] = {
    "red-flag": "Red flags",
    "condition": "Conditions",
    "finding": "Findings",
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
    book: Rulebook, cases: tuple[CaseFact, ...] = (), covered: CoverageFacts | None = None
) -> str:
    """The whole page. Without cases, what is about cases is left out."""
    shelf = Shelf(Links(book), cases, covered or CoverageFacts())
    written = {
        "how-to-read": ("How to read this", "".join(paragraph(safe(text)) for text in HOW_TO_READ)),
        "red-flags": ("Red flags", rules.red_flags(shelf)),
        "conditions": ("Conditions", rules.conditions(shelf)),
        "findings": ("Findings", rules.findings(shelf)),
        "questions": ("Questions", things.questions(shelf)),
        "medicines": ("Medicines", things.medicines(shelf)),
        "sources": ("Sources", things.sources(shelf)),
        "glossary": ("Glossary", things.glossary(shelf)),
        "scoring": ("How points become bands", things.scoring(shelf)),
        "texts": ("Texts of every result", things.texts(shelf)),
        "regions": ("Regions", things.regions(shelf)),
        "reviews": ("Reviews", things.reviews(shelf)),
        "coverage": ("What the cases cover", things.coverage(shelf)),
        "cases": ("Cases", things.cases(shelf)),
    }
    sections = {id: part for id, part in written.items() if part[1]}
    contents = items(f'<a href="#{id}">{safe(title)}</a>' for id, (title, _) in sections.items())
    body = "\n".join(
        f'<section id="{id}" aria-labelledby="{id}-title">'
        f'<h2 id="{id}-title">{safe(title)}</h2>\n{content}\n</section>'
        for id, (title, content) in sections.items()
    )
    title = said(f"{book.title}{TITLE_ENDS}")
    content = (
        '<a class="skip" href="#main">Skip to the rule book</a>\n'
        f'<main id="main" tabindex="-1">\n<h1>{title}</h1>\n{_opening(book)}\n{_search(shelf)}\n'
        f'<nav class="index" aria-label="Contents">{contents}</nav>\n{body}\n</main>'
    )
    return page(title, content, BOOK_STYLE, SCRIPT)


def _opening(book: Rulebook) -> str:
    version = f"Version {safe(book.version)}, digest <code>{safe(book.digest)}</code>."
    return (
        paragraph(safe(review_text(book)), "tone notice")
        + paragraph(said(book.advisory.advisory), "tone notice")
        + paragraph(version, "meta")
    )


# searching


def _search(shelf: Shelf) -> str:
    """Hidden until the script is there; without it the page is a plain page."""
    kinds = [(kind, title) for kind, title in KINDS.items() if _has(shelf, kind)]
    states = [(state, state) for state in dict.fromkeys(shelf.states.values())]
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
