"""The command `triage replay`; what it does stands in `replay_run`, which takes longer to load."""

from __future__ import annotations

from typing import Any

import click

from triage.cli.options import (
    CASES_RULES_OPTION,
    JOBS_OPTION,
    NEW_FILE,
    ONLY_NEW_FILE,
    PATHS_ARGUMENT,
    format_option,
    words_option,
)


@click.command("replay", epilog="Example: triage replay tests/cases --jobs 2 --junit-xml cases.xml")
@PATHS_ARGUMENT
@CASES_RULES_OPTION
@words_option("cases")
@click.option("--junit-xml", type=NEW_FILE, metavar="FILE", help="Write a JUnit XML file as well.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first case that fails.")
@click.option(
    "--interview", is_flag=True, help="Also type every case into the interview; takes longer."
)
@click.option(
    "--coverage", is_flag=True, help="Also say which rules and boxes the cases reach, and miss."
)
@click.option(
    "--min-coverage",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="With --coverage: exit with 1 when rules or boxes of red flags, of core rules or of all "
    "rules are below.",
)
@click.option(
    "--record",
    type=ONLY_NEW_FILE,
    metavar="FILE",
    help="Write a new case file that expects what came, for review.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Run again whenever a case, a rule file or the configuration changes, until Ctrl-C.",
)
@JOBS_OPTION
@format_option("text", "json", what="what came is")
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Run scripted answer sets, and say which are not as expected.

    A PATH is a file, or a folder with files: *.case.yaml are cases with expectations; *.jsonl
    are bare answer sets, one JSON object on a line, of which the results are counted.
    Coverage is that of the cases that ran; a box is one way in which a rule can fire.
    """
    from triage.cli.replay_run import Options, run, run_again

    if options["min_coverage"] is not None and not options["coverage"]:
        raise click.UsageError("`--min-coverage` goes with `--coverage` only")
    watch = options.pop("watch")
    if watch and options["record"] is not None:
        raise click.UsageError(
            "`--record` writes a new file once, so it does not go with `--watch`"
        )
    ctx.exit((run_again if watch else run)(Options(**options)))
