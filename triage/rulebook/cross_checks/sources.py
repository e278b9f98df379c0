"""The sources that rules cite."""

from __future__ import annotations

from triage.errors import shortened
from triage.rulebook import check_ids
from triage.rulebook.cross_checks.written import Written


def sources(written: Written) -> None:
    """Every source that is cited is in sources.yaml."""
    known = written.book.sources
    unread = written.unread["sources"]
    for path, cited in written.reader.texts.items():
        is_source = len(path) >= 2 and path[-2] == "sources" and isinstance(path[-1], int)
        if is_source and cited not in known and cited not in unread:
            advice = written.reader.advice(cited, known, "sources are in sources.yaml")
            what = f"unknown source `{shortened(cited)}`"
            written.reader.problem(
                written.reader.values[path], what, advice, check_ids.UNKNOWN_NAME
            )
