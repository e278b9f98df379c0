"""What a file may cost: time that grows with its length, memory that does not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT, the_book
from tests.small_book import FILES, write_book
from triage import AnswersError, RulesError, answers_from, load_rulebook, read_answers
from triage.cases import answer_lines
from triage.cases.answer_lines import LONGEST_LINE, load_lines
from triage.cases.loading import load_cases
from triage.cases.running import collect
from triage.cli.main import main
from triage.cli.rules_fmt import files_in
from triage.errors import Problem, _nearest
from triage.rulebook.files import rule_files

SECOND = 1.0
"""Of processor time, for 50 KB; what is measured takes a fifth or less."""
SIZE = 50_000
ENOUGH = 120.0
"""Megabytes for the whole process; 45 are taken by the program itself."""


def listed(count: int, text: str) -> str:
    return ", ".join(text.format(number) for number in range(count))


def lines(count: int, text: str) -> str:
    return "\n".join(text.format(number) for number in range(count))


EXPECT = "expect: {{urgency: routine}}"
CASES: dict[str, str] = {
    "rules unknown": "cases:\n  x: {answers: {}, expect: {because-of: ["
    + listed(SIZE // 10, "cd-agee{}")
    + "]}}\n",
    "rules twice": "cases:\n  x: {answers: {}, expect: {because-of: ["
    + listed(SIZE // 6, "RF01")
    + "]}}\n",
    "contradictions": "cases:\n  x: {answers: {}, expect: {includes: ["
    + listed(SIZE // 34, "tic-disorders")
    + "], not-suggested: ["
    + listed(SIZE // 34, "tic-disorders")
    + "]}}\n",
    "levels unknown": "cases:\n  x: {answers: {}, expect: {levels: {"
    + listed(SIZE // 16, "HX{}: routine")
    + "}}}\n",
    "nothing left out": "people:\n  p: {age: 4}\ncases:\n  x: {like: p, without: ["
    + listed(SIZE // 8, "agg{}")
    + f"], {EXPECT.format()}}}\n",
    "an endless person": "people:\n  p: {"
    + listed(SIZE // 28, "agee{}: no")
    + "}\ncases:\n"
    + lines(SIZE // 90, f"  c{{}}: {{{{like: p, {EXPECT}}}}}"),
    "a wrong person": "people:\n  p: {"
    + listed(480, "agee{}: no")
    + "}\ncases:\n"
    + lines(SIZE // 50, f"  c{{}}: {{{{like: p, {EXPECT}}}}}"),
    "people unknown": "people:\n"
    + lines(SIZE // 40, "  pers{}: {{age: 3}}")
    + "\ncases:\n"
    + lines(SIZE // 90, f"  c{{}}: {{{{like: persx, {EXPECT}}}}}"),
    "keys unknown": "cases:\n  x: {" + listed(SIZE // 14, "answerz{}: x") + "}\n",
    "keys twice": "cases:\n" + "  x: {answers: {}}\n" * (SIZE // 20),
    "endless name": f"cases:\n  {'x' * SIZE}: {{answers: {{}}, expect: {{first: {'y' * SIZE}}}}}\n",
}
ANSWERS = {
    "questions unknown": lines(SIZE // 14, "agee{}: no"),
    "long questions unknown": lines(480, "after-a-big-meal-" + "z" * 70 + "{}: no"),
    "answers unknown": f"after: [{listed(480, 'big-meaal{}')}]",
    "a long word": f"after: {'big-meal' * (SIZE // 8)}",
    "a long key": f"{'after' * (SIZE // 5)}: no",
    "comments": "# \u00e9" + " #" * (SIZE // 2) + "\nage: 4\n",
    "long medicines": f"medicines: [{listed(480, 'x' * 90 + '{}')}]",
}


@contextmanager
def quick() -> Iterator[None]:
    before = time.process_time()
    yield
    assert time.process_time() - before < SECOND


class TestTime:
    @pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
    def test_a_case_file_is_read_or_refused_at_once(self, tmp_path: Path, text: str) -> None:
        """Whatever is wrong in it, and however often."""
        book = the_book()
        path = tmp_path / "x.case.yaml"
        path.write_text(text)
        with quick(), pytest.raises(AnswersError) as refused:
            load_cases(path, book)

        assert refused.value.problems
        assert max(len(str(problem)) for problem in refused.value.problems) < 1000

    @pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS.keys())
    def test_an_answer_file_is_read_or_refused_at_once(self, text: str) -> None:
        """The same for answers."""
        book = the_book()
        with quick():
            problems: tuple[Problem, ...] = ()
            try:
                read_answers(book, text, "a.yaml")
            except AnswersError as error:
                problems = error.problems

        assert max(map(len, map(str, problems)), default=0) < 1000

    @pytest.mark.parametrize(
        "words",
        [
            ("learn", "x" * SIZE),
            ("learn", *["tremor"] * 5000),
            ("help", "acces" * (SIZE // 5)),
            ("rules", "show", "cd-" * (SIZE // 3)),
            ("explain", "-", "--why-not", "tic-" * (SIZE // 4)),
            ("assess", "-", "--region", "uk" * (SIZE // 2)),
            ("asess" * (SIZE // 5),),
        ],
        ids=lambda words: words[0][:8],
    )
    def test_an_endless_name_is_looked_up_at_once(self, words: tuple[str, ...]) -> None:
        """Nothing typed after a command keeps it busy."""
        CliRunner().invoke(main, ["about"])  # what is loaded once is not what is measured
        with quick():
            result = CliRunner().invoke(main, words, input="{}")

        assert result.exit_code in (2, 4)
        assert "has a fault" not in result.output

    @given(
        st.text("abcd-", max_size=12),
        st.lists(st.text("abcd-", min_size=1, max_size=12), max_size=12, unique=True),
    )
    def test_the_nearest_word_is_the_one_that_the_library_finds(
        self, word: str, known: list[str]
    ) -> None:
        """Only sooner."""
        expected = get_close_matches(word, known, n=1, cutoff=0.6)

        assert (expected or [""])[0] == _nearest(word, tuple(known))


class TestOddKeys:
    @pytest.mark.parametrize(
        ("expect", "said"),
        [
            ("levels: {' HF01 ': same-day}", None),
            ("fits: {'short-hiccups ': fits-well}", None),
            ("fits: {a  b: fits-well}", "4:21: unknown condition `a b`"),
            ("levels: {'': same-day}", "4:23: unknown red flag ``"),
            ("levels: {HF01: same-day, 'HF01 ': routine}", "`HF01` stands here a second time"),
            ("fits: {short-hiccups: fits-well, ' short-hiccups': fits-well}", "a second time"),
        ],
    )
    def test_blanks_in_a_name_are_no_fault(
        self, tmp_path: Path, expect: str, said: str | None
    ) -> None:
        """A name is known, or said to be unknown; never both and never a crash."""
        book = load_rulebook(write_book(tmp_path / "rules"))
        path = tmp_path / "x.case.yaml"
        path.write_text(f"cases:\n  x:\n    answers: {{}}\n    expect: {{{expect}}}\n")
        if said is None:
            (case,) = load_cases(path, book)
            assert {*case.expect.levels, *case.expect.fits} <= {"HF01", "short-hiccups"}
        else:
            with pytest.raises(AnswersError, match=re.escape(said)):
                load_cases(path, book)

    def test_a_word_of_the_glossary_stands_there_once(self, tmp_path: Path) -> None:
        """Two spellings that differ in blanks only are one word; one of them would be lost."""
        glossary = "terms:\n  big toe: one\n  big  toe: two\n"
        write_book(tmp_path, {**FILES, "glossary.yaml": glossary})

        with pytest.raises(RulesError, match=r"glossary\.yaml:3:3: `big toe` stands here a second"):
            load_rulebook(tmp_path)


class TestLines:
    LINE = '{"age": 42}'

    def test_few_answer_sets_are_held_at_a_time(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each is read when its turn comes; the file may be as long as it likes."""
        book = load_rulebook(write_book(tmp_path / "rules"))
        path = tmp_path / "x.jsonl"
        path.write_text(f"{self.LINE}\n\n" * 400)
        sets = load_lines(path, book, "x.jsonl")
        alive: list[int] = []
        read = answer_lines.answers_from_line

        def counted(*given: object) -> object:
            alive.append(1)
            return read(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(answer_lines, "answers_from_line", counted)
        one_by_one = iter(sets)
        next(one_by_one)

        assert 400 == len(sets)
        assert len(alive) <= 100
        assert [answers_from(book, {"age": 42})] * 399 == [*one_by_one]
        assert [answers_from(book, {"age": 42})] * 3 == sets[2:5]
        assert answers_from(book, {"age": 42}) == sets[-1]

    def test_a_line_without_end_is_refused_with_its_number(self, tmp_path: Path) -> None:
        """And what comes after it is read."""
        path = tmp_path / "x.jsonl"
        path.write_text(
            f"{self.LINE}\n{'[' * (2 * LONGEST_LINE + 7)}\n{self.LINE}\n{{\n{' ' * LONGEST_LINE}"
        )
        with pytest.raises(AnswersError) as refused:
            load_lines(path, the_book(), "x.jsonl")

        assert [
            "x.jsonl:2:1: the line is too long\n  help: a line may have at most 1 MB",
            'x.jsonl:4:2: this line is not a JSON object\n  help: for example: {"age": 52}',
            "x.jsonl:5:1: the line is too long\n  help: a line may have at most 1 MB",
        ] == [str(problem) for problem in refused.value.problems]

    def test_a_byte_that_is_no_text_has_its_line_and_column(self, tmp_path: Path) -> None:
        """Counted from the start of the line."""
        path = tmp_path / "x.jsonl"
        path.write_bytes(b'{"age": 4}\n{"a\xc3\xa9": \xff}\n')
        with pytest.raises(AnswersError, match=re.escape(r"x.jsonl:2:8: `\xff` is not text")):
            load_lines(path, the_book(), "x.jsonl")

    def test_two_hundred_megabytes_need_little_memory(self, tmp_path: Path) -> None:
        """Answers, cases, a line without end, many lines: read in pieces, or refused unread."""
        if not Path("/proc/self/status").exists():  # what others tell counts the parent too
            pytest.skip("this system does not tell how much memory a process has used itself")
        for name in ("a.yaml", "c.case.yaml", "one.jsonl"):
            with (tmp_path / name).open("wb") as file:
                file.write(b"{")
                file.truncate(200_000_000)  # nothing but zeros, and no place on the disk
        with (tmp_path / "many.jsonl").open("wb") as file:
            line = b'{"agee": 4}' + b" " * 999_000 + b"\n"
            for _ in range(60):
                file.write(line)
        cases = str(ROOT / "tests/cases/tetanus.case.yaml")
        commands = (
            ("assess", "a.yaml"),
            ("ask", "--resume", "a.yaml"),
            ("ask", "--answers", "a.yaml"),
            ("forget", "a.yaml"),
            ("replay", "c.case.yaml"),
            ("replay", "one.jsonl"),
            ("replay", "many.jsonl"),
            ("rules", "mutate", cases, "--resume", "a.yaml"),
        )
        code = (
            "import re, sys\n"
            "from triage.cli.main import main\n"
            "codes = []\n"
            f"for words in {commands!r}:\n"
            "    try: main(words)\n"
            "    except SystemExit as ended: codes.append(ended.code)\n"
            "status = open('/proc/self/status').read()\n"
            "print(*codes, re.search(r'VmHWM:\\s+(\\d+) kB', status)[1])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        *codes, peak = map(int, done.stdout.splitlines()[-1].split())

        assert [4] * len(commands) == codes, done.stderr[-1000:]
        assert peak / 1e3 < ENOUGH


class TestClosedFolders:
    """What cannot be read is said; a rule or a case that is left out unseen could be any."""

    @pytest.fixture
    def closed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A rule book with cases, of which one folder cannot be read, not even by root."""
        book = write_book(tmp_path / "book")
        (book / "cases" / "more").mkdir(parents=True)
        (book / "cases" / "a.case.yaml").write_text("cases:\n  x: {answers: {}}\n")
        real = os.scandir

        def scandir(path: str) -> object:
            name = os.fspath(path)
            if name.startswith(str(book)) and name.endswith(("conditions", "more")):
                raise PermissionError(13, "Permission denied", path)
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)
        return book

    def test_a_closed_folder_of_rules_is_said(self, closed: Path) -> None:
        """Conditions that cannot be read are not conditions that are not there."""
        with pytest.raises(RulesError, match="conditions` cannot be read, `permission denied`"):
            rule_files(closed)
        with pytest.raises(RulesError, match="more` cannot be read, `permission denied`"):
            rule_files(closed)
        with pytest.raises(RulesError, match="conditions` cannot be read"):
            load_rulebook(closed)

    def test_a_closed_folder_of_cases_is_said(self, closed: Path) -> None:
        """A guard that was not run is no guard."""
        with pytest.raises(AnswersError, match="more` cannot be read, `permission denied`"):
            collect([closed / "cases"], (".case.yaml",))

    def test_a_closed_folder_is_not_laid_out_in_part(self, closed: Path) -> None:
        """`rules fmt` says it, and changes nothing."""
        problems: list[Problem] = []
        files_in([closed], problems)

        assert problems
        assert all("cannot be read, `permission denied`" in one.message for one in problems)

    def test_the_commands_say_it_with_their_exit_code(self, closed: Path) -> None:
        """3 for rules, 4 for cases."""
        rules = write_book(closed.parent / "whole")
        for code, words in (
            (3, ("rules", "check", closed)),
            (3, ("assess", "-", "--rules", closed)),
            (3, ("rules", "fmt", "--check", closed)),
            (4, ("replay", closed / "cases", "--rules", rules)),
        ):
            result = CliRunner().invoke(main, list(map(str, words)), input="{}")
            assert code == result.exit_code, result.output
            assert "cannot be read, `permission denied`" in result.output
