"""Documents that cannot drift away from the program."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import triage
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
FILLERS = {"a", "an", "the", "of", "for", "as", "and", "s"}
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("rules/*.md")]


def test_readme_has_exactly_two_one_line_commands() -> None:
    """One starts the questionnaire, one runs all tests; each does all set-up."""
    commands = re.findall(r"```sh\n(.+?)```", README, re.DOTALL)

    assert 2 == len(commands)
    assert all(1 == command.strip().count("\n") + 1 for command in commands)
    assert commands[0].strip().endswith("triage")
    assert commands[1].strip().endswith("pytest")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_command_is_found_where_a_document_installs_it(path: Path) -> None:
    """Who types the lines one after the other reads of no command that is not found."""
    for block in re.findall(r"```sh\n(.+?)```", path.read_text("utf-8"), re.DOTALL):
        before, made, typed = block.partition("python3 -m venv .venv")
        typed, active, _ = typed.partition(". .venv/bin/activate")

        assert not made or not re.search(r"(?<![\w/.])(triage|pip|pytest)\b", before + typed), block
        assert not made or active or ".venv/bin/" in typed


def test_the_readme_says_how_a_new_terminal_finds_the_command() -> None:
    """On the next day the environment is not active: both ways out are said, before any use."""
    start = README.split("\n## ")[1]

    assert start.startswith("Start\n")
    assert "type `. .venv/bin/activate` first, or\n`.venv/bin/triage` wherever" in start


def test_the_readme_serves_one_reader_after_the_other() -> None:
    """Each finds their own part, patients first."""
    parts = re.findall(r"^## For (.+)$", README, re.MULTILINE)

    readers = ["whoever has the movements, or helps", "clinicians", "testers and authors of rules"]
    assert [*readers, "analysts", "other programs", "developers"] == parts


def test_the_transcript_is_what_the_program_prints() -> None:
    """The page shows the program as it is; `python -m tests.transcript` renews it."""
    from tests.transcript import BLOCK, PAGE, transcript

    found = BLOCK.search(PAGE.read_text("utf-8"))

    assert found is not None
    assert transcript() == found.group()


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The example in the README does what it shows."""
    example = re.findall(r"```python\n(.+?)```", README, re.DOTALL)[0]
    exec(example, {})

    assert "routine ['Cervical dystonia'" in capsys.readouterr().out


def test_the_answer_file_in_the_readme_can_be_used() -> None:
    """The example of answers is read without a slip."""
    text = re.findall(r"```yaml\n(.+?)```", README, re.DOTALL)[0]
    book = triage.own_rulebook()

    assert triage.assess(book, triage.read_answers(book, text, "README.md")).suggested


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_to_files_lead_somewhere(path: Path) -> None:
    """No document points at a file that is not there."""
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        if not link.startswith("http"):
            assert (path.parent / link).exists(), link


def test_promises_name_tests_that_exist() -> None:
    """Each promise points at a test."""
    text = (ROOT / "docs/promises.md").read_text("utf-8")
    for file, name in re.findall(r"`(test_\w+\.py)(?:::(\w+))?`", text):
        source = (ROOT / "tests" / file).read_text("utf-8")
        assert not name or f"class {name}" in source or f"def {name}" in source


def test_every_dependency_has_its_reason() -> None:
    """Each library in pyproject.toml has a line that says why."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        named += extra
    reasons = (ROOT / "docs/dependencies.md").read_text("utf-8")
    for requirement in named:
        name = re.split(r"[<>=\[ ]", requirement)[0]
        assert re.search(rf"\| .*\b{re.escape(name)}\b.* \|", reasons), name


def test_public_names_are_exactly_those_promised() -> None:
    """Adding a public name is a decision, so this list is edited by hand."""
    promised = [
        "Answers",
        "AnswersError",
        "Assessment",
        "Engine",
        "EngineError",
        "Interview",
        "Rulebook",
        "RulesError",
        "TriageError",
        "answers_from",
        "assess",
        "load_rulebook",
        "own_rulebook",
        "read_answers",
        "to_json",
        "what_would_change",
        "why",
        "why_not",
    ]

    assert sorted(promised) == sorted(triage.__all__)
    assert all(getattr(triage, name) is not None for name in promised)
    with pytest.raises(AttributeError):
        _ = triage.no_such_name


def test_the_page_about_the_library_is_current() -> None:
    """It says what the docstrings say; `python -m tests.api_page` renews it."""
    from tests.api_page import GROUPS, PAGE, api_page

    assert sorted(triage.__all__) == sorted(name for names in GROUPS.values() for name in names)
    assert api_page() == PAGE.read_text("utf-8")


class TestArchitecture:
    """The page that a newcomer reads first is true."""

    PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")

    def test_its_layers_are_those_that_imports_keep_to(self) -> None:
        """The picture is the contract: no layer more, none less, in this order."""
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
        (layers,) = (
            contract["layers"]
            for contract in settings["tool"]["importlinter"]["contracts"]
            if contract["name"] == "imports run one way"
        )
        picture = re.findall(r"```text\n(.+?)```", self.PAGE, re.DOTALL)[0]
        drawn = [re.split(" {3,}", line)[0] for line in picture.strip().split("\n")]

        assert layers == drawn

    def test_every_package_has_its_part(self) -> None:
        """Nobody meets a folder of the program that the page passes over in silence."""
        packages = {path.parent.name for path in (ROOT / "triage").glob("*/__init__.py")}

        assert packages == set(re.findall(r"^### `triage/(\w+)`", self.PAGE, re.MULTILINE))

    def test_every_file_that_it_names_is_there(self) -> None:
        """What stands below the heading of a package is in that package."""
        slips: list[str] = []
        folder = ROOT / "triage"
        for line in self.PAGE.split("\n"):
            if line.startswith("#"):
                package = re.match(r"### `(triage/\w*)`", line)
                folder = ROOT / (package[1] if package else "triage")
            named = re.findall(r"(?<![\w/.])[\w./]+\.py\b|(?<=`)[\w./]+/(?=`)", line)
            slips += [
                name
                for name in named
                if not (folder / name).exists() and not (ROOT / name).exists()
            ]

        assert [] == slips


def test_every_file_that_the_steps_touch_is_there() -> None:
    """Who adds something is sent to files that exist, or to the one that the steps make."""
    text = (ROOT / "docs/extending.md").read_text("utf-8")
    named = set(re.findall(r"`((?:triage|tests|docs|benchmarks|rules)/[\w./-]+)`", text))

    made = {
        "tests/checks/E33/",
        "docs/checks/E33-future-source.md",
        "triage/rulebook/kinds/date.py",
    }
    assert made == {name for name in named if not (ROOT / name).exists()}


def undocumented(path: Path) -> Iterator[str]:
    """What is public in a module and says no more than its own name."""
    tree = ast.parse(path.read_text("utf-8"))
    waiting: list[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef]] = [(path.stem, tree)]
    while waiting:
        name, node = waiting.pop()
        said = set(re.findall(r"[a-z]+", (ast.get_docstring(node) or "").lower()))
        if node.body and not said - set(re.findall(r"[a-z]+", name.lower())) - FILLERS:
            yield f"{path.relative_to(ROOT).as_posix()}: {name}"
        if not isinstance(node, ast.FunctionDef):
            below = (one for one in node.body if isinstance(one, ast.FunctionDef | ast.ClassDef))
            waiting += [(one.name, one) for one in below if not one.name.startswith("_")]


def test_everything_public_says_what_it_is() -> None:
    """Each module, class, function and method of the program, in words that its name has not."""
    paths = (ROOT / "triage").rglob("*.py")

    assert [] == [slip for path in sorted(paths) for slip in undocumented(path)]


def test_nothing_names_a_machine_or_a_registry() -> None:
    """The repository says nothing about where it was made."""
    import subprocess

    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    slips = []
    for name in listed:
        text = (ROOT / name).read_text("utf-8", errors="ignore") if (ROOT / name).exists() else ""
        if re.search(r"/work/|/opt/pypi|/root/|index-url", text) and name != "tests/test_docs.py":
            slips.append(name)

    assert [] == slips
