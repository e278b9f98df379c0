"""The picture in the README: a part of the transcript, drawn by rich, for light and dark screens.

`python -m tests.transcript` writes it again.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURE = Path(__file__).parent.parent / "docs/run.svg"
FIRST, LAST = "Part 2 of ", "Type 1, 2 or 3: "
"""How the first and the last line of the part begin."""
COLUMNS = 80
NAME = "run"
TYPED = re.compile(r"^(?:Numbers?|Type)\b[^:\n]*: (?P<typed>.+)$", re.MULTILINE)
TYPED_STYLE = "bold blue"

# page, letters, typed: 7 to 1 and more between the page and each of the others
LIGHT = ("#ffffff", "#1f2328", "#0b3f8a")
DARK = ("#0d1117", "#e6edf3", "#9ecbff")

# without the fonts that rich fetches from the network, and without the buttons of a window
FORM = """<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="run-title"
 xmlns="http://www.w3.org/2000/svg">
<title id="run-title">A run of triage in a terminal</title>
<style>
.run-page {{ fill: PAGE; stroke: #848d97 }}
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
 font-size: {char_height}px; line-height: {line_height}px }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect class="run-page" x="1" y="1" width="99.8%" height="99.8%" rx="8"/>
<g transform="translate({terminal_x}, 26)" clip-path="url(#{unique_id}-clip-terminal)">
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
STYLES = re.compile(r"^\.run-page.+$|^\s*\.run-r\d+ .+$", re.MULTILINE)


def shown(styled: str) -> str:
    """The part of a transcript that is drawn, from the danger signs to the emergency."""
    lines = styled.splitlines()
    plain = Text.from_ansi(styled).plain.splitlines()
    begins, ends = (
        next(number for number, line in enumerate(plain) if line.startswith(words))
        for words in (FIRST, LAST)
    )
    return "\n".join(lines[begins : ends + 1])


def picture(styled: str) -> str:
    """The drawing, which follows a screen that is set to dark."""
    drawn, dark = (_drawn(shown(styled), colours) for colours in (LIGHT, DARK))
    rules = "\n".join(line.strip() for line in STYLES.findall(dark))
    wanted = f"@media (prefers-color-scheme: dark) {{\n{rules}\n}}\n</style>"
    return (
        "\n".join(line.rstrip() for line in drawn.replace("</style>", wanted).splitlines()) + "\n"
    )


def _drawn(styled: str, colours: tuple[str, str, str]) -> str:
    page, letters, typed = (tuple(bytes.fromhex(colour[1:])) for colour in colours)
    theme = TerminalTheme(page, letters, [letters] * 4 + [typed] + [letters] * 3)
    console = Console(
        record=True, file=io.StringIO(), width=COLUMNS, force_terminal=True, legacy_windows=False
    )
    text = Text.from_ansi(styled)
    for found in TYPED.finditer(text.plain):
        text.stylize(TYPED_STYLE, *found.span("typed"))
    console.print(text)
    form = FORM.replace("PAGE", colours[0])
    return console.export_svg(theme=theme, code_format=form, unique_id=NAME)
