"""What a release says of itself: version, changes, manual page, pins and licences."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT, commands_of
from tests.dependencies import brought, declared_licence, licence_of, pinned, pins, reasons
from tests.man_page import ENVIRONMENT, EXIT_CODES, PAGE, man_page, paragraphs, roff
from triage import Rulebook
from triage.cli.main import main, wants_plain
from triage.version import __version__

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CHANGES = (ROOT / "CHANGELOG.md").read_text("utf-8")
PINS = (ROOT / "constraints.txt").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
DEPENDENCIES = (ROOT / "docs/dependencies.md").read_text("utf-8")
READERS = ["For patients and clinicians", "For developers and test authors"]
SCREEN = 24
EXTRAS = PROJECT["project"]["optional-dependencies"]


def asked_for() -> list[Requirement]:
    """Every library that pyproject.toml names, at run time, in an extra or for building."""
    lists = [PROJECT["project"]["dependencies"], PROJECT["build-system"]["requires"]]
    return [Requirement(one) for found in [*lists, *EXTRAS.values()] for one in found]


def npm(name: str) -> dict[str, Any]:
    """An npm library as a package-lock.json has it."""
    for lock in sorted((ROOT / "tests").glob("*/package-lock.json")):
        packages: dict[str, dict[str, Any]] = json.loads(lock.read_text("utf-8"))["packages"]
        if f"node_modules/{name}" in packages:
            return packages[f"node_modules/{name}"]
    raise KeyError(name)


class TestVersion:
    def test_it_stands_in_one_place(self) -> None:
        """Nobody can raise it in one file and forget another."""
        assert ["version"] == PROJECT["project"]["dynamic"]
        assert "version" not in PROJECT["project"]
        assert "triage/version.py" == PROJECT["tool"]["hatch"]["version"]["path"]
        sources = [path for path in ROOT.glob("triage/**/*.py") if path.name != "version.py"]
        assert [] == [path for path in sources if "__version__ =" in path.read_text("utf-8")]

    def test_the_program_says_it(self) -> None:
        """`triage --version` names what is installed."""
        assert f"triage, version {__version__}\n" == CliRunner().invoke(main, ["--version"]).output

    def test_the_newest_changes_are_those_of_this_version(self) -> None:
        """The change log begins with the version that is here."""
        newest = re.findall(r"^## (\S+) \((not released|\d{4}-\d\d-\d\d)\)$", CHANGES, re.MULTILINE)

        assert __version__ == newest[0][0]


class TestChanges:
    @pytest.mark.parametrize("reader", READERS)
    def test_each_reader_has_a_part_of_at_most_a_screen(self, reader: str) -> None:
        """A patient need not read about pins, and nobody has to scroll."""
        for release in re.split(r"^## ", CHANGES, flags=re.MULTILINE)[1:]:
            parts = re.split(r"^### ", release, flags=re.MULTILINE)[1:]
            assert READERS == [part.splitlines()[0] for part in parts]
            (part,) = (part for part in parts if part.startswith(reader))
            assert len(part.strip().splitlines()) <= SCREEN

    def test_a_patient_is_told_no_word_of_programmers(self) -> None:
        """The patient's part speaks of what it does, not of how it is made."""
        part = CHANGES.split(READERS[0])[1].split(READERS[1])[0]

        assert [] == re.findall(r"(?i)\b(YAML|JSON Schema|pytest|experta|API|wheel)\b", part)

    def test_the_first_release_counts_what_is_in_the_rules(self, book: Rulebook) -> None:
        """Until it is released, its figures are those of the rule book."""
        part = CHANGES.split("## 0.1.0 (not released)")
        if len(part) == 1:
            pytest.skip("0.1.0 is released, and its figures stay as they were")
        things = {
            "conditions": book.conditions,
            "red flags": book.red_flags,
            "medicines": book.medicines,
            "sources": book.sources,
        }
        told = {name: int(n) for n, name in re.findall(r"(\d+) ([a-z]+(?: flags)?)\b", part[1])}

        assert {name: len(some) for name, some in things.items()} == {k: told[k] for k in things}


class TestPins:
    def test_every_library_that_anything_needs_is_pinned(self) -> None:
        """The same tests run with the same libraries tomorrow, on each Python."""
        needed = brought("movement-triage", frozenset(EXTRAS)) | {
            canonicalize_name(one.name) for one in asked_for()
        }

        assert len(needed) > len(asked_for())
        assert set() == needed - set(pinned())

    def test_a_pin_is_one_version_that_pyproject_allows(self) -> None:
        """No range, no file and no address can slip in."""
        assert all(re.fullmatch(r"==[0-9][0-9a-z.]*", str(pin.specifier)) for pin in pins())
        assert [] == [one for one in asked_for() if pinned()[canonicalize_name(one.name)] not in one.specifier]  # fmt: skip
        assert not re.search(r"://|file:|^-|\s--(index|find|trusted|extra-i)", PINS, re.MULTILINE)

    def test_the_file_says_how_it_is_made_and_the_document_says_the_same(self) -> None:
        """Whoever wants newer versions finds one command."""
        command = PINS.splitlines()[1].removeprefix("#").strip()

        assert command.startswith("uv pip compile --universal")
        assert command.replace("compile", "compile --upgrade") in DEPENDENCIES.splitlines()

    def test_the_tests_of_the_readme_use_them(self) -> None:
        """Who runs all tests gets the versions with which they passed."""
        (command,) = re.findall(r"^.*pip install.*pytest$", README, re.MULTILINE)

        assert "-c constraints.txt" in command


class TestLicences:
    def test_every_library_stands_in_the_document(self) -> None:
        """Nothing is used that nobody can find there, and nothing stands there that went away."""
        packages = [json.loads(p.read_text("utf-8")) for p in ROOT.glob("tests/*/package.json")]
        from_npm = {name for package in packages for name in package["dependencies"]}
        direct = {canonicalize_name(one.name) for one in asked_for()}
        run_time = {Requirement(one).name for one in PROJECT["project"]["dependencies"]}
        below = set().union(*(brought(name) for name in run_time))
        told = reasons().values()

        assert from_npm == {one.name for one in told if one.npm}
        assert direct | below == {canonicalize_name(one.name) for one in told if not one.npm}

    @pytest.mark.parametrize("name", sorted(reasons()))
    def test_its_licence_is_the_one_it_declares(self, name: str) -> None:
        """A hospital can rely on the list when it decides what it may install."""
        reason = reasons()[name]
        said = licence_of(npm(name)["license"]) if reason.npm else declared_licence(name)
        if said is None:
            pytest.skip(f"{name} is not installed here")

        assert reason.licence == said

    @pytest.mark.parametrize("name", sorted(EXTRAS))
    def test_the_document_says_which_extra_brings_it(self, name: str) -> None:
        """Who only runs the program sees what is not for them."""
        for one in map(Requirement, EXTRAS[name]):
            (reason,) = (
                reason
                for reason in reasons().values()
                if canonicalize_name(reason.name) == canonicalize_name(one.name)
            )
            assert f"`{name}`" in reason.when


class TestManPage:
    def test_it_is_what_the_commands_say(self) -> None:
        """`python -m tests.man_page` writes it again."""
        assert man_page() == PAGE.read_text("utf-8")

    def test_every_command_and_option_is_in_it(self) -> None:
        """Who has no network finds everything with `man triage`."""
        page = PAGE.read_text("utf-8")
        todo = [click.Context(main, info_name="triage")]
        for ctx in todo:
            below = commands_of(ctx.command)
            todo += [click.Context(one, info_name=name, parent=ctx) for name, one in below.items()]
            if not below:
                assert f'.SS "{roff(ctx.command_path)} ' in page
                assert roff(str(ctx.command.epilog)) in page
            for one in ctx.command.params:
                if isinstance(one, click.Option) and not one.hidden:
                    assert rf"\fB{roff(one.opts[-1])}" in page
        assert len(todo) > len(commands_of(main))

    def test_every_exit_code_of_the_readme_is_in_it(self) -> None:
        """A script can rely on them."""
        told = re.search(r"Exit codes: (.+?)\.", README, re.DOTALL)

        assert told is not None
        assert sorted(EXIT_CODES) == re.findall(r"\b\d\b", told.group(1))

    @pytest.mark.parametrize("name", sorted(ENVIRONMENT))
    def test_its_environment_does_what_it_says(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A person who needs plain text gets it by what the page says."""
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)

        assert wants_plain({name: "dumb" if name == "TERM" else "1"})
        assert not wants_plain({})

    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            (".profile is a file", r"\&.profile is a file"),
            ("don't", r"don\(aqt"),
            (r"a\nb", r"a\(rsnb"),
            ("--plain", r"\-\-plain"),
            ('say "no"', r"say \(dqno\(dq"),
            ("PATH…", r"PATH\[u2026]"),
            ("two\n  lines", "two lines"),
        ],
    )
    def test_every_letter_is_printed_as_it_was_written(self, text: str, printed: str) -> None:
        """No word of a help text is taken for an order to the printer."""
        assert printed == roff(text)

    def test_lines_that_belong_together_stay_as_they_are(self) -> None:
        """A table in a help text is still one on paper."""
        assert [".PP", "One.", ".PP", ".nf", "a b", "c", ".fi"] == list(
            paragraphs("One.\n\n\b\na  b\nc")
        )

    @pytest.mark.parametrize(
        "command",
        [
            ["groff", "-man", "-Tutf8", "-ww", "-z"],
            ["man", "--warnings=w", "-l"],
        ],
        ids=lambda command: command[0],
    )
    def test_it_is_shown_without_a_warning(self, command: list[str], tmp_path: Path) -> None:
        """It looks the same in every pager; and the tool does find a slip in a broken page."""
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not on this machine")
        broken = tmp_path / "broken.1"
        broken.write_text(PAGE.read_text("utf-8") + "\n.TP\n\\fB\\[nosuchletter]\\fR\n", "utf-8")
        said = [
            subprocess.run([*command, str(page)], capture_output=True, text=True, check=False)
            for page in (PAGE, broken)
        ]

        assert (0, "") == (said[0].returncode, said[0].stderr)
        if command[0] == "man":
            assert "Whatever it says: see your doctor." in " ".join(said[0].stdout.split())
        assert "nosuchletter" in said[1].stderr + said[1].stdout


def test_a_release_never_replaces_another(tmp_path: Path) -> None:
    """What was handed out stays as it was."""
    (tmp_path / "dist").mkdir()
    command = [sys.executable, str(ROOT / ".ci/release.py"), str(tmp_path / "dist")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (1, "`dist` exists already, name a new folder\n") == (done.returncode, done.stderr)
    assert [] == list((tmp_path / "dist").iterdir())


def test_a_release_is_made_of_what_is_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody could make a release again from files that only one person has."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / ".ci").mkdir()
    script = Path(shutil.copy(ROOT / ".ci/release.py", tmp_path / ".ci"))
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    command = [sys.executable, str(script), str(tmp_path / "dist")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert 1 == done.returncode
    assert done.stderr.startswith("some files are not committed")
    assert not (tmp_path / "dist").exists()
