"""`triage xlsform`: the questionnaire as a form for field programmes."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import ONLY_NEW_FILE, REGION_OPTION, RULES_OPTION

ENDING = ".xlsx"


@click.command("xlsform", epilog="Example: triage xlsform form.xlsx --region uk")
@click.argument("out", type=ONLY_NEW_FILE, metavar="OUT")
@RULES_OPTION
@REGION_OPTION
def command(out: Path, rules_folder: Path | None, region: str | None) -> None:
    """Write the questionnaire as an XLSForm, for ODK, KoboToolbox and what is built on them.

    OUT is the name of a new workbook. While the form is filled in, it works out how soon to be
    seen. A typed name of a medicine counts there as a medicine of every class, so the urgency may
    come out too high, never too low. Its sheet `readme` lists what is not carried over.
    """
    click.echo(run(out, rules_folder, region))


def run(out: Path, rules_folder: Path | None, region: str | None) -> str:
    """Write the workbook, and say so.

    Raises:
        RulesError: the rule files cannot be used as written.
        AnswersError: there is no such region, or the workbook cannot be written.
        UsageError: the library that writes workbooks is not installed.
    """
    from triage.errors import AnswersError, Problem, printable, shortened

    try:
        from triage.xlsform.workbook import workbook_of
    except ImportError as error:
        from triage.cli.extras import needs

        raise needs("`triage xlsform`", "xlsform", error) from None
    from triage.cli.chosen_book import chosen
    from triage.guarded_file import Target, check, put
    from triage.xlsform.survey import sheets_of

    shown = shortened(out.as_posix())
    if out.suffix.lower() != ENDING:
        what = f"the form cannot be written as `{shown}`"
        raise AnswersError(Problem(what, f"end the name with {ENDING}"))
    target = Target(out, None, "OUT", streams=False)
    check(target)
    sheets = sheets_of(chosen(rules_folder, region))
    put(target, workbook_of(sheets))
    return f"`{printable(shown)}` was written: {len(sheets.survey)} rows"
