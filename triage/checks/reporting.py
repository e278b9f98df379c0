"""A report as text, JSON, SARIF 2.1.0 or workflow commands of GitHub.

Places are told relative to where the command was started: the folder as it was typed, and the
file in it.
"""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from triage.checks.context import Level
from triage.checks.registry import CHECKS, Check
from triage.checks.running import Report, Reported
from triage.errors import printable
from triage.json_text import json_text
from triage.version import __version__

LEVELS: tuple[Level, ...] = ("error", "warning", "hint")
PAGES = "docs/checks"
SARIF_LEVEL = {"error": "error", "warning": "warning", "hint": "note"}
GITHUB_LEVEL = {"error": "error", "warning": "warning", "hint": "notice"}
SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def path_of(finding: Reported, folder: str) -> str:
    """The file of a finding, below the folder as it was typed."""
    return (PurePosixPath(folder) / finding.place.file).as_posix() if finding.place else folder


def text(report: Report, folder: str = "") -> str:
    """Every finding for a reader, and how many there are."""
    lines = []
    for finding in report.findings:
        line, column = (finding.place.line, finding.place.column) if finding.place else (1, 1)
        where = printable(f"{path_of(finding, folder)}:{line}:{column}")
        lines.append(f"{where}  {finding.level}  {finding.check.id} {finding.check.name}")
        lines.append(f"  {printable(finding.message)}")
        if finding.help:
            lines.append(f"  help: {printable(finding.help)}")
        lines.append("")
    return "\n".join([*lines, *summary(report)]) + "\n"


def summary(report: Report) -> list[str]:
    """How much was found, ignored and left out, in a line each."""
    counts = [_counted(report.count(level), level) for level in LEVELS if report.count(level)]
    found = ", ".join(counts) or "no problem found"
    if report.book is not None and counts and not (report.exit_code):
        found = f"no problem found, {found}"
    lines = [found]
    if report.passed:
        lines.append(f"{_counted(len(report.passed), 'finding')} ignored with a reason")
    needs = {check.needs for check in report.left_out}
    for need, option in (("cases", "--cases PATH"), ("another", "--against FOLDER")):
        if need in needs:
            ids = " and ".join(check.id for check in report.left_out if check.needs == need)
            lines.append(f"left out: {ids}, add `{option}`")
    return lines


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def as_json(report: Report, folder: str = "") -> str:
    """Every finding as data."""
    book = report.book
    data = {
        "rule-book": {"version": book.version, "digest": book.digest} if book else None,
        "findings": [_plain(finding, folder) for finding in report.findings],
        "ignored": [_plain(finding, folder) for finding in report.passed],
        "left-out": [check.id for check in report.left_out],
    }
    return json_text(data)


def _plain(finding: Reported, folder: str) -> dict[str, Any]:
    return {
        "check": finding.check.id,
        "name": finding.check.name,
        "level": finding.level,
        "file": path_of(finding, folder),
        "line": finding.place.line if finding.place else 1,
        "column": finding.place.column if finding.place else 1,
        "message": finding.message,
        "help": finding.help,
    }


def sarif(report: Report, folder: str = "") -> str:
    """Every finding in the Static Analysis Results Interchange Format, version 2.1.0."""
    numbers = {check.id: number for number, check in enumerate(CHECKS)}
    results = [
        {
            "ruleId": finding.check.id,
            "ruleIndex": numbers[finding.check.id],
            "level": SARIF_LEVEL[finding.level],
            "message": {"text": _message(finding)},
            "locations": [_location(finding, folder)],
            **({"suppressions": [{"kind": "inSource"}]} if finding in report.passed else {}),
        }
        for finding in (*report.findings, *report.passed)
    ]
    driver = {
        "name": "triage rules check",
        "version": __version__,
        "rules": [_rule(check) for check in CHECKS],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    data = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(data)


def _message(finding: Reported) -> str:
    advice = f"\nhelp: {finding.help}" if finding.help else ""
    return f"{finding.message}{advice}"


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "name": check.name,
        "shortDescription": {"text": check.title},
        "help": {"text": f"see {PAGES}/{check.page}"},
        "defaultConfiguration": {"level": SARIF_LEVEL[check.level]},
        "properties": {"tags": [check.family], "can-be-ignored": not check.why_not_ignored},
    }


def _location(finding: Reported, folder: str) -> dict[str, Any]:
    line, column = (finding.place.line, finding.place.column) if finding.place else (1, 1)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(os.fsencode(path_of(finding, folder)))},
            "region": {"startLine": line, "startColumn": column},
        }
    }


def github(report: Report, folder: str = "") -> str:
    """Every finding as a workflow command, which GitHub shows beside the line."""
    lines = []
    for finding in report.findings:
        line, column = (finding.place.line, finding.place.column) if finding.place else (1, 1)
        where = {
            "file": path_of(finding, folder),
            "line": str(line),
            "col": str(column),
            "title": f"{finding.check.id} {finding.check.name}",
        }
        told = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in where.items())
        lines.append(f"::{GITHUB_LEVEL[finding.level]} {told}::{_escaped(_message(finding))}")
    return "".join(f"{line}\n" for line in lines)


def _escaped(value: str, more: str = "") -> str:
    r"""Text that cannot end a workflow command or start another one.

    `%`, carriage return and line feed are escaped everywhere, in properties `:` and `,` too.
    """
    for char in "%\r\n" + more:
        value = value.replace(char, f"%{ord(char):02X}")
    return printable(value)
