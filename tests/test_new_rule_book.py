"""Starting another rule book: what `triage rules new` writes, and that everything works on it."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from tests.conftest import ROOT
from triage import load_rulebook
from triage.cases.coverage import KINDS, coverage
from triage.cases.loading import load_cases
from triage.cases.mutation import mutants
from triage.cases.noticing import PreparedCases
from triage.cli.main import TriageGroup, main
from triage.cli.rules_new import TEMPLATE, command
from triage.rulebook.files import rule_files

ANSWERS = "chest-pain: no\nage: 30\nlasted: minutes\nbefore: [big-meal]\n"


def new(*typed: str) -> Result:
    group = TriageGroup("rules")
    group.add_command(command)
    return CliRunner().invoke(group, ["new", *typed], catch_exceptions=False)


def run(*typed: str, keys: str = "") -> Result:
    return CliRunner().invoke(main, list(typed), input=keys, catch_exceptions=False)


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new rule book `my-rules` in a folder of its own, where one types commands."""
    monkeypatch.chdir(tmp_path)
    assert 0 == new("my-rules").exit_code
    (tmp_path / "answers.yaml").write_text(ANSWERS, "utf-8")
    return tmp_path / "my-rules"


def test_it_says_what_was_written_and_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who has never done it knows the next three commands."""
    monkeypatch.chdir(tmp_path)

    said = new("my-rules")

    assert 0 == said.exit_code
    assert (
        "wrote a rule book of 10 files, and 14 schemas for editors: my-rules\n"
        "its rules are made up; put your own in their place\n"
        "\n"
        "next:\n"
        "  triage rules check my-rules\n"
        "  triage ask --rules my-rules\n"
        "  triage replay my-rules/cases --rules my-rules\n"
        "\n"
        "what to change first stands in my-rules/README.md\n"
    ) == said.output


@pytest.mark.parametrize("name", ["my-rules", "my rules/of today", "-x", "./-y", "don't"])
def test_what_it_says_to_do_next_works_as_it_stands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the folder is called, each command can be copied into a shell."""
    monkeypatch.chdir(tmp_path)
    said = new("--", name).output
    commands = re.findall(r"^  triage (.+)$", said, re.MULTILINE)

    assert 3 == len(commands)
    for typed in commands:
        done = run(*shlex.split(typed), keys="\n2\n30\n1\n1\n\n")
        assert 0 == done.exit_code, done.output


def test_every_file_of_the_template_is_written_as_it_is(fresh: Path) -> None:
    """Nothing is left out and nothing is changed on the way."""
    kept = {p.relative_to(TEMPLATE): p.read_bytes() for p in TEMPLATE.rglob("*") if p.is_file()}
    written = {p.relative_to(fresh): p.read_bytes() for p in fresh.rglob("*") if p.is_file()}

    assert kept == {name: text for name, text in written.items() if name.parts[0] != "schema"}


def test_an_editor_finds_the_schema_of_every_file(fresh: Path) -> None:
    """Each rule file names its schema in its first line, and fits it."""
    for name in rule_files(fresh):
        first, _, text = (fresh / name).read_text("utf-8").partition("\n")
        named = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", first)
        assert named, name
        schema = json.loads(((fresh / name).parent / named[1]).read_text("utf-8"))
        content = as_editors_read(yaml.load(text, yaml.BaseLoader))
        jsonschema.validate(content, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**content, "no-such-key": "x"}, schema)


def as_editors_read(node: Any) -> Any:
    """Words as text and numbers as numbers, as YAML 1.2 has it: `no` is a word."""
    if isinstance(node, dict):
        return {key: as_editors_read(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_editors_read(item) for item in node]
    return int(node) if node.isdecimal() else node


def test_every_rule_file_explains_itself(fresh: Path) -> None:
    """A clinician who opens a file of rules finds comments in it, and the file in the README."""
    readme = (fresh / "README.md").read_text("utf-8")
    for path in fresh.rglob("*.yaml"):
        assert "# " in path.read_text("utf-8"), path
        assert f"`{path.relative_to(fresh).as_posix()}`" in readme, path


COMMANDS = {
    "check": ("rules check my-rules", "no problem found"),
    "ask": ("ask --plain --rules my-rules", "1. Short hiccups (fits partly)"),
    "assess": ("assess answers.yaml --rules my-rules", "1. Short hiccups (fits partly)"),
    "summary": (
        "assess answers.yaml --rules my-rules --summary for-my-doctor.txt",
        "1. Short hiccups (fits partly)",
    ),
    "explain": ("explain answers.yaml --rules my-rules", "Short hiccups"),
    "why not": (
        "explain answers.yaml --why-not short-hiccups --rules my-rules",
        "Short hiccups",
    ),
    "what would change": (
        "explain answers.yaml --what-would-change --rules my-rules",
        "emergency instead of routine",
    ),
    "learn": ("learn short hiccups --rules my-rules", "Hiccups that pass by themselves."),
    "replay": ("replay my-rules/cases --rules my-rules", "13 cases, every one as expected"),
    "interview": (
        "replay my-rules/cases --rules my-rules --interview",
        "13 cases, every one as expected",
    ),
    "coverage": (
        "replay my-rules/cases --rules my-rules --coverage --min-coverage 100",
        "boxes: red flags 1 of 1 (100.0 %)",
    ),
    "mutate": (
        "rules mutate my-rules/cases --rules my-rules",
        "red flags: 4 changes, 0 not noticed",
    ),
}


@pytest.mark.parametrize("what", COMMANDS)
def test_every_command_works_on_it_at_once(what: str, fresh: Path) -> None:
    """Before anything is changed, the new rule book can be read, asked, tested and explained."""
    typed, expected = COMMANDS[what]

    done = run(*typed.split(), keys="\n2\n30\n1\n1\n\n")

    assert 0 == done.exit_code, done.output
    assert expected in done.output


def test_each_command_of_its_readme_works(fresh: Path) -> None:
    """The README that comes with it names commands, and all of them do something."""
    readme = (fresh / "README.md").read_text("utf-8")
    commands = re.findall(r"\| `triage (.+?)` \|", readme)

    assert 6 == len(commands)
    for typed in commands:
        done = run(*typed.split(), keys="\n2\n30\n1\n1\n\n")
        assert 0 == done.exit_code, done.output


@pytest.mark.parametrize("kind", KINDS)
def test_its_cases_reach_everything(kind: str, fresh: Path) -> None:
    """Every rule, way to fire, answer and fit of the template is shown by a case."""
    book = load_rulebook(fresh)
    cases = load_cases(fresh / "cases/hiccups.case.yaml", book)

    assert [] == list(coverage(book, cases).missing(kind))


def test_no_change_of_its_rules_goes_unnoticed(fresh: Path) -> None:
    """A slip in a rule, of one word or one level, makes a case fail; in a danger sign above all."""
    book = load_rulebook(fresh)
    prepared_cases = PreparedCases(book, load_cases(fresh / "cases/hiccups.case.yaml", book))
    listed = mutants(book)

    assert 4 == sum(mutant.red_flag for mutant in listed)
    assert [] == [
        mutant.id for mutant in listed if prepared_cases.verdict(mutant).noticed_by is None
    ]


def test_it_says_that_its_rules_are_made_up(fresh: Path) -> None:
    """Nobody can take the template for clinical advice: every result says what it is."""
    book = load_rulebook(fresh)

    assert "made up" in book.advisory.not_reviewed
    assert "made up" in book.advisory.opening[0]
    assert {"no"} == {source.read for source in book.sources.values()}
    done = run("assess", "answers.yaml", "--rules", "my-rules")
    assert "These rules are a template. They are made up" in done.output


def test_a_folder_with_somebodys_work_is_left_alone(fresh: Path) -> None:
    """Rules that somebody has written are never mixed with the template."""
    (fresh / "scoring.yaml").write_text("mine", "utf-8")
    before = sorted(path.name for path in fresh.rglob("*"))

    done = new("my-rules")

    assert 3 == done.exit_code
    assert "error: the folder `my-rules` is not empty\n  help: name a new folder\n" == done.output
    assert "mine" == (fresh / "scoring.yaml").read_text("utf-8")
    assert before == sorted(path.name for path in fresh.rglob("*"))


def test_an_empty_folder_is_as_good_as_a_new_one(tmp_path: Path) -> None:
    """A folder that somebody made for it can be used."""
    (tmp_path / "mine").mkdir()

    assert 0 == new(str(tmp_path / "mine")).exit_code
    assert (tmp_path / "mine/rulebook.yaml").is_file()


def test_a_file_in_the_place_of_the_folder_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no folder can be made, one sentence says why."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes").write_text("mine", "utf-8")

    done = new("notes")

    assert 3 == done.exit_code
    assert (
        "error: the folder `notes` cannot be written: file exists\n"
        "  help: check the name and the rights\n"
    ) == done.output
    assert "mine" == (tmp_path / "notes").read_text("utf-8")


def test_without_a_folder_its_use_is_said() -> None:
    """Who forgets the name is shown how it is typed."""
    done = new()

    assert 2 == done.exit_code
    assert "Missing argument 'FOLDER'" in done.output


def test_help_has_an_example() -> None:
    """The help shows one command that can be copied."""
    assert "Example: triage rules new my-rules" in new("--help").output


def test_cases_beside_the_rules_are_no_rule_files(fresh: Path) -> None:
    """Cases and written people may travel in the folder `cases` of a rule book, and change
    nothing in it; a file there that is neither is still a slip.
    """
    digest = load_rulebook(fresh).digest
    (fresh / "cases/more").mkdir()
    (fresh / "cases/more/people.people.yaml").write_text("people: {}\n", "utf-8")

    assert digest == load_rulebook(fresh).digest
    (fresh / "cases/forgotten.yaml").write_text("cases: {}\n", "utf-8")
    done = run("rules", "check", "my-rules")
    assert 3 == done.exit_code
    assert "`cases/forgotten.yaml` is not a file of a rule book" in done.output


def test_it_travels_with_the_package() -> None:
    """Whoever installs the package has the template: it lies inside what the wheel takes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert ["triage"] == wheel["packages"]
    assert ROOT / "triage" in TEMPLATE.parents
    assert isinstance(command, click.Command)
