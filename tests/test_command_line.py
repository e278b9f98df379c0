"""The command line is regular: whoever knows one command knows how to ask the others."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from typing import Any

import click
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT, commands_of
from triage.cli.main import COMMANDS, FHIR_COMMANDS, RULES_COMMANDS, main


def commands(group: click.Group = main, *above: str) -> dict[str, click.Command]:
    """Every command by what is typed."""
    found = {}
    for name, command in commands_of(group).items():
        words = (*above, name)
        found[" ".join(words)] = command
        if isinstance(command, click.Group):
            found |= commands(command, *words)
    return found


ALL = commands()
every = pytest.mark.parametrize(("words", "command"), ALL.items(), ids=ALL)


def options_of(command: click.Command) -> dict[str, click.Option]:
    return {p.opts[0]: p for p in command.params if isinstance(p, click.Option)}


def placed(command: click.Command) -> list[str]:
    """The parameters, in the order in which help tells them."""
    return [param.opts[0] for param in command.params]


class TestEveryCommand:
    @every
    def test_it_has_help_with_an_example_of_itself(
        self, words: str, command: click.Command
    ) -> None:
        """What to type can be copied, and begins as that command does."""
        assert command.help
        assert (command.epilog or "").startswith(f"Example: triage {words}")

    def test_it_is_in_a_module_of_its_name(self) -> None:
        """Who looks for a command finds it without a search, and none is left out."""
        files = (ROOT / "triage/cli").glob("*.py")
        names = {file.stem for file in files if "\ndef command(" in file.read_text("utf-8")}

        of_groups = {f"rules_{name}" for name in RULES_COMMANDS}
        of_groups |= {f"fhir_{name}" for name in FHIR_COMMANDS}
        assert {*COMMANDS, *of_groups} == names
        for name in names:
            module = import_module(f"triage.cli.{name}")
            assert module.command is ALL[name.replace("_", " ")]

    @every
    def test_arguments_come_first_the_rule_book_next_and_the_format_last(
        self, words: str, command: click.Command
    ) -> None:
        """Help reads the same way everywhere."""
        names = placed(command)
        options = [name for name in names if name.startswith("-")]

        assert names[len(names) - len(options) :] == options
        assert "--rules" not in options or "--rules" == options[0]
        assert "--format" not in options or "--format" == options[-1]


class TestEveryOption:
    def test_one_name_means_one_thing(self) -> None:
        """An option of a name takes the same kind of value wherever it is, and is passed alike."""
        seen: dict[str, dict[Any, list[str]]] = defaultdict(lambda: defaultdict(list))
        for words, command in ALL.items():
            for name, option in options_of(command).items():
                kind = type(option.type).__name__, option.name, option.is_flag, option.metavar
                seen[name][kind].append(words)

        assert {} == {name: dict(kinds) for name, kinds in seen.items() if len(kinds) > 1}

    def test_a_form_is_asked_for_with_format_only(self) -> None:
        """Nobody has to remember where JSON is a switch of its own."""
        forms = {"json", "markdown", "text", "sarif", "github"}
        names = {f"--{form}" for form in forms} | {"--report", "--as-json", "--output"}

        assert {} == {
            w: names & {*options_of(c)} for w, c in ALL.items() if names & {*options_of(c)}
        }

    def test_text_is_printed_unless_something_else_is_asked_for(self) -> None:
        """The first choice is for people; where there is a choice, programs get JSON."""
        formats = [options_of(command).get("--format") for command in ALL.values()]
        choices = [
            (option.default, list(option.type.choices))
            for option in formats
            if option is not None and isinstance(option.type, click.Choice)
        ]

        assert 9 == len(choices)
        for default, some in choices:
            assert ("text", "text") == (default, some[0])
            assert "json" in some

    @every
    def test_an_unknown_format_is_a_wrong_use(self, words: str, command: click.Command) -> None:
        """It is said with what there is, before anything is read."""
        if "--format" not in options_of(command):
            return
        given = ["x" for p in command.params if isinstance(p, click.Argument)]
        done = CliRunner().invoke(main, [*words.split(), *given, "--format", "xml"])

        assert (2, "") == (done.exit_code, done.stdout)
        assert "'xml' is not one of 'text', " in done.stderr


@pytest.mark.parametrize("words", [words for words in ALL if words.count(" ") < 2])
def test_it_is_in_the_readme(words: str) -> None:
    """A command that nobody finds does not exist."""
    assert f"`triage {words}" in (ROOT / "README.md").read_text("utf-8")
