"""`triage rules mutate`: change one thing in one rule, and see whether a case notices."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from triage.cli.options import FILE, RULES_OPTION
from triage.errors import AnswersError, Problem, shortened

if TYPE_CHECKING:
    from triage.cases.loading import Case
    from triage.cases.mutation import Mutant, Shelf, Verdict
    from triage.rulebook.model import Rulebook

CHUNK = 10


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
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    rules_folder: Path | None,
    only: str | None,
    jobs: int,
    resume: Path | None,
) -> None:
    """Change one thing in one rule at a time, and say which changes no case notices.

    A line is dropped, an answer swapped, a cut point moved, a strength or an urgency changed
    by one step. Exits with 1 when a change of a red flag is not noticed.
    """
    from triage.cases.mutation import Shelf, mutants
    from triage.cli.coverage import cases_in
    from triage.cli.rules import chosen

    book = chosen(rules_folder)
    cases = cases_in(paths, book)
    shelf = Shelf(book, cases)
    if shelf.failing:
        names = ", ".join(f"`{shortened(name)}`" for name in shelf.failing[:3])
        fail = "case fails" if len(shelf.failing) == 1 else "cases fail"
        what = f"{len(shelf.failing)} {fail} already, for example {names}"
        raise AnswersError(Problem(what, "mend them first: `triage replay` says what is wrong"))
    listed = mutants(book, only_red_flags=only is not None)
    known = _read(resume, book, cases) if resume else {}
    todo = [mutant for mutant in listed if mutant.id not in known]
    with _opened(resume, book, cases) as out:
        for number, verdict in enumerate(_verdicts(shelf, todo, jobs), start=1):
            known[verdict.mutant] = verdict.noticed_by
            if out is not None:
                out.write(msgspec.json.encode(Line(verdict.mutant, verdict.noticed_by)) + b"\n")
                out.flush()
            _progress(number, len(todo))
    survivors = [mutant for mutant in listed if known[mutant.id] is None]
    click.echo(report(listed, survivors), nl=False)
    ctx.exit(1 if any(mutant.red_flag for mutant in survivors) else 0)


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


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {of}", err=True, nl=done == of)


# several processes

_working: dict[str, Shelf] = {}


def _verdicts(shelf: Shelf, todo: Sequence[Mutant], jobs: int) -> Iterator[Verdict]:
    if jobs == 1 or len(todo) <= CHUNK:
        yield from map(shelf.verdict, todo)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    chunks = [todo[start : start + CHUNK] for start in range(0, len(todo), CHUNK)]
    # every process has its own shelf; a mutant is sent by its id, since a rule book is large
    only = all(mutant.red_flag for mutant in todo)
    start = (shelf.book, tuple(shelf.cases), only)
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, start) as pool:
        for some in pool.map(_work, [[mutant.id for mutant in chunk] for chunk in chunks]):
            yield from some


_listed: dict[str, Mutant] = {}


def _begin(book: Rulebook, cases: tuple[Case, ...], only_red_flags: bool) -> None:
    from triage.cases.mutation import Shelf, mutants

    _working["shelf"] = Shelf(book, cases)
    _listed.update((m.id, m) for m in mutants(book, only_red_flags=only_red_flags))


def _work(ids: Sequence[str]) -> list[Verdict]:
    return [_working["shelf"].verdict(_listed[id]) for id in ids]


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
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
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
        path.write_bytes(b"".join(whole))
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
