"""Sections, and that each question stands once and is called something that can be said."""

from __future__ import annotations

from triage.errors import Place, shortened
from triage.rulebook import check_ids
from triage.rulebook.cross_checks.written import Written


def sections(written: Written) -> None:
    """Every section is listed and has a file; every question stands once."""
    declared = {section.id for section in written.book.sections}
    found = {
        str(path[0])[len("questions/") : -len(".yaml")]: path
        for path in written.reader.values
        if len(path) == 1 and str(path[0]).startswith("questions/")
    }
    for section in sorted(found.keys() - declared):
        place = Place(f"questions/{section}.yaml", 1, 1)
        advice = written.reader.advice(
            section, declared, "list it under `sections` in rulebook.yaml"
        )
        written.reader.problem(
            place, f"unknown section `{shortened(section)}`", advice, check_ids.UNKNOWN_NAME
        )
    for index, id in enumerate(written.book.danger_gates):
        if id not in written.book.questions:
            gate = written.value("rulebook.yaml", "danger-gates", index)
            advice = written.reader.advice(id, written.book.questions, "see the folder questions")
            written.reader.problem(
                gate, f"unknown question `{shortened(id)}`", advice, check_ids.UNKNOWN_NAME
            )
    listed: set[str] = set()
    for index, entry in enumerate(written.book.sections):
        named = written.value("rulebook.yaml", "sections", index, "id")
        if entry.id in listed:
            what = f"section `{entry.id}` stands here a second time"
            written.reader.problem(named, what, "keep one of them", check_ids.ORDER_DECIDES)
        elif entry.id not in found:
            advice = f"add the file questions/{entry.id}.yaml"
            written.reader.problem(named, f"section `{entry.id}` has no questions", advice)
        listed.add(entry.id)
    seen: dict[str, str] = {}
    for path in written.reader.keys:
        if len(path) == 3 and path[1] == "questions":
            file, id = str(path[0]), str(path[2])
            if id in seen:
                what = f"the question `{shortened(id)}` stands in two files"
                advice = f"the other one is in {seen[id]}"
                written.reader.problem(written.key(*path), what, advice, check_ids.ORDER_DECIDES)
            seen.setdefault(id, file)
