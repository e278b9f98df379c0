"""Options that several commands have, and the one type of every name of a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import date

EMPTY = "a name without any letter was given; perhaps a variable of the shell has no value."


class FilePath(click.Path):
    """The name of a file or folder; an empty one is wrong usage and never the current folder.

    What one option of a command writes, no other option or argument of it reads or writes, also
    under another name of the same file.
    """

    def __init__(
        self,
        *,
        writes: bool = False,
        only_new: bool = False,
        same_as: str | None = None,
        allow_dash: bool = False,
        path_type: type | None = Path,
    ) -> None:
        """Describe what the name is for.

        Args:
            writes: whether a file of that name is written.
            only_new: whether it is never replaced, so that one that is there is refused later on.
            same_as: the one parameter whose file it may replace.
            allow_dash: whether `-` is standard input.
            path_type: what commands get; text as it was typed where it is None.
        """
        # whether it can be read is said by whoever reads it, in our words
        super().__init__(readable=False, allow_dash=allow_dash, path_type=path_type)
        self.writes = writes
        self.only_new = only_new
        self.same_as = same_as

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty name, and a file to write that another option or argument names too."""
        if not os.fsdecode(value).strip():
            self.fail(EMPTY, param, ctx)
        name = super().convert(value, param, ctx)
        for other in _others(param, ctx):
            assert isinstance(other.type, FilePath)
            apart = self.same_as != other.name and other.type.same_as != (param and param.name)
            if apart and (self.writes or other.type.writes):
                from triage.guarded_file import same_file

                # what must be new and stands there is refused for that, where it is written
                only_new = self.only_new or other.type.only_new
                for taken in _names(ctx, other):
                    there = only_new and os.path.exists(taken)  # noqa: PTH110 - as it was typed
                    if not there and same_file(os.fsdecode(name), os.fsdecode(taken)):
                        self.fail(_named_twice(value, other, ctx), param, ctx)
        return name


def _others(param: click.Parameter | None, ctx: click.Context | None) -> Iterable[click.Parameter]:
    """The other parameters of the command that are names of files."""
    every = ctx.command.params if ctx else ()
    return [one for one in every if one is not param and isinstance(one.type, FilePath)]


def _names(ctx: click.Context | None, param: click.Parameter) -> list[str | Path]:
    """What was given for a parameter, as far as the command line is read by now."""
    given = ctx.params.get(param.name or "") if ctx else None
    if given is None:
        return []
    return list(given) if isinstance(given, (tuple, list)) else [given]


def _named_twice(value: Any, other: click.Parameter, ctx: click.Context | None) -> str:
    from triage.errors import printable, shortened

    slip = shortened(printable(os.fsdecode(value)))
    hint = other.get_error_hint(ctx) if ctx else other.human_readable_name
    return f"`{slip}` is the file of {hint} too, give it a name of its own."


class Day(click.ParamType[Any]):
    """A day, written as year, month and day."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or refuse what is none."""
        from triage.errors import printable, shortened
        from triage.rulebook.reviews import day_of

        day = day_of(value) if isinstance(value, str) else value
        if day is None:
            slip = shortened(printable(value))
            self.fail(f"`{slip}` is not a day, write it like 2026-05-03.", param, ctx)
        return day


def this_day() -> date:
    """Today, where the person is who asks."""
    from datetime import date

    return date.today()  # noqa: DTZ011 - a signature has the day of the place where it is given


FILE = FilePath()
"""What is read, or changed in place because it was named for that."""
NEW_FILE = FilePath(writes=True)
"""What is written, also over an earlier one of the same kind."""
ANSWERS_FILE = FilePath(allow_dash=True, path_type=None)
"""What is read, or `-` for standard input; as it was typed."""
FOLDER_OR_REVISION = FilePath(allow_dash=True, path_type=None)
"""A folder, or a revision of git; as it was typed."""
ONLY_NEW_FILE = FilePath(writes=True, only_new=True)
"""What is written where nothing stands."""
SAVED_FILE = FilePath(writes=True, same_as="resume")
"""What an interview is saved in, also the one that it was resumed from."""

OWN_BOOK = "the one that comes with triage"
PROCESSES = 64
"""More of them at the same time are a slip."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What puts an option on a command."""


def rules_option(
    help: str = f"Use the rule book in this folder.  [default: {OWN_BOOK}]",
    *,
    required: bool = False,
) -> Decorator:
    """Where the rule book is."""
    return click.option(
        "--rules", "rules_folder", type=FILE, required=required, metavar="FOLDER", help=help
    )


def format_option(*choices: str, what: str) -> Decorator:
    """How what is printed is written: as text unless something else is asked for."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help=f"How {what} written.",
    )


def words_option(what: str) -> Decorator:
    """Which of the things in the files count."""
    return click.option(
        "-k",
        "words",
        metavar="WORDS",
        help=f"Take only {what} with all these words in their name or file name.",
    )


def cases_option(help: str) -> Decorator:
    """Cases that a command about rules looks at as well."""
    return click.option(
        "--cases",
        "paths",
        type=FILE,
        multiple=True,
        metavar="PATH",
        help=f"{help} May be given more than once.",
    )


def today_option(help: str, *, hidden: bool = False) -> Decorator:
    """From which day things are looked at."""
    return click.option("--today", type=Day(), hidden=hidden, help=help)


RULES_OPTION = rules_option()
CASES_RULES_OPTION = rules_option(
    "Use the rule book in this folder.  [default: the one that pytest uses for these files, by "
    f"`triage_rules` in pyproject.toml or pytest.ini, else {OWN_BOOK}]"
)
"""For what works on cases: what they expect was written for one rule book."""
PATHS_ARGUMENT = click.argument("paths", nargs=-1, required=True, type=FILE, metavar="PATH…")
REGION_OPTION = click.option(
    "--region",
    metavar="REGION",
    help="Show the emergency numbers of one region only, for example uk.",
)
SUMMARY_OPTION = click.option(
    "--summary",
    type=NEW_FILE,
    metavar="FILE",
    help="Write a summary for the doctor: .txt, .md, .json or .html.",
)
JOBS_OPTION = click.option(
    "--jobs",
    type=click.IntRange(1, PROCESSES),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes work at the same time.",
)
