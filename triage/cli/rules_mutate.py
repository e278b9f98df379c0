"""`triage rules mutate`: change one thing in one rule, and see whether a case notices."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import (
    CASES_RULES_OPTION,
    JOBS_OPTION,
    NEW_FILE,
    ONLY_NEW_FILE,
    PATHS_ARGUMENT,
    format_option,
)
from triage.errors import AnswersError, Problem, shortened
from triage.json_text import digest, json_text

if TYPE_CHECKING:
    from triage.cases.loading import Case
    from triage.cases.mutation import Mutant
    from triage.rulebook.model import Rulebook


@click.command(
    "mutate", epilog="Example: triage rules mutate tests/cases --only red-flags --jobs 2"
)
@PATHS_ARGUMENT
@CASES_RULES_OPTION
@click.option("--only", type=click.Choice(["red-flags"]), help="Change red flags only.")
@click.option(
    "--resume",
    type=NEW_FILE,
    metavar="FILE",
    help="Keep what was found in this file, and go on from it.",
)
@click.option(
    "--suggest",
    type=ONLY_NEW_FILE,
    metavar="FILE",
    help="Write a new case file with a case for every change that none notices, for review.",
)
@JOBS_OPTION
@format_option("text", "json", what="what was found is")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    rules_folder: Path | None,
    only: str | None,
    resume: Path | None,
    suggest: Path | None,
    jobs: int,
    output: str,
) -> None:
    """Change one thing in one rule at a time, and say which changes no case notices.

    A part is dropped, an answer swapped, a cut point moved, a strength or an urgency changed by
    one step, or a sign taken from the line of a danger screen that covers it. Exits with 1 when a
    change of a red flag is not noticed.
    """
    from triage.cases.recording import suggested
    from triage.cases.running import cases_in
    from triage.cases.suggesting import telling
    from triage.cli.chosen_book import chosen_for
    from triage.cli.mutants import Bench
    from triage.cli.processes import Pool
    from triage.cli.verdicts import Verdicts
    from triage.guarded_file import Target, check, put

    suggestions = None if suggest is None else Target(suggest, None, "--suggest")
    if suggestions is not None:
        check(suggestions)
    book = chosen_for(paths, rules_folder)
    cases = cases_in(paths, book)
    kept = None if resume is None else Verdicts(resume, _digest(book, cases))
    known = {} if kept is None else dict(kept.found)
    with kept or nullcontext(), Pool(jobs, Bench.of, book, tuple(cases), only) as pool:
        bench = pool.own
        if bench.prepared_cases.failing:
            raise _failing(bench.prepared_cases.failing)
        todo = [id for id in bench.listed if id not in known]
        for verdict in pool.in_order(Bench.verdict, todo, "changes"):
            known[verdict.mutant] = verdict.noticed_by
            if kept is not None:
                kept.add(verdict.mutant, verdict.noticed_by)
    listed = [*bench.listed.values()]
    survivors = [mutant for mutant in listed if known[mutant.id] is None]
    show = report_json if output == "json" else report
    click.echo(show(listed, survivors), nl=False)
    if suggestions is not None:
        told = [case for mutant in survivors if (case := telling(book, mutant)) is not None]
        put(suggestions, suggested(told))
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


def _digest(book: Rulebook, cases: Sequence[Case]) -> str:
    # places are left out: a comment above a case changes no verdict
    told = [(case.name, list(case.answers.given.items()), case.expect) for case in cases]
    return digest([book.digest, told])
