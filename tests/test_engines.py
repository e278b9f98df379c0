"""Speed and sameness: other engines fire what experta fires, memory stays flat, slowness is noticed."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Mapping
from itertools import islice
from typing import Any, ClassVar

import numpy as np
import pytest
from msgspec.structs import replace

from benchmarks import engines, growth, memory, speed
from tests.conftest import the_book, the_engine
from tests.small_book import FILES, LONG, LONG_HICCUPS, WITH_FIRM, write_book
from triage import Engine, Rulebook, load_rulebook
from triage.batch.results import Assessor
from triage.errors import EngineError
from triage.inference import reference
from triage.inference.columns import planes_of
from triage.inference.relevance import Relevance, inlined
from triage.inference.weighing import weigh
from triage.rulebook.parts.conditions import core_id, firm_id
from triage.rulebook.when import UNSURE, Box

needs_clips = pytest.mark.skipif(
    importlib.util.find_spec("clips") is None,
    reason="clipspy is not installed: pip install -e '.[benchmarks]'",
)
needs_zen = pytest.mark.skipif(
    importlib.util.find_spec("zen") is None,
    reason="zen-engine is not installed: pip install -e '.[benchmarks]'",
)
needs_duckdb = pytest.mark.skipif(
    importlib.util.find_spec("duckdb") is None,
    reason="duckdb is not installed: pip install -e '.[benchmarks]'",
)


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


def some_people(book: Rulebook, count: int) -> list[dict[str, str]]:
    return [answers.variables(book) for answers in islice(memory.people(book, seed=7), count)]


class TestThreeEngines:
    @needs_clips
    def test_clips_fires_the_same_rules_for_everybody_in_the_written_cases(self) -> None:
        """An engine of other people, given the same rules, comes to the same for every person."""
        book = the_book()
        three = {
            "experta": the_engine(),
            "reference": engines.Reference(book),
            "CLIPS": engines.Clips(book),
        }

        assert [] == engines.differing(three, engines.everybody(book))

    @needs_clips
    def test_clips_fires_findings_and_what_unsure_would_fire(self, hiccups: Rulebook) -> None:
        """Findings, and the rules in which *not sure* counts, are in the comparison too."""
        clips = engines.Clips(hiccups)
        fired = clips.fire({"chest-pain": UNSURE, "after.big-meal": "yes", "lasted": "minutes"})

        assert {"finding:full-stomach", "HF01?", "short-after-meal"} <= fired.keys()
        assert "HF01" not in fired
        people = some_people(hiccups, 100)
        three = {name: make(hiccups) for name, make in engines.ENGINES.items()}
        assert [] == engines.differing(three, people)

    def test_an_engine_that_leaves_out_a_rule_is_found(self, hiccups: Rulebook) -> None:
        """The comparison tells who differs, and on whose answers."""

        class Forgetful(engines.Reference):
            def fire(self, answers: Mapping[str, str]) -> reference.Fired:
                return {id: why for id, why in super().fire(answers).items() if id != "HF01"}

        two = {"experta": Engine(hiccups), "forgetful": Forgetful(hiccups)}
        people = [{"chest-pain": "no"}, {"chest-pain": "yes"}]

        assert [(1, "forgetful")] == engines.differing(two, people)


class TestRulesWrittenForOthers:
    """ZEN and DuckDB are given the rules of the rule files, and tell which of them hold."""

    @needs_zen
    def test_zen_holds_every_rule_and_fires_the_same_for_everybody(self) -> None:
        """Beside whom speed is measured has to do the same work."""
        from benchmarks.zen_rules import Zen

        book = the_book()
        engine = Zen(book)

        assert () == engine.left_out
        for answers in engines.everybody(book):
            assert stated_and_fired(book, answers) == engine.fired(answers)

    @needs_zen
    def test_zen_counts_unsure_and_at_least_as_it_is_written(self, hiccups: Rulebook) -> None:
        """The same of generated people, who are often not sure."""
        from benchmarks.zen_rules import Zen

        engine = Zen(hiccups)
        for answers in some_people(hiccups, 200):
            assert stated_and_fired(hiccups, answers) == engine.fired(answers)

    @needs_zen
    def test_a_rule_that_zen_does_not_read_is_counted(self, hiccups: Rulebook) -> None:
        """What it is not given is told, so that nobody takes its time for that of all rules."""
        from benchmarks import zen_rules

        written = zen_rules.as_zen

        def spoilt(*given: Any) -> str:
            text = written(*given)
            return f"{text} (" if text == spoilt_text else text

        spoilt_text = written(
            inlined(hiccups, hiccups.stated_rules["HF01"].when),
            hiccups,
            {name: f"v{number}" for number, name in enumerate(hiccups.variables)},
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(zen_rules, "as_zen", spoilt)
            engine = zen_rules.Zen(hiccups)

        assert ("HF01", "long-with-pain") == engine.left_out, "both have this condition"
        assert "HF01" not in engine.fired({"chest-pain": "yes"})

    @needs_duckdb
    def test_duckdb_fires_the_same_for_everybody(self) -> None:
        """Beside whom speed is measured has to do the same work."""
        from benchmarks.duck_rules import Duck

        book = the_book()
        people = engines.everybody(book)
        said = {
            key: planes_of(np.array([one.get(key[0]) == key[1] for one in people]))
            for key in {key for one in people for key in one.items()}
        }
        with Duck(book, said, len(people)) as engine:
            found = engine.fired()

        assert [stated_and_fired(book, answers) for answers in people] == found


def stated_and_fired(book: Rulebook, answers: Mapping[str, str]) -> set[str]:
    """The rules of the rule files that fire."""
    return {id for id in reference.fire(book, answers) if id in book.stated_rules}


class TestManyRules:
    def test_copied_conditions_come_out_like_the_ones_that_they_copy(self) -> None:
        """A copy holds for the same people, and is worth the same points."""
        book = the_book()
        twice = growth.copied(book, 2)
        for answers in engines.everybody(book)[::20]:
            once = reference.fire(book, answers)
            fired = reference.fire(twice, answers)
            before = {one.id: one.points for one in weigh(book, once).candidates}
            after = {one.id: one.points for one in weigh(twice, fired).candidates}

            assert {**before, **{f"{id}-1": points for id, points in before.items()}} == after

    def test_columns_are_right_with_hundreds_of_conditions(self, hiccups: Rulebook) -> None:
        """However large a rule book is, order and names are those of the reference evaluator."""
        many = growth.copied(hiccups, 300)
        people = some_people(many, 60)
        said = {
            key: planes_of(np.array([one.get(key[0]) == key[1] for one in people]))
            for key in {key for one in people for key in one.items()}
        }
        wanted = ("urgency", "names", "fits", "points", "fired")
        columns = Assessor(many).columns(said, len(people), wanted)
        rows = [*zip(*(column.to_pylist() for column in columns), strict=True)]

        assert len(many.conditions) > 512
        for answers, row in zip(people, rows, strict=True):
            fired = reference.fire(many, answers)
            found = weigh(many, fired)
            shown = [one for one in found.candidates if one.shown]
            told = ([one.id for one in shown], [one.fit for one in shown])
            points = [one.points for one in shown]
            assert (found.urgency, *told, points, [*fired]) == row

    def test_points_beyond_what_columns_hold_are_refused(self, hiccups: Rulebook) -> None:
        """A wrong order of names is worse than none."""
        points = replace(hiccups.scoring.points, strong=4_096)
        heavy = replace(hiccups, scoring=replace(hiccups.scoring, points=points))

        with pytest.raises(EngineError, match="a condition can come to `4096` points or more"):
            Assessor(heavy)


class TestMemory:
    def test_an_engine_used_for_thousands_keeps_nothing_of_them(self, hiccups: Rulebook) -> None:
        """The last of thousands leaves no more behind than the first."""
        found = memory.looks(hiccups, Engine(hiccups), 3000)

        assert memory.growth(found) < memory.MOST_GROWTH

    def test_an_engine_that_keeps_everybody_is_found(self, hiccups: Rulebook) -> None:
        """The measure sees a single answer set kept for each person."""

        class Hoarding(Engine):
            kept: ClassVar[list[dict[str, str]]] = []

            def fire(self, answers: Mapping[str, str]) -> reference.Fired:
                self.kept.append(dict(answers))
                return super().fire(answers)

        found = memory.looks(hiccups, Hoarding(hiccups), 600, warm_up=50)

        assert memory.growth(found) > memory.MOST_GROWTH

    def test_more_engines_of_one_rule_book_share_what_experta_never_lets_go(
        self, hiccups: Rulebook
    ) -> None:
        """experta keeps the test of every pattern for ever; a further engine adds none."""
        Engine(hiccups)  # imports experta as it can be imported
        from experta.matchers.rete.check import FeatureCheck, TypeCheck

        before = len(FeatureCheck._instances), len(TypeCheck._instances)
        Engine(hiccups)

        assert before == (len(FeatureCheck._instances), len(TypeCheck._instances))


class TestSpeed:
    @pytest.mark.parametrize(
        ("ratio", "lines"),
        [(1.0, 0), (2.9, 0), (3.1, 1)],
    )
    def test_more_than_half_slower_than_the_ratio_kept_is_told(
        self, ratio: float, lines: int
    ) -> None:
        """A little slower is the machine; half as slow again is a change."""
        assert lines == len(speed.slower({"first question": ratio}, {"first question": 2.0}))

    def test_a_ratio_that_nobody_kept_is_told(self) -> None:
        """A new measure is no use before there is something to hold it against."""
        assert ["new: 1.00, and no ratio is kept (run with --write)"] == speed.slower(
            {"new": 1.0}, {}
        )

    def test_a_step_made_twice_as_slow_has_twice_the_ratio(self) -> None:
        """The ratio follows the step, not the machine."""
        once = speed.against_fixed_work(speed.fixed_work)
        twice = speed.against_fixed_work(lambda: [speed.fixed_work() for _ in range(2)])

        assert 0.6 < once < 1.6
        assert speed.SLOWER * 0.9 < twice / once < 2.7


# what is still open, said as plainly as it can be, to hold the fast way against


def plainly_open(
    book: Rulebook, answered: frozenset[str], variables: Mapping[str, str]
) -> set[str]:
    """The questions that can still change the result, box by box."""
    relevance = Relevance(book)
    sure = {name: word for name, word in variables.items() if word != UNSURE}
    known, undecided = Plain(relevance, answered, variables), Plain(relevance, answered, sure)
    found: set[str] = set()
    for id in book.red_flags:
        found |= known.unknown_in(id) | known.unknown_in(f"{id}?")
    for id, condition in book.conditions.items():
        if not any(map(known.possible, relevance.stated[core_id(id)])):
            continue
        found |= known.unknown_in(core_id(id))
        for rule in condition.blocked_by:
            found |= known.unknown_in(rule)
        if not any(known.fired(rule) for rule in condition.blocked_by):
            firm = () if condition.firm is None else (firm_id(id),)
            for rule in (*condition.supports, *condition.against, *firm):
                found |= undecided.unknown_in(rule)
    wanted = {book.variables[name].question for name in found}
    wanted |= {
        id
        for id, question in book.questions.items()
        if question.always or (question.kind == "tick-all" and question.gate)
    }
    while True:
        gates = {
            book.variables[name].question
            for id in wanted
            for some in (relevance.gates.get(id, ()), *shows_of(relevance, id))
            for box in some
            for name in box
        }
        if gates <= wanted:
            return {id for id in wanted if id in known.reachable and id not in answered}
        wanted |= gates


def shows_of(relevance: Relevance, id: str) -> list[list[Box]]:
    """What decides whether the items of a question are shown."""
    names = (f"{id}.{item}" for item in relevance.book.questions[id].answers)
    return [relevance.shows[name] for name in names if name in relevance.shows]


class Plain:
    def __init__(
        self, relevance: Relevance, answered: frozenset[str], variables: Mapping[str, str]
    ) -> None:
        self.relevance, self.book, self.variables = relevance, relevance.book, variables
        self.reachable: set[str] = set()
        for id in self.book.questions:
            gate = relevance.gates.get(id)
            if id in answered or gate is None or any(map(self.possible, gate)):
                self.reachable.add(id)

    def possible(self, box: Box) -> bool:
        for key, words in box.items():
            if key in self.relevance.findings:
                if not any(map(self.possible, self.relevance.findings[key])):
                    return False
            elif key in self.variables:
                if self.variables[key] not in words:
                    return False
            elif self.book.variables[key].question not in self.reachable or self.hidden(key):
                return False
        return True

    def hidden(self, name: str) -> bool:
        """Whether these answers never show an item."""
        show = self.relevance.shows.get(name)
        return show is not None and not any(map(self.possible, show))

    def fired(self, rule: str) -> bool:
        some = self.relevance.stated[rule]
        return any(all(self.variables.get(key) in box[key] for key in box) for box in some)

    def unknown_in(self, rule: str) -> set[str]:
        boxes = self.relevance.stated.get(rule, self.relevance.findings.get(rule, []))
        found: set[str] = set()
        for key in {key for box in boxes if self.possible(box) for key in box}:
            if key in self.relevance.findings:
                found |= self.unknown_in(key)
            elif key not in self.variables:
                found.add(key)
        return found


@pytest.fixture(scope="module")
def entangled(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """Hiccups in which one thing alone decides whether the medicines still matter."""
    text = LONG_HICCUPS
    for right, wrong in (
        ("when: {chest-pain: yes}", "when: {after.fizzy-drink: yes}"),
        ("when: {medicine.steroid: yes}", "when: {all: [medicine.steroid: yes, age: under 18]}"),
    ):
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    return load_rulebook(write_book(tmp_path_factory.mktemp("entangled"), {**FILES, LONG: text}))


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """Hiccups with a question that only a firm part reads."""
    return load_rulebook(write_book(tmp_path_factory.mktemp("firm"), WITH_FIRM))


@pytest.mark.parametrize(
    ("which", "count"), [("hiccups", 40), ("entangled", 50), ("firm", 40), ("own", 12)]
)
def test_the_questions_that_are_still_open_are_those_of_the_plain_meaning(
    which: str, count: int, hiccups: Rulebook, entangled: Rulebook, firm: Rulebook
) -> None:
    """Nothing is left out of an interview, or asked in it, because of how it is worked out."""
    books = {"hiccups": hiccups, "entangled": entangled, "firm": firm}
    book = books.get(which) or the_book()
    relevance = Relevance(book)
    chance = random.Random(11)
    for answers in islice(memory.people(book, seed=3), count):
        for share in (0.0, 0.3, 0.7, 1.0):
            given = {id: value for id, value in answers.given.items() if chance.random() < share}
            variables = type(answers)(given).variables(book)
            answered = frozenset(given)

            assert plainly_open(book, answered, variables) == relevance.questions(
                answered, variables
            )
