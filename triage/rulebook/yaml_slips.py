"""What a person did where a text is not YAML: the slip and its place, not the state of a parser.

A parser says where it could not go on. Whoever wrote the line wants to know which character or
which indentation did it, so the lines around that place are looked at as a person would. Where
nothing is recognised, the words of the parser remain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from triage.errors import Place, Problem, shortened
from triage.rulebook.odd_characters import BLANKS, OPENING, named_blank


class Failure(NamedTuple):
    """Where a parser could not go on; lines and columns count from 0."""

    line: int
    column: int
    words: str
    """What it says."""
    reading: str = ""
    """What it was reading."""
    since: tuple[int, int] | None = None
    """Where that began."""


class Head(NamedTuple):
    """A line that begins with a key."""

    line: int
    dash: int | None
    """The column of its first dash."""
    column: int
    """The column of its key."""
    key: str
    value: str
    """What stands beside the key; empty where its value stands below."""


_HEAD = re.compile(r"( *)((?:- +)*)([^\s#\"'{}\[\]][^:#]*?) *:(?=[ \t]|$)[ \t]*(.*)$")
_VALUE = re.compile(r" *(?:- +)*(?:[^\s:\"'{}\[\]][^:]*:[ \t]+)?(\S.*)$")
_MERGE = re.compile(r"(?:<{7}|={7}|>{7})(?: |$)")
_TABLE = re.compile(r"([^\s:]+)(\t+)([^\s:]+)|^ *(\|.*\|) *$")
_ODD_BLANK = re.compile(f"(^[ \\t]*|:|-)[{BLANKS}]")
_NO_SPACE = re.compile(r"([A-Za-z][\w.-]*):(?=[\w'\"{\[])(.*)$")
_EQUALS = re.compile(r"([\w.-]+) *= *(\S.*)$")
_WORDS = re.compile(r"([A-Za-z][\w.-]*)(?: +(\S.*))?$")
_NO_BEGINNING = "@%`*&>|?,"

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line of YAML, so that lines are counted as the parser counts them."""
LONGEST = 2000
"""Of a line no more is looked at: nobody typed it."""
MOST_ABOVE = 2000
"""So many lines above a failure are looked at."""

YAML_HELP = "check indentation, quotes and brackets on this line and the line above"


def explained(text: str, file: str, failure: Failure) -> Problem:
    """The slip behind a failure."""
    looked = _Looked([line[:LONGEST] for line in _BREAK.split(text)], file, failure)
    far = max(failure.column, failure.since[1] if failure.since else 0) >= LONGEST
    for look in () if far else _LOOKS:
        if (found := look(looked)) is not None:
            return found
    what = f"not valid YAML: {failure.words}"
    return looked.problem(what, YAML_HELP, failure.line, failure.column)


class _Looked:
    """The lines of a file around a failure."""

    def __init__(self, lines: list[str], file: str, failure: Failure) -> None:
        self.lines, self.file, self.failure = lines, file, failure
        self.at = lines[failure.line] if failure.line < len(lines) else ""
        self.head = self.head_of(failure.line)

    def problem(self, what: str, advice: str, line: int, column: int) -> Problem:
        return Problem(what, advice, Place(self.file, line + 1, column + 1))

    def head_of(self, line: int) -> Head | None:
        found = _HEAD.match(self.lines[line]) if line < len(self.lines) else None
        if found is None:
            return None
        dash = len(found[1]) if found[2] else None
        return Head(line, dash, len(found[1]) + len(found[2]), found[3], found[4])

    def above(self, line: int) -> Iterator[int]:
        """The lines above one, nearest first, without blank ones and comments."""
        last = min(line, len(self.lines)) - 1
        for other in range(last, max(-1, last - MOST_ABOVE), -1):
            if self.lines[other].strip(" \t") and not self.lines[other].lstrip().startswith("#"):
                yield other

    def window(self) -> list[int]:
        """The lines that may have the slip, the first of them first."""
        last = min(self.failure.line, len(self.lines) - 1)
        first = next(self.above(last), last)
        if self.failure.since and self.failure.reading.startswith("while scanning"):
            first = self.failure.since[0]
            if "quoted" in self.failure.reading:
                last = first
        return list(range(first, last + 1))

    def begins(self) -> bool:
        """Whether the failure is at the first character of its line."""
        return not self.at[: self.failure.column].strip()


def _marks_of_versions(looked: _Looked) -> Problem | None:
    for line in looked.window():
        if found := _MERGE.match(looked.lines[line]):
            mark = found[0].strip()
            what = f"`{mark}` was left here when two versions were joined"
            advice = "keep one of the two, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"
            return looked.problem(what, advice, line, 0)
    return None


def _tab(looked: _Looked) -> Problem | None:
    for line in looked.window():
        text = looked.lines[line]
        column = text.find("\t")
        if column < 0 or text[:column].strip():
            continue
        head = looked.head_of(line)
        word = head.key if head else text.strip()
        what = f"a tab stands before `{shortened(word)}`"
        advice = "delete it and type spaces, as many as before the other lines of this block"
        return looked.problem(what, advice, line, column)
    return None


def _odd_blank(looked: _Looked) -> Problem | None:
    for line in looked.window():
        text = looked.lines[line]
        if (found := _ODD_BLANK.search(text)) is None:
            continue
        column = found.end() - 1
        before = text[:column].strip()
        beside = f"after `{shortened(before)}`" if before else f"before `{shortened(text.strip())}`"
        what = f"a {named_blank(text[column])} stands {beside}"
        return looked.problem(what, "delete it and press the space bar", line, column)
    return None


def _table(looked: _Looked) -> Problem | None:
    rows = [line for line in looked.window() if _TABLE.search(looked.lines[line])]
    if not rows:
        return None
    line = rows[0]
    while line and _TABLE.search(looked.lines[line - 1]):
        line -= 1
    if found := _TABLE.search(looked.lines[line]):
        advice = "write each cell of it as a line such as `key: text`"
        if found[4]:
            what = f"`{shortened(found[4])}` is a row of a table"
            return looked.problem(what, advice, line, found.start(4))
        what = f"a tab stands between `{found[1]}` and `{found[3]}`, as in a pasted table"
        return looked.problem(what, advice, line, found.start(2))
    return None


def _other_colon(looked: _Looked) -> Problem | None:
    for line in looked.window():
        column = looked.lines[line].find("\uff1a")
        if column >= 0 and looked.head_of(line) is None:
            what = "the wide colon `\uff1a` is not a colon of a key"
            return looked.problem(what, "type `:` and a space in its place", line, column)
    return None


def _curly(looked: _Looked) -> Problem | None:
    found = _VALUE.match(looked.at)
    if found is None or found[1][0] not in OPENING or looked.failure.column < found.start(1):
        return None
    what = f"the curly quote `{found[1][0]}` does not hold a text together"
    advice = 'type the straight quote `"` at both ends of the text'
    return looked.problem(what, advice, looked.failure.line, found.start(1))


def _open_quote(looked: _Looked) -> Problem | None:
    if "quoted" not in looked.failure.reading or not looked.failure.since:
        return None
    line, column = looked.failure.since
    if "escape" in looked.failure.words:
        column = looked.failure.column
        slip = looked.at[column : column + 2]
        what = f"`{slip}` means nothing between double quotes"
        return looked.problem(what, "write the text between single quotes", line, column)
    quote = looked.lines[line][column]
    what = f"the quote `{quote}` is never closed"
    advice = f"type `{quote}` at the end of the text too, or delete this one"
    return looked.problem(what, advice, line, column)


def _open_bracket(looked: _Looked) -> Problem | None:
    failure = looked.failure
    if failure.reading not in _FLOWS or not failure.since:
        return None
    line, column = failure.since
    opening = looked.lines[line][column]
    closing = {"[": "]", "{": "}"}.get(opening)
    if closing is None:
        return None
    if failure.line == line:
        rest = looked.at[failure.column :].strip()
        what = f"a comma or `{closing}` is missing before `{shortened(rest)}`" if rest else ""
        advice = f"write a comma between two parts, and `{closing}` after the last one"
        return looked.problem(what, advice, line, failure.column) if rest else None
    what = f"the bracket `{opening}` is not closed"
    advice = f"write `{closing}` after the last part, and a comma between two parts"
    return looked.problem(what, advice, line, column)


_FLOWS = ("while parsing a flow sequence", "while parsing a flow mapping")


def _no_colon(looked: _Looked) -> Problem | None:
    if looked.failure.reading == "while scanning a simple key" and looked.failure.since:
        return _without_colon(looked, *looked.failure.since)
    return None


def _without_colon(looked: _Looked, line: int, column: int) -> Problem | None:
    text = looked.lines[line][column:].rstrip()
    if found := _NO_SPACE.match(text):
        what = f"there is no space after the colon in `{shortened(text)}`"
        advice = f"write `{shortened(f'{found[1]}: {found[2]}')}`"
        return looked.problem(what, advice, line, column)
    if found := _EQUALS.match(text):
        what = f"`{shortened(text)}` has an equals sign where a colon belongs"
        advice = f"write `{shortened(f'{found[1]}: {found[2]}')}`"
        return looked.problem(what, advice, line, column)
    if (found := _WORDS.match(text)) is None:
        return None
    what = f"`{shortened(text)}` has no colon"
    if not found[2]:
        return looked.problem(what, f"write `{found[1]}:`", line, column)
    written = f"write `{shortened(f'{found[1]}: {found[2]}')}`"
    head = next((head for head in map(looked.head_of, looked.above(line)) if head), None)
    if head is None or not head.value or head.value[-1] in "]}":
        return looked.problem(what, written, line, column)
    goes_on = f"put more spaces before it where it belongs to the text of `{head.key}`"
    return looked.problem(what, f"{goes_on}, else write `key: text`", line, column)


def _beginning(looked: _Looked) -> Problem | None:
    found = _VALUE.match(looked.at)
    if found is None or looked.failure.column < found.start(1):
        return None
    value, column = found[1], found.start(1)
    if value.startswith("- ") and looked.head:
        what = f"a list cannot begin beside `{looked.head.key}:`"
        advice = "begin it on the next line, or put the text in double quotes"
        return looked.problem(what, advice, looked.failure.line, column)
    if value[0] not in _NO_BEGINNING:
        return None
    what = f"a text cannot begin with `{value[0]}`"
    if re.match(r"> *=? *\d+$", value):
        number = re.sub(r"\D", "", value)
        advice = f"compare in words, such as `at least {number}` or `under {number}`"
        return looked.problem(what, advice, looked.failure.line, column)
    return looked.problem(what, _quoted(looked.head, value), looked.failure.line, column)


def _quoted(head: Head | None, value: str) -> str:
    """Advice to put a text in quotes, with the text where it is short and has none itself."""
    key = f"{head.key}: " if head else ""
    line = f'{key}"{value}"'
    if '"' in value or "\\" in value:
        return "put the whole text in single quotes, and write each `'` in it twice"
    if len(line) > LONGEST_EXAMPLE:
        line = f'{key}"..."'
    return f"put the whole text in double quotes, as in `{line}`"


LONGEST_EXAMPLE = 60


def _after_the_end(looked: _Looked) -> Problem | None:
    before, after = looked.at[: looked.failure.column].rstrip(), looked.at[looked.failure.column :]
    if (
        not before
        or before[-1] not in "\"']}"
        or not after
        or "block" not in looked.failure.reading
    ):
        return None
    line, column = looked.failure.line, looked.failure.column
    if after[0] in "]}":
        return looked.problem(f"there is one `{after[0]}` too many", "delete it", line, column)
    what = f"`{shortened(after.strip())}` stands after the closing `{before[-1]}`"
    found = _VALUE.match(looked.at)
    if found and not re.search("[\"']", found[1]):
        return looked.problem(what, _quoted(looked.head, found[1]), line, column)
    return looked.problem(
        what, "put the whole text in quotes, and use none of them inside it", line, column
    )


def _colon_inside(looked: _Looked) -> Problem | None:
    """A colon in the middle of a text."""
    head, column = looked.head, looked.failure.column
    if head is None or looked.at[column : column + 1] != ":":
        return None
    if not head.value or column <= looked.at.index(":", head.column):
        return None
    what = f"a colon and a space stand inside the text of `{head.key}`"
    advice = _quoted(head, head.value)
    if head.value.endswith(":"):
        advice = f'put the whole name in double quotes, as in `"{head.key}: {head.value[:-1]}":`'
    return looked.problem(what, advice, looked.failure.line, column)


def _key_without_colon_above(looked: _Looked) -> Problem | None:
    """A line with a key below a line that is no key and goes on with no text."""
    head = looked.head
    above = list(looked.above(looked.failure.line))[:2]
    if head is None or not above or looked.head_of(above[0]) or looked.begins():
        return None
    words = looked.lines[above[0]]
    column = len(words) - len(words.lstrip())
    before = looked.head_of(above[1]) if len(above) > 1 else None
    if before and before.value and column > before.column:
        return None
    return _without_colon(looked, above[0], column)


def _dash(looked: _Looked) -> Problem | None:
    """A list of which one line has no dash, or a dash in another column."""
    if not looked.begins():
        return None
    line, column, text = looked.failure.line, looked.failure.column, looked.at.strip()
    above = next(looked.above(line), None)
    if above is None:
        return None
    if text.startswith("-") and text[1:2] not in {" ", "-", ""}:
        what = f"there is no space after the dash in `{shortened(text)}`"
        return looked.problem(what, f"write `- {shortened(text[1:])}`", line, column)
    dashed = text.startswith("- ")
    near = looked.lines[above]
    indent = len(near) - len(near.lstrip())
    if dashed and indent == column and not near.lstrip().startswith("- "):
        what = f"`{shortened(near.strip())}` stands in a list without a dash"
        return looked.problem(what, f"write `- {shortened(near.strip())}`", above, indent)
    others = (looked.lines[other] for other in looked.above(line))
    first = next((other for other in others if other.lstrip().startswith("- ")), None)
    if first is None:
        return None
    there = len(first) - len(first.lstrip())
    if dashed and there != column:
        what = f"this dash begins in column {column + 1}, the one above it in column {there + 1}"
        return looked.problem(what, f"begin it in column {there + 1} too", line, column)
    if not dashed and there == column and "block collection" in looked.failure.reading:
        what = f"`{shortened(text)}` stands in a list without a dash"
        return looked.problem(what, f"write `- {shortened(text)}`", line, column)
    return None


def _spaces(number: int) -> str:
    return {0: "none", 1: "1 space"}.get(number, f"{number} spaces")


def _shifted(looked: _Looked) -> Problem | None:
    """A key that begins in a column where it belongs to a complete one, or to none."""
    head = looked.head
    if head is None:
        return None
    heads = [found for found in map(looked.head_of, looked.above(head.line)) if found]
    if not heads:
        return None
    near = heads[0]
    key = shortened(head.key)
    if head.column > near.column and near.value:
        where = f"`{near.key}` of line {near.line + 1}"
        what = f"`{key}` now belongs to {where}, which is complete without it"
        advice = f"begin `{key}` and `{near.key}` in the same column"
        return looked.problem(what, advice, head.line, head.column)
    chain: list[Head] = []
    for found in heads:
        if not chain or found.column < chain[-1].column:
            chain.append(found)
    right = [found for found in chain if found.column > head.column]
    left = [found for found in chain if found.column < head.column]
    if not right or not left or any(found.column == head.column for found in chain):
        return None
    what = f"`{key}` begins in column {head.column + 1}, where no key above begins"
    advice = (
        f"put {_spaces(right[-1].column)} before it to stand beside `{right[-1].key}`, or "
        f"{_spaces(left[0].column)} to stand beside `{left[0].key}`"
    )
    return looked.problem(what, advice, head.line, head.column)


_LOOKS: tuple[Callable[[_Looked], Problem | None], ...] = (
    _marks_of_versions,
    _tab,
    _odd_blank,
    _table,
    _other_colon,
    _curly,
    _open_quote,
    _open_bracket,
    _no_colon,
    _beginning,
    _after_the_end,
    _colon_inside,
    _key_without_colon_above,
    _dash,
    _shifted,
)
