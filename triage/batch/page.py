"""The summary of a batch as one page that needs nothing else; in the style of all other pages.

Shares are drawn as points with exact bounds, and every number stands in a table too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from triage.batch.population import INVENTED
from triage.batch.running import Counts
from triage.cases.accuracy import Measure, Share
from triage.cases.accuracy_drawing import Group, points
from triage.cases.accuracy_page import MORE_STYLE, picture
from triage.presentation.document import Block, Heading, Paragraph, Picture, Table
from triage.presentation.html_page import STYLE, lines, page
from triage.rulebook.model import Rulebook
from triage.rulebook.reviews import review_text
from triage.rulebook.urgency import LADDER
from triage.version import __version__

TITLE = "What a rule book makes of many answer sets"
MOST_DRAWN = 15
LEVELS = tuple(reversed(LADDER))
NO_NAME = "no name"
CAPTION = "A point is a share, the line through it its exact bounds. The table says the same."


def as_page(book: Rulebook, counts: Counts, by: str | None, drawn_by: int | None) -> str:
    """The whole page; the same counts give the same bytes.

    Args:
        book: the rule book.
        counts: what came out.
        by: the column by which groups were counted.
        drawn_by: the seed of invented people; None for a table.
    """
    body = "".join(lines(_blocks(book, counts, by, drawn_by)))
    return page(TITLE, f"<main>{body}</main>", STYLE + MORE_STYLE)


def _blocks(
    book: Rulebook, counts: Counts, by: str | None, drawn_by: int | None
) -> Iterator[Block]:
    assessed = counts.rows - counts.with_errors
    yield Heading(1, TITLE)
    yield Paragraph(
        f"Rule book: {book.title}. Answer sets: {counts.rows:,}. Assessed: {assessed:,}. With a"
        f" slip, and without a result: {counts.with_errors:,}."
    )
    if drawn_by is not None:
        yield Paragraph(f"These are {INVENTED} {drawn_by}.", "notice")
    yield Paragraph(review_text(book), "notice")
    yield Heading(2, "How soon to be seen")
    shares = {str(level): counts.urgency.get(level, 0) for level in LEVELS}
    yield _drawn("levels", "How soon to be seen", shares, assessed)
    rows = tuple(
        (level, f"{number:,}", _percent(number, assessed)) for level, number in shares.items()
    )
    yield Table("Urgency", ("Urgency", "Answer sets", "Share"), rows, "counts")
    named = [(_name(book, id), some) for id, some in counts.most_first()]
    yield Heading(2, "What stands first")
    first = {name: sum(some.values()) for name, some in named[:MOST_DRAWN]}
    yield _drawn("first", "What stands first", first, assessed)
    yield _levels_of("By the first name", "First name", named)
    if by is not None:
        yield Heading(2, f"By {by}")
        yield _levels_of(f"By {by}", by, sorted(counts.groups.items()))
    yield Paragraph(f"triage {__version__}, rule book {book.version}.")
    yield Paragraph(f"Digest of the rule book: {book.digest}")


def _drawn(name: str, title: str, shares: Mapping[str, int], of: int) -> Picture:
    measures = tuple(Measure(label, label, Share(number, of)) for label, number in shares.items())
    drawing = points(name, title, [Group(f"Of {of:,}", measures)])
    return picture(drawing, CAPTION)


def _levels_of(caption: str, what: str, some: Sequence[tuple[str, Mapping[str, int]]]) -> Table:
    rows = tuple(
        (word, *(f"{levels.get(level, 0):,}" for level in LEVELS)) for word, levels in some
    )
    return Table(caption, (what, *LEVELS), rows, "counts")


def _name(book: Rulebook, id: str) -> str:
    return book.conditions[id].name if id else NO_NAME


def _percent(number: int, of: int) -> str:
    return f"{number / max(1, of):.1%}"
