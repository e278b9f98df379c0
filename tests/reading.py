"""Reading what was written as Markdown or HTML, as somebody sees it."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable
from itertools import pairwise

from markdown_it import MarkdownIt


def of_html(page: str) -> str:
    """The words of a page, without its style and its title in the window."""
    body = re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", body)).strip()


def of_markdown(text: str) -> str:
    """The words that a reader of Markdown shows."""
    return of_html(MarkdownIt("commonmark").render(text))


FORMS: dict[str, Callable[[str], str]] = {"markdown": of_markdown, "html": of_html}


def quiet_page(page: str) -> None:
    """A page that asks for nothing, runs nothing and can be walked through by its headings."""
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    code = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{code}'; base-uri 'none'; form-action 'none'"
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]

    assert 1 == len(style)
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page
    assert not re.search(r"https?:|<script|<img|<link|\son\w+=|\ssrc=|url\(|@import", page)
    assert 1 == levels[0]
    assert 1 == levels.count(1)
    assert all(after - before <= 1 for before, after in pairwise(levels))
