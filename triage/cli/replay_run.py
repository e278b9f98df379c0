"""`triage replay`: read the files, run the cases in one or more processes, print, write."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import click
from msgspec import Struct

from triage.cases import answer_lines, loading, run_report
from triage.cases.answer_lines import AnswerSets
from triage.cases.coverage import Coverage, coverage_of
from triage.cases.loading import Case
from triage.cases.recording import recorded
from triage.cases.running import Came, Ran, collect, matches, no_match, run_answers, run_case
from triage.cli.chosen_book import chosen_for
from triage.cli.processes import Pool
from triage.errors import AnswersError, Problem
from triage.guarded_file import Kind, Target, check, put
from triage.inference.answers import Answers
from triage.inference.engine import Engine
from triage.inference.reference import Evaluator
from triage.rulebook.model import Rulebook

JUNIT = Kind("a JUnit XML file that triage wrote", run_report.JUNIT_BEGINS)
FAILED = 1
"""The exit code when a case fails, or when the cases reach too little."""


class Options(Struct, frozen=True, kw_only=True):
    """What was asked for on the command line."""

    paths: tuple[Path, ...]
    rules_folder: Path | None = None
    junit_xml: Path | None = None
    output: str = "text"
    fail_fast: bool = False
    words: str | None = None
    jobs: int = 1
    interview: bool = False
    record: Path | None = None
    coverage: bool = False
    min_coverage: float | None = None


def run_again(options: Options) -> int:
    """As `run`, and once more whenever a rule file, a case or a configuration changes."""
    from triage.cases.configured import may_configure
    from triage.cli.chosen_book import folder_for
    from triage.cli.watching import Stamps, stamps, watching

    def look() -> Stamps:
        rules = folder_for(options.paths, options.rules_folder)
        return stamps([*options.paths, rules, *may_configure(options.paths)])

    return watching(lambda: run(options), look)


def run(options: Options) -> int:
    """Replay everything and print what came of it; returns the exit code.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: a path, a case or an answer set cannot be used as written, or a file
            cannot be written.
        EngineError: the two evaluators disagree on bare answers, or a process ended early.
    """
    book = chosen_for(options.paths, options.rules_folder)
    junit = None if options.junit_xml is None else Target(options.junit_xml, JUNIT)
    record = None if options.record is None else Target(options.record, None, "--record")
    for target in filter(None, (junit, record)):
        check(target)
    files = collect(options.paths, (loading.SUFFIX, answer_lines.SUFFIX))
    rans: list[Ran] = []
    with Pool(options.jobs, Evaluators.of, book) as pool:
        cases, sets = _loaded(book, files, options.words)
        if record is not None and not cases:
            what = "there is no case to record"
            raise AnswersError(Problem(what, "answer sets have no names, write cases of them"))
        work = partial(Evaluators.run_case, typed=options.interview)
        with closing(pool.in_order(work, cases, "cases")) as running:
            for ran in running:
                rans.append(ran)
                if ran.wrong and options.fail_fast:
                    break
        stopped = len(rans) < len(cases)
        if stopped and sets:
            click.echo("answer sets are not counted, since a case failed first", err=True)
        tallies = [
            answer_lines.tally(file, pool.in_order(Evaluators.run_answers, answers, "answer sets"))
            for file, answers in ({} if stopped else sets).items()
        ]
    covered = coverage_of(book, rans) if options.coverage else None
    show = run_report.as_json if options.output == "json" else run_report.text_report
    click.echo(show(rans, len(cases), tallies, covered), nl=False)
    if junit is not None:
        put(junit, run_report.as_junit(rans))
    if record is not None:
        put(record, recorded(rans))
    low = covered is not None and _too_low(covered, options.min_coverage)
    return FAILED if low or any(ran.wrong for ran in rans) else 0


class Evaluators(Struct, frozen=True):
    """What a process keeps for its cases: the rule book and an engine of its own."""

    book: Rulebook
    engine: Evaluator

    @classmethod
    def of(cls, book: Rulebook) -> Evaluators:
        """Both evaluators of a rule book, ready to run."""
        found = cls(book, Engine(book))
        gc.freeze()  # they stay to the end: looking through them again finds nothing
        return found

    def run_case(self, case: Case, *, typed: bool) -> Ran:
        """Run one case."""
        return run_case(self.book, self.engine, case, typed=typed)

    def run_answers(self, answers: Answers) -> Came:
        """Run one bare answer set.

        Raises:
            EngineError: the two evaluators disagree.
        """
        return run_answers(self.book, self.engine, answers)


def _too_low(covered: Coverage, wanted: float | None) -> bool:
    """Whether the cases reach less than is wanted, which is said."""
    if wanted is None or covered.lowest() >= wanted:
        return False
    lowest = int(covered.lowest() * 10) / 10
    click.echo(f"the lowest share is {lowest:.1f} %, {wanted:g} % is wanted", err=True)
    return True


def _loaded(
    book: Rulebook, files: Sequence[Path], words: str | None
) -> tuple[list[Case], dict[str, AnswerSets]]:
    """All cases that match, and all bare answer sets by file; with every slip of every file."""
    problems: list[Problem] = []
    cases: list[Case] = []
    sets: dict[str, AnswerSets] = {}
    for file in files:
        name = file.as_posix()
        try:
            if name.endswith(answer_lines.SUFFIX):
                sets[name] = answer_lines.load_lines(file, book, name)
            else:
                cases += loading.load_cases(file, book, name)
        except AnswersError as error:
            problems += error.problems
    if problems:
        raise AnswersError(*problems)
    if words is not None:
        cases = [case for case in cases if matches(words, case.name, case.place)]
        if not cases:
            raise no_match(words, "case")
    return cases, sets
