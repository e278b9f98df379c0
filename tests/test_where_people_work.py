"""The hooks for pre-commit and the example of a GitHub workflow, run as other people run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

PROGRAMS = str(Path(sys.executable).parent)
NEEDED_TO_INSTALL = [
    ".pre-commit-hooks.yaml",
    "LICENSE",
    "README.md",
    "build_snapshot.py",
    "man",
    "movement_triage_pytest.py",
    "pyproject.toml",
    "rules",
    "triage",
]
GUIDE = (ROOT / "docs/testing-rules.md").read_text("utf-8")
WORKFLOW = ROOT / "docs/github-workflow.yaml"
STRONGER = (
    "rules/conditions/short-hiccups.yaml",
    "moderate\n    because: a full",
    "strong\n    because: a full",
)
"""A change that can be read and has no doubt about it, and makes a case fail."""
HOOKS = ["triage-fmt", "triage-check", "triage-replay"]
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed here")


def run(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """What a command does in a folder, for somebody with no settings of their own."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON"))}  # fmt: skip
    ours |= {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", "GIT_CONFIG_GLOBAL": os.devnull}
    ours |= {f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=ours | more, check=False
    )


def done(folder: Path, *command: str) -> str:
    """What a command prints that has to go well."""
    came = run(folder, *command)
    assert 0 == came.returncode, came.stdout + came.stderr
    return came.stdout.strip()


def repository(folder: Path) -> str:
    """Make a folder a git repository with one commit, and say which."""
    done(folder, "git", "init", "-q")
    done(folder, "git", "add", "-A")
    done(folder, "git", "commit", "-qm", "first")
    return done(folder, "git", "rev-parse", "HEAD")


def with_a_rule_book(folder: Path) -> Path:
    """A folder as `triage rules new` makes it, with the cases in `tests`."""
    folder.mkdir(parents=True)
    done(folder, "triage", "rules", "new", "rules")
    (folder / "rules/cases").rename(folder / "tests")
    return folder


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Write other words at one place of a file."""
    text = (folder / file).read_text("utf-8")
    assert 1 == text.count(old)
    (folder / file).write_text(text.replace(old, new), "utf-8")


class Hooked:
    """A repository in which every commit has to pass the hooks."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.cache = {"PRE_COMMIT_HOME": str(cache)}

    def commit(self) -> tuple[bool, str]:
        """Whether everything could be committed, and what was said."""
        run(self.folder, "git", "add", "-A")
        before = done(self.folder, "git", "rev-parse", "HEAD")
        came = run(self.folder, "git", "commit", "-m", "a change", **self.cache)
        went = before != done(self.folder, "git", "rev-parse", "HEAD")
        assert went == (came.returncode == 0)
        return went, came.stdout + came.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Hooked:
    """The configuration of our guide in a fresh repository, installed by the real pre-commit."""
    ours = tmp_path_factory.mktemp("triage")
    for name in NEEDED_TO_INSTALL:
        if (ROOT / name).is_dir():
            skipped = shutil.ignore_patterns("__pycache__", "_compiled")
            shutil.copytree(ROOT / name, ours / name, ignore=skipped)
        else:
            shutil.copy(ROOT / name, ours / name)
    revision = repository(ours)
    (text,) = re.findall(r"```yaml\n(repos:\n.+?)```", GUIDE, re.DOTALL)
    text = re.sub(r"repo: .+", lambda _: f"repo: {json.dumps(str(ours))}", text, count=1)
    text = re.sub(r"rev: .+", f"rev: {revision}", text, count=1)

    theirs = with_a_rule_book(tmp_path_factory.mktemp("theirs") / "fresh")
    (theirs / ".pre-commit-config.yaml").write_text(text, "utf-8")
    hooked = Hooked(theirs, tmp_path_factory.mktemp("cache"))
    repository(theirs)
    came = run(theirs, "pre-commit", "install", "--install-hooks", **hooked.cache)
    assert 0 == came.returncode, came.stdout + came.stderr
    return hooked


@pytest.fixture
def hooked(installed: Hooked) -> Hooked:
    """The same, without what an earlier test left there."""
    done(installed.folder, "git", "reset", "-q", "--hard")
    done(installed.folder, "git", "clean", "-qfd")
    return installed


class TestPreCommit:
    def test_a_clean_commit_passes(self, hooked: Hooked) -> None:
        """A comment more in a rule file: all hooks look at it, and have nothing to say."""
        edit(hooked.folder, "rules/scoring.yaml", "# yaml-lang", "# a comment\n# yaml-lang")
        went, said = hooked.commit()

        assert went, said
        assert 3 == said.count("Passed")

    def test_a_slip_stops_the_commit_and_says_where_it_is(self, hooked: Hooked) -> None:
        """Nobody commits a rule that cannot be read; they read what to write instead."""
        edit(hooked.folder, "rules/red-flags.yaml", "when: {chest-pain: yes}", "when: {chest-pian: yes}")  # fmt: skip
        went, said = hooked.commit()

        assert not went
        assert re.search(r"error: red-flags\.yaml:\d+:\d+: unknown question `chest-pian`", said)
        assert "help: did you mean `chest-pain`?" in said

    def test_another_layout_is_written_and_can_be_committed_then(self, hooked: Hooked) -> None:
        """The hook mends the file; whoever commits looks at it, and commits again."""
        edit(hooked.folder, "rules/red-flags.yaml", "when: {chest-pain: yes}", "when: { chest-pain:   yes }")  # fmt: skip
        edit(hooked.folder, "rules/red-flags.yaml", "title: Pain in", "title: A pain in")
        went, said = hooked.commit()

        assert not went
        assert "changed rules/red-flags.yaml" in said
        assert "when: {chest-pain: yes}" in (hooked.folder / "rules/red-flags.yaml").read_text()
        assert hooked.commit()[0]

    def test_a_case_that_fails_stops_the_commit(self, hooked: Hooked) -> None:
        """A change that makes a person's result another one is not committed unseen."""
        edit(hooked.folder, *STRONGER)
        went, said = hooked.commit()

        assert not went
        assert "short hiccups in a baby after both" in said
        assert 2 == said.count("Passed")

    def test_a_commit_that_only_deletes_is_looked_at(self, hooked: Hooked) -> None:
        """pre-commit tells hooks of no deleted file; the rules must still hold without it."""
        (hooked.folder / "rules/sources.yaml").unlink()
        went, said = hooked.commit()

        assert not went
        assert "the file `sources.yaml` is missing" in said

    def test_other_files_keep_their_layout(self, hooked: Hooked) -> None:
        """A workflow or a settings file of the project is not ours to write."""
        (hooked.folder / "settings.yaml").write_text("a:   {b:   c}\n")
        went, said = hooked.commit()

        assert went, said
        assert "Skipped" in said
        assert "a:   {b:   c}\n" == (hooked.folder / "settings.yaml").read_text()


def test_the_guide_names_every_hook() -> None:
    """Who reads the guide finds all there are, and each runs a command that there is."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    assert HOOKS == [hook["id"] for hook in hooks]
    assert all(f"- id: {name}" in GUIDE for name in HOOKS)


# the workflow


def steps(job: str) -> list[dict[str, Any]]:
    read = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    found: list[dict[str, Any]] = read["jobs"][job]["steps"]
    return found


def work(folder: Path, job: str, **more: str) -> dict[str, subprocess.CompletedProcess[str]]:
    """What each command of a job does, by the name of its step; all run, as after a failure."""
    return {
        step["name"]: run(folder, "bash", "-eo", "pipefail", "-c", step["run"], **more)
        for step in steps(job)
        if "run" in step and "pip install" not in step["run"]
    }


MARKED = "Mark every slip and doubt in the files"


class TestWorkflow:
    def test_it_fits_the_schema_for_workflows(self, tmp_path: Path) -> None:
        """GitHub will take it; the schema tells a good one from a bad one."""
        check = ("check-jsonschema", "--builtin-schema", "vendor.github-workflows")
        bad = tmp_path / "bad.yaml"
        bad.write_text(WORKFLOW.read_text("utf-8").replace("runs-on:", "runs-at:"), "utf-8")

        assert "ok" in done(tmp_path, *check, str(WORKFLOW))
        assert 1 == run(tmp_path, *check, str(bad)).returncode

    def test_nothing_from_outside_becomes_a_command(self) -> None:
        """The name of a branch is anybody's words: it comes in a variable, never in a script."""
        commands = [step["run"] for job in ("rules", "change") for step in steps(job) if "run" in step]  # fmt: skip

        assert 7 == len(commands)
        assert [] == [command for command in commands if "${{" in command]

    def test_good_rules_pass_every_step(self, tmp_path: Path) -> None:
        """Who copies it begins with a green build, and the list of doubts is empty."""
        folder = with_a_rule_book(tmp_path / "theirs")
        came = work(folder, "rules")

        assert {0} == {one.returncode for one in came.values()}
        assert [] == json.loads((folder / "rules.sarif").read_text())["runs"][0]["results"]

    def test_a_slip_is_marked_in_the_file_and_kept_in_the_list(self, tmp_path: Path) -> None:
        """Both name the file as it is called in the repository, and the build is red."""
        folder = with_a_rule_book(tmp_path / "theirs")
        edit(folder, "rules/red-flags.yaml", "when: {chest-pain: yes}", "when: {chest-pian: yes}")
        came = work(folder, "rules")
        (result,) = json.loads((folder / "rules.sarif").read_text())["runs"][0]["results"]

        assert "::error file=rules/red-flags.yaml,line=" in came[MARKED].stdout
        assert 3 == came[MARKED].returncode
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert "rules/red-flags.yaml" == place
        assert 0 == came['Every slip and doubt, for the list under "Security"'].returncode

    def test_a_case_that_fails_makes_the_build_red(self, tmp_path: Path) -> None:
        """The other steps pass: the rules can be read, they only say something else."""
        folder = with_a_rule_book(tmp_path / "theirs")
        edit(folder, *STRONGER)
        came = work(folder, "rules")

        failed = {name: one.stdout for name, one in came.items() if one.returncode}
        assert ["Every case gives what is expected"] == list(failed)
        assert "short hiccups in a baby after both" in "".join(failed.values())

    def test_a_lowered_urgency_stands_in_the_summary(self, tmp_path: Path) -> None:
        """A reviewer reads it beside the change, and the job is red until somebody decides."""
        folder = with_a_rule_book(tmp_path / "theirs")
        base = repository(folder)
        summary = tmp_path / "summary.md"
        given = {"BASE": base, "GITHUB_STEP_SUMMARY": str(summary)}
        (same,) = work(folder, "change", **given).values()
        edit(folder, "rules/red-flags.yaml", "if-unsure: same-day", "if-unsure: two-weeks")
        done(folder, "git", "commit", "-qam", "lower")
        (lowered,) = work(folder, "change", **given).values()

        assert (0, 1) == (same.returncode, lowered.returncode), same.stderr
        assert "HI01" in summary.read_text("utf-8")
