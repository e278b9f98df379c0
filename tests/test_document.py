"""Blocks of documents: each said in text, Markdown and HTML, and no words ever become a mark."""

from __future__ import annotations

import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from triage.errors import printable
from triage.presentation.document import (
    Bar,
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
    lowered,
    titled,
    together,
    words_of,
)
from triage.presentation.html_page import as_html, lines
from triage.presentation.layout import unstyled
from triage.presentation.markdown_page import as_markdown
from triage.presentation.text_page import as_text

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""A reader of Markdown that this project has not written."""

MARKS = "\\`*_{}[]<>#|~&@!-+=.):/\"' \t\x1b\u202e"
PIECES = st.sampled_from(
    [*MARKS, "a", "b", "1", "2", "&lt;", "www.a.b", "https://a.b", "<b>", "``"]
)
WORDS = st.lists(PIECES, min_size=1, max_size=12).map("".join).filter(lambda text: text.strip())


class Read(HTMLParser):
    """What a browser would make of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.words += " "
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def close(text: str) -> str:
    """Without any space: forms differ in where a line ends."""
    return "".join(text.split())


def armed(text: str) -> str:
    """The same without what keeps a build server from taking a line for a command."""
    # each stroke between colons, also where one colon stands beside two of them
    # and before lines are closed up, which would bring colons of two lines together
    colons = re.sub(r"(?<=:)\\(?=:)", "", text)
    return re.sub(r"(##\w*)\\\[", r"\1[", close(colons))


def in_html(*blocks: Block) -> Read:
    return Read("".join(lines(blocks)))


def in_markdown(*blocks: Block) -> Read:
    return Read(READER.render(as_markdown(blocks)))


def in_text(*blocks: Block) -> str:
    return as_text(blocks, heading=unstyled)


DOCUMENT: tuple[Block, ...] = (
    Heading(1, ("Rule ", Code("R1"))),
    Paragraph("An emergency.", "alarm"),
    Paragraph(("See ", Link("the rule", "#rule-R1"), ", ", Strong("soon"), ".")),
    Paragraph("Version 1.", "quiet", apart=True),
    Command(("triage", "learn", "a", "--rules", Path("my rules"))),
    Items(
        "Because:",
        (
            "you shake",
            Item("you fall", (Items("", ("often",)), Command(("triage",)))),
            Item("", (Paragraph("first"), Paragraph("second"))),
        ),
    ),
    Items("", (Item("one", (Items("Core:", ("a",)),)), "two"), numbered=True, apart=True),
    Heading(2, "Tables"),
    Table("Facts", ("What", "Answer"), (("How old?", "58"), ("Sex", (Code("f"),)))),
    Table("Answers", ("Answer", "Means", "Used"), (("Yes", "it is", ""), ("No", "", "R2"))),
    Grid(("age", "how long"), (("under 18", ""), ("at least 18", "days"))),
    TimeLine("Times", (Bar("It began", "last year", 400, 365),)),
    Picture("<svg></svg>", "The words say the same."),
)

TEXT = """\
RULE R1
An emergency.
See the rule, soon.

Version 1.
  triage learn a --rules 'my rules'
Because:
- you shake
- you fall
  - often
  triage
- first
  second

1. one
   Core:
   - a

2. two

TABLES
Facts:
- How old? 58
- Sex: f

Answers:
- Yes: Means: it is
- No: Used: R2
   age          how long
1  under 18     -
2  at least 18  days

Times:
- It began: last year
"""

MARKDOWN = """\
# Rule `R1`

> **An emergency.**

See [the rule](<#rule-R1>), **soon**.

Version 1.

```
triage learn a --rules 'my rules'
```

Because:

- you shake

- you fall
  - often
  ```
  triage
  ```

- first

  second

1. one

   Core:

   - a

2. two

## Tables

Facts:

- **How old?** 58
- **Sex**: `f`

Answers:

- **Yes**: Means: it is
- **No**: Used: R2

1. age: under 18
2. age: at least 18; how long: days

Times:

- **It began**: last year
"""

HTML = """\
<h1>Rule <code>R1</code></h1>
<p class="tone emergency">An emergency.</p>
<p>See <a href="#rule-R1">the rule</a>, <strong>soon</strong>.</p>
<p class="meta">Version 1.</p>
<pre><code>triage learn a --rules &#x27;my rules&#x27;</code></pre>
<p>Because:</p>
<ul>
<li>you shake</li>
<li>you fall<ul><li>often</li></ul><pre><code>triage</code></pre></li>
<li><p>first</p><p>second</p></li>
</ul>
<ol>
<li><p>one</p><p>Core:</p><ul><li>a</li></ul></li>
<li>two</li>
</ol>
<h2>Tables</h2>
<table>
<caption>Facts</caption>
<thead><tr><th scope="col">What</th><th scope="col">Answer</th></tr></thead>
<tbody>
<tr><th scope="row">How old?</th><td>58</td></tr>
<tr><th scope="row">Sex</th><td><code>f</code></td></tr>
</tbody>
</table>
"""


class TestForms:
    def test_text(self) -> None:
        """Words alone, with lists in lists and tables as lists."""
        assert TEXT == as_text(DOCUMENT)

    def test_markdown(self) -> None:
        """The same with marks, and readable as it stands."""
        assert MARKDOWN == as_markdown(DOCUMENT)

    def test_html(self) -> None:
        """The same with tags; rows keep their heads."""
        whole = "\n".join(lines(DOCUMENT)) + "\n"

        assert HTML == whole[: len(HTML)]
        assert '<tr><th scope="row">Yes</th><td>it is</td><td></td></tr>' in whole
        assert '<thead><tr><td></td><th scope="col">age</th>' in whole
        assert '<tr><th scope="row">1</th><td>under 18</td><td>-</td></tr>' in whole
        assert "<figure><svg></svg><figcaption>The words say the same.</figcaption>" in whole

    def test_every_form_says_the_same_words(self) -> None:
        """A reader of Markdown sees what the text says, in the same order."""
        read = in_markdown(*DOCUMENT)
        marks = re.sub(r"(?m)^ *(-|\d\.) ", "", as_text(DOCUMENT[:7], heading=unstyled))

        assert close(marks) == close(in_markdown(*DOCUMENT[:7]).words)
        assert ["h1", "code", "blockquote", "p", "strong"] == read.tags[:5]
        assert ["#rule-R1"] == read.links

    def test_a_block_in_which_nothing_stands_is_left_out(self) -> None:
        """No empty paragraph, list or table, and no heading above nothing."""
        nothing: tuple[Block, ...] = (
            Paragraph(""),
            Paragraph(()),
            Items("Because:", ()),
            Table("Facts", ("What", "Answer"), ()),
            Grid(("age",), ()),
            TimeLine("Times", ()),
            *titled("Note", [Paragraph("")]),
        )

        assert "\n" == as_text(nothing) == as_markdown(nothing)
        assert [] == list(lines(nothing))
        assert [Heading(2, "Note"), Paragraph("x")] == titled("Note", [Paragraph("x")])

    def test_a_column_in_which_nothing_stands_is_left_out(self) -> None:
        """It only takes room; the first column stays, since it names the rows."""
        table = Table("All", ("What", "Means", "Used"), (("a", "", "b"), ("", "", "c")))
        whole = "".join(lines([table]))

        assert "Means" not in whole
        assert '<tr><th scope="row">a</th><td>b</td></tr>' in whole
        assert '<tr><th scope="row"></th><td>c</td></tr>' in whole

    def test_headings_can_be_moved_down(self) -> None:
        """So that a document may stand in another one."""
        below = list(lowered([Heading(1, "a"), Paragraph("b"), Heading(2, "c")], 2))

        assert "<h3>a</h3><p>b</p><h4>c</h4>" == "".join(lines(below))
        assert "### a\n\nb\n\n#### c\n" == as_markdown(below)

    def test_a_grid_without_room_is_told_row_by_row(self) -> None:
        """On a narrow terminal each row is a line of its own."""
        grid = Grid(
            ("first", "second", "third", "fourth"), (("yes", "", "days", ""), ("", "", "", "no"))
        )

        assert "1. first: yes; third: days\n2. fourth: no\n" == as_text([grid], 40)

    def test_texts_can_be_put_together(self) -> None:
        """With something between them, whatever they are made of."""
        parts = together(["a", (Code("b"), "c"), (Link(Code("d"), "#d"),)])

        assert ("a", ", ", Code("b"), "c", ", ", Link(Code("d"), "#d")) == parts
        assert "a, bc, d" == words_of(parts)


PARTS = {
    "words": lambda text: (text,),
    "strong": lambda text: ("a ", Strong(text), " z"),
    "code": lambda text: ("a ", Code(text), " z"),
    "link": lambda text: ("a!", Link(text, "#there"), " z"),
    "link of code": lambda text: (Link(Code(text), "https://example.org/a_b?c=(d)"), text),
    "link nowhere": lambda text: ("a ", Link(text, "javascript:alert(1)")),
}
BLOCKS = {
    "heading": lambda text: Heading(2, text),
    "paragraph": Paragraph,
    "quiet paragraph": lambda text: Paragraph(text, "quiet"),
    "list": lambda text: Items(text, (text, Item(text, (Items("", (text,)),)))),
    "loose list": lambda text: Items("", (Item(text, (Paragraph(text),)),), numbered=True),
    "table": lambda text: Table("All", ("C", "D"), (("X", text),)),
    "wide table": lambda text: Table("All", ("C", "D", "E"), (("X", text, text),)),
}
MADE = {"code": "code", "link": "a", "link of code": "a"}
"""The tag that a part becomes, whatever its words."""


class TestTypedWordsStayWords:
    @settings(max_examples=300, deadline=None)
    @given(part=st.sampled_from([*PARTS]), block=st.sampled_from([*BLOCKS]), words=WORDS)
    @example(part="link of code", block="paragraph", words="]:")
    @example(part="link of code", block="heading", words=":")
    @example(part="link of code", block="heading", words="::\\")
    @example(part="words", block="loose list", words="\\:")
    def test_of_every_part_in_every_block(self, part: str, block: str, words: str) -> None:
        """What looks like Markdown, HTML or an escape is shown as it was typed, in each form."""
        text: Text = PARTS[part](words)
        made = BLOCKS[block](text)
        plain = BLOCKS[block](tuple(p if isinstance(p, str) else "x" for p in text))
        shown = close(printable(words_of(text)))
        html, markdown = in_html(made), in_markdown(made)

        assert html.words.count("\x1b") == markdown.words.count("\x1b") == 0
        times = close(html.words).count(shown)
        assert times >= 1
        assert armed(in_text(made)).count(armed(printable(words_of(text)))) >= times
        assert close(markdown.words).count(shown) >= times
        # no tag but those of the block and of the part itself
        own = {"strong", MADE.get(part, "strong"), "code" if "code" in part else "strong"}
        assert set(html.tags) <= set(in_html(plain).tags) | own
        assert set(markdown.tags) <= {"h2", "p", "ul", "ol", "li"} | own
        if part in MADE:
            assert MADE[part] in html.tags
            assert MADE[part] in markdown.tags
        wanted = {to.to for to in text if isinstance(to, Link) and "javascript" not in to.to}
        assert wanted == set(html.links) == set(markdown.links)

    @settings(max_examples=100, deadline=None)
    @given(words=WORDS)
    def test_of_texts_without_parts(self, words: str) -> None:
        """Captions, heads, labels and tones are words, too."""
        blocks: tuple[Block, ...] = (
            Paragraph(words, "alarm"),
            Table(words, (words, words), ((words, words),)),
            Grid((words,), ((words,),)),
            TimeLine(words, (Bar(words, words, 9, 0),)),
        )
        shown = close(printable(words))
        html, markdown = in_html(*blocks), in_markdown(*blocks)

        assert close(html.words).count(shown) >= 9
        assert close(markdown.words).count(shown) >= 9
        assert set(markdown.tags) <= {"p", "ul", "ol", "li", "strong", "blockquote"}
        assert [] == html.links == markdown.links


@settings(max_examples=100, deadline=None)
@given(words=st.lists(WORDS, max_size=3), below=st.booleans())
@example(words=["a" * 90, "```", "``````"], below=True)
def test_a_command_is_shown_so_that_it_can_be_pasted(words: list[str], below: bool) -> None:
    """In each form it stands on a line of its own, and a shell reads every word as it is meant."""
    command = Command(("triage", *words, Path("a  b")))
    block = Items("", (Item("type", (command,)), Item("z"))) if below else command
    line = next(line for line in in_text(block).splitlines() if line.startswith("  triage"))
    html, markdown = in_html(block), in_markdown(block)

    if all(printable(word) == word for word in words):
        assert [*command.words[:-1], "a  b"] == shlex.split(line)
    assert line.strip() in html.words
    assert f"{line.strip()}\n" in markdown.words
    assert html.tags == [tag for tag in markdown.tags if tag in html.tags]
    assert set(html.tags) == set(markdown.tags) <= {"pre", "code", "ul", "li"}
    assert [] == html.links == markdown.links


def test_words_far_to_the_right_are_no_code() -> None:
    """Spaces at the beginning of a line would make Markdown show it as code."""
    read = in_markdown(Paragraph("     five spaces"), Items("", ("     more",)), Heading(1, "  a"))

    assert ["p", "ul", "li", "h1"] == read.tags


class TestLinks:
    @pytest.mark.parametrize(
        "to",
        ["javascript:alert(1)", "data:text/html,x", "//example.org", "file:///x", "#", "#a b", ""],
    )
    def test_an_address_that_is_neither_a_place_nor_of_the_web_is_no_link(self, to: str) -> None:
        """A link must never run anything; its words stay."""
        paragraph = Paragraph((Link("words", to),))

        assert "<p>words</p>" == "".join(lines([paragraph]))
        assert "words\n" == as_markdown([paragraph]) == as_text([paragraph])

    def test_a_link_to_the_web_tells_nobody_where_it_was_followed(self) -> None:
        """Its address is escaped, and it sends no referrer."""
        to = 'https://example.org/?a="1"&b=<c>'
        paragraph = Paragraph((Link("there", to),))
        safe = "https://example.org/?a=&quot;1&quot;&amp;b=&lt;c&gt;"

        assert f'<p><a href="{safe}" rel="noopener noreferrer">there</a></p>' == "".join(
            lines([paragraph])
        )
        assert '[there](<https://example.org/?a="1"&b=%3Cc%3E>)\n' == as_markdown([paragraph])

    def test_an_item_can_be_led_to(self) -> None:
        """A list in which each item has its place."""
        items = Items("", (Item("a", place="rule-a"),), look="rules")

        assert '<ul class="rules"><li id="rule-a">a</li></ul>' == "".join(lines([items]))


def test_a_page_of_blocks_allows_itself_nothing_but_its_style() -> None:
    """Whatever stands in it, the browser refuses all else."""
    page = as_html(DOCUMENT, "<title>")

    assert "<title>&lt;title&gt;</title>" in page
    assert "default-src 'none'; style-src 'sha256-" in page
    assert "script" not in page
