"""The rule book that a project names for its cases: the same for pytest and for our commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.config.findpaths import determine_setup
from click.testing import CliRunner, Result

from movement_triage_pytest import OPTION
from tests.conftest import ROOT
from tests.small_book import write_book
from triage import RulesError
from triage.cases.configured import ALWAYS, CONFIGURATIONS, KEY, configured
from triage.cli.main import main
from triage.rulebook.installed import own_folder

INI = "[pytest]\ntriage_rules = {}\n"
TABLE = '[tool.pytest.ini_options]\ntriage_rules = "{}"\n'
TREES = {
    "pyproject.toml": {"pyproject.toml": TABLE.format("book")},
    "a table of its own": {"pyproject.toml": '[tool.pytest]\ntriage_rules = "book"\n'},
    "pytest.ini": {"pytest.ini": INI.format("book")},
    "hidden": {".pytest.ini": INI.format("book")},
    "pytest.toml": {"pytest.toml": '[pytest]\ntriage_rules = "book"\n'},
    "tox.ini": {"tox.ini": INI.format("book")},
    "setup.cfg": {"setup.cfg": INI.format("book").replace("[pytest]", "[tool:pytest]")},
    "one beside the cases": {"pytest.ini": INI.format("far"), "a/pytest.ini": INI.format("near")},
    "above both": {"pytest.ini": INI.format("book"), "a/deep/pytest.ini": INI.format("deep")},
    "ini before toml": {"pytest.ini": INI.format("ini"), "pyproject.toml": TABLE.format("toml")},
    "an empty ini": {"pytest.ini": "", "pyproject.toml": TABLE.format("toml")},
    "an empty ini near": {"a/pytest.ini": "", "pyproject.toml": TABLE.format("toml")},
    "tox of something else": {"a/tox.ini": "[tox]\n", "pyproject.toml": TABLE.format("toml")},
    "bare project": {"a/pyproject.toml": "[project]\n", "pytest.ini": INI.format("book")},
    "bare above": {"pyproject.toml": "[project]\n", "a/pytest.ini": INI.format("book")},
    "an old project": {"setup.py": "", "b/pytest.ini": INI.format("book")},
    "only below": {"b/pytest.ini": INI.format("book")},
    "another case of letters": {"pytest.ini": "[pytest]\nTriage_Rules = book\n"},
    "upwards": {"a/pytest.ini": INI.format("../book")},
    "a percent sign": {"pytest.ini": INI.format("50%(x)s")},
    "no value": {"pytest.ini": INI.format("")},
    "nothing": {},
}
NAMED = (("a/some.case.yaml",), ("a",), ("a", "b/some.case.yaml"), ("a/../b",), ("none",), ())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a project is, and the current folder."""
    for name in ("a", "b"):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "some.case.yaml").write_text("cases: {}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("named", NAMED, ids=" ".join)
@pytest.mark.parametrize("files", TREES.values(), ids=TREES)
def test_it_is_found_where_pytest_finds_it(
    folder: Path, files: dict[str, str], named: tuple[str, ...]
) -> None:
    """Whoever replays a case by hand has it judged by the rules that the build judges it by."""
    for name, text in files.items():
        (folder / name).write_text(text)
    _, file, keys, _ = determine_setup(
        inifile=None,
        override_ini=None,
        args=list(named),
        rootdir_cmd_arg=None,
        invocation_dir=folder,
    )
    value = getattr(keys.get(OPTION), "value", None) if file else None
    wanted = (file.parent / str(value)).resolve() if file and value else None
    found = configured(map(Path, named))

    assert wanted == (found and found.folder)
    assert found is None or found.file == file


def test_the_key_and_the_files_are_those_of_pytest() -> None:
    """They are written down a second time, since pytest need not be installed."""
    from _pytest.config.findpaths import CONFIG_LOADERS_BY_NAME

    assert OPTION == KEY
    assert list(CONFIG_LOADERS_BY_NAME) == list(CONFIGURATIONS)
    assert {*ALWAYS} < {*CONFIGURATIONS}


def test_this_project_names_its_own_rules() -> None:
    """So its cases are judged by the rule files beside them, which is not worth saying."""
    found = configured([ROOT / "tests/cases"])

    assert found
    assert (own_folder().resolve(), ROOT / "pyproject.toml") == (found.folder, found.file)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "pyproject.toml",
            "[tool.pytest",
            "the configuration of pytest, `pyproject.toml`, cannot be read",
        ),
        ("pytest.ini", "triage_rules", "the configuration of pytest, `pytest.ini`, cannot be read"),
        (
            "pytest.toml",
            "[pytest]\ntriage_rules = [1]",
            "`triage_rules` in `pytest.toml` is not the name of a folder",
        ),
    ],
)
def test_what_cannot_be_read_is_said(folder: Path, name: str, text: str, said: str) -> None:
    """Nobody's cases are judged by other rules in silence because of a slip elsewhere."""
    (folder / name).write_text(text)

    with pytest.raises(RulesError) as raised:
        configured([Path("a")])
    assert (said,) == tuple(problem.message for problem in raised.value.problems)


CASES = """\
cases:
  for days:
    answers: {chest-pain: no, age: 40, lasted: days, medicines: [calmone]}
    expect: {urgency: two-weeks, suggested: [long-hiccups]}
"""
PEOPLE = """\
people:
  anna:
    told: I ate too much and now I have hiccups.
    kind: typical
    unsaid: no
    known: {condition: short-hiccups, urgency: routine, why: they pass}
    answers: {chest-pain: no, lasted: minutes, after: [big-meal]}
"""
COMMANDS = {
    "replay": ("replay", "tests"),
    "accuracy": ("accuracy", "tests"),
    "mutate": ("rules", "mutate", "tests", "--only", "red-flags"),
}


class TestCommands:
    @pytest.fixture(autouse=True)
    def project(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A project with a rule book of its own in `book`, named in pyproject.toml."""
        write_book(tmp_path / "book")
        (tmp_path / "pyproject.toml").write_text(TABLE.format("book"))
        (tmp_path / "tests").mkdir()
        (tmp_path / "tests/some.case.yaml").write_text(CASES)
        (tmp_path / "tests/some.people.yaml").write_text(PEOPLE)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, words)

    @pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
    def test_what_works_on_cases_uses_it_and_says_so(self, words: tuple[str, ...]) -> None:
        """The output is that with `--rules`; where the rules come from is not part of it."""
        asked = self.run(*words, "--rules", "book")
        found = self.run(*words)

        assert "" == asked.stderr
        assert "the rule book is `book`, by `triage_rules` in `pyproject.toml`\n" == found.stderr
        assert (asked.stdout, asked.exit_code) == (found.stdout, found.exit_code)
        assert found.exit_code in (0, 1)

    @pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
    def test_an_option_goes_first(self, project: Path, words: tuple[str, ...]) -> None:
        """What is typed decides, and what a project says elsewhere is not even read."""
        (project / "pyproject.toml").write_text("[tool.pytest")

        assert 3 == self.run(*words).exit_code
        assert self.run(*words, "--rules", "book").exit_code in (0, 1)
