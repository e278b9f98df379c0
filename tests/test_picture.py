"""The picture with which the README begins shows the program as it is, to everybody who can see."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import ROOT
from tests.picture import DARK, LIGHT, PICTURE, picture
from tests.transcript import styled_transcript, transcript

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = PICTURE.read_text("utf-8")


def rows() -> list[str]:
    """The words in the picture, row by row."""
    found: dict[int, str] = {}
    for text in ET.fromstring(DRAWN).iter(f"{SVG}text"):
        row = int(re.findall(r"line-(\d+)", text.get("clip-path", ""))[0])
        # a piece stands where its column is; every letter is as wide as the next
        column = round(float(text.get("x", "")) / 12.2)
        found[row] = found.get(row, "").ljust(column) + (text.text or "")
    return [found.get(row, "").replace("\xa0", " ").rstrip() for row in range(max(found) + 1)]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG between two colours."""
    lights = []
    for colour in (one, other):
        parts = [part / 255 for part in bytes.fromhex(colour[1:])]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)  # fmt: skip
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def colours(styles: str) -> tuple[str, set[str]]:
    """The page, and everything that is written on it."""
    ((page),) = re.findall(r"\.run-page \{ fill: (#\w{6})", styles)
    return page, set(re.findall(r"\.run-r\d+ \{ fill: (#\w{6})", styles))


def test_it_is_what_the_program_prints() -> None:
    """The picture belongs to the run that is told in words; `python -m tests.transcript` renews it."""
    assert picture(styled_transcript()) == DRAWN


def test_every_row_of_it_stands_in_the_transcript() -> None:
    """Nothing is drawn that the program did not say, and nothing in between is left out."""
    assert len(rows()) > 30
    assert "\n".join(rows()) in transcript()


def test_styles_change_no_word_of_the_transcript() -> None:
    """Who reads the text gets what the picture shows to others."""
    assert re.sub(r"\x1b\[\d*m", "", styled_transcript()) == transcript()
    assert "\x1b[1mEMERGENCY" in styled_transcript()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_its_words_stand_out_from_the_page(dark: bool) -> None:
    """On a light and on a dark screen, with the highest contrast that WCAG asks for."""
    light_styles, dark_styles = DRAWN.split("</style>")[0].split(
        "@media (prefers-color-scheme: dark)"
    )
    page, words = colours(dark_styles if dark else light_styles)

    assert (page, words) == ((DARK if dark else LIGHT)[0], set((DARK if dark else LIGHT)[1:]))
    assert all(contrast(page, colour) >= 7 for colour in words)


def test_it_asks_the_network_for_nothing() -> None:
    """No font and no picture is fetched from elsewhere when somebody reads the README."""
    assert ["http://www.w3.org/2000/svg"] == re.findall(r"https?://[^\"\s)]+", DRAWN)
    assert not re.search(r"@import|@font-face|url\((?!#)|<script|href", DRAWN)


def test_the_readme_begins_with_it_and_says_it_in_words() -> None:
    """It is seen before anything has to be read; who cannot see it is led to the text."""
    readme = (ROOT / "README.md").read_text("utf-8")
    begins = readme.split("\n## ")[0]

    assert re.search(r"!\[[^\]]{80,}\]\(docs/run\.svg\)", begins)
    assert "(docs/a-run.md)" in begins
