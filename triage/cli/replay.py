"""The command `triage replay`; what it does stands in `replay_run`, which takes longer to load."""

from __future__ import annotations

from typing import Any

import click

from triage.cli.options import FILE, NEW_FILE, ONLY_NEW_FILE, RULES_OPTION


@click.command("replay", epilog="Example: triage replay tests/cases --jobs 2 --junit-xml cases.xml")
@click.argument("paths", nargs=-1, required=True, type=FILE, metavar="PATH...")
@RULES_OPTION
@click.option("--junit-xml", type=NEW_FILE, metavar="FILE", help="Write a JUnit XML file as well.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of text.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first case that fails.")
@click.option(
    "-k",
    "words",
    metavar="WORDS",
    help="Run only cases with all these words in their name or file name.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Run in so many processes.",
)
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
    "--report",
    is_flag=True,
    help="Say how often the result is right, over *.people.yaml files in place of cases.",
)
@click.option(
    "--html",
    type=ONLY_NEW_FILE,
    metavar="FILE",
    help="With --report: write it as a page with drawings as well.",
)
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Run scripted answer sets, and say which are not as expected.

    A PATH is a file, or a folder with files: *.case.yaml are cases with expectations; *.jsonl
    are bare answer sets, one JSON object on a line, of which the results are counted.
    Coverage is that of the cases that ran; a box is one way in which a rule can fire.
    """
    from triage.cli.replay_run import Options, report, run

    if options["min_coverage"] is not None and not options["coverage"]:
        raise click.UsageError("`--min-coverage` goes with `--coverage` only")
    html = options.pop("html")
    if options.pop("report"):
        others = ("junit_xml", "fail_fast", "interview", "coverage", "record")
        given = [name for name in others if options[name]] + ["jobs"] * (options["jobs"] > 1)
        if given:
            option = given[0].replace("_", "-")
            raise click.UsageError(f"`--{option}` does not go with `--report`")
        wanted = ("paths", "rules_folder", "words", "as_json")
        report(**{name: options[name] for name in wanted}, html=html)
        return
    if html is not None:
        raise click.UsageError("`--html` goes with `--report` only")
    ctx.exit(run(Options(**options)))
