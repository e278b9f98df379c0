"""What came of a run of cases, in words, as JSON and as JUnit XML. The same run, the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

import msgspec

from triage.cases.answer_lines import Tally
from triage.cases.coverage import GROUPS, KINDS, Coverage, Group, Kind
from triage.cases.running import Came, Ran
from triage.errors import printable
from triage.json_text import json_text

_WIDTH = 10
"""Of the column with the labels."""


def failure_text(ran: Ran) -> str:
    """One failed case: its name, where it stands, and what is wrong with it."""
    at = _row("at", str(ran.case.place))
    return "\n".join([f"failed: {printable(ran.case.name)}", at, wrong_text(ran)])


def wrong_text(ran: Ran) -> str:
    """Each thing expected and got, with the smallest difference; then all that came out."""
    lines: list[str] = []
    for one in ran.wrong:
        lines += _expected_and_got(one.text)
        labels = ("why", *[""] * len(one.why))
        lines += map(_row, labels, one.why)
    return "\n".join([*lines, _row("came out", came_text(ran.came))])


def _expected_and_got(text: str) -> list[str]:
    expected, _, got = text.partition(", got ")
    if not expected.startswith("expected "):
        return [_row("wrong", text)]
    rows = [_row("expected", expected.removeprefix("expected "))]
    return [*rows, _row("got", got)] if got else rows


def _row(label: str, text: str) -> str:
    return f"  {label:<{_WIDTH}}{printable(text)}"


def came_text(came: Came) -> str:
    """What came of the answers, in a line."""
    by = f" by {', '.join(came.decided_by)}" if came.decided_by else ""
    parts = [f"urgency {came.urgency}{by}", f"shown {', '.join(came.suggested) or 'nothing'}"]
    if came.also_fit:
        parts.append(f"also fit {', '.join(came.also_fit)}")
    parts.append(f"red flags {', '.join(came.red_flags) or 'none'}")
    return "; ".join(parts)


def text_report(
    rans: Sequence[Ran],
    of: int,
    tallies: Iterable[Tally] = (),
    covered: Coverage | None = None,
) -> str:
    """All failures, the counts of bare answer sets, the sum, and the coverage.

    `of` cases were to be run.
    """
    failed = [ran for ran in rans if ran.wrong]
    parts = [failure_text(ran) for ran in failed]
    parts += [tally_text(counted) for counted in tallies]
    if of:
        sum_ = f"{len(failed)} of {_cases(len(rans))} failed"
        if not failed:
            sum_ = f"{_cases(len(rans))}, every one as expected"
        if len(rans) < of:
            sum_ += f"; stopped at the first failure, {of - len(rans)} were not run"
        parts.append(sum_)
    if covered is not None:
        parts.append(coverage_text(covered))
    return "\n\n".join(parts) + "\n"


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"


def tally_text(counted: Tally) -> str:
    """How often each urgency and each first candidate came, as a table."""
    tables = (("urgency", counted.urgency), ("first candidate", counted.first))
    width = max(len(key) for _, table in tables for key in table)
    noun = "answer set" if counted.count == 1 else "answer sets"
    lines = [f"{printable(counted.file)}: {counted.count} {noun}"]
    for title, table in tables:
        lines.append(f"  {title}")
        for key, count in table.items():
            share = count / counted.count if counted.count else 0
            lines.append(f"    {key:<{width}}  {count:>{len(str(counted.count))}}  {share:>6.1%}")
    return "\n".join(lines)


_TITLES = {"red-flags": "red flags", "core": "core", "all": "all"}


def coverage_text(covered: Coverage) -> str:
    """Shares of what there is to reach, and what no case reaches, by name.

    Missing single answers are counted only, since there are many; the JSON names them.
    """
    lines = []
    for kind in KINDS:
        shares = [f"{_TITLES[group]} {covered.share(kind, group)}" for group in _groups(kind)]
        lines.append(f"{kind}: {', '.join(shares)}")
    for kind in KINDS:
        missing = covered.missing(kind)
        if missing and kind != "answers":
            lines += ["", f"{kind} that no case reaches:", *(f"  {item}" for item in missing)]
    return "\n".join(lines)


def _groups(kind: Kind) -> tuple[Group, ...]:
    # fits belong to conditions, so there are none of red flags and core
    return GROUPS if kind != "fits" else ("all",)


def _coverage_plain(covered: Coverage) -> dict[str, object]:
    found: dict[str, object] = {"lowest": covered.lowest()}
    for kind in KINDS:
        shares = {group: covered.share(kind, group) for group in _groups(kind)}
        missing = [{"rule": item.rule, "detail": item.detail} for item in covered.missing(kind)]
        # programs know this part by its earlier name
        found["bands" if kind == "fits" else kind] = {
            **msgspec.to_builtins(shares),
            "missing": missing,
        }
    return found


def as_json(
    rans: Sequence[Ran],
    of: int,
    tallies: Sequence[Tally] = (),
    covered: Coverage | None = None,
) -> str:
    """The same as the text, for programs; the missing single answers as well."""
    failed = sum(1 for ran in rans if ran.wrong)
    everything: dict[str, object] = {
        "cases": [_plain(ran) for ran in rans],
        "passed": len(rans) - failed,
        "failed": failed,
        "not-run": of - len(rans),
        "answer-sets": [msgspec.to_builtins(counted) for counted in tallies],
    }
    if covered is not None:
        everything["coverage"] = _coverage_plain(covered)
    return json_text(everything)


def _plain(ran: Ran) -> dict[str, object]:
    place = ran.case.place
    return {
        "name": ran.case.name,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "wrong": [one.text for one in ran.wrong],
        "why": [one.why for one in ran.wrong],
        "urgency": ran.came.urgency,
        "decided-by": ran.came.decided_by,
        "suggested": ran.came.suggested,
        "also-fit": ran.came.also_fit,
        "red-flags": ran.came.red_flags,
    }


JUNIT_BEGINS = re.compile(rb"<\?xml [^>]*\?>\s*<testsuites name=\"triage replay\"")
"""How every such file begins, and no file of another program."""


def as_junit(rans: Sequence[Ran]) -> str:
    """JUnit XML: one suite for each file, one test case for each case.

    There are no times in it, so that the same run gives the same file.
    """
    top = ET.Element("testsuites", {"name": "triage replay", **_counts(rans)})
    files: dict[str, list[Ran]] = {}
    for ran in rans:
        files.setdefault(ran.case.place.file, []).append(ran)
    for file, inside in files.items():
        shown = printable(file)
        suite = ET.SubElement(top, "testsuite", {"name": shown, **_counts(inside)})
        for ran in inside:
            place = {"file": shown, "line": str(ran.case.place.line)}
            names = {"classname": shown, "name": printable(ran.case.name)}
            item = ET.SubElement(suite, "testcase", {**names, **place})
            if ran.wrong:
                message = {"message": printable("; ".join(one.text for one in ran.wrong))}
                ET.SubElement(item, "failure", message).text = failure_text(ran)
    ET.indent(top)
    data: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return data.decode() + "\n"


def _counts(rans: Sequence[Ran]) -> dict[str, str]:
    failed = sum(1 for ran in rans if ran.wrong)
    return {"tests": str(len(rans)), "failures": str(failed), "errors": "0", "skipped": "0"}
