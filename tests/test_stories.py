"""The invented stories of an audit: what comes out for each, and what is written down of it.

What they are, and why some come out otherwise than wanted, stands in docs/stories.md.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from benchmarks import unseen
from tests.conftest import ROOT, the_book
from triage.cases.accuracy import Outcome, Share, outcomes, share
from triage.cases.people import SUFFIX, load_people
from triage.rulebook.urgency import below

FOLDER = ROOT / "tests" / "people" / "stories"
DOCUMENT = ROOT / "docs" / "stories.md"
NAMES = 3
"""Among so many names the right one is looked for: those that are shown first."""
NO_LEVEL = "no level was wanted; "
"""So begins the `why` of a story whose author wanted a name only."""
BELOW = {"c16-orthostatic-tremor"}
"""Slow by its sources, and wanted sooner for a sign that it does not tell: see the document."""
NOT_FIRST = {
    "c04-et-first-two-years-30m": "wilson-disease",
    "c30-benign-hereditary-chorea": "huntington-disease",
    "c51-essential-tremor-and-dizzy-pd-pills": "multiple-system-atrophy",
}
"""Grave names of which the author wanted no more than that they do not come first."""


@cache
def told(kind: str) -> list[Outcome]:
    """What comes out for the stories of one set."""
    book = the_book()
    return outcomes(book, load_people(FOLDER / f"{kind}{SUFFIX}", book))


@cache
def everybody() -> dict[str, Outcome]:
    """What comes out for each story, by its id."""
    found = [o for kind in ("danger", "everyday", "which-condition") for o in told(kind)]
    return {outcome.person.id: outcome for outcome in found}


def has_level(outcome: Outcome) -> bool:
    """Whether the author of the story wanted a level."""
    return not outcome.person.known.why.startswith(NO_LEVEL)


def is_named(outcome: Outcome, names: int = NAMES) -> bool:
    """Whether a wanted name is among the first ones."""
    return outcome.place is not None and outcome.place <= names


def names() -> list[Outcome]:
    """The stories whose wanted name the rule book has."""
    return [outcome for outcome in told("which-condition") if outcome.in_scope]


def figures() -> str:
    """The block of figures of the document."""
    levels = [outcome for outcome in told("which-condition") if has_level(outcome)]
    lines: list[tuple[str, Share]] = []
    for kind, some in (
        ("danger", told("danger")),
        ("everyday", told("everyday")),
        ("which-condition", levels),
    ):
        lines += [
            (f"{kind}, not below the wanted level", share(some, lambda o: o.step >= 0)),
            (f"{kind}, not above the wanted level", share(some, lambda o: o.step <= 0)),
        ]
    lines += [
        ("which-condition, wanted name first", share(names(), lambda o: is_named(o, 1))),
        ("which-condition, among the first three", share(names(), is_named)),
    ]
    return "\n".join(["```text", *(f"{label}: {some}" for label, some in lines), "```"])


def rows_of(heading: str) -> dict[str, list[str]]:
    """The cells of one table of the document, by id."""
    section = DOCUMENT.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len(cells) == len({row[0] for row in cells}), "a story stands there twice"
    return {row[0].strip("`"): row[1:] for row in cells}


class TestSafety:
    @pytest.mark.parametrize("id", [outcome.person.id for outcome in told("danger")])
    def test_a_dangerous_story_is_never_sent_too_late(self, id: str) -> None:
        """Whoever may have something dangerous is seen as soon as was wanted, or sooner."""
        outcome = everybody()[id]

        assert outcome.step >= 0, (outcome.urgency, outcome.decided_by)

    def test_everyday_complaints_mostly_stay_an_ordinary_appointment(self) -> None:
        """Few people with something common and harmless are hurried, and each has a reason."""
        calm = share(told("everyday"), lambda o: o.step <= 0)

        assert calm.count / calm.of >= 0.87, str(calm)

    def test_no_story_about_a_name_is_sent_too_late(self) -> None:
        """Where a level was wanted with the name, nobody comes out below it without a reason."""
        below = {o.person.id for o in told("which-condition") if has_level(o) and o.step < 0}

        assert below == BELOW


class TestNames:
    def test_the_wanted_name_is_mostly_shown(self) -> None:
        """What a doctor would think of is among the three names that are read first."""
        right = share(names(), is_named)

        assert right.count / right.of >= 0.85, str(right)

    @pytest.mark.parametrize("id", NOT_FIRST)
    def test_a_grave_and_rare_name_does_not_come_first(self, id: str) -> None:
        """Nobody with an old tremor or a lifelong restlessness reads a grave name first."""
        assert everybody()[id].suggested[:1] != (NOT_FIRST[id],)


class TestDocument:
    def test_figures_are_those_of_now(self) -> None:
        """The document shows what comes out now, with exact bounds."""
        text = DOCUMENT.read_text("utf-8")
        block = text.split("<!-- figures -->\n\n")[1].split("\n\n<!-- end of figures -->")[0]

        assert block == figures(), "put these figures there, and read what changed"

    def test_each_disagreement_with_a_level_is_judged_and_nothing_else(self) -> None:
        """Whoever comes out above or below the wanted level stands in the table, as it is now."""
        rows = rows_of("Where the level is another")
        found = {
            id: [outcome.person.known.urgency, outcome.urgency, ", ".join(outcome.decided_by)]
            for id, outcome in everybody().items()
            if has_level(outcome) and outcome.step
        }

        assert {id: row[:3] for id, row in rows.items()} == found

    def test_each_disagreement_has_a_reason_and_a_source(self) -> None:
        """A level other than the wanted one stays only for a reason that can be looked up."""
        text = DOCUMENT.read_text("utf-8")
        numbered = set(
            re.findall(r"^(\d+)\. ", text.split("## Sources of this page")[1], re.MULTILINE)
        )
        cited: set[str] = set()
        for id, (_, _, _, why, sources) in rows_of("Where the level is another").items():
            assert why, id
            cited.update(sources.split(", "))

        assert cited - set(the_book().sources) == numbered

    def test_each_name_that_is_not_shown_is_judged_and_nothing_else(self) -> None:
        """Whose wanted name is not among the first three stands in the table, as it is now."""
        rows = rows_of("Where the name is another")
        found = {
            outcome.person.id: [
                outcome.person.known.condition,
                ", ".join(outcome.suggested[:NAMES]),
            ]
            for outcome in names()
            if not is_named(outcome)
        }

        assert {id: row[:2] for id, row in rows.items()} == found
        assert all(why for *_, why in rows.values())

    def test_the_counts_of_the_sets_are_told(self) -> None:
        """So many stories of each kind, none twice, all answered alike, and none left out."""
        told_of = re.findall(r"^\| (\S+) \| (\d+) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
        counts = {kind: len(told(kind)) for kind, _ in told_of}

        assert {kind: int(number) for kind, number in told_of} == counts
        assert {f"{kind}{SUFFIX}" for kind in counts} == {path.name for path in FOLDER.iterdir()}
        assert sum(counts.values()) == len(everybody()) == 139
        assert {o.person.kind for o in everybody().values()} == {"story"}
        levels = sum(map(has_level, told("which-condition")))
        assert f"for {levels} of them a level too" in DOCUMENT.read_text("utf-8")


class TestUnseen:
    """Stories whose writers knew no question and whose readers knew no rule."""

    def test_the_document_has_their_figures(self) -> None:
        """Whoever reads how often it is right reads what comes out today."""
        document = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
        told = "\n".join(unseen.figures(unseen.came_of(the_book(), unseen.stories())))

        assert f"<!-- unseen -->\n\n```text\n{told}\n```\n\n<!-- end of unseen -->" in document

    def test_no_danger_is_told_to_wait(self) -> None:
        """Whoever tells a danger of today is seen the same day at the latest, and nobody told of two
        weeks is told to wait.
        """
        dangers = [story for story in unseen.stories() if story.kind == "danger"]

        assert len(dangers) > 200
        for one in unseen.came_of(the_book(), dangers):
            soon = "two-weeks" if one.story.wanted == "two-weeks" else "same-day"
            assert not below(one.result.urgency, soon), one.story.id
