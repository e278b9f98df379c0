"""`triage rules mutate`: change one thing in one rule, and see whether a case notices."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from triage.cli.options import FILE, RULES_OPTION
from triage.errors import AnswersError, Problem, printable, shortened
from triage.json_text import json_text

if TYPE_CHECKING:
    from triage.cases.loading import Case
    from triage.cases.mutation import Mutant
    from triage.rulebook.model import Rulebook

LARGEST_FILE = 20_000_000
"""Bytes, many times what the verdicts of a large rule book take."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a file of verdicts."""

    mutation_of: str
    """Digest of the rule book and the cases."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every other line of it."""

    mutant: str
    noticed_by: str | None


@click.command(
    "mutate", epilog="Example: triage rules mutate tests/cases --only red-flags --jobs 2"
)
@click.argument("paths", nargs=-1, required=True, type=FILE, metavar="PATH…")
@RULES_OPTION
@click.option("--only", type=click.Choice(["red-flags"]), help="Change red flags only.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="How many processes work at the same time.",
)
@click.option(
    "--resume",
    type=FILE,
    metavar="FILE",
    help="Keep what was found in this file, and go on from it.",
)
@click.option(
    "--suggest",
    type=FILE,
    metavar="FILE",
    help="Write a new case file with a case for every change that none notices, for review.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of text.")
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    rules_folder: Path | None,
    only: str | None,
    jobs: int,
    resume: Path | None,
    suggest: Path | None,
    *,
    as_json: bool,
) -> None:
    """Change one thing in one rule at a time, and say which changes no case notices.

    A line is dropped, an answer swapped, a cut point moved, a strength or an urgency changed
    by one step. Exits with 1 when a change of a red flag is not noticed.
    """
    from triage.cases.recording import suggested
    from triage.cases.running import cases_in
    from triage.cases.suggesting import telling
    from triage.cli.mutants import Bench
    from triage.cli.new_file import must_be_new, write_new
    from triage.cli.processes import Pool
    from triage.cli.rules import chosen

    book = chosen(rules_folder)
    if suggest is not None:
        must_be_new(suggest, "--suggest")
    cases = cases_in(paths, book)
    known = _read(resume, book, cases) if resume else {}
    with Pool(jobs, Bench.of, book, tuple(cases), only) as pool:
        bench = pool.own
        if bench.prepared_cases.failing:
            raise _failing(bench.prepared_cases.failing)
        todo = [id for id in bench.listed if id not in known]
        with _opened(resume, book, cases) as out:
            for verdict in pool.in_order(Bench.verdict, todo, "changes"):
                known[verdict.mutant] = verdict.noticed_by
                if out is not None:
                    by = verdict.noticed_by  # it names a file, which may be no text
                    shown = by and printable(by)
                    line = msgspec.json.encode(Line(verdict.mutant, shown))
                    out.write(line + b"\n")
                    out.flush()
    listed = [*bench.listed.values()]
    survivors = [mutant for mutant in listed if known[mutant.id] is None]
    if suggest is not None:
        told = [case for mutant in survivors if (case := telling(book, mutant)) is not None]
        write_new(suggest, suggested(told), "--suggest")
    show = report_json if as_json else report
    click.echo(show(listed, survivors), nl=False)
    ctx.exit(1 if any(mutant.red_flag for mutant in survivors) else 0)


def _failing(failing: Sequence[str]) -> AnswersError:
    names = ", ".join(f"`{shortened(name)}`" for name in failing[:3])
    fail = "case fails" if len(failing) == 1 else "cases fail"
    what = f"{len(failing)} {fail} already, for example {names}"
    return AnswersError(Problem(what, "mend them first: `triage replay` says what is wrong"))


def report(listed: Sequence[Mutant], survivors: Sequence[Mutant]) -> str:
    """How many changes there are, and the ones that no case notices, red flags first."""
    lines = []
    for title, red_flag in (("red flags", True), ("other rules", False)):
        some = [mutant for mutant in listed if mutant.red_flag == red_flag]
        alive = [mutant for mutant in survivors if mutant.red_flag == red_flag]
        if some:
            lines.append(f"{title}: {len(some)} changes, {len(alive)} not noticed")
            lines += [f"  {mutant.id}" for mutant in alive]
    return "\n".join(lines or ["there is nothing to change"]) + "\n"


def report_json(listed: Sequence[Mutant], survivors: Sequence[Mutant]) -> str:
    """The same for programs; a part of the rule book without any change is left out."""
    counts = {
        title: {
            "changes": sum(mutant.red_flag == red_flag for mutant in listed),
            "not-noticed": sum(mutant.red_flag == red_flag for mutant in survivors),
        }
        for title, red_flag in (("red-flags", True), ("other-rules", False))
        if any(mutant.red_flag == red_flag for mutant in listed)
    }
    alive = [
        {"rule": mutant.rule, "change": mutant.what, "red-flag": mutant.red_flag}
        for mutant in survivors
    ]
    everything = {**counts, "survivors": alive}
    return json_text(everything)


# the file to go on from


def _digest(book: Rulebook, cases: Sequence[Case]) -> str:
    # places are left out: a comment above a case changes no verdict
    told = [(case.name, list(case.answers.given.items()), case.expect) for case in cases]
    return hashlib.sha256(book.digest.encode() + msgspec.json.encode(told)).hexdigest()


def _read(path: Path, book: Rulebook, cases: Sequence[Case]) -> dict[str, str | None]:
    """The verdicts in a file; none where there is no such file yet.

    Raises:
        AnswersError: the file cannot be read, or is about other rules or cases.
    """
    name = shortened(path.as_posix())
    try:
        # a pipe or a device might never end
        if path.exists() and (not path.is_file() or path.stat().st_size > LARGEST_FILE):
            raise AnswersError(_no_verdicts(name))
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "the name cannot be used").lower()
        what = f"the file `{name}` cannot be read: {reason}"
        raise AnswersError(Problem(what, "check the name and the rights")) from None
    lines = content.splitlines(keepends=True)
    # an interruption may have left half a line; what it said is found again
    whole = [line for line in lines if line.endswith(b"\n")]
    if not whole:
        if not content.strip():
            return {}
        raise AnswersError(_no_verdicts(name))
    try:
        head = msgspec.json.decode(whole[0], type=Head)
        verdicts = [msgspec.json.decode(line, type=Line) for line in whole[1:]]
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise AnswersError(_no_verdicts(name)) from None
    if head.mutation_of != _digest(book, cases):
        what = f"the file `{name}` is about other rules or other cases"
        raise AnswersError(Problem(what, "name a new file, or delete this one"))
    if len(whole) < len(lines):
        from triage.whole_file import AS_USUAL, write_whole

        write_whole(path, b"".join(whole), rights=AS_USUAL, keep_rights=True)
    return {verdict.mutant: verdict.noticed_by for verdict in verdicts}


def _no_verdicts(name: str) -> Problem:
    return Problem(f"the file `{name}` was not written by `triage rules mutate`", "name a new file")


def _opened(path: Path | None, book: Rulebook, cases: Sequence[Case]) -> Any:
    """The file to add verdicts to, with its first line; nothing where none is named.

    Raises:
        AnswersError: the file cannot be written.
    """
    if path is None:
        return nullcontext()
    try:
        out = path.open("ab")
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        what = f"the file `{shortened(path.as_posix())}` cannot be written: {reason}"
        raise AnswersError(Problem(what, "check the name and the rights")) from None
    if out.tell() == 0:
        out.write(msgspec.json.encode(Head(_digest(book, cases))) + b"\n")
    return out
