"""docs/for-clinicians.md, walked through as somebody new to it would."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.conftest import RULES
from tests.document_walk import DOCUMENT, Outcome, clone, programs, settled, steps, walk
from triage.checks.running import check_folder
from triage.rulebook.parts.conditions import Condition

TEXT = DOCUMENT.read_text("utf-8")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """What was on the screen, command by command, in a fresh copy of rules and cases."""
    return list(walk(TEXT, clone(tmp_path_factory.mktemp("walk") / "clone"), programs()))


COMMANDS = [step for step in steps(TEXT) if step.kind == "sh"]


@pytest.mark.parametrize("number", range(len(COMMANDS)))
def test_what_is_typed_shows_what_the_document_says(number: int, outcomes: list[Outcome]) -> None:
    """A clinician who types the commands in order sees word for word what is printed there;
    `python -m tests.document_walk` renews it.
    """
    outcome = outcomes[number]

    assert settled(outcome.step.shown) == settled(outcome.printed)
    assert outcome.step.exit_code == outcome.exit_code


@pytest.mark.parametrize(
    "command",
    [
        "rules show",
        "rules check",
        "rules diff",
        "rules fmt",
        "rules book",
        "rules review sign",
        "rules review status",
        "replay",
    ],
)
def test_the_walk_has_every_step_of_a_change(command: str) -> None:
    """Reading, challenging, changing and signing: none of it is only told, all of it is done."""
    assert any(f"triage {command}" in step.content for step in COMMANDS)


def test_nobody_is_named_as_a_reviewer() -> None:
    """The walk signs with a placeholder, so that nobody's review is made up."""
    assert {'"Your Name, your role"'} == set(re.findall(r'--as ("[^"]+")', TEXT))


def test_the_walk_changes_nothing_of_the_project(outcomes: list[Outcome]) -> None:
    """The document is walked through in a copy: the project's own rules stay unsigned."""
    assert outcomes
    ledger = (Path(__file__).parent.parent / "rules/reviews.yaml").read_text("utf-8")
    assert "Your Name" not in ledger


# rules/README.md


def test_the_readme_of_the_rules_names_every_file() -> None:
    """A clinician who opens the folder finds each file, or its folder, in the README."""
    readme = (RULES / "README.md").read_text("utf-8")
    for path in RULES.rglob("*.yaml"):
        name = path.relative_to(RULES).as_posix()
        folder = name.rpartition("/")[0]
        assert f"`{name}`" in readme or (folder and f"`{folder}/<" in readme), name


def test_the_rule_in_the_readme_is_a_real_one() -> None:
    """The example is a rule of the rule book, word for word."""
    readme = (RULES / "README.md").read_text("utf-8")
    example = re.findall(r"```yaml\n(.+?)```", readme, re.DOTALL)[0]
    indented = "".join(f"  {line}\n" for line in example.splitlines())

    assert indented in (RULES / "conditions/cervical-dystonia.yaml").read_text("utf-8")


def test_the_keys_in_the_readme_are_those_of_the_model() -> None:
    """A key that is explained can be written, and the kinds of conditions are all there."""
    readme = (RULES / "README.md").read_text("utf-8")
    section = readme.partition("## Conditions")[2].partition("##")[0]
    named = {word.partition(":")[0] for word in re.findall(r"`([a-z-]+(?:: yes)?)`", section)}
    keys = {field.encode_name for field in msgspec.structs.fields(Condition)}

    assert {"core", "supports", "against", "blocked-by"} <= named
    assert named - {"strong", "moderate", "weak"} <= keys


def test_the_warning_that_the_readme_leaves_can_be_left(tmp_path: Path) -> None:
    """`ignore:` with a reason quiets the check that it names, where the README says so."""
    readme = (RULES / "README.md").read_text("utf-8")
    example = re.findall(r"```yaml\n(ignore:.+?)```", readme, re.DOTALL)[0]
    book = tmp_path / "book"
    shutil.copytree(RULES.parent / "docs/example-rule-book", book)
    path = book / "red-flags.yaml"
    doubled = path.read_text("utf-8").replace(
        "when: {age: under 2}",
        "when: {any: [{age: under 2}, {all: [{age: under 2}, {knock: no}]}]}",
    )
    path.write_text(doubled, "utf-8")
    today = date(2026, 1, 31)

    assert ["E06"] == [finding.check.id for finding in check_folder(book, today).findings]
    indented = "".join(f"    {line}\n" for line in example.splitlines())
    path.write_text(
        doubled.replace("    if-unsure: routine\n", f"    if-unsure: routine\n{indented}"), "utf-8"
    )
    assert () == check_folder(book, today).findings
