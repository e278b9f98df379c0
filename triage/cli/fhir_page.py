"""`triage fhir page`: the form as a folder that a clinic puts on its own server."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import FILE, ONLY_NEW_FILE, REGION_OPTION, RULES_OPTION


@click.command("page", epilog="Example: triage fhir page form --lforms package --region uk")
@click.argument("folder", type=ONLY_NEW_FILE)
@RULES_OPTION
@REGION_OPTION
@click.option(
    "--lforms",
    "package",
    type=FILE,
    required=True,
    metavar="FOLDER",
    help="Where the npm package of LHC-Forms was unpacked.",
)
def command(folder: Path, package: Path, rules_folder: Path | None, region: str | None) -> None:
    """Make a folder with the form in LHC-Forms, which works offline and sends nothing.

    Its page opens from a web server or from the disk. Answers are saved as a FHIR response, which
    `triage assess` reads.
    """
    from triage.cli.chosen_book import chosen
    from triage.cli.new_folder import write_new_folder
    from triage.errors import UsageError, printable
    from triage.fhir.page import page_files
    from triage.rulebook.installed import own_folder

    licence = (rules_folder or own_folder()) / "LICENSE"
    text = licence.read_bytes() if licence.is_file() else b"no licence was given\n"
    files = page_files(chosen(rules_folder, region), package, text)
    write_new_folder(folder, files, UsageError)
    click.echo(f"wrote {len(files)} files: {printable((folder / 'index.html').as_posix())}")
