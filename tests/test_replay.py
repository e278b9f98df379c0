"""`triage replay`: running cases, what it prints and writes, and cases typed into the interview."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from tests.conftest import ROOT, own_cases, the_book, the_engine
from tests.small_book import write_book, write_slip
from triage import Rulebook, load_rulebook
from triage.cases.interviewing import typed, typed_differently
from triage.cases.loading import Case, Expect, load_cases
from triage.cases.running import collect, run_case
from triage.cli.main import TriageGroup
from triage.cli.progress import Progress
from triage.cli.replay import command
from triage.inference.engine import Engine

CASES = """\
people:
  full: {chest-pain: no, lasted: minutes, after: [big-meal]}
cases:
  a big meal:
    like: full
    expect: {urgency: routine, first: short-hiccups}
  for days:
    answers: {chest-pain: no, age: 40, lasted: days, medicines: [calmone]}
    expect: {urgency: two-weeks, suggested: [long-hiccups]}
  the chest hurts:
    answers: {chest-pain: yes}
    expect: {urgency: emergency, red-flags: [HF01]}
"""
WRONG = CASES.replace("urgency: two-weeks", "urgency: same-day")

LINES = """\
{"chest-pain": "no", "lasted": "minutes", "after": ["big-meal"]}
{"chest-pain": "no", "age": 40, "lasted": "days"}

{"chest-pain": "yes"}
{}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the hiccups rule book in `book`."""
    write_book(tmp_path / "book")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


def run(*words: str | Path, rules: str = "book") -> Result:
    main = TriageGroup("triage", commands={"replay": command})
    return CliRunner().invoke(main, ["replay", "--rules", rules, *map(str, words)])


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


class TestText:
    def test_cases_that_hold_are_one_line(self, folder: Path) -> None:
        """Where nothing is wrong there is nothing to read."""
        write(folder / "good.case.yaml", CASES)
        result = run("good.case.yaml")

        assert "3 cases, every one as expected\n" == result.output
        assert 0 == result.exit_code

    def test_a_failing_case_says_where_what_and_why(self, folder: Path) -> None:
        """The name, the place, what was expected, what came, and what it rests on."""
        write(folder / "one.case.yaml", WRONG)
        result = run("one.case.yaml")

        assert (
            "failed: for days\n"
            "  at        one.case.yaml:7:3\n"
            "  expected  urgency same-day\n"
            "  got       two-weeks, decided by long-hiccups\n"
            "  why       nearest to same-day is `HF01?` (Pain in the chest, where unsure is enough), it "
            "lacks `chest-pain: unsure` (the case has `chest-pain: no`)\n"
            "  came out  urgency two-weeks by long-hiccups; shown long-hiccups; red flags none\n"
            "\n"
            "1 of 3 cases failed\n"
        ) == result.stdout
        assert "" == result.stderr
        assert 1 == result.exit_code

    def test_a_name_cannot_steer_the_terminal(self, folder: Path) -> None:
        """Control characters in the name of a file are shown, not obeyed."""
        write(folder / "\x1b[2J.case.yaml", WRONG)
        result = run("\x1b[2J.case.yaml")

        assert "\x1b" not in result.output
        assert "  at        \\x1b[2J.case.yaml:7:3\n" in result.output

    def test_the_help_has_an_example(self) -> None:
        """Whoever asks how it is used sees it used."""
        assert "Example: triage replay" in run("--help").output


FAILING = {
    "urgency": ("routine", "expected urgency routine, got two-weeks, decided by long-hiccups"),
    "urgency-at-least": ("same-day", "expected urgency same-day or more, got two-weeks"),
    "first": ("short-hiccups", "expected short-hiccups first, got long-hiccups"),
    "suggested": ("[]", "expected exactly nothing, got long-hiccups"),
    "offered": ("[]", "expected nothing to be shown, got long-hiccups"),
    "includes": (
        "[short-hiccups]",
        "expected short-hiccups to be suggested, got long-hiccups",
    ),
    "not-suggested": ("[long-hiccups]", "expected long-hiccups not to be suggested"),
    "fits": (
        "{short-hiccups: fits-well}",
        "expected short-hiccups with the fit fits-well, got no suggestion",
    ),
    "red-flags": ("[HF01]", "expected exactly the red flags HF01, got nothing"),
    "has-red-flags": ("[HF01]", "expected the red flag HF01"),
    "not-red-flags": ("[HF01]", "expected no red flag HF01"),
    "levels": ("{HF01: emergency}", "expected the red flag HF01 at emergency, got nothing"),
    "because-of": ("[short-after-meal]", "expected the rule short-after-meal to fire"),
    "not-because-of": ("[long-on-steroid]", "expected the rule long-on-steroid not to fire"),
    "asked": ("[lasted]", "expected the question lasted to be asked"),
    "not-asked": ("[lasted]", "expected the question lasted not to be asked"),
    "says": ("[Go at once]", "expected the words `Go at once`"),
    "never-says": ("[see your doctor]", "expected no words `see your doctor`"),
}
UNWELL = ("not-red-flags", "asked")
"""The examples about somebody whose chest hurts."""


class TestExpectations:
    def test_there_is_an_example_for_every_key(self) -> None:
        """A new kind of expectation comes with an example that fails."""
        assert set(Expect.__struct_encode_fields__) == set(FAILING)

    @pytest.mark.parametrize("key", FAILING)
    def test_a_wrong_expectation_fails(self, key: str, hiccups: Rulebook, tmp_path: Path) -> None:
        """Every kind of expectation notices when it is not met, and says so."""
        wrong, said = FAILING[key]
        answers = "chest-pain: yes" if key in UNWELL else "chest-pain: no, lasted: days"
        medicines = "medicines: [soothine]"
        file = write(
            tmp_path / "one.case.yaml",
            f"cases:\n  one:\n    answers: {{{answers}, {medicines}}}\n"
            f"    expect: {{{key}: {wrong}}}\n",
        )
        (case,) = load_cases(file, hiccups)

        assert [said] == [one.text for one in run_case(hiccups, Engine(hiccups), case).wrong]


class TestFiles:
    def test_a_folder_is_read_to_the_bottom_in_sorted_order(self, tmp_path: Path) -> None:
        """The order of a folder does not depend on the disk; hidden folders are left alone."""
        for name in ("b/z.case.yaml", "b/a.case.yaml", "a.case.yaml", ".git/x.case.yaml", "b/n.md"):
            write(tmp_path / name, CASES)
        found = collect([tmp_path], [".case.yaml"])

        assert ["a.case.yaml", "b/a.case.yaml", "b/z.case.yaml"] == [
            path.relative_to(tmp_path).as_posix() for path in found
        ]

    def test_a_file_reached_twice_counts_once(self, tmp_path: Path) -> None:
        """Naming a folder and a file in it runs the file once, where it came first."""
        first = write(tmp_path / "a.case.yaml", CASES)
        second = write(tmp_path / "b.case.yaml", CASES)

        assert [second, first] == collect([second, tmp_path], [".case.yaml"])

    @pytest.mark.parametrize(
        "name",
        [
            "more.case.yml",
            "more.cases.yaml",
            "MORE.CASE.YAML",
            "more.case.yaml.txt",
            "more.yaml",
            "deep/er/more.yml",
        ],
    )
    def test_cases_under_another_name_are_not_passed_over(self, folder: Path, name: str) -> None:
        """Whoever names a folder means every case in it, whatever an editor made of a name."""
        write(folder / "tests/good.case.yaml", CASES)
        write(folder / "tests" / name, CASES)
        result = run("tests")

        assert (
            f"error: `tests/{name}` cannot be replayed, by its name\n"
            "  help: let its name end in .case.yaml, .jsonl\n"
        ) == result.stderr
        assert 4 == result.exit_code

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("more.yaml", "cases:\n  - {expect: none}\n"),
            ("more.yaml", f"version: 1\n{CASES}"),
            ("more.yaml", "cases:\n  a: 1\n"),
            ("more.md", CASES),
            ("more.people.yaml", "people:\n  anna: {expect: nothing}\n"),
        ],
    )
    def test_other_files_beside_cases_are_nobodys_business(
        self, folder: Path, name: str, text: str
    ) -> None:
        """A file of something else is not taken for cases."""
        write(folder / "tests/good.case.yaml", CASES)
        write(folder / "tests" / name, text)

        assert "3 cases, every one as expected\n" == run("tests").output

    def test_linked_folders_are_read_and_no_circle_is_followed(self, folder: Path) -> None:
        """What pytest runs through a link is replayed as well, once."""
        write(folder / "shared/a.case.yaml", CASES)
        (folder / "tests").mkdir()
        (folder / "tests/shared").symlink_to(folder / "shared")
        (folder / "tests/again").symlink_to(folder / "shared")
        (folder / "shared/circle").symlink_to(folder / "tests")

        assert "3 cases, every one as expected\n" == run("tests").output

    def test_every_unusable_path_is_said(self, folder: Path) -> None:
        """A wrong path is exit code 4, all of them in one run."""
        (folder / "empty").mkdir()
        write(folder / "notes.txt", "")
        result = run("none", "empty", "notes.txt")

        assert (
            "error: there is no file or folder `none`\n"
            "  help: check the name and the folder\n"
            "error: the folder `empty` has no file to replay\n"
            "  help: such a file ends in .case.yaml, .jsonl\n"
            "error: `notes.txt` cannot be replayed, by its name\n"
            "  help: let its name end in .case.yaml, .jsonl\n"
        ) == result.stderr
        assert 4 == result.exit_code

    def test_the_slips_of_all_case_files_are_said(self, folder: Path) -> None:
        """An unusable case file is exit code 4, and hides no slip of the next file."""
        write(folder / "a.case.yaml", CASES.replace("urgency: routine", "urgency: later"))
        write(folder / "b.case.yaml", CASES.replace("first:", "frist:"))
        result = run("a.case.yaml", "b.case.yaml")

        assert "a.case.yaml:6:" in result.stderr
        assert "b.case.yaml:6:" in result.stderr
        assert "frist" in result.stderr
        assert "" == result.stdout
        assert 4 == result.exit_code

    def test_unusable_rules_are_exit_code_3(self, folder: Path) -> None:
        """A slip in the rules is no slip in the cases."""
        write(folder / "one.case.yaml", CASES)
        write_slip(folder / "slip", "scoring.yaml", "core: 4", "cores: 4")

        assert 3 == run("one.case.yaml", rules="slip").exit_code


class TestOptions:
    def test_json_says_the_same_to_programs(self, folder: Path) -> None:
        """Every case is listed with its place and what came of it."""
        write(folder / "one.case.yaml", WRONG)
        result = run("one.case.yaml", "--format", "json")
        printed = json.loads(result.stdout)

        assert (2, 1, 0) == (printed["passed"], printed["failed"], printed["not-run"])
        assert {
            "name": "for days",
            "file": "one.case.yaml",
            "line": 7,
            "column": 3,
            "wrong": ["expected urgency same-day, got two-weeks, decided by long-hiccups"],
            "why": [
                [
                    "nearest to same-day is `HF01?` (Pain in the chest, where unsure is enough), it "
                    "lacks `chest-pain: unsure` (the case has `chest-pain: no`)"
                ]
            ],
            "urgency": "two-weeks",
            "decided-by": ["long-hiccups"],
            "suggested": ["long-hiccups"],
            "also-fit": [],
            "red-flags": [],
        } == printed["cases"][1]
        assert 1 == result.exit_code

    def test_junit_xml_counts_and_carries_the_failure_text(self, folder: Path) -> None:
        """A build server sees a suite for each file, and reads what a person reads."""
        write(folder / "a.case.yaml", WRONG)
        write(folder / "b.case.yaml", CASES.replace("for days", '"<&\\U0001f600]]>"'))
        run("a.case.yaml", "b.case.yaml", "--junit-xml", "out.xml")
        top = ET.parse(folder / "out.xml").getroot()
        failures = top.findall("./testsuite/testcase/failure")

        assert ("6", "1") == (top.get("tests"), top.get("failures"))
        assert [("a.case.yaml", "3", "1"), ("b.case.yaml", "3", "0")] == [
            (suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in top
        ]
        assert 6 == len(top.findall("./testsuite/testcase"))
        assert ["expected urgency same-day, got two-weeks, decided by long-hiccups"] == [
            failure.get("message") for failure in failures
        ]
        assert "failed: for days\n  at        a.case.yaml:7:3" in (failures[0].text or "")

    def test_a_file_that_cannot_be_written_is_said(self, folder: Path) -> None:
        """No traceback where a folder is missing."""
        write(folder / "one.case.yaml", CASES)
        result = run("one.case.yaml", "--junit-xml", "none/out.xml")

        assert (
            "error: `none/out.xml` cannot be written, `no such file or directory`\n"
            "  help: name a file in a folder that is there and that you can write to\n"
        ) == result.stderr
        assert 4 == result.exit_code

    def test_fail_fast_stops_at_the_first_failure(self, folder: Path) -> None:
        """What was not run is counted, not passed over in silence."""
        write(folder / "one.case.yaml", WRONG)
        result = run("one.case.yaml", "--fail-fast")

        assert result.stdout.endswith(
            "\n\n1 of 2 cases failed; stopped at the first failure, 1 were not run\n"
        )
        assert 1 == result.exit_code

    def test_answer_sets_that_were_not_counted_are_said(self, folder: Path) -> None:
        """Nothing that was named is left out in silence."""
        write(folder / "one.case.yaml", WRONG)
        write(folder / "bare.jsonl", LINES)

        assert (
            "answer sets are not counted, since a case failed first\n"
            == run("one.case.yaml", "bare.jsonl", "--fail-fast").stderr
        )

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("DAYS", ["for days"]),
            ("big a", ["a big meal"]),
            ("one.case hurts", ["the chest hurts"]),
            ("", ["a big meal", "for days", "the chest hurts"]),
        ],
    )
    def test_k_picks_cases_with_all_the_words(
        self, folder: Path, words: str, names: list[str]
    ) -> None:
        """Words are looked for in the name of the case and of its file, in any case."""
        write(folder / "one.case.yaml", CASES)
        printed = json.loads(run("one.case.yaml", "--format", "json", "-k", words).stdout)

        assert names == [case["name"] for case in printed["cases"]]

    def test_k_without_a_match_is_an_error(self, folder: Path) -> None:
        """A misspelt word does not look like success."""
        write(folder / "one.case.yaml", CASES)
        result = run("one.case.yaml", "-k", "nights")

        assert (
            "error: no case has `nights` in its name or file name\n"
            "  help: with several words, all of them must be there\n"
        ) == result.stderr
        assert 4 == result.exit_code

    def test_interview_finds_no_difference(self, folder: Path) -> None:
        """Typed into the interview, good cases give the same result."""
        write(folder / "one.case.yaml", CASES)

        assert "3 cases, every one as expected\n" == run("one.case.yaml", "--interview").output


class TestJobs:
    @pytest.mark.parametrize("also", [(), ("--fail-fast",), ("--format", "json")])
    def test_two_processes_print_the_same(self, folder: Path, also: tuple[str, ...]) -> None:
        """How many processes ran the cases cannot be seen in the output."""
        for number in range(9):
            write(folder / "cases" / f"{number}.case.yaml", WRONG if number % 3 else CASES)
        write(folder / "cases" / "bare.jsonl", LINES)
        one = run("cases", *also)
        two = run("cases", "--jobs", "2", *also)

        assert one.output == two.output
        assert (1, 1) == (one.exit_code, two.exit_code)

    def test_no_process_is_no_number(self, folder: Path) -> None:
        """A number of processes that makes no sense is a wrong use."""
        assert 2 == run("x", "--jobs", "0").exit_code


class TestRecord:
    def test_what_is_recorded_holds_and_reads_back_as_the_same_answers(
        self, folder: Path, hiccups: Rulebook
    ) -> None:
        """The new expectations are what came, for the same answers under the same names."""
        odd = (
            "cases:\n"
            '  "odd: \\"name\\" \\\\ # \\U0001f600":\n'
            "    answers: {after: {big-meal: unsure, fizzy-drink: yes},"
            ' medicines: ["a, b: #c", Calmex, "\\U0001f600"]}\n'
            "    expect: {urgency: emergency}\n"
            "  unsure of all: {answers: {chest-pain: unsure, age: unsure, after: unsure,"
            " medicines: unsure}, expect: {}}\n"
            "  none of all: {answers: {after: none, medicines: none}, expect: {}}\n"
            "  nothing: {answers: {}, expect: {}}\n"
        )
        old = write(folder / "a.case.yaml", WRONG)
        other = write(folder / "b.case.yaml", odd)
        result = run("a.case.yaml", "b.case.yaml", "--record", "new.case.yaml")
        new = folder / "new.case.yaml"

        assert 1 == result.exit_code
        assert [
            (case.name, case.answers) for file in (old, other) for case in load_cases(file, hiccups)
        ] == [(case.name, case.answers) for case in load_cases(new, hiccups)]
        assert "7 cases, every one as expected\n" == run(new).output

    def test_it_is_written_for_review(self, folder: Path) -> None:
        """The file says that nobody has read it yet, and is easy to read."""
        write(folder / "a.case.yaml", WRONG)
        run("a.case.yaml", "-k", "days", "--record", "new.case.yaml")

        assert (
            "# Recorded from what the rules do now. Read every expectation before you keep it.\n"
            "cases:\n"
            "  for days:\n"
            "    answers:\n"
            "      chest-pain: no\n"
            "      age: 40\n"
            "      lasted: days\n"
            "      medicines: [calmone]\n"
            "    expect:\n"
            "      urgency: two-weeks\n"
            "      first: long-hiccups\n"
            "      red-flags: []\n"
        ) == (folder / "new.case.yaml").read_text(encoding="utf-8")

    def test_cases_of_the_same_name_stay_apart(self, folder: Path, hiccups: Rulebook) -> None:
        """Two files may use a name; one file may not."""
        for name in ("a", "b", "sub/b"):
            write(folder / "cases" / f"{name}.case.yaml", CASES)
        run("cases", "-k", "days", "--record", "new.case.yaml")

        assert ["for days", "for days (b)", "for days (b) 2"] == [
            case.name for case in load_cases(folder / "new.case.yaml", hiccups)
        ]

    def test_names_like_numbers_and_days_stay_as_they_are(
        self, folder: Path, hiccups: Rulebook
    ) -> None:
        """What YAML would make a number, a day or nothing of is the name that was typed."""
        names = ["012", "1e3", "2024-01-01", "12:30", "yes", "~", "-k", "1_0", "0x1f", "1.10"]
        lines = (f"  {name}: {{answers: {{}}, expect: {{}}}}\n" for name in names)
        file = write(folder / "a.case.yaml", "".join(("cases:\n", *lines)))
        printed = json.loads(run(file, "--record", "new.case.yaml", "--format", "json").stdout)

        assert names == [case["name"] for case in printed["cases"]]
        assert names == [case.name for case in load_cases(folder / "new.case.yaml", hiccups)]

    def test_no_file_is_made_of_no_case(self, folder: Path) -> None:
        """A file without cases could not be replayed."""
        write(folder / "bare.jsonl", LINES)
        result = run("bare.jsonl", "--record", "new.case.yaml")

        assert (
            "error: there is no case to record\n"
            "  help: answer sets have no names, write cases of them\n"
        ) == result.output
        assert not (folder / "new.case.yaml").exists()

    def test_nothing_is_overwritten(self, folder: Path) -> None:
        """A file that is there stays as it is, and is said before anything runs."""
        file = write(folder / "one.case.yaml", WRONG)
        result = run("one.case.yaml", "--record", "one.case.yaml")

        assert (
            "error: the file `one.case.yaml` is already there\n"
            "  help: give `--record` a new name, nothing is overwritten\n"
        ) == result.output
        assert WRONG == file.read_text(encoding="utf-8")
        assert 4 == result.exit_code


class TestAnswerLines:
    def test_bare_answer_sets_are_counted(self, folder: Path) -> None:
        """Urgency and first candidate, each with its count and share."""
        write(folder / "bare.jsonl", LINES)
        result = run("bare.jsonl")

        assert (
            "bare.jsonl: 4 answer sets\n"
            "  urgency\n"
            "    emergency      1   25.0%\n"
            "    same-day       0    0.0%\n"
            "    two-weeks      1   25.0%\n"
            "    routine        2   50.0%\n"
            "  first candidate\n"
            "    nothing        2   50.0%\n"
            "    long-hiccups   1   25.0%\n"
            "    short-hiccups  1   25.0%\n"
        ) == result.stdout
        assert 0 == result.exit_code

    def test_json_has_the_counts(self, folder: Path) -> None:
        """Programs get the same numbers."""
        write(folder / "bare.jsonl", LINES)
        (counted,) = json.loads(run("bare.jsonl", "--format", "json").stdout)["answer-sets"]

        assert 4 == counted["count"]
        assert {"nothing": 2, "long-hiccups": 1, "short-hiccups": 1} == counted["first"]

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ('{"age": 4', "this line is not a JSON object"),
            ("[]", "this line is not a JSON object"),
            ("[" * 100_000, "this line is nested too deeply"),
            ('{"age": 4, "age": 5}', "`age` stands here a second time"),
            ('{"agee": 4}', "unknown question `agee`\n  help: did you mean `age`?"),
            ('{"chest-pain": true}', "unknown answer `true` for `chest-pain`"),
            ('{"chest-pain": null}', "unknown answer `null` for `chest-pain`"),
            ('{"age": 4.50}', "`4.50` is not a whole number for `age`"),
            ('{"chest-pain": "yes", "lasted": "days"}', "`lasted` is not asked"),
        ],
    )
    def test_an_unusable_line_is_said_with_its_number(
        self, folder: Path, line: str, said: str
    ) -> None:
        """Every slip has its line, and no word of Python in it."""
        write(folder / "bare.jsonl", f"{LINES}{line}\n")
        result = run("bare.jsonl")

        assert result.stderr.startswith("error: bare.jsonl:6:")
        assert said in result.stderr
        assert 4 == result.exit_code

    def test_an_empty_file_is_an_error(self, folder: Path) -> None:
        """Nothing to count is said."""
        write(folder / "bare.jsonl", "\n")

        assert "error: bare.jsonl:1:1: there are no answer sets\n" in run("bare.jsonl").stderr


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestProgress:
    def shown(self, stream: io.StringIO, seconds: list[float]) -> str:
        clock = iter([0.0, *(moment for moment in seconds for _ in range(2))])
        progress = Progress(len(seconds), "cases", stream, lambda: next(clock))
        for _ in seconds:
            progress.step()
        progress.end()
        return stream.getvalue()

    def test_a_short_run_shows_none(self) -> None:
        """Nothing flickers where it is over at once."""
        assert "" == self.shown(Terminal(), [0.1])

    def test_a_long_run_shows_it_and_takes_it_away(self) -> None:
        """After two seconds one line counts up, and nothing of it stays."""
        assert "\r1 of 2 cases\r2 of 2 cases\r              \r".replace(
            "\r              \r", f"\r{' ' * 12}\r"
        ) == self.shown(Terminal(), [2.5, 3.5])

    def test_a_file_never_gets_any(self) -> None:
        """Logs stay clean."""
        assert "" == self.shown(io.StringIO(), [2.5, 3.5])


ALL_FILES = sorted((ROOT / "tests" / "cases").glob("*.case.yaml"))
EVERY = 32
"""One case of so many is typed in here; `triage replay --interview` types them all."""


class TestInterview:
    @pytest.mark.parametrize("part", range(2))
    def test_typed_in_a_case_gives_the_same_result(self, part: int) -> None:
        """The questions that the interview leaves out change nothing that is shown."""
        book = the_book()
        cases = own_cases()

        assert [] == [
            (case.name, wrong)
            for case in cases[part * EVERY :: 2 * EVERY]
            if (wrong := typed_differently(book, case.answers))
        ]

    def test_the_interview_leaves_out_what_does_not_matter(self, hiccups: Rulebook) -> None:
        """Only questions that still count are typed, and only with answers of the case."""
        case = case_of(hiccups, {"chest-pain": "no", "lasted": "minutes", "age": 40})
        interview = typed(hiccups, case.answers)

        assert set(interview.answers.given) <= set(case.answers.given)
        assert "lasted" in interview.answers.given

    def test_a_difference_is_named(
        self, hiccups: Rulebook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An interview that forgot an answer would be found out."""
        from triage.cases import interviewing
        from triage.interview.state import Interview

        case = case_of(hiccups, {"chest-pain": "yes"})
        monkeypatch.setattr(interviewing, "typed", lambda book, answers: Interview(book))
        (wrong,) = typed_differently(hiccups, case.answers)

        assert wrong.startswith("typed into the interview, the result differs in urgency, title")
        assert [wrong] == [
            one.text for one in run_case(hiccups, Engine(hiccups), case, typed=True).wrong
        ]


def case_of(book: Rulebook, given: dict[str, object]) -> Case:
    from triage import answers_from
    from triage.errors import Place

    return Case("one", Place("one", 1, 1), answers_from(book, given), Expect())


class TestOwnCases:
    def test_what_came_is_what_the_result_says(self) -> None:
        """The ids in a report are those of the assessment."""
        from triage import assess

        book, engine = the_book(), the_engine()
        for case in load_cases(ALL_FILES[0], book):
            came, result = run_case(book, engine, case).came, assess(book, case.answers)

            assert result.urgency == came.urgency
            assert tuple(one.id for one in result.decided_by) == came.decided_by
            assert tuple(one.id for one in result.suggested) == came.suggested
            assert result.also_fit == came.also_fit
            assert tuple(flag.id for flag in result.red_flags) == came.red_flags

    def test_a_case_that_is_made_wrong_fails(self) -> None:
        """The runner notices a changed expectation of a real case."""
        book, engine = the_book(), the_engine()
        case = next(c for c in load_cases(ALL_FILES[0], book) if c.expect.urgency == "emergency")
        wrong = replace(case, expect=Expect(urgency="routine"))

        assert () == run_case(book, engine, case).wrong
        assert (
            "expected urgency routine, got emergency" in run_case(book, engine, wrong).wrong[0].text
        )
