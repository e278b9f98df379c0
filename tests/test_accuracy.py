"""People with a known answer: what comes out, what is written down of it, and how it is counted."""

from __future__ import annotations

import importlib.util
import itertools
import math
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT, the_book
from triage import AnswersError
from triage.cases.accuracy import Outcome, clopper_pearson, misses, share
from triage.cases.people import OUT_OF_SCOPE, load_people
from triage.rulebook.urgency import rank

DOCUMENT = ROOT / "docs/accuracy.md"
SETS = ("published", "written")
KINDS = {
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

    @pytest.mark.parametrize("name", SETS)
    def test_each_miss_is_judged_and_nothing_else(self, found, name: str) -> None:
        """Every miss stands in the table of its set, and nobody who came out right does."""
        missed = {line.split()[0] for line in misses(as_written(found, name))}
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
    @pytest.mark.parametrize("name", SETS)
    def test_no_emergency_comes_out_below_same_day(self, found, name: str) -> None:
        """A known emergency, told as it is told, is seen today at the latest."""
        for outcome in as_written(found, name):
            if outcome.person.known.urgency == "emergency":
                assert rank(outcome.urgency) >= rank("same-day"), outcome.person.id

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
