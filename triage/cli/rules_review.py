"""`triage rules review`: sign rules, doubt them, and see how their review stands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from triage.cli.options import (
    RULES_OPTION,
    Day,
    Decorator,
    format_option,
    rules_option,
    this_day,
    today_option,
)
from triage.cli.reviewer import name_and_role, slip_in

if TYPE_CHECKING:
    from datetime import date

    from triage.errors import Problem
    from triage.rulebook.model import Rulebook
    from triage.rulebook.reviews import Standing, Subject


TODAY_OPTION = today_option("Take this for today; for tests.", hidden=True)
LEDGER_OPTION = rules_option(
    "The folder of the rule book; its reviews.yaml is written.", required=True
)


def as_option(*, required: bool = True) -> Decorator:
    """Who speaks. It is always typed by the person: no name is ever taken from anywhere else."""
    who = "Who has read it, in what role."
    return click.option("--as", "who", required=required, metavar='"NAME, ROLE"', help=who)


AS_OPTION = as_option()


@click.group("review", epilog="Example: triage rules review status")
def command() -> None:
    """Sign or doubt rules that were read, and see what is signed, doubted, changed or overdue."""


@command.command(
    epilog='Example: triage rules review sign RF01 cervical-dystonia --as "Jane Doe, neurologist" '
    "--rules rules"
)
@click.argument("rules", nargs=-1, required=True, metavar="RULE…")
@LEDGER_OPTION
@AS_OPTION
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


@command.command(
    epilog='Example: triage rules review disagree RF01 --because "Too late for a stroke." '
    '--as "Jane Doe, neurologist" --rules rules'
)
@click.argument("rule", metavar="RULE")
@LEDGER_OPTION
@AS_OPTION
@click.option("--because", "words", required=True, metavar="TEXT", help="What is wrong, and why.")
@TODAY_OPTION
def disagree(rule: str, rules_folder: Path, who: str, words: str, today: date | None) -> None:
    """Write down that somebody has read a rule, as it stands now, and thinks that it is wrong.

    It stands in the book, and no release is made, until they sign the rule or it is changed. What
    the same person has said of it before gives way, a signature too.
    """
    _doubt(rule, rules_folder, who, "disagree", words, today)


@command.command(
    epilog='Example: triage rules review ask RF01 --question "Why not below 18?" '
    '--as "Jane Doe, neurologist" --rules rules'
)
@click.argument("rule", metavar="RULE")
@LEDGER_OPTION
@AS_OPTION
@click.option(
    "--question", "words", required=True, metavar="TEXT", help="What has to be known first."
)
@TODAY_OPTION
def ask(rule: str, rules_folder: Path, who: str, words: str, today: date | None) -> None:
    """Write down what somebody who has read a rule wants to know before they sign it.

    It stands in the book, and no release is made, until they sign the rule or it is changed. What
    the same person has said of it before gives way, a signature too.
    """
    _doubt(rule, rules_folder, who, "ask", words, today)


def _doubt(
    rule: str,
    folder: Path,
    who: str,
    says: Literal["disagree", "ask"],
    words: str,
    today: date | None,
) -> None:
    from triage.rulebook.loading import load_rulebook
    from triage.rulebook.reviews import subject_named
    from triage.rulebook.signing import doubt

    name, role = name_and_role(who)
    said = " ".join(words.split())
    if slip := slip_in(said) if said else "it has no words.":
        hint = "'--because'" if says == "disagree" else "'--question'"
        raise click.BadParameter(slip, param_hint=hint)
    on = (today or this_day()).isoformat()
    book = load_rulebook(folder)
    subject = subject_named(book, rule)
    new = doubt(book, folder, subject, says, said, by=name, role=role, date=on)
    done = "disagreed with" if says == "disagree" else "asked about"
    click.echo(f"{done} {subject}, digest {new.digest[:12]}\nby {name}, {role}, on {on}")


@command.command(
    "next", epilog='Example: triage rules review next --as "Jane Doe, neurologist" --rules rules'
)
@rules_option("The folder of the rule book; what is said goes into its reviews.yaml.")
@as_option(required=False)
@TODAY_OPTION
@click.pass_context
def next_one(
    ctx: click.Context, /, rules_folder: Path | None, who: str | None, today: date | None
) -> None:
    """Show what is unsigned, one page at a time, gravest first, and ask what you think of it.

    Red flags come first and conditions next, each the most urgent ones first. At a terminal, with
    a name and a folder, you sign, disagree, ask, leave it for later or stop; what you said is kept
    at once. Otherwise the next page is shown, and how to say what you think of it.
    """
    import sys

    from triage.cli import review_next
    from triage.cli.chosen_book import chosen
    from triage.cli.endings import Endings, Stopped
    from triage.cli.reading import Input
    from triage.rulebook.to_review import to_review

    name, role = name_and_role(who) if who else ("", "")
    day = today or this_day()
    book = chosen(rules_folder)
    waiting = to_review(book, day, name, role)
    styled = ctx.color is not False
    if not (waiting and who and rules_folder and sys.stdin.isatty() and sys.stdout.isatty()):
        if waiting:
            click.echo(review_next.page(book, waiting[0], styled=styled))
            click.echo("To say what you think of it:")
            click.echo(review_next.how_to_say(waiting[0], rules_folder) + "\n")
        click.echo(review_next.left(len(waiting)))
        return
    with Endings() as endings:
        input = Input(endings)

        def line(prompt: str) -> str:
            # what was typed before the page was there is no word about the page
            input.forget_typed_ahead()
            return input.line(prompt)

        reviewer = review_next.Reviewer(name, role)
        try:
            review_next.walk(book, rules_folder, waiting, reviewer, day, line, styled=styled)
        except Stopped:
            click.echo("stopped; what was said before is kept")


@command.command(epilog="Example: triage rules review status --format json")
@RULES_OPTION
@TODAY_OPTION
@format_option("text", "json", what="it is")
@click.pass_context
def status(
    ctx: click.Context, /, rules_folder: Path | None, today: date | None, output: str
) -> None:
    """Say what is signed, doubted, changed since, overdue, without a required role, or unsigned.

    Exits with 1 when somebody disagrees or waits for an answer, a required role is missing, or a
    signature is void or overdue. No release is made then.
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
    doubts = Counter(doubt.says for standing in found for doubt in standing.doubts)
    if doubts:
        counted = f"{doubts['disagree']} disagreed, {doubts['ask']} asked"
        lines.append(f"a release waits for an answer to whoever doubts: {counted}")
    if not any(standing.signatures or standing.doubts or standing.earlier for standing in found):
        lines.append("nobody has reviewed this rule book")
    elif is_reviewed(book):
        lines.append("every rule is signed as it stands")
    else:
        lines.append("not every rule is signed as it stands, and every result says so")
    return "\n".join(lines) + "\n"


def in_words(state: str) -> str:
    """A state as it reads in a sentence."""
    words = {"never": "never signed", "disagreed": "disagreed with", "asked": "asked about"}
    return words.get(state, state.replace("-", " "))


def _wanting(standing: Standing) -> list[str]:
    """What is not as it should be with one subject."""
    from triage.errors import printable
    from triage.presentation.describe.grounds import doubts_said

    said = [printable(words) for words in doubts_said(standing)]
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
                "doubts": standing.doubts,
                "earlier-doubts": standing.earlier,
            }
            for standing in found
        ],
    }
    return json_text(data)
