"""Drawn people as a table: the same answers as one by one, the same for the same seed."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from pyarrow import parquet

from tests.conftest import the_book
from tests.small_book import write_book
from triage import Rulebook
from triage.batch import both, simulating
from triage.batch.population import Drawn, draw
from triage.batch.reading import BlockReader
from triage.batch.results import Assessor
from triage.cases.accuracy import Outcome, outcomes
from triage.cases.people import SUFFIX, load_people
from triage.cli.main import main

BOOK = the_book()
PEOPLE = 400


def run(*words: object) -> Any:
    return CliRunner().invoke(main, ["batch", *map(str, words)])


def rows(path: Path) -> list[dict[str, Any]]:
    return parquet.read_table(path).to_pylist()


def one_by_one(book: Rulebook, drawn: list[Drawn], folder: Path) -> list[Outcome]:
    """What comes out where they are read from a file, as every other person is."""
    known = {"condition": "out-of-scope", "urgency": "routine", "why": "they are drawn"}
    like = {"told": "drawn by chance", "kind": "typical", "unsaid": "no", "known": known}
    path = folder / f"drawn{SUFFIX}"
    people = {one.id: {**like, "answers": one.says} for one in drawn}
    path.write_text(json.dumps({"people": people}), "utf-8")
    return outcomes(book, load_people(path, book))


def test_who_is_drawn_gets_the_same_result_as_one_by_one(tmp_path: Path) -> None:
    """What they did not say is answered as for every person without a word on it."""
    drawn = [*draw(BOOK, "7:0", PEOPLE)]
    block = BlockReader(BOOK).read(simulating.as_table(BOOK, drawn))
    names = ["urgency", "names"]
    columns = Assessor(BOOK).columns(block.seen.said, PEOPLE, names)
    found = zip(*(column.to_pylist() for column in columns), strict=True)

    assert () == block.problems
    assert [(one.urgency, list(one.suggested)) for one in one_by_one(BOOK, drawn, tmp_path)] == [
        (urgency, names) for urgency, names in found
    ]


def test_the_same_seed_draws_the_same_people(tmp_path: Path) -> None:
    """In one process or two, and also where there are more of them; another seed draws others."""
    for name, words in {
        "one": ("--seed", 5, "--jobs", 1),
        "two": ("--seed", 5, "--jobs", 2),
        "other": ("--seed", 6),
    }.items():
        made = run("--simulate", 900, tmp_path / f"{name}.parquet", *words, "--keep", "age")
        assert 0 == made.exit_code, made.output

    one, two, other = (rows(tmp_path / f"{name}.parquet") for name in ("one", "two", "other"))
    assert one == two
    assert one != other


def test_parts_are_drawn_each_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A part is the same whoever draws it, and no two parts are alike."""
    monkeypatch.setattr(simulating, "A_PART", 50)
    made = run("--simulate", 130, tmp_path / "out", "--keep", "drawn-condition", "--format", "json")

    assert 0 == made.exit_code, made.output
    assert 130 == json.loads(made.stdout)["rows"]
    parts = [rows(one) for one in sorted((tmp_path / "out").glob("part-*"))]
    assert [50, 50, 30] == [*map(len, parts)]
    assert parts[0] != parts[1]
    (again,) = simulating.blocks(BOOK, 130, 1, 2)
    assert [one["drawn-condition"] for one in parts[2]] == again.column(0).to_pylist()


def test_it_is_said_that_they_are_invented(tmp_path: Path) -> None:
    """Nobody takes a count of drawn people for one of patients."""
    made = run("--simulate", 20, tmp_path / "out.csv")

    assert 0 == made.exit_code, made.output
    assert made.stdout.startswith("invented people, drawn by chance from tables, seed 1\n")


@pytest.mark.parametrize("words", [(), ("in.csv",), ("in.csv", "out.csv", "--simulate", 5)])
def test_either_a_table_or_drawn_people(words: tuple[object, ...]) -> None:
    """Which of the two is meant is said, and nothing is guessed."""
    made = run(*words)

    assert 2 == made.exit_code
    assert "Name IN and OUT, or `--simulate N` and OUT." in made.output


def test_another_rule_book_asks_them_something_else(tmp_path: Path) -> None:
    """The tables speak of the questionnaire that comes with triage."""
    rules = write_book(tmp_path / "rules")
    made = run("--simulate", 5, tmp_path / "out.csv", "--rules", rules)

    assert 2 == made.exit_code
    assert "error: the drawn people answer `asleep`, which this rule book" in made.output
    assert not (tmp_path / "out.csv").exists()


def lower_one_flag() -> Rulebook:
    flag = replace(BOOK.red_flags["RF39"], urgency="routine", if_unsure="routine")
    return replace(BOOK, red_flags={**BOOK.red_flags, "RF39": flag})


def test_two_rule_books_are_compared_over_drawn_people(tmp_path: Path) -> None:
    """As many get another result as one by one, and nobody else."""
    new = lower_one_flag()
    drawn = [*draw(new, "1:0", PEOPLE)]
    expected = Counter(
        (one.urgency, other.urgency, one.suggested[:1] != other.suggested[:1])
        for one, other in zip(
            one_by_one(BOOK, drawn, tmp_path), one_by_one(new, drawn, tmp_path), strict=True
        )
    )

    assert expected == both.compare(BOOK, new, PEOPLE, 1)
    assert any(before != after for before, after, _ in expected)


def test_a_diff_says_how_many_invented_people_it_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside what it proves over all answers, a reviewer hears how often it matters."""
    sides = iter((BOOK, lower_one_flag()))
    monkeypatch.setattr("triage.changes.sides.read", lambda *_: next(sides))
    made = CliRunner().invoke(main, ["rules", "diff", "rules", "rules", "--drawn", str(PEOPLE)])
    told = " ".join(made.output.split())

    assert 1 == made.exit_code, made.output
    found = re.search(r"of 400 invented people, drawn by chance, (\d+) lowered, 0 raised", told)
    assert found is not None, told
    assert 0 < int(found[1]) < PEOPLE / 10
    assert " -> routine " in told


def test_every_column_is_a_question_of_the_rule_book() -> None:
    """What is kept of drawn people can be read again as any table."""
    table = pa.Table.from_batches([*simulating.blocks(BOOK, 10, 1, 0)])

    assert {*table.column_names} - {simulating.CONDITION} <= BOOK.questions.keys()
