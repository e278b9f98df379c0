"""The parts of a rule book, as they were read, put together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from triage.rulebook.expanding import made_for_each, with_openings, without_stars
from triage.rulebook.files import OPTIONAL, SINGLE_FILES
from triage.rulebook.kinds import Question, TickAll
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import Condition
from triage.rulebook.parts.regions import Region
from triage.rulebook.parts.signatures import Reviews
from triage.rulebook.reading import Unusable


def lacks_names(parts: Mapping[str, Any]) -> bool:
    """Whether so much is unreadable that checking names would raise false alarms."""
    naming = ("questions/", "findings.yaml", "sources.yaml", "medicines.yaml", "rulebook.yaml")
    return any(
        isinstance(part, Unusable) and name.startswith(naming) for name, part in parts.items()
    )


def assemble(parts: Mapping[str, Any]) -> Rulebook | None:
    """The parts as one rule book, each in its canonical order; None where a part is missing."""
    needed = [name for name in SINGLE_FILES if name not in OPTIONAL]
    if any(name not in parts or isinstance(parts[name], Unusable) for name in needed):
        return None
    head = parts["rulebook.yaml"]
    written, in_section = questions_in(parts)
    made = made_for_each(written)
    questions: dict[str, Question] = {}
    for id, question in written.items():
        questions.update(made.get(id, {id: question}))
    made_from = {new: id for id, some in made.items() for new in some}
    made_for = {
        new: f"{question.for_each}.{new.removeprefix(f'{id}-')}"
        for id, some in made.items()
        for new in some
        if isinstance(question := written[id], TickAll)
    }
    section_of = {id: in_section[made_from.get(id, id)] for id in questions}
    conditions = {
        Path(name).stem: _sorted_condition(part)
        for name, part in sorted(parts.items())
        if name.startswith("conditions/") and isinstance(part, Condition)
    }
    regions = {
        Path(name).stem: part
        for name, part in sorted(parts.items())
        if name.startswith("regions/") and isinstance(part, Region)
    }
    findings = parts.get("findings.yaml")
    medicines = parts.get("medicines.yaml")
    ordinary = parts.get("ordinary-medicines.yaml")
    kinds = parts.get("named-kinds.yaml")
    book = Rulebook(
        version=head.version,
        title=head.title,
        sections=head.sections,
        other_person_when=head.other_person_when,
        danger_gates=head.danger_gates,
        questions=with_openings(questions),
        section_of=section_of,
        made_from=made_from,
        made_for=made_for,
        made_shorts={id: written[id].short for id in made},
        findings=_sorted(getattr(findings, "findings", {})),
        red_flags=_sorted(parts["red-flags.yaml"].red_flags),
        conditions=conditions,
        classes=_sorted(getattr(medicines, "classes", {})),
        medicines=_sorted(getattr(medicines, "medicines", {})),
        purposes=_sorted(getattr(medicines, "purposes", {})),
        ordinary=_sorted(getattr(ordinary, "ordinary", {})),
        ordinary_sources=getattr(ordinary, "sources", ()),
        sources=_sorted(parts["sources.yaml"].sources),
        regions=regions,
        glossary=_sorted(getattr(parts.get("glossary.yaml"), "terms", {})),
        kinds=_sorted(getattr(kinds, "kinds", {})),
        kind_not_known=getattr(kinds, "not_known", ""),
        scoring=parts["scoring.yaml"],
        advisory=parts["advisory.yaml"],
        reviews=_known_reviews(parts.get("reviews.yaml")),
    )
    return without_stars(book)


def questions_in(parts: Mapping[str, Any]) -> tuple[dict[str, Question], dict[str, str]]:
    """The questions as they stand in the files, in the order of asking, and their sections."""
    written: dict[str, Question] = {}
    section_of: dict[str, str] = {}
    for section in parts["rulebook.yaml"].sections:
        file = parts.get(f"questions/{section.id}.yaml")
        if file is None or isinstance(file, Unusable):
            continue
        for id, question in file.questions.items():
            written.setdefault(id, question)
            section_of.setdefault(id, section.id)
    return written, section_of


def _known_reviews(part: Any) -> Reviews:
    return part if isinstance(part, Reviews) else Reviews()


def _sorted(named: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(named.items()))


def _sorted_condition(condition: Condition) -> Condition:
    return msgspec.structs.replace(
        condition,
        supports=_sorted(condition.supports),
        against=_sorted(condition.against),
        blocked_by=_sorted(condition.blocked_by),
    )
