"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(path_type=Path)

RULES_OPTION = click.option(
    "--rules",
    "rules_folder",
    type=FILE,
    metavar="FOLDER",
    help="Use the rule book in this folder.  [default: the one that comes with triage]",
)
REGION_OPTION = click.option(
    "--region",
    metavar="REGION",
    help="Show the emergency numbers of one region only, for example uk.",
)
