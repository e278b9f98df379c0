"""The FHIR questionnaire in LHC-Forms and Smart Forms, filled in by 300 people in a real browser.

For each of them the client must export what they meant, with the urgency of the reference
evaluator and of the engine behind `triage assess`. Run `python benchmarks/fhir_clients.py --check`;
`--pictures FOLDER` takes the pictures of docs/pictures anew.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.fhir_driving import (  # noqa: E402
    CLIENTS,
    PICTURED,
    Driven,
    Person,
    assessed,
    chosen,
    drive,
    every_sign,
    look,
    slips,
)


@click.command()
@click.option("--number", default=300, show_default=True, help="How many people.")
@click.option("--client", "clients", multiple=True, type=click.Choice([*CLIENTS]))
@click.option("--check", is_flag=True, help="Fail where anything differs.")
@click.option("--pictures", type=click.Path(path_type=Path), help="A folder for new pictures.")
def main(number: int, clients: tuple[str, ...], check: bool, pictures: Path | None) -> None:
    """Let people fill in the form in each client, and say what came out."""
    if pictures is not None:
        _take(pictures)
        return
    some = chosen(number)
    covered = frozenset[str]().union(*(person.signs for person in some))
    click.echo(f"{len(some)} people of {len({one.partition(':')[0] for one, *_ in some})} files")
    click.echo(f"danger signs: {len(covered)} of {len(every_sign())}, counting unsure ones apart")
    click.echo(f"with a medicine that is in no list: {sum(person.typed for person in some)}")
    found = [*_terminal(some)]
    for client in clients or CLIENTS:
        found += _client(client, some)
    for slip in found:
        click.echo(slip)
    if check and (found or covered != every_sign()):
        raise SystemExit(1)


def _terminal(some: Sequence[Person]) -> list[str]:
    same = [person for person in some if assessed(person) == person.urgency]
    click.echo(f"same urgency by the engine of `triage assess`: {len(same)} of {len(some)}")
    return [f"{one.id}: the engine says another urgency" for one in some if one not in same]


def _client(client: str, some: Sequence[Person]) -> list[str]:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        driven = drive(client, some, Path(folder))
    found = slips(some, driven)
    wrong = {one.id for one in some if any(slip.startswith(f"{one.id}: ") for slip in found)}
    click.echo(
        f"{CLIENTS[client]}: the same answers and urgency for {len(some) - len(wrong)} of "
        f"{len(some)} in {time.monotonic() - started:.0f} s, {_times(driven)}; "
        f"{len(driven.outside)} requests to elsewhere"
    )
    return [f"{CLIENTS[client]}: {slip}" for slip in found]


def _times(driven: Driven) -> str:
    times = sorted(one for filled in driven.filled.values() for one in filled.times)
    if not times:
        return "no clicks"
    late = times[int(len(times) * 0.95)]
    return f"{len(times)} clicks of {statistics.median(times):.0f} ms, 95 % within {late:.0f} ms"


def _take(pictures: Path) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    for client in CLIENTS:
        with tempfile.TemporaryDirectory() as folder:
            look(client, PICTURED, Path(folder), str(pictures / f"fhir-{client}.png"))


if __name__ == "__main__":
    main()
