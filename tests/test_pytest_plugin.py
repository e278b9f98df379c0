"""Scripted cases as pytest items, in a project of somebody else about hiccups."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from msgspec.structs import fields

from tests.conftest import ROOT
from tests.small_book import FILES, write_book
from triage.cases import loading
from triage.pytest_plugin import SUFFIX

pytest_plugins = ["pytester"]

GUIDE = (ROOT / "docs/testing-rules.md").read_text("utf-8")

PASSING = """\
people:
  guest: {chest-pain: no, age: 40, lasted: days, after: [big-meal]}
cases:
  long hiccups stay:
    like: guest
    expect: {first: long-hiccups, urgency: two-weeks}
  short hiccups pass:
    like: guest
    but: {lasted: minutes}
    expect: {first: short-hiccups, because-of: [short-after-meal]}
"""

FAILING = PASSING.replace("two-weeks", "routine").replace(
    "first: long-hiccups", "first: short-hiccups"
)

FAILURE = """\
tests/hiccups.case.yaml:4: long hiccups stay
  expected  urgency routine
  got       two-weeks, decided by long-hiccups
  why       `long-hiccups-core` fired, by `lasted: days`
  expected  short-hiccups first
  got       long-hiccups
  why       `short-hiccups-core` did not fire, it lacks `lasted: minutes` (the case has `lasted: days`)
  came out  urgency two-weeks by long-hiccups; shown long-hiccups; red flags none
"""

BROKEN = PASSING.replace("lasted: minutes", "lasted: minuts").replace("first: long", "frist: long")

SLIPS = """\
tests/hiccups.case.yaml:6:14: unknown key `frist`
  help: did you mean `first`?
tests/hiccups.case.yaml:9:19: unknown answer `minuts` for `lasted`
  help: did you mean `minutes`?
"""

HEAVY = {"yaml", "msgspec", "experta", "click", "triage.errors", "triage.cases", "triage.rulebook"}


class Project:
    """A project with a rule book and, where wanted, a case file."""

    def __init__(self, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
        # plugins are named one by one, so that the result is the same whether or not this
        # checkout is installed with its entry point
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
        monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
        self.pytester = pytester
        self.folder = pytester.path
        write_book(self.folder / "rules")
        (self.folder / "tests").mkdir()
        (self.folder / "pytest.ini").write_text(
            "[pytest]\ntriage_rules = rules\nfilterwarnings = error\n", "utf-8"
        )

    def write(self, text: str, name: str = "tests/hiccups.case.yaml") -> None:
        (self.folder / name).write_text(text, "utf-8")

    def run(self, *options: str) -> pytest.RunResult:
        return self.pytester.runpytest_subprocess(
            "-p", "triage.pytest_plugin", "-p", "no:cacheprovider", *options
        )


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project(pytester, monkeypatch)


def test_files_of_cases_end_in_one_way() -> None:
    """The plugin and the loader mean the same files."""
    assert loading.SUFFIX == SUFFIX


class TestCases:
    def test_every_case_is_a_test_with_its_own_name(self, project: Project) -> None:
        """A report names each case in the words of its author."""
        project.write(PASSING)
        result = project.run("-v")

        assert 0 == result.ret
        result.assert_outcomes(passed=2)
        result.stdout.fnmatch_lines(
            [
                "tests/hiccups.case.yaml::long hiccups stay PASSED*",
                "tests/hiccups.case.yaml::short hiccups pass PASSED*",
            ]
        )

    def test_a_failure_says_what_was_expected_and_what_came(self, project: Project) -> None:
        """The author of a case reads about the case, not about the program."""
        project.write(FAILING)
        result = project.run()
        said = result.stdout.str()

        assert 1 == result.ret
        result.assert_outcomes(passed=1, failed=1)
        assert FAILURE in said
        assert "Traceback" not in said
        assert ".py" not in said.partition("= FAILURES =")[2]
        result.stdout.fnmatch_lines(["FAILED tests/hiccups.case.yaml::long hiccups stay*"])

    def test_a_broken_file_is_one_error_with_all_its_slips(self, project: Project) -> None:
        """Everything that is to be mended is said at once, and nothing else."""
        project.write(BROKEN)
        result = project.run()
        said = result.stdout.str()

        assert 2 == result.ret
        result.assert_outcomes(errors=1)
        assert SLIPS in said
        assert "Traceback" not in said
        assert ".py" not in said.partition("= ERRORS =")[2]

    def test_a_broken_file_does_not_hide_the_others(self, project: Project) -> None:
        """Who wants to goes on with the cases that can be used."""
        project.write(BROKEN)
        project.write(PASSING, "tests/other.case.yaml")
        result = project.run("--continue-on-collection-errors")

        result.assert_outcomes(passed=2, errors=1)

    @pytest.mark.parametrize(
        ("words", "passed"), [("stay", 1), ("short and pass", 1), ("hiccups", 2), ("not long", 1)]
    )
    def test_cases_are_chosen_by_words_of_their_name(
        self, project: Project, words: str, passed: int
    ) -> None:
        """`-k` works as with every test."""
        project.write(PASSING)

        project.run("-k", words).assert_outcomes(passed=passed, deselected=2 - passed)

    def test_one_case_is_run_by_its_full_name(self, project: Project) -> None:
        """What pytest prints can be given back to it."""
        project.write(PASSING)

        project.run("tests/hiccups.case.yaml::short hiccups pass").assert_outcomes(passed=1)

    def test_a_junit_report_has_each_case_and_its_failure(self, project: Project) -> None:
        """Build servers show cases like tests of any other kind."""
        project.write(FAILING)
        project.run("--junit-xml=report.xml")
        found = {case.get("name"): case for case in ET.parse("report.xml").iter("testcase")}

        assert {"long hiccups stay", "short hiccups pass"} == set(found)
        assert {"tests.hiccups.case.yaml"} == {case.get("classname") for case in found.values()}
        assert [] == list(found["short hiccups pass"])
        failure = found["long hiccups stay"].find("failure")
        assert failure is not None
        assert FAILURE.strip() == (failure.text or "").strip()

    def test_cases_run_on_several_processes(self, project: Project) -> None:
        """xdist gives the same outcome, in the same words."""
        project.write(FAILING)
        project.write(PASSING, "tests/other.case.yaml")
        result = project.run("-p", "xdist", "-n", "2")

        result.assert_outcomes(passed=3, failed=1)
        assert FAILURE in result.stdout.str()
        assert "Traceback" not in result.stdout.str()

    @pytest.mark.parametrize(
        "name", ["a.case.yml", "a.cases.yaml", "A.CASE.YAML", "a.case.yaml.txt"]
    )
    def test_cases_under_nearly_the_right_name_are_not_passed_over(
        self, project: Project, name: str
    ) -> None:
        """A build that is green has run every case that somebody wrote."""
        project.write(PASSING)
        project.write(PASSING, f"tests/{name}")
        result = project.run()

        assert 2 == result.ret
        assert (
            f"`{name}` cannot be replayed, by its name\n  help: let its name end in .case.yaml\n"
        ) in result.stdout.str()
        assert "Traceback" not in result.stdout.str()

    def test_a_broken_file_is_said_once_by_several_processes(self, project: Project) -> None:
        """Two processes that read the same slips do not say them twice."""
        project.write(BROKEN)
        result = project.run("-p", "xdist", "-n", "2")

        # pytest repeats the first lines in its summary where it runs for a CI
        said, _, _ = result.stdout.str().partition("short test summary info")
        assert 1 == said.count(SLIPS)


class TestRules:
    def test_the_option_goes_before_the_key(self, project: Project) -> None:
        """Another rule book is tried with the same cases, from any folder."""
        project.write(PASSING)
        changed = FILES["conditions/long-hiccups.yaml"].replace("two-weeks", "same-day")
        write_book(project.folder / "draft", {**FILES, "conditions/long-hiccups.yaml": changed})

        project.run().assert_outcomes(passed=2)
        project.run("--triage-rules", "draft").assert_outcomes(passed=1, failed=1)
        project.run("--triage-rules", "draft", "-p", "xdist", "-n", "2").assert_outcomes(
            passed=1, failed=1
        )

    def test_an_empty_option_is_wrong_use(self, project: Project) -> None:
        """A variable of the shell without a value is not the current folder."""
        project.write(PASSING)
        result = project.run("--triage-rules", "")

        assert 4 == result.ret
        assert "--triage-rules: a name without any letter was given" in result.stderr.str()

    def test_the_key_is_seen_from_its_own_file(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where somebody stands when starting pytest makes no difference."""
        project.write(PASSING)
        monkeypatch.chdir(project.folder / "tests")

        project.run().assert_outcomes(passed=2)

    def test_without_either_the_rule_book_that_comes_with_triage_is_used(
        self, project: Project
    ) -> None:
        """Somebody who writes cases for the shipped rules names no folder."""
        (project.folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
        project.write("cases:\n  nothing: {answers: {}, expect: {urgency: routine}}\n")

        project.run().assert_outcomes(passed=1)

    def test_a_broken_rule_book_is_said_in_its_place(self, project: Project) -> None:
        """Rules that cannot be used are no traceback either."""
        project.write(PASSING)
        broken = FILES["conditions/long-hiccups.yaml"].replace("urgency:", "urgancy:")
        write_book(project.folder / "draft", {**FILES, "conditions/long-hiccups.yaml": broken})
        result = project.run("--triage-rules", "draft")

        assert 2 == result.ret
        assert (
            "draft` cannot be used\n"
            "conditions/long-hiccups.yaml:9:1: unknown key `urgancy`\n"
            "  help: did you mean `urgency`?\n"
        ) in result.stdout.str()
        assert "Traceback" not in result.stdout.str()

    def test_rules_and_engine_are_made_once_for_all_files(self, project: Project) -> None:
        """A hundred case files cost one reading of the rules."""
        project.write(PASSING)
        project.write(PASSING, "tests/other.case.yaml")
        (project.folder / "conftest.py").write_text(
            "import triage.rulebook.loading as loading, triage.inference.engine as engine\n"
            "made = []\n"
            "real_load, RealEngine = loading.load_rulebook, engine.Engine\n"
            "loading.load_rulebook = lambda folder: made.append('book') or real_load(folder)\n"
            "engine.Engine = lambda book: made.append('engine') or RealEngine(book)\n"
            "def pytest_unconfigure():\n"
            "    print('made:', *made)\n",
            "utf-8",
        )
        result = project.run("-s")

        result.assert_outcomes(passed=4)
        result.stdout.fnmatch_lines(["made: book engine"])


class TestElsewhere:
    def test_a_project_without_case_files_does_not_notice(self, project: Project) -> None:
        """Other YAML files stay alone, and no rule is read, even where the folder is wrong."""
        (project.folder / "pytest.ini").write_text("[pytest]\ntriage_rules = none\n", "utf-8")
        project.write("a: [", "tests/other.yaml")
        project.write("a: [", "tests/case.yaml")
        project.write("cases: [1]", "tests/other.case.yml")
        project.write(
            "import sys\n\n\n"
            "def test_nothing_is_loaded():\n"
            f"    assert not {HEAVY!r} & sys.modules.keys()\n",
            "tests/test_other.py",
        )
        result = project.run()

        assert 0 == result.ret
        result.assert_outcomes(passed=1)

    def test_importing_the_plugin_costs_nothing(self, tmp_path: Path) -> None:
        """Every run of pytest imports it, wherever triage is installed."""
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", "import movement_triage_pytest"],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        )
        imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

        assert "pytest" in imported
        assert set() == HEAVY & imported
        # not even the package: somebody else's may have the same name
        assert not [name for name in imported if name.partition(".")[0] == "triage"]

    def test_the_entry_point_is_enough(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another repository installs triage and writes case files; nothing else."""
        installed = project.folder / "installed"
        info = installed / "hiccups_stand_in-1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Name: hiccups-stand-in\nVersion: 1\n", "utf-8")
        (info / "entry_points.txt").write_text(
            "[pytest11]\ntriage = movement_triage_pytest\n", "utf-8"
        )
        monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
        monkeypatch.setenv("PYTHONPATH", str(installed), prepend=os.pathsep)
        project.write(PASSING)
        start = ("-p", "no:cacheprovider", "tests")

        project.pytester.runpytest_subprocess(*start).assert_outcomes(passed=2)
        project.pytester.runpytest_subprocess(*start, "-n", "2").assert_outcomes(passed=2)
        off = project.pytester.runpytest_subprocess(*start, "-p", "no:triage")
        assert "passed" not in off.stdout.str()


class TestOtherTriage:
    """A project whose own package is called `triage`, where ours is installed too."""

    @pytest.fixture
    def theirs(self, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The project; our plugin is loaded as its entry point loads it."""
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        monkeypatch.setenv("PYTEST_ADDOPTS", "-p movement_triage_pytest -p no:cacheprovider")
        monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
        package = pytester.path / "triage"
        package.mkdir()
        (package / "__init__.py").write_text("", "utf-8")
        (package / "mine.py").write_text("def f(): return 1\n", "utf-8")
        (pytester.path / "test_mine.py").write_text(
            "def test_x():\n    from triage import mine\n    assert mine.f() == 1\n", "utf-8"
        )
        return pytester.path

    @pytest.mark.parametrize(
        "words",
        [
            ("-m", "pytest"),
            ("-c", "import pytest, sys; sys.path.pop(0); sys.exit(pytest.main([]))"),
        ],
    )
    def test_their_tests_run_as_if_we_were_not_there(
        self, theirs: Path, words: tuple[str, ...]
    ) -> None:
        """With their folder first on the path, and with ours first."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=theirs,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )

        assert 0 == done.returncode, done.stdout + done.stderr
        assert "1 passed" in done.stdout

    def test_a_case_file_is_refused_in_a_line(self, theirs: Path) -> None:
        """It is never passed over: somebody might count on it."""
        (theirs / "x.case.yaml").write_text(PASSING, "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest"],
            cwd=theirs,
            capture_output=True,
            text=True,
            check=False,
        )

        assert 2 == done.returncode
        assert (
            "this case file cannot be run, another package called `triage` stands before ours\n"
            "  help: run pytest elsewhere, or leave case files out with `-p no:triage`\n"
        ) in done.stdout
        assert "Traceback" not in done.stdout


class TestGuide:
    """docs/testing-rules.md."""

    def test_the_case_file_of_the_guide_holds(self, project: Project) -> None:
        """What the guide shows can be copied and run."""
        example = re.findall(r"```yaml\n(.+?)```", GUIDE, re.DOTALL)[0]
        (project.folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
        project.write(example)

        project.run().assert_outcomes(passed=4)

    def test_what_the_guide_says_about_a_slip_is_what_is_said(self, project: Project) -> None:
        """Nobody looks for words that the program does not print."""
        example = re.findall(r"```yaml\n(.+?)```", GUIDE, re.DOTALL)[0]
        slip = re.findall(r"```\n(tests/pulling[^`]+`tuoch`.+?)```\n", GUIDE, re.DOTALL)[0]
        (project.folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
        project.write(
            example.replace("changes: none}", "changes: [tuoch]}"),
            "tests/pulling.case.yaml",
        )

        assert slip in project.run().stdout.str()

    def test_what_the_guide_says_about_a_failure_is_what_is_said(self, project: Project) -> None:
        """The smallest difference of the guide is one that the program prints."""
        example = re.findall(r"```yaml\n(.+?)```", GUIDE, re.DOTALL)[0]
        failure = re.findall(r"```\n(tests/pulling[^`]+\n  expected.+?)```\n", GUIDE, re.DOTALL)[0]
        (project.folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
        without = example.replace("changes: [touch]", "changes: none")
        project.write(without.replace("    but: {changes: none}\n", ""), "tests/pulling.case.yaml")

        assert failure in project.run().stdout.str()

    def test_the_guide_has_every_expectation(self) -> None:
        """An expectation nobody can find is not written."""
        table = GUIDE.partition("## Expectations")[2].partition("##")[0]

        assert [field.encode_name for field in fields(loading.Expect)] == re.findall(
            r"^\| `([a-z-]+):", table, re.MULTILINE
        )
