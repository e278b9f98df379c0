"""The table that says where each statement of the article lives, held against the rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.conftest import ROOT
from triage import Rulebook

TABLE = ROOT / "docs/article-coverage.md"
POINTER = re.compile(r"`([^`]+)`(?: \(\"([^\"]+)\"\))?")


class Row(NamedTuple):
    number: str
    says: str
    where: str


class Pointer(NamedTuple):
    """A file and a key, or the id of a rule, and the words that stand there."""

    target: str
    words: str


def rows_of(text: str) -> list[Row]:
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in lines[2:]]


def pointers_of(row: Row) -> list[Pointer]:
    return [Pointer(*found) for found in POINTER.findall(row.where)]


def found_at(path: Path, keys: str) -> object:
    """What stands at the keys, counted from the top of the file or from one level below."""
    read = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    for start in [read, *(below for below in read.values() if isinstance(below, dict))]:
        here: object = start
        for key in keys.split("."):
            here = here.get(key) if isinstance(here, dict) else None
        if here:
            return here
    return None


def words_in(value: object) -> str:
    if isinstance(value, dict):
        return " / ".join(f"{key}: {words_in(below)}" for key, below in value.items())
    if isinstance(value, list):
        return " / ".join(words_in(below) for below in value)
    return " ".join(str(value).split()).casefold()


def slip_of(pointer: Pointer, rule_ids: set[str], root: Path = ROOT) -> str | None:
    """What is wrong with a pointer, or nothing."""
    file, hash_sign, keys = pointer.target.partition("#")
    if not hash_sign:
        if pointer.words:
            return f"{pointer.target}: words belong to a file and a key"
        return None if file in rule_ids else f"{file}: no such rule"
    path = root / file
    if not (file.startswith("rules/") and path.is_file()):
        return f"{file}: no such rule file"
    value = found_at(path, keys)
    if not value:
        return f"{pointer.target}: no such key"
    if not re.search(rf"(?<!\w){re.escape(pointer.words.casefold())}", words_in(value)):
        return f"{pointer.target}: does not say {pointer.words!r}"
    return None


ROWS = rows_of(TABLE.read_text("utf-8"))


@pytest.fixture(scope="module")
def rule_ids(book: Rulebook) -> set[str]:
    return {rule.id for rule in book.rules}


def test_rows_are_numbered_without_a_gap() -> None:
    """Every row has its number, from 1 upwards."""
    assert [str(number) for number in range(1, len(ROWS) + 1)] == [row.number for row in ROWS]


def test_the_whole_article_is_taken_apart() -> None:
    """The article makes at least 45 statements, and no row says the same as another."""
    assert len(ROWS) >= 45
    assert len(ROWS) == len({row.says for row in ROWS})
    assert all(row.says for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_every_statement_lives_somewhere(row: Row, rule_ids: set[str]) -> None:
    """Each row has a pointer, and each of its pointers leads to what it says."""
    pointers = pointers_of(row)

    assert pointers
    assert row.where.count("`") == 2 * len(pointers)
    assert [] == [slip for slip in (slip_of(pointer, rule_ids) for pointer in pointers) if slip]


def test_every_condition_of_the_article_is_pointed_at(book: Rulebook) -> None:
    """Each condition that cites the article (S00) has a row."""
    pointed = {pointer.target.partition("#")[0] for row in ROWS for pointer in pointers_of(row)}
    cites = {id for id, condition in book.conditions.items() if "S00" in condition.sources}

    assert cites
    assert cites <= {Path(file).stem for file in pointed if file.startswith("rules/conditions/")}


@pytest.mark.parametrize(
    ("target", "words", "slip"),
    [
        ("cd-no-such-rule", "", "no such rule"),
        ("rules/conditions/no-such-condition.yaml#core", "", "no such rule file"),
        ("docs/article-coverage.md#core", "", "no such rule file"),
        ("rules/advisory.yaml#no-such-key", "", "no such key"),
        ("rules/advisory.yaml#advisory.deeper", "", "no such key"),
        ("rules/advisory.yaml#advisory", "all is well", "does not say"),
        ("rules/conditions/myoclonus.yaml#frequency", "common", "does not say"),
        ("cd-touch-helps", "touch", "words belong to a file and a key"),
    ],
)
def test_a_pointer_that_leads_nowhere_is_seen(
    target: str, words: str, slip: str, rule_ids: set[str]
) -> None:
    """A wrong file, key, rule id or word does not go unnoticed."""
    assert slip in (slip_of(Pointer(target, words), rule_ids) or "")
