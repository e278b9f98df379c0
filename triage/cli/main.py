"""The command `triage`: parse, call the library, print."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from triage.cli import streams
from triage.errors import TriageError, told
from triage.version import __version__

COMPLETE = "_TRIAGE_COMPLETE"
SHELLS = ("bash", "zsh", "fish")
ASK = "ask"
OWN_OPTIONS = ("-h", "--help", "--version")
SELDOM = 20_000
"""How many objects more there are before Python looks for those that nobody uses. By itself it
looks after 700, which doubles the time of a command that compares rules, and finds hardly any."""
NO_HELP = "The texts are left out here, since Python was started with -OO or PYTHONOPTIMIZE=2."


def asks_for_completions(environ: Mapping[str, str]) -> bool:
    """Whether a shell asks what could be typed next, in the words of `triage completion`.

    A variable that is only left over from something else must not take the place of a result.
    """
    shell, _, what = environ.get(COMPLETE, "").partition("_")
    at = environ.get("COMP_CWORD")
    return (
        what == "complete"
        and shell in SHELLS
        and "COMP_WORDS" in environ
        and at is not None
        and (shell == "fish" or (at.isascii() and at.isdecimal()))
    )


def with_help(command: click.Command) -> click.Command:
    """The command with its help, which Python may have thrown away with the docstrings."""
    if command.help is None and command.callback is not None:
        from triage.docstrings import docstring_of

        command.help = docstring_of(command.callback) or NO_HELP
    return command


class TriageGroup(click.Group):
    """Turns the library's errors into one message and an exit code, in one place.

    `lazy` names the modules of commands that are imported only when they are needed, so that
    the first question does not wait for them.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all, also of those whose module is not imported yet."""
        return sorted([*super().list_commands(ctx), *self._lazy])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them, its module imported now if it was not; None where none is called so."""
        # where there is no such command, click looks for a near name among those it has
        wanted = (cmd_name,) if cmd_name in {*self._lazy, *self.commands} else tuple(self._lazy)
        for name in wanted:
            if name in self._lazy:
                self.add_command(import_module(self._lazy.pop(name)).command)
        command = super().get_command(ctx, cmd_name)
        return command and with_help(command)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,  # noqa: ARG002 - ours has one name
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the whole program: every output is guarded, but what a shell asks for to complete."""
        words = [*(sys.argv[1:] if args is None else args)]
        if words and words[0].startswith("-") and words[0] not in OWN_OPTIONS:
            words.insert(0, ASK)  # without a command the questionnaire starts: these are its own
        gc.set_threshold(SELDOM)
        asked = not words and asks_for_completions(os.environ)
        extra["standalone_mode"] = standalone_mode
        if asked:  # what a shell reads is bytes, and nobody sees it
            return super().main(words, prog_name, COMPLETE, **extra)
        with_help(self)
        with streams.guarded():
            # a variable of no name: click looks for nothing then
            return super().main(words, prog_name, "", **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; whatever goes wrong is said in our words, and has its exit code."""
        try:
            return super().invoke(ctx)
        except TriageError as error:
            for line in (*told(error.problems), *error.also):
                streams.say(line)
            ctx.exit(error.exit_code)
        except OSError as error:
            ctx.exit(streams.not_said(error))
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:  # noqa: BLE001 - nobody is left with a traceback
            ctx.exit(streams.fault(error))


def wants_plain(environ: Any = None) -> bool:
    """Whether the surroundings ask for text without any styling."""
    env = os.environ if environ is None else environ
    accessible = env.get("ACCESSIBLE", "").lower() not in ("", "0", "false")
    return (
        accessible
        or bool(env.get("NO_COLOR"))
        or env.get("TERM") == "dumb"
        or not sys.stdout.isatty()
    )


COMMANDS = (
    "about",
    "accuracy",
    "ask",
    "assess",
    "batch",
    "completion",
    "explain",
    "forget",
    "help",
    "learn",
    "replay",
    "translate",
    "xlsform",
)
RULES_COMMANDS = ("book", "check", "diff", "fmt", "mutate", "new", "review", "schema", "show")
FHIR_COMMANDS = ("answers", "card", "page", "questionnaire", "response", "result")
"""Each has a module of its own, in which it is called `command`."""


@click.group(
    cls=TriageGroup,
    lazy={name: f"triage.cli.{name}" for name in COMMANDS},
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: triage ask",
)
@click.version_option(__version__, prog_name="triage")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Ask about movements of the head, neck or face, and say how soon to see a doctor.

    Without a command, the questionnaire starts. It is not a diagnosis: see your doctor.
    """
    ctx.color = False if wants_plain() else None
    if ctx.invoked_subcommand is None:
        ask = main.get_command(ctx, ASK)
        assert ask is not None
        ctx.invoke(ask)


@main.group(
    cls=TriageGroup,
    lazy={name: f"triage.cli.rules_{name}" for name in RULES_COMMANDS},
    epilog="Example: triage rules check rules",
)
def rules() -> None:
    """Work with rule files."""


@main.group(
    cls=TriageGroup,
    lazy={name: f"triage.cli.fhir_{name}" for name in FHIR_COMMANDS},
    epilog="Example: triage fhir questionnaire > questionnaire.json",
)
def fhir() -> None:
    """Exchange the questionnaire, answers and results as HL7 FHIR R4."""
