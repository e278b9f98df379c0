"""`triage rules review`: sign rules, and see how their review stands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import (
    RULES_OPTION,
    Day,
    format_option,
    rules_option,
    this_day,
    today_option,
)

if TYPE_CHECKING:
    from datetime import date

    from triage.errors import Problem
    from triage.rulebook.model import Rulebook
    from triage.rulebook.reviews import Standing, Subject

LONGEST_NAME = 120


TODAY_OPTION = today_option("Take this for today; for tests.", hidden=True)


@click.group("review", epilog="Example: triage rules review status")
def command() -> None:
    """Sign rules that were read, and see what is signed, changed since or overdue."""


@command.command(
    epilog='Example: triage rules review sign RF01 cervical-dystonia --as "Jane Doe, neurologist" '
    "--rules rules"
)
@click.argument("rules", nargs=-1, required=True, metavar="RULE…")
@rules_option("The folder of the rule book; its reviews.yaml is written.", required=True)
@click.option(
    "--as", "who", required=True, metavar='"NAME, ROLE"', help="Who has read them, in what role."
)
@click.option("--date", "day", type=Day(), help="The day of signing.  [default: today]")
@click.option("--due", type=Day(), help="The last day on which the signature counts.")
@TODAY_OPTION
def sign(
    rules: tuple[str, ...],
    rules_folder: Path,
    who: str,
    day: date | None,
    due: date | None,
    today: date | None,
) -> None:
    """Write down that somebody has read rules, as they stand now, and stands by them.

    A RULE is the id of a red flag, condition, finding, question or region, or one of: scoring,
    advisory, medicines, glossary, sections. A condition is signed with all its rules. Any later
    change of meaning voids the signature; a change of comments or layout does not.
    """
    from triage.errors import RulesError
    from triage.rulebook.loading import load_rulebook
    from triage.rulebook.reviews import subject_named
    from triage.rulebook.signing import sign as sign_them

    name, role = name_and_role(who)
    now = today or this_day()
    signed_on = day or now
    if signed_on > now:
        raise click.BadParameter(f"`{signed_on}` is still to come.", param_hint="'--date'")
    if due is not None and due < signed_on:
        raise click.BadParameter(f"`{due}` is before the day of signing.", param_hint="'--due'")
    book = load_rulebook(rules_folder)
    subjects: list[Subject] = []
    problems: list[Problem] = []
    for typed in dict.fromkeys(rules):
        try:
            subjects.append(subject_named(book, typed))
        except RulesError as error:
            problems += error.problems
    if problems:
        raise RulesError(*problems)
    signed = sign_them(
        book,
        rules_folder,
        subjects,
        by=name,
        role=role,
        date=signed_on.isoformat(),
        due=None if due is None else due.isoformat(),
    )
    for subject, signature in signed.items():
        click.echo(f"signed {subject}, digest {signature.digest[:12]}")
    until = "" if due is None else f", until {due}"
    click.echo(f"by {name}, {role}, on {signed_on}{until}")


def name_and_role(who: str) -> tuple[str, str]:
    """The two parts of "Name, role"; the role stands after the last comma.

    Raises:
        click.BadParameter: a part is missing or too long, or holds characters nobody sees.
    """
    from triage.errors import printable, shortened, unseen

    hint = "'--as'"
    if unseen(who):
        slip = shortened(printable(who))
        raise click.BadParameter(f"`{slip}` has characters that nobody sees.", param_hint=hint)
    name, comma, role = (" ".join(part.split()) for part in who.rpartition(","))
    if not (name and comma and role):
        slip = shortened(who)
        advice = 'write it like "Jane Doe, neurologist".'
        raise click.BadParameter(f"`{slip}` has no name and role, {advice}", param_hint=hint)
    for part in (name, role):
        if len(part) > LONGEST_NAME:
            limit = f"at most {LONGEST_NAME} characters are allowed."
            raise click.BadParameter(f"`{shortened(part)}` is too long, {limit}", param_hint=hint)
    return name, role


@command.command(epilog="Example: triage rules review status --format json")
@RULES_OPTION
@TODAY_OPTION
@format_option("text", "json", what="it is")
@click.pass_context
def status(
    ctx: click.Context, /, rules_folder: Path | None, today: date | None, output: str
) -> None:
    """Say what is signed, changed since, overdue, without a required role, or never signed.

    Exits with 1 when a required role is missing, or a signature is void or overdue.
    """
    from triage.cli.chosen_book import chosen
    from triage.rulebook.reviews import standings

    book = chosen(rules_folder)
    day = today or this_day()
    found = standings(book, day)
    report = status_json if output == "json" else status_text
    click.echo(report(book, found, day), nl=False)
    ctx.exit(0 if all(standing.is_fine for standing in found) else 1)


def status_text(book: Rulebook, found: tuple[Standing, ...], day: date) -> str:
    """Counts for each kind of rule, then everything that needs somebody, by name."""
    from triage.rulebook.reviews import KINDS, STATES, is_reviewed

    lines = [f"reviews of rule book {book.version} on {day}, digest {book.digest[:12]}"]
    for kind in KINDS:
        states = Counter(standing.state for standing in found if standing.subject.kind == kind)
        counted = ", ".join(f"{states[s]} {in_words(s)}" for s in STATES if states[s])
        roles = ", ".join(book.reviews.required_roles.get(kind, ()))
        if states:
            lines.append(f"{kind}: {counted}" + (f" (needs: {roles})" if roles else ""))
    for standing in found:
        lines += [f"{standing.subject}: {what}" for what in _wanting(standing)]
    if not any(standing.signatures for standing in found):
        lines.append("nobody has reviewed this rule book")
    elif is_reviewed(book):
        lines.append("every rule is signed as it stands")
    else:
        lines.append("not every rule is signed as it stands, and every result says so")
    return "\n".join(lines) + "\n"


def in_words(state: str) -> str:
    """A state as it reads in a sentence."""
    return {"never": "never signed"}.get(state, state.replace("-", " "))


def _wanting(standing: Standing) -> list[str]:
    """What is not as it should be with one subject."""
    from triage.errors import printable

    said = []
    for title, roles in (("changed since", standing.changed), ("overdue", standing.overdue)):
        for role in roles:
            signed = [s for s in standing.signatures if s.role.casefold() == role.casefold()]
            by = ", ".join(
                f"{printable(s.by)} on {s.date}" + (f" until {s.due}" if s.due else "")
                for s in signed
            )
            said.append(f"{title}, {printable(role)} ({by})")
    if standing.missing:
        said.append(f"missing roles, {', '.join(map(printable, standing.missing))}")
    said += [f"dated ahead, {printable(s.by)} on {s.date}" for s in standing.ahead]
    return said


def status_json(book: Rulebook, found: tuple[Standing, ...], day: date) -> str:
    """The same as data."""
    from triage.json_text import json_text
    from triage.rulebook.reviews import is_reviewed

    data = {
        "format": 1,
        "rule-book": book.version,
        "digest": book.digest,
        "today": day.isoformat(),
        "reviewed": is_reviewed(book),
        "required-roles": book.reviews.required_roles,
        "subjects": [
            {
                "subject": str(standing.subject),
                "kind": standing.subject.kind,
                "state": standing.state,
                "fine": standing.is_fine,
                "changed": standing.changed,
                "overdue": standing.overdue,
                "missing": standing.missing,
                "ahead": [signature.by for signature in standing.ahead],
                "signatures": standing.signatures,
            }
            for standing in found
        ],
    }
    return json_text(data)
