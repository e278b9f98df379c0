"""A document as one HTML page that needs nothing else: no script, no font, no request.

The page says so itself, by a policy that forbids everything but its own style sheet. It is
read on a phone, on a large screen, in the dark and on paper, by people and by screen readers.
"""

from __future__ import annotations

import base64
import hashlib
import html
import textwrap
from collections.abc import Iterable, Iterator
from itertools import pairwise

from triage.errors import printable
from triage.presentation.document import (
    Bar,
    Block,
    Code,
    Command,
    Grid,
    Heading,
    Inline,
    Item,
    Items,
    Link,
    Paragraph,
    Picture,
    Strong,
    Table,
    Text,
    TimeLine,
    Tone,
    leads,
    says_something,
    without_picture,
)
from triage.presentation.pasted import pasted
from triage.words import time_line as words
from triage.words.english import LANGUAGE, listed

# Every pair of colours here has a contrast of at least 4.5 to 1; a test measures it in a browser.
STYLE = """
:root {
  color-scheme: light dark;
  --page: #f4f6f8; --sheet: #ffffff; --ink: #1d2733; --quiet: #4d5a68; --line: #d5dce3;
  --head: #eef2f6; --accent: #1f5673;
  --routine: #1f5673; --routine-back: #e8f1f6;
  --soon: #7a4a00; --soon-back: #fdf3e1;
  --now: #9b1c1c; --now-back: #fdecec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12181f; --sheet: #1a222b; --ink: #e6ebf0; --quiet: #b3bfca; --line: #3a4653;
    --head: #232d38; --accent: #8cc4e0;
    --routine: #8cc4e0; --routine-back: #1b2f3b;
    --soon: #f0c27a; --soon-back: #33291a;
    --now: #ff9d9d; --now-back: #3b1f22;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere;
}
main {
  max-width: 50rem; margin: 0 auto; padding: 1rem;
  background: var(--sheet);
}
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.6rem; margin: .5rem 0 .25rem; }
h2 {
  font-size: 1.2rem; margin: 2.25rem 0 .75rem; padding-bottom: .3rem; color: var(--accent);
  border-bottom: 1px solid var(--line);
}
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
p { margin: .5rem 0; }
ul { margin: .25rem 0 .75rem; padding-left: 1.25rem; }
li { margin: .2rem 0; }
.tone {
  margin: 1rem 0; padding: .75rem 1rem; border: 1px solid var(--line);
  border-left: .4rem solid var(--quiet); border-radius: .25rem; color: var(--ink);
}
.emergency, .same-day, .two-weeks, .routine { font-size: 1.15rem; font-weight: 650; }
.routine { color: var(--routine); background: var(--routine-back); border-color: var(--routine); }
.two-weeks, .same-day {
  color: var(--soon); background: var(--soon-back); border-color: var(--soon);
}
.emergency { color: var(--now); background: var(--now-back); border-color: var(--now); }
table {
  width: 100%; table-layout: fixed; border-collapse: collapse; margin: .75em 0 1.5em;
  font-size: .95em;
}
caption { text-align: left; font-weight: 650; padding: .25rem 0; }
th, td {
  text-align: left; vertical-align: top; padding: .4rem .6rem; border: 1px solid var(--line);
}
thead th { background: var(--head); color: var(--ink); }
thead th:first-child { width: 36%; }
tbody th { font-weight: 500; color: var(--quiet); }
figure { margin: .75rem 0 1rem; }
figcaption { margin-top: .5em; color: var(--quiet); font-size: .95em; }
svg { display: block; width: 100%; overflow: visible; color: var(--accent); }
svg text { fill: var(--ink); font-size: 13px; }
svg .tick { fill: var(--quiet); font-size: 12px; }
@media (min-width: 54rem) {
  main { margin: 2rem auto; padding: 2rem 3rem; border-radius: .5rem; }
}
@media (max-width: 30rem) {
  h1 { font-size: 1.4rem; }
  table { font-size: .9em; }
  thead th:first-child { width: 42%; }
  th, td { padding: .35rem .4rem; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --sheet: #ffffff; --ink: #000000; --quiet: #000000; --line: #8a8a8a;
    --head: #ffffff; --accent: #000000; --routine: #000000; --routine-back: #ffffff;
    --soon: #000000; --soon-back: #ffffff; --now: #000000; --now-back: #ffffff;
  }
  @page { size: A4; margin: 9mm; }
  body { font-size: 10pt; line-height: 1.35; }
  main { max-width: none; margin: 0; padding: 0; }
  h1 { font-size: 16pt; }
  h2 { font-size: 12.5pt; margin-top: 14pt; }
  h1, h2, h3, caption { break-after: avoid; }
  .new-page { break-before: page; }
  tr, li:not(:has(li)), figure, .tone { break-inside: avoid; }
  thead { display: table-header-group; }
  th, td { padding: 2pt 4pt; }
  .one-side { font-size: 7.5pt; line-height: 1.15; }
  .one-side h1 { font-size: 13pt; margin: 0; }
  .one-side h2 { font-size: 9.5pt; margin: 5pt 0 2pt; padding: 0; }
  .one-side p { margin: 1.5pt 0; }
  .one-side ul { margin: 1pt 0; }
  .one-side li { margin: 0; }
  .one-side .tone { margin: 3pt 0; padding: 2pt 6pt; }
  .one-side .emergency, .one-side .same-day, .one-side .two-weeks,
  .one-side .routine { font-size: 10pt; }
  .one-side table { margin: 1pt 0 3pt; font-size: 7.5pt; table-layout: fixed; }
  .one-side caption { padding: 0; }
  .one-side th, .one-side td { padding: .5pt 3pt; }
  .one-side thead th:first-child { width: 20%; }
}
"""

NARROW_LINE = 40
"""Characters of a label that fit beside each other on the narrowest screen."""
BAR_HEIGHT = 14
LINE_HEIGHT = 17


def as_html(blocks: Iterable[Block], title: str, look: str = "") -> str:
    """The whole page; the same blocks give the same bytes. `look` is a name in the style sheet."""
    body = "\n".join(lines(blocks))
    return page(safe(title), f"<main{_look(look)}>\n{body}\n</main>")


def page(title: str, body: str, style: str = STYLE, script: str = "") -> str:
    """A page around its body, with a policy that allows this style and this script only.

    Title and body are HTML already. The script comes last, so that the page is there before it.
    """
    scripts = f"script-src {_hash(script)}; " if script else ""
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; {scripts}"
        "base-uri 'none'; form-action 'none'"
    )
    end = f"<script>{script}</script>\n" if script else ""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{LANGUAGE}">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n"
        f"<style>{style}</style>\n"
        "</head>\n"
        f"<body>\n{body}\n{end}</body>\n</html>\n"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def safe(text: str) -> str:
    """Text that a browser shows as it is."""
    return html.escape(printable(text))


def inline(text: Text) -> str:
    """A line of HTML."""
    return safe(text) if isinstance(text, str) else "".join(map(_part, text))


def _part(part: Inline) -> str:
    match part:
        case str():
            return safe(part)
        case Strong(text):
            return f"<strong>{safe(text)}</strong>"
        case Code(text):
            return f"<code>{safe(text)}</code>"
        case Link(text, to):
            shown = _part(text)
            if not leads(to):
                return shown
            if to.startswith("#"):
                return f'<a href="{to}">{shown}</a>'
            return f'<a href="{safe(to)}" rel="noopener noreferrer">{shown}</a>'


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Blocks as lines of HTML, which may stand below each other or side by side."""
    for block in filter(says_something, blocks):
        match block:
            case Heading(level, text, new_page):
                yield f"<h{level}{_look('new-page' if new_page else '')}>{inline(text)}</h{level}>"
            case Paragraph(text, tone):
                yield f"<p{_look(_TONES[tone])}>{inline(text)}</p>"
            case Command(words):
                yield f"<pre><code>{safe(pasted(*words))}</code></pre>"
            case Items():
                yield from _items(block)
            case Table():
                yield from _table(block)
            case Grid():
                yield from _grid(block)
            case TimeLine():
                yield from _picture(block)
                yield from _table(without_picture(block))
            case Picture(drawing, caption, look):
                told = f"<figcaption>{safe(caption)}</figcaption>"
                yield f"<figure{_look(look)}>{drawing}{told}</figure>"


# the style sheet keeps the names that it always had, so that a page stays the same
_TONES: dict[Tone, str] = {
    "plain": "",
    "quiet": "meta",
    "notice": "tone notice",
    "calm": "tone routine",
    "raised": "tone two-weeks",
    "strong": "tone same-day",
    "alarm": "tone emergency",
}


def _look(name: str) -> str:
    return f' class="{name}"' if name else ""


def _items(block: Items) -> Iterator[str]:
    if block.lead:
        yield f"<p>{inline(block.lead)}</p>"
    tag = "ol" if block.numbered else "ul"
    yield f"<{tag}{_look(block.look)}>"
    for one in block.items:
        yield _item(one) if isinstance(one, Item) else f"<li>{inline(one)}</li>"
    yield f"</{tag}>"


def _item(item: Item) -> str:
    place = f' id="{safe(item.place)}"' if item.place else ""
    text = inline(item.text)
    if not item.below:
        return f"<li{place}>{text}</li>"
    if text and item.loose:
        text = f"<p>{text}</p>"
    return f"<li{place}>{text}{''.join(lines(item.below))}</li>"


def _table(table: Table) -> Iterator[str]:
    # a column in which nothing stands only takes room
    kept = table.kept()
    yield f"<table{_look(table.look)}>"
    yield f"<caption>{safe(table.caption)}</caption>"
    yield f"<thead><tr>{_heads(table.columns[n] for n in kept)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        yield _row(inline(row[0]), (inline(row[n]) for n in kept[1:]))
    yield "</tbody>"
    yield "</table>"


def _grid(grid: Grid) -> Iterator[str]:
    yield "<table>"
    yield f"<thead><tr><td></td>{_heads(grid.columns)}</tr></thead>"
    yield "<tbody>"
    for number, row in enumerate(grid.rows, start=1):
        yield _row(str(number), (safe(cell or "-") for cell in row))
    yield "</tbody>"
    yield "</table>"


def _heads(columns: Iterable[str]) -> str:
    return "".join(f'<th scope="col">{safe(column)}</th>' for column in columns)


def _row(first: str, rest: Iterable[str]) -> str:
    cells = "".join(f"<td>{cell}</td>" for cell in rest)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'


# the time line


def _picture(line: TimeLine) -> Iterator[str]:
    """The bars as a drawing: widths in percent, text in pixels, so that it fits any screen."""
    drawn: list[str] = []
    top = 0
    for bar in line.bars:
        told = textwrap.wrap(printable(words.bar(bar.label, bar.text)), NARROW_LINE)
        for line_of_text in told:
            top += LINE_HEIGHT
            drawn.append(f'<text x="0" y="{top - 4}">{html.escape(line_of_text)}</text>')
        drawn.append(_bar(bar, top))
        top += BAR_HEIGHT + 10
    drawn += _scale(top)
    said = listed(words.bar(bar.label, bar.text) for bar in line.bars)
    yield "<figure>"
    yield (
        f'<svg role="img" width="100%" height="{top + 2 * LINE_HEIGHT + 8}"'
        ' aria-labelledby="time-line-title time-line-text">'
    )
    yield f'<title id="time-line-title">{safe(line.caption)}</title>'
    yield f'<desc id="time-line-text">{safe(said)}</desc>'
    yield from drawn
    yield "</svg>"
    yield f"<figcaption>{safe(words.HOW_TO_READ)}</figcaption>"
    yield "</figure>"


def _bar(bar: Bar, top: int) -> str:
    left = 0.0 if bar.days_from is None else _place(bar.days_from)
    right = _place(bar.days_to)
    # an answer about one day is still seen
    width = max(right - left, 2.0)
    left = min(left, 100.0 - width)
    look = 'fill="currentColor"'
    if bar.days_from is None:
        look = 'fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="6 4"'
    return (
        f'<rect x="{left:.1f}%" y="{top}" width="{width:.1f}%" height="{BAR_HEIGHT}" {look}>'
        f"<title>{safe(words.bar(bar.label, bar.text))}</title></rect>"
    )


def _scale(top: int) -> Iterator[str]:
    yield (f'<line x1="0" y1="{top}" x2="100%" y2="{top}" stroke="currentColor" stroke-width="1"/>')
    for number, (days, step) in enumerate(words.STEPS):
        place = f"{_place(days):.1f}%"
        # every second word stands lower, so that none touches the next on a narrow screen
        lower = top + 18 + (number % 2) * LINE_HEIGHT
        anchor = "end" if days == 0 else "middle"
        yield (
            f'<line x1="{place}" y1="{top}" x2="{place}" y2="{lower - 12}"'
            ' stroke="currentColor" stroke-width="1"/>'
        )
        yield f'<text class="tick" x="{place}" y="{lower}" text-anchor="{anchor}">{step}</text>'


def _place(days: int) -> float:
    """Where a day stands, in percent from the left; today is at the right."""
    step = 100.0 / len(words.STEPS)
    for number, ((near, _), (far, _)) in enumerate(pairwise(words.STEPS)):
        if days <= far:
            return 100.0 - step * (number + (days - near) / (far - near))
    return step / 2
