"""Broken input made from good input, the same for the same seed: bytes, words, lines, depth.

Most changes keep the shape of a file, so that what comes out passes the first checks and
reaches what lies behind them. The rest is damage: cut bytes, wrong encodings, endless nesting.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from random import Random

LONGEST = 60_000
"""Bytes; larger files are refused unread, which tests of their own show."""

NASTY = (
    # characters that steer a terminal or hide what is written, look-alikes, normal forms
    "\x1b[2J",
    "\x1b]0;owned\x07",
    "\x9b2J",
    "\x00",
    "\x08",
    "\x7f",
    "\x85",
    "\u2028",
    "\u202e",
    "\u2066no\u2069",
    "\u200b",
    "\ufeff",
    "\u0430ge",
    "\uff19\uff19",
    "\u0661\u0662",
    "e\u0301",
    "\u00e9",
    "\ufb01",
    "\U0001d7d8",
    "\U000e0041",
    "\ufffe",
    "\ud7ff",
    "Z\u0351\u0343\u0310" * 9,
    # what nobody sees, though it counts as a letter or a mark; a word in other letters
    "\u3164",
    "\u034f",
    "\ufe0f",
    "\u2800",
    "\u115f",
    "\U000e0100",
    "\u0441\u043e\u0443\u043c\u0430\u0445\u0430",
    # what old encodings lack, and what a build server takes for a command to itself
    "\u4e2d \u00a3 \u2013",
    "::error::injected",
    "x" * 80 + "::error::injected",
    "##[error]injected",
    "##vso[task.setvariable]injected",
    # numbers
    "9" * 400,
    "-1",
    "1e999",
    "0x10",
    "1_000",
    ".inf",
    "NaN",
    "012",
    # YAML and JSON that mean more than they say
    "!!python/object/apply:os.system ['touch owned']",
    "!!python/name:os.system",
    "!!binary aGk=",
    "&a",
    "*a",
    "<<: *a",
    "%YAML 1.1\n---",
    "---\n",
    "...\n",
    "? ",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "|",
    ">-",
    "'",
    '"',
    "#",
    "@",
    "`",
    "\t",
    "\r",
    "\n",
    "\\u202e",
    '"\\ud800"',
    '"\\x1b[2J"',
    "null",
    "true",
    "{}",
    "[]",
    "''",
    "~",
    # names that lead elsewhere, texts that other programs would run
    "../../../etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "%s%n{0.__class__}",
    "{number}",
    "{you}",
    "$(touch owned)",
    "`touch owned`",
    "<script>",
    "__class__",
    "__import__('os')",
    "con.txt",
    "x" * 300,
    " " * 300,
)

_WORD = re.compile(r"[\w.-]+")


class Mutator:
    """Changes good texts; what is put in comes from the texts themselves and from `NASTY`."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(texts)
        self._words = tuple(sorted({word for text in texts for word in _WORD.findall(text)}))
        self._lines = tuple(sorted({line for text in texts for line in text.splitlines()}))

    def changed(self, chance: Random) -> bytes:
        """One of the texts after one to a dozen changes; sometimes none at all."""
        text = chance.choice(self._texts)
        for _ in range(min(int(chance.expovariate(0.5)), 12)):
            text = chance.choice(_STEPS)(self, text, chance)[:LONGEST]
        return self._encoded(text, chance)[:LONGEST]

    def piece(self, chance: Random) -> str:
        """Something to put in: a word of the texts as often as something nasty."""
        return chance.choice(self._words if chance.random() < 0.5 else NASTY)

    def _encoded(self, text: str, chance: Random) -> bytes:
        roll = chance.random()
        if roll < 0.02:
            encoding = chance.choice(["utf-16", "utf-32", "latin-1", "cp1252", "utf-8-sig"])
            return text.encode(encoding, "replace")
        data = text.encode("utf-8", "surrogatepass")
        if roll < 0.08:
            data = _damaged(data, chance)
        return data

    # each takes a text and gives another

    def exchange_word(self, text: str, chance: Random) -> str:
        return _replaced(text, _WORD, self.piece(chance), chance)

    def exchange_value(self, text: str, chance: Random) -> str:
        return _replaced(text, re.compile(r"(?<=: )[^\n,}\]]+"), self.piece(chance), chance)

    def exchange_key(self, text: str, chance: Random) -> str:
        return _replaced(text, re.compile(r"[\w.-]+(?=:)"), self.piece(chance), chance)

    def insert(self, text: str, chance: Random) -> str:
        at = chance.randint(0, len(text))
        return text[:at] + self.piece(chance) + text[at:]

    def delete(self, text: str, chance: Random) -> str:
        start, end = _span(text, chance)
        return text[:start] + text[end:]

    def repeat(self, text: str, chance: Random) -> str:
        start, end = _span(text, chance)
        return text[:start] + text[start:end] * chance.choice([2, 2, 3, 300]) + text[end:]

    def move_line(self, text: str, chance: Random) -> str:
        lines = text.split("\n")
        line = lines.pop(chance.randrange(len(lines)))
        lines.insert(chance.randint(0, len(lines)), line)
        return "\n".join(lines)

    def add_line(self, text: str, chance: Random) -> str:
        lines = text.split("\n")
        lines.insert(chance.randint(0, len(lines)), chance.choice(self._lines))
        return "\n".join(lines)

    def indent(self, text: str, chance: Random) -> str:
        lines = text.split("\n")
        number = chance.randrange(len(lines))
        line = lines[number]
        lines[number] = f"  {line}" if chance.random() < 0.5 else line[2:]
        return "\n".join(lines)

    def nest(self, text: str, chance: Random) -> str:
        deep = chance.choice([1, 2, 29, 31, 3000])
        left, right = chance.choice(
            [("[", "]"), ("{a: ", "}"), ("{all: [", "]}"), ("{any: [", "]}")]
        )
        start, end = _span(text, chance)
        return text[:start] + left * deep + text[start:end] + right * deep + text[end:]

    def splice(self, text: str, chance: Random) -> str:
        other = chance.choice(self._texts)
        return text[: chance.randint(0, len(text))] + other[chance.randint(0, len(other)) :]

    def normalise(self, text: str, chance: Random) -> str:
        return unicodedata.normalize(chance.choice(["NFC", "NFD", "NFKC", "NFKD"]), text)


Step = Callable[[Mutator, str, Random], str]
_STEPS: tuple[Step, ...] = (
    *(Mutator.exchange_word,) * 4,
    *(Mutator.exchange_value,) * 4,
    *(Mutator.exchange_key,) * 2,
    *(Mutator.insert,) * 2,
    *(Mutator.add_line,) * 2,
    Mutator.delete,
    Mutator.repeat,
    Mutator.move_line,
    Mutator.indent,
    Mutator.nest,
    Mutator.splice,
    Mutator.normalise,
)


def _span(text: str, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, len(text))
    return start, min(len(text), start + chance.choice([1, 1, 5, 40, 400]))


def _replaced(text: str, pattern: re.Pattern[str], new: str, chance: Random) -> str:
    found = [*pattern.finditer(text)]
    if not found:
        return text + new
    one = chance.choice(found)
    return text[: one.start()] + new + text[one.end() :]


def _damaged(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 20])):
        at = chance.randint(0, len(changed))
        match chance.randrange(3):
            case 0 if at < len(changed):
                changed[at] = chance.randrange(256)
            case 1:
                changed[at:at] = bytes([chance.randrange(256)])
            case _:
                del changed[at : at + chance.choice([1, 10, 1000])]
    return bytes(changed)
