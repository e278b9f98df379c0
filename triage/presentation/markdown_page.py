"""A document as Markdown that reads well as it is, and in which typed text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from triage.errors import printable
from triage.presentation.document import (
    Block,
    Code,
    Command,
    Grid,
    Heading,
    Item,
    Items,
    Link,
    Paragraph,
    Picture,
    Strong,
    Table,
    Text,
    TimeLine,
    inlines,
    leads,
    says_something,
    without_picture,
    words_of,
)
from triage.presentation.pasted import pasted


def as_markdown(blocks: Iterable[Block]) -> str:
    """Markdown that any reader of it understands: headings, paragraphs and lists.

    Tables become lists, which also read well as they are.
    """
    return "\n\n".join(_markdown(blocks)) + "\n"


def _markdown(blocks: Iterable[Block]) -> Iterator[str]:
    for block in filter(says_something, blocks):
        match block:
            case Heading(level, text):
                yield f"{'#' * level} {_line(text)}"
            case Paragraph(text, "plain" | "quiet"):
                yield _line(text)
            case Paragraph(text):
                yield f"> **{_literal(words_of(text))}**"
            case Command(words):
                text = pasted(*words)
                fence = _fence(text, 3)
                yield f"{fence}\n{text}\n{fence}"
            case Items(lead):
                if lead:
                    yield _line(lead)
                yield _markdown_list(block)
            case Table():
                yield from _markdown_table(block)
            case Grid():
                yield _markdown_list(block.by_row())
            case TimeLine():
                yield from _markdown_table(without_picture(block))
            case Picture():
                pass


def _markdown_list(block: Items) -> str:
    items = list(block.each())
    gap = "\n\n" if any(item.loose for _, item in items) else "\n"
    return gap.join(_markdown_item(mark, item) for mark, item in items)


def _markdown_item(mark: str, item: Item) -> str:
    parts = [_line(item.text)] if item.text else []
    parts += _markdown(item.below)
    text = ("\n\n" if item.loose else "\n").join(parts)
    indent = " " * (len(mark) + 1)
    return f"{mark} {text}".replace("\n", f"\n{indent}").replace(f"{indent}\n", "\n")


def _markdown_table(table: Table) -> Iterator[str]:
    yield f"{_literal(table.caption)}:"
    yield "\n".join(
        f"- **{_literal(about)}**{colon} {_line(said)}" for about, colon, said in table.in_words()
    )


def _line(text: Text) -> str:
    """A line of Markdown; what stands in it as plain words is shown as it is."""
    whole = ""
    for part in inlines(text):
        match part:
            case str():
                whole += _escaped(part)
            case Strong(words):
                whole += _strong(words)
            case Code(words):
                whole += _code(words)
            case Link():
                # behind an exclamation mark a link would be a picture
                whole = re.sub(r"!$", r"\!", whole) + _link(part)
    return _unlisted(whole)


def _literal(text: str) -> str:
    """Text that Markdown shows as it is: no emphasis, no link, no HTML."""
    return _unlisted(_escaped(text))


def _escaped(text: str) -> str:
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~&@])", r"\\\1", printable(text))
    # an address that somebody typed must not become a link
    return re.sub(r":(?=//)|(?<=www)\.", r"\\\g<0>", escaped, flags=re.IGNORECASE)


def _unlisted(line: str) -> str:
    """A line that begins like a list, like the line under a heading, or far to the right, must
    not become a list, a heading or code.
    """
    return re.sub(r"^([0-9]*)([-+=.)])", r"\1\\\2", line.strip())


def _strong(words: str) -> str:
    """In asterisks, unless a sign or a space at an end would keep them from meaning that."""
    shown = _escaped(words)
    return f"**{shown}**" if words[:1].isalnum() and words[-1:].isalnum() else shown


def _link(link: Link) -> str:
    words = words_of((link,))
    # in code a bracket cannot be written so that it would not end the words of a link
    in_code = isinstance(link.text, Code) and not re.search(r"[\[\]]", words)
    shown = _code(words) if in_code else _escaped(words)
    return f"[{shown}](<{_address(link.to)}>)" if leads(link.to) else shown


def _code(text: str) -> str:
    """Words in backticks, of which there are more than stand side by side within."""
    shown = printable(text)
    fence = _fence(shown, 1)
    space = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _fence(text: str, least: int) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(longest + 1, least)


def _address(to: str) -> str:
    """An address in which nothing ends it early."""
    return re.sub(r"[<>\\\s]", lambda found: f"%{ord(found.group()):02X}", printable(to))
