"""People with a known answer: what comes out, what is written down of it, and how it is counted."""

from __future__ import annotations

import importlib.util
import itertools
import json
import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT, the_book
from tests.small_book import write_book
from triage import AnswersError, Rulebook, answers_from, assess, load_rulebook
from triage.cases.accuracy import (
    LEVELS,
    Outcome,
    as_json,
    measured,
    missed,
    misses,
    outcomes,
    report,
    share,
)
from triage.cases.accuracy_leaning import by_condition, overall
from triage.cases.accuracy_mending import Turn, as_data, as_lines, mendings
from triage.cases.accuracy_page import as_page
from triage.cases.bounds import clopper_pearson
from triage.cases.people import OUT_OF_SCOPE, Known, Person, load_people
from triage.cli.accuracy import command
from triage.cli.main import TriageGroup
from triage.errors import Place
from triage.inference import reference
from triage.inference.answers import Answers, is_asked, value_from, variables_for
from triage.inference.result_parts import Versions
from triage.rulebook.urgency import Urgency, rank

PEOPLE = """\
people:
  anna:
    told: I ate too much and now I have hiccups.
    kind: typical
    unsaid: no
    known: {condition: short-hiccups, urgency: routine, why: they pass}
    answers: {chest-pain: no, lasted: minutes, after: [big-meal]}
  ben:
    told: I have had hiccups for days.
    kind: early
    unsaid: unsure
    known: {condition: short-hiccups, urgency: same-day, why: a made-up slip}
    answers: {lasted: days, chest-pain: no}
"""

DOCUMENT = ROOT / "docs/accuracy.md"
SETS = ("published", "written")
KINDS = {
    "not said, so not known",
    "not said, so unsure raises",
    "question missing",
    "fact not reportable",
    "rule wrong",
    "label doubtful",
    "out of scope",
}
TO_MEND = "run `python benchmarks/accuracy.py --write` and read what changed"


def the_benchmark() -> ModuleType:
    """The script that prints the figures, as a module."""
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks/accuracy.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], list[Outcome]]:
    return the_benchmark().all_outcomes()


def as_written(found: dict[tuple[str, str], list[Outcome]], name: str) -> list[Outcome]:
    return found[name, "as written"]


def rows_of(name: str) -> dict[str, list[str]]:
    """The cells of the table of misses of a set, by id."""
    text = DOCUMENT.read_text("utf-8")
    section = text.split(f"## Misses of the {name} set")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len(cells) == len({row[0] for row in cells}), "a miss stands there twice"
    return {row[0].strip("`"): row[1:] for row in cells}


class TestDocument:
    def test_figures_are_those_of_now(self, found) -> None:
        """The document shows what `report()` gives, and what came out for each miss."""
        text = DOCUMENT.read_text("utf-8")

        assert text == the_benchmark().rewritten(text, found), TO_MEND

    def test_what_stands_beside_the_first_edition_is_that_of_now(self, found) -> None:
        """Whoever compares the editions compares with what comes out today."""
        rows = {
            "right one first, of 173": lambda o: o.in_scope and o.place == 1,
            "among the first three": lambda o: o.in_scope and o.place in (1, 2, 3),
            "no name at all, of 204": lambda o: not o.suggested,
            "urgency matches": lambda o: o.step == 0,
            "below": lambda o: o.step < 0,
            "above": lambda o: o.step > 0,
        }
        text = DOCUMENT.read_text("utf-8")
        for row, holds in rows.items():
            today = [
                str(sum(map(holds, found["published", silence])))
                for silence in ("as written", "left out")
            ]
            (line,) = re.findall(rf"^\| {row} \|.*$", text, re.MULTILINE)
            assert today == line.strip("| ").split(" | ")[2::2], row

    @pytest.mark.parametrize("name", SETS)
    def test_each_miss_is_judged_and_nothing_else(self, found, name: str) -> None:
        """Whoever came out too low, or without the right name, stands in the table of the set."""
        to_judge = the_benchmark().to_judge
        missed = {o.person.id for o in as_written(found, name) if to_judge(o)}
        named = set(rows_of(name))

        assert not missed - named, "judge these by hand in docs/accuracy.md"
        assert not named - missed, "these are no misses any more, take them out"

    @pytest.mark.parametrize("name", SETS)
    def test_each_miss_has_a_kind_and_a_reason(self, name: str) -> None:
        """No miss is left without a judgement."""
        for id, (_, _, kind, why) in rows_of(name).items():
            assert kind in KINDS, id
            assert why, id

    @pytest.mark.parametrize("name", SETS)
    def test_an_emergency_below_emergency_is_explained(self, found, name: str) -> None:
        """Whoever is known as an emergency and comes out lower has a reason, shown to readers."""
        for outcome in as_written(found, name):
            if outcome.person.known.urgency == "emergency" and outcome.step < 0:
                below = outcome.person.known.below
                assert below, outcome.person.id
                assert below in rows_of(name)[outcome.person.id][-1]


class TestFloors:
    def test_no_emergency_comes_out_below_same_day(self, found) -> None:
        """A known emergency, told as it is told, is seen today at the latest."""
        low = [
            outcome.person.id
            for name in SETS
            for outcome in as_written(found, name)
            if outcome.person.known.urgency == "emergency"
            and rank(outcome.urgency) < rank("same-day")
        ]

        assert [] == low

    def test_written_people_come_out_right_often_enough(self, found) -> None:
        """Rules may change, but never so that the written people fare much worse."""
        people = as_written(found, "written")
        emergencies = [o for o in people if o.person.known.urgency == "emergency"]

        assert emergencies
        assert at_least(0.95, emergencies, lambda o: o.step == 0)
        assert at_least(0.97, people, lambda o: o.step >= 0)
        assert at_least(0.80, people, lambda o: o.place == 1)
        assert at_least(0.90, people, lambda o: o.place is not None and o.place <= 3)

    def test_written_people_cover_the_rule_book(self, found) -> None:
        """Each condition of the rule book has a written person who has it."""
        people = as_written(found, "written")

        assert len(people) >= 120
        assert set(the_book().conditions) == {
            o.person.known.condition for o in people if o.person.known.condition != OUT_OF_SCOPE
        }

    def test_ids_are_used_once(self, found) -> None:
        """An id names one person across both sets."""
        ids = [o.person.id for name in SETS for o in as_written(found, name)]

        assert len(ids) == len(set(ids))


def at_least(floor: float, people: list[Outcome], holds) -> bool:
    part = share(people, holds)
    return part.count >= floor * part.of


def at_most(count: int, of: int, p: float) -> float:
    return math.fsum(math.comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(count + 1))


class TestClopperPearson:
    @pytest.mark.parametrize(
        ("count", "of", "low", "high"),
        [
            (0, 300, 0.0, 0.0122),
            (10, 10, 0.6915, 1.0),
            (5, 10, 0.1871, 0.8129),
            (0, 1, 0.0, 0.975),
            (1, 1, 0.025, 1.0),
        ],
    )
    def test_known_values(self, count: int, of: int, low: float, high: float) -> None:
        """The bounds are those of the published tables, to a hundredth of a per cent."""
        assert (low, high) == pytest.approx(clopper_pearson(count, of), abs=5e-5)

    @pytest.mark.parametrize("of", [1, 2, 3, 7, 10, 22])
    def test_rise_with_the_count_and_mirror(self, of: int) -> None:
        """One more never lowers a bound, and yes and no are treated alike."""
        bounds = [clopper_pearson(count, of) for count in range(of + 1)]

        for (low, high), (next_low, next_high) in itertools.pairwise(bounds):
            assert low < next_low
            assert high < next_high
        for (low, high), (low_of_rest, high_of_rest) in zip(bounds, bounds[::-1], strict=True):
            assert (low, high) == pytest.approx((1 - high_of_rest, 1 - low_of_rest))

    @pytest.mark.parametrize("of", [1, 4, 9, 22])
    def test_hold_exactly_the_shares_that_may_be(self, of: int) -> None:
        """A share is within the bounds just when neither tail is below 2.5 %."""
        for count in range(of + 1):
            low, high = clopper_pearson(count, of)
            for step in range(1, 199):
                p = step / 199  # never a bound itself
                as_few = at_most(count, of, p)
                as_many = 1.0 if count == 0 else 1 - at_most(count - 1, of, p)
                assert (low <= p <= high) == (min(as_few, as_many) >= 0.025), (count, p)

    @pytest.mark.parametrize("count", [0, 3, 10])
    def test_narrow_with_more_people(self, count: int) -> None:
        """The same share of more people is known better."""
        low, high = clopper_pearson(count, 10)
        narrower_low, narrower_high = clopper_pearson(count * 10, 100)

        assert narrower_high - narrower_low < high - low

    @pytest.mark.parametrize("of", [1, 30, 3000, 100_000])
    def test_none_and_all_have_a_closed_form(self, of: int) -> None:
        """Where nobody or everybody is meant, the bound is a root; also of very many people."""
        root = 0.025 ** (1 / of)

        assert (0.0, 1 - root) == pytest.approx(clopper_pearson(0, of), rel=1e-7)
        assert (root, 1.0) == pytest.approx(clopper_pearson(of, of), rel=1e-9)

    @pytest.mark.parametrize("count", [1, 7, 2993, 2999])
    def test_leave_the_tails_also_with_many_people(self, count: int) -> None:
        """At each bound the chance of what was seen, or more of it, is exactly 2.5 %."""
        of = 3000
        low, high = clopper_pearson(count, of)

        assert exactly_at_most(count, of, high) == pytest.approx(0.025, rel=1e-7)
        assert 1 - exactly_at_most(count - 1, of, low) == pytest.approx(0.025, rel=1e-7)

    def test_of_nobody_nothing_is_known(self) -> None:
        """Without people any share is possible."""
        assert (0.0, 1.0) == clopper_pearson(0, 0)


def exactly_at_most(count: int, of: int, p: float) -> float:
    """The chance of so many or fewer, in whole numbers, so that nothing is rounded."""
    part = Fraction(p).limit_denominator(10**12)
    yes, no, all_ = part.numerator, part.denominator - part.numerator, part.denominator
    few = count if 2 * count <= of else of - count - 1  # the shorter side is quicker
    a, b = (yes, no) if 2 * count <= of else (no, yes)
    side = sum(math.comb(of, k) * a**k * b ** (of - k) for k in range(few + 1))
    chance = float(Fraction(side, all_**of))
    return chance if 2 * count <= of else 1 - chance


PERSON = """\
people:
  ann:
    told: My head shakes.
    kind: typical
    unsaid: no
    answers:
      age: 50
    known:
      condition: essential-tremor
      urgency: routine
      why: years of shaking hands
"""


def loaded(folder: Path, text: str):
    path = folder / "some.people.yaml"
    path.write_text(text, "utf-8")
    return load_people(path, the_book())


class TestFiles:
    def test_a_plain_person_is_read(self, tmp_path: Path) -> None:
        """A story, some answers and what is known are enough."""
        (ann,) = loaded(tmp_path, PERSON)

        assert "ann" == ann.id
        assert "essential-tremor" == ann.known.condition

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            (
                "essential-tremor",
                "esential-tremor",
                "some.people.yaml:2:3: unknown condition `esential-tremor`",
            ),
            (
                "age: 50",
                "agee: 50",
                "some.people.yaml:7:7: unknown question `agee`\n  help: did you mean `age`?",
            ),
            (
                "    answers:\n      age: 50\n",
                "",
                "some.people.yaml:2:3: the person `ann` has no answers\n"
                "  help: write them under `answers:`",
            ),
            (
                "unsaid: no",
                "unsaid: unsrue",
                "some.people.yaml:5:13: unknown word `unsrue` for `unsaid`\n"
                "  help: did you mean `unsure`?",
            ),
        ],
        ids=["condition", "question", "no answers", "unsaid"],
    )
    def test_a_slip_is_said_with_its_place(
        self, tmp_path: Path, old: str, new: str, says: str
    ) -> None:
        """Whoever writes a person is told file, line and column of a slip, and what it is."""
        with pytest.raises(AnswersError) as raised:
            loaded(tmp_path, PERSON.replace(old, new))

        assert says == str(raised.value)

    def test_all_slips_of_a_file_are_said_at_once(self, tmp_path: Path) -> None:
        """Two people with a slip each give two messages."""
        second = PERSON.replace("people:\n", "").replace("ann:", "bob:")
        text = (PERSON + second).replace("essential-tremor", "nothing-known")

        with pytest.raises(AnswersError) as raised:
            loaded(tmp_path, text)

        assert ["2", "12"] == re.findall(r"yaml:(\d+):3: unknown condition", str(raised.value))


# made-up outcomes, counted by hand

VERSIONS = Versions(tool="1", rule_book="2", digest="3")


def one(
    id: str,
    known: tuple[str, Urgency],
    given: tuple[Urgency, tuple[str, ...]],
    also: tuple[str, ...] = (),
) -> Outcome:
    what = Known(condition=known[0], also=also, urgency=known[1], why="made up")
    person = Person(id, Place("some.people.yaml", 2, 3), "typical", Answers({}), what)
    return Outcome(person, *given, (), ("RF",), "Nobody has reviewed these rules.", VERSIONS)


SOME = (
    one("first", ("a", "emergency"), ("emergency", ("a",))),
    one("below", ("a", "emergency"), ("two-weeks", ("b", "a"))),
    one("third", ("a", "two-weeks"), ("two-weeks", ("b", "c", "a"))),
    one("fourth", ("a", "two-weeks"), ("emergency", ("b", "c", "d", "a"))),
    one("also", ("a", "two-weeks"), ("same-day", ("b",)), also=("b",)),
    one("not there", ("a", "routine"), ("routine", ("b",))),
    one("elsewhere", (OUT_OF_SCOPE, "routine"), ("two-weeks", ())),
    one("elsewhere, as known", (OUT_OF_SCOPE, "routine"), ("routine", ("b",))),
)

SAID = """\
people: 8, with a condition of the rule book: 6
right one first (top-1): 2 of 6 = 33.3% (4.3% to 77.7%)
among the first three (top-3): 4 of 6 = 66.7% (22.3% to 95.7%)
shown at all (listed): 5 of 6 = 83.3% (35.9% to 99.6%)
urgency matches: 4 of 8 = 50.0% (15.7% to 84.3%)
safe, not below: 7 of 8 = 87.5% (47.3% to 99.7%)
below (under-triage): 1 of 8 = 12.5% (0.3% to 52.7%)
above (over-triage): 3 of 8 = 37.5% (8.5% to 75.5%)

by known urgency
  emergency  right: 1 of 2 = 50.0% (1.3% to 98.7%)
             below (under-triage): 1 of 2 = 50.0% (1.3% to 98.7%)
  same-day   right: 0 of 0
             below (under-triage): 0 of 0
             above (over-triage): 0 of 0
  two-weeks  right: 1 of 3 = 33.3% (0.8% to 90.6%)
             below (under-triage): 0 of 3 = 0.0% (0.0% to 70.8%)
             above (over-triage): 2 of 3 = 66.7% (9.4% to 99.2%)
  routine    right: 2 of 3 = 66.7% (9.4% to 99.2%)
             above (over-triage): 1 of 3 = 33.3% (0.8% to 90.6%)

known urgency (rows) and given urgency (columns)
             emergency   same-day  two-weeks    routine
  emergency          1          0          1          0
  same-day           0          0          0          0
  two-weeks          1          1          1          0
  routine            0          0          1          2"""


class TestFigures:
    def test_text_says_what_was_counted_by_hand(self) -> None:
        """Places, levels and what cannot be: nothing is above an emergency or below routine."""
        assert SAID == report(SOME)

    def test_json_has_the_same_counts_and_bounds(self) -> None:
        """Programs get every number of the text, and nothing where there is nothing to tell."""
        read = json.loads(as_json(SOME))

        assert {"tool": "1", "rule-book": "2", "digest": "3"} == read["versions"]
        assert (8, 6) == (read["people"], read["in-scope"])
        assert {
            "top-1": (2, 6),
            "top-3": (4, 6),
            "listed": (5, 6),
            "urgency-match": (4, 8),
            "safe": (7, 8),
            "under-triage": (1, 8),
            "over-triage": (3, 8),
        } == {id: (part["count"], part["of"]) for id, part in read["measures"].items()}
        levels = read["by-known-urgency"]
        assert (
            {
                "count": 1,
                "of": 2,
                "share": 0.5,
                "low": 0.012579,
                "high": 0.987421,
            }
            == levels["emergency"]["right"]
            == levels["emergency"]["below"]
        )
        assert levels["emergency"]["above"] is None
        assert levels["routine"]["below"] is None
        nobody = {"count": 0, "of": 0, "share": None, "low": None, "high": None}
        assert {"right": nobody, "below": nobody, "above": nobody} == levels["same-day"]
        assert {"emergency": 1, "same-day": 1, "two-weeks": 1, "routine": 0} == read[
            "known-and-given"
        ]["two-weeks"]

    def test_json_names_whoever_is_missed(self) -> None:
        """Another condition first, or another urgency; out of scope only the urgency counts."""
        missed = json.loads(as_json(SOME))["not-as-known"]

        assert ["below", "third", "fourth", "also", "not there", "elsewhere"] == [
            person["id"] for person in missed
        ]
        assert {
            "id": "also",
            "file": "some.people.yaml",
            "line": 2,
            "column": 3,
            "kind": "typical",
            "known-condition": "a",
            "known-also": ["b"],
            "known-urgency": "two-weeks",
            "urgency": "same-day",
            "decided-by": ["RF"],
            "suggested": ["b"],
        } == missed[3]
        assert len(missed) == len(misses(SOME))

    def test_they_are_counted_of_what_each_person_is_told(self, found) -> None:
        """All are worked out together, without texts; it is what everybody gets alone."""
        for outcome in as_written(found, "written"):
            told = assess(the_book(), outcome.person.answers)

            assert (told.urgency, told.also_fit) == (outcome.urgency, outcome.also_fit)
            assert tuple(one.id for one in told.suggested) == outcome.suggested
            assert tuple(one.id for one in told.decided_by) == outcome.decided_by
            assert (told.review, told.versions) == (outcome.review, outcome.versions)

    def test_every_way_out_adds_up(self, found) -> None:
        """Right, below and above are all people of a level, and so are the cells of its row."""
        for some in found.values():
            for level in measured(some).levels:
                parts = [level.right, level.below, level.above]
                assert level.right.of == sum(part.count for part in parts if part is not None)
                assert level.right.of == sum(level.given.values())


class TestSets:
    def test_people_of_several_folders_are_told_apart(self, folder: Path) -> None:
        """The same figures for each, which add up; one folder is told once."""
        for name, text in (("one", PEOPLE), ("two", PEOPLE.replace("anna", "cleo"))):
            (folder / name).mkdir()
            (folder / name / "some.people.yaml").write_text(text, "utf-8")
        done = run("one", "two")
        read = json.loads(run("one", "two", "--format", "json").stdout)

        assert ["one", "two"] == re.findall(r"^in the folder (.*)$", done.stdout, re.MULTILINE)
        assert done.stdout.count("  people: 2, with a condition of the rule book: 2") == 2
        assert "in the folder" not in run("one").stdout
        assert ["one", "two"] == [*read["by-folder"]]
        for id, whole in read["measures"].items():
            parts = [one["measures"][id] for one in read["by-folder"].values()]
            assert whole["count"] == sum(part["count"] for part in parts)
            assert whole["of"] == sum(part["of"] for part in parts)


class TestLeftOut:
    def test_it_is_the_lowest_and_highest_share_of_all_who_stay(self) -> None:
        """As counting everybody but one, again and again, finds them."""
        sets: list[tuple[object, Sequence[Outcome]]] = [(overall(SOME), SOME)]
        for of_one in by_condition(SOME):
            having = [o for o in SOME if o.person.known.condition == of_one.condition]
            assert of_one.people == len(having)
            sets.append((of_one.figures, having))
        for figures, people in sets:
            for figure in figures:
                shares = []
                for n in range(len(people)):
                    rest = measured([*people[:n], *people[n + 1 :]])
                    (same,) = (
                        one
                        for one in (*rest.conditions, *rest.urgency)
                        if one.id == figure.measure.id
                    )
                    shares.append(same.share.count / same.share.of)
                if figure.measure.share.of == len(people):
                    assert (min(shares), max(shares)) == (figure.lowest, figure.highest)

    def test_of_one_person_nothing_is_left(self) -> None:
        """No share of nobody is made up."""
        (alone,) = by_condition(SOME[:1])

        assert {None} == {x for one in alone.figures for x in (one.lowest, one.highest)}
        assert "nobody is left without one" in str(alone.figures[0])

    def test_the_command_tells_it_where_it_is_asked_for(self, folder: Path) -> None:
        """In the text and for programs; else neither has it."""
        text = run(".", "--leave-out").stdout
        read = json.loads(run(".", "--leave-out", "--format", "json").stdout)

        assert "right one first (top-1): 1 of 2 = 50.0%, 0.0% to 100.0% without one" in text
        assert "by known condition, with one of its people left out in turn\n  short-h" in text
        assert {"count": 1, "of": 2, "lowest": 0.0, "highest": 1.0} == (
            read["one-left-out"]["by-condition"]["short-hiccups"]["measures"]["top-1"]
        )
        assert "left out" not in run(".").stdout
        assert "one-left-out" not in json.loads(run(".", "--format", "json").stdout)


def mends(book: Rulebook, person: Person, goal: str, question: str, answer: Any) -> bool:
    """Whether another answer brings what is known, by a result of its own."""
    given = {**person.answers.given, question: answer}
    shown: dict[str, Any] = {}
    seen: dict[str, str] = {}
    for id in book.questions:
        if id in given and is_asked(id, seen, book):
            shown[id] = value_from(book, id, given[id])
            seen.update(variables_for(book, id, shown[id]))
    result = assess(book, Answers(shown))
    if goal == "urgency":
        return result.urgency == person.known.urgency
    names = [one.id for one in result.suggested[:3]]
    return bool({person.known.condition, *person.known.also} & {*names})


class TestMended:
    def test_every_answer_that_is_named_mends_and_no_other_of_the_question(
        self, hiccups: Rulebook, folder: Path
    ) -> None:
        """As answering anew finds it."""
        found = outcomes(hiccups, load_people(folder / "some.people.yaml", hiccups))
        (ben,) = (one.person for one in found if one.person.id == "ben")
        ((name, urgency),) = mendings(hiccups, found)

        assert ["name", "urgency"] == [name.goal, urgency.goal]
        assert [("lasted", "minutes")] == [(a.question, a.answer) for a in name.answers]
        assert [Turn("short-hiccups-core", fires=False)] == [*name.rules]
        assert [("chest-pain", "unsure")] == [(a.question, a.answer) for a in urgency.answers]
        for id, question in hiccups.questions.items():
            for _, value in question.others(id, ben.answers.given.get(id), hiccups):
                if id in hiccups.danger_gates or isinstance(value, Mapping):
                    continue
                for one in (name, urgency):
                    named = any((a.question, a.answer) == (id, value) for a in one.answers)
                    assert named == mends(hiccups, ben, one.goal, id, value), (id, value)

    def test_our_own_people_are_mended_by_what_is_named(self, found) -> None:
        """The first and the last answer of each, and each rule with what would fire then."""
        book = the_book()
        some = found["published", "as written"]
        few = missed(some)[::12]
        told = mendings(book, few)

        assert any(told)
        for outcome, every in zip(few, told, strict=True):
            fired = reference.fire(book, outcome.person.answers.variables(book))
            for one in every:
                for a in (*one.answers[:1], *one.answers[-1:]):
                    answer = tuple(a.answer) if isinstance(a.answer, list) else a.answer
                    assert mends(book, outcome.person, one.goal, a.question, answer), a
                for turn in one.rules:
                    assert turn.fires == (turn.rule in fired)

    def test_a_line_that_was_not_shown_is_told_as_not_answered(self, found) -> None:
        """Nobody asked this man whether he is pregnant, so no word of his can be quoted."""
        some = found["published", "left out"]
        outcome = next(one for one in some if one.person.id == "seiz-askdoctor-75m")
        (told,) = mendings(the_book(), [outcome])

        assert {""} == {a.was for one in told for a in one.answers if a.item == "pregnant"}

    def test_a_rule_at_rest_is_one_that_decided(self, hiccups: Rulebook, folder: Path) -> None:
        """Where the urgency is too high, taking away what decided it is told."""
        text = PEOPLE.replace("chest-pain: no, lasted: minutes", "chest-pain: yes")
        (folder / "some.people.yaml").write_text(text, "utf-8")
        done = run("some.people.yaml", "-k", "anna")
        read = json.loads(run("some.people.yaml", "-k", "anna", "--format", "json").stdout)
        (miss,) = read["not-as-known"]

        assert "the rule HF01 at rest" in done.stdout
        assert {"rule": "HF01", "fires": True} in miss["mended-by"]["urgency"]["rules"]

    def test_none_alone_is_said(self, hiccups: Rulebook) -> None:
        """What no single answer and no single rule mends."""
        known = Known(condition="long-hiccups", urgency="routine", why="made up")
        answers = answers_from(hiccups, {"chest-pain": "yes"})
        person = Person("x", Place("x", 1, 1), "typical", answers, known)
        ((name, _),) = mendings(hiccups, outcomes(hiccups, [person]))

        assert ["name mended by: none alone"] == as_lines([name])

    def test_the_order_of_the_first_three_is_nothing_to_mend(self) -> None:
        """Second or third is shown; only the figures say so."""
        third = [one for one in SOME if one.person.id == "third"]

        assert [()] == mendings(the_book(), third)


# the page


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


@pytest.fixture(scope="module")
def page(hiccups: Rulebook) -> str:
    return as_page(hiccups, SOME)


def drawings(page: str) -> list[ET.Element]:
    return [ET.fromstring(text) for text in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


def percent(text: str | None) -> float:
    assert text
    return float(text.removesuffix("%"))


class TestPage:
    def test_tables_say_every_number_of_the_text(self, page: str) -> None:
        """Whoever sees no drawing misses nothing."""
        cells = re.findall(r"<td>(.*?)</td>", page)
        said = [line.split(": ", 1)[1] for line in SAID.splitlines()[1:] if " of " in line]
        counts = [word for line in SAID.splitlines()[-4:] for word in line.split()[1:]]

        assert said + counts == cells

    def test_drawings_have_a_name_and_say_their_numbers(self, page: str) -> None:
        """A screen reader reads a title and a text of each drawing, and no id stands twice."""
        ids = re.findall(r' id="([^"]+)"', page)
        drawn = drawings(page)

        assert 3 == len(drawn)
        assert len(ids) == len(set(ids))
        for drawing in drawn:
            assert "img" == drawing.get("role")
            title, text = (drawing.find(tag) for tag in ("title", "desc"))
            assert title is not None
            assert text is not None
            assert f"{title.get('id')} {text.get('id')}" == drawing.get("aria-labelledby")
            assert title.text
        texts = [drawing.findtext("desc") or "" for drawing in drawn]
        assert "right one first (top-1) 2 of 6 = 33.3% (4.3% to 77.7%)" in texts[0]
        assert "Known as two-weeks, 3 people: right 1 of 3 = 33.3%" in texts[1]
        assert "Known as emergency, 2 people: 1 came out as emergency" in texts[2]

    def test_points_and_whiskers_stand_where_their_numbers_are(self, page: str) -> None:
        """A point at its share, a whisker from bound to bound; none for a level without people."""
        figures = measured(SOME)
        overall = [*figures.conditions, *figures.urgency]
        by_level = [m for level in figures.levels for m in level.measures if m.share.of]
        for drawing, measures in zip(drawings(page), (overall, by_level), strict=False):
            ticks = {
                text.text: line
                for text, line in zip(
                    [t for t in drawing.findall("text") if t.get("class") == "tick"],
                    drawing.findall("line")[-6:-1],
                    strict=True,
                )
            }
            start, end = (percent(ticks[words].get("x1")) for words in ("0%", "100%"))
            points = drawing.findall("circle")
            whiskers = [
                line
                for line in drawing.findall("line")[:-6]
                if line.get("y1") == line.get("y2") and line.get("x1") != line.get("x2")
            ]

            assert len(measures) == len(points) == len(whiskers)
            for measure, point, whisker in zip(measures, points, whiskers, strict=True):
                low, high = measure.share.bounds
                for part, place in (
                    (measure.share.count / measure.share.of, point.get("cx")),
                    (low, whisker.get("x1")),
                    (high, whisker.get("x2")),
                ):
                    assert start + part * (end - start) == pytest.approx(percent(place), abs=0.01)
                assert point.get("cy") == whisker.get("y1")
                # in black and white: filled is good, hollow is not
                assert measure.more_is_better == (point.get("fill") == "currentColor")

    def test_bars_are_as_long_as_their_share_and_look_like_what_they_mean(self, page: str) -> None:
        """Solid as known, hollow above, striped below: told without any colour."""
        drawing = drawings(page)[2]
        cells = [rect for rect in drawing.findall("rect") if rect.get("height") == "38"]
        bars = [rect for rect in drawing.findall("rect") if rect.get("height") == "12"][:-3]
        expected = [
            (count / level.right.of, rank(given) - rank(level.urgency))
            for level in measured(SOME).levels
            for given, count in level.given.items()
            if count
        ]
        striped = f"url(#{drawing.find('defs/pattern').get('id')})"
        whole = percent(bars[0].get("width")) / expected[0][0]

        assert 16 == len(cells)
        assert ["3" if row == column else None for row in LEVELS for column in LEVELS] == [
            cell.get("stroke-width") for cell in cells
        ]
        assert len(expected) == len(bars)
        for (part, step), bar in zip(expected, bars, strict=True):
            look = "currentColor" if step == 0 else "none" if step > 0 else striped
            assert part * whole == pytest.approx(percent(bar.get("width")), abs=0.01)
            assert look == bar.get("fill")

    def test_it_asks_for_nothing_and_runs_nothing(self, page: str) -> None:
        """One file: no script, no address of anything, and a policy that says so."""
        assert "<script" not in page
        assert not re.search(r"https?:|//|\bsrc=|\bhref=|@import", page)
        assert "default-src 'none'" in page

    def test_names_from_files_cannot_change_the_page(self, hiccups: Rulebook) -> None:
        """A name with marks of HTML or steering characters is shown, not obeyed."""
        odd = "<script>alert(1)</script> & \x1b[31m\u202e"
        text = as_page(hiccups, [one(odd, ("a", "routine"), ("same-day", ("b",)))])

        assert "<script" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; \\x1b[31m\\u202e" in text

    def test_it_says_whom_it_is_about_and_that_nobody_signed_the_rules(self, page: str) -> None:
        """No figure stands without the people, the rules and what it does not say."""
        assert "Rule book: Hiccups. People with a known answer: 8." in page
        assert "say nothing about anybody else" in page
        assert "Nobody has reviewed these rules." in page
        assert "Read from some.people.yaml." in page
        assert "triage 1, rule book 2." in page

    def test_signed_rules_have_no_such_line(self, hiccups: Rulebook, page: str) -> None:
        """Once the rules are signed, nothing says that they are not, not even an empty box."""
        signed = [msgspec.structs.replace(outcome, review="") for outcome in SOME]

        text = as_page(hiccups, signed)

        assert "has reviewed" not in text
        assert (2, 1) == (page.count('class="tone notice"'), text.count('class="tone notice"'))

    def test_whoever_is_missed_is_listed(self, page: str, hiccups: Rulebook) -> None:
        """Each miss in a line, as in the text; where there is none, that is said."""
        for line in misses(SOME):
            assert f"<li>{line}</li>" in page
        assert "<li>nobody</li>" in as_page(hiccups, SOME[:1])


# the command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the hiccups rule book in `book` and two people."""
    write_book(tmp_path / "book")
    (tmp_path / "some.people.yaml").write_text(PEOPLE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    main = TriageGroup("triage", commands={"accuracy": command})
    return CliRunner().invoke(main, ["accuracy", "--rules", "book", *words])


class TestCommand:
    def test_json_and_page_are_those_of_the_library(self, folder: Path, hiccups: Rulebook) -> None:
        """Standard output is pure JSON, the file is the page: both of the same people."""
        found = outcomes(hiccups, load_people(folder / "some.people.yaml", hiccups))
        done = run("some.people.yaml", "--format", "json", "--html", "out.html")

        assert (0, "") == (done.exit_code, done.stderr)
        mended = [*map(as_data, mendings(hiccups, found))]
        assert as_json(found, mended) == done.stdout
        assert as_page(hiccups, found) == (folder / "out.html").read_text("utf-8")

    def test_the_text_has_the_figures_and_who_is_missed(
        self, folder: Path, hiccups: Rulebook
    ) -> None:
        """The figures are those of the library; everybody who differs is named, nobody else."""
        found = outcomes(hiccups, load_people(folder / "some.people.yaml", hiccups))
        (folder / "one.case.yaml").write_text("not read", "utf-8")
        done = run(".")

        assert done.stdout.startswith(report(found) + "\n\nnot as known:\n  ben (early): ")
        assert "anna" not in done.stdout
        assert 0 == done.exit_code

    def test_words_pick_people(self, folder: Path) -> None:
        """As with cases; where nobody is left, that is said."""
        done = run("some.people.yaml", "-k", "anna")
        nobody = run("some.people.yaml", "-k", "zoe")

        assert done.stdout.startswith("people: 1, ")
        assert done.stdout.endswith("\n\nnot as known:\n  nobody\n")
        assert (4, "") == (nobody.exit_code, nobody.stdout)
        assert nobody.stderr.startswith("error: no person has `zoe` in its name or file name\n")

    def test_what_cannot_be_read_is_said(self, folder: Path) -> None:
        """A file of cases is no file of people, and a slip in a person is named."""
        (folder / "one.case.yaml").write_text("cases: {}", "utf-8")
        (folder / "some.people.yaml").write_text(PEOPLE.replace("kind: early", "kind: late"))

        assert 4 == run("one.case.yaml").exit_code
        assert "`late`" in run(".").stderr

    def test_a_page_goes_with_the_text(self, folder: Path) -> None:
        """The page comes beside what is printed, and changes nothing of it."""
        plain = run("some.people.yaml")
        done = run("some.people.yaml", "--html", "out.html")

        assert plain.stdout == done.stdout
        assert "\nnot as known:\n  ben (early): " in done.stdout
        assert (folder / "out.html").is_file()

    def test_the_same_people_give_the_same_bytes(self, folder: Path) -> None:
        """Two runs can be compared; a person who is left out changes every form."""
        forms = [
            (done.stdout, (folder / name).read_bytes())
            for name, words in (("1.html", ()), ("2.html", ()), ("3.html", ("-k", "ben")))
            for done in [run(".", "--format", "json", "--html", name, *words)]
        ]

        assert forms[0] == forms[1]
        assert forms[0][0] != forms[2][0]
        assert forms[0][1] != forms[2][1]

    def test_nothing_is_overwritten(self, folder: Path) -> None:
        """A page that is there stays as it is, and the run says so before it works."""
        (folder / "out.html").write_text("mine", "utf-8")
        # this slip would be said as soon as a person is read
        (folder / "some.people.yaml").write_text(PEOPLE.replace("early", "late"), "utf-8")
        done = run("some.people.yaml", "--html", "out.html")

        assert (
            "error: the file `out.html` is already there\n"
            "  help: give `--html` a new name, nothing is overwritten\n"
        ) == done.stderr
        assert (4, "") == (done.exit_code, done.stdout)
        assert "mine" == (folder / "out.html").read_text("utf-8")

    def test_a_page_that_cannot_be_written_is_said(self, folder: Path) -> None:
        """A folder that is not there is a plain message, and no figures are printed."""
        done = run("some.people.yaml", "--html", "nowhere/out.html")

        assert done.stderr.startswith("error: `nowhere/out.html` cannot be written, `")
        assert (4, "") == (done.exit_code, done.stdout)

    def test_a_slip_in_a_person_leaves_no_page(self, folder: Path) -> None:
        """No page is made of people of whom one cannot be read."""
        (folder / "some.people.yaml").write_text(PEOPLE.replace("early", "late"), "utf-8")
        done = run("some.people.yaml", "--html", "out.html")

        assert 4 == done.exit_code
        assert not (folder / "out.html").exists()
