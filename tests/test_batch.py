"""Millions of answer sets: the same result as one by one, and nothing lost, doubled or made up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner
from hypothesis import given
from pyarrow import parquet

from benchmarks.batch import below
from benchmarks.evaluators import weighed
from tests.conftest import own_cases, own_people, the_book
from tests.strategies import answer_sets
from tests.test_promises import slowly
from triage import Answers
from triage.batch import tasks
from triage.batch.formats import FORMATS, batches, parts_of
from triage.batch.reading import BlockReader
from triage.batch.results import RESULTS, Assessor
from triage.cli.main import main
from triage.inference import reference
from triage.inference.columns import people_of
from triage.inference.columns_answers import Words
from triage.rulebook.kinds.base import NOT_ASKED
from triage.rulebook.when import UNSURE

BOOK = the_book()
READER = BlockReader(BOOK)
ASSESSOR = Assessor(BOOK)


def as_row(answers: Answers) -> dict[str, Any]:
    """An answer set as a row: what is ticked as a list, *not sure* of one line in its own column."""
    row: dict[str, Any] = {}
    for id, value in answers.given.items():
        shape = BOOK.questions[id].shape
        if shape == "words":
            continue
        if shape == "ticks":
            assert not isinstance(value, str)
            if NOT_ASKED not in value.values():
                row[id] = [item for item, word in value.items() if word == "yes"]
            said = {item: word for item, word in value.items() if word != NOT_ASKED}
            row |= {f"{id}.{item}": w for item, w in said.items() if w == UNSURE or id not in row}
        elif shape == "medicines":
            row[id] = [UNSURE] if value == UNSURE else list(value)
        else:
            row[id] = str(value)
    return row


def as_table(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as a table in which every question has a column."""
    columns: dict[str, pa.Array] = {}
    for id, question in BOOK.questions.items():
        if question.shape != "words":
            lists = question.shape in ("ticks", "medicines")
            kind = pa.list_(pa.string()) if lists else pa.string()
            columns[id] = pa.array([row.get(id) for row in rows], kind)
    for name in sorted({name for row in rows for name in row} - columns.keys()):
        columns[name] = pa.array([row.get(name) for row in rows], pa.string())
    return pa.table(columns)


def one_by_one(answers: Answers) -> dict[str, Any]:
    came = weighed(BOOK, reference.fire(BOOK, answers.variables(BOOK)))
    return dict(zip(RESULTS, came, strict=True))


def in_columns(some: list[Answers]) -> list[dict[str, Any]]:
    (batch,) = as_table([*map(as_row, some)]).combine_chunks().to_batches()
    block = READER.read(batch)
    assert not block.problems
    columns = ASSESSOR.columns(block.seen.said, batch.num_rows, RESULTS)
    rows = zip(*(column.to_pylist() for column in columns), strict=True)
    return [dict(zip(RESULTS, row, strict=True)) for row in rows]


class TestSameAsOneByOne:
    def test_p6_every_case_and_every_person(self) -> None:
        """The third evaluator comes to the same as the written meaning, name by name."""
        some = [one.answers for one in (*own_cases(), *own_people())]

        for found, answers in zip(in_columns(some), some, strict=True):
            assert one_by_one(answers) == found

    @slowly
    @given(answer_sets(BOOK))
    def test_p6_generated_answers(self, answers: Answers) -> None:
        """Whatever somebody answers."""
        assert [one_by_one(answers)] == in_columns([answers])

    def test_p6_the_same_rules_fire(self) -> None:
        """Rule by rule, not only what comes of them."""
        some = [case.answers for case in own_cases()[::7]]
        (batch,) = as_table([*map(as_row, some)]).combine_chunks().to_batches()
        seen = READER.read(batch).seen
        _, planes = ASSESSOR.assess(seen.said, len(some))
        fired = {id: people_of(planes[p], len(some)) for id, p in ASSESSOR.plan.rules.items()}

        for number, answers in enumerate(some):
            expected = reference.fire(BOOK, answers.variables(BOOK))
            assert {*expected} == {id for id, people in fired.items() if people[number]}


CALM = {"age": "50", "parts": ["head"], "does-head": ["pulled"], "since": "5 years"}
ASKED = [id for id, q in BOOK.questions.items() if q.ask_when is None and q.shape != "words"]


def people(
    folder: Path, rows: list[dict[str, Any]], name: str = "in.parquet", size: int = 100
) -> Path:
    """A file of answer sets, in row groups of so many."""
    path = folder / name
    parquet.write_table(as_table(rows), path, row_group_size=size)
    return path


def run(*words: object) -> Any:
    return CliRunner().invoke(main, ["batch", *map(str, words)])


def rows_of(path: Path) -> list[dict[str, Any]]:
    return parquet.read_table(path).to_pylist()


def test_words_under_a_list_that_is_null_say_nothing() -> None:
    """A null list was not answered, whatever a program left beneath it."""
    lists = [id for id, question in BOOK.questions.items() if question.shape == "ticks"]
    for id in lists:
        (item, *_) = BOOK.questions[id].answers
        over = pa.array([0, 1, 2, 2], pa.int32())
        hidden = pa.ListArray.from_arrays(over, [item, item], mask=pa.array([True, False, False]))
        plain = pa.array([None, [item], []], hidden.type)
        given = [
            READER.words(id, column) for column in (hidden, plain, hidden.slice(1), plain.slice(1))
        ]

        assert as_bits(given[0]) == as_bits(given[1])
        assert as_bits(given[2]) == as_bits(given[3])


def as_bits(words: dict[str, Words]) -> dict[str, dict[str, list[int]]]:
    return {
        name: {word: plane.tolist() for word, plane in some.items()} for name, some in words.items()
    }


class TestFiles:
    @pytest.mark.parametrize("format", FORMATS)
    def test_each_kind_of_file_in_and_out(self, tmp_path: Path, format: str) -> None:
        """Whatever kind of file somebody has, the result is the same."""
        rows = [as_row(case.answers) for case in own_cases()[::40]]
        first = people(tmp_path, rows)
        made = run(first, tmp_path / f"out.{format}", "--format", "json")
        assert 0 == made.exit_code, made.output
        again = tmp_path / f"again.{format}"
        if format in ("parquet", "arrow"):
            assert 0 == run(first, again).exit_code
        counts = json.loads(made.stdout)

        assert len(rows) == counts["rows"] == sum(counts["urgency"].values())
        assert (tmp_path / f"out.{format}").stat().st_size > 0
        assert [] == [*tmp_path.glob("*.parts")], "parts are taken away"

    def test_text_files_are_read_as_lists_with_a_separator(self, tmp_path: Path) -> None:
        """In a CSV file what is ticked stands in one cell."""
        header = ",".join([*ASKED, "does-head", "who"])
        cells = {**dict.fromkeys(ASKED, ""), "age": "50", "parts": "head; eyelids"}
        cells |= {
            "danger-now": "breath;chest",
            "does-head": "pulled",
            "since": "5 years",
            "who": "ann",
        }
        path = tmp_path / "in.csv"
        path.write_text(f"{header}\n{','.join(cells.values())}\n", "utf-8")
        made = run(path, tmp_path / "out.parquet", "--keep", "who")

        assert 0 == made.exit_code, made.output
        (row,) = rows_of(tmp_path / "out.parquet")
        assert ("ann", "emergency") == (row["who"], row["urgency"])
        assert {"RF01", "RF26"} <= {*row["red-flags"]}

    def test_a_folder_of_files_is_one_table(self, tmp_path: Path) -> None:
        """Partitioned sets are read in the order of their names, part by part."""
        (tmp_path / "in" / "year=2026").mkdir(parents=True)
        people(tmp_path / "in", [CALM] * 5, "a.parquet", 2)
        people(tmp_path / "in" / "year=2026", [CALM] * 3, "b.parquet", 2)
        made = run(tmp_path / "in", tmp_path / "out", "--jobs", 2)

        assert 0 == made.exit_code, made.output
        assert [f"part-{n:05}.parquet" for n in range(5)] == sorted(
            path.name for path in (tmp_path / "out").glob("part-*")
        )

    @pytest.mark.parametrize("format", FORMATS)
    def test_what_is_kept_comes_out_in_every_format(
        self, tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Words that differ from block to block, also in lists, stand beside their own result."""
        monkeypatch.setattr(tasks, "BLOCK", 7)
        table = as_table([CALM] * 20)
        who = [f"p{number}" for number in range(20)]
        table = table.append_column("who", [who])
        table = table.append_column("tags", pa.array([[one, "all"] for one in who]))
        parquet.write_table(table, tmp_path / "in.parquet", row_group_size=10)
        out = tmp_path / f"out.{format}"
        made = run(tmp_path / "in.parquet", out, "--keep", "who", "--keep", "tags")

        assert 0 == made.exit_code, made.output
        kind: Any = format
        parts = range(parts_of(out, kind))
        rows = [row for n in parts for one in batches(out, kind, n, 100) for row in one.to_pylist()]
        tags = [";".join(row["tags"]) if format != "csv" else row["tags"] for row in rows]
        assert who == [row["who"] for row in rows]
        assert [f"{one};all" for one in who] == tags

    def test_what_is_kept_and_what_it_is_counted_by(self, tmp_path: Path) -> None:
        """Who it is stands beside the result, and the summary tells groups apart."""
        table = as_table([CALM, {**CALM, "danger-now": ["breath"]}])
        table = table.append_column("region", pa.array(["north", "south"]))
        parquet.write_table(table, tmp_path / "in.parquet")
        words = ("--keep", "region", "--by", "region", "--select", "urgency", "--fired")
        made = run(tmp_path / "in.parquet", tmp_path / "out.parquet", *words)

        assert 0 == made.exit_code, made.output
        assert "  south " in made.stdout
        north, south = rows_of(tmp_path / "out.parquet")
        assert ["region", "urgency", "fired"] == [*north]
        assert ("south", "emergency") == (south["region"], south["urgency"])
        assert "RF01" in south["fired"]
        assert "RF01" not in north["fired"]


class TestSlips:
    @pytest.mark.parametrize(
        ("column", "word", "told"),
        [
            ("age", "150", "row 1, column `age`: `150` is out of range for `age`"),
            ("sex", "mail", "row 1, column `sex`: unknown answer `mail` for `sex`"),
            (
                "danger-now",
                ["breth"],
                "unknown answer `breth` for `danger-now`, did you mean `breath`?",
            ),
            ("since", "for ever", "row 1, column `since`: "),
            ("danger-now.breath", "perhaps", "write yes, no or unsure"),
            ("blocker-when", "days", "column `blocker-when`: "),
        ],
    )
    def test_a_slip_is_told_with_its_place(
        self, tmp_path: Path, column: str, word: object, told: str
    ) -> None:
        """Row group, row and column are named; without `--errors` nothing is assessed."""
        path = people(tmp_path, [CALM, {**CALM, column: word}])
        made = run(path, tmp_path / "out.parquet")

        assert 4 == made.exit_code
        assert "row group 0, row 1, column" in made.output
        assert told in made.output
        assert not (tmp_path / "out.parquet").exists()

    def test_rows_with_a_slip_get_no_result_and_are_counted(self, tmp_path: Path) -> None:
        """What could not be read could have been a danger sign, so nobody guesses; counts add up."""
        rows = [CALM, {**CALM, "age": "150", "sex": "mail"}, {**CALM, "danger-now": ["breath"]}]
        path = people(tmp_path, rows)
        errors = tmp_path / "errors.jsonl"
        made = run(path, tmp_path / "out.parquet", "--errors", errors, "--format", "json")

        assert 0 == made.exit_code, made.output
        counts = json.loads(made.stdout)
        assert (3, 1, 2) == (counts["rows"], counts["with-errors"], sum(counts["urgency"].values()))
        urgencies = [row["urgency"] for row in rows_of(tmp_path / "out.parquet")]
        assert None is urgencies[1]
        assert "emergency" == urgencies[2]
        told = [json.loads(line) for line in errors.read_text("utf-8").splitlines()]
        assert [(1, "age"), (1, "sex")] == [(one["row"], one["column"]) for one in told]

    @pytest.mark.parametrize(
        ("listed", "line", "told"),
        [
            (["breath"], "no", "`danger-now` ticks what `danger-now.breath` does not"),
            (["breath", "chest"], "unsure", "`danger-now` ticks what `danger-now.breath` does not"),
            (["none", "breath"], None, "`danger-now` says `none` together with other answers"),
        ],
    )
    def test_a_row_that_contradicts_itself_gets_no_result(
        self, tmp_path: Path, listed: list[str], line: str | None, told: str
    ) -> None:
        """A danger sign that is ticked is never lost to another column."""
        row = {**CALM, "danger-now": listed}
        path = people(tmp_path, [row if line is None else {**row, "danger-now.breath": line}])
        errors = tmp_path / "errors.jsonl"
        made = run(path, tmp_path / "out.parquet", "--errors", errors)

        assert 0 == made.exit_code, made.output
        assert [None] == [row["urgency"] for row in rows_of(tmp_path / "out.parquet")]
        assert told == json.loads(errors.read_text("utf-8"))["what"]

    def test_a_line_of_its_own_says_more_than_its_list(self, tmp_path: Path) -> None:
        """*Not sure* of one line beside a list that ticks nothing is no contradiction."""
        row = {**CALM, "danger-now": [], "danger-now.breath": "unsure"}
        made = run(people(tmp_path, [row]), tmp_path / "out.parquet")

        assert 0 == made.exit_code, made.output
        assert ["same-day"] == [row["urgency"] for row in rows_of(tmp_path / "out.parquet")]

    @pytest.mark.parametrize("word", ["Breath", "BREATH", " breath "])
    def test_a_line_is_known_in_capitals_as_elsewhere(self, tmp_path: Path, word: str) -> None:
        """As in an answer file."""
        made = run(people(tmp_path, [{**CALM, "danger-now": [word]}]), tmp_path / "out.parquet")

        assert 0 == made.exit_code, made.output
        assert ["emergency"] == [row["urgency"] for row in rows_of(tmp_path / "out.parquet")]

    @pytest.mark.parametrize(
        ("column", "values", "told"),
        [
            (
                "danger-now",
                pa.array([{"breath": "yes"}]),
                "the column `danger-now` holds neither words nor numbers nor lists of words",
            ),
            (
                "danger-now",
                pa.array([[("breath", "yes")]], pa.map_(pa.string(), pa.string())),
                "the column `danger-now` holds neither words nor numbers nor lists of words",
            ),
            (
                "danger-now.breath",
                pa.array([[{"breath": "yes"}]]),
                "the column `danger-now.breath` holds neither words nor numbers nor lists",
            ),
            (
                "medicines",
                pa.array(["réglan".encode("latin-1")]),
                "the column `medicines` holds bytes that are no text",
            ),
        ],
    )
    def test_a_column_of_something_else(
        self, tmp_path: Path, column: str, values: pa.Array, told: str
    ) -> None:
        """It is named, and nobody is judged."""
        table = as_table([CALM])
        table = table.drop([column]) if column in table.column_names else table
        parquet.write_table(table.append_column(column, values), tmp_path / "in.parquet")
        made = run(tmp_path / "in.parquet", tmp_path / "out.parquet")

        assert 4 == made.exit_code
        assert told in made.output

    def test_lists_of_one_length_are_lists(self, tmp_path: Path) -> None:
        """Some programs write them so."""
        table = as_table([CALM]).drop(["danger-now"])
        ticked = pa.array([["breath"]], pa.list_(pa.string(), 1))
        table = table.append_column("danger-now", ticked)
        parquet.write_table(table, tmp_path / "in.parquet")
        made = run(tmp_path / "in.parquet", tmp_path / "out.parquet")

        assert 0 == made.exit_code, made.output
        assert ["emergency"] == [row["urgency"] for row in rows_of(tmp_path / "out.parquet")]

    @pytest.mark.parametrize("rows", [[], [["", "me"]]])
    def test_a_column_that_stands_twice(self, tmp_path: Path, rows: list[list[str]]) -> None:
        """Nobody can say which of them counts; a table without rows is told the same."""
        text = "\n".join([",".join([*ASKED, "age"]), *("," * len(ASKED) for _ in rows)])
        (tmp_path / "in.csv").write_text(text + "\n", "utf-8")
        made = run(tmp_path / "in.csv", tmp_path / "out.csv")

        assert 4 == made.exit_code
        assert "the column `age` stands more than once\n  help: keep one of them" in made.output

    def test_a_table_without_rows(self, tmp_path: Path) -> None:
        """Nobody is counted, and nothing is wrong."""
        (tmp_path / "in.csv").write_text(",".join(ASKED) + "\n", "utf-8")
        made = run(tmp_path / "in.csv", tmp_path / "out.csv", "--format", "json")

        assert 0 == made.exit_code, made.output
        assert 0 == json.loads(made.stdout)["rows"]

    def test_numbers_in_some_rows_and_words_in_others(self, tmp_path: Path) -> None:
        """JSON Lines may hold both in one column."""
        rows = [{**CALM, "age": 52}, {**CALM, "age": "unsure"}, {**CALM, "danger-now": ["breath"]}]
        lines = [json.dumps({id: row.get(id) for id in ASKED}) for row in rows]
        (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        made = run(tmp_path / "in.jsonl", tmp_path / "out.jsonl")

        assert 0 == made.exit_code, made.output
        out = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
        assert "emergency" == json.loads(out[2])["urgency"]

    def test_a_column_that_no_question_knows(self, tmp_path: Path) -> None:
        """A misspelt question would be a danger sign that nobody reads."""
        table = as_table([CALM]).append_column("danger-nov", pa.array([["breath"]]))
        parquet.write_table(table, tmp_path / "in.parquet")
        made = run(tmp_path / "in.parquet", tmp_path / "out.parquet")

        assert 4 == made.exit_code
        assert (
            "error: unknown column `danger-nov`\n  help: did you mean `danger-now`?" in made.output
        )

    def test_a_question_that_has_no_column(self, tmp_path: Path) -> None:
        """Danger signs that are left out of a table are not silently *no*."""
        parquet.write_table(as_table([CALM]).drop(["danger-now"]), tmp_path / "in.parquet")
        made = run(tmp_path / "in.parquet", tmp_path / "out.parquet")

        assert 4 == made.exit_code
        assert (
            "error: there is no column `danger-now`\n  help: add it, and leave empty" in made.output
        )


@contextmanager
def running(source: Path, out: Path) -> Iterator[subprocess.Popen[str]]:
    """A run with two processes, from its second part on."""
    words = [sys.executable, "-m", "triage", "batch", str(source), str(out), "--jobs", "2"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as one:
        while len([*out.glob("part-*")]) < 2 and one.poll() is None:
            time.sleep(0.01)
        yield one


def others_of(one: subprocess.Popen[str]) -> list[int]:
    """The processes that work beside the first one."""
    return [pid for pid in below(one.pid) if is_working(pid)]


def is_working(pid: int) -> bool:
    """Whether a process is there that was started for work."""
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


class TestFaults:
    def test_a_file_that_is_cut_off(self, tmp_path: Path) -> None:
        """It is named, and nothing is made of its beginning."""
        path = people(tmp_path, [CALM] * 50)
        path.write_bytes(path.read_bytes()[:-200])
        made = run(path, tmp_path / "out.parquet")

        assert 4 == made.exit_code
        assert "` cannot be read\n  help: it is cut off, damaged or of another kind" in made.output

    def test_a_run_that_was_killed_goes_on(self, tmp_path: Path) -> None:
        """`kill -9` between parts: nothing is lost and nothing is doubled."""
        path = people(tmp_path, [CALM, {**CALM, "danger-now": ["breath"]}] * 3_000, size=50)
        out = tmp_path / "out"
        words = [sys.executable, "-m", "triage", "batch", str(path), str(out)]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as first:
            while len([*out.glob("part-*")]) < 3 and first.poll() is None:
                time.sleep(0.01)
            first.kill()
        before = {one.name: one.stat().st_mtime_ns for one in out.glob("part-*")}
        assert 0 < len(before) < 120, "it was killed in between"
        made = run(path, out, "--format", "json")

        assert 0 == made.exit_code, made.output
        assert 6_000 == json.loads(made.stdout)["rows"]
        assert 120 == len([*out.glob("part-*")])
        after = {one.name: one.stat().st_mtime_ns for one in out.glob("part-*")}
        whole = [
            name for name in before if (out / f"_{name.removesuffix('.parquet')}.json").exists()
        ]
        assert sum(before[name] == after[name] for name in whole) >= len(before) - 1
        assert Counter(emergency=3_000, routine=3_000) == Counter(
            row["urgency"] for one in sorted(out.glob("part-*")) for row in rows_of(one)
        )

    def test_a_process_that_was_killed_is_said(self, tmp_path: Path) -> None:
        """Where the system takes the memory of one of them: a sentence, and how to go on."""
        path = people(tmp_path, [CALM] * 6_000, size=50)
        out = tmp_path / "out"
        with running(path, out) as one:
            (other,) = others_of(one)
            os.kill(other, signal.SIGKILL)
            _, told = one.communicate(timeout=60)

        assert 5 == one.returncode, told
        assert (
            "error: a process ended before its part was done\n"
            "  help: whole parts stay: start it again to go on, with fewer `--jobs`\n"
        ) == told
        assert 0 == run(path, out).exit_code
        assert 120 == len([*out.glob("part-*")])

    def test_no_process_outlives_the_first(self, tmp_path: Path) -> None:
        """`kill -9` of the first: the others end too, and keep no memory for ever."""
        path = people(tmp_path, [CALM] * 6_000, size=50)
        with running(path, tmp_path / "out") as one:
            (other,) = others_of(one)
            one.kill()
        until = time.monotonic() + 30
        while is_working(other) and time.monotonic() < until:
            time.sleep(0.05)

        assert not is_working(other)

    def test_a_footer_is_not_read_for_each_part(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It grows with the parts, so the time of a run would grow with their square."""
        path = people(tmp_path, [CALM] * 100, size=10)
        read: list[Path] = []
        real = parquet.read_metadata
        monkeypatch.setattr(parquet, "read_metadata", lambda file: read.append(file) or real(file))

        assert 0 == run(path, tmp_path / "out").exit_code
        assert [path] == read

    def test_ctrl_c_leaves_whole_parts(self, tmp_path: Path) -> None:
        """It says how to go on, and ends with 5."""
        path = people(tmp_path, [CALM] * 6_000, size=50)
        out = tmp_path / "out"
        with running(path, out) as one:
            os.kill(one.pid, signal.SIGINT)
            _, told = one.communicate(timeout=60)

        assert 5 == one.returncode, told
        assert "ended; the parts that are there are whole, start it again to go on\n" == told
        assert [] == [*out.glob(".*.making")]
        assert 0 == run(path, out).exit_code

    @pytest.mark.parametrize(
        ("out", "told"),
        [
            ("in.parquet", "in.parquet` is already there\n  help: give `OUT` a new name, nothing"),
            ("letter", "` is there and is no folder\n  help: name another folder, nothing"),
        ],
    )
    def test_what_stands_there_stays(self, tmp_path: Path, out: str, told: str) -> None:
        """Nobody loses the answers of a study by naming the same file twice."""
        path = people(tmp_path, [CALM])
        (tmp_path / "letter").write_text("of somebody else", "utf-8")
        before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
        made = run(path, tmp_path / out)

        assert made.exit_code in (2, 4)
        assert told in made.output
        assert before == {one.name: one.read_bytes() for one in tmp_path.iterdir()}

    def test_what_tells_nothing_about_its_kind(self, tmp_path: Path) -> None:
        """The option that says it is named."""
        (tmp_path / "people").write_text("age\n50\n", "utf-8")
        made = run(tmp_path / "people", tmp_path / "out.parquet")

        assert 4 == made.exit_code
        assert "error: it is not known what `people` is\n  help: let it end with" in made.output
        assert "or say `--table`\n" in made.output

    def test_the_parts_of_another_run_are_not_mixed_in(self, tmp_path: Path) -> None:
        """Another input, another rule book or other columns: another folder."""
        out = tmp_path / "out"
        assert 0 == run(people(tmp_path, [CALM]), out).exit_code
        made = run(people(tmp_path, [CALM] * 2, "other.parquet"), out)

        assert 2 == made.exit_code
        assert (
            "holds the parts of another run\n  help: delete it, or name another folder"
            in made.output
        )

    def test_a_full_disk(self, tmp_path: Path) -> None:
        """It is said, and no half of a part stays under its name."""
        path = people(tmp_path, [as_row(case.answers) for case in own_cases()[:600]], size=300)
        words = f"ulimit -f 8; exec {sys.executable} -m triage batch {path} {tmp_path / 'out'}"
        made = subprocess.run(["bash", "-c", words], capture_output=True, text=True, check=False)

        assert 2 == made.returncode, made.stderr
        assert "cannot be written: file too large" in made.stderr
        assert [] == [*(tmp_path / "out").glob("part-*")]


class TestWithoutTheExtra:
    def test_no_other_command_imports_it(self) -> None:
        """`triage --help` is as fast as before, and runs where numpy is not installed."""
        code = (
            "import sys, triage.cli.main as m\ntry: m.main(['--help'])\nexcept SystemExit: pass\n"
        )
        code += "import triage\nprint([n for n in ('numpy', 'pyarrow') if n in sys.modules])"
        made = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert "batch " in made.stdout
        assert made.stdout.endswith("[]\n")

    def test_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """Who has not installed the extra hears how."""
        for name in [name for name in sys.modules if name.startswith("triage.batch")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        made = run(tmp_path / "in.parquet", tmp_path / "out.parquet")

        assert 2 == made.exit_code
        assert "help: install it with: pip install 'movement-triage[batch]'" in made.output
