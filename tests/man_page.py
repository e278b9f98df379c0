"""The manual page, made from the commands themselves.

python -m tests.man_page      write man/triage.1 again
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc

import click

from tests.conftest import ROOT, commands_of
from triage.cli.main import main
from triage.version import __version__

PAGE = ROOT / "man/triage.1"
RENEW = "python -m tests.man_page"

# what roff would read as something else; a hyphen that is typed must stay one when copied
ESCAPES = {
    "\\": r"\(rs",
    "-": r"\-",
    "'": r"\(aq",
    "`": r"\(ga",
    '"': r"\(dq",
    "^": r"\(ha",
    "~": r"\(ti",
}

EXIT_CODES = {
    "0": "All is fine.",
    "1": "There are findings, or cases that failed.",
    "2": "The command was not used as it can be.",
    "3": "The rules cannot be used as written.",
    "4": "The answers cannot be used as written.",
    "5": "It ended before there was a result.",
}

ENVIRONMENT = {
    "NO_COLOR": "When set to anything, text is printed without any styling.",
    "ACCESSIBLE": "When set to anything but 0 or false, text is printed without any styling.",
    "TERM": "With the value dumb, text is printed without any styling.",
}

NOT_A_DIAGNOSIS = (
    "It is not a medical device. Until a clinician has signed the rules, every result says that "
    "none has reviewed them. Whatever it says: see your doctor.",
    "In an emergency call your local emergency number; do not fill in a questionnaire.",
)


def roff(text: str) -> str:
    """Text as roff prints it: every letter as it was written, on one line."""
    plain = "".join(ESCAPES.get(letter, letter) for letter in " ".join(text.split()))
    plain = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found.group()):04X}]", plain)
    return rf"\&{plain}" if plain.startswith(".") else plain


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text. One that begins with a backspace keeps its lines."""
    for paragraph in re.split(r"\n\s*\n", cleandoc(text)):
        kept, *lines = paragraph.split("\n")
        yield ".PP"
        if kept.strip() == "\b":
            yield from (".nf", *(roff(line) for line in lines), ".fi")
        else:
            yield roff(paragraph)


def tagged(tag: str, text: str) -> Iterator[str]:
    """A word in bold, and below it what it means."""
    name, _, value = tag.partition(" ")
    yield ".TP"
    yield rf"\fB{roff(name)}\fR" + (rf" \fI{roff(value)}\fR" if value else "")
    yield roff(text)


def options(ctx: click.Context) -> Iterator[str]:
    """Every option of a command that is not hidden."""
    for parameter in ctx.command.params:
        record = parameter.get_help_record(ctx)
        if record is not None and isinstance(parameter, click.Option):
            yield from tagged(*record)


def commands(ctx: click.Context) -> Iterator[str]:
    """A command and all below it, each with its help, its options and its example."""
    command = ctx.command
    below = commands_of(command)
    if ctx.parent is not None and not below:
        usage = " ".join(command.collect_usage_pieces(ctx))
        yield rf'.SS "{roff(ctx.command_path)} {roff(usage)}"'
        yield from paragraphs(command.help or "")
        yield from options(ctx)
        if command.epilog:
            yield from (".PP", roff(command.epilog))
    for name, one in sorted(below.items()):
        if not one.hidden:
            yield from commands(click.Context(one, info_name=name, parent=ctx))


def released() -> str:
    """The day of this version as the change log has it; empty before its release."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    found = re.search(rf"^## {re.escape(__version__)} \((\d{{4}}-\d\d-\d\d)\)$", text, re.MULTILINE)
    return found.group(1) if found else ""


def man_page() -> str:
    """The whole manual page, as roff; the same bytes for the same commands."""
    ctx = click.Context(main, info_name="triage")
    what, *more = cleandoc(main.help or "").split("\n\n")
    lines = [
        rf".\" made by: {RENEW}",
        f'.TH TRIAGE 1 "{released()}" "triage {__version__}" "User Commands"',
        ".SH NAME",
        rf"triage \- {roff(what[0].lower() + what[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        rf"\fBtriage\fR {roff(' '.join(main.collect_usage_pieces(ctx)))}",
        ".SH DESCRIPTION",
        *(line for text in (*more, *NOT_A_DIAGNOSIS) for line in (".PP", roff(text))),
        ".SH OPTIONS",
        *options(ctx),
        ".SH COMMANDS",
        r"Every command takes \fB\-h\fR and \fB\-\-help\fR.",
        *commands(ctx),
        ".SH EXIT STATUS",
        *(line for code, text in EXIT_CODES.items() for line in tagged(code, text)),
        ".SH ENVIRONMENT",
        *(line for name, text in ENVIRONMENT.items() for line in tagged(name, text)),
    ]
    # a first paragraph needs no break before it, and roff says so
    page = "\n".join(lines)
    return re.sub(r"^(\.S[HS] .*)\n\.PP$", r"\1", page, flags=re.MULTILINE) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(man_page(), "utf-8")
